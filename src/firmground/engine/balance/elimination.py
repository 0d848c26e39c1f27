"""The best divisions of one block, all of them at once: costs and counts are carried from node to node in tables.

One node is given bloc 0 for good, since blocs have no names. The others are eliminated one after the other: for every
way in which the neighbours that are left may stand, how few contradictions are there, and in how many ways (bucket
elimination: Bertele & Brioschi, Nonserial Dynamic Programming, 1972; Dechter, Artificial Intelligence 113, 1999). The
work grows with the widest table and not with the number of nodes; `TooWideError` is raised before a table is made
that would not fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from math import log2, prod
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firmground.engine.balance.signed import Edge

# Entries of all tables of a block together, 40 MB: some 18 nodes that hang together, with three blocs some 11.
MOST_ENTRIES = 1 << 21
SMALL = 3  # nodes of a block whose solution is kept
MOST_BITS = 62  # of a count that fits a machine's whole number


class TooWideError(ValueError):
    """The block is too entangled for an exact answer."""


@dataclass(frozen=True)
class Step:
    """The elimination of `node`: `after` are the nodes, eliminated later, that it is tied to by then, sorted.

    `cost`: the fewest contradictions of everything eliminated up to here, axes (node, *after), one place a bloc.
    """

    node: int
    after: tuple[int, ...]
    cost: NDArray[np.int32]

    @cached_property
    def best(self) -> NDArray[np.bool_]:
        """Which blocs of the node are best, for every way in which the later nodes stand."""
        return np.asarray(self.cost == self.cost.min(axis=0), dtype=np.bool_)


@dataclass(frozen=True)
class Solution:
    """All best divisions of a block of `size` nodes in which `pinned` is in bloc 0.

    `number` counts them with named blocs. `steps` in the order of elimination: to walk through the best divisions,
    go backwards and give each node one of the blocs that its step calls best.
    """

    size: int
    blocs: int
    pinned: int
    cost: int
    number: int
    steps: tuple[Step, ...]

    @cached_property
    def reached(self) -> dict[int, NDArray[np.bool_]]:
        """For each node the entries of its step's table that some best division passes through."""
        found: dict[int, tuple[tuple[int, ...], NDArray[np.bool_]]] = {}
        place = {step.node: index for index, step in enumerate(self.steps)}
        for step in reversed(self.steps):
            ways = step.best
            if step.after:
                # What stands after a node stands together in the table of the first of them that is eliminated.
                axes, above = found[min(step.after, key=lambda node: place[node])]
                spare = tuple(index for index, node in enumerate(axes) if node not in step.after)
                kept = [node for node in axes if node in step.after]
                narrow: NDArray[np.bool_] = np.asarray(above.any(axis=spare))
                ways = ways & narrow.transpose([kept.index(one) for one in step.after])[np.newaxis]
            found[step.node] = ((step.node, *step.after), ways)
        return {node: ways for node, (_, ways) in found.items()}

    def blocs_of(self, node: int) -> NDArray[np.bool_]:
        """In which blocs the node is in some best division, shape (blocs,)."""
        if node == self.pinned:
            return np.array([True] + [False] * (self.blocs - 1))
        ways = self.reached[node]
        return np.array([bool(ways[bloc].any()) for bloc in range(self.blocs)])


def solve(size: int, edges: Sequence[Edge], blocs: int, pinned: int = 0) -> Solution:
    """Every best division of a connected block. Raises TooWideError."""
    if size <= SMALL:  # bridges, most of all: a graph of many worlds has the same few again and again
        return _solve_small(size, tuple(edges), blocs, pinned)
    return _solve(size, edges, blocs, pinned)


@lru_cache(maxsize=1024)
def _solve_small(size: int, edges: tuple[Edge, ...], blocs: int, pinned: int) -> Solution:
    return _solve(size, edges, blocs, pinned)


def _solve(size: int, edges: Sequence[Edge], blocs: int, pinned: int) -> Solution:
    whole = np.int64 if (size - 1) * log2(max(2, blocs)) < MOST_BITS else object
    factors = [_edge_factor(edge, blocs, pinned) for edge in edges]
    steps = []
    for node, after in _order(size, edges, blocs, pinned):
        axes = (node, *after)
        cost = np.zeros((blocs,) * len(axes), dtype=np.int32)
        count: NDArray[Any] = np.ones((blocs,) * len(axes), dtype=whole)
        rest = []
        for factor in factors:
            if node not in factor.axes:
                rest.append(factor)
                continue
            cost += _spread(factor.axes, factor.cost, axes, blocs)
            if factor.ways is not None:
                count *= _spread(factor.axes, factor.ways, axes, blocs)
        step = Step(node, after, cost)
        steps.append(step)
        rest.append(_Factor(after, cost.min(axis=0), np.where(step.best, count, 0).sum(axis=0)))
        factors = rest
    least = sum(int(factor.cost) for factor in factors)
    number = prod(1 if factor.ways is None else int(factor.ways) for factor in factors)
    return Solution(size, blocs, pinned, least, number, tuple(steps))


class _Factor(NamedTuple):
    """Costs, and in how many ways they are reached (None: one each), for every way in which the axes' nodes stand."""

    axes: tuple[int, ...]
    cost: NDArray[np.int32]
    ways: NDArray[Any] | None = None


def _edge_factor(edge: Edge, blocs: int, pinned: int) -> _Factor:
    cost = _edge_cost(blocs, against=edge.against)
    if pinned in (edge.one, edge.other):
        return _Factor((edge.other if edge.one == pinned else edge.one,), cost[0])
    return _Factor((edge.one, edge.other), cost)


@cache
def _edge_cost(blocs: int, *, against: bool) -> NDArray[np.int32]:
    same = np.eye(blocs, dtype=np.int32)
    return same if against else 1 - same


def _spread(axes: tuple[int, ...], table: NDArray[Any], onto: tuple[int, ...], blocs: int) -> NDArray[Any]:
    """The table with the axes of another one, of length one where it has none of its own."""
    turn = [axes.index(axis) for axis in onto if axis in axes]
    return table.transpose(turn).reshape([blocs if axis in axes else 1 for axis in onto])


def _order(size: int, edges: Sequence[Edge], blocs: int, pinned: int) -> list[tuple[int, tuple[int, ...]]]:
    """An order of elimination, each node with those that are left of its neighbours by then.

    Next comes the node whose neighbours lack the fewest ties among themselves. Any order gives the same answer.
    """
    beside: dict[int, set[int]] = {node: set() for node in range(size) if node != pinned}
    for edge in edges:
        if pinned not in (edge.one, edge.other):
            beside[edge.one].add(edge.other)
            beside[edge.other].add(edge.one)
    score = {node: _score(node, beside) for node in beside}
    order, entries = [], 0
    while beside:
        node = min(score, key=score.__getitem__)
        left = beside.pop(node)
        del score[node]
        entries += max(2, blocs) ** (len(left) + 1)
        if entries > MOST_ENTRIES:
            raise TooWideError(f"{len(left) + 1} nodes hang together with {blocs} blocs")
        order.append((node, tuple(sorted(left))))
        for one in left:
            beside[one] |= left
            beside[one] -= {one, node}
        for one in left.union(*(beside[one] for one in left)):
            score[one] = _score(one, beside)
    return order


def _score(node: int, beside: dict[int, set[int]]) -> tuple[int, int, int]:
    """Ties that its neighbours lack among themselves, how many neighbours it has, and the node itself."""
    own = beside[node]
    return sum(len(own - beside[one]) - 1 for one in own), len(own), node
