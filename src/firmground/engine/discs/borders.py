"""Borders: every stretch once, with what lies left and right of it, cut so short that it may be taken for straight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.engine.edges.edges import Edges

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]

BARE = 0
# A line that is straight in degrees leaves the straight line on the sheet by at most this, after cutting.
BEND_M = 0.02
# The sheet bends straight lines too, the more the farther they are from its middle: at 200 km a line of this length by
# 2 cm.
LONGEST_DEGREES = 0.05
_EQUATOR_M = 6_378_137.0


@dataclass(frozen=True, eq=False)
class Borders:
    """Stretches of border with the covering `left` on their left and `right` on their right, on `first` to `stop`.

    `ends`: shape (n, 4), longitude and latitude of begin and end. Coverings: 0 is bare ground, c + 1 what `Edges` has
    as holding c. On all of them `left` > `right`. In the order of the edges they come from.
    """

    ends: Floats
    left: Codes
    right: Codes
    first: Codes
    stop: Codes

    def __len__(self) -> int:
        return len(self.left)

    def taken(self, rows: NDArray[np.intp]) -> Borders:
        return Borders(self.ends[rows], self.left[rows], self.right[rows], self.first[rows], self.stop[rows])


def borders_of(edges: Edges) -> Borders:
    """Both sides of each border from edges of ground that does not overlap; ValueError where it does.

    Ground that the antimeridian cuts in two is joined again, and edges along a pole, which is a point, are dropped.
    """
    ends = edges.ends + 0.0  # no -0.0: equal points have equal bytes
    seam = (np.abs(ends[:, 0]) == 180) & (ends[:, 0] == ends[:, 2])
    ends[np.ix_(seam, [0, 2])] = 180.0
    long = ~((np.abs(ends[:, 1]) == 90) & (ends[:, 1] == ends[:, 3])) & (ends[:, :2] != ends[:, 2:]).any(1)
    rows = np.flatnonzero(long & (edges.first < edges.stop))
    ends = ends[rows]
    back = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    lines = np.where(back[:, None], ends[:, [2, 3, 0, 1]], ends)
    line = _numbered(lines)
    return _two_sided(ends, line, back, edges.holding[rows] + 1, edges.first[rows], edges.stop[rows], edges.states)


def _numbered(lines: Floats) -> Ints:
    """Equal rows get equal numbers. By a hash: should two others ever share one, borders may count as one-sided."""
    words = np.ascontiguousarray(lines).view(np.uint64)
    mixed = np.zeros(len(words), np.uint64)
    for column in range(words.shape[1]):
        mixed = (mixed ^ words[:, column]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(32)
    order = np.argsort(mixed, kind="stable")
    new = np.ones(len(order), np.bool_)
    new[1:] = (lines[order[1:]] != lines[order[:-1]]).any(1)
    number = np.empty(len(order), np.int64)
    number[order] = np.cumsum(new) - 1
    return number


def _two_sided(
    ends: Floats, line: Ints, back: NDArray[np.bool_], covering: Codes, first: Codes, stop: Codes, states: int
) -> Borders:
    """For each line the runs of states on which the same coverings lie on its sides."""
    span = np.int64(states + 1)
    sides = [_Side(np.flatnonzero(back == side), line, covering, first, stop, span) for side in (False, True)]
    # Every state at which something on a line begins or ends, by line and state.
    marks = np.unique(np.concatenate([line * span + first, line * span + stop]))
    whose = marks // span
    lasting = np.flatnonzero(whose[:-1] == whose[1:])
    start, end = marks[lasting], marks[lasting + 1]
    ahead, behind = (side.at(start) for side in sides)
    codes = [np.where(row >= 0, covering[row], BARE) for row in (ahead, behind)]
    kept = np.flatnonzero(codes[0] != codes[1])
    onward = codes[0][kept] > codes[1][kept]
    left, right = (np.where(onward, codes[a][kept], codes[b][kept]) for a, b in ((0, 1), (1, 0)))
    row = np.where(onward, ahead[kept], behind[kept])
    begin, until = start[kept], end[kept]
    # Runs that follow one another with the same sides, the same way round, are one.
    same = begin[1:] == until[:-1]
    for part in (onward, left, right):
        same &= part[1:] == part[:-1]
    opens = np.flatnonzero(np.concatenate([[True], ~same])) if len(kept) else np.zeros(0, np.intp)
    closes = np.append(opens[1:], len(kept)) - 1 if len(kept) else opens
    order = np.argsort(row[opens], kind="stable")
    opens, closes = opens[order], closes[order]
    return Borders(
        np.ascontiguousarray(ends[row[opens]]),
        *(part.astype(np.int32) for part in (left[opens], right[opens], begin[opens] % span, until[closes] % span)),
    )


class _Side:
    """The edges that run one way along their lines, to be found by line and state."""

    def __init__(self, rows: Ints, line: Ints, covering: Codes, first: Codes, stop: Codes, span: np.int64) -> None:
        begin = line[rows] * span + first[rows]
        order = np.argsort(begin, kind="stable")
        self.rows = rows[order]
        self.begin = begin[order]
        self.stop = (line[rows] * span + stop[rows])[order]
        if (self.begin[1:] < self.stop[:-1]).any():
            twice = int(self.rows[1:][self.begin[1:] < self.stop[:-1]][0])
            raise ValueError(
                f"two edges run the same way along one line on the same state, the second of covering "
                f"{int(covering[twice])}: ground overlaps; lay it apart first"
            )

    def at(self, mark: Ints) -> Ints:
        """The edge that stands at each mark (line and state), -1 where none does."""
        if not len(self.rows):
            return np.full(len(mark), -1)
        found = np.searchsorted(self.begin, mark, side="right") - 1
        standing = (found >= 0) & (mark < self.stop[found])
        return np.where(standing, self.rows[found], -1)


def cut_short(borders: Borders, longest_degrees: float) -> Borders:
    """Borders cut in pieces that bend by at most `BEND_M` and reach no farther than `longest_degrees` either way.

    They are straight in degrees (RFC 7946, section 3.1.1) and are cut there, so that no piece leaves its border.
    """
    across, up = np.abs(borders.ends[:, 2:] - borders.ends[:, :2]).T
    turn, rise = np.radians(across), np.radians(up)
    steepest = np.radians(np.maximum(np.abs(borders.ends[:, 1]), np.abs(borders.ends[:, 3])))
    # The second derivatives, east and north, of the line's place on the sheet, over eight.
    bend = _EQUATOR_M / 8 * np.sin(steepest) * np.hypot(2 * turn * rise, turn**2)
    count = np.maximum(np.ceil(np.sqrt(bend / BEND_M)), np.ceil(np.maximum(across, up) / longest_degrees))
    count = np.maximum(1, count).astype(np.int64)
    if not len(count) or count.max() == 1:
        return borders
    row = np.repeat(np.arange(len(count)), count)
    step = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    begin, end = borders.ends[row, :2], borders.ends[row, 2:]
    from_ = begin + (end - begin) * (step / count[row])[:, None]
    to = begin + (end - begin) * ((step + 1) / count[row])[:, None]
    to = np.where((step + 1 == count[row])[:, None], end, to)
    pieces = borders.taken(row)
    return Borders(np.concatenate([from_, to], 1), pieces.left, pieces.right, pieces.first, pieces.stop)
