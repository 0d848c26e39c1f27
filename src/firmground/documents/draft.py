"""A proposed record: what a reader found in a text, field by field, with the words that say so."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.spans import Span


class DraftKind(StrEnum):
    """What record it would become, and in which file."""

    STATEMENT = "statement"  # claims.toml, without a test
    CLAIM = "claim"  # claims.toml, with a test
    EVENT = "event"  # events/*.csv
    RELEASE = "release"  # releases/*.csv
    AGREEMENT = "agreement"  # undertakings.toml
    PLEDGE = "pledge"  # undertakings.toml
    TIE = "tie"  # actors.toml


@dataclass(frozen=True, slots=True)
class Told:
    """One field of a draft.

    `name`: the column or key of the record, dotted where nested ("date", "test.value"). `value`: as it would be written
    in the file, "" where a person has to fill it in. `spans`: the words that say so; where none do, `how` says where it
    comes from ("the document's date", "the heading above"). `doubt`: why a person should look, "" if nothing speaks
    against it.
    """

    name: str
    value: str
    spans: tuple[Span, ...] = ()
    how: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed record.

    `span`: the passage that it came from, a sentence or a line. `title`: one line for lists. `fields` would be written
    into the case; `facts` are shown and exported beside them (cue, hedges, who relays whom) and written nowhere.
    `reader`: which reader proposes it; one that begins with "model:" was pointed at by a language model. `doubts`: what
    is doubtful of the record as a whole.
    """

    kind: DraftKind
    span: Span
    title: str
    fields: tuple[Told, ...]
    reader: str
    facts: tuple[Told, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def doubtful(self) -> bool:
        return bool(self.doubts) or any(told.doubt for told in (*self.fields, *self.facts))

    def value(self, name: str) -> str:
        """The value of a field, or "" if it has none."""
        return next((told.value for told in self.fields if told.name == name), "")

    def key(self, document: str) -> str:
        """Short, safe in an address, the same at every reading as long as the same is proposed of the same words."""
        spans = [told.spans for told in self.fields]
        told = "\x1f".join((document, self.kind, str(self.span), self.reader, self.title, str(spans)))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


_TITLE_LENGTH = 90


def title_of(span: Span, text: str) -> str:
    """The first words of a passage, in one line, for lists."""
    return " ".join(text[span.start : min(span.stop, span.start + 2 * _TITLE_LENGTH)].split())[:_TITLE_LENGTH]


def check_spans(draft: Draft, text: str) -> bool:
    """Every span of it lies in the text."""
    spans = [draft.span, *(span for told in (*draft.fields, *draft.facts) for span in told.spans)]
    return all(span.fits(text) for span in spans)
