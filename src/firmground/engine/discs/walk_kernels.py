# mypy: allow-untyped-defs
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
    FRAME,
    METRE,
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
# What borders may lie beyond that and still be met: room for what is rounded.
BEYOND_KM = 0.002
# A border that touches the disc's edge without a length inside: less than any sliver, more than what is rounded.
TOUCH = 1e-10

# Rows, the same as integers, and for chains what a straight line lacks: the area beside it, and the length.
ROWS = "Tuple((float64[:, ::1], int32[:, ::1], float64[:, ::1]))"
# `Table`: borders, row_first, chains, chain_first, grid, shape; and the terms of the metric.
TABLE = f"Tuple(({ROWS}, int64[::1], {ROWS}, int64[::1], float64[::1], int64[::1], float64[:, ::1]))"
# `Room`: sums[place, state, (area, length)]; by covering its place, and the mark of the disc it was met in last; by
# place its covering; how many places; by state the mark of the disc in which something changed there last.
PLACES = "float64[:, :, ::1], int64[::1], int64[::1], int64[::1], int64[::1]"
ROOM = f"Tuple(({PLACES}, int64[::1]))"
# Longitude, latitude, radius in km.
DISC = "UniTuple(float64, 3)"
# The mark of the disc; its first state, and the stop.
SPAN = "UniTuple(int64, 3)"
# Squared radii: surely inside, the circle, as far as the plain path may see; the cut point, east and north.
RING = "UniTuple(float64, 5)"


@kernel(f"int64({PLACES}, {SPAN}, int64)")
def place_of(sums, places, marks, coverings, used, span, covering):
    """The place of a covering in the sums; emptied when the disc meets it first."""
    if marks[covering] != span[0]:
        marks[covering] = span[0]
        place = used[0]
        places[covering] = place
        coverings[place] = covering
        used[0] = place + 1
        for state in range(span[2] - span[1] + 1):
            sums[place, state, 0] = 0.0
            sums[place, state, 1] = 0.0
    return places[covering]


@inlined
def clipped(ring, px, py, qx, qy):
    """What a border that is not surely inside adds: area, length (less than 0: it is outside), and how near it comes
    to the cut point, squared.
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
    if nearest >= ring[2] or dd == 0:
        return 0.0, -1.0, 9.0
    wx = ring[3] - px
    wy = ring[4] - py
    part = min(1.0, max(0.0, (wx * dx + wy * dy) / dd))
    apart = (wx - part * dx) ** 2 + (wy - part * dy) ** 2
    root = along * along - dd * (pp - ring[1])
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
        area += ring[1] / 2 * turned(ax, ay, ring[3], ring[4])
    if leaves < 1:
        area -= ring[1] / 2 * turned(bx, by, ring[3], ring[4])
    return area, TOUCH + (end - begin) * (abs(dx) + abs(dy)), apart


@kernel(f"float64({ROWS}, {ROOM}, {FRAME}, {RING}, {SPAN}, int64, int64, int64)")
def add_rows(table, room, f, ring, span, since, begin, end):
    """Adds the rows from `begin` to `end`, excluded, that first stand on the state `since` or later. The squared
    distance of the cut point to the nearest of those near the circle is what it returns.
    """
    rows, codes, extras = table
    sums, places, marks, coverings, used, changed = room
    chains = len(extras) > 0
    clear = 9.0
    last_x = last_y = last_z = 9.0
    qx = qy = 0.0
    q_inside = False
    for row in range(begin, end):
        starts = codes[row, 14]
        stops = codes[row, 15]
        if starts >= span[2] or stops <= span[1] or starts < since:
            continue
        if rows[row, 0] == last_x and rows[row, 1] == last_y and rows[row, 2] == last_z:
            px, py, p_inside = qx, qy, q_inside
        else:
            px, py = laid(f, rows[row, 0], rows[row, 1], rows[row, 2])
            p_inside = px * px + py * py < ring[0]
        last_x = rows[row, 3]
        last_y = rows[row, 4]
        last_z = rows[row, 5]
        qx, qy = laid(f, last_x, last_y, last_z)
        q_inside = qx * qx + qy * qy < ring[0]
        if p_inside and q_inside:
            area = (px * qy - py * qx) / 2
            length = abs(qx - px) + abs(qy - py)
            if chains:
                area += extras[row, 0]
                length = extras[row, 1]
        else:
            area, length, apart = clipped(ring, px, py, qx, qy)
            if length < 0:
                continue
            clear = min(clear, apart)
        begun = max(starts, span[1]) - span[1]
        ended = min(stops, span[2]) - span[1]
        changed[begun] = changed[ended] = span[0]
        for side in (12, 13):  # what lies left has it, what lies right lacks it
            covering = codes[row, side]
            if marks[covering] != span[0]:
                place_of(sums, places, marks, coverings, used, span, covering)
            place = places[covering]
            sums[place, begun, 0] += area
            sums[place, begun, 1] += length
            sums[place, ended, 0] -= area
            sums[place, ended, 1] -= length
            area = -area
    return clear


@kernel(f"float64({TABLE}, {ROOM}, {DISC}, {SPAN}, float64, float64)")
def walk(table, room, disc, span, cut_east, cut_north):
    """Adds all borders in a disc to the sums, as differences from state to state, counted from its first.

    `cut_east`, `cut_north`: the direction of the cut, of length one. How near borders come to the cut point, squared,
    is what it returns.
    """
    borders, row_first, chains, chain_first, grid, shape, terms = table
    lon, lat, radius_km = disc
    f = framed(lon, lat, terms)
    radius = sheet_radius(radius_km)
    outer = radius * (1 + OUTER_PART) + OUTER_M * METRE
    ring = (max(0.0, radius - METRE) ** 2, radius * radius, outer * outer, radius * cut_east, radius * cut_north)
    clear = 9.0
    room[4][0] = 0
    reach = radius_km * (1 + 2 * OUTER_PART) + BEYOND_KM
    within = (radius_km - BEYOND_KM) * (1 - 1e-6)
    line_first, line_stop = lines_reached(lat, reach, grid, shape)
    block_first = span[1] // shape[2]
    for line in range(line_first, line_stop):
        half = half_reached(lat, reach, line, grid)
        if half < 0:
            continue
        half_inside = half_whole(lat, within, line, grid)
        for wrap in range(-1, 2):
            west, east = columns_within(lon, half, grid, shape, wrap)
            if west >= east:
                continue
            in_west, in_east = columns_inside(lon, half_inside, grid, shape, wrap)
            in_west = max(in_west, west)
            in_east = min(in_east, east)
            if in_west >= in_east:
                in_west = in_east = east
            for block in range(block_first, (span[2] - 1) // shape[2] + 1):
                cell = (block * shape[1] + line) * shape[0]
                # A border that stood in the block before has been met there.
                since = block * shape[2] if block > block_first else 0
                begin = row_first[cell + west]
                end = row_first[cell + in_west]
                if begin < end:
                    clear = min(clear, add_rows(borders, room, f, ring, span, since, begin, end))
                begin = row_first[cell + in_east]
                end = row_first[cell + east]
                if begin < end:
                    clear = min(clear, add_rows(borders, room, f, ring, span, since, begin, end))
                begin = chain_first[cell + in_west]
                end = chain_first[cell + in_east]
                if begin < end:
                    add_rows(chains, room, f, ring, span, since, begin, end)
    return clear
