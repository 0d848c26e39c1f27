# mypy: allow-untyped-defs
"""Is so little ground there at all? The few coverings that area against length leaves open, looked at one by one.

The plain path calls ground a sliver, and drops it, where it is nowhere a metre wide: where no circle of half a metre
fits. Here a circle that surely fits settles it one way, ground that keeps to the disc's edge settles it the other way,
and what neither settles is left to the plain path.
"""

from math import hypot, sqrt

from firmground.engine.compiled import kernel
from firmground.engine.discs.frame_kernels import (
    FRAME,
    METRE,
    columns_within,
    framed,
    half_reached,
    laid,
    lines_reached,
    sheet_radius,
)
from firmground.engine.discs.walk_kernels import BEYOND_KM, DISC, OUTER_M, OUTER_PART, TABLE

# A circle of half a metre, and what the plain path may draw otherwise.
_FITS = 0.72 * METRE
_KEEPS = 0.9 * METRE
_TRIED = 64
GATHERED = 4096  # borders of one covering; with more it is left to the plain path


@kernel("float64(float64, float64, float64, float64, float64, float64)")
def apart_squared(x, y, px, py, qx, qy):
    """The squared distance from a point to a stretch."""
    dx = qx - px
    dy = qy - py
    dd = dx * dx + dy * dy
    part = min(1.0, max(0.0, ((x - px) * dx + (y - py) * dy) / dd)) if dd > 0 else 0.0
    return (px + part * dx - x) ** 2 + (py + part * dy - y) ** 2


@kernel(f"({TABLE}, {FRAME}, {DISC}, float64, int64, int64, float64[:, ::1])")
def gathered(table, f, disc, outer, state, covering, found):
    """Borders of a covering near a disc on one state, laid on the sheet with the covering on their left: how many (-1
    for too many), and how near to the centre they come.
    """
    rows, codes, _ = table[0]
    row_first = table[1]
    grid = table[4]
    shape = table[5]
    count = 0
    nearest = 9.0
    reach = disc[2] * (1 + 2 * OUTER_PART) + BEYOND_KM
    line_first, line_stop = lines_reached(disc[1], reach, grid, shape)
    for line in range(line_first, line_stop):
        half = half_reached(disc[1], reach, line, grid)
        if half < 0:
            continue
        cell = (state // shape[2] * shape[1] + line) * shape[0]
        for wrap in range(-1, 2):
            west, east = columns_within(disc[0], half, grid, shape, wrap)
            for row in range(row_first[cell + west], row_first[cell + east]):
                onward = codes[row, 12] == covering
                if not onward and codes[row, 13] != covering:
                    continue
                if codes[row, 14] > state or codes[row, 15] <= state:
                    continue
                px, py = laid(f, rows[row, 0], rows[row, 1], rows[row, 2])
                qx, qy = laid(f, rows[row, 3], rows[row, 4], rows[row, 5])
                near = sqrt(apart_squared(0.0, 0.0, px, py, qx, qy))
                if near >= outer:
                    continue
                if count == GATHERED:
                    return -1, nearest
                nearest = min(nearest, near)
                found[count, 0] = px if onward else qx
                found[count, 1] = py if onward else qy
                found[count, 2] = qx if onward else px
                found[count, 3] = qy if onward else py
                count += 1
    return count, nearest


@kernel("float64(float64, float64, float64, float64, float64, float64)")
def side_of(x, y, px, py, qx, qy):
    """More than 0 where (x, y) lies on the left of the stretch."""
    return (qx - px) * (y - py) - (qy - py) * (x - px)


@kernel("boolean(float64[:, ::1], int64, int64, float64, float64, float64, float64, float64)")
def has_room(found, count, chosen, px, py, x, y, out):
    """Does no border come nearer to (x, y) than `out`, and none but the chosen one, on which (px, py) lies, between?"""
    least = (0.999 * out) ** 2
    for other in range(count):
        ax = found[other, 0]
        ay = found[other, 1]
        bx = found[other, 2]
        by = found[other, 3]
        if apart_squared(x, y, ax, ay, bx, by) < least:
            return False
        if (
            other != chosen
            and side_of(px, py, ax, ay, bx, by) * side_of(x, y, ax, ay, bx, by) <= 0
            and side_of(ax, ay, px, py, x, y) * side_of(bx, by, px, py, x, y) <= 0
        ):
            return False
    return True


@kernel("boolean(float64[:, ::1], int64, float64)")
def circle_fits(found, count, radius):
    """Does a circle beside one of the borders, on its left, fit? Borders far apart in the list are tried."""
    for chosen in range(0, count, max(1, count // _TRIED)):
        dx = found[chosen, 2] - found[chosen, 0]
        dy = found[chosen, 3] - found[chosen, 1]
        length = hypot(dx, dy)
        if length == 0:
            continue
        foot = -(found[chosen, 0] * dx + found[chosen, 1] * dy) / (length * length)
        off_end = min(0.5, METRE / length)  # at an end the next border would lie between, or seem to
        foot = min(1 - off_end, max(off_end, foot))
        for part in (foot, 0.5, (foot + 0.5) / 2):
            px = found[chosen, 0] + part * dx
            py = found[chosen, 1] + part * dy
            for times in (1.0, 2.0, 6.0, 20.0):
                out = _FITS * times
                x = px - out * dy / length
                y = py + out * dx / length
                if hypot(x, y) < radius - _FITS and has_room(found, count, chosen, px, py, x, y, out):
                    return True
    return False


@kernel(f"int64({TABLE}, {DISC}, int64, int64, float64, float64[:, ::1])")
def settled(table, disc, state, covering, share, found):
    """Is ground of the covering in the disc on this state? 1 it is, 0 it is not, -1 it can't be told here."""
    f = framed(disc[0], disc[1], table[6])
    radius = sheet_radius(disc[2])
    outer = radius * (1 + OUTER_PART) + OUTER_M * METRE
    count, nearest = gathered(table, f, disc, outer, state, covering, found)
    if count < 0:
        return -1
    if share < 0.5 and outer - nearest < _KEEPS:
        return 0
    return 1 if circle_fits(found, count, radius) else -1
