"""Areas asked of a map in states, each cut against each polygon once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from firmground.engine.area_runs import BARE, area_runs
from firmground.engine.threads import in_parts
from firmground.hold.ground_runs import GroundRuns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from firmground.engine.area_runs import AreaRuns
    from firmground.hold.ground_runs import Coverings
    from firmground.hold.states import StatedMap
    from firmground.places import Area

    Ints = NDArray[np.int64]

_TELL_EVERY = 50  # areas between two words on the progress


class MapAreas:
    """The areas of one map. Its polygons are found by their boxes."""

    def __init__(self, stated: StatedMap, coverings: Coverings) -> None:
        self._stated, self._coverings = stated, coverings
        self._tree = shapely.STRtree(stated.standing.shape)
        shapely.prepare(stated.control.within)

    def runs(
        self, areas: Sequence[Area], first: Ints, last: Ints, tell: Callable[[str], None]
    ) -> list[GroundRuns | None]:
        """The runs of each area on its states, its number being their row; None where the plain path has to tell."""
        told: list[GroundRuns | None] = []
        for start in range(0, len(areas), _TELL_EVERY):
            tell(f"{start:,} of {len(areas):,} areas")
            lot = range(start, min(start + _TELL_EVERY, len(areas)))

            def some(part: slice, lot: range = lot) -> list[AreaRuns | None]:
                return [self._one(areas[number], int(first[number]), int(last[number])) for number in lot[part]]

            found = [one for part in in_parts(some, len(lot), least=4) for one in part]
            told += [self._of_row(number, one) if one else None for number, one in zip(lot, found, strict=True)]
        return told

    def _one(self, area: Area, first: int, last: int) -> AreaRuns | None:
        within = self._stated.control.within
        if first >= last or (within is not None and not shapely.covers(within, area.geometry)):
            return None
        near = self._stated.standing.some(np.sort(self._tree.query(area.geometry)))
        return area_runs(area, near, first, last)

    def _of_row(self, row: int, found: AreaRuns) -> GroundRuns:
        limit = () if self._stated.limit is None else (self._stated.limit,)
        codes, cell = np.unique(found.code, return_inverse=True)
        held = [tuple(sorted((*limit, *(() if code == BARE else (code,))))) for code in codes.tolist()]
        rows = np.full(len(found.start), row)
        covering = self._coverings.of(held)[cell.reshape(-1)]
        return GroundRuns(rows, found.start, found.stop, found.first, covering, found.share)
