"""Where a number stands: its sentence, the statement that it is part of, and what else was found around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.documents.actors import ActorWords
    from firmground.documents.days import DayWords
    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.numbers.quantity import Quantity
    from firmground.documents.page import Page
    from firmground.documents.places import PlaceWords
    from firmground.documents.prose import Sentence
    from firmground.documents.statements import Statement


@dataclass(frozen=True)
class Setting:
    """A number in its sentence. `found`: what of `everything` lies in this sentence."""

    page: Page
    known: Known
    everything: Found
    found: Found
    quantity: Quantity
    sentence: Sentence
    statement: Statement | None

    @property
    def text(self) -> str:
        return self.page.text

    @cached_property
    def said(self) -> Span:
        """The part of the sentence that speaks of the number: what was said, without who said it."""
        if self.statement is None:
            return self.sentence.span
        inside = [span for span in self.statement.content if span.overlaps(self.quantity.span)]
        start, stop = inside[0] if inside else self.sentence.span
        return Span(max(start, self.sentence.span.start), min(stop, self.sentence.span.stop))

    @cached_property
    def actors(self) -> list[ActorWords]:
        return [one for one in self.found.actors if self.said.covers(one.span)]

    @property
    def all_days(self) -> tuple[DayWords, ...]:
        """Every date of the sentence, that of saying it included."""
        return self.found.days

    @property
    def quoted(self) -> Statement | None:
        """A statement inside the statement that holds the number as well: hearsay."""
        inner = [
            one
            for one in self.found.statements
            if one is not self.statement and any(content.covers(self.quantity.span) for content in one.content)
        ]
        return inner[0] if inner else None

    @cached_property
    def days(self) -> list[DayWords]:
        """Dates and periods, without lengths of time."""
        told = self.statement.said_on if self.statement else None
        return [
            one
            for one in self.found.days
            if one.kind == "date" and self.said.covers(one.span) and not (told and one.span.overlaps(told))
        ]

    @cached_property
    def places(self) -> list[PlaceWords]:
        return [one for one in self.found.places if self.said.covers(one.span)]

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(word.text.lower() for word in self.sentence.words)


def setting_of(page: Page, known: Known, found: Found, sentence: Sentence, near: Found, quantity: Quantity) -> Setting:
    """A number in its sentence; `near`: what of `found` lies in this sentence."""
    return Setting(page, known, found, near, quantity, sentence, _statement(near.statements, quantity.span))


def _statement(statements: Iterable[Statement], span: Span) -> Statement | None:
    """The statement that holds the number; of one inside another, the outer one, whose speaker the text has heard."""
    holding = [one for one in statements if any(content.covers(span) for content in one.content)]
    return max(holding, key=lambda one: sum(content.stop - content.start for content in one.content), default=None)
