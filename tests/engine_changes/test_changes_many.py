"""Several changes: the division that costs least, of all divisions."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.engine.changes import CountLaw, DayLaw, Series, find_changes
from firmground.engine.changes.many_changes import divide, price_of_change
from oracles import changes as slow

STEPS = st.sampled_from([0.0, 0.3, 1.0, 2.0, 4.0])


def _cost(series, law, starts, price):
    edges = [*starts, len(series)]
    parts = itertools.pairwise(edges)
    lists = series.counts.tolist(), series.exposures.tolist()
    costs = [slow.cost_of(lists[0][a:b], lists[1][a:b], yes_or_no=isinstance(law, DayLaw)) for a, b in parts]
    return sum(costs) + price * (len(starts) - 1)


@settings(max_examples=1500)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from([0.5, 1.0, 1.0, 2.0])), min_size=1, max_size=8),
    STEPS,
    st.integers(1, 4),
)
def test_counts_are_divided_at_the_cost_of_the_best_of_all_divisions(days, price, least_days):
    counts, exposures = ([day[n] for day in days] for n in (0, 1))
    if len(counts) < least_days:
        return
    series, law = Series.of(counts, exposures), CountLaw(1.0, 1.0)
    starts, cost = divide(series, law, price, least_days)
    assert cost == pytest.approx(slow.least_cost(counts, exposures, price, least_days), abs=1e-9)
    assert _cost(series, law, starts, price) == pytest.approx(cost, abs=1e-9)
    assert min(np.diff([*starts, len(counts)])) >= least_days


@settings(max_examples=1500)
@given(st.lists(st.integers(0, 1), min_size=1, max_size=9), STEPS, st.integers(1, 4))
def test_days_with_and_without_a_release_are_too(counts, price, least_days):
    if len(counts) < least_days:
        return
    exposures = [1.0] * len(counts)
    starts, cost = divide(Series.of(counts), DayLaw(), price, least_days)
    assert cost == pytest.approx(slow.least_cost(counts, exposures, price, least_days, yes_or_no=True), abs=1e-9)
    assert _cost(Series.of(counts), DayLaw(), starts, price) == pytest.approx(cost, abs=1e-9)


def test_a_free_change_divides_wherever_it_saves_anything_and_a_dear_one_nowhere():
    series = Series.of([1, 1, 4, 4, 0, 0])
    assert [s.start for s in find_changes(series, penalty=0.01).segments] == [0, 2, 4]
    assert find_changes(series, penalty=100).changes == ()


def test_segments_follow_each_other_and_hold_every_day_and_release():
    found = find_changes(Series.of([3] * 30 + [0] * 30 + [5] * 30))
    assert found.changes == (30, 60)
    assert [segment.stop for segment in found.segments] == [30, 60, 90]
    assert [segment.count for segment in found.segments] == [90, 0, 150]
    assert found.segments[1].rate.high < found.segments[0].rate.low


def test_a_segment_has_its_least_days_even_where_a_shorter_one_would_cost_less():
    series = Series.of([0] * 10 + [9] * 3 + [0] * 10)
    assert find_changes(series, least_days=3).changes == (10, 13)
    assert all(s.stop - s.start >= 4 for s in find_changes(series, least_days=4).segments)
    assert find_changes(Series.of([1, 1]), least_days=3) is None


def test_the_price_grows_with_the_days_and_with_how_much_they_differ():
    even = Series.of([3, 4, 3, 4, 3, 4])
    assert price_of_change(even) == pytest.approx(1.5 * math.log(6))
    wild = Series.of([0, 30, 0, 30, 0, 30])
    assert wild.spread == pytest.approx(30**2 / 30)
    assert price_of_change(wild) == pytest.approx(30 * 1.5 * math.log(6))


def test_two_months_without_a_change_seem_to_have_one_about_once_in_a_hundred_times():
    rng = np.random.default_rng(3)
    alarms = [bool(find_changes(Series.of(rng.poisson(1.0, 60)), mass=0.5).changes) for _ in range(1000)]
    assert np.mean(alarms) < 0.03


def test_a_price_below_zero_and_segments_of_no_days_are_refused():
    with pytest.raises(ValueError, match="at least"):
        divide(Series.of([1]), DayLaw(), -1, 1)
    with pytest.raises(ValueError, match="at least"):
        divide(Series.of([1]), DayLaw(), 1, 0)
