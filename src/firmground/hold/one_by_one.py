"""What the engine will not answer for, asked of GEOS: a point on a border, a disc whose edge nearly touches one, an
area under polygons that lie over each other. On just those states on which it is so.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from firmground.engine.area_runs import area_runs
from firmground.engine.arrange import arrange
from firmground.engine.plane import boxes_around
from firmground.hold.ground_runs import GroundRuns, ground_of
from firmground.places import Disc

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.hold.ground_runs import Coverings
    from firmground.hold.states import StatedMap
    from firmground.places import Area

    Ints = NDArray[np.int64]


class OneByOne:
    """One map in states."""

    def __init__(self, stated: StatedMap, coverings: Coverings) -> None:
        self._stated, self._coverings = stated, coverings

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._stated.standing.shape)

    def runs(self, row: int, region: Disc | Area, first: int, last: int) -> GroundRuns:
        """The region, of this row, on the states `first` to `last`, excluded; cut anew only where polygons change."""
        near = self._stated.standing.some(self._near(region))
        near = near.some((near.first < last) & (near.stop > first))
        if isinstance(region, Disc) and region.radius_km > 0 and last - first > 1 and self._lies_within(region):
            found = area_runs(region, near, first, last)
            if found is not None:
                return ground_of(row, found, self._stated.limit, self._coverings)
        edges = np.concatenate([[first], near.first[near.first > first], near.stop[near.stop < last]])
        begins = np.unique(edges).astype(np.int64)
        sizes, held, shares = [], list[tuple[int, ...]](), list[float]()
        for state in begins.tolist():
            standing = np.flatnonzero((near.first <= state) & (state < near.stop))
            cells = self._cells(region, near.shape[standing], near.code[standing])
            sizes.append(len(cells))
            held += cells.keys()
            shares += cells.values()
        return GroundRuns(
            np.full(len(begins), row),
            begins,
            np.append(begins[1:], last),
            np.concatenate([[0], np.cumsum(sizes)]),
            self._coverings.of(held),
            np.array(shares, dtype=np.float64),
        )

    def _lies_within(self, disc: Disc) -> bool:
        within = self._stated.control.within
        boxes = [shapely.box(*box) for box in boxes_around(disc.lon, disc.lat, disc.radius_km * 1000)]
        return within is None or all(shapely.covers(within, box) for box in boxes)

    def _near(self, region: Disc | Area) -> Ints:
        if isinstance(region, Disc):
            boxes = boxes_around(region.lon, region.lat, region.radius_km * 1000)
        else:
            boxes = [region.geometry.bounds]
        return np.unique(np.concatenate([self._tree.query(shapely.box(*box)) for box in boxes]))

    def _cells(self, region: Disc | Area, shapes: NDArray[np.object_], codes: Ints) -> dict[tuple[int, ...], float]:
        limit = self._stated.limit
        # Polygons that are the same one are one, as on the plain path: a border of theirs is one border.
        drawn: dict[int, list[int]] = {}
        for place, shape in enumerate(shapes):
            drawn.setdefault(id(shape), []).append(place)
        groups = list(drawn.values())
        parts: dict[tuple[int, ...], float] = {}
        for cell in arrange(region, [shapes[group[0]] for group in groups], self._stated.control.within):
            held = {int(codes[place]) for index in cell.faces for place in groups[index]}
            if limit is not None and cell.inside:
                held.add(limit)
            covering = tuple(sorted(held))
            parts[covering] = parts.get(covering, 0.0) + cell.share
        return parts
