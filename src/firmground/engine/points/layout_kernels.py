"""How a grid over a map is laid out, which answers what a point lies in; what builds it and what asks it agree on this.

Each cell has a *reference point* inside it, of which is known, for every state, how often the edges of each holding
wind around it. Where no edge passes through a cell that is the answer for all of its points; elsewhere it is corrected
by the edges that are crossed on the way from the reference point to the asked point.

`cells`, uint64, one a cell, says one of three things:

    0 | holdings, bit by bit                    the same answer for all points and all states
    1 0 | first epoch, 40 bits | epochs, 22     the answer by epochs: runs of states on which nothing changes here
    1 1 | number of a grid                      a finer grid over this cell, crowded with edges

`epoch_first`, uint16: the state with which each epoch begins, in order within a cell, the first being 0.
`epochs`, uint64, (n + 1, 2): the holdings that all of the cell lies in; where the epoch's words begin (they end where
those of the next begin). `words`, int32: one *group* after another, one for each holding with edges in the cell: two
words, the holding + 64 x the number of its edges, and how often it winds around the reference point; then those edges,
by their row in the table of edges.

`places`, float64, (grids, 4): west, south, and the width and height of a cell. `shapes`, int64, (grids, 3): columns,
rows, and where the grid's cells begin in `cells`, row by row, from the south-west. Grid 0 is over the whole map.
"""

from __future__ import annotations

# mypy: allow-untyped-defs, allow-untyped-calls
import numpy as np

from firmground.engine.compiled import inlined

# The table of edges as kernels are given it: ends, holding, first, stop, states.
TABLE = "Tuple((float64[:, ::1], int32[::1], int32[::1], int32[::1], int64))"
# The grid: places, shapes, cells, epoch_first, epochs, words, ends of edges, states.
PLACES, CELLS, EPOCHS = "float64[:, ::1], int64[:, ::1]", "uint64[::1]", "uint16[::1], uint64[:, ::1]"
GRID = f"Tuple(({PLACES}, {CELLS}, {EPOCHS}, int32[::1], float64[:, ::1], int64))"

# A reference point lies off the middle of its cell, so that it is seldom on a round coordinate.
EAST_OF_SIDE = 0.48713
NORTH_OF_SIDE = 0.51391
# How far beyond a cell, in cells, an edge still counts as passing through it. Rounding moves a coordinate by at most
# 1e-7 cells (no cell is smaller than FINEST), so that no edge is missed.
ROOM = 1e-6
# No cell is narrower than this part of the largest coordinate.
FINEST = 2.0**-28

BY_EPOCHS = np.uint64(1 << 63)
FINER = np.uint64(3 << 62)
PAYLOAD = np.uint64((1 << 62) - 1)
EPOCH_BITS = np.uint64(22)
EPOCH_COUNT = np.uint64((1 << 22) - 1)


@inlined
def bit(holding):
    return np.uint64(1) << np.uint64(holding)


@inlined
def coordinates(ends, edge):
    return ends[edge, 0], ends[edge, 1], ends[edge, 2], ends[edge, 3]


@inlined
def by_epochs(first, count):
    return BY_EPOCHS | (np.uint64(first) << EPOCH_BITS) | np.uint64(count)


@inlined
def first_epoch(cell):
    return np.int64((cell & PAYLOAD) >> EPOCH_BITS)


@inlined
def epoch_count(cell):
    return np.int64(cell & EPOCH_COUNT)


@inlined
def reference_x(west, width, column):
    return west + (column + EAST_OF_SIDE) * width


@inlined
def reference_y(south, height, row):
    return south + (row + NORTH_OF_SIDE) * height


@inlined
def columns_met(x1, y1, x2, y2, row):
    """From which to which column an edge, in cells, passes through a row, or comes near it; unbounded."""
    if y1 > y2:
        x1, y1, x2, y2 = x2, y2, x1, y1
    south, north = row - ROOM, row + 1 + ROOM
    enters = x1 if y1 >= south else x1 + (south - y1) / (y2 - y1) * (x2 - x1)
    leaves = x2 if y2 <= north else x1 + (north - y1) / (y2 - y1) * (x2 - x1)
    return np.int64(np.floor(min(enters, leaves) - ROOM)), np.int64(np.floor(max(enters, leaves) + ROOM))
