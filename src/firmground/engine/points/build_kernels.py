"""Builds a grid, one band of rows after another; bands are built side by side.

The winding numbers of reference points are carried from one to the next (`winding_kernels`): along each row, from the
west border of a cell over its reference point to its east border. The grid over the map begins outside of the map,
where all are 0; a finer one, over a crowded cell, with what is carried there from the cell's own reference point.
"""

from __future__ import annotations

# mypy: allow-untyped-defs, allow-untyped-calls
import numpy as np

from firmground.engine.compiled import inlined, kernel
from firmground.engine.points.epochs_kernels import write_cell
from firmground.engine.points.layout_kernels import FINER, FINEST, TABLE, coordinates, reference_x, reference_y
from firmground.engine.points.room_kernels import with_room, with_rows
from firmground.engine.points.sorting_kernels import edges_by_cell
from firmground.engine.points.winding_kernels import carry_along_meridian, carry_along_parallel, copy_changes

# A finer grid has about as many cells as its cell has edges at a time; but an edge shall cross no more than this many
# of the borders between its columns, on average, and between its rows.
CROSSINGS = 1.5
# How deep grids lie over each other: edges that meet in one point cannot be kept apart by any.
DEEPEST = 6
# Columns or rows of a finer grid, at most; and the cells for which one is worth while.
MOST_FINER = 256.0
LEAST_FINER = 4
# A cell of this part of the largest coordinate has room for `MOST_FINER` cells of `FINEST`.
COARSEST_OF_FINEST = FINEST * MOST_FINER
# Columns of `shapes` while a grid is built: the three that are kept; the row it begins with; where, among what waits to
# be built, its edges and the changes at its south-west begin and end; how many grids it lies on.
COLUMNS, ROWS, FIRST_CELL, FIRST_ROW, EDGES, EDGES_END, CHANGES, CHANGES_END, DEPTH = range(9)
SHAPE_COLUMNS = 9


@inlined
def _share_of(a, b, low, length):
    """How much of a stretch from `low` a pair of coordinates covers, from 0 to 1."""
    return max(min(max(a, b), low + length) - max(min(a, b), low), 0.0) / length


@kernel(f"UniTuple(int64, 2)({TABLE}, int32[::1], int64, float64[:, ::1], int64[:, ::1], int64, int64, int64)")
def _finer_shape(table, here, crowded, places, shapes, grid, row, column):
    """How many columns and rows a grid over this cell should have; 1 and 1 where it is not crowded, or small enough."""
    ends, _, first, stop, states = table
    width, height = places[grid, 2], places[grid, 3]
    west, south = places[grid, 0] + column * width, places[grid, 1] + row * height
    largest = max(abs(west), abs(south), abs(west + width), abs(south + height))
    if shapes[grid, DEPTH] >= DEEPEST or min(width, height) < COARSEST_OF_FINEST * largest:
        return 1, 1
    lasting, wide, tall = 0.0, 0.0, 0.0
    for place in range(len(here)):
        lasts = np.float64(stop[here[place]] - first[here[place]])
        x1, y1, x2, y2 = coordinates(ends, here[place])
        lasting += lasts
        wide += lasts * _share_of(x1, x2, west, width)
        tall += lasts * _share_of(y1, y2, south, height)
    standing = lasting / states
    if standing <= crowded:
        return 1, 1
    across = min(max(1.0, CROSSINGS * lasting / max(wide, 1e-9 * lasting)), MOST_FINER)
    along = min(max(1.0, CROSSINGS * lasting / max(tall, 1e-9 * lasting)), MOST_FINER)
    if across * along > standing:
        side = np.sqrt(standing)
        across, along = min(across, max(side, standing / along)), min(along, max(side, standing / across))
    return np.int64(across), np.int64(along)


@kernel(f"int64({TABLE}, int64[::1], int32[::1], float64[:, ::1], int64[:, ::1], int64, int64, int64[:, ::1], int64)")
def _carry_to_next_row(table, begins, listed, places, shapes, grid, line, changes, count):
    """Carries the changes along the west border of a grid, from the row before to row `line` of its rows."""
    west, south, height = places[grid, 0], places[grid, 1], places[grid, 3]
    row, cell = shapes[grid, FIRST_ROW] + line, line * shapes[grid, COLUMNS]
    border = south + row * height
    below = listed[begins[cell - shapes[grid, COLUMNS]] : begins[cell - shapes[grid, COLUMNS] + 1]]
    here = listed[begins[cell] : begins[cell + 1]]
    count = carry_along_meridian(table, below, west, reference_y(south, height, row - 1), border, changes, count)
    return carry_along_meridian(table, here, west, border, reference_y(south, height, row), changes, count)


