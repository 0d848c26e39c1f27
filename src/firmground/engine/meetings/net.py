"""Which events may be near which: the candidates, in blocks of bounded size, and none is lost.

Two strata are laid on one net; for each event of the one, the cubes that touch its own hold all events of the other
that may be within reach, and in each of these cubes those within hours follow one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from firmground.engine.meetings.apart import SLACK_HOURS, last_moment
from firmground.engine.meetings.cells import Shelf
from firmground.engine.meetings.chords import in_space

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from firmground.engine.meetings.cells import Net
    from firmground.engine.meetings.happenings import Happenings, Reach

BLOCK = 1 << 18  # candidates looked at together: their arrays stay within the cache of a core, and small at any size
_SLAB = 1 << 15  # events whose cubes are looked up together


class Candidates(NamedTuple):
    """Places in the shelves of two strata, pair by pair."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]

    def of(self, chosen: NDArray[np.int64]) -> Candidates:
        return Candidates(self.first.take(chosen), self.second.take(chosen))


@dataclass(frozen=True, slots=True, eq=False)
class Stratum:
    """Events of like size in the order of a shelf, with what each is asked again and again."""

    numbers: NDArray[np.int64]  # in the set that the caller gave
    events: Happenings
    space: NDArray[np.float64]
    last: NDArray[np.float64]
    shelf: Shelf

    @classmethod
    def laid(cls, numbers: NDArray[np.int64], events: Happenings, net: Net) -> Stratum:
        space = in_space(events.lon.take(numbers), events.lat.take(numbers))
        shelf = Shelf.of(net, space, events.start.take(numbers))
        ordered = numbers.take(shelf.order)
        own = events[ordered]
        return cls(ordered, own, np.ascontiguousarray(space[:, shelf.order]), last_moment(own), shelf)

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, slots=True, eq=False)
class Meeting:
    """Two strata on one net. Where a stratum meets itself, `one` is `other` and each pair comes once."""

    sets: tuple[Happenings, Happenings]
    one: Stratum
    other: Stratum
    reach: Reach
    chord_km: float  # no pair farther apart in a straight line may be within reach
    turned: bool = False  # `one` is of the second set
    one_set: bool = False  # both are of one set, so a pair has no first and second of its own

    @property
    def with_itself(self) -> bool:
        return self.one is self.other

    def candidates(self) -> Iterator[Candidates]:
        """Blocks of at most `BLOCK` pairs."""
        one, reach = self.one, self.reach
        offsets, cubes = self._touching()
        # As the starts of a shelf are in order, so are those that may be within hours of an event: from the first
        # that, with the longest span of its stratum, still reaches it, to the last that it still reaches.
        longest = float((self.other.last - self.other.events.start).max())
        moments = self.other.shelf.moments
        earliest = np.searchsorted(moments, one.events.start - reach.hours - longest - SLACK_HOURS / 10, side="left")
        latest = np.searchsorted(moments, one.last + reach.hours, side="right")
        for start in range(0, len(one), _SLAB):
            slab = np.arange(start, min(start + _SLAB, len(one)))
            cube = one.shelf.cube_of[slab]
            count = offsets[cube + 1] - offsets[cube]
            event = np.repeat(slab, count)
            there = cubes[_runs(offsets[cube], count)]
            low = self.other.shelf.place(there, earliest[event])
            high = self.other.shelf.place(there, latest[event])
            if self.with_itself:
                low = np.where(there == one.shelf.cube_of[event], event + 1, low)
            some = high > low
            yield from _blocks(event[some], low[some], (high - low)[some])

    def _touching(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each cube of `one` the cubes of `other` that touch it: where they begin in a list, and the list."""
        first, end = self.other.shelf.neighbours(self.one.shelf.cubes)
        if self.with_itself:  # from each pair of cubes once
            first = np.maximum(first, np.arange(len(first))[:, None])
        count = np.maximum(end - first, 0)
        offsets = np.zeros(len(first) + 1, dtype=np.int64)
        np.cumsum(count.sum(axis=1), out=offsets[1:])
        return offsets, _runs(first.ravel(), count.ravel())


def _runs(first: NDArray[np.int64], count: NDArray[np.int64]) -> NDArray[np.int64]:
    """first[0], first[0] + 1, ... (count[0] of them), then first[1], and so on."""
    before = np.cumsum(count) - count
    return np.repeat(first - before, count) + np.arange(int(count.sum()))


def _blocks(event: NDArray[np.int64], low: NDArray[np.int64], count: NDArray[np.int64]) -> Iterator[Candidates]:
    """Each event with the run of others that begins at `low`, cut anywhere into blocks of at most `BLOCK`."""
    ends = np.cumsum(count)
    whole = int(ends[-1]) if len(ends) else 0
    for start in range(0, whole, BLOCK):
        stop = min(start + BLOCK, whole)
        runs = slice(int(np.searchsorted(ends, start, side="right")), int(np.searchsorted(ends, stop, side="left")) + 1)
        begins = ends[runs] - count[runs]
        skipped = np.maximum(start - begins, 0)
        taken = np.minimum(ends[runs], stop) - begins - skipped
        yield Candidates(np.repeat(event[runs], taken), _runs(low[runs] + skipped, taken))
