"""How the spans of two events stand to one another, told from their numbers alone so that it can be asked often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.meetings.apart import SLACK_HOURS, last_moment
from firmground.engine.meetings.chance import chance_within_hours

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.engine.meetings.happenings import Happenings, Reach


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """The different spans of a set of events, and of each event the number of its span.

    Two spans count as near exactly if `place` of each is less than `reach` of the other: for MAY the places of their
    starts among all starts, for MUST of their stops among all stops.
    """

    start: NDArray[np.float64]
    stop: NDArray[np.float64]
    of_event: NDArray[np.int64]
    place: NDArray[np.int32]
    reach: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True, eq=False)
class Timing:
    """The spans of two sets (or twice of one), and what is counted of them."""

    one: Spans
    other: Spans
    counted: str
    hours: float

    @classmethod
    def of(cls, a: Happenings, b: Happenings | None, reach: Reach, counted: str) -> Timing:
        """Raises ValueError for "expected" where a span has no end."""
        sets = [a] if b is None else [a, b]
        if counted == "expected" and not all(np.isfinite(x).all() for s in sets for x in (s.start, s.stop)):
            raise ValueError("a span without an end has no chance to be near in time: count what is possible")
        ends = np.unique(np.concatenate([x.stop if counted == "must" else x.start for x in sets]))
        spans = [_spans(each, ends, reach.hours, must=counted == "must") for each in sets]
        return cls(spans[0], spans[-1], counted, reach.hours)

    @property
    def combinations(self) -> int:
        return len(self.one) * len(self.other)

    def between(self) -> NDArray[np.float64]:
        """1, 0 or a chance for each span of `one` with each of `other`: shape (len(one), len(other))."""
        one, other = self.one, self.other
        if self.counted == "expected":
            return chance_within_hours(
                one.start[:, None], one.stop[:, None], other.start[None, :], other.stop[None, :], self.hours
            )
        near = (one.place[:, None] < other.reach[None, :]) & (other.place[None, :] < one.reach[:, None])
        return near.astype(np.float64)


def _spans(events: Happenings, ends: NDArray[np.float64], hours: float, *, must: bool) -> Spans:
    different, of_event = np.unique(np.column_stack([events.start, events.stop]), axis=0, return_inverse=True)
    _, first = np.unique(of_event.reshape(-1), return_index=True)
    own = events[first]
    until = own.start + hours + SLACK_HOURS if must else last_moment(own) + hours
    return Spans(
        start=different[:, 0],
        stop=different[:, 1],
        of_event=of_event.reshape(-1),
        place=np.searchsorted(ends, own.stop if must else own.start).astype(np.int32),
        reach=np.searchsorted(ends, until, side="right").astype(np.int32),
    )
