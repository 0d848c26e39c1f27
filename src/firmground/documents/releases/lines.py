"""The lines of a release, and which of them are bullets.

A page that was pasted from a narrow column has its sentences cut over several lines; they are put together again where
the layout leaves no doubt: no stop at the end of the one, no capital letter at the beginning of the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from firmground.documents.prose import split_sentences
from firmground.documents.releases.phrases import Line
from firmground.spans import Span

if TYPE_CHECKING:
    from firmground.documents.page import Page

_BULLETS = "-–—*•·◦▪‣●"
_STOPS = '.:;!?…”"’)'
MOST_WORDS = 1_000  # the longest sentence of a real release has 150
LONGEST_BLOCK = 20_000  # code points: no sentence of a release is longer, and a page that is one line is no release


@dataclass(frozen=True)
class Block:
    """A line of the page, or several that are one; `bullet`: it begins with a mark of a list, left out of `span`."""

    text: str
    span: Span
    bullet: bool

    @cached_property
    def sentences(self) -> tuple[Line, ...]:
        return tuple(line for line in self._lines if len(line) <= MOST_WORDS)

    @property
    def endless(self) -> tuple[Span, ...]:
        """Sentences that are too long to be any of a release, which are not read."""
        return tuple(line.span for line in self._lines if len(line) > MOST_WORDS)

    @cached_property
    def _lines(self) -> tuple[Line, ...]:
        lines = (Line.of(self.text, span) for span in split_sentences(self.text, self.span))
        return tuple(line for line in lines if len(line))


def read_blocks(page: Page) -> list[Block]:
    """The lines of the body in order."""
    text = page.text
    spans: list[Span] = []
    for paragraph in page.paragraphs:
        span = paragraph.span
        if spans and _goes_on(text, spans[-1], span):
            spans[-1] = Span(spans[-1].start, span.stop)
        else:
            spans.append(span)
    return [_block(text, span) for span in spans]


def _goes_on(text: str, before: Span, span: Span) -> bool:
    """The line before was cut in the middle of a sentence, and this one is its rest."""
    if text.count("\n", before.stop, span.start) != 1 or span.stop - before.start > LONGEST_BLOCK:
        return False
    first = text[span.start]
    return text[before.stop - 1] not in _STOPS and (first.islower() or first.isdigit()) and text[before.stop - 1] != "-"


def _block(text: str, span: Span) -> Block:
    start = span.start
    while start < span.stop and (text[start] in _BULLETS or text[start].isspace()):
        start += 1
    marked = start > span.start and start < span.stop
    return Block(text, Span(start, span.stop) if marked else span, marked)
