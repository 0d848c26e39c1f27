"""Ground over runs of states, as the engine tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.hold.spells import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]
    Floats = NDArray[np.float64]


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


def one_after_another(parts: list[GroundRuns]) -> GroundRuns:
    """The runs of several lots of rows as one, by row."""
    if len(parts) == 1:
        return parts[0]
    empty = np.empty(0, dtype=np.int64)
    if not parts:
        return GroundRuns(empty, empty, empty, np.zeros(1, np.int64), empty.astype(np.int32), np.empty(0))
    row, start, stop = (np.concatenate([getattr(one, name) for one in parts]) for name in ("row", "start", "stop"))
    sizes = np.concatenate([np.diff(one.first) for one in parts])
    whole = GroundRuns(
        row, start, stop, np.concatenate([[0], np.cumsum(sizes)]),
        np.concatenate([one.covering for one in parts]), np.concatenate([one.share for one in parts]),
    )  # fmt: skip
    order = np.argsort(row, kind="stable")
    return whole.taken(order, start[order], stop[order])
