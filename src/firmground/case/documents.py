"""Documents that a case keeps, and the passages of them that stand behind its records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.dates import When
    from firmground.spans import Span


@dataclass(frozen=True, slots=True)
class Attested:
    """What is known of a document, and how: "meta tag article:published_time", "first line", "asked"; "" if unknown."""

    value: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One version of a document as it was received (`documents/documents.csv`).

    `kept`: the file with the unchanged bytes, relative to the case; `sha256` of them. `text_file`, `text_sha256`: the
    text that spans point into, made once when it was collected. `origin`: the address or file name that it came from,
    `received`: when, UTC, "2026-11-29T02:15:00Z". `media`: html, pdf, email, text. `published`: as EDTF in
    `published_on`; `When.unknown()` where nobody knows. `replaces`: id of the version before it, "" for the first.
    `source`: id in sources.toml, "" until a record from it was accepted.
    """

    id: str
    kept: str
    sha256: str
    text_file: str
    text_sha256: str
    origin: str
    received: str
    media: str
    published: When
    published_on: Attested = Attested()
    title: Attested = Attested()
    byline: Attested = Attested()
    site: Attested = Attested()
    language: Attested = Attested()
    replaces: str = ""
    source: str = ""
    note: str = ""

    @property
    def address(self) -> str:
        """Where it can be looked up on the web; "" for a file that somebody had."""
        return self.origin if self.origin.startswith(("https://", "http://")) else ""


def last_versions(documents: Mapping[str, Document]) -> tuple[Document, ...]:
    """The documents that no later version replaces, in their order."""
    replaced = {document.replaces for document in documents.values()}
    return tuple(document for name, document in documents.items() if name not in replaced)


class MarkKind(StrEnum):
    """What a stretch of a page is, where it is not what the author says. Marked, never deleted."""

    TITLE = "title"
    BYLINE = "byline"
    CAPTION = "caption"
    TEASER = "teaser"  # of another story
    BOILERPLATE = "boilerplate"  # navigation, "Related posts", "Comments are closed"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a document's text that is not its body."""

    span: Span
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document that a person has decided on (`documents/passages.csv`).

    `words` are `span` of the document's text, checked when the case is read. `decided`: accepted, changed, refused, or
    linked (to a record that the case had).
    `file`, `table`, `record`: the record that it became, "" if refused; `field`: which of its fields these words say,
    "" for the record as a whole, `facts.` and a name for what is told beside it (hedges, who relays whom).
    `key`: which proposal was decided on; `proposed`, `value`: what the reader proposed for the field and what was
    decided, for the record as a whole all of its fields as JSON. `row`: its row in the file.
    """

    document: str
    span: Span
    words: str
    kind: str
    decided: str
    file: str = ""
    table: str = ""
    record: str = ""
    field: str = ""
    by: str = ""
    at: str = ""
    reader: str = ""
    key: str = ""
    proposed: str = ""
    value: str = ""
    why: str = ""
    row: int = 0
