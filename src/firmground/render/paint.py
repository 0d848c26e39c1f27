"""Bold and coloured lines for a terminal, only where the caller says that it understands them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# Select Graphic Rendition (ECMA-48, 8.3.117).
BOLD: Final = "\x1b[1m"
ACCENT: Final = "\x1b[1;31m"
_PLAIN: Final = "\x1b[0m"


def paint(text: str, code: str, *, color: bool) -> str:
    """The text in this code, and plain again after it; as it is without `color`."""
    return f"{code}{text}{_PLAIN}" if color else text


def paint_lines(lines: Iterable[str], code: str, *, color: bool) -> list[str]:
    """The same for each line by itself."""
    return [paint(line, code, color=color) for line in lines]
