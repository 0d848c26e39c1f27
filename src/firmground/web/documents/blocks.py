"""A text as blocks, one a line as it stands, and the windows of blocks that are shown at once.

A page of the app shows a window: some screens of text with the records beside them. A text of a megabyte with two
thousand records is some eighty windows, and no page of it is larger than that of a short text.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmground.case.documents import MarkKind
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from firmground.case.documents import Mark

MOST_IN_BLOCK: Final = 6_000  # characters; a longer line is cut at white space
MOST_IN_WINDOW: Final = 16_000  # characters
MOST_RECORDS: Final = 60  # beside one window
MOST_BLOCKS: Final = 400


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the text, or a part of a very long one. `mark`: what it is where it is not the author's own text."""

    span: Span
    mark: MarkKind | None = None

    @property
    def aside(self) -> bool:
        """Shown dimmed and folded: it belongs to the page and not to the story."""
        return self.mark in {MarkKind.BOILERPLATE, MarkKind.TEASER}


@dataclass(frozen=True, slots=True)
class Window:
    """Blocks that are shown together. `number` counts from 1, of `of`."""

    number: int
    of: int
    blocks: tuple[Block, ...]

    @property
    def span(self) -> Span:
        return Span(self.blocks[0].span.start, self.blocks[-1].span.stop) if self.blocks else Span(0, 0)


def split_blocks(text: str, marks: Sequence[Mark]) -> tuple[Block, ...]:
    """Every line that holds something. A line that a mark touches is what the mark says, as it is for the readers."""
    ordered = sorted(marks, key=lambda mark: mark.span)
    found: list[Block] = []
    start = near = 0
    for line in text.split("\n"):
        span = Span(start, start + len(line)).trimmed(text) if line else Span(start, start)
        start += len(line) + 1
        if span.start >= span.stop:
            continue
        while near < len(ordered) and ordered[near].span.stop <= span.start:
            near += 1
        touching = near < len(ordered) and ordered[near].span.overlaps(span)
        found.extend(Block(part, ordered[near].kind if touching else None) for part in _cut(text, span))
    return tuple(found)


def _cut(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while span.stop - start > MOST_IN_BLOCK:
        gap = max(text.rfind(mark, start + MOST_IN_BLOCK // 2, start + MOST_IN_BLOCK) for mark in (" ", "\t", "\u00a0"))
        stop = gap + 1 if gap > 0 else start + MOST_IN_BLOCK
        yield Span(start, stop)
        start = stop
    yield Span(start, span.stop)


def split_windows(blocks: Sequence[Block], starts: Iterable[int]) -> tuple[Window, ...]:
    """The blocks in windows, so that none has much more text or more records than a page should. `starts`: of the
    passages that have a record.
    """
    ordered = sorted(starts)
    groups: list[list[Block]] = [[]]
    letters = records = 0
    for block in blocks:
        own = bisect_right(ordered, block.span.stop - 1) - bisect_right(ordered, block.span.start - 1)
        size = block.span.stop - block.span.start
        full = letters + size > MOST_IN_WINDOW or records + own > MOST_RECORDS or len(groups[-1]) >= MOST_BLOCKS
        if groups[-1] and full:
            groups.append([])
            letters = records = 0
        groups[-1].append(block)
        letters, records = letters + size, records + own
    return tuple(Window(number, len(groups), tuple(group)) for number, group in enumerate(groups, start=1))


def window_at(windows: Sequence[Window], place: int) -> Window:
    """The window in which a character stands; the nearest before it for one between two blocks."""
    number = bisect_right(windows, place, key=lambda window: window.span.start)
    return windows[max(0, number - 1)]
