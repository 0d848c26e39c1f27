"""Lays ground apart: where grounds overlap, each piece gets the set of holdings that lie over it.

The edges are cut where they cross or touch; then beside each piece, a hair to its left and a hair to its right, it is
asked what covers the ground there, on all its states at once. A piece is a border of the covering on its left and,
the other way round, of the one on its right. A map whose faces do not overlap keeps its edges as they are.

Where a map has features finer than the hair (a third of a millimetre) pieces may be missed. Then the border of some
covering is not closed, and those states are named as `unsound`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.engine.compiled import load
from firmground.engine.edges.edges import Edges
from firmground.engine.edges.weigh import weighed
from firmground.engine.territory.joining import crossed, rows_of
from firmground.engine.threads import in_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from firmground.engine.points.runs import Runs

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]
    Arrays = dict[str, NDArray[Any]]
    Numbers = dict[str, int | float]
    PointsOver = Callable[[Floats, Floats, Codes, Codes], Runs]

_KERNELS = "firmground.engine.territory.crossing_kernels"
DECIMALS = 9  # of a degree: cut edges end on this grid, and nearer than that is the same place
HAIR = 3e-9  # degrees: more than what the grid moves an edge by
_CELLS_PER_EDGE = 1.0
_ROUNDS = 10  # of cutting: two or three as a rule; what is left uncut after them shows as unsound


@dataclass(frozen=True, eq=False)
class Apart:
    """`edges.holding` is an index into `held`: the holdings, sorted, over ground left of an edge, and none but those.

    `unsound[s]`: on state s some border is not closed. `whole`: nothing overlaps, `edges` are those of the map.
    """

    edges: Edges
    held: list[tuple[int, ...]]
    unsound: NDArray[np.bool_]
    whole: bool

    def packed(self) -> tuple[Arrays, Numbers]:
        """As arrays and numbers by name, without the edges if they are those of the map."""
        lengths = np.array([len(held) for held in self.held], np.int32)
        members = np.array([holding for held in self.held for holding in held], np.int32)
        arrays: Arrays = {"lengths": lengths, "members": members, "unsound": self.unsound}
        if not self.whole:
            arrays |= self.edges.packed()[0]
        return arrays, {"whole": int(self.whole), "states": self.edges.states, "holdings": self.edges.holdings}

    @classmethod
    def unpacked(cls, arrays: Arrays, numbers: Numbers, edges: Edges) -> Apart:
        """`edges`: those of the map."""
        ends = np.cumsum(arrays["lengths"])
        held = [tuple(map(int, one)) for one in np.split(arrays["members"], ends[:-1])]
        whole = bool(numbers["whole"])
        return cls(edges if whole else Edges.unpacked(arrays, numbers), held, arrays["unsound"], whole)


def lay_apart(
    edges: Edges,
    points_over: PointsOver,
    coverings: Sequence[tuple[int, ...]],
    tell: Callable[[str], None] | None = None,
) -> Apart:
    """`points_over` answers with an index into `coverings`, which may grow as it is asked; less than 0 on a border."""
    pieces, cut = _pieces(edges, tell)
    beside, left, right = _beside(pieces, points_over)
    border = left != right
    forth, back = border & (left > 0) & (right >= 0), border & (right > 0) & (left >= 0)
    said = np.concatenate([left[forth], right[back]])
    met = np.unique(said)
    ends = np.concatenate([beside.ends[forth], _turned(beside.ends[back])])
    first, stop = (np.concatenate([column[forth], column[back]]) for column in (beside.first, beside.stop))
    holding = np.searchsorted(met, said).astype(np.int32)
    laid = weighed(Edges(ends, holding, first, stop, edges.states, len(met)), tell=tell)
    held = [coverings[code] for code in met]
    # An edge that is not cut gives as many rows as there are coverings beside it, and no fewer edges lay there before.
    if not cut and all(len(one) == 1 for one in held) and _edge_states(laid) == _edge_states(edges):
        return Apart(edges, [(one,) for one in range(edges.holdings)], np.zeros(edges.states, np.bool_), whole=True)
    return Apart(laid, held, _open_states(laid), whole=False)


def _edge_states(edges: Edges) -> int:
    return int((edges.stop.astype(np.int64) - edges.first).sum())


def _beside(pieces: Edges, points_over: PointsOver) -> tuple[Edges, Codes, Codes]:
    """The pieces, on runs of states on which the coverings beside them do not change, and those left and right."""
    middle = (pieces.ends[:, :2] + pieces.ends[:, 2:]) / 2
    along = pieces.ends[:, 2:] - pieces.ends[:, :2]
    aside = HAIR * np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(along[:, 0], along[:, 1])[:, None]
    sides = [
        points_over(side[:, 0].copy(), side[:, 1].copy(), pieces.first, pieces.stop)
        for side in (middle + aside, middle - aside)
    ]
    runs, (left, right) = crossed(sides)
    row = rows_of(runs.row_first)
    beside = Edges(pieces.ends[row], pieces.holding[row], runs.start, runs.stop, pieces.states, pieces.holdings)
    return beside, sides[0].value[left], sides[1].value[right]


def _pieces(edges: Edges, tell: Callable[[str], None] | None) -> tuple[Edges, bool]:
    """The edges cut at each other: each once, whatever holdings it belongs to, on the states on which any has it; and
    whether any was cut.

    What is cut on some states may then touch, on others, an edge that is not: so they are cut until nothing is left.
    """
    pieces = Edges(
        edges.ends.copy(), np.zeros_like(edges.holding), edges.first.copy(), edges.stop.copy(), edges.states, 1
    )
    for round_ in range(_ROUNDS):
        pieces = weighed(_on_grid(pieces), once=True, tell=tell)
        cut, points = _cuts(pieces, tell)
        if not len(cut):
            return pieces, round_ > 0
        ends, row = _cut_up(pieces.ends, cut, points)
        pieces = replace(pieces.some(row), ends=ends)
    return weighed(_on_grid(pieces), once=True, tell=tell), True


def _on_grid(edges: Edges) -> Edges:
    """Without those that vanish there; each from its smaller end to its greater one."""
    ends = np.round(edges.ends, DECIMALS) + 0.0
    low_first = (ends[:, 0] < ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] < ends[:, 3]))
    ends = np.where(low_first[:, None], ends, _turned(ends))
    return replace(edges, ends=ends).some((ends[:, :2] != ends[:, 2:]).any(axis=1))


def _turned(ends: Floats) -> Floats:
    return np.concatenate([ends[:, 2:], ends[:, :2]], axis=1)


def _cut_up(ends: Floats, cut: Ints, points: Floats) -> tuple[Floats, Ints]:
    """The pieces of all edges, in order, and the edge that each is of."""
    along = ((points - ends[cut, :2]) * (ends[cut, 2:] - ends[cut, :2])).sum(axis=1)
    edges = np.arange(len(ends))
    edge = np.concatenate([edges, cut, edges])
    place = np.concatenate([np.full(len(ends), -np.inf), along, np.full(len(ends), np.inf)])
    order = np.lexsort((place, edge))
    edge, corners = edge[order], np.concatenate([ends[:, :2], points, ends[:, 2:]])[order]
    inside = np.flatnonzero(edge[1:] == edge[:-1])
    return np.concatenate([corners[inside], corners[inside + 1]], axis=1), edge[inside]


def _cuts(edges: Edges, tell: Callable[[str], None] | None) -> tuple[Ints, Floats]:
    """Which edges have to be cut, and where; once or more for each place."""
    if not len(edges):
        return np.zeros(0, np.int64), np.zeros((0, 2))
    kernels = load(_KERNELS, tell)
    shape, cell_first, members = _cells(edges, kernels)

    def find(part: slice) -> tuple[Ints, Floats]:
        room = 1024
        while True:
            cut, points = np.empty(room, np.int64), np.empty((room, 2))
            found = (edges.ends, edges.first, edges.stop, cell_first, members, part.start, part.stop, 10.0**-DECIMALS)
            count = kernels.cuts(*found, cut, points)
            if count <= room - 8:
                return cut[:count], points[:count]
            room = count + 8

    parts = in_parts(find, shape[0] * shape[1])
    return np.concatenate([cut for cut, _ in parts]), np.concatenate([points for _, points in parts])


def _cells(edges: Edges, kernels: Any) -> tuple[tuple[int, int], Ints, Codes]:
    """A grid over all edges: columns and rows, where the members of each cell begin, and the members."""
    corners = edges.ends.reshape(-1, 2)
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    reach = np.abs(edges.ends[:, 2:] - edges.ends[:, :2]).sum(axis=1).mean() / 2
    size = max(np.sqrt((east - west) * (north - south) / (len(edges) * _CELLS_PER_EDGE)), reach, 1e-6)
    columns, rows = int((east - west) / size) + 1, int((north - south) / size) + 1
    counts = np.zeros(columns * rows + 1, np.int64)
    none = np.zeros(1, np.int32)
    grid = (edges.ends, west, south, size, columns, rows, 0, len(edges))
    kernels.sort_into_cells(*grid, counts[1:], none, 0)
    cell_first = np.cumsum(counts)
    members = np.empty(cell_first[-1], np.int32)
    kernels.sort_into_cells(*grid, cell_first[:-1].copy(), members, 1)
    return (columns, rows), cell_first, members


def _open_states(edges: Edges) -> NDArray[np.bool_]:
    """The states on which the border of some covering does not end where it began: by sums of hashes of corners."""
    moved = _corner(edges, 2) - _corner(edges, 0)
    change = np.zeros(edges.states + 1, np.uint64)
    np.add.at(change, edges.first, moved)
    np.subtract.at(change, edges.stop, moved)
    return np.asarray(np.cumsum(change)[:-1] != 0)


def _corner(edges: Edges, end: int) -> NDArray[np.uint64]:
    bits = np.ascontiguousarray(edges.ends[:, end : end + 2]).view(np.uint64)
    mixed = edges.holding.astype(np.uint64)
    for axis in range(2):
        mixed = (mixed ^ bits[:, axis]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed * np.uint64(0xBF58476D1CE4E5B9)
