"""Points of one state against the faces of that state, without any index of edges: for maps that are drawn anew.

The points lie in bands of latitude, from which every edge finds those that it may pass; of a face's edges those that
a ray from the point towards the east crosses are
counted.
"""

from __future__ import annotations

# mypy: allow-untyped-defs, allow-untyped-calls
import numpy as np

from firmground.engine.compiled import kernel
from firmground.engine.points.orientation_kernels import side

BORDER = np.uint64(1 << 63)


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


@kernel(
    "int64(float64, float64, float64, float64, float64, float64[::1], float64[::1], int64, int64, int64, uint64[::1],"
    "int64[::1], uint8[::1], int64[::1], int64)"
)
def pass_edge(x1, y1, x2, y2, west, x, y, start, stop, mark, masks, last_met, odd, met, count):
    """Lets an edge of the face `mark`, whose westernmost point is `west`, pass the points from `start` to `stop`.

    They are of one band, from west to east. `odd`: whether the edges so far were crossed by a point's ray an odd number
    of times, for the points that are `met` by this face, which have its mark in `last_met`. Returns how many they are.
    """
    east = max(x1, x2)
    for point in range(start, stop):
        if x[point] > east:
            break
        if x[point] < west:
            continue
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


@kernel("float64(float64[:, ::1], int64, int64)")
def westernmost(xy, start, stop):
    west = xy[start, 0]
    for corner in range(start + 1, stop):
        west = min(west, xy[corner, 0])
    return west


@kernel(
    "void(float64[:, ::1], int64[::1], int64[::1], int32[::1], int64[::1], int64, float64[::1], float64[::1],"
    "int64[::1], float64, float64, uint64[::1])"
)
def lie_in(xy, ring_first, face_ring, holding, faces, group, x, y, band_first, south, per_degree, masks):
    """Sets bit h - 63 * group of a point's mask where it lies in some of the faces with holding h; bit 63 on a border.

    The points are in the order of their bands, and from west to east: band b, floor((y - south) * per_degree), owns
    `band_first[b]` to `band_first[b + 1]`.
    """
    points, last = len(x), len(band_first) - 2
    last_met, odd, met = np.zeros(points, np.int64), np.zeros(points, np.uint8), np.empty(points, np.int64)
    for number in range(len(faces)):
        face = faces[number]
        bit = np.int64(holding[face]) - 63 * group
        if bit < 0 or bit >= 63:
            continue
        west = westernmost(xy, ring_first[face_ring[face]], ring_first[face_ring[face + 1]])
        count = 0
        for ring in range(face_ring[face], face_ring[face + 1]):
            for corner in range(ring_first[ring], ring_first[ring + 1] - 1):
                x1, y1, x2, y2 = xy[corner, 0], xy[corner, 1], xy[corner + 1, 0], xy[corner + 1, 1]
                low, high = (y1 - south) * per_degree, (y2 - south) * per_degree
                if low > high:
                    low, high = high, low
                if high < 0 or low > last + 2:  # the northernmost point's own number may be rounded up
                    continue
                for band in range(max(min(int(low), last), 0), min(int(high), last) + 1):
                    start, stop = band_first[band], band_first[band + 1]
                    count = pass_edge(
                        x1, y1, x2, y2, west, x, y, start, stop, number + 1, masks, last_met, odd, met, count
                    )
        for place in range(count):
            if odd[met[place]]:
                masks[met[place]] |= np.uint64(1) << np.uint64(bit)
