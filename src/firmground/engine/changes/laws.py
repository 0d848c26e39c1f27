"""The two laws of what comes on a day: any number of releases, or one at most. Each is a rate with its prior.

Both know a rate λ a day by the chance e^(-λ) of a day without a release, so that silences and comparisons read the
same under either. A publisher who puts out one release a day, almost every day, is far more regular than counts that
fall as they may: of his days the first law would call every third one silent by chance. So days that hold one release
at most are read as days with or without one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from firmground.engine.changes.log_gamma import log_beta, log_gamma

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from firmground.engine.changes.series import Series

    Column = NDArray[np.float64]
    Numbers = NDArray[np.float64] | NDArray[np.int64]
    Logarithm = Callable[[Numbers], Column]

_TINY = 1e-200  # stands for none where a logarithm is taken of what is then multiplied by none
_MOST_IN_A_TABLE = 1_000_000
_LOG_NEGLIGIBLE = math.log(1e-10)


def log_or_none(values: Numbers) -> Column:
    """The logarithm; of nothing a finite number, which is then multiplied by nothing."""
    return np.asarray(np.log(np.maximum(values, _TINY)))


def table_of_logs(most: int) -> Logarithm | None:
    """The logarithms of whole numbers up to `most`, looked up instead of worked out; None for too many of them."""
    if most > _MOST_IN_A_TABLE:
        return None
    table = log_or_none(np.arange(most + 1))

    def look_up(values: Numbers) -> Column:
        return np.asarray(np.take(table, values.astype(np.int64, copy=False)))

    return look_up


class Law(Protocol):
    """What every question about change asks. `counted` releases in `exposed` days; columns of equal length."""

    def evidence(self, counted: ArrayLike, exposed: ArrayLike) -> Column:
        """How well one rate, whichever, explains them: the marginal likelihood, as a logarithm.

        Factors that no division of the same days changes are left out: differences mean something between
        explanations of the same days, and only then.
        """

    def cost(self, counted: Numbers, exposed: Numbers, log: Logarithm = log_or_none) -> Column:
        """How badly the one best rate explains them: minus the log-likelihood, without those same factors.

        `log`: the logarithm, of nothing any finite number; `table_of_logs` where all numbers are whole.
        """

    def density(self, counted: Column, exposed: Column, log_rates: Column) -> Column:
        """Over log λ, up to a factor, as a logarithm: one row for each of the columns, one entry a node."""

    def reach(self, counted: Column, exposed: Column) -> tuple[float, float]:
        """Between which log λ all but a negligible part of every such law lies."""

    def shown(self, rates: Column) -> Column:
        """λ in the unit in which the rate is told."""

    def silent_day(self, rate: float) -> float:
        """The chance of a day without a release, at a rate in the unit in which it is told."""

    def quiet(self, rates: Column) -> Column:
        """For each λ the one whose e^(-λ) is the chance of a day without a release."""

    def log_silence(self, counted: float, exposed: float, length: float) -> float:
        """The chance of no release in `length` days, what is not known of the rate taken in, as a logarithm."""


@dataclass(frozen=True, slots=True)
class CountLaw:
    """Poisson counts whose rate has a gamma prior of `shape` releases in `days` days. A rate is releases a day.

    `spread`: how many times more days differ than the law lets them (`Series.spread`). So many releases then tell as
    much as one (quasi-likelihood: McCullagh and Nelder, Generalized Linear Models, 1989, chapter 9): rates stay the
    same, their intervals and those of days are wider, and a change is believed less easily.
    """

    shape: float
    days: float
    spread: float = 1.0

    @classmethod
    def weak(cls, series: Series) -> CountLaw:
        """One release in the time that one takes on average in the whole record.

        So every rate starts at that of the record with the weight of a single release: rates from nearly none to
        several times the average are all easily found. In units of the record the answer is the same whether days or
        hours are counted; the record is looked at twice for it, which costs about what one release tells. A record
        without a release is read as one with one.
        """
        return cls(1.0, max(float(series.exposed[-1]), 1e-9) / max(int(series.counted[-1]), 1))

    def evidence(self, counted: ArrayLike, exposed: ArrayLike) -> Column:
        number, days = np.asarray(counted, np.float64) / self.spread, np.asarray(exposed, np.float64) / self.spread
        own = self.shape * math.log(self.days) - math.lgamma(self.shape)
        return np.asarray(own + log_gamma(self.shape + number) - (self.shape + number) * np.log(self.days + days))

    def cost(self, counted: Numbers, exposed: Numbers, log: Logarithm = log_or_none) -> Column:
        return np.asarray(counted * (log(exposed) - log(counted)))

    def density(self, counted: Column, exposed: Column, log_rates: Column) -> Column:
        shape, days = self._known(counted, exposed)
        return np.asarray(shape[:, None] * log_rates - days[:, None] * np.exp(log_rates))

    def reach(self, counted: Column, exposed: Column) -> tuple[float, float]:
        shape, days = self._known(counted, exposed)
        low = (_LOG_NEGLIGIBLE + log_gamma(shape + 1)) / shape - np.log(days)
        high = np.log((shape + 8 * np.sqrt(shape) + 30) / days)
        return float(low.min()), float(high.max())

    def shown(self, rates: Column) -> Column:
        return rates

    def silent_day(self, rate: float) -> float:
        return math.exp(-rate / self.spread)

    def quiet(self, rates: Column) -> Column:
        return rates / self.spread

    def log_silence(self, counted: float, exposed: float, length: float) -> float:
        """(days / (days + length)) ^ shape, the gamma law taken in."""
        shape, days = self.shape + counted / self.spread, self.days + exposed / self.spread
        return -shape * math.log1p(length / self.spread / days)

    def _known(self, counted: Column, exposed: Column) -> tuple[Column, Column]:
        """Shape and days of the gamma law of a rate after these days."""
        return self.shape + counted / self.spread, self.days + exposed / self.spread


@dataclass(frozen=True, slots=True)
class DayLaw:
    """Days with a release or without one; any share of days is as likely as any other before looking (a uniform prior).

    Exposures are 1 or, on days that are not looked at, 0. A rate is the share of days with a release.
    """

    def evidence(self, counted: ArrayLike, exposed: ArrayLike) -> Column:
        number, days = np.asarray(counted, np.float64), np.asarray(exposed, np.float64)
        return log_beta(1 + number, 1 + days - number)

    def cost(self, counted: Numbers, exposed: Numbers, log: Logarithm = log_or_none) -> Column:
        silent = exposed - counted
        return np.asarray(exposed * log(exposed) - counted * log(counted) - silent * log(silent))

    def density(self, counted: Column, exposed: Column, log_rates: Column) -> Column:
        rates = np.exp(log_rates)
        some = np.log(-np.expm1(-rates))
        silent = exposed - counted
        return np.asarray(counted[:, None] * some - (silent[:, None] + 1) * rates + log_rates)

    def reach(self, counted: Column, exposed: Column) -> tuple[float, float]:
        some, silent = 1 + counted, 1 + exposed - counted
        whole = log_beta(some, silent)
        # A share under x has at most the chance x^some / (some * B), and λ is never under the share.
        low = (_LOG_NEGLIGIBLE + np.log(some) + whole) / some
        high = -(_LOG_NEGLIGIBLE + np.log(silent) + whole) / silent
        return float(low.min()), float(np.log(high.max()))

    def shown(self, rates: Column) -> Column:
        return -np.expm1(-rates)

    def silent_day(self, rate: float) -> float:
        return 1 - rate

    def quiet(self, rates: Column) -> Column:
        return rates

    def log_silence(self, counted: float, exposed: float, length: float) -> float:
        silent = exposed - counted
        return float(log_beta(1 + counted, 1 + silent + length) - log_beta(1 + counted, 1 + silent))


def law_of(series: Series) -> Law:
    """Days with or without a release where there is never more than one and no day counts in part; else counts.

    Counts have the weak prior, and the spread that is found in them.
    """
    return DayLaw() if series.yes_or_no else replace(CountLaw.weak(series), spread=series.spread)
