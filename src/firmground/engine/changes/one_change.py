"""One day on which the rate changed: every day weighed, and no change weighed beside them.

The rate is one number before the day of change and another from it on, each with its prior, so that the rates can be
integrated out exactly: Poisson counts with a gamma prior (Raftery and Akman, Biometrika 73, 1986, for the process in
continuous time; Smith, Biometrika 62, 1975, for the day as a discrete unknown), or days with or without a release
with a beta prior. Before looking, every day but the first is equally likely. It finds no cause, and it finds one day
even if there were several.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.changes.laws import law_of
from firmground.engine.changes.rates import Rate, compare, main_parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.engine.changes.laws import Law
    from firmground.engine.changes.series import Series

_EXACT = 1e-12  # sums of a posterior are right to this


@dataclass(frozen=True, eq=False)
class OneChange:
    """When and how far the rate changed, if it changed once.

    `posterior`: the chance that each day is the first one of the new rate, the first day 0; sums to 1. `best`: the
    most likely day. `first` to `last`: the shortest run of days that holds at least `mass` of it, both ends included;
    `covered` is what it really holds. `log_bayes`: how much better one change explains the days than none, as a
    natural logarithm. `before`, `after`: the rates, whatever the day of change; `fell`: the chance that the rate after
    is the lower one. `law`: the law of a day, with its prior.
    """

    posterior: NDArray[np.float64]
    log_bayes: float
    best: int
    first: int
    last: int
    covered: float
    mass: float
    before: Rate
    after: Rate
    fell: float
    law: Law

    @property
    def bayes_factor(self) -> float:
        return math.exp(min(self.log_bayes, 700.0))

    @property
    def probability(self) -> float:
        """The chance that there was a change at all, if that was as likely as not before looking."""
        return 1 / (1 + math.exp(-self.log_bayes)) if self.log_bayes > -700 else 0.0


def find_change(series: Series, *, mass: float = 0.9, law: Law | None = None) -> OneChange | None:
    """None where there is nothing to weigh: fewer than two days, or nothing put out on any.

    `law` None is `law_of`; the prior of another must have been chosen without looking at these days.
    """
    if len(series) < 2 or not series.counted[-1]:
        return None
    held = law or law_of(series)
    posterior, log_bayes = weigh_days(series, held)
    first, last, covered = shortest_run(posterior, mass)
    days, weights = main_parts(posterior)
    counted, exposed = series.counted.astype(np.float64), series.exposed
    earlier = counted[days], exposed[days]
    later = counted[-1] - counted[days], exposed[-1] - exposed[days]
    before, after, fell = compare(held, weights, earlier, later)
    best = int(np.argmax(posterior))
    return OneChange(
        posterior, log_bayes, best, first, last, covered, mass, before.say(mass), after.say(mass), fell, held
    )


def weigh_days(series: Series, law: Law) -> tuple[NDArray[np.float64], float]:
    """The posterior over first days of a new rate, and the logarithm of the Bayes factor against no change."""
    counted, exposed = series.counted, series.exposed
    earlier = law.evidence(counted[1:-1], exposed[1:-1])
    later = law.evidence(counted[-1] - counted[1:-1], exposed[-1] - exposed[1:-1])
    each = earlier + later
    most = float(each.max())
    weights = np.exp(each - most)
    total = float(weights.sum())
    change = most + math.log(total / len(each))
    return np.concatenate([[0.0], weights / total]), change - float(law.evidence(counted[-1], exposed[-1]))


def shortest_run(posterior: NDArray[np.float64], mass: float) -> tuple[int, int, float]:
    """The shortest run of days that holds at least `mass`, both ends included, and what it holds.

    Of equally short runs the one that holds most, then the earliest. Days are whole, so it holds somewhat more than
    asked for; how much more is said, instead of being called `mass`.
    """
    running = np.concatenate([[0.0], np.cumsum(posterior)])
    starts = np.arange(len(posterior))
    stops = np.searchsorted(running, running[:-1] + (mass - _EXACT), side="left")
    able = stops <= len(posterior)
    starts, stops = starts[able], stops[able]
    held = running[stops] - running[starts]
    chosen = np.lexsort((starts, -held, stops - starts))[0]
    return int(starts[chosen]), int(stops[chosen] - 1), float(min(1.0, held[chosen]))
