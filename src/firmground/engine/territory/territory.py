"""Territory: who held what, over all states of one map, asked by arrays."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.engine.arrange import arrange
from firmground.engine.discs.shares import DiscRuns
from firmground.engine.points.runs import Runs
from firmground.places import Disc

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.engine.edges.faces import Faces

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int32]

# The answer for a point that lies on a border: only the plain path can say what it may be in.
ON_BORDER = -1


class Territory:
    """All states of a map. `coverings[c]`: the holdings, sorted, that lie together over ground of the covering c.

    Covering 0 is bare ground, `()`. More coverings may be met, and get codes, as points and discs are asked for.
    """

    def __init__(self, faces: Faces) -> None:
        self.faces = faces
        self.coverings: list[tuple[int, ...]] = [()]
        self._codes: dict[tuple[int, ...], int] = {(): 0}

    @cached_property
    def _shapes(self) -> NDArray[Any]:
        return self.faces.shapes()

    def points(self, lon: Floats, lat: Floats, state: Codes) -> Codes:
        """The covering of each point on its state, or `ON_BORDER`."""
        return self.points_over(lon, lat, state, state + 1).value

    def points_over(self, lon: Floats, lat: Floats, first: Codes, stop: Codes) -> Runs:
        """The coverings of each point on each of its states `first` to `stop`, excluded; at least one state each."""
        rows: list[int] = [0]
        starts: list[int] = []
        stops: list[int] = []
        values: list[int] = []
        for x, y, begin, end in zip(lon, lat, first, stop, strict=True):
            for state in range(begin, end):
                cells = self._cells(Disc(float(x), float(y)), state)
                value = self._code(cells[0][0]) if len(cells) == 1 else ON_BORDER
                if starts and len(starts) > rows[-1] and values[-1] == value:
                    stops[-1] = state + 1
                else:
                    starts.append(state)
                    stops.append(state + 1)
                    values.append(value)
            rows.append(len(starts))
        return Runs(np.array(rows, np.int64), *(np.array(one, np.int32) for one in (starts, stops, values)))

    def discs_over(self, lon: Floats, lat: Floats, radius_km: Floats, first: Codes, stop: Codes) -> DiscRuns:
        """The ground of each disc on each of its states; radii are greater than 0."""
        rows, cells = [0], [0]
        starts: list[int] = []
        stops: list[int] = []
        covering: list[int] = []
        share: list[float] = []
        for x, y, radius, begin, end in zip(lon, lat, radius_km, first, stop, strict=True):
            for state in range(begin, end):
                starts.append(state)
                stops.append(state + 1)
                for held, part in self._cells(Disc(float(x), float(y), float(radius)), state):
                    covering.append(self._code(held))
                    share.append(part)
                cells.append(len(share))
            rows.append(len(starts))
        return DiscRuns(
            np.array(rows, np.int64),
            np.array(starts, np.int32),
            np.array(stops, np.int32),
            np.array(cells, np.int64),
            np.array(covering, np.int32),
            np.array(share),
            np.zeros(len(lon), np.bool_),
        )

    def _cells(self, disc: Disc, state: int) -> list[tuple[tuple[int, ...], float]]:
        standing = np.flatnonzero((self.faces.first <= state) & (state < self.faces.stop))
        parts: dict[tuple[int, ...], float] = {}
        for cell in arrange(disc, list(self._shapes[standing])):
            held = tuple(sorted({int(self.faces.holding[standing[face]]) for face in cell.faces}))
            parts[held] = parts.get(held, 0.0) + cell.share
        return list(parts.items())

    def _code(self, held: tuple[int, ...]) -> int:
        if held not in self._codes:
            self._codes[held] = len(self.coverings)
            self.coverings.append(held)
        return self._codes[held]
