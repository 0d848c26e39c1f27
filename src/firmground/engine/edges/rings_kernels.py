"""Which way rings turn, the boxes of faces, and whether two faces are the same, point by point."""

from __future__ import annotations

# mypy: allow-untyped-defs, allow-untyped-calls
import numpy as np

from firmground.engine.compiled import kernel


@kernel("void(float64[:, ::1], int64[::1], int64, int64, int8[::1])")
def ring_turns(xy, ring_first, start, stop, turns):
    """1 for a ring that turns counter-clockwise, -1 for the other way, 0 where rounding leaves it open."""
    for ring in range(start, stop):
        begin, last = ring_first[ring], ring_first[ring + 1] - 1
        x0, y0 = xy[begin, 0], xy[begin, 1]
        area = size = x1 = y1 = 0.0
        for point in range(begin + 1, last):
            x2, y2 = xy[point, 0] - x0, xy[point, 1] - y0
            one, other = x1 * y2, x2 * y1
            area += one - other
            size += abs(one) + abs(other)
            x1, y1 = x2, y2
        # Each term is off by less than four roundings, and so is each addition.
        unsure = 4.5e-16 * (last - begin + 8) * size
        turns[ring] = 1 if area > unsure else (-1 if area < -unsure else 0)


@kernel("void(float64[:, ::1], int64[::1], int64[::1], int64, int64, float64[:, ::1])")
def measure_boxes(xy, ring_first, face_ring, start, stop, boxes):
    """The west, south, east and north of the faces from `start` to `stop`; NaN if some coordinate is no finite number.

    Of a face without points all are NaN.
    """
    for face in range(start, stop):
        begin, end = ring_first[face_ring[face]], ring_first[face_ring[face + 1]]
        west, south, east, north = np.inf, np.inf, -np.inf, -np.inf
        amiss = 0.0
        for corner in range(begin, end):
            x, y = xy[corner, 0], xy[corner, 1]
            amiss += (x - x) + (y - y)  # 0 of finite numbers only
            west, east = min(west, x), max(east, x)
            south, north = min(south, y), max(north, y)
        if amiss != 0.0 or begin == end:
            west = south = east = north = np.nan
        boxes[face, 0], boxes[face, 1], boxes[face, 2], boxes[face, 3] = west, south, east, north


@kernel("void(float64[:, ::1], int64[::1], int64[::1])")
def turn_round(xy, ring_first, rings):
    """Reverses these rings in place."""
    for ring in rings:
        low, high = ring_first[ring], ring_first[ring + 1] - 1
        while low < high:
            for axis in range(2):
                kept = xy[low, axis]
                xy[low, axis] = xy[high, axis]
                xy[high, axis] = kept
            low += 1
            high -= 1


@kernel("boolean(int64[::1], int64, int64, int64)")
def _same_lengths(offsets, a, b, count):
    differ = 0
    for step in range(1, count + 1):
        differ += offsets[a + step] - offsets[a] != offsets[b + step] - offsets[b]
    return differ == 0


@kernel("boolean(float64[:, ::1], int64, int64, int64)")
def _same_points(xy, a, b, count):
    for start in range(0, count, 256):  # in steps, so that the inner loop has no way out and runs at full speed
        differ = 0
        for point in range(start, min(start + 256, count)):
            differ += (xy[a + point, 0] != xy[b + point, 0]) | (xy[a + point, 1] != xy[b + point, 1])
        if differ:
            return False
    return True


@kernel("void(float64[:, ::1], int64[::1], int64[::1], int64[::1], int64[::1], int64[::1], int64, int64, boolean[::1])")
def same_faces(xy, ring_first, part_first, face_first, before, after, start, stop, same):
    """Whether the faces `before[k]` and `after[k]` have the same parts, rings and points in the same order."""
    for pair in range(start, stop):
        a, b = before[pair], after[pair]
        same[pair] = False
        parts = face_first[a + 1] - face_first[a]
        if parts != face_first[b + 1] - face_first[b]:
            continue
        part_a, part_b = face_first[a], face_first[b]
        if not _same_lengths(part_first, part_a, part_b, parts):
            continue
        ring_a, ring_b = part_first[part_a], part_first[part_b]
        rings = part_first[part_a + parts] - ring_a
        if not _same_lengths(ring_first, ring_a, ring_b, rings):
            continue
        a, b = ring_first[ring_a], ring_first[ring_b]
        same[pair] = _same_points(xy, a, b, ring_first[ring_a + rings] - a)


@kernel("void(int64[::1], int64[::1])")
def chain_heads(order, before):
    """`before[f]`: the face before f in its chain, -1 for none; afterwards the first face of its chain.

    `order`: all faces so that none comes before the one before it.
    """
    for face in order:
        before[face] = before[before[face]] if before[face] >= 0 else face
