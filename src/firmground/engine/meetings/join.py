"""All pairs of events that may have been within so many km and so many hours of one another.

No pair is lost and none is added: the answer is that of comparing each with each.
"""

from __future__ import annotations

import itertools
import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from firmground.engine.compiled import is_loaded
from firmground.engine.meetings.at_speed import KERNELS, count_at_speed, settled_at_speed
from firmground.engine.meetings.laying import all_meetings
from firmground.engine.meetings.pairs import Count, Pairs
from firmground.engine.meetings.settle import Settled, count_settled, list_at_speed, list_settled, name_settled, settle
from firmground.engine.threads import in_order, processors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from firmground.engine.meetings.happenings import Happenings, Reach
    from firmground.engine.meetings.net import Candidates, Meeting

Found = TypeVar("Found")

_ALONE = 4  # blocks that are done before threads would have started
# From so many events of a set, or pairs, on kernels are quicker, the time it takes to load them included.
_MANY, _MANY_PAIRS = 200_000, 8_000_000
_SOME = 5_000  # the same where they are loaded already
_ASKED = 16  # events by which the number of pairs is guessed


def pairs_within(a: Happenings, b: Happenings | None, reach: Reach) -> Pairs:
    """All pairs that may be within reach, by `first`, then `second`.

    `b` None is one set with itself: each pair of two events once, `first` < `second`. An event that stands in both
    sets meets itself like any other.
    """
    return Pairs.joined(stream_pairs(a, b, reach))


def stream_pairs(a: Happenings, b: Happenings | None, reach: Reach) -> Iterator[Pairs]:
    """The same pairs in blocks, in an order that is always the same; memory does not grow with their number."""
    return _each_block(a, b, reach, list_at_speed if _are_many(a, b, reach) else list_settled)


def stream_near(
    a: Happenings, b: Happenings | None, reach: Reach
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]]:
    """Only `first`, `second` and `must` of the same blocks; where `b` is None the two may stand in either order."""
    return _each_block(a, b, reach, name_settled)


def count_pairs(a: Happenings, b: Happenings | None, reach: Reach) -> Count:
    """How many must and how many may be within reach, without making a list."""
    total = Count(0, 0)
    for counted in count_at_speed(a, b, reach) if _are_many(a, b, reach) else _each_block(a, b, reach, count_settled):
        total = total.plus(counted)
    return total


def _are_many(a: Happenings, b: Happenings | None, reach: Reach) -> bool:
    """Is the work worth the time it takes to load kernels? By the numbers of events, or what a few are near to."""
    other = a if b is None else b
    if len(a) + len(other) >= 2 * (_SOME if is_loaded(KERNELS) else _MANY):
        return True
    return len(a) * len(other) > _MANY_PAIRS and _guess(a, other, reach) > _MANY_PAIRS


def _guess(a: Happenings, b: Happenings, reach: Reach) -> float:
    """How many pairs are within reach, roughly."""
    asked = np.unique(np.linspace(0, len(a) - 1, _ASKED).astype(np.int64))
    near = 0
    for event in asked:
        degrees = (reach.km + a.radius_km[event] + b.radius_km) / 110
        close = np.abs(b.lat - a.lat[event]) <= degrees
        close &= np.abs(b.lon - a.lon[event]) * math.cos(math.radians(a.lat[event])) <= degrees
        close &= (b.start <= a.stop[event] + reach.hours) & (b.stop >= a.start[event] - reach.hours)
        near += int(close.sum())
    return near / len(asked) * len(a) / (2 if a is b else 1)


def _each_block(a: Happenings, b: Happenings | None, reach: Reach, then: Callable[[Settled], Found]) -> Iterator[Found]:
    """A few blocks at a time side by side, the results in the order of the blocks; threads only if there are many."""
    if _are_many(a, b, reach):
        yield from settled_at_speed(a, b, reach, then)
        return

    def work(block: tuple[Meeting, Candidates]) -> Found:
        return then(settle(*block))

    blocks = ((meeting, block) for meeting in all_meetings(a, b, reach) for block in meeting.candidates())
    for block in itertools.islice(blocks, _ALONE):
        yield work(block)
    threads = min(4, processors())  # numpy works on whole blocks outside the interpreter's lock
    with ThreadPoolExecutor(threads) as pool:
        yield from in_order(pool, work, blocks, 2 * threads)
