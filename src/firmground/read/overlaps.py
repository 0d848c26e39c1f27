"""Polygons of one map that cover the same ground on the same day with different holders.

A reader of the map would not see it: the upper one hides the lower. Here both count, and it is said.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import shapely

from firmground.case.control import Timing
from firmground.read.wording import several, show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.case.control import ControlMap, Face
    from firmground.read.records import Record

# Beyond so many pairs of neighbours the search would take longer than reading the map.
MOST_PAIRS = 200_000


def tell_overlaps(control: ControlMap, record: Record) -> None:
    """Notes how many pairs of faces overlap although their holdings differ."""
    pairs = 0
    first: tuple[Face, Face] | None = None
    looked_at = 0
    for faces in _same_time(control):
        left = np.array([face.geometry for face in faces], dtype=object)
        one, other = shapely.STRtree(left).query(left, predicate="intersects")
        chosen = [(int(a), int(b)) for a, b in zip(one, other, strict=True) if a < b and _differ(faces[a], faces[b])]
        looked_at += len(chosen)
        if looked_at > MOST_PAIRS:
            what = "it has so many faces side by side that overlaps were not counted"
            record.problem(what, "ground that two faces cover counts as contested by both")
            return
        if not chosen:
            continue
        a, b = np.array(chosen).T
        # Neighbours share a border, which is no overlap: only their insides count.
        inside = shapely.relate_pattern(left[a], left[b], "T********")
        pairs += int(inside.sum())
        if first is None and inside.any():
            at = int(np.flatnonzero(inside)[0])
            first = (faces[a[at]], faces[b[at]])
    if first is not None:
        what = f"{several(pairs, 'pair')} of faces overlap on a common day with different holders"
        where = ", ".join(f"{face.file} feature {face.row}" for face in first)
        record.problem(
            f"{what}, first {where}: that ground counts as contested by both",
            f"look at {show(first[0].name or first[0].file)} if that is not meant",
        )


def _same_time(control: ControlMap) -> Iterable[list[Face]]:
    """Faces that may stand on a common day: those of each snapshot, or all of a map of intervals."""
    if control.timing is Timing.INTERVALS:
        return [list(control.faces)]
    days: dict[int, list[Face]] = defaultdict(list)
    for face in control.faces:
        days[face.period.possible.start].append(face)
    return days.values()


def _differ(one: Face, other: Face) -> bool:
    return one.holding != other.holding and not one.period.possible.overlap(other.period.possible).empty
