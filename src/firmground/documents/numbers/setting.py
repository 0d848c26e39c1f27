"""Where a number stands: its sentence, the statement that it is part of, and what else was found around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from firmground.documents.actors import ActorWords
    from firmground.documents.days import DayWords
    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.numbers.quantity import Quantity
    from firmground.documents.page import Page
    from firmground.documents.places import PlaceWords
    from firmground.documents.prose import Sentence
    from firmground.documents.statements import Statement


_Spanned = TypeVar("_Spanned")


@dataclass(frozen=True)
class Setting:
    """A number in its sentence."""

    page: Page
    known: Known
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


class Settings:
    """The sentences of a page and what was found in each, looked up once for all its numbers."""

    def __init__(self, page: Page, known: Known, found: Found) -> None:
        self._page, self._known, self._found = page, known, found
        self._sentences = [one for paragraph in page.paragraphs for one in paragraph.sentences]
        self._starts = [one.span.start for one in self._sentences]

    def of(self, quantity: Quantity) -> Setting | None:
        """None for a number that is in no sentence of the page."""
        at = bisect_right(self._starts, quantity.span.start) - 1
        if at < 0 or not self._sentences[at].span.overlaps(quantity.span):
            return None
        sentence = self._sentences[at]
        near = self._near(sentence.span)
        return Setting(self._page, self._known, near, quantity, sentence, _statement(near.statements, quantity.span))

    def by_sentence(self, quantities: Iterable[Quantity]) -> Iterator[tuple[Sentence, list[Quantity]]]:
        """The sentences that hold numbers, in order."""
        for at, group in groupby(quantities, key=lambda one: bisect_right(self._starts, one.span.start) - 1):
            if at >= 0:
                yield self._sentences[at], list(group)

    def _near(self, span: Span) -> Found:
        """What was found in this sentence only."""
        found = self._found
        return type(found)(
            days=tuple(_within(found.days, span, self._day_starts)),
            quantities=(),
            places=tuple(_within(found.places, span, self._place_starts)),
            actors=tuple(_within(found.actors, span, self._actor_starts)),
            statements=self._statements_by_sentence.get(span, ()),
        )

    @cached_property
    def _day_starts(self) -> list[int]:
        return [one.span.start for one in self._found.days]

    @cached_property
    def _place_starts(self) -> list[int]:
        return [one.span.start for one in self._found.places]

    @cached_property
    def _actor_starts(self) -> list[int]:
        return [one.span.start for one in self._found.actors]

    @cached_property
    def _statements_by_sentence(self) -> dict[Span, tuple[Statement, ...]]:
        by_sentence: dict[Span, list[Statement]] = {}
        for statement in self._found.statements:
            touched = set()
            for content in statement.content:
                at = max(0, bisect_right(self._starts, content.start) - 1)
                while at < len(self._sentences) and self._sentences[at].span.start < content.stop:
                    touched.add(self._sentences[at].span)
                    at += 1
            for span in touched:
                by_sentence.setdefault(span, []).append(statement)
        return {span: tuple(statements) for span, statements in by_sentence.items()}


def _within(found: Sequence[_Spanned], span: Span, starts: list[int]) -> list[_Spanned]:
    """What begins in a span, of things in the order of the text."""
    return list(found[bisect_left(starts, span.start) : bisect_left(starts, span.stop)])


def _statement(statements: Iterable[Statement], span: Span) -> Statement | None:
    """The statement that holds the number; of one inside another, the inner one."""
    holding = [one for one in statements if any(content.covers(span) for content in one.content)]
    return min(holding, key=lambda one: sum(content.stop - content.start for content in one.content), default=None)
