"""Disc and ground: the line integral over the borders inside one disc, kept by covering and state.

The ground of a covering in the disc is bounded by borders and by arcs of the circle. Going round it with the ground on
the left, half the cross product of what each stretch begins and ends at adds up to its area; each arc adds half the
squared radius times its angle. Angles are counted from a *cut* of the circle, so that an arc through the cut is a whole
turn short: that one bit, what covers the cut point, comes from the index of points.

What a border adds, it adds on the states on which it stands: to the first, and from the stop on no more. It adds to the
covering on its left and takes from the one on its right, so that all shares sum to one whatever is rounded.
"""

from math import sqrt

from firmground.engine.compiled import inlined, kernel
from firmground.engine.discs.frame_kernels import (
    _METRE,
    columns_inside,
    columns_within,
    framed,
    half_reached,
    half_whole,
    laid,
    lines_reached,
    sheet_radius,
    turned,
)

# What the plain path's polygon around the disc may show of ground outside the circle: its corners are 1.9e-5 of the
# radius too far out, and where it straightens borders differs by up to 0.2 m.
OUTER_PART = 2e-5
OUTER_M = 0.3
# A cut point nearer than this to a border is no cut point: borders here are straight on the sheet, not in degrees.
CUT_M = 0.1
# A border that touches the disc's edge without a length inside: less than any sliver, more than what is rounded.
TOUCH = 1e-10


@inlined
def slot_of_covering(covering, mark, stamps, slots, codes, used, states, sums):
    """The place of a covering in `sums`; emptied when the disc meets it first."""
    if stamps[covering] != mark:
        stamps[covering] = mark
        place = used[0]
        slots[covering] = place
        codes[place] = covering
        used[0] = place + 1
        for state in range(states + 1):
            sums[place, state, 0] = 0.0
            sums[place, state, 1] = 0.0
    return slots[covering]


@inlined
def put(sums, place, begin, end, area, length):
    sums[place, begin, 0] += area
    sums[place, end, 0] -= area
    sums[place, begin, 1] += length
    sums[place, end, 1] -= length


@inlined
def clipped(px, py, qx, qy, inner, rho, outer, cut_x, cut_y):
    """What a border that is not surely inside adds: area, length (less than 0: it is outside), and how near it comes
    to the cut point, squared. `inner`, `rho`, `outer`: squared radii.
    """
    dx = qx - px
    dy = qy - py
    dd = dx * dx + dy * dy
    along = px * dx + py * dy
    pp = px * px + py * py
    if along >= 0:
        nearest = pp
    elif along + dd <= 0:
        nearest = qx * qx + qy * qy
    else:
        nearest = pp - along * along / dd
    if nearest >= outer or dd == 0:
        return 0.0, -1.0, 9.0
    wx = cut_x - px
    wy = cut_y - py
    part = min(1.0, max(0.0, (wx * dx + wy * dy) / dd))
    apart = (wx - part * dx) ** 2 + (wy - part * dy) ** 2
    root = along * along - dd * (pp - rho)
    if root <= 0:
        return 0.0, TOUCH, apart
    root = sqrt(root)
    enters = (-along - root) / dd
    leaves = (-along + root) / dd
    if enters >= 1 or leaves <= 0:
        return 0.0, TOUCH, apart
    begin = max(0.0, enters)
    end = min(1.0, leaves)
    ax = px + begin * dx
    ay = py + begin * dy
    bx = px + end * dx
    by = py + end * dy
    area = (ax * by - ay * bx) / 2
    if enters > 0:
        area += rho / 2 * turned(ax, ay, cut_x, cut_y)
    if leaves < 1:
        area -= rho / 2 * turned(bx, by, cut_x, cut_y)
    return area, TOUCH + (end - begin) * (abs(dx) + abs(dy)), apart


ARRAYS = (
    "float64[:, ::1], int32[:, ::1], int64[::1], float64[:, ::1], int32[:, ::1], int64[::1], float64[::1], int64[::1], "
    "float64[:, ::1]"
)
SCRATCH = "float64[:, :, ::1], int64[::1], int64[::1], int64[::1], int64[::1], int64[::1]"


