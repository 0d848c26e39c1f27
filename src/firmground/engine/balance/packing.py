"""Bounds for groups that are too entangled for an exact answer. Neither is ever given out as the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.engine.balance.signed import Edge

STARTS = 24  # divisions from which the search for a good one begins, always the same ones


def fewest_at_least(size: int, edges: Sequence[Edge], blocs: int) -> int:
    """No division leaves fewer contradictions than this: circles without a common edge, each with a contradiction.

    A circle of friends in which two are foes contradicts itself in any number of blocs; in two blocs so does every
    circle with an odd number of foes.
    """
    left = set(range(len(edges)))
    found = 0
    for place in sorted(left):
        if place not in left or not edges[place].against:
            continue
        path = _way_round(size, edges, left - {place}, place, odd=blocs == 2)
        if path is not None:
            found += 1
            left -= {place, *path}
    return found


def _way_round(size: int, edges: Sequence[Edge], left: set[int], place: int, *, odd: bool) -> list[int] | None:
    """The shortest way between the ends of a hostile edge along edges with no foes (`odd`: an even number of them)."""
    beside: list[list[tuple[int, int, int]]] = [[] for _ in range(size)]
    for other in sorted(left):
        edge = edges[other]
        if edge.against and not odd:
            continue
        beside[edge.one].append((edge.other, edge.against, other))
        beside[edge.other].append((edge.one, edge.against, other))
    start, goal = (edges[place].one, 0), (edges[place].other, 0)
    came: dict[tuple[int, int], tuple[tuple[int, int], int]] = {}
    layer = [start]
    while layer and goal not in came:
        further = []
        for here in layer:
            for node, turned, way in beside[here[0]]:
                there = (node, here[1] ^ turned)
                if there != start and there not in came:
                    came[there] = (here, way)
                    further.append(there)
        layer = further
    if goal not in came:
        return None
    path, at = [], goal
    while at != start:
        at, way = came[at]
        path.append(way)
    return path


def good_division(size: int, edges: Sequence[Edge], blocs: int) -> list[int]:
    """A division that no move of one node makes better; no claim that it is the best."""
    beside: list[list[tuple[int, bool]]] = [[] for _ in range(size)]
    for edge in edges:
        beside[edge.one].append((edge.other, edge.against))
        beside[edge.other].append((edge.one, edge.against))
    tried = (_settle([_mix(node, start) % blocs for node in range(size)], beside, blocs) for start in range(STARTS))
    return min(tried, key=lambda bloc_of: sum(edge.contradicts(bloc_of) for edge in edges))


def _mix(node: int, start: int) -> int:
    """A number that looks like chance and is always the same; all in one bloc at the first start."""
    return 0 if start == 0 else ((node + 1) * 2654435761 + start * 40503 * (node + 7)) >> 7


def _settle(bloc_of: list[int], beside: list[list[tuple[int, bool]]], blocs: int) -> list[int]:
    moved = True
    while moved:
        moved = False
        for node, ties in enumerate(beside):
            drawn = [0] * blocs
            for other, against in ties:
                drawn[bloc_of[other]] += -1 if against else 1
            best = max(range(blocs), key=lambda bloc: (drawn[bloc], bloc == bloc_of[node]))
            if drawn[best] > drawn[bloc_of[node]]:
                bloc_of[node] = best
                moved = True
    return bloc_of
