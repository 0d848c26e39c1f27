"""Is so little ground there at all? The few coverings that area against length leaves open, looked at one by one.

The plain path calls ground a sliver, and drops it, where it is nowhere a metre wide: where no circle of half a metre
fits. Here a circle that surely fits settles it one way, ground that keeps to the disc's edge settles it the other way,
and what neither settles is left to the plain path.
"""

from math import hypot, sqrt

from firmground.engine.compiled import inlined, kernel
from firmground.engine.discs.frame_kernels import (
    _METRE,
    columns_within,
    framed,
    half_reached,
    laid,
    lines_reached,
    sheet_radius,
)
from firmground.engine.discs.walk_kernels import ARRAYS, OUTER_M, OUTER_PART

# A circle of half a metre, and what the plain path may draw otherwise.
_FITS = 0.72 * _METRE
_KEEPS = 0.9 * _METRE
_TRIED = 64
GATHERED = 4096  # borders of one covering; with more it is left to the plain path


@inlined
def gathered(
    rows, row_codes, row_first, grid, shape, f, lon, lat, radius_km, outer, state, covering, found,
):  # fmt: skip
    """Borders of a covering near a disc on one state, laid on the sheet with the covering on their left: how many (-1
    for too many), and how near to the centre they come.
    """
    count = 0
    nearest = 9.0
    reach = radius_km * (1 + 2 * OUTER_PART) + 0.002
    line_first, line_stop = lines_reached(lat, reach, grid, shape)
    block = state // shape[2]
    for line in range(line_first, line_stop):
        half = half_reached(lat, reach, line, grid)
        if half < 0:
            continue
        cell = (block * shape[1] + line) * shape[0]
        for wrap in range(-1, 2):
            west, east = columns_within(lon, half, grid, shape, wrap)
            for row in range(row_first[cell + west], row_first[cell + east]):
                left = row_codes[row, 12] == covering
                if not left and row_codes[row, 13] != covering:
                    continue
                if row_codes[row, 14] > state or row_codes[row, 15] <= state:
                    continue
                px, py = laid(f, rows[row, 0], rows[row, 1], rows[row, 2])
                qx, qy = laid(f, rows[row, 3], rows[row, 4], rows[row, 5])
                near = sqrt(apart_squared(0.0, 0.0, px, py, qx, qy))
                if near >= outer:
                    continue
                if count == GATHERED:
                    return -1, nearest
                nearest = min(nearest, near)
                found[count, 0] = px if left else qx
                found[count, 1] = py if left else qy
                found[count, 2] = qx if left else px
                found[count, 3] = qy if left else py
                count += 1
    return count, nearest


@inlined
def apart_squared(x, y, px, py, qx, qy):
    """The squared distance from a point to a stretch."""
    dx = qx - px
    dy = qy - py
    dd = dx * dx + dy * dy
    part = min(1.0, max(0.0, ((x - px) * dx + (y - py) * dy) / dd)) if dd > 0 else 0.0
    return (px + part * dx - x) ** 2 + (py + part * dy - y) ** 2


@kernel("(float64[:, ::1], int64, float64, float64, float64, float64)")
def room(found, count, x, y, out, radius):
    """Is the circle about (x, y) in the disc, and does no border come nearer to its centre than `out`?"""
    if hypot(x, y) > radius - _FITS:
        return False
    least = (0.999 * out) ** 2
    for other in range(count):
        if apart_squared(x, y, found[other, 0], found[other, 1], found[other, 2], found[other, 3]) < least:
            return False
    return True


@inlined
def fits(found, count, radius):
    """Does a circle beside one of the borders, on its left, fit? Borders far apart in the list are tried."""
    for chosen in range(0, count, max(1, count // _TRIED)):
        px = found[chosen, 0]
        py = found[chosen, 1]
        dx = found[chosen, 2] - px
        dy = found[chosen, 3] - py
        length = hypot(dx, dy)
        if length == 0:
            continue
        foot = min(1.0, max(0.0, -(px * dx + py * dy) / (length * length)))
        for at in range(3):
            part = foot if at == 0 else 0.5 if at == 1 else (foot + 0.5) / 2
            for step in range(4):
                out = _FITS * (1.0 if step == 0 else 2.0 if step == 1 else 6.0 if step == 2 else 20.0)
                if room(
                    found, count, px + part * dx - out * dy / length, py + part * dy + out * dx / length, out, radius
                ):
                    return True
    return False


@kernel(
    f"({ARRAYS}, float64[:, ::1], float64, float64, float64, int64, int64, float64)"
)  # fmt: skip
def settled(
    rows, row_codes, row_first, chains, chain_codes, chain_first, grid, shape, terms,
    found, lon, lat, radius_km, state, covering, share,
):  # fmt: skip
    """Is ground of the covering in the disc on this state? 1 it is, 0 it is not, -1 it can't be told here."""
    f = framed(lon, lat, terms)
    radius = sheet_radius(radius_km)
    outer = radius * (1 + OUTER_PART) + OUTER_M * _METRE
    count, nearest = gathered(
        rows, row_codes, row_first, grid, shape, f, lon, lat, radius_km, outer, state, covering, found
    )
    if count < 0:
        return -1
    if share < 0.5 and outer - nearest < _KEEPS:
        return 0
    return 1 if fits(found, count, radius) else -1
