"""Ground over runs of states, as the engine tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.area_runs import BARE
from firmground.hold.spells import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firmground.engine.area_runs import AreaRuns

    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]
    Floats = NDArray[np.float64]


_ROUNDING = 1e-9  # of shares of one disc on two states


class Coverings:
    """Sets of codes that lie together over a spot, numbered as they are met."""

    def __init__(self) -> None:
        self.held: list[tuple[int, ...]] = []
        self._numbers: dict[tuple[int, ...], int] = {}

    def of(self, coverings: Sequence[tuple[int, ...]]) -> Codes:
        """The number of each."""
        for covering in coverings:
            if covering not in self._numbers:
                self._numbers[covering] = len(self.held)
                self.held.append(covering)
        return np.array([self._numbers[covering] for covering in coverings], dtype=np.int32)


@dataclass(frozen=True, eq=False)
class GroundRuns:
    """Run r is of row `row[r]`, sorted, and of the states `start[r]` to `stop[r]`, excluded.

    Its ground is the cells `first[r]` to `first[r + 1]`: each a covering over the part `share` of the row's disc.
    """

    row: Ints
    start: Ints
    stop: Ints
    first: Ints
    covering: Codes
    share: Floats

    def __len__(self) -> int:
        return len(self.row)

    @property
    def owner(self) -> Ints:
        """The run of each cell."""
        return np.repeat(np.arange(len(self)), np.diff(self.first))

    def taken(self, run: Ints, start: Ints, stop: Ints) -> GroundRuns:
        """These runs, on other states each."""
        owner, number = spread(np.diff(self.first)[run])
        cell = self.first[run[owner]] + number
        first = np.concatenate([[0], np.cumsum(np.diff(self.first)[run])])
        return GroundRuns(self.row[run], start, stop, first, self.covering[cell], self.share[cell])


def ground_of(row: int, found: AreaRuns, limit: int | None, coverings: Coverings) -> GroundRuns:
    """What was found of a region within the limits of the map, whose code is `limit`."""
    inside = () if limit is None else (limit,)
    codes, cell = np.unique(found.code, return_inverse=True)
    held = [tuple(sorted((*inside, *(() if code == BARE else (code,))))) for code in codes.tolist()]
    covering = coverings.of(held)[cell.reshape(-1)]
    return GroundRuns(np.full(len(found.start), row), found.start, found.stop, found.first, covering, found.share)


def one_after_another(parts: Sequence[GroundRuns]) -> GroundRuns:
    """The runs of several lots as one, by row and state."""
    if len(parts) == 1:
        return parts[0]
    empty = np.empty(0, dtype=np.int64)
    row, start, stop = (
        np.concatenate([empty, *(getattr(one, name) for one in parts)]) for name in ("row", "start", "stop")
    )
    sizes = np.concatenate([empty, *(np.diff(one.first) for one in parts)])
    covering = np.concatenate([empty.astype(np.int32), *(one.covering for one in parts)])
    share = np.concatenate([np.empty(0), *(one.share for one in parts)])
    whole = GroundRuns(row, start, stop, np.concatenate([[0], np.cumsum(sizes)]), covering, share)
    order = np.lexsort((start, row))
    return whole.taken(order, start[order], stop[order])


def join_alike(runs: GroundRuns) -> GroundRuns:
    """Runs that follow each other in a row with the same ground, but for rounding, as one."""
    owner = runs.owner
    order = np.lexsort((runs.covering, owner))
    runs = GroundRuns(runs.row, runs.start, runs.stop, runs.first, runs.covering[order], runs.share[order])
    sizes = np.diff(runs.first)
    alike = (runs.row[1:] == runs.row[:-1]) & (runs.start[1:] == runs.stop[:-1]) & (sizes[1:] == sizes[:-1])
    pair = np.flatnonzero(alike)
    which, number = spread(sizes[pair])
    one, other = runs.first[pair[which]] + number, runs.first[pair[which] + 1] + number
    differs = (runs.covering[one] != runs.covering[other]) | (np.abs(runs.share[one] - runs.share[other]) > _ROUNDING)
    alike[pair[which[differs]]] = False
    begins = np.flatnonzero(np.concatenate([np.ones(min(1, len(runs)), dtype=np.bool_), ~alike]))
    ends = np.append(begins[1:], len(runs)) - 1 if len(begins) else begins
    return runs.taken(begins, runs.start[begins], runs.stop[ends])
