"""The head of a release: the day on which it was put out, by its own dateline."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from firmground.documents.releases.release_days import datelines, number_year, short_dateline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.dates import When
    from firmground.documents.page import Page
    from firmground.documents.releases.lines import Block
    from firmground.spans import Span

_FIRST_WORDS = 8  # of a line, in which its dateline stands
HEAD_LINES = 15  # a dateline stands among the first lines
# A date after one of these is what the text tells of, not when it was put out.
_TOLD = frozenset("on since from between until by of starting after before in to and through during".split())


class Head(NamedTuple):
    """`span`: the words that say `published`; None where it is the document's own date, as the page has it."""

    published: date | None
    span: Span | None = None
    doubt: str = ""


def read_head(page: Page, blocks: Sequence[Block]) -> Head:
    """The first date of the head that is written in full, else a date in brackets with the year of the number."""
    when = page.document.published
    known = date.fromordinal(when.possible.start) if when.exact else None
    found = _full(blocks) or _short(blocks, _year(when))
    if found is None:
        return Head(known)
    doubts = []
    if known and known != found.published:
        doubts.append(f"its dateline says {found.published}, the document's date is {known}")
    if other := _another(blocks, found):
        doubts.append(
            f"a dateline of another day stands further down ({other}): cut the text into one document a release"
        )
    return Head(found.published, found.span, "; ".join(doubts))


def _another(blocks: Sequence[Block], head: Head) -> date | None:
    """The day of a further dateline, "SOUTHWEST ASIA, Aug. 22, 2017 —", that is not the one of the head."""
    for block in blocks:
        line = block.sentences[0] if block.sentences and not block.bullet else None
        for start, stop, day in datelines(line) if line and head.span and line.span.start > head.span.stop else ():
            ends = line and stop < len(line) and line.plain[stop] in {"-", "--", ")"}
            if ends and line and start < _FIRST_WORDS and line.folded[start - 1] not in _TOLD and day != head.published:
                return day
    return None


def _full(blocks: Sequence[Block]) -> Head | None:
    """The first date in full; of several that say the same day the one in brackets, after which the text begins."""
    found: Head | None = None
    for block in blocks[:HEAD_LINES]:
        for line in block.sentences:
            for start, stop, day in datelines(line):
                told = start and line.folded[start - 1] in _TOLD
                bracketed = start and line.plain[start - 1] == "("
                if (found is None and not told) or (found and bracketed and day == found.published):
                    found = Head(day, line.span_of(start, stop))
    if found is None or found.published is None:
        return None
    for block in blocks[:HEAD_LINES]:
        for line in block.sentences:
            again = short_dateline(line, found.published.year)
            if again and again[2] == found.published and again[0]:
                return Head(found.published, line.span_of(*again[:2]))
    return found


def _year(when: When) -> int | None:
    """The year of a date, even where its day is not known."""
    if not when.possible.limited:
        return None
    first, last = (date.fromordinal(day).year for day in (when.possible.start, when.possible.stop - 1))
    return first if first == last else None


def _short(blocks: Sequence[Block], year: int | None) -> Head | None:
    for block in blocks[:HEAD_LINES]:
        for line in block.sentences:
            year = number_year(line) or year
            if year and (found := short_dateline(line, year)):
                start, stop, day = found
                return Head(day, line.span_of(start, stop))
    return None
