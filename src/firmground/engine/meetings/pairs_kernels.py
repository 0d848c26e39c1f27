"""Kernels: bounds of pairs, and pairs in order."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import math

from firmground.engine.compiled import kernel
from firmground.engine.meetings.chords import EQUATOR_KM, POLE_KM, PROVEN_KM, TIGHTEST_KM
from firmground.engine.separation import FARTHEST_KM

_EVENTS = "float64[::1], float64[::1], float64[::1]"


@kernel("float64(float64, float64)")
def middle_of_bounds(chord, nearly):
    """Between the shortest and the longest geodesic of a straight line; NaN where they are not nearly the same."""
    if chord > PROVEN_KM:
        return math.nan
    shortest = max(chord, 2 * POLE_KM * math.asin(min(1.0, chord / (2 * EQUATOR_KM))))
    longest = 2 * TIGHTEST_KM * math.asin(min(1.0, chord / (2 * TIGHTEST_KM)))
    return (shortest + longest) / 2 if longest - shortest <= nearly else math.nan


@kernel("void(float64[::1], float64[::1], float64)")
def fill_centres(chord, centres, nearly):
    """Where the geodesic is not known and a straight line tells it nearly enough."""
    for k in range(chord.size):
        if math.isnan(centres[k]):
            centres[k] = middle_of_bounds(chord[k], nearly)


@kernel(
    f"void({_EVENTS}, {_EVENTS}, int64[::1], int64[::1], float64[::1], float64[::1], float64[::1], float64[::1],"
    " float64[::1], boolean[::1], boolean[::1])"
)
def bound_pairs(
    radius_a, start_a, stop_a, radius_b, start_b, stop_b, first, second, centres,
    km_low, km_high, hours_low, hours_high, low_open, high_open,
):  # fmt: skip
    """As `settle.list_settled` and `apart.hours_apart`."""
    for k in range(first.size):
        i, j = first[k], second[k]
        radii = radius_a[i] + radius_b[j]
        km_low[k], km_high[k] = max(0.0, centres[k] - radii), min(FARTHEST_KM, centres[k] + radii)
        b_later, a_later = start_b[j] - stop_a[i], start_a[i] - stop_b[j]
        b_last, a_last = stop_b[j] - start_a[i], stop_a[i] - start_b[j]
        open_a, open_b = start_a[i] != stop_a[i], start_b[j] != stop_b[j]
        hours_low[k], hours_high[k] = max(0.0, b_later, a_later), max(b_last, a_last)
        low_open[k] = (b_later >= 0 and open_a) or (a_later >= 0 and open_b)
        if b_last == a_last:
            high_open[k] = open_a and open_b
        else:
            high_open[k] = open_b if b_last > a_last else open_a


@kernel("void(int64[::1], int64[::1], int64[::1], int64[::1])")
def order_by(numbers, order, counts, ordered):
    """The order, sorted by these numbers and stable. `counts`: zeros, two more than the greatest number."""
    for k in range(numbers.size):
        counts[numbers[k] + 1] += 1
    for k in range(1, counts.size):
        counts[k] += counts[k - 1]
    for k in range(order.size):
        number = numbers[order[k]]
        ordered[counts[number]] = order[k]
        counts[number] += 1
