"""Points of one state swept past the faces of that state, without any index of edges.

The points lie in bands of latitude, in each from west to east. A face looks up, in the bands that it reaches, which
points lie in its box, and is read only if there are any. Every edge of it then passes those in its own bands: counted
are the edges that a ray from a point towards the east crosses.
"""

from __future__ import annotations

# mypy: allow-untyped-defs, allow-untyped-calls
import numpy as np

from firmground.engine.compiled import kernel
from firmground.engine.points.orientation_kernels import side

BORDER = np.uint64(1 << 63)
# So many points in a face's box pass its edges one by one: one costs about a nanosecond an edge; to find bands, twenty.
FEW = 24


@kernel("int64(float64, float64, float64, float64, float64, float64)")
def meets(x1, y1, x2, y2, x, y):
    """1 if the ray from a point towards the east crosses the edge, 0 if not, -1 if the point lies on the edge."""
    if x > max(x1, x2):
        return 0
    crosses = (y1 <= y) != (y2 <= y)
    if x < min(x1, x2):
        return 1 if crosses else 0
    if y < min(y1, y2) or y > max(y1, y2):
        return 0
    turn = side(x1, y1, x2, y2, x, y)
    if turn == 0:
        return -1
    return 1 if crosses and (turn > 0) == (y2 > y1) else 0


@kernel("int64(float64[::1], int64, int64, float64)")
def first_from(x, start, stop, west):
    """The first of the points from `start` to `stop` that does not lie west of `west`; `stop` if there is none."""
    while start < stop:
        middle = (start + stop) >> 1
        if x[middle] < west:
            start = middle + 1
        else:
            stop = middle
    return start


@kernel("int64(float64[::1], int64, int64, float64)")
def first_beyond(x, start, stop, east):
    """The first of the points from `start` to `stop` that lies east of `east`; `stop` if there is none."""
    while start < stop:
        middle = (start + stop) >> 1
        if x[middle] <= east:
            start = middle + 1
        else:
            stop = middle
    return start


@kernel("int64(float64[::1], int64[::1], float64, float64, int64, int64, int64[::1], int64[::1])")
def find_in_box(x, band_first, west, east, low, high, begin, end):
    """Which points of each band from `low` to `high`, included, lie from west to east; returns how many they are."""
    count = 0
    for band in range(low, high + 1):
        begin[band] = first_from(x, band_first[band], band_first[band + 1], west)
        end[band] = first_beyond(x, begin[band], band_first[band + 1], east)
        count += end[band] - begin[band]
    return count


@kernel(
    "int64(float64, float64, float64, float64, float64[::1], float64[::1], int64, int64, int64, uint64[::1],"
    "int64[::1], uint8[::1], int64[::1], int64)"
)
def pass_edge(x1, y1, x2, y2, x, y, start, stop, mark, masks, last_met, odd, met, count):
    """Lets an edge of the face `mark` pass the points from `start` to `stop`, of one band, from west to east.

    `odd`: whether the edges so far were crossed by a point's ray an odd number of times, for the points that are `met`
    by this face, which have its mark in `last_met`. Returns how many they are.
    """
    east = max(x1, x2)
    for point in range(start, stop):
        if x[point] > east:
            break
        answer = meets(x1, y1, x2, y2, x[point], y[point])
        if answer < 0:
            masks[point] |= BORDER
        elif answer > 0:
            if last_met[point] != mark:
                last_met[point] = mark
                odd[point] = 0
                met[count] = point
                count += 1
            odd[point] ^= 1
    return count


@kernel("int64(float64[:, ::1], int64[::1], int64, int64, float64, float64)")
def lies_in(xy, ring_first, ring, stop, x, y):
    """1 if the point lies in the face that has the rings from `ring` to `stop`, 0 if not, -1 if on its border."""
    odd = 0
    for each in range(ring, stop):
        corner = ring_first[each]
        north, south = xy[corner, 1] > y, xy[corner, 1] < y
        for after in range(corner + 1, ring_first[each + 1]):
            was_north, was_south = north, south
            north, south = xy[after, 1] > y, xy[after, 1] < y
            if (north and was_north) or (south and was_south):
                continue
            answer = meets(xy[after - 1, 0], xy[after - 1, 1], xy[after, 0], xy[after, 1], x, y)
            if answer < 0:
                return -1
            odd ^= answer
    return odd


