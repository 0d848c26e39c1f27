"""Discs on their way to the kernels: in blocks, near ones together, with what covers their cut points."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.engine.discs.metric import FARTHEST_KM, terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from numpy.typing import NDArray

    from firmground.engine.discs.table import Table
    from firmground.engine.points.runs import Runs

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int32]
    Flags = NDArray[np.bool_]
    Rows = NDArray[np.intp]
    PointsOver = Callable[[Floats, Floats, Codes, Codes], Runs]

# Discs asked for together: what lies between a cut point and its answer is kept for so many and no more.
BLOCK = 1 << 16
IN_PART = 1 << 11  # the fewest that a thread takes
# A cut point that lies on a border, or too near one, is turned by this angle (radians), and so often.
TURN = 1.1
TURNS = 12


@dataclass(frozen=True)
class Discs:
    """Discs as arrays: degrees, km, states from `first` to `stop`, excluded, at least one each."""

    lon: Floats
    lat: Floats
    radius_km: Floats
    first: Codes
    stop: Codes

    @classmethod
    def of(cls, lon: Any, lat: Any, radius_km: Any, first: Any, stop: Any) -> Discs:
        """Contiguous arrays of the types that kernels take; ValueError for what is no disc."""
        discs = cls(
            np.ascontiguousarray(lon, np.float64),
            np.ascontiguousarray(lat, np.float64),
            np.ascontiguousarray(radius_km, np.float64),
            np.ascontiguousarray(first, np.int32),
            np.ascontiguousarray(stop, np.int32),
        )
        if len({len(values) for values in discs.columns()}) != 1:
            raise ValueError("longitudes, latitudes, radii and states are not equally many")
        if not (discs.radius_km > 0).all():
            raise ValueError("a disc has a radius greater than 0 km; ask for points where there is none")
        if not (discs.first < discs.stop).all():
            raise ValueError("a disc is asked for on at least one state")
        return discs

    def __len__(self) -> int:
        return len(self.lon)

    def columns(self) -> tuple[Floats, Floats, Floats, Codes, Codes]:
        return self.lon, self.lat, self.radius_km, self.first, self.stop

    def taken(self, rows: Rows) -> Discs:
        return Discs(self.lon[rows], self.lat[rows], self.radius_km[rows], self.first[rows], self.stop[rows])


@dataclass
class Asked:
    """Discs for the kernels, and the rows they come from. Whoever takes them says which are `settled`."""

    rows: Rows
    discs: Discs
    turn: Floats
    covers: Runs
    settled: Flags = field(init=False)

    def __post_init__(self) -> None:
        self.settled = np.zeros(len(self.rows), np.bool_)

    def __len__(self) -> int:
        return len(self.rows)

    def columns(self, part: slice) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """What a kernel takes of a part: the discs with their turns, and the runs of what covers their cut points."""
        discs = tuple(values[part] for values in self.discs.columns())
        runs = self.covers
        cuts = (runs.row_first[part.start : part.stop + 1], runs.start, runs.stop, runs.value)
        return (*discs, self.turn[part]), cuts

    def longest(self, part: slice) -> int:
        """The most states of a disc."""
        return int((self.discs.stop[part] - self.discs.first[part]).max(initial=1))


def asked(discs: Discs, table: Table, points_over: PointsOver, kernels: ModuleType) -> Iterator[Asked]:
    """Discs in blocks; those that are not settled come once more, their cut turned, and at last no more."""
    rows = np.flatnonzero((discs.radius_km <= FARTHEST_KM) & (np.abs(discs.lat) <= 90))
    for start in range(0, len(rows), BLOCK):
        pending = near_one_another(rows[start : start + BLOCK], discs, table)
        for attempt in range(TURNS):
            chosen = discs.taken(pending)
            turn = np.full(len(pending), np.pi + attempt * TURN)
            cut_lon, cut_lat = np.empty(len(pending)), np.empty(len(pending))
            kernels.cut_points(terms(), chosen.lon, chosen.lat, chosen.radius_km, turn, cut_lon, cut_lat)
            covers = points_over(cut_lon, cut_lat, chosen.first, chosen.stop)
            block = Asked(pending, chosen, turn, covers)
            yield block
            pending = pending[~block.settled]
            if not len(pending):
                break


def near_one_another(rows: Rows, discs: Discs, table: Table) -> Rows:
    """The rows in an order in which discs that read the same cells follow one another."""
    west, south, per_degree = table.grid[:3]
    columns, lines, per_block, _ = table.shape
    column = np.clip((discs.lon[rows] - west) * per_degree, 0, columns - 1).astype(np.int64)
    line = np.clip((discs.lat[rows] - south) * per_degree, 0, lines - 1).astype(np.int64)
    return rows[np.argsort(((discs.first[rows] // per_block) * lines + line) * columns + column, kind="stable")]


class Room:
    """What a kernel works in: made once for many discs, as large as the longest run of states among them needs."""

    def __init__(self, table: Table, states: int) -> None:
        coverings = table.coverings
        # Only as much of it is ever touched, and so takes memory, as coverings lie in one disc.
        sums = np.empty((coverings, states + 1, 2))
        slots, codes = np.empty(coverings, np.int64), np.empty(coverings, np.int64)
        self.arrays = (
            sums, slots, np.zeros(coverings, np.int64), codes, np.zeros(1, np.int64), np.zeros(states + 1, np.int64)
        )  # fmt: skip
