"""Asks a grid what points lie in.

A point's answer is the winding number of the reference point of its cell, corrected by the edges crossed on the way
from there: along the reference point's meridian to the point's parallel, then along that to the point. A point on an
edge, in exact arithmetic, is said to be on a border.

Most of the time would go into waiting for memory: so many points at a time are taken through one step after another,
and what a later step will need of memory is called for ahead (`touched`).
"""

from __future__ import annotations

# mypy: allow-untyped-defs, allow-untyped-calls
import numpy as np

from firmground.engine.compiled import inlined, kernel
from firmground.engine.points.layout_kernels import (
    BY_EPOCHS,
    FINER,
    GRID,
    PAYLOAD,
    bit,
    coordinates,
    epoch_count,
    first_epoch,
    reference_x,
    reference_y,
)
from firmground.engine.points.orientation_kernels import FAINTEST, TRUSTED_FROM, is_left, side
from firmground.engine.points.room_kernels import with_room

ON_BORDER = np.uint64(1 << 63)
# Points taken through one step together.
BLOCK = 1024
# A change of the winding number that no edges add up to: the point is on an edge.
ON_EDGE = 1 << 40


@kernel("int64(float64, float64, float64, float64, float64, float64, float64, float64)")
def _cross_exactly(x1, y1, x2, y2, x, y, rx, ry):
    """What an edge adds to the winding number on the way from (rx, ry) to (x, y); `ON_EDGE` where that is on it."""
    passes_y, passes_x = (y1 <= y) != (y2 <= y), (x1 <= rx) != (x2 <= rx)
    if (x1 == x and y1 == y) or (x2 == x and y2 == y) or (y1 == y == y2 and min(x1, x2) <= x <= max(x1, x2)):
        return ON_EDGE
    added = 0
    if passes_x:
        added += is_left(x1, y1, x2, y2, rx, y) - is_left(x1, y1, x2, y2, rx, ry)
    if passes_y:
        turn = side(x1, y1, x2, y2, x, y)
        if turn == 0:
            return ON_EDGE
        added += (1 if turn > 0 else 0) - is_left(x1, y1, x2, y2, rx, y)
    return added


@inlined
def _turn(west, south, east, north):
    """Twice the area, with its sign, of the triangle of a point and an edge seen from it; is the sign sure?"""
    rising, falling = west * north, east * south
    doubt = TRUSTED_FROM * (abs(rising) + abs(falling))
    return rising - falling, (abs(rising - falling) > doubt) & (doubt > FAINTEST)


@inlined
def _cross(x1, y1, x2, y2, x, y, rx, ry):
    """As `_cross_exactly`, without a branch that could go either way: that would cost more than what it spares."""
    point, point_sure = _turn(x1 - x, y1 - y, x2 - x, y2 - y)
    corner, corner_sure = _turn(x1 - rx, y1 - y, x2 - rx, y2 - y)
    reference, reference_sure = _turn(x1 - rx, y1 - ry, x2 - rx, y2 - ry)
    if not (point_sure & corner_sure & reference_sure & (y1 != y) & (y2 != y)):
        return _cross_exactly(x1, y1, x2, y2, x, y, rx, ry)
    at_corner = np.int64(corner > 0.0)
    along_meridian = np.int64((x1 <= rx) != (x2 <= rx)) * (at_corner - np.int64(reference > 0.0))
    along_parallel = np.int64((y1 <= y) != (y2 <= y)) * (np.int64(point > 0.0) - at_corner)
    return along_meridian + along_parallel


@kernel("uint64(float64, float64, float64, float64, uint64, int64, int64, int32[::1], float64[:, ::1])")
def _answer(x, y, rx, ry, mask, at, until, words, ends):
    """The holdings a point lies in: `mask`, and those of the groups from `at` to `until` that wind around it."""
    while at < until:
        head, wind = words[at], np.int64(words[at + 1])
        last = at + 2 + (head >> 6)
        for place in range(at + 2, last):
            x1, y1, x2, y2 = coordinates(ends, words[place])
            wind += _cross(x1, y1, x2, y2, x, y, rx, ry)
        if wind > ON_EDGE >> 1:
            mask |= ON_BORDER
        elif wind != 0:
            mask |= bit(head & 63)
        at = last
    return mask


