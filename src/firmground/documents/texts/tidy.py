"""What every text is brought to before anything points into it, and what is checked once it is done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firmground.case.documents import Mark
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.case.documents import MarkKind
    from firmground.documents.texts.nouns import TextRead

_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def tidy(text: str) -> tuple[str, tuple[str, ...]]:
    """Every end of a line as a line feed, what no text holds as U+FFFD, with a sentence that says how many."""
    text, count = show_controls(_ENDS.sub("\n", text.removeprefix("\ufeff")))
    return text, tell_controls(count)


def show_controls(text: str) -> tuple[str, int]:
    """What no text holds as U+FFFD, and how many such characters there were."""
    return _CONTROLS.subn("\ufffd", text)


def tell_controls(count: int) -> tuple[str, ...]:
    """The sentence that says so, if there were any."""
    return (f"{count:,} control characters in it are shown as \ufffd: compare them with the original",) if count else ()


def mark_lines(text: str, kinds: Iterable[MarkKind | None]) -> tuple[Mark, ...]:
    """A mark for each line of `text` that has a kind, in their order, without white space at its ends."""
    marks = []
    start = 0
    for line, kind in zip(text.split("\n"), kinds, strict=True):
        span = Span(start, start + len(line)).trimmed(text) if line.strip() else Span(start, start)
        start += len(line) + 1
        if kind is not None and span.start < span.stop:
            marks.append(Mark(span, kind))
    return tuple(marks)


def check_marks(read: TextRead) -> TextRead:
    """Raises ValueError if a mark lies outside its text, or over another one; else what it was given."""
    last = 0
    for mark in read.marks:
        if not mark.span.fits(read.text) or mark.span.start < last:
            raise ValueError(f"a mark of a text is wrong: {mark}")
        last = mark.span.stop
    return read
