"""Discs asked of a table of borders, by the million: shares, runs, presence, and the nearest ground."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.engine.compiled import load
from firmground.engine.discs.asking import BLOCK, IN_PART, Asked, Discs, Room, asked, near_one_another
from firmground.engine.discs.gathering import Piece, gathered, presence
from firmground.engine.discs.metric import terms
from firmground.engine.discs.nearest import Trees, trees_of
from firmground.engine.discs.table import Table, table_of
from firmground.engine.threads import in_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from numpy.typing import NDArray

    from firmground.engine.discs.asking import PointsOver
    from firmground.engine.discs.shares import DiscRuns
    from firmground.engine.edges.edges import Edges

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int32]
    Flags = NDArray[np.bool_]
    Tell = Callable[[str], None]

_KERNELS = "firmground.engine.discs.share_kernels"
_NEAREST = "firmground.engine.discs.nearest_kernels"


@dataclass(eq=False)
class DiscBins:
    """A table of borders, and who knows what covers a point.

    `points_over(lon, lat, first, stop)`: what covers each point on each of its states, in the codes of the table (0
    bare, c + 1 the holding c of `Edges`), less than 0 on a border. All methods: longitudes and latitudes in degrees,
    radii in km, states from `first` to `stop`, excluded, at least one each; ValueError where that is not so.
    `member`, shape (coverings, columns): which coverings count for a column; None for one column a covering.
    """

    table: Table
    points_over: PointsOver
    tell: Tell | None = None
    _grown: dict[tuple[tuple[int, ...], bytes], Trees] = field(default_factory=dict, repr=False)

    @classmethod
    def build(cls, edges: Edges, points_over: PointsOver, tell: Tell | None = None) -> DiscBins:
        """From edges of ground that does not overlap; ValueError where it does."""
        return cls(table_of(edges), points_over, tell)

    def packed(self) -> tuple[dict[str, NDArray[Any]], dict[str, int | float]]:
        """Arrays and numbers by name, for a store."""
        return self.table.packed()

    @classmethod
    def unpacked(
        cls, arrays: dict[str, NDArray[Any]], numbers: dict[str, int | float], points_over: PointsOver
    ) -> DiscBins:
        return cls(Table.unpacked(arrays, numbers), points_over)

    def shares(self, lon: Floats, lat: Floats, radius_km: Floats, state: Codes, member: Flags | None = None) -> Floats:
        """The share of each column on one state: shape (n, columns). See `extremes_over`."""
        return self.extremes_over(lon, lat, radius_km, state, np.asarray(state) + 1, member)[1]

    def extremes_over(
        self, lon: Floats, lat: Floats, radius_km: Floats, first: Codes, stop: Codes, member: Flags | None = None
    ) -> tuple[Floats, Floats, Floats]:
        """The least, the mean and the greatest share of each column over the states of each disc: each (n, columns).

        NaN where a disc can't be answered: it is larger than 200 km, or borders run along all of its edge.
        """
        kernels = load(_KERNELS, self.tell)
        columns = self.table.coverings if member is None else member.shape[1]
        counted = np.zeros((0, columns), np.uint8) if member is None else np.ascontiguousarray(member, np.uint8)
        results = tuple(np.full((len(lon), columns), np.nan) for _ in range(3))
        for block in asked(Discs.of(lon, lat, radius_km, first, stop), self.table, self.points_over, kernels):
            found = tuple(np.empty((len(block), columns)) for _ in range(3))
            good = np.zeros(len(block), np.uint8)

            def measure(part: slice, block: Asked = block, found: Any = found, good: Any = good) -> None:
                room = Room(self.table, block.longest(part))
                into = (*(one[part] for one in found), good[part])
                kernels.extremes(self._arrays, room.arrays, *block.columns(part), counted, *into)

            in_parts(measure, len(block), least=IN_PART)
            block.settled = good == 1
            for result, one in zip(results, found, strict=True):
                result[block.rows[block.settled]] = one[block.settled]
        least, mean, greatest = results
        return least, mean, greatest

    def shares_over(self, lon: Floats, lat: Floats, radius_km: Floats, first: Codes, stop: Codes) -> DiscRuns:
        """The ground of each disc on each run of its states on which nothing in it changes."""
        kernels = load(_KERNELS, self.tell)
        pieces: list[Piece] = []
        for block in asked(Discs.of(lon, lat, radius_km, first, stop), self.table, self.points_over, kernels):

            def write(part: slice, block: Asked = block) -> list[Piece]:
                return list(self._written(kernels, block, part))

            told = [piece for part in in_parts(write, len(block), least=IN_PART) for piece in part]
            block.settled = np.concatenate([piece.good for piece in told]) > 0
            pieces += told
        return gathered(pieces, len(lon))

    def _written(self, kernels: ModuleType, block: Asked, part: slice) -> Iterator[Piece]:
        """The runs of a part of a block, in pieces as large as there is room for."""
        rows = block.rows[part]
        room, near = Room(self.table, block.longest(part)), np.empty((kernels.GATHERED, 4))
        begun, mark, size = 0, 1, 4 * len(rows) + 64
        while begun < len(rows):
            piece = Piece.empty(rows, size)
            into = (piece.start, piece.stop, piece.cells, piece.covering, piece.share, piece.runs, piece.good)
            end, runs, cells = kernels.write_runs(
                self._arrays, room.arrays, mark, *block.columns(part), near, begun, into
            )
            mark += len(rows)  # what is left in the room of the discs before is not this disc's
            if end == begun:
                size *= 2
                continue
            yield piece.cut(begun, end, runs, cells)
            begun = end

    def presence_over(
        self, lon: Floats, lat: Floats, radius_km: Floats, first: Codes, stop: Codes, member: Flags | None = None
    ) -> tuple[Flags, Flags, Flags, Flags]:
        """Which columns a disc touches, and which it lies wholly inside, on some of its states and on every one.

        Touches on some state, touches on every state, inside on some, inside on every: each (n, columns). A disc that
        is doubtful touches all on some state, and no more: `shares_over` says which those are.
        """
        columns = np.eye(self.table.coverings, dtype=np.bool_) if member is None else np.asarray(member, np.bool_)
        discs = Discs.of(lon, lat, radius_km, first, stop)
        results = tuple(np.empty((len(discs), columns.shape[1]), np.bool_) for _ in range(4))
        for start in range(0, len(discs), BLOCK):
            rows = np.arange(start, min(start + BLOCK, len(discs)))
            runs = self.shares_over(*discs.taken(rows).columns())
            for result, one in zip(results, presence(runs, columns), strict=True):
                result[rows] = one
        touches, always, inside, always_inside = results
        return touches, always, inside, always_inside

    def nearest_km(self, lon: Floats, lat: Floats, first: Codes, stop: Codes, member: Flags | None = None) -> Floats:
        """The least distance in km from each point to the ground of each column on any of its states: (n, columns).

        0 inside; NaN where there is no such ground. On the ellipsoid: to a few centimetres within 300 km, and beyond to
        a hundred thousandth (Lambert's formula for long lines).
        """
        kernels = load(_NEAREST, self.tell)
        columns = np.eye(self.table.coverings, dtype=np.bool_) if member is None else np.asarray(member, np.bool_)
        points = Discs.of(lon, lat, np.ones(len(lon)), first, stop)
        trees = self._trees(columns).arrays(self.table)
        least = np.empty((len(points), columns.shape[1]))
        for start in range(0, len(points), BLOCK):
            rows = np.arange(start, min(start + BLOCK, len(points)))
            order = near_one_another(rows, points, self.table)
            block = points.taken(order)
            found = np.where(self._covered(block, columns), 0.0, np.inf)

            def measure(part: slice, block: Discs = block, found: Floats = found) -> None:
                asked_for = (block.lon[part], block.lat[part], block.first[part], block.stop[part], found[part])
                stack, bounds = np.empty(kernels.DEEP, np.int64), np.empty(kernels.DEEP)
                kernels.nearest(trees, terms(), self.table.shape[2], *asked_for, stack, bounds)

            in_parts(measure, len(block), least=IN_PART)
            least[order] = found
        least[np.isinf(least)] = np.nan
        return least

    def _covered(self, points: Discs, columns: Flags) -> Flags:
        """Which columns cover each point on some of its states. What meets at a border lies within a millimetre."""
        covered = np.zeros((len(points), columns.shape[1]), np.bool_)
        runs = self.points_over(points.lon, points.lat, points.first, points.stop)
        row = np.repeat(np.arange(len(points)), np.diff(runs.row_first))
        clear = runs.value >= 0
        np.logical_or.at(covered, row[clear], columns[runs.value[clear]])
        unclear = np.unique(row[~clear])
        for turn in np.arange(8) * np.pi / 4 if len(unclear) else ():
            some = points.taken(unclear)
            lon, lat = some.lon + 1e-8 * np.cos(turn), np.clip(some.lat + 1e-8 * np.sin(turn), -90, 90)
            runs = self.points_over(lon, lat, some.first, some.stop)
            beside = np.repeat(unclear, np.diff(runs.row_first))
            clear = runs.value >= 0
            np.logical_or.at(covered, beside[clear], columns[runs.value[clear]])
        return covered

    def _trees(self, columns: Flags) -> Trees:
        key = (columns.shape, columns.tobytes())
        if key not in self._grown:
            self._grown.clear()  # one set of columns is asked for again and again; another takes its place
            self._grown[key] = trees_of(self.table, columns)
        return self._grown[key]

    @property
    def _arrays(self) -> tuple[Any, ...]:
        table = self.table
        rows, chains = (
            (rows, rows.view(np.int32), extras)
            for rows, extras in ((table.rows, np.zeros((0, 2))), (table.chains, table.extras))
        )
        return rows, table.row_first, chains, table.chain_first, table.grid, table.shape, terms()
