"""A tree of boxes over the borders of each column of ground, to find the nearest from anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.engine.discs.table import Table

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_CHILDREN = 8


@dataclass(frozen=True, eq=False)
class Trees:
    """One tree for each block of states and each column: all nodes of all trees in one list.

    `boxes`: least and greatest x, y, z on the authalic sphere. `times`: on which states anything below a node stands.
    `nodes`: its first child, the stop, whether its children are `leaves` (rows of the table), and its level. `roots`:
    by block and column, -1 where the column has no border.
    """

    boxes: NDArray[np.float64]
    times: NDArray[np.int32]
    nodes: Ints
    leaves: Ints
    roots: Ints

    def arrays(self, table: Table) -> tuple[Any, ...]:
        rows = table.rows
        return rows, rows.view(np.int32), self.boxes, self.times, self.nodes, self.leaves, self.roots


def trees_of(table: Table, member: Flags) -> Trees:
    """For columns of coverings; borders between two coverings that both count for a column are none of its own."""
    columns, lines, _, blocks = (int(size) for size in table.shape)
    codes = table.rows.view(np.int32)[:, 12:]
    cell = np.repeat(np.arange(len(table.row_first) - 1), np.diff(table.row_first))
    block, place = cell // (columns * lines), cell % (columns * lines)
    along = _interleaved(place % columns, place // columns)
    rows, trees = [], []
    for column in range(member.shape[1]):
        own = np.flatnonzero(member[codes[:, 0], column] != member[codes[:, 1], column])
        rows.append(own)
        trees.append(block[own] * member.shape[1] + column)
    row, tree = np.concatenate(rows), np.concatenate(trees)
    order = np.lexsort((along[row], tree))
    return _grown(table, row[order], tree[order], blocks, member.shape[1])


def _grown(table: Table, leaves: Ints, tree: Ints, blocks: int, columns: int) -> Trees:
    ends, codes = table.rows[leaves, :6].reshape(-1, 2, 3), table.rows.view(np.int32)[leaves, 14:]
    boxes, times = np.concatenate([ends.min(1), ends.max(1)], 1), codes
    roots = np.full(blocks * columns, -1)
    levels: list[tuple[Any, Any, Any]] = []
    begun, count = 0, 0  # the number of the first child, and of the first node of this level
    while len(tree):
        at = np.arange(len(tree)) - np.searchsorted(tree, tree)
        opens = np.flatnonzero(at % _CHILDREN == 0)
        lower, upper = (
            f.reduceat(boxes[:, part], opens) for f, part in ((np.minimum, slice(3)), (np.maximum, slice(3, 6)))
        )
        boxes = np.concatenate([lower, upper], 1)
        times = np.stack([np.minimum.reduceat(times[:, 0], opens), np.maximum.reduceat(times[:, 1], opens)], 1)
        level = np.full(len(opens), len(levels))
        nodes = np.stack([begun + opens, begun + np.append(opens[1:], len(tree)), level == 0, level], 1)
        levels.append((boxes, times, nodes))
        begun, tree = count, tree[opens]
        first = np.searchsorted(tree, tree)
        alone = np.bincount(first, minlength=len(tree))[first] == 1
        roots[tree[alone]] = count + np.flatnonzero(alone)
        count += len(opens)
        if alone.all():
            break
    if not levels:
        return Trees(
            np.empty((0, 6)),
            np.empty((0, 2), np.int32),
            np.empty((0, 4), np.int64),
            leaves,
            roots.reshape(blocks, columns),
        )
    boxes, times, nodes = (np.ascontiguousarray(np.concatenate(part)) for part in zip(*levels, strict=True))
    return Trees(boxes, times.astype(np.int32), nodes.astype(np.int64), leaves, roots.reshape(blocks, columns))


def _interleaved(column: Ints, line: Ints) -> Ints:
    """Morton's order: cells near one another have near numbers."""
    number = np.zeros(len(column), np.int64)
    for bit in range(16):
        number |= ((column >> bit) & 1) << (2 * bit)
        number |= ((line >> bit) & 1) << (2 * bit + 1)
    return number
