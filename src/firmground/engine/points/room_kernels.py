"""Arrays that are filled one entry after another: the same array, or one with its content and twice the room."""

from __future__ import annotations

# mypy: allow-untyped-defs, allow-untyped-calls
import numpy as np

from firmground.engine.compiled import kernel


@kernel("uint16[::1](uint16[::1], int64)", "int32[::1](int32[::1], int64)", "uint64[::1](uint64[::1], int64)")
def with_room(array, length):
    """Has room for `length` entries."""
    if length <= len(array):
        return array
    grown = np.empty(2 * length, array.dtype)
    for place in range(len(array)):
        grown[place] = array[place]
    return grown


@kernel(
    "uint64[:, ::1](uint64[:, ::1], int64)",
    "int64[:, ::1](int64[:, ::1], int64)",
    "float64[:, ::1](float64[:, ::1], int64)",
)
def with_rows(array, length):
    """Has room for `length` rows."""
    if length <= len(array):
        return array
    grown = np.empty((2 * length, array.shape[1]), array.dtype)
    for row in range(len(array)):
        for column in range(array.shape[1]):
            grown[row, column] = array[row, column]
    return grown
