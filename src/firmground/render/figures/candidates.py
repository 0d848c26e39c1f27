"""The small map of a question: the places that a name may mean, or where two rows may have been, each by its number.

Every place is as wide as it is coded, hatched because it may be there; hollow discs are what else is known of the same
source and days. Numbers are those of the list beside the map.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np
from markupsafe import Markup

from firmground.phrases import list_words
from firmground.render.figures.map import _draw_land, _draw_scale, _outline
from firmground.render.figures.projection import TALL, WIDE, View, find_view
from firmground.render.figures.svg import esc, frame, join, num
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.report.model import Mark

_LEAST_UNITS: Final = 9.0  # radius of the smallest disc that can be seen, in units of the frame
_LETTERS: Final = 28  # of a name on the map; the list beside it has the whole
_CLOSE: Final = 46  # units: numbers that lie nearer than this are written side by side


def draw_candidates(marks: Sequence[Mark], beside: Sequence[Mark], title: str) -> tuple[Markup, int]:
    """The map, and how many other events stand on it. `marks` carry their `number`; `beside` are drawn hollow."""
    view = find_view(marks)
    shown = [mark for mark in beside if _inside(mark, view)]
    discs = join([*(_draw(mark, view, "cannot q-beside") for mark in shown), *_wide_first(marks, view)])
    inner = Markup('<svg viewBox="0 0 {} {}" width="100%" height="100%">{}</svg>').format(
        WIDE, TALL, join((_draw_land(view), discs))
    )
    drawn = frame(
        "map",
        None,
        title=title,
        desc=_say(marks, shown),
        body=join((inner, _draw_numbers(marks, view), _draw_scale(view))),
    )
    return drawn, len(shown)


def _wide_first(marks: Sequence[Mark], view: View) -> list[Markup]:
    return [_draw(mark, view, "may") for mark in sorted(marks, key=lambda mark: -mark.radius_km)]


def _draw(mark: Mark, view: View, css: str) -> Markup:
    title = Markup("<title>{}</title>").format(esc(mark.title or mark.label))
    if mark.rings:
        d = "".join(_outline(view.place(*np.array(ring).T), closed=True) for ring in mark.rings if len(ring) > 2)
        return Markup('<path class="disc {}" d="{}">{}</path>').format(css, d, title)
    ((x, y),) = view.place(np.array([mark.lon]), np.array([mark.lat]))
    radius = max(_LEAST_UNITS, mark.radius_km * view.scale)
    return Markup('<circle class="disc {}" cx="{}" cy="{}" r="{}">{}</circle>').format(
        css, num(float(x)), num(float(y)), num(radius), title
    )


def _inside(mark: Mark, view: View) -> bool:
    ((x, y),) = view.place(np.array([mark.lon]), np.array([mark.lat]))
    return bool(0 <= x <= WIDE and 0 <= y <= TALL)


def _draw_numbers(marks: Sequence[Mark], view: View) -> Markup:
    groups: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    centres = view.place(np.array([mark.lon for mark in marks]), np.array([mark.lat for mark in marks]))
    for mark, (x, y) in zip(marks, centres, strict=True):
        near = next((key for key in groups if abs(key[0] - x) < _CLOSE and abs(key[1] - y) < _CLOSE), None)
        groups[near or (round(float(x)), round(float(y)))].append(mark)
    return join(_draw_number(x, y, group, view) for (x, y), group in groups.items())


def _draw_number(x: int, y: int, group: list[Mark], view: View) -> Markup:
    """The numbers at the centre, the names under the widest of the discs."""
    below = min(TALL - 40.0, y + max(_LEAST_UNITS, *(mark.radius_km * view.scale for mark in group)))
    names = list(dict.fromkeys(one_line(mark.label) for mark in group))
    return Markup(
        '<text class="place number" x="{x}%" y="{y}%" dy="5" text-anchor="middle">{numbers}</text>'
        '<text class="place" x="{x}%" y="{low}%" dy="15" text-anchor="middle">{names}</text>'
    ).format(
        x=num(x / WIDE * 100),
        y=num(y / TALL * 100),
        low=num(below / TALL * 100),
        numbers=esc(" · ".join(str(mark.number) for mark in group)),
        names=esc(_cut(", ".join(names))),
    )


def _cut(words: str) -> str:
    return words if len(words) <= _LETTERS else f"{words[: _LETTERS - 1].rstrip()}…"


def _say(marks: Sequence[Mark], beside: Sequence[Mark]) -> str:
    places = list_words([f"{mark.number}: {one_line(mark.label)}" for mark in marks])
    others = f" Hollow: {len(beside)} other events of the same source and days." if beside else ""
    return f"{places}.{others}"
