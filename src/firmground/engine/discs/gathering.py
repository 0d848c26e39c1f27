"""Runs as kernels write them, piece by piece, put in the order of their discs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.discs.shares import DiscRuns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Piece:
    """The runs of some discs: for each disc its row, `good` (1 told, 0 to be asked again, 2 doubtful) and how many
    `runs` it has; for each run its states and how many `cells` it has; for each cell its covering and share.
    """

    rows: NDArray[np.intp]
    good: NDArray[np.uint8]
    runs: Ints
    start: Codes
    stop: Codes
    cells: Ints
    covering: Codes
    share: NDArray[np.float64]

    @classmethod
    def empty(cls, rows: NDArray[np.intp], size: int) -> Piece:
        """Room for `size` runs, and twice as many cells."""
        return cls(
            rows,
            np.zeros(len(rows), np.uint8),
            np.zeros(len(rows), np.int64),
            np.empty(size, np.int32),
            np.empty(size, np.int32),
            np.empty(size, np.int64),
            np.empty(2 * size, np.int32),
            np.empty(2 * size),
        )

    @classmethod
    def joined(cls, pieces: list[Piece]) -> Piece:
        names = (field.name for field in fields(cls))
        return cls(**{name: np.concatenate([getattr(piece, name) for piece in pieces]) for name in names})

    def cut(self, begun: int, end: int, runs: int, cells: int) -> Piece:
        """What was written of the discs from `begun` to `end`, excluded, without the room that was not needed."""
        return Piece(
            self.rows[begun:end],
            self.good[begun:end],
            self.runs[begun:end],
            self.start[:runs].copy(),
            self.stop[:runs].copy(),
            self.cells[:runs].copy(),
            self.covering[:cells].copy(),
            self.share[:cells].copy(),
        )


def gathered(pieces: list[Piece], discs: int) -> DiscRuns:
    """The runs of all pieces in the order of their discs. A disc of which no piece tells is doubtful."""
    every = Piece.joined([Piece.empty(np.zeros(0, np.intp), 0), *pieces])
    told = np.flatnonzero(every.good == 1)
    told = told[np.argsort(every.rows[told], kind="stable")]
    doubtful = np.ones(discs, np.bool_)
    doubtful[every.rows[told]] = False
    count = np.zeros(discs, np.int64)
    count[every.rows[told]] = every.runs[told]
    run = _spread(np.cumsum(every.runs) - every.runs, every.runs, told)
    cell = _spread(np.cumsum(every.cells) - every.cells, every.cells, run)
    return DiscRuns(
        _offsets(count),
        every.start[run],
        every.stop[run],
        _offsets(every.cells[run]),
        every.covering[cell],
        every.share[cell],
        doubtful,
    )


def _offsets(counts: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _spread(first: Ints, counts: Ints, order: Ints) -> Ints:
    """The indices of everything that the chosen own, one after the other."""
    lengths = counts[order]
    return np.repeat(first[order] - (np.cumsum(lengths) - lengths), lengths) + np.arange(int(lengths.sum()))


def presence(runs: DiscRuns, member: Flags) -> tuple[Flags, Flags, Flags, Flags]:
    """Touches on some state, on every state; inside on some, on every: each shape (n, columns).

    `member[c, h]`: does the covering c count for the column h? Doubtful discs touch all on some state, and no more.
    """
    run_of_cell = np.repeat(np.arange(len(runs.start)), np.diff(runs.cell_first))
    disc_of_run = np.repeat(np.arange(len(runs.doubtful)), np.diff(runs.row_first))
    counts = member[runs.covering]
    touches = np.zeros((len(runs.start), member.shape[1]), np.bool_)
    outside = np.zeros_like(touches)
    np.logical_or.at(touches, run_of_cell, counts)
    np.logical_or.at(outside, run_of_cell, ~counts)
    results = [np.zeros((len(runs.doubtful), member.shape[1]), np.bool_) for _ in range(4)]
    for index, of_run in enumerate((touches, ~outside)):
        some, missing = results[2 * index], np.zeros_like(results[0])
        np.logical_or.at(some, disc_of_run, of_run)
        np.logical_or.at(missing, disc_of_run, ~of_run)
        results[2 * index + 1] = ~missing
    results[0][runs.doubtful] = True
    for result in results[1:]:
        result[runs.doubtful] = False
    return results[0], results[1], results[2], results[3]