@kernel(
    f"Tuple((float64[:, ::1], int64[:, ::1], int32[::1], int64[:, ::1]))({TABLE}, int32[::1], int64[:, ::1], int64,"
    "int64, int64, int64, int64, int64, float64[:, ::1], int64[:, ::1], int64, int32[::1], int64[:, ::1])"
)
def _put_off(
    table, here, changes, count, grid, row, column, across, along, places, shapes, grids, waiting_edges, waiting_changes
):
    """Enters a finer grid of `across` x `along` cells over a cell of `grid`, after the last, to be built in its turn.

    `here`: its edges. `changes`, `count`: those at the reference point of the cell; they are carried to where the first
    row of the finer grid begins. Both wait. The four arrays, grown where need was.
    """
    places, shapes = with_rows(places, grids + 1), with_rows(shapes, grids + 1)
    west, south = places[grid, 0] + column * places[grid, 2], places[grid, 1] + row * places[grid, 3]
    place, shape, before = places[grids], shapes[grids], shapes[grids - 1]
    place[0], place[1], place[2], place[3] = west, south, places[grid, 2] / across, places[grid, 3] / along
    shape[COLUMNS], shape[ROWS], shape[FIRST_ROW], shape[DEPTH] = across, along, 0, shapes[grid, DEPTH] + 1
    shape[FIRST_CELL] = before[FIRST_CELL] + before[COLUMNS] * before[ROWS]
    shape[EDGES], shape[CHANGES] = before[EDGES_END], before[CHANGES_END]

    waiting_edges = with_room(waiting_edges, shape[EDGES] + len(here))
    for member in range(len(here)):
        waiting_edges[shape[EDGES] + member] = here[member]
    waiting_changes = with_rows(waiting_changes, shape[CHANGES] + count + 2 * len(here))
    there = waiting_changes[shape[CHANGES] :]
    copy_changes(changes, 0, count, there, 0)
    x = reference_x(places[grid, 0], places[grid, 2], column)
    y, y_there = reference_y(places[grid, 1], places[grid, 3], row), reference_y(south, place[3], 0)
    count = carry_along_meridian(table, here, x, y, y_there, there, count)
    count = carry_along_parallel(table, here, y_there, x, west, there, count)
    shape[EDGES_END], shape[CHANGES_END] = shape[EDGES] + len(here), shape[CHANGES] + count
    return places, shapes, waiting_edges, waiting_changes


@kernel(
    "Tuple((uint64[::1], uint16[::1], uint64[:, ::1], int32[::1], float64[:, ::1], int64[:, ::1]))"
    f"({TABLE}, int32[::1], int64, float64[:, ::1], int64[:, ::1])"
)
def build_band(table, members, crowded, places, shapes):
    """The cells of a band of rows of the grid over the map, and the finer grids over the crowded ones among them.

    `members`: the edges that pass through these rows, by `first`. `places`, `shapes`: one row, the band; finer grids
    are added to both. A cell is crowded if more than `crowded` edges stand in it at a time. All arrays are as
    `layout_kernels` says, grid 0 being the band; `shapes` has more columns, see above.
    """
    cells, epoch_first, epochs = np.empty(1024, np.uint64), np.empty(1024, np.uint16), np.empty((1024, 2), np.uint64)
    words, used, wind = np.empty(4096, np.int32), np.zeros(2, np.int64), np.zeros(64, np.int64)
    waiting_edges, waiting_changes = members, np.empty((64, 2), np.int64)
    grid, grids = 0, 1
    while grid < grids:
        west, south, width, height = places[grid, 0], places[grid, 1], places[grid, 2], places[grid, 3]
        columns, rows, first_cell = shapes[grid, COLUMNS], shapes[grid, ROWS], shapes[grid, FIRST_CELL]
        edges = waiting_edges[shapes[grid, EDGES] : shapes[grid, EDGES_END]]
        begins, listed = edges_by_cell(
            table[0], edges, west, south, width, height, columns, shapes[grid, FIRST_ROW], rows
        )
        cells, living = with_room(cells, first_cell + rows * columns), np.empty(len(edges), np.int32)
        # The changes at the west border of a row, and those carried along the row.
        start_count = shapes[grid, CHANGES_END] - shapes[grid, CHANGES]
        most = start_count + 2 * len(edges)
        start, changes = np.empty((most, 2), np.int64), np.empty((most, 2), np.int64)
        copy_changes(waiting_changes, shapes[grid, CHANGES], start_count, start, 0)
        for line in range(rows):
            row, leftmost = shapes[grid, FIRST_ROW] + line, line * columns
            if line > 0:
                start_count = _carry_to_next_row(table, begins, listed, places, shapes, grid, line, start, start_count)
            count = start_count
            copy_changes(start, 0, count, changes, 0)
            y, was_empty = reference_y(south, height, row), False
            for column in range(columns):
                cell = leftmost + column
                if was_empty and begins[cell] == begins[cell + 1]:
                    cells[first_cell + cell] = cells[first_cell + cell - 1]
                    continue
                here = listed[begins[cell] : begins[cell + 1]]
                was_empty = len(here) == 0
                x = reference_x(west, width, column)
                count = carry_along_parallel(table, here, y, west + column * width, x, changes, count)
                across, along = 1, 1
                if len(here) > crowded:
                    across, along = _finer_shape(table, here, crowded, places, shapes, grid, row, column)
                if across * along >= LEAST_FINER:
                    cells[first_cell + cell] = FINER | np.uint64(grids)
                    places, shapes, waiting_edges, waiting_changes = _put_off(
                        table,
                        here,
                        changes,
                        count,
                        grid,
                        row,
                        column,
                        across,
                        along,
                        places,
                        shapes,
                        grids,
                        waiting_edges,
                        waiting_changes,
                    )
                    grids += 1
                else:
                    cells[first_cell + cell], epoch_first, epochs, words = write_cell(
                        table, here, changes, count, wind, living, used, epoch_first, epochs, words
                    )
                count = carry_along_parallel(table, here, y, x, west + (column + 1) * width, changes, count)
        grid += 1
    epochs = with_rows(epochs, used[0] + 1)
    epochs[used[0], 0], epochs[used[0], 1] = 0, used[1]
    taken = shapes[grids - 1, FIRST_CELL] + shapes[grids - 1, COLUMNS] * shapes[grids - 1, ROWS]
    return (
        cells[:taken],
        epoch_first[: used[0]],
        epochs[: used[0] + 1],
        words[: used[1]],
        places[:grids],
        shapes[:grids],
    )
