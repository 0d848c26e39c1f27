"""Circles that contradict themselves, and the bounds that follow for groups too entangled for an exact answer.

A circle of friends in which two are foes contradicts itself in any number of blocs; in two blocs so does every circle
with an odd number of foes. Bounds are never given out as an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firmground.engine.balance.signed import Edge

STARTS = 24  # divisions from which the search for a good one begins, always the same ones


def fewest_at_least(size: int, edges: Sequence[Edge], blocs: int) -> int:
    """No division leaves fewer contradictions than this: circles without a common edge, each with a contradiction."""
    left = set(range(len(edges)))
    found = 0
    for place in range(len(edges)):
        if place not in left or not edges[place].against:
            continue
        circle = contradicting_circle(size, edges, place, blocs, left)
        if circle is not None:
            found += 1
            left -= set(circle)
    return found


def contradicting_circle(
    size: int, edges: Sequence[Edge], place: int, blocs: int, left: Iterable[int] | None = None
) -> list[int] | None:
    """A shortest circle through this edge that contradicts itself in so many blocs: the places of its edges, in order.

    None if there is none, or if the shortest way round passes a node twice. `left`: the edges that may be used, all of
    them if it is not given. With one bloc every foe is a circle of its own.
    """
    edge = edges[place]
    if blocs == 1:
        return [place] if edge.against else None
    beside: list[list[tuple[int, int, int]]] = [[] for _ in range(size)]
    for other in range(len(edges)) if left is None else sorted(left):
        if other != place:
            step = edges[other]
            beside[step.one].append((step.other, int(step.against), other))
            beside[step.other].append((step.one, int(step.against), other))
    # A walk is at a node with so many foes behind it: in two blocs only odd or even matters, else none or one.
    start, goal = (edge.other, 0), (edge.one, 0 if edge.against else 1)
    came: dict[tuple[int, int], tuple[tuple[int, int], int]] = {}
    layer = [start]
    while layer and goal not in came:
        further = []
        for here in layer:
            for node, foe, way in beside[here[0]]:
                there = (node, here[1] ^ foe if blocs == 2 else here[1] + foe)
                if there[1] <= 1 and there != start and there not in came:
                    came[there] = (here, way)
                    further.append(there)
        layer = further
    return None if goal not in came else _trace(came, start, goal, place)


def _trace(
    came: dict[tuple[int, int], tuple[tuple[int, int], int]], start: tuple[int, int], goal: tuple[int, int], place: int
) -> list[int] | None:
    path, nodes, at = [], [start[0]], goal
    while at != start:
        nodes.append(at[0])
        at, way = came[at]
        path.append(way)
    return [place, *path[::-1]] if len(set(nodes)) == len(nodes) else None


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
