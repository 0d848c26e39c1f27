"""Limits that hold whatever hangs on what, against a linear program; shortest intervals, against trying all."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.engine.counts.anyhow import least_at_least, most_at_least
from firmground.engine.counts.groups import group_things
from firmground.engine.counts.intervals import shortest_interval
from firmground.engine.counts.law import Law
from firmground.engine.counts.sums import law_of_sum
from oracles.counts import worst_at_least

parts = st.integers(0, 16).map(lambda part: part / 16)


@given(st.lists(parts, min_size=1, max_size=6), st.integers(0, 7))
def test_for_equal_weights_no_narrower_limit_exists(chances, value):
    chance, ones = np.array(chances), np.ones(len(chances))
    most, least = most_at_least(chance, ones, value), least_at_least(chance, ones, value)
    assert most == pytest.approx(worst_at_least(chances, [1] * len(chances), value), abs=1e-9)
    # The least chance of k or more is one less the greatest of more than n - k that are not so.
    others = [1 - part for part in chances]
    assert least == pytest.approx(1 - worst_at_least(others, [1] * len(chances), len(chances) - value + 1), abs=1e-9)


@given(st.lists(st.tuples(parts, st.integers(1, 4)), min_size=1, max_size=6), st.integers(0, 16))
def test_for_any_weights_no_dependence_leaves_the_limits(rows, value):
    chances, weights = ([row[place] for row in rows] for place in (0, 1))
    chance, weight = np.array(chances), np.array(weights, float)
    assert most_at_least(chance, weight, value) >= worst_at_least(chances, weights, value) - 1e-9
    lacking = worst_at_least([1 - part for part in chances], weights, sum(weights) - value + 1)
    assert least_at_least(chance, weight, value) <= 1 - lacking + 1e-9


@given(st.lists(st.tuples(parts, st.integers(0, 4), st.integers(0, 2)), max_size=8), st.integers(0, 12))
def test_the_law_lies_within_the_limits(rows, value):
    chance, weight, group = (np.array([row[place] for row in rows], float) for place in range(3))
    law = law_of_sum(group_things(chance, weight, group.astype(np.int64)))
    found = law.at_least(value)
    assert least_at_least(chance, weight, value) - 1e-12 <= found <= most_at_least(chance, weight, value) + 1e-12


def test_a_weight_without_limit_is_enough_for_any_value():
    chance, weight = np.array([0.25, 0.5]), np.array([math.inf, 1.0])
    assert most_at_least(chance, weight, 1000) == 0.25
    assert least_at_least(chance, weight, 1000) == 0.25
    assert most_at_least(chance, weight, 1) == 0.75


laws = (
    st.lists(st.integers(0, 8), min_size=1, max_size=8)
    .filter(any)
    .map(lambda masses: Law(2, np.array(masses) / sum(masses)))
)


@given(laws, st.sampled_from([0.5, 0.8, 0.9, 0.99]))
def test_of_one_law_the_interval_is_the_shortest_that_holds_so_much(law, holds):
    values = law.values.astype(float)
    found = shortest_interval(values, law.below, values, law.above, holds)
    tried = [
        (high - low, -law.mass[low : high + 1].sum())
        for low in range(len(values))
        for high in range(low, len(values))
        if law.mass[low : high + 1].sum() >= holds - 1e-12
    ]
    length, held = min((length, round(held, 9)) for length, held in tried)
    assert found.high - found.low == length
    assert found.holds == pytest.approx(-held)
    assert found.holds >= holds - 1e-9


@given(laws, st.integers(0, 3), st.sampled_from([0.5, 0.9]))
def test_between_two_laws_it_holds_so_much_of_either(law, shift, holds):
    upper = Law(law.start + shift, law.mass)
    found = shortest_interval(law.values.astype(float), law.below, upper.values.astype(float), upper.above, holds)
    for one in (law, upper):
        inside = (one.values >= found.low) & (one.values <= found.high)
        assert one.mass[inside].sum() >= found.holds - 1e-9
    assert found.holds >= holds - 1e-9


def test_where_too_much_has_no_limit_the_interval_has_none():
    lower, upper = Law(0, np.array([0.04, 0.96])), Law(0, np.array([0.0, 0.5]), endless=0.5)
    found = shortest_interval(lower.values.astype(float), lower.below, upper.values.astype(float), upper.above, 0.9)
    assert (found.low, found.high) == (1, math.inf)
    assert found.holds == pytest.approx(0.96)
