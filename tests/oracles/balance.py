"""Blocs by trying every division: slow, plain, and obviously right."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmground.engine.balance import Edge


def partitions(size: int, blocs: int) -> Iterator[tuple[int, ...]]:
    """Every division of `size` nodes into at most `blocs` blocs, once, blocs numbered as they first occur."""

    def extend(begun: tuple[int, ...], used: int) -> Iterator[tuple[int, ...]]:
        if len(begun) == size:
            yield begun
            return
        for bloc in range(min(used + 1, blocs)):
            yield from extend((*begun, bloc), max(used, bloc + 1))

    yield from extend((), 0)


def contradictions(bloc_of: Sequence[int], edges: Sequence[Edge]) -> int:
    return sum((bloc_of[edge.one] == bloc_of[edge.other]) is edge.against for edge in edges)


def best_divisions(size: int, edges: Sequence[Edge], blocs: int) -> tuple[int, set[tuple[int, ...]]]:
    """The fewest contradictions and every division that leaves so few."""
    least, best = len(edges) + 1, set()
    for bloc_of in partitions(size, blocs):
        left = contradictions(bloc_of, edges)
        if left < least:
            least, best = left, set()
        if left == least:
            best.add(bloc_of)
    return least, best


def fewest_by_table(size: int, edges: Sequence[Edge], blocs: int) -> tuple[int, int]:
    """The fewest contradictions, and in how many ways with named blocs: every division at once, for larger graphs."""
    left = np.zeros((blocs,) * size, dtype=np.int16)
    same = np.eye(blocs, dtype=np.int16)
    for edge in edges:
        shape = [blocs if node in (edge.one, edge.other) else 1 for node in range(size)]
        left += (same if edge.against else 1 - same).reshape(shape)
    return int(left.min()), int((left == left.min()).sum())


def possible_relations(
    size: int, sure: Sequence[Edge], possible: Sequence[Edge], blocs: int
) -> tuple[dict[tuple[int, int], set[bool]], dict[int, set[bool]]]:
    """For each pair the answers to "together?" in some best division of some world; for each edge the same, over the
    worlds in which it stands (edges numbered sure first)."""
    pairs: dict[tuple[int, int], set[bool]] = {pair: set() for pair in combinations(range(size), 2)}
    edges: dict[int, set[bool]] = {place: set() for place in range(len(sure) + len(possible))}
    for stands in product((False, True), repeat=len(possible)):
        chosen = [place for place, one in enumerate(stands) if one]
        standing = [*range(len(sure)), *(len(sure) + place for place in chosen)]
        world = [*sure, *(possible[place] for place in chosen)]
        for bloc_of in best_divisions(size, world, blocs)[1]:
            for (one, other), answers in pairs.items():
                answers.add(bloc_of[one] == bloc_of[other])
            for place, edge in zip(standing, world, strict=True):
                edges[place].add(bloc_of[edge.one] == bloc_of[edge.other])
    return pairs, edges
