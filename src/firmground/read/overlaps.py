"""Polygons of one map that cover the same ground on the same day with different holders.

A reader of the map would not see it: the upper one hides the lower. Here both count, and it is said.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from firmground.case.control import Timing
from firmground.formats.geometry import distinct_shapes
from firmground.phrases import several
from firmground.read.wording import show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from firmground.case.control import ControlMap, Face, Holding
    from firmground.case.events import Ints
    from firmground.read.records import Record

# Beyond so many pairs of neighbours the search would take longer than reading the map.
MOST_PAIRS = 200_000


def tell_overlaps(control: ControlMap, record: Record) -> None:
    """Notes how many pairs of faces overlap although their holdings differ."""
    pairs = 0
    first: tuple[Face, Face] | None = None
    looked_at = 0
    sides = _Sides(control.faces)
    for group in _same_time(control):
        a, b = sides.that_meet(group)
        looked_at += len(a)
        if looked_at > MOST_PAIRS:
            what = "it has so many faces side by side that overlaps were not counted"
            record.problem(what, "ground that two faces cover counts as contested by both")
            return
        inside = sides.overlap(a, b)
        pairs += int(inside.sum())
        if first is None and inside.any():
            at = int(np.flatnonzero(inside)[0])
            first = (control.faces[a[at]], control.faces[b[at]])
    if first is not None:
        what = f"{several(pairs, 'pair')} of faces overlap on a common day with different holders"
        where = ", ".join(f"{face.file} feature {face.row}" for face in first)
        record.problem(
            f"{what}, first {where}: that ground counts as contested by both",
            f"look at {show(first[0].name or first[0].file)} if that is not meant",
        )


class _Sides:
    """Faces side by side. What two outlines have in common is asked once, on however many days they meet."""

    def __init__(self, faces: Sequence[Face]) -> None:
        shapes = np.empty(len(faces), dtype=object)
        shapes[:] = [face.geometry for face in faces]
        self._outlines, self._outline = distinct_shapes(shapes)
        shapely.prepare(self._outlines)
        holdings: dict[Holding, int] = {}
        known: dict[int, int] = {}
        for face in faces:
            if id(face.holding) not in known:
                known[id(face.holding)] = holdings.setdefault(face.holding, len(holdings))
        self._holding = np.array([known[id(face.holding)] for face in faces], dtype=np.int64)
        days = np.array([face.period.possible for face in faces], dtype=np.int64).reshape(-1, 2)
        self._start, self._stop = days[:, 0], days[:, 1]
        self._meet: dict[int, bool] = {}
        self._overlap: dict[int, bool] = {}

    def that_meet(self, group: Ints) -> tuple[Ints, Ints]:
        """Pairs of these faces, the first before the second, that share a point and a day and differ in holding."""
        outlines = self._outlines[self._outline[group]]
        one, other = shapely.STRtree(outlines).query(outlines)
        a, b = group[one[one < other]], group[other[one < other]]
        differ = self._holding[a] != self._holding[b]
        differ &= np.maximum(self._start[a], self._start[b]) < np.minimum(self._stop[a], self._stop[b])
        a, b = a[differ], b[differ]
        meet = self._ask(a, b, self._meet, shapely.intersects)
        return a[meet], b[meet]

    def overlap(self, a: Ints, b: Ints) -> NDArray[np.bool_]:
        """Neighbours share a border, which is no overlap: only their insides count."""
        return self._ask(a, b, self._overlap, partial(shapely.relate_pattern, pattern="T********"))

    def _ask(self, a: Ints, b: Ints, known: dict[int, bool], ask: Callable[[Any, Any], Any]) -> NDArray[np.bool_]:
        """Of each pair what is true of its outlines; `known` keeps it."""
        keys = (self._outline[a] << 32) + self._outline[b]
        new = np.array([key for key in dict.fromkeys(keys.tolist()) if key not in known], dtype=np.int64)
        answers = ask(self._outlines[new >> 32], self._outlines[new & 0xFFFFFFFF])
        known.update(zip(new.tolist(), answers.tolist(), strict=True))
        return np.fromiter(map(known.__getitem__, keys.tolist()), dtype=np.bool_, count=len(keys))


def _same_time(control: ControlMap) -> Iterable[Ints]:
    """Faces, by number, that may stand on a common day: those of each snapshot, or all of a map of intervals."""
    if control.timing is Timing.INTERVALS:
        return [np.arange(len(control.faces))]
    days: dict[int, list[int]] = defaultdict(list)
    for number, face in enumerate(control.faces):
        days[face.period.possible.start].append(number)
    return map(np.array, days.values())
