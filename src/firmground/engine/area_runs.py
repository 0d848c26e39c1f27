"""What lies over an area (or a disc) on each of many states of a map whose polygons do not lie over each other.

Each polygon is cut against the area once; what changes from state to state is only which cuts stand. The answers are
those of `arrange` on each state. Where only `arrange` can tell, nothing is answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from firmground.engine.arrange import SLIVER_M, is_ground, sheet_of
from firmground.places import Area

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.engine.plane import Plane
    from firmground.places import Disc

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Shapes = NDArray[Any]

BARE = -1  # the code of ground under no polygon
# No shape of less than this, in m², is ground: half a sliver around a point is more.
NO_GROUND_M2 = np.pi * (SLIVER_M / 2) ** 2 * 0.9


@dataclass(frozen=True, eq=False)
class Standing:
    """Polygons near an area: `shape[k]` has the code `code[k]` on the states `first[k]` to `stop[k]`, excluded."""

    shape: Shapes
    code: Ints
    first: Ints
    stop: Ints

    def some(self, chosen: Any) -> Standing:
        return Standing(self.shape[chosen], self.code[chosen], self.first[chosen], self.stop[chosen])


@dataclass(frozen=True, eq=False)
class AreaRuns:
    """Run r covers the states `start[r]` to `stop[r]`, excluded, and has the cells `first[r]` to `first[r + 1]`.

    A cell is the part `share` of the area under polygons of one `code`, or under none. Shares of a run sum to one.
    """

    start: Ints
    stop: Ints
    first: Ints
    code: Ints
    share: Floats


@dataclass(frozen=True, eq=False)
class _Cuts:
    """The part of the area under each polygon, on the sheet; `solid` where it is more than a sliver."""

    shape: Shapes
    area: Floats
    length: Floats
    solid: Flags


def area_runs(region: Disc | Area, near: Standing, begin: int, end: int) -> AreaRuns | None:
    """The region on the states `begin` to `end`, excluded, wholly within the limits of the map.

    `near`: all polygons whose boxes meet the region's. A disc has a radius. None where some ground lies under two
    polygons at once, where all there is are slivers, and for a disc across the antimeridian.
    """
    sheet = sheet_of(region)
    if len(sheet[2]) != 1:
        return None
    near = near.some((near.first < end) & (near.stop > begin))
    if isinstance(region, Area):
        shapely.prepare(region.geometry)
        over = shapely.intersects(region.geometry, near.shape) & ~shapely.touches(region.geometry, near.shape)
        near = near.some(over)
    whole, cuts = _cut_all(sheet, near.shape)
    near, cuts = near.some(cuts.area > 0), _some(cuts, cuts.area > 0)
    if _lie_over(near):
        return None
    first, stop = np.maximum(near.first, begin) - begin, np.minimum(near.stop, end) - begin
    begins = np.unique(np.concatenate([[0], first, stop[stop < end - begin]]))  # of the runs
    first, stop = np.searchsorted(begins, first), np.searchsorted(begins, stop)
    codes, row = np.unique(near.code, return_inverse=True)
    ground = np.zeros((len(codes) + 1, len(begins) + 1))  # of each code, and bare
    there = np.zeros((len(codes) + 1, len(begins) + 1), dtype=np.int64)
    for at, sign in ((first, 1), (stop, -1)):
        np.add.at(ground, (row.reshape(-1), at), sign * cuts.area * cuts.solid)
        np.add.at(there, (row.reshape(-1), at), sign * cuts.solid)
    ground, there = np.cumsum(ground, axis=1)[:, :-1], np.cumsum(there, axis=1)[:, :-1]
    ground[-1] = [_bare(whole, _some(cuts, (first <= run) & (run < stop))) for run in range(len(begins))]
    ground[:-1][there[:-1] == 0] = 0
    if not (ground > 0).any(axis=0).all():
        return None
    run, cell = np.nonzero(ground.T > 0)
    share = (ground / ground.sum(axis=0)).T[run, cell]
    return AreaRuns(
        begins + begin,
        np.append(begins[1:], end - begin) + begin,
        np.searchsorted(run, np.arange(len(begins) + 1)),
        np.append(codes, BARE)[cell],
        share,
    )


def _cut_all(
    sheet: tuple[Plane, Any, list[tuple[float, float, float, float]], float], polygons: Shapes
) -> tuple[_Cuts, _Cuts]:
    """The whole region, and the part of it under each polygon."""
    plane, shape, (box,), step = sheet
    bounds = shapely.bounds(polygons).reshape(-1, 4)
    beyond = (bounds[:, :2] < box[:2]).any(axis=1) | (bounds[:, 2:] > box[2:]).any(axis=1)
    clipped = polygons.copy()
    clipped[beyond] = shapely.intersection(polygons[beyond], shapely.box(*box))
    laid = plane.lay(clipped, step) if len(clipped) else clipped
    return _cuts(np.array([shape])), _cuts(shapely.intersection(shape, laid))


def _cuts(shapes: Shapes) -> _Cuts:
    area, length = shapely.area(shapes), shapely.length(shapes)
    solid = area > length * SLIVER_M
    for thin in np.flatnonzero(~solid & (area > NO_GROUND_M2)):
        solid[thin] = is_ground(shapes[thin])
    return _Cuts(shapes, area, length, solid)


def _some(cuts: _Cuts, chosen: Any) -> _Cuts:
    return _Cuts(cuts.shape[chosen], cuts.area[chosen], cuts.length[chosen], cuts.solid[chosen])


def _lie_over(near: Standing) -> bool:
    """Do any two polygons lie over each other on some state, in degrees and exactly, beyond sharing a border?"""
    one, other = shapely.STRtree(near.shape).query(near.shape)
    pairs = (one < other) & (near.first[one] < near.stop[other]) & (near.first[other] < near.stop[one])
    one, other = one[pairs], other[pairs]
    return bool(shapely.relate_pattern(near.shape[one], near.shape[other], "T********").any())


def _bare(whole: _Cuts, standing: _Cuts) -> float:
    """The area under no polygon; 0 if it is no more than a sliver."""
    left = float(whole.area[0] - standing.area.sum())
    if left < NO_GROUND_M2:
        return 0.0
    if left > (whole.length[0] + standing.length.sum()) * SLIVER_M:
        return left
    bare = shapely.difference(whole.shape[0], shapely.union_all(standing.shape))
    return float(bare.area) if bare.area > 0 and is_ground(bare) else 0.0
