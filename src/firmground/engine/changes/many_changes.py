"""Several changes of rate: the division of the days that costs least, each further change at a stated price.

PELT (Killick, Fearnhead and Eckley, Journal of the American Statistical Association 107, 2012) with the Poisson cost,
or that of days with and without a release: exact, whatever the counts, for what it prunes can no longer be best. It
names days and gives no chance for them; for one change with chances see `one_change`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.changes.laws import law_of, log_or_none, table_of_logs
from firmground.engine.changes.rates import RateLaw

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.engine.changes.laws import Law, Logarithm, Numbers
    from firmground.engine.changes.rates import Rate
    from firmground.engine.changes.series import Series


@dataclass(frozen=True, slots=True)
class Segment:
    """Days of one rate, `stop` excluded."""

    start: int
    stop: int
    count: int
    exposure: float
    rate: Rate


@dataclass(frozen=True, slots=True)
class Segments:
    """The days divided. `cost`: that of the division, with `penalty` for each change. `least_days` in a segment."""

    segments: tuple[Segment, ...]
    cost: float
    penalty: float
    least_days: int

    @property
    def changes(self) -> tuple[int, ...]:
        """The first day of each segment but the first."""
        return tuple(segment.start for segment in self.segments[1:])


def price_of_change(series: Series) -> float:
    """What one more change must save in log-likelihood: three halves of the logarithm of the days, times the spread.

    A change adds a rate and a day. The Bayesian information criterion charges half the logarithm of the days for a
    rate; a day that is searched for weighs twice that (Zhang and Siegmund, Biometrics 63, 2007). Where days differ more
    than a Poisson law lets them, as counts of lines do, savings grow by the same factor and so does the price. Of
    records of two months without a change about one in a hundred is divided at this price, of longer ones fewer.
    """
    return 1.5 * math.log(max(len(series), 2)) * series.spread


def find_changes(
    series: Series,
    *,
    penalty: float | None = None,
    least_days: int = 1,
    mass: float = 0.9,
    law: Law | None = None,
) -> Segments | None:
    """None where there are no days, or fewer than `least_days`. `penalty` None is `price_of_change`."""
    if len(series) < max(least_days, 1):
        return None
    held = law or law_of(series)
    price = price_of_change(series) if penalty is None else penalty
    starts, cost = divide(series, held, price, least_days)
    found = []
    for start, stop in zip(starts, [*starts[1:], len(series)], strict=True):
        count = int(series.counted[stop] - series.counted[start])
        exposure = float(series.exposed[stop] - series.exposed[start])
        found.append(Segment(start, stop, count, exposure, RateLaw.after(held, count, exposure).say(mass)))
    return Segments(tuple(found), cost, price, least_days)


def divide(series: Series, law: Law, price: float, least_days: int) -> tuple[list[int], float]:
    """The first days of the segments of a division that costs least, and its cost.

    Of divisions that cost the same, any one. Raises ValueError for a price below zero or segments of no days.
    """
    if price < 0 or least_days < 1:
        raise ValueError("a change costs at least nothing, and a segment has at least one day")
    days = len(series)
    counted, exposed, log = _numbers(series)
    best = np.full(days + 1, np.inf)
    came_from = np.zeros(days + 1, dtype=np.int64)
    best[0] = -price
    last = _Starts(best, counted, exposed)
    last.add(0)
    for stop in range(least_days, days + 1):
        newest = stop - least_days
        if newest and np.isfinite(best[newest]):
            last.add(newest)
        held, before, number, length = last.columns
        whole = before + law.cost(counted[stop] - number, exposed[stop] - length, log)
        chosen = int(np.argmin(whole))
        best[stop] = whole[chosen] + price
        came_from[stop] = held[chosen]
        # A start that is worse by the price than a change at `stop` is worse for every end that leaves the new
        # segment its least days; until then it may still be needed.
        last.drop(whole, best[stop], from_end=stop + least_days, next_end=stop + 1)
    starts, stop = [], days
    while stop > 0:
        stop = int(came_from[stop])
        starts.append(stop)
    return starts[::-1], float(best[days])


def _numbers(series: Series) -> tuple[Numbers, Numbers, Logarithm]:
    """What is counted and exposed before each day, and the logarithm: out of a table where all days are whole."""
    exposed = np.rint(series.exposed).astype(np.int64)
    if np.array_equal(exposed, series.exposed):
        log = table_of_logs(int(max(series.counted[-1], exposed[-1])))
        if log is not None:
            return series.counted, exposed, log
    return series.counted.astype(np.float64), series.exposed, log_or_none


class _Starts:
    """Days on which the last segment may begin, side by side with the best cost before them and what is before them."""

    def __init__(self, best: NDArray[np.float64], counted: Numbers, exposed: Numbers) -> None:
        self._all = best, counted, exposed
        self._number = 0
        self._day = np.zeros(len(best), dtype=np.int64)
        self._known = np.zeros_like(best), np.zeros_like(counted), np.zeros_like(exposed)
        self._out_from = np.zeros(len(best), dtype=np.int64)  # the first end for which it is out of the running
        self._never = len(best) + 1
        self._soonest = self._never

    @property
    def columns(self) -> tuple[NDArray[np.int64], NDArray[np.float64], Numbers, Numbers]:
        best, counted, exposed = self._known
        held = slice(self._number)
        return self._day[held], best[held], counted[held], exposed[held]

    def add(self, day: int) -> None:
        for column, of_day in zip(self._known, self._all, strict=True):
            column[self._number] = of_day[day]
        self._day[self._number] = day
        self._out_from[self._number] = self._never
        self._number += 1

    def drop(self, whole: NDArray[np.float64], most: float, *, from_end: int, next_end: int) -> None:
        """Those that cost more than `most` are out for ends from `from_end` on; those out for `next_end` leave."""
        out_from = self._out_from[: self._number]
        if whole.max() > most:
            np.minimum(out_from, from_end, out=out_from, where=whole > most)
            self._soonest = min(self._soonest, from_end)
        if self._soonest > next_end:
            return
        stay = np.flatnonzero(out_from > next_end)
        for column in (self._day, self._out_from, *self._known):
            column[: len(stay)] = column[stay]
        self._number = len(stay)
        self._soonest = int(self._out_from[: len(stay)].min(initial=self._never))
