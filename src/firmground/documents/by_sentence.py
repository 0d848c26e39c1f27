"""What was found in a page, sentence by sentence: looked up once, for readers that go through the sentences."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.documents.found import Found
    from firmground.documents.page import Page
    from firmground.documents.prose import Sentence
    from firmground.documents.statements.nouns import Statement
    from firmground.spans import Span


class _Spanned(Protocol):
    @property
    def span(self) -> Span: ...


_Found = TypeVar("_Found", bound=_Spanned)


class BySentence:
    """The sentences of a page in order, and what of `found` lies in each. A statement lies in every sentence that its
    content touches.
    """

    def __init__(self, page: Page, found: Found) -> None:
        self.sentences: tuple[Sentence, ...] = tuple(
            one for paragraph in page.paragraphs for one in paragraph.sentences
        )
        self._found = found
        self._starts = [one.span.start for one in self.sentences]
        self._by_kind = {
            "days": [one.span.start for one in found.days],
            "quantities": [one.span.start for one in found.quantities],
            "places": [one.span.start for one in found.places],
            "actors": [one.span.start for one in found.actors],
        }

    def at(self, span: Span) -> Sentence | None:
        """The sentence in which a span begins; None if it lies in none."""
        place = bisect_right(self._starts, span.start) - 1
        if place < 0 or not self.sentences[place].span.overlaps(span):
            return None
        return self.sentences[place]

    def near(self, span: Span) -> Found:
        """What begins within a span; and the statements of the sentence that has this span."""
        found = self._found
        return type(found)(
            days=tuple(within(found.days, span, self._by_kind["days"])),
            quantities=tuple(within(found.quantities, span, self._by_kind["quantities"])),
            places=tuple(within(found.places, span, self._by_kind["places"])),
            actors=tuple(within(found.actors, span, self._by_kind["actors"])),
            statements=self._statements.get(span, ()),
        )

    @cached_property
    def _statements(self) -> dict[Span, tuple[Statement, ...]]:
        by_sentence: dict[Span, list[Statement]] = {}
        for statement in self._found.statements:
            touched: dict[Span, None] = {}
            for content in statement.content:
                at = max(0, bisect_right(self._starts, content.start) - 1)
                while at < len(self.sentences) and self.sentences[at].span.start < content.stop:
                    touched[self.sentences[at].span] = None
                    at += 1
            for span in touched:
                by_sentence.setdefault(span, []).append(statement)
        return {span: tuple(statements) for span, statements in by_sentence.items()}


def within(found: Sequence[_Found], span: Span, starts: Sequence[int]) -> Sequence[_Found]:
    """What begins in a span, of things in the order of the text that begin at `starts`."""
    return found[bisect_left(starts, span.start) : bisect_left(starts, span.stop)]
