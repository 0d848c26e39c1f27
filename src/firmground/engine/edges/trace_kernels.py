"""Follows the edges of faces from one run of states to the next, so that an edge that goes on is kept once.

A *chain* is a list of faces each of which begins on the state where the one before it ends, and resembles it. Which
faces make a chain is a guess that costs only time if it is wrong: an edge that is not found in the face before is a
new one, and whether edges of different chains belong together is found out later, exactly, by `weigh_kernels`.

Most of a face is the same as before, point by point, from its front or from its end. What is left is looked up by hash.
"""

from __future__ import annotations

# mypy: allow-untyped-defs, allow-untyped-calls
import numpy as np

from firmground.engine.compiled import kernel

NEW = -2  # an edge of which it is not known whether it stood before
NONE = -1  # no edge begins at this point: a ring ends here, or the next point is the same


@kernel("uint64(float64, float64)")
def _point_hash(x, y):
    mixed = np.float64(x).view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(29))) + np.float64(y).view(np.uint64)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return mixed ^ (mixed >> np.uint64(32))


@kernel("uint64(float64, float64, float64, float64)")
def edge_hash(x1, y1, x2, y2):
    """The same for an edge and its reverse. After the finalizer of MurmurHash3."""
    total = _point_hash(x1, y1) + _point_hash(x2, y2)
    total = (total ^ (total >> np.uint64(33))) * np.uint64(0x94D049BB133111EB)
    return total ^ (total >> np.uint64(31))


@kernel("boolean(float64[:, ::1], int64, int64)")
def _same_point(xy, a, b):
    return (xy[a, 0] == xy[b, 0]) & (xy[a, 1] == xy[b, 1])


@kernel("void(float64[:, ::1], int64[::1], int64, int64, int32[::1])")
def mark_edges(xy, ring_first, ring, ring_stop, now):
    """NEW where an edge begins, NONE where none does, for the points of these rings."""
    begin = ring_first[ring]
    for one in range(ring, ring_stop):
        last = ring_first[one + 1] - 1
        for point in range(ring_first[one], last):
            now[point - begin] = NONE if _same_point(xy, point, point + 1) else NEW
        now[last - begin] = NONE


@kernel("int64(float64[:, ::1], int64, int64, int64, boolean, int32[::1], int32[::1])")
def go_on_along(xy, before_begin, now_begin, stop, to_first_change, before, now):
    """Edges that begin at the same offset, up to `stop`, in both faces go on. Returns the offset where it ended.

    `to_first_change`: end at the first edge that does not go on.
    """
    same = _same_point(xy, before_begin, now_begin)
    for offset in range(stop):
        next_same = _same_point(xy, before_begin + offset + 1, now_begin + offset + 1)
        if same & next_same & (now[offset] == NEW) & (before[offset] >= 0):
            now[offset] = before[offset]
            before[offset] = NONE
        elif to_first_change and not (now[offset] == NONE and before[offset] == NONE):
            return offset
        same = next_same
    return stop


@kernel("void(float64[:, ::1], int64, int64, int64, int64, int64, int32[::1], int32[::1])")
def go_on_from_end(xy, before_begin, before_points, now_begin, now_points, shortest, before, now):
    """The same from the last point of both faces backwards, down to the first edge that does not go on."""
    for step in range(2, shortest):
        old, new = before_points - step, now_points - step
        if before[old] == NONE and now[new] == NONE:
            continue
        same = _same_point(xy, before_begin + old, now_begin + new)
        if not (same and _same_point(xy, before_begin + old + 1, now_begin + new + 1)):
            return
        if before[old] < 0 or now[new] != NEW:
            return
        now[new] = before[old]
        before[old] = NONE


@kernel("uint64(float64[:, ::1], int64, int64, int32[::1], int32[::1])")
def put_into_table(xy, begin, points, before, table):
    """The offsets of the edges that have not gone on, by their hashes. Returns the mask of the table, 0 if empty."""
    left = 0
    for offset in range(points):
        left += before[offset] >= 0
    if left == 0:
        return np.uint64(0)
    size = 16
    while size < 2 * left:
        size *= 2
    for slot in range(size):
        table[slot] = NONE
    mask = np.uint64(size - 1)
    for offset in range(points):
        if before[offset] >= 0:
            a = begin + offset
            place = edge_hash(xy[a, 0], xy[a, 1], xy[a + 1, 0], xy[a + 1, 1]) & mask
            while table[place] >= 0:
                place = (place + np.uint64(1)) & mask
            table[place] = offset
    return mask


