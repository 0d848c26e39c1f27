"""Signed graphs, and the pieces into which they fall: what is best in each is best in the whole.

A division of a whole is best if and only if its part in every block (maximal part without a cut vertex) is: at a cut
vertex the blocs of one side can be renamed to fit the other's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Edge:
    """Between nodes `one` and `other`, which differ. `against`: they fight, otherwise they are friends."""

    one: int
    other: int
    against: bool

    def contradicts(self, bloc_of: Sequence[int]) -> bool:
        return (bloc_of[self.one] == bloc_of[self.other]) == self.against


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a graph that no single node holds together: its nodes, sorted, and its edges' places in the whole."""

    nodes: tuple[int, ...]
    edges: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """Nodes, sorted, that edges connect; its blocks in an order in which each but the first shares exactly one node,
    its entry, with those before it. The entry of the first is the smallest node of all.
    """

    nodes: tuple[int, ...]
    blocks: tuple[Block, ...]
    entries: tuple[int, ...]


def components(size: int, edges: Sequence[Edge]) -> list[Component]:
    """Every component of at least two nodes, by its smallest node."""
    beside: list[set[int]] = [set() for _ in range(size)]
    places: dict[tuple[int, int], list[int]] = {}  # of edges between two nodes, the smaller first
    for place, edge in enumerate(edges):
        beside[edge.one].add(edge.other)
        beside[edge.other].add(edge.one)
        places.setdefault(_ends(edge.one, edge.other), []).append(place)
    seen = [False] * size
    return [_component(root, beside, seen, places) for root in range(size) if beside[root] and not seen[root]]


def _ends(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _component(
    root: int, beside: list[set[int]], seen: list[bool], places: dict[tuple[int, int], list[int]]
) -> Component:
    blocks, entries = [], []
    for entry, pairs in _blocks(root, beside, seen):
        nodes = sorted({node for pair in pairs for node in pair})
        blocks.append(Block(tuple(nodes), tuple(sorted(place for pair in pairs for place in places[pair]))))
        entries.append(entry)
    every = sorted({node for block in blocks for node in block.nodes})
    return Component(tuple(every), tuple(blocks), tuple(entries))


def _blocks(root: int, beside: list[set[int]], seen: list[bool]) -> list[tuple[int, list[tuple[int, int]]]]:
    """Biconnected parts of the component of `root` (Hopcroft & Tarjan, CACM 16, 1973): the node by which each hangs on
    those before it, and its pairs of tied nodes. Without recursion: a case may be a long chain. Sets `seen`.
    """
    number = {root: 0}
    low = {root: 0}
    found: list[tuple[int, list[tuple[int, int]]]] = []
    stack: list[tuple[int, int]] = []
    path = [(root, -1, iter(sorted(beside[root])))]
    seen[root] = True
    while path:
        here, above, rest = path[-1]
        there = next(rest, None)
        if there is None:
            path.pop()
            if path:
                low[above] = min(low[above], low[here])
                if low[here] >= number[above]:
                    found.append((above, _pop_until(stack, _ends(above, here))))
        elif there not in number:
            number[there] = low[there] = len(number)
            seen[there] = True
            stack.append(_ends(here, there))
            path.append((there, here, iter(sorted(beside[there]))))
        elif there != above and number[there] < number[here]:
            stack.append(_ends(here, there))
            low[here] = min(low[here], number[there])
    # A part is finished before that from which it hangs.
    return found[::-1]


def _pop_until(stack: list[tuple[int, int]], last: tuple[int, int]) -> list[tuple[int, int]]:
    pairs = [stack.pop()]
    while pairs[-1] != last:
        pairs.append(stack.pop())
    return pairs


def renumber(nodes: Sequence[int], edges: Iterable[Edge]) -> list[Edge]:
    """The edges with each node named by its place in `nodes`."""
    place = {node: index for index, node in enumerate(nodes)}
    return [Edge(place[edge.one], place[edge.other], edge.against) for edge in edges]
