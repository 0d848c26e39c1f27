"""Whether releases keep to a week: one or two neighbouring days of it with a rate of their own, for some weeks.

An office that closes at weekends falls silent every few days and changes no policy. Such a habit is looked for within
a span of weeks alone: do these days of the week have the rate of the other days between them? However much or little
comes, days of the week take turns, so that no change of rate can pass for a habit or hide one. All spans of whole
weeks, all single days and all pairs of neighbours are weighed, so that a weekend of Friday and Saturday is as good as
any. What is found becomes exposures: a day on which little is usual is a small part of a day. It knows no holidays.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.changes.laws import law_of
from firmground.engine.changes.one_change import shortest_run, weigh_days
from firmground.engine.changes.rates import Rate, RateLaw
from firmground.engine.changes.series import Series

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from firmground.engine.changes.laws import Law

    Column = NDArray[np.float64]

LEAST_WEEKS = 4  # that a habit must last; two quiet Sundays are no habit
CLEARLY = math.log(10)  # how much better a habit must explain the weeks than none
_MOST_STEPS = 400  # between which spans begin and end; in a longer record a step is several weeks
RESTS: tuple[tuple[int, ...], ...] = tuple(days for first in range(7) for days in ((first,), (first, (first + 1) % 7)))


@dataclass(frozen=True, eq=False)
class Weekdays:
    """The habit of the week that explains the weeks best.

    `rest`: its days, Monday 0. `start` to `stop` (excluded): the most likely span; with a chance of `mass` each, it
    starts from `starts[0]` to `starts[1]` and stops from `stops[0]` to `stops[1]`. `log_bayes`: habits, all of them
    together, weighed against none (natural logarithm); `likely`: the chance of this `rest` among them.
    `resting`, `ordinary`: the rates on its days and on the others of the span, per day of exposure. `rests`,
    `rested`: how many of its days there were in the span, and on how many of them nothing came.
    `log_rate_too`: whether the rate on ordinary days is another inside the span than outside, weighed against one and
    the same; above 0 more than the habit changed. `log_against_change`: the habit weighed against one change of rate
    as explanations of all days. `others`: the record without the days of the habit, in which to look for changes of
    rate. `exposures`: the whole record instead, each day of the habit worth `resting` / `ordinary` (counts only).
    """

    rest: tuple[int, ...]
    start: int
    stop: int
    starts: tuple[int, int]
    stops: tuple[int, int]
    mass: float
    log_bayes: float
    likely: float
    resting: Rate
    ordinary: Rate
    rests: int
    rested: int
    log_rate_too: float
    log_against_change: float
    others: Series
    exposures: Column

    @property
    def found(self) -> bool:
        """Whether habits explain the weeks ten times better than none, which is asked for before exposures are used."""
        return self.log_bayes > CLEARLY


def find_weekdays(series: Series, weekdays: ArrayLike, *, mass: float = 0.9, law: Law | None = None) -> Weekdays | None:
    """`weekdays`: of each day, Monday 0. None for a record of less than four weeks, or without a release."""
    of_day = np.asarray(weekdays, dtype=np.int64)
    if not series.counted[-1] or len(series) < 7 * LEAST_WEEKS:
        return None
    held = law or law_of(series)
    spans = _Spans.of(series)
    evidence = np.stack([spans.weigh(series, np.isin(of_day, rest), held) for rest in RESTS])
    most = float(evidence.max())
    chances = np.exp(evidence - most)
    log_bayes = most + math.log(chances.mean())
    chances /= chances.sum()
    chosen = int(np.argmax(chances.sum(axis=1)))
    likely = float(chances[chosen].sum())
    found = _Found(RESTS[chosen], np.isin(of_day, RESTS[chosen]), chances[chosen] / likely, log_bayes, likely)
    return _describe(series, spans, found, held, mass)


@dataclass(frozen=True, eq=False)
class _Found:
    rest: tuple[int, ...]
    rests: NDArray[np.bool_]
    share: Column  # of each span
    log_bayes: float
    likely: float


def _describe(series: Series, spans: _Spans, found: _Found, law: Law, mass: float) -> Weekdays:
    best = int(np.argmax(found.share))
    start, stop = int(spans.starts[best]), int(spans.stops[best])
    inside = np.zeros(len(series), dtype=np.bool_)
    inside[start:stop] = True
    in_habit = inside & found.rests
    resting, ordinary, outside = (_sums(series, part) for part in (in_habit, inside & ~found.rests, ~inside))
    others = (ordinary[0] + outside[0], ordinary[1] + outside[1])
    none = float(law.evidence(series.counted[-1], series.exposed[-1]))
    alone = float(law.evidence(*resting) + law.evidence(*others))
    too = float(law.evidence(*ordinary) + law.evidence(*outside) - law.evidence(*others))
    rates = [RateLaw.after(law, *part).say(mass) for part in (resting, ordinary)]
    usual = np.where(in_habit, rates[0].mean / rates[1].mean, 1.0)
    return Weekdays(
        rest=found.rest,
        start=start,
        stop=stop,
        starts=spans.likely(spans.starts, found.share, mass),
        stops=spans.likely(spans.stops, found.share, mass),
        mass=mass,
        log_bayes=found.log_bayes,
        likely=found.likely,
        resting=rates[0],
        ordinary=rates[1],
        rests=int(np.count_nonzero(in_habit)),
        rested=int(np.count_nonzero(in_habit & (series.counts == 0))),
        log_rate_too=too if (~inside).any() else 0.0,
        log_against_change=alone - none - weigh_days(series, law)[1],
        others=_without(series, in_habit),
        exposures=series.exposures * usual,
    )


def _without(series: Series, days: NDArray[np.bool_]) -> Series:
    """The record without these days: nothing is expected on them, and what came is not counted."""
    return Series(np.where(days, 0, series.counts), np.where(days, 0.0, series.exposures))


def _sums(series: Series, days: NDArray[np.bool_]) -> tuple[int, float]:
    return int(series.counts[days].sum()), float(series.exposures[days].sum())


@dataclass(frozen=True, eq=False)
class _Spans:
    """Every span of whole weeks from `starts` to `stops` (days), as edges of steps `low` to `high`."""

    edges: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]

    @classmethod
    def of(cls, series: Series) -> _Spans:
        """Weeks are counted from the first day; the days after the last whole week belong to it."""
        weeks = len(series) // 7
        each = -(-weeks // _MOST_STEPS)
        edges = np.append(np.arange(0, weeks - each + 1, each) * 7, len(series))
        low, high = np.triu_indices(len(edges), max(1, -(-LEAST_WEEKS // each)))
        return cls(edges, low, high)

    @property
    def starts(self) -> NDArray[np.int64]:
        return self.edges[self.low]

    @property
    def stops(self) -> NDArray[np.int64]:
        return self.edges[self.high]

    def weigh(self, series: Series, rests: NDArray[np.bool_], law: Law) -> Column:
        """For each span, the logarithm of how much better two rates explain its days than one."""
        parts = []
        for days in (rests, ~rests):
            for column in (series.counts, series.exposures):
                running = np.concatenate([[0.0], np.cumsum(np.where(days, column, 0))])[self.edges]
                parts.append(running[self.high] - running[self.low])
        both = law.evidence(parts[0] + parts[2], parts[1] + parts[3])
        return np.asarray(law.evidence(*parts[:2]) + law.evidence(*parts[2:]) - both)

    def likely(self, ends: NDArray[np.int64], share: Column, mass: float) -> tuple[int, int]:
        """The shortest run of edges that holds `mass` of the chances of these ends, as days."""
        held = np.zeros(len(self.edges))
        np.add.at(held, np.searchsorted(self.edges, ends), share)
        first, last, _ = shortest_run(held, mass)
        return int(self.edges[first]), int(self.edges[last])