@kernel(
    "void(float64[:, ::1], int64[::1], int64, int64, float64[::1], float64[::1], int64, int64, int64[::1], int64[::1],"
    "uint64, uint64[::1])"
)
def pass_few(xy, ring_first, ring, stop, x, y, bottom, top, begin, end, bit, masks):
    """Gives the bit to those of the points that lie in the face; each of them passes all of its edges."""
    for band in range(bottom, top + 1):
        for point in range(begin[band], end[band]):
            answer = lies_in(xy, ring_first, ring, stop, x[point], y[point])
            if answer < 0:
                masks[point] |= BORDER
            elif answer > 0:
                masks[point] |= bit


@kernel(
    "void(float64[:, ::1], int64[::1], int64, int64, float64[::1], float64[::1], int64[::1], int64[::1], float64,"
    "float64, uint64, int64, uint64[::1], int64[::1], uint8[::1], int64[::1])"
)
def pass_many(xy, ring_first, ring, stop, x, y, begin, end, south, per_degree, bit, mark, masks, last_met, odd, met):
    """The same; each edge of the face passes the points in its bands only. `met`: room for all points."""
    count, last = 0, len(begin) - 1
    for each in range(ring, stop):
        for corner in range(ring_first[each], ring_first[each + 1] - 1):
            x1, y1, x2, y2 = xy[corner, 0], xy[corner, 1], xy[corner + 1, 0], xy[corner + 1, 1]
            low, high = (y1 - south) * per_degree, (y2 - south) * per_degree
            if low > high:
                low, high = high, low
            if high < 0 or low > last + 2:
                continue
            for band in range(max(min(int(low), last), 0), min(int(high), last) + 1):
                start = begin[band]
                if start < end[band] and x[start] <= max(x1, x2):
                    count = pass_edge(x1, y1, x2, y2, x, y, start, end[band], mark, masks, last_met, odd, met, count)
    for place in range(count):
        if odd[met[place]]:
            masks[met[place]] |= bit


@kernel(
    "void(float64[:, ::1], int64[::1], int64[::1], int32[::1], float64[:, ::1], int64[::1], int64, float64[::1],"
    "float64[::1], int64[::1], float64, float64, uint64[::1])"
)
def lie_in(xy, ring_first, face_ring, holding, boxes, faces, group, x, y, band_first, south, per_degree, masks):
    """Sets bit h - 63 * group of a point's mask where it lies in some of the faces with holding h; bit 63 on a border.

    The points are in the order of their bands, and from west to east: band b, floor((y - south) * per_degree), owns
    `band_first[b]` to `band_first[b + 1]`; the last band has those beyond it too.
    """
    points, last = len(x), len(band_first) - 2
    last_met, odd, met = np.zeros(points, np.int64), np.zeros(points, np.uint8), np.empty(points, np.int64)
    begin, end = np.empty(last + 1, np.int64), np.empty(last + 1, np.int64)
    for number in range(len(faces)):
        face = faces[number]
        low, high = (boxes[face, 1] - south) * per_degree, (boxes[face, 3] - south) * per_degree
        if not (high >= 0 and low <= last + 2):  # the northernmost point's own number may be rounded up
            continue
        bottom, top = min(max(int(low), 0), last), int(min(high, last))
        inside = find_in_box(x, band_first, boxes[face, 0], boxes[face, 2], bottom, top, begin, end)
        bit = np.int64(holding[face]) - 63 * group
        if inside == 0 or bit < 0 or bit >= 63:
            continue
        ring, stop, said = face_ring[face], face_ring[face + 1], np.uint64(1) << np.uint64(bit)
        if inside <= FEW:
            pass_few(xy, ring_first, ring, stop, x, y, bottom, top, begin, end, said, masks)
        else:
            pass_many(
                xy, ring_first, ring, stop, x, y, begin, end, south, per_degree, said, number + 1, masks, last_met,
                odd, met,
            )  # fmt: skip
