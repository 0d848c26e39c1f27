"""Names on the small map: a few, none over another. Undecided places come first, then the widest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmground.render.visible import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CELL: Final = 6.3  # pixels a letter of the label's size takes, erring on the wide side
_LINE: Final = 14.0
_MOST_CELLS: Final = 26

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Anchor:
    """What may be named: its words, its centre in percent of the frame, its radius as a part of the width."""

    words: str
    x: float
    y: float
    radius: float
    undecided: bool


@dataclass(frozen=True, slots=True)
class Label:
    """`dx`, `dy` in pixels from the centre to the text's anchor on its base line."""

    words: str
    x: float
    y: float
    dx: float
    dy: float
    align: str


def place_labels(anchors: Iterable[Anchor], wide: float, tall: float, most: int) -> list[Label]:
    """Labels for a frame of `wide` by `tall` pixels: each at the first side where it touches no other."""
    placed: list[Label] = []
    taken: list[Box] = []
    named: set[str] = set()
    for anchor in sorted(anchors, key=lambda a: (not a.undecided, -a.radius, a.words)):
        words = shorten(anchor.words, _MOST_CELLS)
        if len(placed) == most:
            break
        if not words or words in named:
            continue
        for label, box in _sides(anchor, words, wide, tall):
            if not any(_touch(box, other) for other in taken):
                placed.append(label)
                taken.append(box)
                named.add(words)
                break
    return placed


def _sides(anchor: Anchor, words: str, wide: float, tall: float) -> Iterator[tuple[Label, Box]]:
    """The places for a label, best first, that lie inside the frame."""
    from rich.cells import cell_len  # noqa: PLC0415 - only a page with a map needs it

    length = cell_len(words) * _CELL
    x, y, r = anchor.x / 100 * wide, anchor.y / 100 * tall, anchor.radius * wide
    beside, above = r + 4, r + 4
    options = [
        (beside, 4.0, "start", x + beside),
        (-beside, 4.0, "end", x - beside - length),
        (0.0, -above, "middle", x - length / 2),
        (0.0, above + 9, "middle", x - length / 2),
    ]
    if length < 1.6 * r:
        options.insert(0, (0.0, 4.0, "middle", x - length / 2))
    for dx, dy, align, left in options:
        box = (left, y + dy - 11, left + length, y + dy - 11 + _LINE)
        if box[0] >= 2 and box[2] <= wide - 2 and box[1] >= 2 and box[3] <= tall - 2:
            yield Label(words, anchor.x, anchor.y, dx, dy, align), box


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
