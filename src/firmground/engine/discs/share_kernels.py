"""What is asked of discs: shares over a run of states, and the runs themselves with the ground that is there."""

from math import cos, pi, sin

from firmground.engine.compiled import inlined, kernel
from firmground.engine.discs.frame_kernels import _METRE, framed, in_degrees, lifted, sheet_radius
from firmground.engine.discs.settle_kernels import GATHERED, settled
from firmground.engine.discs.walk_kernels import ARRAYS, CUT_M, SCRATCH, TOUCH, slot_of_covering, walk

__all__ = ["GATHERED", "cut_points", "extremes", "runs"]

# Shares that leave 0 to 1 by more are no rounding: what was integrated and what covers the cut point do not agree.
_ROUNDED = 1e-7
# Ground with more area than this width times the length of its borders here has room for a circle of half a metre.
_WIDE = 3.5 * _METRE
_CLEAR = (CUT_M * _METRE) ** 2
_OF_DISCS = "float64[::1], float64[::1], float64[::1], int32[::1], int32[::1], float64[::1]"
_OF_CUTS = "int64[::1], int32[::1], int32[::1], int32[::1]"


@kernel("(float64[:, ::1], float64[::1], float64[::1], float64[::1], float64[::1], float64[::1], float64[::1])")
def cut_points(terms, lon, lat, radius_km, turn, cut_lon, cut_lat):
    """The point of each circle in the direction `turn`, an angle from east against the clock, in degrees."""
    for disc in range(len(lon)):
        radius = sheet_radius(radius_km[disc])
        f = framed(lon[disc], lat[disc], terms)
        x, y, z = lifted(f, radius * cos(turn[disc]), radius * sin(turn[disc]))
        cut_lon[disc], cut_lat[disc] = in_degrees(x, y, z)


@inlined
def summed(
    sums, stamps, slots, codes, used, changed, mark, disc, first, stop, cut_first, cut_start, cut_stop, cut_value, area
):
    """Turns the differences in `sums` into shares and lengths on each state. False where they do not agree."""
    states = stop - first
    for cut in range(cut_first[disc], cut_first[disc + 1]):
        place = slot_of_covering(cut_value[cut], mark, stamps, slots, codes, used, states, sums)
        changed[cut_start[cut] - first] = mark  # a whole disc may change hands, and no border is in it
        sums[place, cut_start[cut] - first, 0] += area
        sums[place, cut_stop[cut] - first, 0] -= area
    agree = True
    for place in range(used[0]):
        share = 0.0
        length = 0.0
        for state in range(states):
            share += sums[place, state, 0]
            length += sums[place, state, 1]
            part = share / area
            if part < -_ROUNDED or part > 1 + _ROUNDED:
                agree = False
            sums[place, state, 0] = min(1.0, max(0.0, part))
            sums[place, state, 1] = length
    return agree


@kernel(
    f"({ARRAYS}, {SCRATCH}, int64, {_OF_DISCS}, {_OF_CUTS}, uint8[:, ::1], float64[:, ::1], float64[:, ::1], "
    "float64[:, ::1], uint8[::1])"
)
def extremes(
    rows, row_codes, row_first, chains, chain_codes, chain_first, grid, shape, terms,
    sums, slots, stamps, codes, used, changed, mark, lon, lat, radius_km, first, stop, turn,
    cut_first, cut_start, cut_stop, cut_value, member, least, mean, greatest, good,
):  # fmt: skip
    """The least, the mean and the greatest share of each column over the states of each disc. A column is what
    `member[covering, column]` says, each covering by itself where `member` has no rows.
    """
    alone = member.shape[0] == 0
    for disc in range(len(lon)):
        begin = first[disc]
        end = stop[disc]
        clear = walk(
            rows, row_codes, row_first, chains, chain_codes, chain_first, grid, shape, terms,
            sums, slots, stamps, codes, used, changed, mark + disc, lon[disc], lat[disc], radius_km[disc], begin, end,
            cos(turn[disc]), sin(turn[disc]),
        )  # fmt: skip
        radius = sheet_radius(radius_km[disc])
        good[disc] = clear >= _CLEAR and summed(
            sums, stamps, slots, codes, used, changed, mark + disc, disc, begin, end, cut_first, cut_start, cut_stop, cut_value,
            pi * radius * radius,
        )  # fmt: skip
        if not good[disc]:
            continue
        for column in range(least.shape[1]):
            least[disc, column] = 0.0
            mean[disc, column] = 0.0
            greatest[disc, column] = 0.0
        for column in range(used[0] if alone else least.shape[1]):
            low = 2.0
            high = -1.0
            total = 0.0
            for state in range(end - begin):
                share = 0.0
                if alone:
                    share = sums[column, state, 0]
                else:
                    for place in range(used[0]):
                        if member[codes[place], column]:
                            share += sums[place, state, 0]
                low = min(low, share)
                high = max(high, share)
                total += share
            into = codes[column] if alone else column
            least[disc, into] = low
            greatest[disc, into] = min(1.0, high)
            mean[disc, into] = min(1.0, total / (end - begin))


