"""Names on the small map: a few, none over another. Undecided places come first, then the widest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmground.render.visible import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CELL: Final = 6.3  # pixels a letter of the label's size takes, erring on the wide side
_LINE: Final = 14.0
_SMALL: Final = 14.0  # pixels; a wider disc is still seen under a name
MOST_DISCS: Final = 400  # the widest and the undecided; of thousands only a few get a name

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Anchor:
    """What may be named: its words, its centre in percent of the frame, its radius as a part of the width.

    `number` as it stands before the words ("3"), "" for none; where there is no room for both, it stands alone.
    """

    words: str
    x: float
    y: float
    radius: float
    undecided: bool
    number: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """`dx`, `dy` in pixels from the centre to the text's anchor on its base line; the number comes before the words."""

    words: str
    x: float
    y: float
    dx: float
    dy: float
    align: str
    number: str = ""


def place_labels(anchors: Iterable[Anchor], wide: float, tall: float, most: int, cells: int) -> list[Label]:
    """Labels for a frame of `wide` by `tall` pixels: each at the first side where it touches no other.

    At most `most` of them beside the numbers, each of at most `cells` letters. A name also keeps off the small
    discs around it; only undecided places may cover one, rather than go unnamed.
    """
    ordered = sorted(anchors, key=lambda a: (not a.number, not a.undecided, -a.radius, a.words))[:MOST_DISCS]
    discs = [_disc_box(anchor, wide, tall) for anchor in ordered if anchor.radius * wide < _SMALL]
    placed: list[Label] = []
    taken: list[Box] = []
    named: set[str] = set()
    for anchor in ordered:
        full = len(placed) >= most
        if not anchor.number and (full or not anchor.words or anchor.words in named):
            continue
        for words in ([] if full else [shorten(anchor.words, cells)]) + ([""] if anchor.number else []):
            label, box, covered = _find_room(anchor, words, wide, tall, taken, discs)
            if label is not None and (covered == 0 or anchor.undecided):
                placed.append(label)
                taken.append(box)
                named.add(anchor.words)
                break
    return placed


def _find_room(
    anchor: Anchor, words: str, wide: float, tall: float, taken: list[Box], discs: list[Box]
) -> tuple[Label | None, Box, int]:
    """The label at its best free side, with the number of small discs that it covers there."""
    own = _disc_box(anchor, wide, tall)
    free = [
        (label, box, sum(_touch(box, disc) for disc in discs if disc != own))
        for label, box in _sides(anchor, words, wide, tall)
        if not any(_touch(box, other) for other in taken)
    ]
    return min(free, key=lambda side: side[2], default=(None, own, 0))


def _disc_box(anchor: Anchor, wide: float, tall: float) -> Box:
    x, y, r = anchor.x / 100 * wide, anchor.y / 100 * tall, anchor.radius * wide
    return (x - r, y - r, x + r, y + r)


def _sides(anchor: Anchor, words: str, wide: float, tall: float) -> Iterator[tuple[Label, Box]]:
    """The places for a label, best first, that lie inside the frame."""
    from rich.cells import cell_len  # noqa: PLC0415 - only a page with a map needs it

    length = (cell_len(words) + len(anchor.number) + bool(words and anchor.number)) * _CELL
    x, y, r = anchor.x / 100 * wide, anchor.y / 100 * tall, anchor.radius * wide
    beside = r + 4
    options = [
        (beside, 4.0, "start", x + beside),
        (-beside, 4.0, "end", x - beside - length),
        (0.0, -beside, "middle", x - length / 2),
        (0.0, beside + 9, "middle", x - length / 2),
    ]
    if length < 2.8 * r:  # a wide disc carries its own name
        options = [(0.0, 4.0 + r * part, "middle", x - length / 2) for part in (0.0, -0.5, 0.5)] + options
    for dx, dy, align, left in options:
        box = (left, y + dy - 11, left + length, y + dy - 11 + _LINE)
        if box[0] >= 2 and box[2] <= wide - 2 and box[1] >= 2 and box[3] <= tall - 2:
            yield Label(words, anchor.x, anchor.y, dx, dy, align, anchor.number), box


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
