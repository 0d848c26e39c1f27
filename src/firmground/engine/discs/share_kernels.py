# mypy: allow-untyped-defs
"""What is asked of discs: shares over a run of states, and the runs themselves with the ground that is there."""

from math import cos, pi, sin

from firmground.engine.compiled import kernel
from firmground.engine.discs.frame_kernels import METRE, framed, in_degrees, lifted, sheet_radius
from firmground.engine.discs.settle_kernels import GATHERED, settled
from firmground.engine.discs.walk_kernels import DISC, ROOM, SPAN, TABLE, TOUCH, place_of, walk

__all__ = ["GATHERED", "cut_points", "extremes", "write_runs"]

# Shares that leave 0 to 1 by more are no rounding: what was integrated and what covers the cut point do not agree.
_ROUNDED = 1e-7
# Ground with more area than this width times the length of its borders here has room for a circle of half a metre:
# arcs are no longer than half pi times the borders that end them, or the ground is no small part of the disc.
_WIDE = 3.5 * METRE
# A cut point nearer than this to a border is none: borders are straight on the sheet here, and in degrees there.
_CLEAR = (0.1 * METRE) ** 2

# Longitude, latitude, radius in km, first state, stop, angle of the cut.
DISCS = "Tuple((float64[::1], float64[::1], float64[::1], int32[::1], int32[::1], float64[::1]))"
# `Runs` of what covers the cut points.
CUTS = "Tuple((int64[::1], int32[::1], int32[::1], int32[::1]))"
# Start, stop, number of cells by run; covering, share by cell; number of runs, and whether it is told, by disc.
WRITTEN = "Tuple((int32[::1], int32[::1], int64[::1], int32[::1], float64[::1], int64[::1], uint8[::1]))"

AGAIN, TOLD, DOUBTFUL = 0, 1, 2


@kernel("(float64[:, ::1], float64[::1], float64[::1], float64[::1], float64[::1], float64[::1], float64[::1])")
def cut_points(terms, lon, lat, radius_km, turn, cut_lon, cut_lat):
    """The point of each circle in the direction `turn`, an angle from east against the clock, in degrees."""
    for disc in range(len(lon)):
        radius = sheet_radius(radius_km[disc])
        f = framed(lon[disc], lat[disc], terms)
        x, y, z = lifted(f, radius * cos(turn[disc]), radius * sin(turn[disc]))
        cut_lon[disc], cut_lat[disc] = in_degrees(x, y, z)


@kernel(f"float64({DISC})")
def area_of(disc):
    radius = sheet_radius(disc[2])
    return pi * radius * radius


@kernel(f"boolean({ROOM}, {SPAN}, {CUTS}, int64, float64)")
def cover_cut(room, span, cuts, row, area):
    """Gives the whole disc to what covers the cut point, on each state. False where that lies on a border."""
    sums, places, marks, coverings, used, changed = room
    cut_first, cut_start, cut_stop, cut_value = cuts
    for cut in range(cut_first[row], cut_first[row + 1]):
        if cut_value[cut] < 0:
            return False
        place = place_of(sums, places, marks, coverings, used, span, cut_value[cut])
        changed[cut_start[cut] - span[1]] = span[0]  # a whole disc may change hands, and no border is in it
        sums[place, cut_start[cut] - span[1], 0] += area
        sums[place, cut_stop[cut] - span[1], 0] -= area
    return True


@kernel(f"boolean({ROOM}, {SPAN}, float64)")
def sum_up(room, span, area):
    """Turns differences into shares and lengths on each state. False where they can't be shares."""
    sums = room[0]
    for place in range(room[4][0]):
        share = 0.0
        length = 0.0
        for state in range(span[2] - span[1]):
            share += sums[place, state, 0] / area
            length += sums[place, state, 1]
            if share < -_ROUNDED or share > 1 + _ROUNDED:
                return False
            sums[place, state, 0] = min(1.0, max(0.0, share))
            sums[place, state, 1] = length
    return True


@kernel(f"boolean({TABLE}, {ROOM}, {DISC}, {SPAN}, float64, {CUTS}, int64)")
def measure(table, room, disc, span, turn, cuts, row):
    """The shares and lengths of each covering in a disc on each state. False where it has to be turned first."""
    clear = walk(table, room, disc, span, cos(turn), sin(turn))
    area = area_of(disc)
    return clear >= _CLEAR and cover_cut(room, span, cuts, row, area) and sum_up(room, span, area)


