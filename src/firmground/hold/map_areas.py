"""Areas asked of a map in states, each cut against each polygon once."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from firmground.engine.area_runs import AreaRuns, area_runs
from firmground.engine.territory.store import Folder
from firmground.hold.ground_runs import GroundRuns, ground_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from firmground.hold.ground_runs import Coverings
    from firmground.hold.states import StatedMap
    from firmground.places import Area

    Ints = NDArray[np.int64]

Kept = tuple["Path", str, str]  # folder, key and name of the part
_RUNS, _CELLS = ("start", "stop"), ("code", "share")
_TELL_EVERY = 50  # areas between two words on the progress


class MapAreas:
    """The areas of one map. Its polygons are found by their boxes."""

    def __init__(self, stated: StatedMap, coverings: Coverings) -> None:
        self._stated, self._coverings = stated, coverings
        self._tree = shapely.STRtree(stated.standing.shape)
        shapely.prepare(stated.control.within)

    def runs(
        self, areas: Sequence[Area], first: Ints, last: Ints, tell: Callable[[str], None], kept: Kept | None = None
    ) -> list[GroundRuns | None]:
        """The runs of each area on its states, its number being their row; None where the plain path has to tell.

        `kept`: where what was found is kept for the next time.
        """
        shelf = None
        if kept is not None:
            place, key, part = kept
            shelf = Folder(place, f"{key} {_digest(areas, first, last)}", tell=tell)
            if (found := shelf.take(part)) is not None:
                return self._rows(_unpacked(found[0]))
        told = self._cut(areas, first, last, tell)
        if shelf is not None:
            shelf.put(part, _packed(told), {})
        return self._rows(told)

    def _rows(self, told: list[AreaRuns | None]) -> list[GroundRuns | None]:
        return [
            ground_of(row, one, self._stated.limit, self._coverings) if one else None for row, one in enumerate(told)
        ]

    def _cut(
        self, areas: Sequence[Area], first: Ints, last: Ints, tell: Callable[[str], None]
    ) -> list[AreaRuns | None]:
        # One after the other: GEOS crashes where two threads look at the same polygons of a map.
        told: list[AreaRuns | None] = []
        for number, area in enumerate(areas):
            if number % _TELL_EVERY == 0:
                tell(f"{number:,} of {len(areas):,} areas")
            told.append(self._one(area, int(first[number]), int(last[number])))
        return told

    def _one(self, area: Area, first: int, last: int) -> AreaRuns | None:
        within = self._stated.control.within
        if first >= last or (within is not None and not shapely.covers(within, area.geometry)):
            return None
        near = self._stated.standing.some(np.sort(self._tree.query(area.geometry)))
        return area_runs(area, near, first, last)


def _digest(areas: Sequence[Area], first: Ints, last: Ints) -> str:
    digest = hashlib.sha256(np.stack([first, last]).astype(np.int64).tobytes())
    for area in areas:
        digest.update(shapely.to_wkb(area.geometry))
    return digest.hexdigest()


def _packed(told: list[AreaRuns | None]) -> dict[str, NDArray[Any]]:
    """All as columns; what is None has no runs."""
    found = [one for one in told if one is not None]
    columns = {name: np.concatenate([np.empty(0), *(getattr(one, name) for one in found)]) for name in _RUNS + _CELLS}
    columns = {name: column if name == "share" else column.astype(np.int64) for name, column in columns.items()}
    sizes = np.concatenate([np.empty(0, dtype=np.int64), *(np.diff(one.first) for one in found)])
    return {**columns, "sizes": sizes, "runs": np.array([len(one.start) if one else 0 for one in told], dtype=np.int64)}


def _unpacked(columns: dict[str, NDArray[Any]]) -> list[AreaRuns | None]:
    run = np.concatenate([[0], np.cumsum(columns["runs"])])
    cell = np.concatenate([[0], np.cumsum(columns["sizes"])])
    told: list[AreaRuns | None] = []
    for begin, end in pairwise(run.tolist()):
        own = slice(int(cell[begin]), int(cell[end]))
        start, stop = (columns[name][begin:end] for name in _RUNS)
        code, share = (columns[name][own] for name in _CELLS)
        told.append(AreaRuns(start, stop, cell[begin : end + 1] - cell[begin], code, share) if begin < end else None)
    return told