@inlined
def _within(place, count):
    """The number of a cell in a row of `count`; beyond its ends, the outermost."""
    return min(max(np.int64(np.floor(place)), 0), count - 1)


@kernel(f"Tuple((uint64, float64, float64))({GRID}, float64, float64)")
def _find_cell(grid, lon, lat):
    """What the cell of a point says, and its reference point; bare ground outside of the map."""
    places, shapes, cells = grid[0], grid[1], grid[2]
    across, along = (lon - places[0, 0]) / places[0, 2], (lat - places[0, 1]) / places[0, 3]
    if not (0.0 <= across < shapes[0, 0] and 0.0 <= along < shapes[0, 1]):
        return np.uint64(0), lon, lat
    number, column, row = np.int64(0), np.int64(across), np.int64(along)
    cell = cells[row * shapes[0, 0] + column]
    while cell >= FINER:
        number = np.int64(cell & PAYLOAD)
        column = _within((lon - places[number, 0]) / places[number, 2], shapes[number, 0])
        row = _within((lat - places[number, 1]) / places[number, 3], shapes[number, 1])
        cell = cells[shapes[number, 2] + row * shapes[number, 0] + column]
    x = reference_x(places[number, 0], places[number, 2], column)
    return cell, x, reference_y(places[number, 1], places[number, 3], row)


@inlined
def _find_epoch(epoch_first, begin, count, state):
    """The epoch, of those of one cell, in which a state is."""
    low, high = begin, begin + count
    while high - low > 1:
        middle = (low + high) >> 1
        if epoch_first[middle] <= state:
            low = middle
        else:
            high = middle
    return low


@kernel(f"void({GRID}, float64[::1], float64[::1], int64, int64, int64[::1], uint64[::1])")
def _look_up(grid, lon, lat, begin, stop, number, said):
    """Writes what the cells over the whole map say for the points from `begin` to `stop`. `number`: room to work in."""
    places, shapes, cells = grid[0], grid[1], grid[2]
    west, south, columns, rows = places[0, 0], places[0, 1], shapes[0, 0], shapes[0, 1]
    for row in range(begin, stop):
        across, along = (lon[row] - west) / places[0, 2], (lat[row] - south) / places[0, 3]
        inside = 0.0 <= across < columns and 0.0 <= along < rows
        number[row - begin] = np.int64(along) * columns + np.int64(across) if inside else -1
    for place in range(stop - begin):
        said[place] = cells[number[place]] if number[place] >= 0 else np.uint64(0)


@kernel(f"int64({GRID}, float64[::1], float64[::1], int32[::1], int32[::1])")
def first_amiss(grid, lon, lat, first, stop):
    """The first row that cannot be asked for (no finite place, no state or none of the map's), or -1."""
    for row in range(len(lon)):
        if not (np.isfinite(lon[row]) and np.isfinite(lat[row]) and 0 <= first[row] < stop[row] <= grid[7]):
            return row
    return -1


@kernel(f"float64({GRID}, float64[::1], float64[::1], int32[::1], uint64[::1])")
def ask_at(grid, lon, lat, state, out):
    """Writes the holdings of each point on its state. The number given back means nothing."""
    epoch_first, epochs, words, ends = grid[3], grid[4], grid[5], grid[6]
    asked, begin, until = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    touched = 0.0
    for block in range(0, len(lon), BLOCK):
        stop = min(block + BLOCK, len(lon))
        _look_up(grid, lon, lat, block, stop, asked, out[block:stop])
        # Only some are in cells with epochs,
        count = np.int64(0)
        for row in range(block, stop):
            if out[row] >= FINER:
                out[row] = _find_cell(grid, lon[row], lat[row])[0]
            asked[count] = row
            count += np.int64(out[row] >= BY_EPOCHS)
        for place in range(count):
            touched += np.float64(epoch_first[first_epoch(out[asked[place]])])
        for place in range(count):
            cell = out[asked[place]]
            begin[place] = _find_epoch(epoch_first, first_epoch(cell), epoch_count(cell), state[asked[place]])
        # and only some of these in epochs with edges.
        near = np.int64(0)
        for place in range(count):
            row, epoch = asked[place], begin[place]
            out[row] = epochs[epoch, 0]
            asked[near], begin[near], until[near] = row, epochs[epoch, 1], epochs[epoch + 1, 1]
            near += np.int64(until[near] > begin[near])
        for place in range(near):
            touched += np.float64(words[begin[place]])
        for place in range(near):
            touched += ends[words[begin[place] + 2], 0] + ends[words[until[place] - 1], 0]
            middle = words[(begin[place] + until[place]) >> 1]  # mostly an edge
            touched += ends[min(max(middle, 0), len(ends) - 1), 0]
        for place in range(near):
            row = asked[place]
            _, rx, ry = _find_cell(grid, lon[row], lat[row])
            out[row] = _answer(lon[row], lat[row], rx, ry, out[row], begin[place], until[place], words, ends)
    return touched


