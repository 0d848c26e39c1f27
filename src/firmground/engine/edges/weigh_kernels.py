"""Weighs edges that coincide against each other: what remains is the border of each holding, exactly.

On each state an edge counts once for every face that has it in this direction and against it for every face that has
it the other way round. What is left over, forwards or backwards, on runs of states on which it does not change, is the
border; where nothing is left a border between two faces of one holding is dissolved.
"""

from __future__ import annotations

# mypy: allow-untyped-defs, allow-untyped-calls
import numpy as np

from firmground.engine.compiled import kernel
from firmground.engine.edges.trace_kernels import edge_hash


@kernel("void(float64[:, ::1], int32[::1], uint64[::1])")
def hash_edges(ends, holding, hashes):
    for edge in range(len(holding)):
        mixed = edge_hash(ends[edge, 0], ends[edge, 1], ends[edge, 2], ends[edge, 3])
        mixed = (mixed + np.uint64(holding[edge])) * np.uint64(0x9E3779B97F4A7C15)
        hashes[edge] = mixed ^ (mixed >> np.uint64(32))


@kernel("boolean(float64[:, ::1], int64)")
def _forwards(ends, edge):
    """Does it lead from its smaller end to its greater one?"""
    if ends[edge, 0] != ends[edge, 2]:
        return ends[edge, 0] < ends[edge, 2]
    return ends[edge, 1] < ends[edge, 3]


@kernel("boolean(float64[:, ::1], int32[::1], int64, int64)")
def _coincide(ends, holding, a, b):
    if holding[a] != holding[b]:
        return False
    same = ends[a, 0] == ends[b, 0] and ends[a, 1] == ends[b, 1]
    if same and ends[a, 2] == ends[b, 2] and ends[a, 3] == ends[b, 3]:
        return True
    turned = ends[a, 0] == ends[b, 2] and ends[a, 1] == ends[b, 3]
    return turned and ends[a, 2] == ends[b, 0] and ends[a, 3] == ends[b, 1]


@kernel("void(int64[::1], int64)")
def sort_changes(changes, count):
    """Shell sort, with the gaps of Ciura: changes are few, as a rule two to ten."""
    for gap in (701, 301, 132, 57, 23, 10, 4, 1):
        for place in range(gap, count):
            value = changes[place]
            hole = place
            while hole >= gap and changes[hole - gap] > value:
                changes[hole] = changes[hole - gap]
                hole -= gap
            changes[hole] = value


@kernel("void(float64[:, ::1], int32[::1], int32[::1], int64, boolean, int64, int64)")
def _write(ends, first, stop, edge, forwards, since, until):
    if _forwards(ends, edge) != forwards:
        x, y = ends[edge, 0], ends[edge, 1]
        ends[edge, 0], ends[edge, 1] = ends[edge, 2], ends[edge, 3]
        ends[edge, 2], ends[edge, 3] = x, y
    first[edge], stop[edge] = since, until


@kernel("void(float64[:, ::1], int32[::1], int32[::1], int32[::1], int64, boolean, int64[::1], int64[::1])")
def weigh_group(ends, first, stop, following, head, once, changes, opened):
    """Coinciding edges, linked from `head` by `following`, are overwritten by what remains of them.

    As often as it remains; or, `once`, one for each run of states on which anything does.

    Each remaining run begins and ends with a change of the sum, and an edge brings two changes: there is room. Edges
    that are not needed get an empty run. `changes`, `opened`: room for two entries an edge.
    """
    count = 0
    edge = np.int64(head)
    while edge >= 0:
        gain = 1 if _forwards(ends, edge) else -1
        changes[count] = np.int64(first[edge]) * 4 + gain + 1
        changes[count + 1] = np.int64(stop[edge]) * 4 - gain + 1
        count += 2
        edge = following[edge]
    sort_changes(changes, count)
    edge = np.int64(head)
    total = depth = place = 0
    while place < count:
        state = changes[place] // 4
        net = 0
        while place < count and changes[place] // 4 == state:
            net += changes[place] % 4 - 1
            place += 1
        step = 1 if net > 0 else -1
        while net != 0:
            if total * step >= 0:
                opened[depth] = state
                depth += 1
            else:
                depth -= 1
                if depth == 0 or not once:
                    _write(ends, first, stop, edge, total > 0, opened[depth], state)
                    edge = np.int64(following[edge])
            total += step
            net -= step
    while edge >= 0:
        stop[edge] = first[edge]
        edge = following[edge]


@kernel(
    "void(uint64[::1], uint64, uint64, float64[:, ::1], int32[::1], int32[::1], int32[::1], int32[::1], int64, boolean)"
)
def weigh(hashes, part, parts, ends, holding, first, stop, following, share, once):
    """Weighs the edges whose hash falls to this part, in place; see `weigh_group`. `share`: how many they are.

    `following`: room for one entry an edge, all -1.
    """
    size = 16
    while size < 2 * share:
        size *= 2
    mask = np.uint64(size - 1)
    table = np.full(size, -1, np.int32)
    groups = np.empty(share, np.int32)
    found = 0
    for edge in range(len(hashes)):
        if (hashes[edge] >> np.uint64(48)) % parts != part:
            continue
        slot = hashes[edge] & mask
        while table[slot] >= 0 and not (
            hashes[table[slot]] == hashes[edge] and _coincide(ends, holding, table[slot], edge)
        ):
            slot = (slot + np.uint64(1)) & mask
        head = table[slot]
        if head < 0:
            table[slot] = edge
            continue
        if following[head] < 0:
            groups[found] = head
            found += 1
        following[edge] = following[head]
        following[head] = edge
    room = 16
    changes, opened = np.empty(room, np.int64), np.empty(room, np.int64)
    for group in range(found):
        member, members = np.int64(groups[group]), 0
        while member >= 0:
            members += 1
            member = np.int64(following[member])
        if 2 * members > room:
            room = 4 * members
            changes, opened = np.empty(room, np.int64), np.empty(room, np.int64)
        weigh_group(ends, first, stop, following, np.int64(groups[group]), once, changes, opened)
