"""How often a publisher put something out, how much less than before, and how long it was silent.

The days are the units, each with what it may have been (`measures.published_days`). A change between two periods is
one weighted count: a later day adds when something came out, an earlier one when nothing did, each by the length of the
other period. So its bounds and what would settle it are as exact as those of a count.

Asked for a detail among the days that have anything (`measures.detail_days`), a day may be left out as well. A change
between two such shares is no sum over days, and no days are named that would settle it.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from firmground.bounds import Accepted, Bounds
from firmground.case.claims import MeasureKind
from firmground.case.questions import Disclosed
from firmground.dates import NO_START, NO_STOP, Days, iso_day, window
from firmground.errors import BadRequestError
from firmground.measures.detail_days import DetailDays, Share, find_detail_days
from firmground.measures.measurement import Measurement
from firmground.measures.published_days import PublishedDays, find_days
from firmground.measures.settle import Question
from firmground.measures.silent_runs import longest_silence
from firmground.measures.units import NO, OUT, YES, Units
from firmground.modality import MUST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.case.choices import Specification
    from firmground.case.claims import Test
    from firmground.hold import Held
    from firmground.measures.publishing import Publishing
    from firmground.measures.select import Selector

    AskedDays = PublishedDays | DetailDays


def measure_disclosed(held: Held, test: Test, _: Specification, selector: Selector) -> Measurement:
    """Of the days asked about, the share on which something came out."""
    about = _question(test)
    days = find_asked(selector.publishing(about.by), about, asked_days(held.case, about))
    found = share_of_days(days)
    units = _units(days.states, np.ones(len(days)))
    labels = _labels(days.window)
    question = Question(MeasureKind.SHARE)
    return Measurement(question, found.bounds, found.defined, units, labels, joined=_hang_together(days))


def find_asked(publishing: Publishing, about: Disclosed, window: Days) -> AskedDays:
    """The days of the window as the question looks at them."""
    return (find_detail_days if about.of_published else find_days)(publishing, about.gives, window)


def share_of_days(days: AskedDays) -> Share:
    if isinstance(days, DetailDays):
        return days.share()
    count = days.count()
    return Share(Bounds(Fraction(int(count.low), len(days)), Fraction(int(count.high), len(days))))


def _hang_together(days: AskedDays) -> bool:
    return bool(days.loose) if isinstance(days, DetailDays) else days.hangs_together


def measure_change(held: Held, test: Test, _: Specification, selector: Selector) -> Measurement:
    """The share of the later days on which something came out less that of the earlier days."""
    about = _question(test)
    later, earlier = compared_days(held.case, about, selector.publishing(about.by))
    found = change_of_days(later, earlier)
    now, then = len(later), len(earlier)
    states = np.concatenate([later.states, _turned(earlier.states)])
    labels = _labels(later.window) + _labels(earlier.window)
    if isinstance(later, DetailDays):
        units, question = _units(states, np.ones(now + then)), Question(MeasureKind.LESS_DISCLOSED)
        return Measurement(question, found.bounds, found.defined, units, labels)
    weights = np.concatenate([np.full(now, then), np.full(then, now)]).astype(np.float64)
    return Measurement(
        Question(MeasureKind.COUNT),
        found.bounds,
        MUST,
        _units(states, weights),
        labels,
        settled_by=None if test.value is None else _as_count(test.value, now * then),
        joined=_hang_together(later) or _hang_together(earlier) or _may_share(later, earlier),
    )


def change_of_days(later: AskedDays, earlier: AskedDays) -> Share:
    """The later share less the earlier; exact, since what makes the one great leaves the other small.

    Only where one of two periods may have had nothing at all, and an issue may be of either, is the change perhaps
    narrower than said: that both have a share may need the issue twice.
    """
    found = share_of_days(later) - share_of_days(earlier)
    return replace(found, exact=False) if found.defined is not MUST and _may_share(later, earlier) else found


def _may_share(one: AskedDays, other: AskedDays) -> bool:
    return any(issue.outside for issue in one.loose) and any(issue.outside for issue in other.loose)


def measure_silence(held: Held, test: Test, _: Specification, selector: Selector) -> Measurement:
    """The longest run of the days asked about on which nothing came out."""
    about = _question(test)
    days = find_days(selector.publishing(about.by), about.gives, asked_days(held.case, about))
    return Measurement(Question(MeasureKind.SILENCE), longest_silence(days), MUST)


def asked_days(case: Case, about: Disclosed) -> Days:
    """The days that a question looks at; where it sets no limit, those that were watched."""
    watched = case.publishers[about.by].days or Days()
    told = window(about.first, about.last)
    days = Days(
        watched.start if told.start == NO_START else told.start, watched.stop if told.stop == NO_STOP else told.stop
    )
    if days.empty:
        raise BadRequestError(
            "the days that are asked about lie outside those that were watched, and have no other end"
        )
    return days


def days_before(case: Case, about: Disclosed) -> Days:
    """The earlier days; where the question sets no limit, from the first watched day, up to the later ones."""
    later, told = asked_days(case, about), window(about.before_first, about.before_last)
    watched = case.publishers[about.by].days or Days()
    days = Days(
        watched.start if told.start == NO_START else told.start, later.start if told.stop == NO_STOP else told.stop
    )
    if days.empty or days.stop > later.start:
        raise BadRequestError("the earlier period has no day, or reaches into the later one")
    return days


def compared_days(case: Case, about: Disclosed, publishing: Publishing) -> tuple[AskedDays, AskedDays]:
    """The later and the earlier days of a change."""
    later, earlier = asked_days(case, about), days_before(case, about)
    return find_asked(publishing, about, later), find_asked(publishing, about, earlier)


def _question(test: Test) -> Disclosed:
    if not isinstance(test.about, Disclosed):
        raise BadRequestError("this measure needs a publisher")
    return test.about


def _turned(states: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Days that count when nothing came out; what is left out stays so."""
    return np.asarray((states & OUT) | ((states & YES) << 1) | ((states & NO) >> 1), dtype=np.uint8)


def _units(states: NDArray[np.uint8], weights: NDArray[np.float64]) -> Units:
    return Units(states, weights, weights, np.zeros(0, dtype=np.int64), np.zeros(len(states) + 1, dtype=np.int64))


def _as_count(value: Accepted, whole: int) -> Accepted:
    """What the weighted count must meet: each end of the change, with all earlier days counted as without anything."""
    low, high = ((end + 1) * whole if end is not None else None for end in (value.low, value.high))
    return replace(value, low=low, high=high, text="")


def _labels(days: Days) -> tuple[str, ...]:
    """The days as ISO texts: a report says them in words."""
    return tuple(iso_day(day) for day in range(*days))
