"""The table that discs are asked of: borders by cell of a grid and block of states, and runs of them as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.discs.borders import LONGEST_DEGREES, borders_of, cut_short
from firmground.engine.discs.metric import on_sphere

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.engine.discs.borders import Borders
    from firmground.engine.edges.edges import Edges

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# Borders of one state in a cell that borders run through, on the mean of an even spread over all cells.
_IN_A_CELL = 4.0
_SMALLEST_CELL, _LARGEST_CELL = 0.01, 1.0  # degrees
# Borders that end within a block stand in it for the whole block: it is as long as keeps them this part of the others.
_PASSING = 0.35
_ARRAYS = ("rows", "row_first", "chains", "extras", "chain_first", "grid", "shape")


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of eight doubles, one line of a processor's cache: begin and end on the authalic sphere, three each, and in
    the last two, as four 32-bit integers, the covering on the left and on the right, the first state and the stop.

    Cell k of block b owns the rows `row_first[b * cells + k]` to the next; a border is in the cell of its middle, in
    each block of states on which it stands. `chains`: rows that follow one another there without a gap, between the
    same coverings on the same states, as one row; `extras`: the area between such borders and the straight line, and
    their length. `chain_first` as `row_first`.
    """

    rows: Floats
    row_first: Ints
    chains: Floats
    extras: Floats
    chain_first: Ints
    # west, south (degrees), cells per degree, the farthest that half a border reaches along and up (degrees)
    grid: Floats
    # columns, rows, states per block, blocks
    shape: Ints
    states: int
    coverings: int

    def packed(self) -> tuple[dict[str, NDArray[np.generic]], dict[str, int | float]]:
        """All arrays and all numbers by name, to keep them in a file."""
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        return arrays, {"states": self.states, "coverings": self.coverings}

    @classmethod
    def unpacked(cls, arrays: dict[str, NDArray[np.generic]], numbers: dict[str, int | float]) -> Table:
        return cls(**arrays, **{name: int(number) for name, number in numbers.items()})  # type: ignore[arg-type]


def table_of(edges: Edges) -> Table:
    """The table of ground that does not overlap."""
    borders = borders_of(edges)
    cell = _cell_degrees(borders, edges.states)
    borders = cut_short(borders, min(cell, LONGEST_DEGREES))
    per_block = _states_per_block(borders, edges.states)
    blocks = max(1, -(-edges.states // per_block))
    middle = (borders.ends[:, :2] + borders.ends[:, 2:]) / 2
    west, south = middle.min(0) if len(borders) else (0.0, 0.0)
    column, line = ((middle - (west, south)) / cell).astype(np.int64).T
    columns, lines = (int(place.max(initial=0)) + 1 for place in (column, line))
    begin = borders.first // per_block
    times = (borders.stop - 1) // per_block - begin + 1
    row = np.repeat(np.arange(len(borders)), times)
    block = np.repeat(begin, times) + np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    where = block * (columns * lines) + line[row] * columns + column[row]
    order = np.lexsort((_alike(borders)[row], where))
    row, where = row[order], where[order]
    taken = borders.taken(row)
    cells = columns * lines * blocks
    rows, chains, extras, chain_cell = _rows_and_chains(taken, where)
    reach = np.abs(borders.ends[:, 2:] - borders.ends[:, :2]).max(0, initial=0.0) / 2 + 1e-9
    return Table(
        rows,
        _offsets(where, cells),
        chains,
        extras,
        _offsets(chain_cell, cells),
        np.array([west, south, 1 / cell, *reach]),
        np.array([columns, lines, per_block, blocks], np.int64),
        edges.states,
        edges.holdings + 1,
    )


def _offsets(cell: Ints, cells: int) -> Ints:
    return np.concatenate([[0], np.cumsum(np.bincount(cell, minlength=cells))]).astype(np.int64)


def _cell_degrees(borders: Borders, states: int) -> float:
    """The size of a cell in degrees: from how many borders stand on a state, and over how wide a box."""
    if not len(borders):
        return _LARGEST_CELL
    standing = max(1.0, float((borders.stop - borders.first).sum()) / states)
    box = np.ptp(borders.ends.reshape(-1, 2), axis=0)
    return float(np.clip(np.sqrt(box[0] * box[1] * _IN_A_CELL / standing), _SMALLEST_CELL, _LARGEST_CELL))


def _states_per_block(borders: Borders, states: int) -> int:
    standing = float((borders.stop - borders.first).sum()) / states
    coming = max(1.0, len(borders) - standing) / states
    return int(np.clip(round(_PASSING * standing / coming), 1, states))


def _alike(borders: Borders) -> Ints:
    """A number for each border, the same for all between the same coverings on the same states."""
    span, wide = int(borders.stop.max(initial=0)) + 1, int(borders.left.max(initial=0)) + 1
    sides = borders.left.astype(np.int64) * wide + borders.right
    states = borders.first.astype(np.int64) * span + borders.stop
    numbers = [np.unique(part, return_inverse=True)[1].reshape(-1) for part in (sides, states)]
    return np.asarray(numbers[0] * (int(numbers[1].max(initial=0)) + 1) + numbers[1])


def _rows_and_chains(borders: Borders, cell: Ints) -> tuple[Floats, Floats, Floats, Ints]:
    """The rows, the chains with their extras, and the cell of each chain, for borders sorted by cell."""
    begin, end = (on_sphere(*borders.ends[:, side].T) for side in (slice(0, 2), slice(2, 4)))
    codes = np.stack([borders.left, borders.right, borders.first, borders.stop], 1)
    rows = _as_rows(begin, end, codes)
    if not len(borders):
        return rows, rows, np.empty((0, 2)), np.zeros(0, np.int64)
    on = (borders.ends[1:, :2] == borders.ends[:-1, 2:]).all(1) & (codes[1:] == codes[:-1]).all(1)
    opening = np.concatenate([[True], ~(on & (cell[1:] == cell[:-1]))])
    opens = np.flatnonzero(opening)
    closes = np.append(opens[1:], len(borders)) - 1
    base = begin[opens][np.cumsum(opening) - 1]
    extras = np.stack([_triangle(base, begin, end), np.abs(end - begin).sum(1)], 1)
    chains = _as_rows(begin[opens], end[closes], codes[opens])
    return rows, chains, np.add.reduceat(extras, opens, axis=0), cell[opens]


def _as_rows(begin: Floats, end: Floats, codes: NDArray[np.int32]) -> Floats:
    rows = np.empty((len(begin), 8))
    rows[:, 0:3], rows[:, 3:6] = begin, end
    rows.view(np.int32)[:, 12:] = codes
    return rows


def _triangle(a: Floats, b: Floats, c: Floats) -> Floats:
    """The area of small triangles of great circles on the sphere, greater than 0 where a, b, c turn left."""
    volume = np.einsum("ij,ij->i", a, np.cross(b - a, c - a))
    sums = 1 + sum(np.einsum("ij,ij->i", p, q) for p, q in ((a, b), (b, c), (c, a)))
    return np.asarray(2 * np.arctan2(volume, sums))
