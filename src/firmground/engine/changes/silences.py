"""Days without a release, and how often so many in a row come by chance at the rate of the days before.

Two chances that are easily mixed up: that *these* days stay silent, and that somewhere in a long record as many in a
row do. The second is never smaller, and a silence that was found by looking for the longest one has that chance. It
says nothing about why nothing came.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.changes.laws import law_of
from firmground.engine.changes.rates import Rate, RateLaw

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.engine.changes.laws import Law
    from firmground.engine.changes.series import Series

_SAME = 1e-9  # exposures that differ by less are as long as each other
_NODES = 64  # rates that stand for all rates that are possible, each as likely as the next
_MOST = 12  # the longest silences; of shorter ones a long record has hundreds, and each is searched for in all days


@dataclass(frozen=True, slots=True)
class Silence:
    """Days from `start` to `stop` (excluded) on which nothing was put out.

    `exposure`: how many ordinary days they are worth. `earlier`: the rate of the days before, from `counted` releases
    in `exposed` days. `chance`: that these days stay silent at that rate, what is not known of it taken in;
    `chance_at_mean`: the same with the mean rate as if it were known, e^(-rate * exposure) for counts. `somewhere`:
    that as many in a row stay silent anywhere in the record.
    """

    start: int
    stop: int
    exposure: float
    counted: int
    exposed: float
    earlier: Rate
    chance: float
    chance_at_mean: float
    somewhere: float

    @property
    def days(self) -> int:
        return self.stop - self.start


def find_silences(
    series: Series, *, least_days: int = 2, most: int = _MOST, mass: float = 0.9, law: Law | None = None
) -> tuple[Silence, ...]:
    """The longest silences in the order of their exposure, of at least `least_days` days each.

    A silence that opens the record has no earlier days and is judged by the prior alone: its chance is then a large
    one, as it should be.
    """
    held = law or law_of(series)
    runs = [(start, stop) for start, stop in silent_runs(series) if stop - start >= least_days]
    exposed = series.exposed
    runs.sort(key=lambda run: (-(exposed[run[1]] - exposed[run[0]]), run))
    return tuple(_weigh(series, start, stop, held, mass) for start, stop in runs[:most])


def silent_runs(series: Series) -> list[tuple[int, int]]:
    """Every run of days without a release, as (start, stop)."""
    silent = np.concatenate([[False], series.counts == 0, [False]])
    edges = np.flatnonzero(silent[1:] != silent[:-1])
    return [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]


def _weigh(series: Series, start: int, stop: int, law: Law, mass: float) -> Silence:
    counted, exposed = int(series.counted[start]), float(series.exposed[start])
    length = float(series.exposed[stop] - series.exposed[start])
    rate = RateLaw.after(law, counted, exposed)
    earlier = rate.say(mass)
    return Silence(
        start=start,
        stop=stop,
        exposure=length,
        counted=counted,
        exposed=exposed,
        earlier=earlier,
        chance=silence_chance(law, counted, exposed, length),
        chance_at_mean=law.silent_day(earlier.mean) ** length,
        somewhere=chance_somewhere(series.exposures, length, rate),
    )


def silence_chance(law: Law, counted: float, exposed: float, length: float) -> float:
    """The chance of no release in `length` days, after so many were counted in so many days."""
    return math.exp(law.log_silence(counted, exposed, length))


def chance_somewhere(exposures: NDArray[np.float64], length: float, rate: RateLaw) -> float:
    """The chance that the days have, anywhere, a run worth at least `length` without a release.

    Exact for a known rate (`runs_by_rate`); averaged over 64 equally likely rates where it is not known.
    """
    rates = rate.quantiles((np.arange(_NODES) + 0.5) / _NODES)
    return float(runs_by_rate(exposures, length, rate.law.quiet(rates)).mean())


def runs_by_rate(exposures: NDArray[np.float64], length: float, rates: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each rate, the chance of a run of days without a release that is worth at least `length`.

    By the last day with a release: a run grows long enough on a day only if nothing came since one certain day, the
    record's start counting as a day with a release. Days that say nothing are passed over.
    """
    days = exposures[exposures > 0]
    if np.all(days == 1.0):
        return _runs_of_whole_days(len(days), math.ceil(length - _SAME), rates)
    return _runs_of_parts(days, length, rates)


def _runs_of_whole_days(days: int, length: int, rates: NDArray[np.float64]) -> NDArray[np.float64]:
    """As many days at a time as a run has: what a day loses is known from one run before it."""
    if length <= 0 or length > days:
        return np.full(len(rates), 1.0 if length <= 0 else 0.0)
    silent = np.exp(-rates)
    ended = -np.expm1(-rates) * silent**length  # a release, then just so many days without one
    none_yet = np.ones((len(rates), days + 1))  # up to each day, 0 being the start
    none_yet[:, length] = 1 - silent**length
    for first in range(length + 1, days + 1, length + 1):
        stop = min(first + length + 1, days + 1)
        lost = np.cumsum(none_yet[:, first - length - 1 : stop - length - 1], axis=1) * ended[:, None]
        none_yet[:, first:stop] = none_yet[:, first - 1 : first] - lost
    return np.clip(1 - none_yet[:, days], 0.0, 1.0)


def _runs_of_parts(exposures: NDArray[np.float64], length: float, rates: NDArray[np.float64]) -> NDArray[np.float64]:
    ends = np.concatenate([[0.0], np.cumsum(exposures)])
    none_yet = np.ones_like(rates)  # no run so long up to this day
    last_at = [np.ones_like(rates)]  # ... and a release on day d (day 0: the start)
    leaving = 0
    for day in range(1, len(ends)):
        before = none_yet
        while leaving < day and ends[day] - ends[leaving] >= length - _SAME:
            none_yet = none_yet - last_at[leaving] * np.exp(-rates * (ends[day] - ends[leaving]))
            leaving += 1
        last_at.append(before * -np.expm1(-rates * exposures[day - 1]))
    return np.clip(1 - none_yet, 0.0, 1.0)