@kernel(f"UniTuple(float64, 3)({ROOM}, {SPAN}, uint8[:, ::1], int64)")
def extremes_of(room, span, member, column):
    """The least, the mean and the greatest share over the states of all coverings that count for a column; where
    `member` has no rows, of the covering at the place `column`.
    """
    sums = room[0]
    coverings = room[3]
    low = 2.0
    high = -1.0
    total = 0.0
    for state in range(span[2] - span[1]):
        share = 0.0
        if member.shape[0] == 0:
            share = sums[column, state, 0]
        else:
            for place in range(room[4][0]):
                if member[coverings[place], column]:
                    share += sums[place, state, 0]
        low = min(low, share)
        high = max(high, share)
        total += share
    return min(1.0, low), min(1.0, total / (span[2] - span[1])), min(1.0, high)


@kernel(
    f"({TABLE}, {ROOM}, {DISCS}, {CUTS}, uint8[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1], uint8[::1])"
)
def extremes(table, room, discs, cuts, member, least, mean, greatest, good):
    """The least, the mean and the greatest share of each column over the states of each disc. A column is what
    `member[covering, column]` says, each covering by itself where `member` has no rows.
    """
    lon, lat, radius_km, first, stop, turn = discs
    alone = member.shape[0] == 0
    for row in range(len(lon)):
        span = (row + 1, int(first[row]), int(stop[row]))
        if not measure(table, room, (lon[row], lat[row], radius_km[row]), span, turn[row], cuts, row):
            good[row] = AGAIN
            continue
        good[row] = TOLD
        for column in range(least.shape[1]):
            least[row, column] = 0.0
            mean[row, column] = 0.0
            greatest[row, column] = 0.0
        for column in range(room[4][0] if alone else least.shape[1]):
            into = room[3][column] if alone else column
            low, middle, high = extremes_of(room, span, member, column)
            least[row, into] = low
            mean[row, into] = middle
            greatest[row, into] = high


@kernel(f"int64({TABLE}, {DISC}, int64, int64, float64, float64, float64[:, ::1])")
def is_there(table, disc, state, covering, share, length, near):
    """Is ground of the covering there? 1 it is, 0 it is not, -1 it can't be told here."""
    if length < TOUCH / 2:
        return 1 if share > 0.5 else 0
    if share * area_of(disc) > _WIDE * length:
        return 1
    return settled(table, disc, state, covering, share, near)


@kernel(f"int64({TABLE}, {ROOM}, {DISC}, {SPAN}, int64, float64[:, ::1], int32[::1], float64[::1], int64)")
def write_cells(table, room, disc, span, state, near, covering, share, cell):
    """Writes what is there on a state from `cell` on, and says where it ended: -1 where that can't be told."""
    sums = room[0]
    begun = cell
    whole = 0.0
    for place in range(room[4][0]):
        part = sums[place, state, 0]
        found = is_there(table, disc, span[1] + state, room[3][place], part, sums[place, state, 1], near)
        if found < 0:
            return -1
        if found > 0:
            covering[cell] = room[3][place]
            share[cell] = part
            whole += part
            cell += 1
    if whole < 0.5:
        return -1
    for one in range(begun, cell):
        share[one] /= whole
    return cell


@kernel(f"({TABLE}, {ROOM}, int64, {DISCS}, {CUTS}, float64[:, ::1], int64, {WRITTEN})")
def write_runs(table, room, mark, discs, cuts, near, begun, written):
    """Writes the runs of the discs from `begun` on, as many as there is room for: at which disc it stopped, and how
    many runs and cells are written.
    """
    lon, lat, radius_km, first, stop, turn = discs
    run_start, run_stop, run_cells, covering, share, runs, good = written
    run = 0
    cell = 0
    for row in range(begun, len(lon)):
        disc = (lon[row], lat[row], radius_km[row])
        span = (mark + row, int(first[row]), int(stop[row]))
        good[row] = AGAIN
        if not measure(table, room, disc, span, turn[row], cuts, row):
            continue
        good[row] = TOLD
        next_run = run
        next_cell = cell
        state = 0
        while state < span[2] - span[1]:
            until = state + 1
            while until < span[2] - span[1] and room[5][until] != span[0]:
                until += 1
            if next_run == len(run_start) or next_cell + room[4][0] > len(share):
                return row, run, cell
            ended = write_cells(table, room, disc, span, state, near, covering, share, next_cell)
            if ended < 0:
                good[row] = DOUBTFUL
                break
            run_start[next_run] = span[1] + state
            run_stop[next_run] = span[1] + until
            run_cells[next_run] = ended - next_cell
            next_run += 1
            next_cell = ended
            state = until
        if good[row] == TOLD:
            runs[row] = next_run - run
            run = next_run
            cell = next_cell
    return len(lon), run, cell