@kernel(
    f"({ARRAYS}, {SCRATCH}, int64, {_OF_DISCS}, {_OF_CUTS}, float64[:, ::1], int64, int32[::1], int32[::1], int64[::1], "
    "int32[::1], float64[::1], int64[::1], uint8[::1], int64[::1])"
)
def runs(
    rows, row_codes, row_first, chains, chain_codes, chain_first, grid, shape, terms,
    sums, slots, stamps, codes, used, changed, mark, lon, lat, radius_km, first, stop, turn,
    cut_first, cut_start, cut_stop, cut_value, found, begun, run_start, run_stop, run_cells, covering, share,
    disc_runs, good, written,
):  # fmt: skip
    """Writes the runs of the discs from `begun` on, as many as there is room for, and says at which disc it stopped.

    `written`: the runs and the cells so far. `good`: 1 told, 0 to be turned and asked again, 2 doubtful.
    """
    written[0] = 0
    written[1] = 0
    for disc in range(begun, len(lon)):
        begin = first[disc]
        end = stop[disc]
        clear = walk(
            rows, row_codes, row_first, chains, chain_codes, chain_first, grid, shape, terms,
            sums, slots, stamps, codes, used, changed, mark + disc, lon[disc], lat[disc], radius_km[disc], begin, end,
            cos(turn[disc]), sin(turn[disc]),
        )  # fmt: skip
        radius = sheet_radius(radius_km[disc])
        disc_runs[disc] = 0
        good[disc] = clear >= _CLEAR and summed(
            sums, stamps, slots, codes, used, changed, mark + disc, disc, begin, end, cut_first, cut_start, cut_stop, cut_value,
            pi * radius * radius,
        )  # fmt: skip
        if not good[disc]:
            continue
        run = written[0]
        cell = written[1]
        state = 0
        while state < end - begin:
            until = state + 1
            while until < end - begin and changed[until] != mark + disc:
                until += 1
            if run == len(run_start) or cell + used[0] > len(share):
                return disc
            whole = 0.0
            cells_before = cell
            for place in range(used[0]):
                part = sums[place, state, 0]
                length = sums[place, state, 1]
                there = 1
                if length < TOUCH / 2:
                    there = 1 if part > 0.5 else 0
                elif part * pi * radius * radius <= _WIDE * length:
                    there = settled(
                        rows, row_codes, row_first, chains, chain_codes, chain_first, grid, shape, terms,
                        found, lon[disc], lat[disc], radius_km[disc], begin + state, codes[place], part,
                    )  # fmt: skip
                if there < 0:
                    good[disc] = 2
                    break
                if there:
                    covering[cell] = codes[place]
                    share[cell] = part
                    whole += part
                    cell += 1
            if whole < 0.5 or good[disc] == 2:
                good[disc] = 2
                break
            for one in range(cells_before, cell):
                share[one] /= whole
            run_start[run] = begin + state
            run_stop[run] = begin + until
            run_cells[run] = cell - cells_before
            run += 1
            state = until
        if good[disc] == 1:
            disc_runs[disc] = run - written[0]
            written[0] = run
            written[1] = cell
    return len(lon)
