"""Sorts edges to the rows and cells that they pass through."""

from __future__ import annotations

# mypy: allow-untyped-defs, allow-untyped-calls
import numpy as np

from firmground.engine.compiled import inlined, kernel
from firmground.engine.points.layout_kernels import ROOM, TABLE, columns_met


@kernel(f"void({TABLE}, int64, int64, float64[::1])")
def measure(table, begin, end, out):
    """Of the edges from `begin` to `end`: the least longitude and latitude, the greatest, and what they sum up to.

    That is: edges, how far they go east or west, how far north or south, on how many states they stand.
    """
    ends, _, first, stop, _ = table
    out[0], out[1], out[2], out[3] = np.inf, np.inf, -np.inf, -np.inf
    for edge in range(begin, end):
        for place in range(2):
            a, b = ends[edge, place], ends[edge, place + 2]
            out[place] = min(out[place], a, b)
            out[2 + place] = max(out[2 + place], a, b)
            out[5 + place] += abs(a - b)
        out[4] += 1
        out[7] += stop[edge] - first[edge]


@inlined
def _stands(ends, first, stop, edge):
    """Is this edge on any state, and longer than nothing?"""
    return first[edge] < stop[edge] and (ends[edge, 0] != ends[edge, 2] or ends[edge, 1] != ends[edge, 3])


@inlined
def _rows_met(ends, edge, south, height, rows):
    low = (min(ends[edge, 1], ends[edge, 3]) - south) / height
    high = (max(ends[edge, 1], ends[edge, 3]) - south) / height
    return max(np.int64(np.floor(low - ROOM)), 0), min(np.int64(np.floor(high + ROOM)), rows - 1)


@kernel(f"void({TABLE}, int64, int64, float64, float64, int64, int64, int64[::1], int32[::1])")
def sort_by_band(table, begin, end, south, height, rows, band_rows, fill, members):
    """Sorts the edges from `begin` to `end` to the bands of `band_rows` rows that they pass through.

    Where `members` is empty their number is added to `fill[band]`; else they are written from `fill[band]`, moved on.
    """
    ends, _, first, stop, _ = table
    counting = len(members) == 0
    for edge in range(begin, end):
        if _stands(ends, first, stop, edge):
            low, high = _rows_met(ends, edge, south, height, rows)
            for band in range(low // band_rows, high // band_rows + 1):
                if not counting:
                    members[fill[band]] = edge
                fill[band] += 1


@kernel("void(int32[::1], int32[::1], int64, int32[::1])")
def _sort_by_digit(members, first, shift, out):
    fill = np.zeros(257, np.int64)
    for place in range(len(members)):
        fill[((first[members[place]] >> shift) & 255) + 1] += 1
    for digit in range(256):
        fill[digit + 1] += fill[digit]
    for place in range(len(members)):
        digit = (first[members[place]] >> shift) & 255
        out[fill[digit]] = members[place]
        fill[digit] += 1


@kernel("void(int32[::1], int32[::1])")
def sort_by_first(members, first):
    """Sorts edges by the state with which they begin, in two passes, over its 8 low and its 8 high bits."""
    in_order = True
    for place in range(1, len(members)):
        in_order &= first[members[place - 1]] <= first[members[place]]
    if not in_order:
        spare = np.empty(len(members), np.int32)
        _sort_by_digit(members, first, 0, spare)
        _sort_by_digit(spare, first, 8, members)


@kernel(
    "void(float64[:, ::1], int32[::1], float64, float64, float64, float64, int64, int64, int64, int64[::1], int32[::1])"
)
def _sort_by_cell(ends, members, west, south, width, height, columns, row_first, rows, fill, listed):
    """As `sort_by_band`, but adds the number of those in cell c to `fill[c + 1]`."""
    counting = len(listed) == 0
    for member in range(len(members)):
        edge = members[member]
        x1, y1 = (ends[edge, 0] - west) / width, (ends[edge, 1] - south) / height
        x2, y2 = (ends[edge, 2] - west) / width, (ends[edge, 3] - south) / height
        low = max(np.int64(np.floor(min(y1, y2) - ROOM)), row_first)
        high = min(np.int64(np.floor(max(y1, y2) + ROOM)), row_first + rows - 1)
        for row in range(low, high + 1):
            start, last = columns_met(x1, y1, x2, y2, row)
            before = (row - row_first) * columns
            for cell in range(before + max(start, 0), before + min(last, columns - 1) + 1):
                if counting:
                    fill[cell + 1] += 1
                else:
                    listed[fill[cell]] = edge
                    fill[cell] += 1


@kernel(
    "Tuple((int64[::1], int32[::1]))"
    "(float64[:, ::1], int32[::1], float64, float64, float64, float64, int64, int64, int64)"
)
def edges_by_cell(ends, members, west, south, width, height, columns, row_first, rows):
    """For each cell of some rows the edges that pass through it, in the order of `members`.

    Where each cell's begin, with one entry more, and the edges.
    """
    begins = np.zeros(rows * columns + 2, np.int64)
    _sort_by_cell(
        ends, members, west, south, width, height, columns, row_first, rows, begins[1:], np.empty(0, np.int32)
    )
    for cell in range(rows * columns + 1):
        begins[cell + 1] += begins[cell]
    listed = np.empty(begins[rows * columns + 1], np.int32)
    if len(listed) > 0:
        _sort_by_cell(ends, members, west, south, width, height, columns, row_first, rows, begins[1:], listed)
    return begins, listed
