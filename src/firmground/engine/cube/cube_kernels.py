"""The counting loops of the cube: one pass over the events, each adding to the cell that it belongs to.

Outcomes are bits. To count up to 64 of them at once, each byte of a word is spread into eight lanes of one byte, which
are added as one number; before a lane could run over, a cell's lanes are added to its totals.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
from __future__ import annotations

import numpy as np

from firmground.engine.compiled import inlined, kernel

FULL = 255  # what a lane of one byte can hold
_LANE = np.uint64(0xFF)
_BYTE = np.uint64(8)
_EMPTY = -1


@inlined
def _empty_lanes(lanes, totals):
    for byte in range(len(lanes)):
        packed = lanes[byte]
        for lane in range(8):
            totals[8 * byte + lane] += np.int64(packed & _LANE)
            packed >>= _BYTE
        lanes[byte] = np.uint64(0)


@kernel("void(int64[::1], uint64[:, ::1], uint64[::1], uint64[:, ::1], uint8[::1], int64[::1], int64[:, ::1])")
def count_bits(cells, bits, spread, lanes, held, number, totals):
    """Adds each event to its cell: one to `number[cell]`, and one to `totals[cell, bit]` by way of the lanes."""
    per_word = lanes.shape[1] // bits.shape[1]
    for event in range(len(cells)):
        cell = cells[event]
        number[cell] += 1
        for word in range(bits.shape[1]):
            left = bits[event, word]
            for byte in range(per_word * word, per_word * (word + 1)):
                lanes[cell, byte] += spread[left & _LANE]
                left >>= _BYTE
        held[cell] += 1
        if held[cell] == FULL:
            _empty_lanes(lanes[cell], totals[cell])
            held[cell] = 0


@kernel("void(uint64[:, ::1], int64[:, ::1])")
def empty_lanes(lanes, totals):
    """What is still in the lanes of every cell goes to its totals."""
    for cell in range(len(lanes)):
        _empty_lanes(lanes[cell], totals[cell])


@kernel("void(int64[::1], uint64[:, ::1], int64[::1], int64[::1], int64[:, ::1])")
def add_weights(cells, bits, weights, whole, totals):
    """Adds each event's weight to `whole[cell]`, and to `totals[cell, bit]` for each of its bits."""
    for event in range(len(cells)):
        cell, weight = cells[event], weights[event]
        whole[cell] += weight
        for word in range(bits.shape[1]):
            left, bit = bits[event, word], 64 * word
            while left:
                if left & np.uint64(1):
                    totals[cell, bit] += weight
                left >>= np.uint64(1)
                bit += 1


@kernel("void(int64[::1], float64[:, ::1], float64, int64[:, ::1])")
def add_parts(cells, parts, scale, totals):
    """Adds `parts`, brought to whole numbers of 1 / scale, to the totals of their cells: exact in any order."""
    for event in range(len(cells)):
        row = totals[cells[event]]
        for outcome in range(parts.shape[1]):
            row[outcome] += np.int64(np.rint(parts[event, outcome] * scale))


@inlined
def _scattered(key):
    """Spreads keys that lie close together (Fibonacci hashing: Knuth, TAOCP volume 3, section 6.4)."""
    return np.int64((np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(20))


@kernel("int64(int64[::1], int64[::1], int64[::1], int64, int64[::1])")
def number_keys(keys, slots, distinct, known, numbers):
    """Gives equal keys one number, in the order in which they are met, and returns how many there are now.

    `slots`: a table of numbers, a power of two long, -1 where free, with room for every key; `distinct`: the key of
    each number; `known`: how many there are already. `numbers`: filled, one a key.
    """
    mask = len(slots) - 1
    for place in range(len(keys)):
        key = keys[place]
        slot = _scattered(key) & mask
        while slots[slot] != _EMPTY and distinct[slots[slot]] != key:
            slot = (slot + 1) & mask
        if slots[slot] == _EMPTY:
            slots[slot] = known
            distinct[known] = key
            known += 1
        numbers[place] = slots[slot]
    return known
