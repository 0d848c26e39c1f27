"""Kernels: events are numbered by their places on the belts and sorted by them. See `belts.py`."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import math

import numpy as np

from firmground.engine.compiled import kernel
from firmground.engine.meetings.chords import ECCENTRICITY, EQUATOR_KM

_FEW = 24  # sorted by insertion
_SOME = 4096  # sorted by digits of 8 bits, more by 11
_TURN = math.pi / 180
STEPS = 16  # of a degree


@kernel(
    "void(float64[::1], float64[::1], float64[::1], int64[::1], float64, float64, float64, float64, int64, int64,"
    " int64, int64, int64, int64[::1], int64[::1])"
)
def number_events(
    lon, lat, start, chosen, begin, hours, south, height, belts, fields, shift, first, stop, places, held
):
    """The place of each chosen event, and how many there are in each part of the order."""
    endless = math.isinf(hours)
    per_degree = fields / 360.0
    for k in range(first, stop):
        event = chosen[k] if chosen.size else k
        spell = 0 if endless else int((start[event] - begin) / hours)
        belt = int((lat[event] - south) / height) + 1
        field = min(int((lon[event] + 180.0) * per_degree), fields - 1)
        place = (spell * belts + belt) * fields + field
        places[k] = place
        held[place >> shift] += 1


@kernel("UniTuple(float64, 2)(float64, float64[:, ::1])")
def _sine_and_cosine(degrees, table):
    """From those of the nearest step of the table, to the last digit but one; libm takes several times as long."""
    step = math.floor(degrees * STEPS + 0.5)
    sine, cosine = table[step + 180 * STEPS, 0], table[step + 180 * STEPS, 1]
    rest = (degrees - step / STEPS) * _TURN
    square = rest * rest
    rest_sine = rest * (1 - square * (1 / 6 - square / 120))
    rest_cosine = 1 - square * (0.5 - square / 24)
    return sine * rest_cosine + cosine * rest_sine, cosine * rest_cosine - sine * rest_sine


@kernel(
    "void(float64[::1], float64[::1], float64[::1], float64[::1], float64[::1], int64[::1], int64[::1], int64, int64,"
    " int64, int64[::1], float64[:, ::1], int64[::1], int64[::1], float64[:, ::1])"
)
def deal_events(
    lon, lat, start, stop, radius, chosen, places, shift, first, end, next_free, table, dealt, numbers, rows
):
    """Each event to its part of the order. `table`: sine and cosine at each `STEPS`-th of a degree from -180 to 180."""
    whole = rows.shape[1] > 4
    for k in range(first, end):
        part = places[k] >> shift
        at = next_free[part]
        next_free[part] = at + 1
        event = chosen[k] if chosen.size else k
        dealt[at], numbers[at] = places[k], event
        sine, cosine = _sine_and_cosine(lat[event], table)
        turn_sine, turn_cosine = _sine_and_cosine(lon[event], table)
        across = EQUATOR_KM / math.sqrt(1 - ECCENTRICITY * sine * sine)
        rows[at, 0] = across * cosine * turn_cosine
        rows[at, 1] = across * cosine * turn_sine
        rows[at, 2] = across * (1 - ECCENTRICITY) * sine
        rows[at, 3] = start[event]
        if whole:
            rows[at, 4] = stop[event]
            rows[at, 5] = radius[event]


@kernel("void(int64[::1], int64[::1])")
def _insert(keys, numbers):
    for k in range(1, keys.size):
        key, number = keys[k], numbers[k]
        at = k
        while at > 0 and keys[at - 1] > key:
            keys[at], numbers[at] = keys[at - 1], numbers[at - 1]
            at -= 1
        keys[at], numbers[at] = key, number


@kernel("void(int64[::1], int64[::1], int64, int64, int64[::1], int64[::1], int64[::1])")
def _by_digit(keys, numbers, low, mask, counts, keys_out, numbers_out):
    """One pass: stable, by the bits of `mask` from bit `low` on."""
    for digit in range(mask + 2):
        counts[digit] = 0
    for k in range(keys.size):
        counts[((keys[k] >> low) & mask) + 1] += 1
    for digit in range(mask):
        counts[digit + 1] += counts[digit]
    for k in range(keys.size):
        digit = (keys[k] >> low) & mask
        where = counts[digit]
        counts[digit] = where + 1
        keys_out[where], numbers_out[where] = keys[k], numbers[k]


@kernel("void(int64[::1], int64[::1], int64, int64[::1], int64[::1], int64[::1])")
def _sort(keys, order, bits, spare_keys, spare_order, counts):
    """Both by the lower `bits` bits of the keys; the spare ones are as long and lose what they hold."""
    if keys.size <= _FEW:
        _insert(keys, order)
        return
    digit = 8 if keys.size < _SOME else 11
    mask = (1 << digit) - 1
    one, one_order, other, other_order = keys, order, spare_keys, spare_order
    turns = 0
    while turns * digit < bits:
        _by_digit(one, one_order, turns * digit, mask, counts, other, other_order)
        one, other, one_order, other_order = other, one, other_order, one_order
        turns += 1
    if turns % 2:
        for k in range(keys.size):
            keys[k], order[k] = one[k], one_order[k]


@kernel("void(int64[::1], int64[::1], float64[:, ::1], int64[::1], float64[:, ::1])")
def _reorder(order, numbers, rows, spare_numbers, spare_rows):
    for k in range(order.size):
        spare_numbers[k] = numbers[order[k]]
        for column in range(rows.shape[1]):
            spare_rows[k, column] = rows[order[k], column]
    for k in range(order.size):
        numbers[k] = spare_numbers[k]
        for column in range(rows.shape[1]):
            rows[k, column] = spare_rows[k, column]


@kernel("void(int64[::1], int64, int64, int64, int64[::1], int64[::1], float64[:, ::1])")
def sort_parts(begins, first, stop, bits, places, numbers, rows):
    """Each part by the lower `bits` bits of its places; equal ones stay in order."""
    most = 0
    for part in range(first, stop):
        most = max(most, begins[part + 1] - begins[part])
    order, spare_order, spare_places = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64)
    spare_rows = np.empty((most, rows.shape[1]))
    counts = np.empty((1 << 11) + 2, np.int64)
    for part in range(first, stop):
        low, high = begins[part], begins[part + 1]
        size = high - low
        for k in range(size):
            order[k] = k
        _sort(places[low:high], order[:size], bits, spare_places[:size], spare_order[:size], counts)
        _reorder(order[:size], numbers[low:high], rows[low:high], spare_order[:size], spare_rows[:size])
