"""Where edges that stand together cross, or touch inside one of them: sought only within the cells of a grid."""

from __future__ import annotations

# mypy: allow-untyped-defs, allow-untyped-calls
import numpy as np

from firmground.engine.compiled import kernel


@kernel("void(float64[:, ::1], float64, float64, float64, int64, int64, int64, int64, int64[::1], int32[::1], int64)")
def sort_into_cells(ends, west, south, size, columns, rows, start, stop, places, members, fill):
    """Counts in `places` the edges that meet each cell; or, with `fill` 1, puts them at the places of their cells.

    Row by row: the stretch of an edge within a row of cells meets the cells from its western to its eastern end.
    """
    margin = 1e-6  # of a cell: rounding never loses one
    for edge in range(start, stop):
        x1, y1 = (ends[edge, 0] - west) / size, (ends[edge, 1] - south) / size
        x2, y2 = (ends[edge, 2] - west) / size, (ends[edge, 3] - south) / size
        if y1 > y2:
            x1, y1, x2, y2 = x2, y2, x1, y1
        low, high = max(0, int(y1 - margin)), min(rows - 1, int(y2 + margin))
        slope = (x2 - x1) / (y2 - y1) if y2 > y1 else 0.0
        for row in range(low, high + 1):
            a = x1 + (row - margin - y1) * slope if row - margin > y1 else x1
            b = x1 + (row + 1 + margin - y1) * slope if row + 1 + margin < y2 else x2
            left, right = max(0, int(min(a, b) - margin)), min(columns - 1, int(max(a, b) + margin))
            for cell in range(row * columns + left, row * columns + right + 1):
                if fill:
                    members[places[cell]] = edge
                places[cell] += 1


@kernel("boolean(float64[:, ::1], int64, float64, float64, float64)")
def _touches_inside(ends, edge, x, y, near):
    """Does the edge pass this point nearer than `near`, and not just at one of its ends?"""
    dx, dy = ends[edge, 2] - ends[edge, 0], ends[edge, 3] - ends[edge, 1]
    px, py = x - ends[edge, 0], y - ends[edge, 1]
    length = np.sqrt(dx * dx + dy * dy)
    along, across = px * dx + py * dy, abs(px * dy - py * dx)
    return across <= near * length and along > near * length and along < length * (length - near)


@kernel("float64(float64[:, ::1], int64, int64)")
def _crossing(ends, one, other):
    """How far along `one`, from 0 to 1, `other` crosses it; -1 where it does not."""
    ax, ay = ends[one, 0], ends[one, 1]
    dx, dy = ends[one, 2] - ax, ends[one, 3] - ay
    side1 = dx * (ends[other, 1] - ay) - dy * (ends[other, 0] - ax)
    side2 = dx * (ends[other, 3] - ay) - dy * (ends[other, 2] - ax)
    if (side1 > 0) == (side2 > 0):
        return -1.0
    ex, ey = ends[other, 2] - ends[other, 0], ends[other, 3] - ends[other, 1]
    start = ex * (ay - ends[other, 1]) - ey * (ax - ends[other, 0])
    end = ex * (ay + dy - ends[other, 1]) - ey * (ax + dx - ends[other, 0])
    if (start > 0) == (end > 0):
        return -1.0
    return start / (start - end)


@kernel("boolean(float64[:, ::1], int64, int64, float64)")
def _boxes_apart(ends, one, other, near):
    for axis in range(2):
        a, b = ends[one, axis], ends[one, axis + 2]
        c, d = ends[other, axis], ends[other, axis + 2]
        if max(a, b) + near < min(c, d) or max(c, d) + near < min(a, b):
            return True
    return False


@kernel("int64(float64[:, ::1], int64, int64, float64, int64, int64[::1], float64[:, ::1])")
def _cut_pair(ends, one, other, near, count, cut, points):
    """Writes where the two have to be cut, from `count` on: the edge and the point. Returns the new count."""
    begun = count
    for turn in range(2):
        edge, by = (one, other) if turn == 0 else (other, one)
        for end in range(2):
            x, y = ends[by, 2 * end], ends[by, 2 * end + 1]
            if _touches_inside(ends, edge, x, y, near):
                cut[count], points[count, 0], points[count, 1] = edge, x, y
                count += 1
    if count > begun:
        return count
    along = _crossing(ends, one, other)
    if along >= 0:
        x = ends[one, 0] + along * (ends[one, 2] - ends[one, 0])
        y = ends[one, 1] + along * (ends[one, 3] - ends[one, 1])
        for turn in range(2):
            edge = one if turn == 0 else other
            if _touches_inside(ends, edge, x, y, near):
                cut[count], points[count, 0], points[count, 1] = edge, x, y
                count += 1
    return count


@kernel("void(int32[::1], int64, int64, int32[::1])")
def _sort_by_first(members, begin, end, first):
    for place in range(begin + 1, end):
        member = members[place]
        hole = place
        while hole > begin and first[members[hole - 1]] > first[member]:
            members[hole] = members[hole - 1]
            hole -= 1
        members[hole] = member


@kernel(
    "int64(float64[:, ::1], int32[::1], int32[::1], int64[::1], int32[::1], int64, int64, float64, int64[::1],"
    "float64[:, ::1])"
)
def cuts(ends, first, stop, cell_first, members, start, end, near, cut, points):
    """Where edges that stand together on some state, and meet a cell from `start` to `end`, have to be cut.

    Cell c owns the members `cell_first[c]` to `cell_first[c + 1]`. Writes the edges into `cut` and the places into
    `points`, as far as there is room; returns how many there are. What two cells share may be found twice.
    """
    room = len(cut) - 8
    count = 0
    spare, spare_points = np.empty(8, np.int64), np.empty((8, 2), np.float64)
    for cell in range(start, end):
        _sort_by_first(members, cell_first[cell], cell_first[cell + 1], first)
        for place in range(cell_first[cell], cell_first[cell + 1]):
            one = members[place]
            for later in range(place + 1, cell_first[cell + 1]):
                other = members[later]
                if first[other] >= stop[one]:
                    break
                if _boxes_apart(ends, one, other, near):
                    continue
                if count < room:
                    count = _cut_pair(ends, one, other, near, count, cut, points)
                else:
                    count += _cut_pair(ends, one, other, near, 0, spare, spare_points)
    return count
