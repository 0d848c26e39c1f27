"""Least and greatest time between two events, and which ends are reached.

An event of a span [start, stop) happened at one moment of it. So its start may be the moment and its stop may not,
unless both are the same instant. Between two days:

    the same day          0 to less than 24 hours: within 24 hours, whichever moments they were
    one day after         more than 0 to less than 48 hours: perhaps within 24 hours
    two days after        more than 24 hours: not within 24 hours

Comparisons leave `SLACK_HOURS` (4 milliseconds) and `SLACK_KM` (a micrometre), so that 0.1 + 0.2 is 0.3: what is
nearer than that to a limit counts as being on it. Spans shorter than twice the slack are instants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.engine.meetings.happenings import Happenings

SLACK_HOURS = 1e-6
SLACK_KM = 1e-9


class HoursApart(NamedTuple):
    """Of pairs: bounds in hours, and whether the bound itself is out of reach."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    low_open: NDArray[np.bool_]
    high_open: NDArray[np.bool_]


def hours_apart(a: Happenings, b: Happenings) -> HoursApart:
    """Between the first of `a` and the first of `b`, the second and the second, and so on."""
    b_later, a_later = b.start - a.stop, a.start - b.stop
    b_last, a_last = b.stop - a.start, a.stop - b.start
    open_a, open_b = ~a.instant, ~b.instant
    low_open = ((b_later >= 0) & open_a) | ((a_later >= 0) & open_b)
    # The greatest time is reached if an event that is last at its end is an instant.
    high_open = np.where(b_last == a_last, open_a & open_b, np.where(b_last > a_last, open_b, open_a))
    return HoursApart(np.maximum(0.0, np.maximum(b_later, a_later)), np.maximum(b_last, a_last), low_open, high_open)


def last_moment(events: Happenings) -> NDArray[np.float64]:
    """The stop moved by the slack: within it where the end is excluded, beyond it where the event is an instant.

    Two events may be within so many hours exactly if the start of neither is more than that after the last moment
    of the other.
    """
    open_end = events.stop - events.start > 2 * SLACK_HOURS
    return np.where(open_end, events.stop - SLACK_HOURS, events.stop + SLACK_HOURS)
