"""A net of cubes through the Earth, and in each cube its events by time.

Two points within reach on the ground are within it in a straight line, so they lie in the same cube or in two that
touch, if the side of a cube is the reach: this holds at the poles and across the antimeridian as anywhere. Where
the reach is as wide as the Earth there is one cube, and time alone sorts the events.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_OUTSIDE_KM = 6400.0  # the Earth lies within this of its centre, along each axis
_LEAST_SIDE_KM = 0.05  # keeps the number of a cube within 64 bits with room to spare
# A table of cubes x moments is quicker than searching; it may have this many entries for each event.
_TABLE_PER_EVENT, _SMALL_TABLE = 16, 1 << 16


@dataclass(frozen=True, slots=True)
class Net:
    """Cubes of one side. A cube's number counts along z first, so that neighbours along z follow one another."""

    side_km: float
    cubes: int

    @classmethod
    def for_reach(cls, chord_km: float) -> Net:
        """A millimetre wider than the reach, so that rounding does not carry a point past a neighbouring cube."""
        side = max(chord_km, _LEAST_SIDE_KM) + 1e-6
        # One empty cube on each side: a neighbour's number never means a cube at the other end of a row.
        return cls(side, int(2 * _OUTSIDE_KM / side) + 3)

    def number(self, space: NDArray[np.float64]) -> NDArray[np.int64]:
        x, y, z = ((space + _OUTSIDE_KM) / self.side_km).astype(np.int64) + 1
        return np.asarray((x * self.cubes + y) * self.cubes + z)


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """Events sorted by cube, within a cube by start. `order` leads back to the numbers before sorting."""

    net: Net
    order: NDArray[np.int64]
    cubes: NDArray[np.int64]  # the numbers of the cubes that hold events, ascending
    cube_of: NDArray[np.int64]  # of each sorted event, the place of its cube in `cubes`
    moments: NDArray[np.float64]  # the different starts, ascending
    keys: NDArray[np.int64]  # of each sorted event: cube and moment in one number, ascending
    table: NDArray[np.int32] | None  # where the events of each cube and moment begin

    @classmethod
    def of(cls, net: Net, space: NDArray[np.float64], start: NDArray[np.float64]) -> Shelf:
        cubes, cube = np.unique(net.number(space), return_inverse=True)
        moments, moment = np.unique(start, return_inverse=True)
        keys = cube.astype(np.int64) * (len(moments) + 1) + moment
        order = np.argsort(keys, kind="stable")
        table = None
        entries = len(cubes) * (len(moments) + 1)
        if entries <= max(_SMALL_TABLE, _TABLE_PER_EVENT * len(keys)):
            table = np.zeros(entries + 1, dtype=np.int32)
            np.cumsum(np.bincount(keys, minlength=entries), out=table[1:])
        return cls(net, order, cubes, cube[order], moments, keys[order], table)

    def neighbours(self, cubes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each of these cube numbers the nine rows of three that touch it: first and end place in `cubes`.

        Two arrays of shape (n, 9); the end is excluded, a row without events has first == end.
        """
        step = self.net.cubes
        rows = np.array([(x * step + y) * step for x in (-1, 0, 1) for y in (-1, 0, 1)])
        middle = cubes[:, None] + rows[None, :]
        first = np.searchsorted(self.cubes, middle - 1, side="left")
        return first, np.searchsorted(self.cubes, middle + 1, side="right")

    def place(self, cube: NDArray[np.int64], moment: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where, among the sorted events, those of this cube from this moment on begin."""
        key = cube * (len(self.moments) + 1) + moment
        if self.table is not None:
            return self.table.take(key).astype(np.int64)
        return np.searchsorted(self.keys, key)