@kernel(f"uint64({GRID}, int64, float64, float64, float64, float64)")
def _answer_in(grid, epoch, x, y, rx, ry):
    epochs = grid[4]
    return _answer(x, y, rx, ry, epochs[epoch, 0], epochs[epoch, 1], epochs[epoch + 1, 1], grid[5], grid[6])


@kernel(f"void({GRID}, float64[::1], float64[::1], int32[::1], int32[::1], boolean, uint64[::1])")
def ask_whether(grid, lon, lat, first, stop, every, out):
    """Writes the holdings of each point on every one of its states, or on any; and whether it is on a border on any."""
    number = np.empty(BLOCK, np.int64)
    for block in range(0, len(lon), BLOCK):
        last = min(block + BLOCK, len(lon))
        _look_up(grid, lon, lat, block, last, number, out[block:last])
        for row in range(block, last):
            if out[row] < BY_EPOCHS:
                continue
            cell, rx, ry = _find_cell(grid, lon[row], lat[row])
            out[row] = cell
            if cell < BY_EPOCHS:
                continue
            until = first_epoch(cell) + epoch_count(cell)
            epoch = _find_epoch(grid[3], first_epoch(cell), epoch_count(cell), first[row])
            found = _answer_in(grid, epoch, lon[row], lat[row], rx, ry)
            while epoch + 1 < until and grid[3][epoch + 1] < stop[row]:
                epoch += 1
                other = _answer_in(grid, epoch, lon[row], lat[row], rx, ry)
                found = (found & other) | ((found | other) & ON_BORDER) if every else found | other
            out[row] = found


@kernel(
    f"Tuple((int64, int32[::1], int32[::1], uint64[::1]))"
    f"({GRID}, float64[::1], float64[::1], int32[::1], int32[::1], int64[::1])"
)
def ask_over(grid, lon, lat, first, stop, row_stop):
    """The runs of states on which the holdings of each point stay the same: their number, and arrays with them.

    `row_stop`: is given where the runs of each row end.
    """
    number, said = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.uint64)
    room, runs = len(lon) + len(lon) // 4 + 16, 0
    start, end, mask = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.uint64)
    for row in range(len(lon)):
        if row % BLOCK == 0:
            _look_up(grid, lon, lat, row, min(row + BLOCK, len(lon)), number, said)
        start, end, mask = with_room(start, runs + 1), with_room(end, runs + 1), with_room(mask, runs + 1)
        start[runs], end[runs], mask[runs] = first[row], stop[row], said[row % BLOCK]
        if mask[runs] >= BY_EPOCHS:
            cell, rx, ry = _find_cell(grid, lon[row], lat[row])
            mask[runs] = cell
            if cell >= BY_EPOCHS:
                until = first_epoch(cell) + epoch_count(cell)
                epoch = _find_epoch(grid[3], first_epoch(cell), epoch_count(cell), first[row])
                mask[runs] = _answer_in(grid, epoch, lon[row], lat[row], rx, ry)
                while epoch + 1 < until and grid[3][epoch + 1] < stop[row]:
                    epoch += 1
                    other = _answer_in(grid, epoch, lon[row], lat[row], rx, ry)
                    if other != mask[runs]:
                        end[runs] = grid[3][epoch]
                        runs += 1
                        start, end, mask = (
                            with_room(start, runs + 1),
                            with_room(end, runs + 1),
                            with_room(mask, runs + 1),
                        )
                        start[runs], end[runs], mask[runs] = grid[3][epoch], stop[row], other
        runs += 1
        row_stop[row] = runs
    return runs, start, end, mask
