"""The best divisions of one block, all of them at once: costs and counts are carried from node to node in tables.

One node is given bloc 0 for good, since blocs have no names. The others are eliminated one after the other: for every
way in which the neighbours that are left may stand, how few contradictions are there, and in how many ways (bucket
elimination: Bertele & Brioschi, Nonserial Dynamic Programming, 1972; Dechter, Artificial Intelligence 113, 1999). The
work grows with the widest table and not with the number of nodes; `TooWideError` is raised before a table is made
that would not fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firmground.engine.balance.signed import Edge

# Entries of the widest table: 2 blocs and 20 nodes that hang together, or 3 blocs and 12. Some 30 MB.
MOST_ENTRIES = 1 << 21


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
    order, neighbours = _order(size, edges, blocs, pinned)
    whole = np.int64 if (size - 1) * np.log2(max(2, blocs)) < 62 else object
    factors: list[tuple[tuple[int, ...], NDArray[np.int32], NDArray[Any]]] = [
        _edge_factor(edge, blocs, pinned, whole) for edge in edges
    ]
    steps = []
    for node, after in zip(order, neighbours, strict=True):
        axes = (node, *after)
        cost = np.zeros((blocs,) * len(axes), dtype=np.int32)
        count: NDArray[Any] = np.ones((blocs,) * len(axes), dtype=whole)
        rest = []
        for factor in factors:
            if node not in factor[0]:
                rest.append(factor)
                continue
            shape = [blocs if axis in factor[0] else 1 for axis in axes]
            turn = [factor[0].index(axis) for axis in axes if axis in factor[0]]
            cost = cost + factor[1].transpose(turn).reshape(shape)
            count = count * factor[2].transpose(turn).reshape(shape)
        step = Step(node, after, cost)
        steps.append(step)
        rest.append((after, cost.min(axis=0), np.where(step.best, count, 0).sum(axis=0)))
        factors = rest
    least = sum(int(factor[1]) for factor in factors)
    number = prod(int(factor[2]) for factor in factors)
    return Solution(size, blocs, pinned, least, number, tuple(steps))


def _edge_factor(
    edge: Edge, blocs: int, pinned: int, whole: type
) -> tuple[tuple[int, ...], NDArray[np.int32], NDArray[Any]]:
    same = np.eye(blocs, dtype=np.int32)
    cost = same if edge.against else 1 - same
    if pinned in (edge.one, edge.other):
        other = edge.other if edge.one == pinned else edge.one
        return (other,), cost[0], np.ones(blocs, dtype=whole)
    return (edge.one, edge.other), cost, np.ones((blocs, blocs), dtype=whole)


def _order(size: int, edges: Sequence[Edge], blocs: int, pinned: int) -> tuple[list[int], list[tuple[int, ...]]]:
    """An order of elimination, and for each node those that are left of its neighbours by then.

    Next comes the node whose neighbours lack the fewest ties among themselves. Any order gives the same answer.
    """
    beside: dict[int, set[int]] = {node: set() for node in range(size) if node != pinned}
    for edge in edges:
        if pinned not in (edge.one, edge.other):
            beside[edge.one].add(edge.other)
            beside[edge.other].add(edge.one)
    order, after = [], []
    while beside:
        node = min(beside, key=lambda one: (_lacking(one, beside), len(beside[one]), one))
        left = beside.pop(node)
        if blocs ** (len(left) + 1) > MOST_ENTRIES:
            raise TooWideError(f"{len(left) + 1} nodes hang together with {blocs} blocs")
        order.append(node)
        after.append(tuple(sorted(left)))
        for one in left:
            beside[one] |= left
            beside[one] -= {one, node}
    return order, after


def _lacking(node: int, beside: dict[int, set[int]]) -> int:
    own = beside[node]
    return sum(len(own - beside[one]) - 1 for one in own)
