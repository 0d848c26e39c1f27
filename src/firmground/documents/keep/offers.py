"""What is brought to be kept, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.case.documents import Document
    from firmground.documents.keep.versions import Difference, FieldChange

# What a person told, of a page that does not say it. In `documents.csv` the "how" of such a value.
ASKED = "asked"
PASTED = "pasted"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes as they came. `name`: of the file, for its ending; `origin`: the address or file name.

    `media_hint`: what the server said they are; `url`: the address that they came from in the end; `notes`: sentences
    about the way here.
    """

    content: bytes
    name: str
    origin: str
    received: str
    media_hint: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was named and cannot be taken, with the reason and what to do."""

    origin: str
    why: str


@dataclass(frozen=True, slots=True)
class Passed:
    """Files of a folder that are no pages, told together."""

    origin: str
    why: str


@dataclass(frozen=True, slots=True)
class Vanished:
    """An address at which there is no page any more. `status`: 404 or 410."""

    origin: str
    status: int
    received: str


Offer = Arrival | Refusal | Passed | Vanished


@dataclass(frozen=True, slots=True)
class Given:
    """What a person tells of the pages. `published`: as EDTF; `source`: an id in sources.toml.

    `replaces`: the id of the version before; `origin`: where a file came from, if its name does not say so.
    """

    published: str = ""
    title: str = ""
    byline: str = ""
    site: str = ""
    source: str = ""
    replaces: str = ""
    origin: str = ""


class Came(StrEnum):
    """What came of an offer."""

    NEW = "new"  # kept, as a document of its own
    VERSION = "version"  # kept, as the version after `before`
    SAME_BYTES = "same-bytes"  # it is kept already, to the bit
    SAME_WORDS = "same-words"  # other bytes, the same words
    SAME_BODY = "same-body"  # only teasers and navigation around it differ
    VANISHED = "vanished"  # there is no page at this address any more
    PASSED = "passed-over"  # files of a folder that are no pages
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one offer, and of which document.

    `before`: the version that it was held against; `difference` and `fields`: what changed since; `texts`: both texts,
    for whoever is told of it at once. `words`: how many its text has. `told`: sentences for a person: what was written
    beside it, what is doubtful, what to do.
    """

    came: Came
    origin: str
    document: Document | None = None
    before: Document | None = None
    difference: Difference | None = None
    fields: tuple[FieldChange, ...] = ()
    texts: tuple[str, str] = ("", "")
    words: int = 0
    told: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        return self.came in {Came.NEW, Came.VERSION}


def utc_now() -> str:
    """The time as documents.csv writes it: 2024-03-31T09:15:00Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