@kernel(f"({ARRAYS}, {SCRATCH}, int64, float64, float64, float64, int64, int64, float64, float64)")
def walk(
    rows, row_codes, row_first, chains, chain_codes, chain_first, grid, shape, terms,
    sums, slots, stamps, codes, used, changed, mark, lon, lat, radius_km, first, stop, cut_east, cut_north,
):  # fmt: skip
    """Adds all borders in a disc to `sums[place, state, (area, length)]`, as differences from state to state, counted
    from `first`. `cut_east`, `cut_north`: the direction of the cut, of length one. The squared distance of the
    cut point to the nearest border is what it returns.
    """
    f = framed(lon, lat, terms)
    radius = sheet_radius(radius_km)
    rho = radius * radius
    inner = max(0.0, radius - _METRE) ** 2
    outer = (radius * (1 + OUTER_PART) + OUTER_M * _METRE) ** 2
    cut_x = radius * cut_east
    cut_y = radius * cut_north
    states = stop - first
    clear = 9.0
    used[0] = 0
    reach = radius_km * (1 + 2 * OUTER_PART) + 0.002
    line_first, line_stop = lines_reached(lat, reach, grid, shape)
    block_states = shape[2]
    block_first = first // block_states
    last_left = -1
    last_right = -1
    left_place = 0
    right_place = 0
    last_x = 9.0
    last_y = 9.0
    last_z = 9.0
    qx = 0.0
    qy = 0.0
    inside = False
    for line in range(line_first, line_stop):
        possible = half_reached(lat, reach, line, grid)
        if possible < 0:
            continue
        whole = half_whole(lat, (radius_km - 0.002) * (1 - 1e-6), line, grid)
        for wrap in range(-1, 2):
            west, east = columns_within(lon, possible, grid, shape, wrap)
            if west >= east:
                continue
            in_west, in_east = columns_inside(lon, whole, grid, shape, wrap)
            in_west = max(in_west, west)
            in_east = min(in_east, east)
            if in_west >= in_east:
                in_west = east
                in_east = east
            for block in range(block_first, (stop - 1) // block_states + 1):
                cell = (block * shape[1] + line) * shape[0]
                # A border of an earlier block has been met there.
                since = block * block_states if block > block_first else 0
                for side in range(2):
                    begin = row_first[cell + west] if side == 0 else row_first[cell + in_east]
                    end = row_first[cell + in_west] if side == 0 else row_first[cell + east]
                    for row in range(begin, end):
                        starts = row_codes[row, 14]
                        stops = row_codes[row, 15]
                        if starts >= stop or stops <= first or starts < since:
                            continue
                        if rows[row, 0] == last_x and rows[row, 1] == last_y and rows[row, 2] == last_z:
                            px, py = qx, qy
                            p_inside = inside
                        else:
                            px, py = laid(f, rows[row, 0], rows[row, 1], rows[row, 2])
                            p_inside = px * px + py * py < inner
                        last_x = rows[row, 3]
                        last_y = rows[row, 4]
                        last_z = rows[row, 5]
                        qx, qy = laid(f, last_x, last_y, last_z)
                        inside = qx * qx + qy * qy < inner
                        if p_inside and inside:
                            area = (px * qy - py * qx) / 2
                            length = abs(qx - px) + abs(qy - py)
                        else:
                            area, length, apart = clipped(px, py, qx, qy, inner, rho, outer, cut_x, cut_y)
                            if length < 0:
                                continue
                            clear = min(clear, apart)
                        left = row_codes[row, 12]
                        right = row_codes[row, 13]
                        if left != last_left:
                            left_place = slot_of_covering(left, mark, stamps, slots, codes, used, states, sums)
                            last_left = left
                        if right != last_right:
                            right_place = slot_of_covering(right, mark, stamps, slots, codes, used, states, sums)
                            last_right = right
                        starts = max(0, starts - first)
                        stops = min(states, stops - first)
                        changed[starts] = mark
                        changed[stops] = mark
                        put(sums, left_place, starts, stops, area, length)
                        put(sums, right_place, starts, stops, -area, length)
                for row in range(chain_first[cell + in_west], chain_first[cell + in_east]):
                    starts = chain_codes[row, 18]
                    stops = chain_codes[row, 19]
                    if starts >= stop or stops <= first or starts < since:
                        continue
                    px, py = laid(f, chains[row, 0], chains[row, 1], chains[row, 2])
                    tx, ty = laid(f, chains[row, 3], chains[row, 4], chains[row, 5])
                    area = (px * ty - py * tx) / 2 + chains[row, 6]
                    left = chain_codes[row, 16]
                    right = chain_codes[row, 17]
                    if left != last_left:
                        left_place = slot_of_covering(left, mark, stamps, slots, codes, used, states, sums)
                        last_left = left
                    if right != last_right:
                        right_place = slot_of_covering(right, mark, stamps, slots, codes, used, states, sums)
                        last_right = right
                    starts = max(0, starts - first)
                    stops = min(states, stops - first)
                    changed[starts] = mark
                    changed[stops] = mark
                    put(sums, left_place, starts, stops, area, chains[row, 7])
                    put(sums, right_place, starts, stops, -area, chains[row, 7])
    return clear
