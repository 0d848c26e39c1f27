"""A grid over a map, which answers what a point lies in, on a state or on each of many; exact.

Most cells of the grid are passed by no edge, or by none that changes: they answer at once (see `layout_kernels`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.engine.compiled import load
from firmground.engine.points.build import build_grid
from firmground.engine.points.runs import MaskRuns
from firmground.engine.threads import in_parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from firmground.engine.edges.edges import Edges

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int32]
    Masks = NDArray[np.uint64]

_ASK = "firmground.engine.points.ask_kernels"
# The bit of a mask that says: on a border of some holding.
ON_BORDER_BIT = 63


@dataclass(frozen=True, eq=False)
class PointGrid:
    """The grid over a table of edges; `layout_kernels` says what its arrays hold.

    All questions take one entry a point in each array: longitudes and latitudes in degrees, as the edges have them
    (nothing is known of 180 being -180), and states. They answer with masks: bit h is set where the point lies inside
    the ground of holding h, bit 63 where it lies exactly on an edge of some holding; of that holding's ground it is
    then neither inside nor outside, and its bit is not set. ValueError for a point that is no finite place or a state
    that the map has not.
    """

    places: Floats
    shapes: NDArray[np.int64]
    cells: Masks
    epoch_first: NDArray[np.uint16]
    epochs: Masks
    words: Codes
    ends: Floats
    states: int

    @classmethod
    def build(cls, edges: Edges, rows: int | None = None, tell: Callable[[str], None] | None = None) -> PointGrid:
        """The grid over these edges; how many points it will be asked for, if that is known: few want a coarse grid.

        ValueError for more than 63 holdings or 65,535 states, or ends that are no finite numbers.
        """
        return cls(**build_grid(edges, rows, tell), ends=edges.ends, states=edges.states)

    @classmethod
    def unpacked(cls, arrays: dict[str, NDArray[Any]], edges: Edges) -> PointGrid:
        """The grid that was `packed`, over the same edges in the same order; arrays may be mapped into memory."""
        return cls(**arrays, ends=edges.ends, states=edges.states)

    def packed(self) -> dict[str, NDArray[Any]]:
        """The arrays of the grid, by name; all but the edges."""
        names = ("places", "shapes", "cells", "epoch_first", "epochs", "words")
        return {name: getattr(self, name) for name in names}

    def masks(self, lon: Floats, lat: Floats, state: Codes) -> Masks:
        """What each point lies in on its state."""
        lon, lat, state = _columns(lon, lat, state)
        kernels = self._kernels(lon, lat, state, state + np.int32(1))
        out = np.empty(len(lon), np.uint64)
        in_parts(lambda part: kernels.ask_at(self._grid, lon[part], lat[part], state[part], out[part]), len(lon))
        return out

    def masks_any(self, lon: Floats, lat: Floats, first: Codes, stop: Codes) -> Masks:
        """What each point lies in on at least one of the states `first` to `stop`, excluded; bit 63 alike."""
        return self._whether(lon, lat, first, stop, every=False)

    def masks_every(self, lon: Floats, lat: Floats, first: Codes, stop: Codes) -> Masks:
        """What each point lies inside of on every state `first` to `stop`, excluded; bit 63: on a border on any."""
        return self._whether(lon, lat, first, stop, every=True)

    def masks_over(self, lon: Floats, lat: Floats, first: Codes, stop: Codes) -> MaskRuns:
        """What each point lies in on each of the states `first` to `stop`, excluded, as runs on which that stays."""
        lon, lat, first, stop = _columns(lon, lat, first, stop)
        kernels = self._kernels(lon, lat, first, stop)
        row_first = np.zeros(len(lon) + 1, np.int64)

        def ask(part: slice) -> tuple[slice, list[NDArray[Any]]]:
            ends = row_first[1:][part]
            runs, *columns = kernels.ask_over(self._grid, lon[part], lat[part], first[part], stop[part], ends)
            return part, [column[:runs] for column in columns]

        found = in_parts(ask, len(lon))
        before = 0
        for part, columns in found:
            row_first[1:][part] += before
            before += len(columns[0])
        if not found:
            return MaskRuns(row_first, first, stop, np.empty(0, np.uint64))
        return MaskRuns(row_first, *(np.concatenate(column) for column in zip(*(one for _, one in found), strict=True)))

    def _whether(self, lon: Floats, lat: Floats, first: Codes, stop: Codes, *, every: bool) -> Masks:
        lon, lat, first, stop = _columns(lon, lat, first, stop)
        kernels = self._kernels(lon, lat, first, stop)
        out = np.empty(len(lon), np.uint64)

        def ask(part: slice) -> None:
            kernels.ask_whether(self._grid, lon[part], lat[part], first[part], stop[part], every, out[part])

        in_parts(ask, len(lon))
        return out

    @property
    def _grid(self) -> tuple[Any, ...]:
        arrays = (self.places, self.shapes, self.cells, self.epoch_first, self.epochs, self.words)
        return (*arrays, self.ends, self.states)

    def _kernels(self, lon: Floats, lat: Floats, first: Codes, stop: Codes) -> Any:
        """The kernels that ask, once it is clear that all these points can be asked for."""
        kernels = load(_ASK)

        def check(part: slice) -> int:
            row = kernels.first_amiss(self._grid, lon[part], lat[part], first[part], stop[part])
            return row + part.start if row >= 0 else -1

        for row in in_parts(check, len(lon)):
            if row >= 0:
                raise _refusal(row, lon, lat, first, stop, self.states)
        return kernels


def refuse_endless(lon: Floats, lat: Floats, first: Codes, stop: Codes, states: int) -> None:
    """Raises ValueError for a point that is no finite place."""
    amiss = np.flatnonzero(~(np.isfinite(lon) & np.isfinite(lat)))
    if len(amiss):
        raise _refusal(int(amiss[0]), lon, lat, first, stop, states)


def _refusal(row: int, lon: Floats, lat: Floats, first: Codes, stop: Codes, states: int) -> ValueError:
    return ValueError(
        f"point {row} (longitude {lon[row]}, latitude {lat[row]}, states {first[row]} to {stop[row]}, excluded) cannot "
        f"be asked for: it needs finite coordinates, and states among the map's 0 to {states - 1}"
    )


def _columns(*columns: Any) -> tuple[NDArray[Any], ...]:
    """Two columns of coordinates, then of states, as kernels take them, all of one length."""
    kinds = (np.float64, np.float64, np.int32, np.int32)
    arrays = tuple(np.ascontiguousarray(column, kind) for column, kind in zip(columns, kinds, strict=False))
    if len({array.shape for array in arrays}) != 1:
        raise ValueError(f"columns of points differ in length: {', '.join(str(array.shape) for array in arrays)}")
    return arrays
