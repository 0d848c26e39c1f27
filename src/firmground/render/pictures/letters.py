"""How wide words will be in a picture whose letters are chosen by whoever opens it: a guess on the wide side."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from rich.cells import cell_len

from firmground.render.visible import one_line

_NARROW: Final = frozenset("iIjlftr.,:;'|!()[]\u00a0\u202f \u2018\u2019·/-")
_WIDE: Final = frozenset("mwMWQOGDHNUC@%—…")
_MOST_BALANCED: Final = 4
# Explicit isolates (UAX 9, section 2.4.2): what stands inside one does not turn the letters around it.
_EITHER, _LEFTWARDS, _END = "\u2068", "\u2067", "\u2069"


def measure(words: str, size: float, *, bold: bool = False) -> float:
    """Pixels that the words take, for the widest of the usual faces."""
    parts = {"narrow": 0.31, "wide": 0.8, "usual": 0.56}
    total = 0.0
    for letter in words:
        if unicodedata.combining(letter):
            continue
        kind = "narrow" if letter in _NARROW else "wide" if letter in _WIDE else "usual"
        total += max(parts[kind], 0.55 * cell_len(letter) if cell_len(letter) > 1 else 0.0) + (
            0.08 if letter.isupper() and kind == "usual" else 0.0
        )
    return total * size * (1.07 if bold else 1.0)


def fold_words(words: str, wide: float, size: float, *, bold: bool = False, most: int = 99) -> list[str]:
    """The words in lines of at most `wide` pixels; what does not fit into `most` lines ends in "…".

    The words are shown as they are: a text of a case has been through `one_line` or `alone`.
    """
    return _close_isolates(_fold(words, wide, size, bold=bold, most=most))


def _fold(words: str, wide: float, size: float, *, bold: bool, most: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in _short_enough(words.split(" "), wide, size, bold=bold):
        longer = f"{line} {word}" if line else word
        if line and measure(longer, size, bold=bold) > wide:
            lines.append(line)
            line = word
        else:
            line = longer
        if len(lines) == most:
            return [*lines[:-1], lines[-1].rstrip(" ,;.") + " …"]
    return [*lines, line]


def _close_isolates(lines: list[str]) -> list[str]:
    """Each line is a paragraph of its own: an isolate that runs over its end is closed and opened again."""
    closed, is_open = [], False
    for line in lines:
        whole = f"{_EITHER}{line}" if is_open else line
        is_open = whole.count(_EITHER) > whole.count(_END)
        closed.append(f"{whole}{_END}" if is_open else whole)
    return closed


def balance_words(words: str, wide: float, size: float, *, bold: bool = False, most: int = 99) -> list[str]:
    """`fold_words` with lines about equally long, so that no word stands alone in the last one."""
    lines = fold_words(words, wide, size, bold=bold, most=most)
    if not 1 < len(lines) <= _MOST_BALANCED or lines[-1].endswith("…"):
        return lines
    low, high = wide / 2, wide
    while high - low > size:
        middle = (low + high) / 2
        if len(fold_words(words, middle, size, bold=bold)) > len(lines):
            low = middle
        else:
            high = middle
    return fold_words(words, high, size, bold=bold)


def _short_enough(words: list[str], wide: float, size: float, *, bold: bool) -> list[str]:
    """The words, those wider than a line cut into pieces of one."""
    pieces = []
    for word in words:
        rest = word
        while measure(rest, size, bold=bold) > wide:
            cut = max(1, int(len(rest) * wide / measure(rest, size, bold=bold)) - 1)
            while cut > 1 and measure(rest[:cut], size, bold=bold) > wide:
                cut -= 1
            pieces.append(rest[:cut])
            rest = rest[cut:]
        pieces.append(rest)
    return pieces


def is_leftward(words: str) -> bool:
    """Whether the first letter with a direction runs from right to left, as `dir="auto"` decides it.

    What stands in an isolate does not decide (UAX 9, rule P2).
    """
    outside = re.sub(f"{_EITHER}.*?{_END}", "", words, flags=re.DOTALL)
    turns = (unicodedata.bidirectional(letter) for letter in outside)
    return next((turn in {"R", "AL"} for turn in turns if turn in {"L", "R", "AL"}), False)


def leftward_line(words: str) -> str:
    return f"{_LEFTWARDS}{words}{_END}"


def alone(words: str) -> str:
    """A foreign text that will not turn the sentence around it. Latin text stays without marks."""
    plain = one_line(words)
    return (
        f"{_EITHER}{plain}{_END}"
        if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in plain)
        else plain
    )
