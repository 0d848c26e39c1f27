"""Carries winding numbers from one point to another over the edges between them, for all states at once.

What is carried is not a number for every state but its *changes*: rows of an int64 array, (64 x state + holding) and by
how much the winding number of that holding changes with that state, in order, none of them 0. They are few where little
changes. Which edge has which point on its left is decided exactly, and no asked point ever counts as on an edge
(`is_left`), so nothing is lost or counted twice, however the edges lie.
"""

from __future__ import annotations

# mypy: allow-untyped-defs, allow-untyped-calls
from firmground.engine.compiled import inlined, kernel
from firmground.engine.points.layout_kernels import TABLE, coordinates
from firmground.engine.points.orientation_kernels import is_left


@kernel("int64(int64[:, ::1], int64, int64, int64)")
def _change(changes, count, key, by):
    """Enters a change; one that undoes another takes it out. How many there are then."""
    place = count
    while place > 0 and changes[place - 1, 0] > key:
        place -= 1
    if place > 0 and changes[place - 1, 0] == key:
        changes[place - 1, 1] += by
        if changes[place - 1, 1] != 0:
            return count
        for later in range(place, count):
            changes[later - 1, 0], changes[later - 1, 1] = changes[later, 0], changes[later, 1]
        return count - 1
    for later in range(count, place, -1):
        changes[later, 0], changes[later, 1] = changes[later - 1, 0], changes[later - 1, 1]
    changes[place, 0], changes[place, 1] = key, by
    return count + 1


@inlined
def _cross(holding, first, stop, states, edge, by, changes, count):
    count = _change(changes, count, (first[edge] << 6) | holding[edge], by)
    if stop[edge] < states:
        count = _change(changes, count, (stop[edge] << 6) | holding[edge], -by)
    return count


@kernel(f"int64({TABLE}, int32[::1], float64, float64, float64, int64[:, ::1], int64)")
def carry_along_parallel(table, here, y, x_from, x_to, changes, count):
    """Carries `count` changes at latitude y from one longitude to another, over the edges `here`.

    How many there are then: at any time at most two more for each edge than where none was crossed yet.
    """
    ends, holding, first, stop, states = table
    for place in range(len(here)):
        edge = here[place]
        x1, y1, x2, y2 = coordinates(ends, edge)
        if (y1 <= y) != (y2 <= y):
            by = is_left(x1, y1, x2, y2, x_to, y) - is_left(x1, y1, x2, y2, x_from, y)
            if by != 0:
                count = _cross(holding, first, stop, states, edge, by, changes, count)
    return count


@kernel(f"int64({TABLE}, int32[::1], float64, float64, float64, int64[:, ::1], int64)")
def carry_along_meridian(table, here, x, y_from, y_to, changes, count):
    """The same at longitude x, from one latitude to another."""
    ends, holding, first, stop, states = table
    for place in range(len(here)):
        edge = here[place]
        x1, y1, x2, y2 = coordinates(ends, edge)
        if (x1 <= x) != (x2 <= x):
            by = is_left(x1, y1, x2, y2, x, y_to) - is_left(x1, y1, x2, y2, x, y_from)
            if by != 0:
                count = _cross(holding, first, stop, states, edge, by, changes, count)
    return count


@inlined
def copy_changes(source, begin, count, target, to):
    for place in range(count):
        target[to + place, 0], target[to + place, 1] = source[begin + place, 0], source[begin + place, 1]
