# mypy: allow-untyped-defs
"""How far a point is from the nearest border of each column of ground, by a tree of boxes in space."""

from math import asin, atan2, cos, radians, sin, sqrt

from firmground.engine.compiled import kernel
from firmground.engine.discs.frame_kernels import FRAME, framed, in_degrees, laid
from firmground.engine.discs.metric import EQUATOR_KM, FLATTENING, RADIUS_KM
from firmground.engine.discs.settle_kernels import apart_squared

# On the authalic sphere no curve is longer than on the ellipsoid by more than this (1 / 0.99888, at the equator).
_SHRINKS = 0.9988
# So far, in radii, the sheet's terms are good: 320 km.
_NEAR = 0.05
# Boxes that wait to be looked into: eight a level, and no more than twenty levels.
DEEP = 256

# Rows and their codes; by node its box and the span of states on which anything in it stands; by node its first
# child, the stop, whether the children are rows, and its level; the rows of leaves; by block and column the
# root, or -1.
TREE = (
    "Tuple((float64[:, ::1], int32[:, ::1], float64[:, ::1], int32[:, ::1], int64[:, ::1], int64[::1], int64[:, ::1]))"
)


@kernel("float64(float64, float64, float64, float64)")
def lambert_km(lon_a, lat_a, lon_b, lat_b):
    """The length of the geodesic by Lambert's formula for long lines: good to some ten metres in thousands of km."""
    a = atan2((1 - FLATTENING) * sin(radians(lat_a)), cos(radians(lat_a)))
    b = atan2((1 - FLATTENING) * sin(radians(lat_b)), cos(radians(lat_b)))
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon_b - lon_a) / 2) ** 2
    angle = 2 * atan2(sqrt(half), sqrt(max(0.0, 1 - half)))
    if angle == 0:
        return 0.0
    p = (a + b) / 2
    q = (b - a) / 2
    x = (angle - sin(angle)) * sin(p) ** 2 * cos(q) ** 2 / max(1e-30, 1 - half)
    y = (angle + sin(angle)) * cos(p) ** 2 * sin(q) ** 2 / half
    return EQUATOR_KM * (angle - FLATTENING / 2 * (x + y))


@kernel(f"float64({FRAME}, float64, float64, float64[:, ::1], int64)")
def border_km(f, lon, lat, rows, row):
    """The distance from the centre of the frame, (lon, lat), to a border."""
    ax = rows[row, 0]
    ay = rows[row, 1]
    az = rows[row, 2]
    bx = rows[row, 3]
    by = rows[row, 4]
    bz = rows[row, 5]
    if (ax - f[0]) ** 2 + (ay - f[1]) ** 2 + (az - f[2]) ** 2 < _NEAR * _NEAR:
        px, py = laid(f, ax, ay, az)
        qx, qy = laid(f, bx, by, bz)
        return 2 * asin(sqrt(apart_squared(0.0, 0.0, px, py, qx, qy)) / 2) * RADIUS_KM
    dx = bx - ax
    dy = by - ay
    dz = bz - az
    dd = dx * dx + dy * dy + dz * dz
    part = ((f[0] - ax) * dx + (f[1] - ay) * dy + (f[2] - az) * dz) / dd if dd > 0 else 0.0
    part = min(1.0, max(0.0, part))
    there_lon, there_lat = in_degrees(ax + part * dx, ay + part * dy, az + part * dz)
    return lambert_km(lon, lat, there_lon, there_lat)


@kernel(f"float64({FRAME}, float64[:, ::1], int64)")
def box_km(f, boxes, node):
    """Nothing in the box is nearer than this."""
    x = max(0.0, boxes[node, 0] - f[0], f[0] - boxes[node, 3])
    y = max(0.0, boxes[node, 1] - f[1], f[1] - boxes[node, 4])
    z = max(0.0, boxes[node, 2] - f[2], f[2] - boxes[node, 5])
    return _SHRINKS * RADIUS_KM * sqrt(x * x + y * y + z * z)


@kernel(f"float64({TREE}, {FRAME}, float64, float64, int64, int64, int64, float64, int64[::1], float64[::1])")
def nearest_in(tree, f, lon, lat, root, first, stop, best, stack, bounds):
    """The least distance, no more than `best`, to a border below a root that stands on one of the states."""
    rows, codes, boxes, times, children, leaves, _ = tree
    stack[0] = root
    bounds[0] = 0.0
    depth = 1
    while depth > 0:
        depth -= 1
        node = stack[depth]
        if bounds[depth] >= best:
            continue
        if children[node, 2]:
            for child in range(children[node, 0], children[node, 1]):
                row = leaves[child]
                if codes[row, 14] < stop and codes[row, 15] > first:
                    best = min(best, border_km(f, lon, lat, rows, row))
            continue
        for child in range(children[node, 0], children[node, 1]):
            if times[child, 0] >= stop or times[child, 1] <= first:
                continue
            bound = box_km(f, boxes, child)
            if bound >= best:
                continue
            at = depth
            # The nearest of them comes last, and so is looked into first.
            while at > 0 and children[stack[at - 1], 3] == children[child, 3] and bounds[at - 1] < bound:
                stack[at] = stack[at - 1]
                bounds[at] = bounds[at - 1]
                at -= 1
            stack[at] = child
            bounds[at] = bound
            depth += 1
    return best


@kernel(
    f"({TREE}, float64[:, ::1], int64, float64[::1], float64[::1], int32[::1], int32[::1], float64[:, ::1], "
    "int64[::1], float64[::1])"
)
def nearest(tree, terms, block_states, lon, lat, first, stop, least, stack, bounds):
    """Lowers `least[point, column]`, km, to the nearest border of each column on the states of each point."""
    roots = tree[6]
    for point in range(len(lon)):
        f = framed(lon[point], lat[point], terms)
        for column in range(least.shape[1]):
            for block in range(first[point] // block_states, (stop[point] - 1) // block_states + 1):
                best = least[point, column]
                if roots[block, column] >= 0 and best > 0:
                    root = roots[block, column]
                    least[point, column] = nearest_in(
                        tree, f, lon[point], lat[point], root, first[point], stop[point], best, stack, bounds
                    )