@kernel("void(float64[:, ::1], int64, int64, int64, int32[::1], int32[::1], int32[::1], uint64)")
def go_on_by_table(xy, before_begin, now_begin, now_points, before, now, table, mask):
    """Edges that are new so far are looked up in the table of `put_into_table`."""
    for offset in range(now_points):
        if now[offset] != NEW:
            continue
        b = now_begin + offset
        place = edge_hash(xy[b, 0], xy[b, 1], xy[b + 1, 0], xy[b + 1, 1]) & mask
        while table[place] >= 0:
            old = table[place]
            a = before_begin + old
            if before[old] >= 0 and _same_point(xy, a, b) and _same_point(xy, a + 1, b + 1):
                now[offset] = before[old]
                before[old] = NONE
                break
            place = (place + np.uint64(1)) & mask


@kernel("void(float64[:, ::1], int64, int64, int64, int64, int32[::1], int32[::1], int32[::1])")
def go_on(xy, before_begin, before_points, now_begin, now_points, before, now, table):
    """Finds the edges of the face before that go on: `now` gets their numbers, and they are gone from `before`."""
    if before_points == now_points:
        go_on_along(xy, before_begin, now_begin, now_points - 1, False, before, now)
    else:
        shortest = min(before_points, now_points)
        done = go_on_along(xy, before_begin, now_begin, shortest - 1, True, before, now)
        go_on_from_end(xy, before_begin, before_points, now_begin, now_points, shortest - done, before, now)
    mask = put_into_table(xy, before_begin, before_points, before, table)
    if mask > 0:
        go_on_by_table(xy, before_begin, now_begin, now_points, before, now, table, mask)


@kernel("void(int32[::1], int64, int32, int32[::1])")
def end_edges(before, points, state, until):
    """What has not gone on ended on this state."""
    for offset in range(points):
        if before[offset] >= 0:
            until[before[offset]] = state


@kernel("int64(float64[:, ::1], int64, int64, int32[::1], float64[:, ::1], int64)")
def begin_edges(xy, begin, points, now, ends, count):
    """Gives numbers, from `count` on, to the edges that are new. Returns how many there are then."""
    for offset in range(points):
        if now[offset] == NEW:
            a = begin + offset
            ends[count, 0], ends[count, 1] = xy[a, 0] + 0.0, xy[a, 1] + 0.0  # never -0.0
            ends[count, 2], ends[count, 3] = xy[a + 1, 0] + 0.0, xy[a + 1, 1] + 0.0
            now[offset] = count
            count += 1
    return count


@kernel("int32[::1](int32[::1], int64, int64)")
def _grown(values, count, room):
    """The same values with more room; loops, because slices cost seconds of compiling."""
    wider = np.empty(room, np.int32)
    for place in range(count):
        wider[place] = values[place]
    return wider


@kernel("float64[:, ::1](float64[:, ::1], int64, int64)")
def _grown_ends(values, count, room):
    wider = np.empty((room, 4), np.float64)
    for place in range(count):
        for axis in range(4):
            wider[place, axis] = values[place, axis]
    return wider


@kernel(
    "Tuple((float64[:, ::1], int32[::1], int32[::1], int32[::1]))(float64[:, ::1], int64[::1], int64[::1], int64[::1],"
    "boolean[::1], int32[::1], int32[::1], int32[::1])"
)
def trace(xy, ring_first, face_ring, order, follows, holding, first, stop):
    """The edges of faces with the runs on which they stand, as (ends, holding, first, stop).

    `face_ring[f]`: the first ring of face f. `order`: the faces to trace, chain by chain; `follows[k]`: the face
    `order[k]` goes on with the chain of the one before it. Rings are oriented.
    """
    widest = 1
    for face in order:
        widest = max(widest, ring_first[face_ring[face + 1]] - ring_first[face_ring[face]])
    size = 16
    while size < 2 * widest:
        size *= 2
    table = np.empty(size, np.int32)
    before, now = np.empty(widest, np.int32), np.empty(widest, np.int32)
    room = max(1024, 2 * widest)
    ends, said = np.empty((room, 4)), np.empty(room, np.int32)
    since, until = np.empty(room, np.int32), np.empty(room, np.int32)
    known = before_begin = before_points = 0
    last_stop = np.int32(0)
    for k in range(len(order)):
        face = order[k]
        begin = ring_first[face_ring[face]]
        points = ring_first[face_ring[face + 1]] - begin
        mark_edges(xy, ring_first, face_ring[face], face_ring[face + 1], now)
        if follows[k]:
            go_on(xy, before_begin, before_points, begin, points, before, now, table)
        end_edges(before, before_points, last_stop, until)
        if known + points > room:
            room = 2 * (known + points)
            ends, said = _grown_ends(ends, known, room), _grown(said, known, room)
            since, until = _grown(since, known, room), _grown(until, known, room)
        count = begin_edges(xy, begin, points, now, ends, known)
        for edge in range(known, count):
            said[edge], since[edge] = holding[face], first[face]
        before, now = now, before
        known, before_begin, before_points, last_stop = count, begin, points, stop[face]
    end_edges(before, before_points, last_stop, until)
    return ends[:known], said[:known], since[:known], until[:known]
