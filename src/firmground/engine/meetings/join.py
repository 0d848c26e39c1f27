"""All pairs of events that may have been within so many km and so many hours of one another.

No pair is lost and none is added: the answer is that of comparing each with each.
"""

from __future__ import annotations

import itertools
import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from firmground.engine.meetings.laying import all_meetings
from firmground.engine.meetings.pairs import Count, Pairs
from firmground.engine.meetings.settle import Settled, count_settled, list_settled, name_settled, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from firmground.engine.meetings.happenings import Happenings, Reach
    from firmground.engine.meetings.net import Candidates, Meeting

Found = TypeVar("Found")

_ALONE = 4  # blocks that are done before threads would have started
_THREADS = max(1, min(4, os.cpu_count() or 1))  # numpy works on whole blocks outside the interpreter's lock


def pairs_within(a: Happenings, b: Happenings | None, reach: Reach) -> Pairs:
    """All pairs that may be within reach, by `first`, then `second`.

    `b` None is one set with itself: each pair of two events once, `first` < `second`. An event that stands in both
    sets meets itself like any other.
    """
    return Pairs.joined(stream_pairs(a, b, reach))


def stream_pairs(a: Happenings, b: Happenings | None, reach: Reach) -> Iterator[Pairs]:
    """The same pairs in blocks, in an order that is always the same; memory does not grow with their number."""
    return _each_block(a, b, reach, list_settled)


def stream_near(
    a: Happenings, b: Happenings | None, reach: Reach
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]]:
    """Only `first`, `second` and `must` of the same blocks; where `b` is None the two may stand in either order."""
    return _each_block(a, b, reach, name_settled)


def count_pairs(a: Happenings, b: Happenings | None, reach: Reach) -> Count:
    """How many must and how many may be within reach, without making a list."""
    total = Count(0, 0)
    for counted in _each_block(a, b, reach, count_settled):
        total = total.plus(counted)
    return total


def _each_block(a: Happenings, b: Happenings | None, reach: Reach, then: Callable[[Settled], Found]) -> Iterator[Found]:
    """A few blocks at a time side by side, the results in the order of the blocks; threads only if there are many."""

    def work(meeting: Meeting, candidates: Candidates) -> Found:
        return then(settle(meeting, candidates))

    blocks = ((meeting, block) for meeting in all_meetings(a, b, reach) for block in meeting.candidates())
    for block in itertools.islice(blocks, _ALONE):
        yield work(*block)
    with ThreadPoolExecutor(_THREADS) as pool:
        waiting = deque(pool.submit(work, *block) for block in itertools.islice(blocks, 2 * _THREADS))
        try:
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(pool.submit(work, *block) for block in itertools.islice(blocks, 1))
        finally:
            for task in waiting:
                task.cancel()
