"""A passage for a terminal, with the words that its fields come from set apart: bold, or in brackets without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.render.visible import make_visible
from firmground.render.wrap import wrap
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

# Unicode keeps these for a program's own use; in a text they are no characters, and are shown as lost ones.
_ON, _OFF = "\ufdd0", "\ufdd1"
_LOST: Final = str.maketrans({_ON: "\ufffd", _OFF: "\ufffd"})
_BOLD, _PLAIN = "\x1b[1;4m", "\x1b[0m"
MOST_SHOWN: Final = 900  # characters of a passage; a release that is one record as a whole may be long


def show_passage(text: str, span: Span, spans: Iterable[Span], width: int, *, indent: str, color: bool) -> list[str]:
    """The passage in lines, the words of `spans` in it set apart; a long one is cut, which three dots show."""
    shown = Span(span.start, min(span.stop, span.start + MOST_SHOWN))
    pieces = [make_visible(piece).translate(_LOST) for piece in _cut(text, shown, spans)]
    marked = "".join(f"{_ON}{piece}{_OFF}" if number % 2 else piece for number, piece in enumerate(pieces))
    marked += " …" if shown.stop < span.stop else ""
    if not color:
        return wrap(marked.replace(_ON, "[").replace(_OFF, "]"), width, indent=indent)
    return _paint(wrap(marked, width, indent=indent), indent)


def _cut(text: str, shown: Span, spans: Iterable[Span]) -> list[str]:
    """The passage cut at the borders of the words: plain, marked, plain, marked, … Overlapping words are one."""
    pieces: list[str] = []
    at = shown.start
    for start, stop in _merge(spans):
        if stop <= shown.start or start >= shown.stop:
            continue
        start, stop = max(start, shown.start), min(stop, shown.stop)  # noqa: PLW2901 - the part of it that is shown
        pieces += [text[at:start], text[start:stop]]
        at = stop
    return [*pieces, text[at : shown.stop]]


def _merge(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].stop:
            merged[-1] = Span(merged[-1].start, max(merged[-1].stop, span.stop))
        else:
            merged.append(span)
    return merged


def _paint(lines: list[str], indent: str) -> list[str]:
    """The marks as escape codes, closed at each line's end and opened again on the next."""
    painted, inside = [], False
    for line in lines:
        opened = f"{indent}{_BOLD}{line.removeprefix(indent)}" if inside else line
        inside = line.rfind(_ON) > line.rfind(_OFF) or (inside and _OFF not in line)
        painted.append(opened.replace(_ON, _BOLD).replace(_OFF, _PLAIN) + (_PLAIN if inside else ""))
    return painted
