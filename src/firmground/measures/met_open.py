"""Events of which the place or the day is not known: in how many pairs each may be, without listing them.

A list of everything that such an event may have met would hold the whole case once for each of them and say
nothing. What it does to a count is to widen its upper end, by exactly so many pairs as here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from firmground.measures.met_actors import Attributions

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

HOURS = 24


@dataclass(frozen=True, eq=False)
class Sides:
    """All events of the case, as columns: on which side of a pair each may be, and on which days, `stop` excluded.

    `dated`: its first and last possible day are known. `region`: of its place, -1 where that is not known.
    """

    among: Flags
    other: Flags
    start: Ints
    stop: Ints
    dated: Flags
    region: Ints

    @property
    def open(self) -> Flags:
        """Events on a side whose place, or whose first or last possible day, is not known."""
        return np.asarray((self.among | self.other) & ~(self.dated & (self.region >= 0)))


def count_partners(
    sides: Sides, hours: float, near: Callable[[int], Flags], attributions: Attributions | None
) -> tuple[Ints, Ints]:
    """The open events and the most pairs each may be in; a pair of two open events is counted at the first of them.

    `near(region)`: for every region whether some point of it may be near enough to that one.
    """
    open_ = np.flatnonzero(sides.open)
    if not len(open_):
        return open_, open_
    kinds = [sides.region[open_], sides.start[open_], sides.stop[open_], sides.among[open_], sides.other[open_]]
    if attributions is not None:
        kinds.append(attributions.code[open_])
    order = np.lexsort(kinds[::-1])
    open_, rows = open_[order], np.column_stack(kinds)[order]
    # Everything that can be met: the closed events, then the open ones in this order.
    closed = np.flatnonzero((sides.among | sides.other) & ~sides.open)
    all_ = np.concatenate([closed, open_])
    starts = np.flatnonzero(np.any(np.diff(rows, axis=0, prepend=-9), axis=1))
    most = np.zeros(len(open_), dtype=np.int64)
    for begin, end in zip(starts, [*starts[1:], len(open_)], strict=True):
        can = _can_meet(sides, int(open_[begin]), all_, hours, near, attributions)
        later = np.cumsum(can[len(closed) :][::-1])[::-1]
        # Of its own kind and after it, the event itself is the first.
        after: Ints = later[begin:end] - can[len(closed) + begin : len(closed) + end]
        most[begin:end] = int(can[: len(closed)].sum()) + after
    return open_, most


def _can_meet(
    sides: Sides,
    event: int,
    others: Ints,
    hours: float,
    near: Callable[[int], Flags],
    attributions: Attributions | None,
) -> Flags:
    can = np.zeros(len(others), dtype=bool)
    if sides.among[event]:
        can |= sides.other[others]
    if sides.other[event]:
        can |= sides.among[others]
    can &= may_be_within(sides.start[event], sides.stop[event], sides.start[others], sides.stop[others], hours)
    region = int(sides.region[event])
    if region >= 0:
        # Events of unknown place, -1, come first in the order and have counted their pairs with this one themselves.
        can &= near(region)[sides.region[others]]
    if attributions is not None:
        can &= attributions.may_differ(int(attributions.code[event]))[attributions.code[others]]
    return can


def may_be_within(start: int, stop: int, starts: Ints, stops: Ints, hours: float) -> Flags:
    """May a moment of these days be within so many hours of one of those? A least time between days is not reached."""
    apart = np.maximum(starts - stop, start - stops)
    return np.asarray((apart < 0) | (HOURS * apart < hours))
