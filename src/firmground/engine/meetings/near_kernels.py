"""Kernels: which events on the belts may be near which, and which of these are, by the straight line between them."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import math

import numpy as np

from firmground.engine.compiled import inlined, kernel
from firmground.engine.meetings.apart import SLACK_HOURS, SLACK_KM
from firmground.engine.meetings.chords import EQUATOR_KM, POLE_KM, PROVEN_KM, ROUNDING_KM, SHORT_KM, TIGHTEST_KM
from firmground.engine.separation import FARTHEST_KM

# What the straight line between two events says: they may be within reach, perhaps they may; they must, perhaps.
MAY, PERHAPS_MAY, MUST, PERHAPS_MUST = 1, 2, 4, 8
DOUBTFUL = PERHAPS_MAY | PERHAPS_MUST
_TOGETHER = 256  # events whose windows are looked at together


@kernel("int64(int64[::1], int64, int64)")
def _far_from(places, low, place):
    """As `_first_from`, by steps that double and then by halves."""
    step = 1
    while low + step < places.size and places[low + step] < place:
        low += step
        step += step
    high = min(low + step, places.size - 1)
    while low < high:
        middle = (low + high) >> 1
        if places[middle] < place:
            low = middle + 1
        else:
            high = middle
    return low


@inlined
def _first_from(places, low, place):
    """The first from `low` on that is not before the place; most often it is near. The last of all is beyond any.

    Steps that are taken or not are quicker than branches that are hard to foresee.
    """
    for _ in range(2):
        low += places[np.uintp(low)] < place
    return low if places[np.uintp(low)] >= place else _far_from(places, low, place)


@kernel("int64(int64[::1], int64, int64, int64, int64[::1], int64[::1], int64[::1], int64[::1])")
def _windows(places, first, stop, fields, widths, begin, end, seams):
    """From which place to which (excluded) others of the own belt are near: of events `first` to `stop`.

    Windows end where the belt does; `seams` are the events for which it goes on at its other end: how many.
    """
    west, width, whole, found = np.int64(-1), np.int64(0), False, 0
    for k in range(stop - first):
        place = places[first + k]
        if west < 0 or place >= west + fields:
            belt = place // fields
            west, width = belt * fields, widths[belt % widths.size]
            whole = 2 * width + 1 >= fields
        low, high = place - width, place + width + 1
        over = (low < west) | (high > west + fields)
        begin[k] = west if whole else max(low, west)
        end[k] = west + fields if whole else min(high, west + fields)
        seams[found] = k
        found += over & (not whole)
    return found


@kernel(
    "int64(int64[::1], int64[::1], int64, int64, int64, int64[::1], int64, boolean, int64[::1], int64[::1], int64[::1])"
)
def find_runs(places, others, first, stop, fields, widths, spell, alone, event, low, high):
    """For the events `first` to `stop` of `places` the runs of `others` that may be near: how many runs.

    Run r: the event `event[r]` and the others from `low[r]` to `high[r]`, excluded. `spell`: places of a whole spell.
    A last place beyond any other ends both. `alone`: `others` are `places` too, and each pair is wanted once: with what
    comes later in its own belt and in the one north of it, and with all three belts of the next spell.
    """
    begin, end = np.empty(_TOGETHER, np.int64), np.empty(_TOGETHER, np.int64)
    seams = np.empty(_TOGETHER + 1, np.int64)
    from_low, from_high = np.zeros(9, np.int64), np.zeros(9, np.int64)
    found = 0
    for start in range(first, stop, _TOGETHER):
        count = min(_TOGETHER, stop - start)
        over = _windows(places, start, start + count, fields, widths, begin, end, seams)
        for lane in range(4 if alone else 0, 9):
            away = (lane // 3 - 1) * spell + (lane % 3 - 1) * fields
            itself = alone and lane == 4
            at_low, at_high = from_low[lane], from_high[lane]
            for k in range(count):
                at_low = start + k + 1 if itself else _first_from(others, at_low, begin[k] + away)
                at_high = _first_from(others, at_high, end[k] + away)
                event[np.uintp(found)] = start + k
                low[np.uintp(found)] = at_low
                high[np.uintp(found)] = at_high
                found += at_low < at_high
            from_low[lane], from_high[lane] = at_low, at_high
            for seam in range(over):
                k = seams[seam]
                place = places[start + k]
                west = place // fields * fields
                width = widths[place // fields % widths.size]
                if begin[k] == west and place - width < west:
                    begin_round, end_round = place - width + fields, west + fields
                elif itself:
                    continue  # the other of the two finds this pair
                else:
                    begin_round, end_round = west, place + width + 1 - fields
                at_low = _far_from(others, 0, begin_round + away)
                at_high = _far_from(others, at_low, end_round + away)
                event[found], low[found], high[found] = start + k, at_low, at_high
                found += at_low < at_high
    return found


@inlined
def _surest(km):
    """As `chords.surest_chord`."""
    if km >= FARTHEST_KM:
        return np.inf
    if km <= SHORT_KM:
        return km * (1 - km * km / (24 * TIGHTEST_KM * TIGHTEST_KM)) - ROUNDING_KM
    return min(2 * TIGHTEST_KM * math.sin(min(km / (2 * TIGHTEST_KM), math.pi / 2)), PROVEN_KM) - ROUNDING_KM


@inlined
def _longest(km):
    """As `chords.longest_chord`."""
    if km <= SHORT_KM:
        return km + ROUNDING_KM
    return min(km, 2 * EQUATOR_KM * math.sin(min(math.pi / 2, km / (2 * POLE_KM)))) + ROUNDING_KM


@kernel("int64(float64, float64)")
def _within(chord, km):
    """1: surely no more than so many km apart on the ground, 2: perhaps, 0: no."""
    if km < 0:
        return 0
    if chord <= max(_surest(km), 0.0):
        return 1
    return 2 if chord <= _longest(km) else 0


@inlined
def _last(start, stop):
    """As `apart.last_moment`."""
    return stop - SLACK_HOURS if stop - start > 2 * SLACK_HOURS else stop + SLACK_HOURS


@kernel(
    "int64(int64[::1], int64[::1], int64[::1], int64, int64, int64, float64[:, ::1], float64[:, ::1], float64, float64,"
    " int64[::1], int64[::1], float64[::1])"
)
def sift_runs(event, low, high, run, skip, most, ones, others, hours, chord_km, first, second, chord):
    """Of `most` pairs at most, from the `skip`th of the run `run` on, those within hours and a straight line.

    How many; the rows of both and their straight line are written.
    """
    square = chord_km * chord_km
    found = 0
    while most > 0 and run < event.size:
        one = event[run]
        x, y, z, start = ones[one, 0], ones[one, 1], ones[one, 2], ones[one, 3]
        earliest = start - hours
        latest = _last(start, ones[one, 4] if ones.shape[1] > 4 else start) + hours
        begin = low[run] + skip
        end = min(high[run], begin + most)
        for other in range(begin, end):
            across, along, up = others[other, 0] - x, others[other, 1] - y, others[other, 2] - z
            length = across * across + along * along + up * up
            then = others[other, 3]
            last = _last(then, others[other, 4] if others.shape[1] > 4 else then)
            # Written in any case and kept or overwritten: quicker than a branch that is hard to foresee.
            w = np.uintp(found)
            first[w], second[w], chord[w] = one, other, length
            found += (length <= square) & (then <= latest) & (last >= earliest)
        most -= end - begin
        run, skip = run + 1, 0
    for k in range(found):
        chord[k] = math.sqrt(chord[k])
    return found


@kernel(
    "UniTuple(int64, 3)(int64, float64[:, ::1], float64[:, ::1], float64, float64, boolean, int64[::1], int64[::1],"
    " float64[::1], uint8[::1])"
)
def grade_pairs(count, ones, others, km, hours, all_of_them, first, second, chord, answer):
    """What the straight line says of each pair that was sifted; those that cannot be within reach fall out.

    How many stay, and how many that are not kept must, and may, be within reach: without `all_of_them` only doubtful
    pairs are kept. A pair must only if it must in time too.
    """
    plain = ones.shape[1] == 4 and others.shape[1] == 4
    sure_km, longest_km = _surest(km + SLACK_KM), _longest(km + SLACK_KM)
    kept, must, may = 0, 0, 0
    for k in range(count):
        one, other = first[k], second[k]
        start, then = ones[one, 3], others[other, 3]
        if plain:
            near = 1 if chord[k] <= max(sure_km, 0.0) else 2 if chord[k] <= longest_km else 0
            surely = near
            in_time = abs(start - then) <= hours + SLACK_HOURS
        else:
            stop = ones[one, 4] if ones.shape[1] > 4 else start
            until = others[other, 4] if others.shape[1] > 4 else then
            radii = (ones[one, 5] if ones.shape[1] > 4 else 0.0) + (others[other, 5] if others.shape[1] > 4 else 0.0)
            near = _within(chord[k], km + radii + SLACK_KM)
            surely = _within(chord[k], FARTHEST_KM if km >= FARTHEST_KM else km - radii + SLACK_KM)
            in_time = (until - start <= hours + SLACK_HOURS) & (stop - then <= hours + SLACK_HOURS)
        if near == 0:
            continue
        said = near | (4 * surely if in_time else 0)
        if all_of_them or said & DOUBTFUL:
            first[kept], second[kept], chord[kept], answer[kept] = one, other, chord[k], said
            kept += 1
        else:
            may += 1
            must += said == MAY | MUST
    return kept, must, may
