"""The law of a sum against every world, exact steps, closed forms, another library, and draws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from fast_poibin import PoiBin
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from firmground.engine.counts.groups import MOST_WEIGHT, TooHeavyError, group_things
from firmground.engine.counts.law import Law, mix, sure_law
from firmground.engine.counts.sums import MOST_EXACT, law_of_sum
from oracles.counts import law_by_steps, law_by_worlds

parts = st.integers(0, 16).map(lambda part: part / 16)
things = st.lists(st.tuples(parts, st.integers(0, 4), st.integers(0, 3)), max_size=8)


def columns(rows):
    chance, weight, group = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    return np.array(chance, float), np.array(weight, float), np.array(group, np.int64)


def as_dict(law):
    return {int(value): mass for value, mass in zip(law.values, law.mass, strict=True) if mass}


@given(things)
def test_a_law_is_that_of_all_worlds(rows):
    chance, weight, group = columns(rows)
    law = law_of_sum(group_things(chance, weight, group))
    wanted = (
        {value: float(mass) for value, mass in law_by_worlds(*zip(*rows, strict=True)).items() if mass}
        if rows
        else {0: 1.0}
    )
    assert as_dict(law) == pytest.approx(wanted, abs=1e-15, rel=1e-13)
    assert law.lost == law.endless == 0


@given(st.lists(st.tuples(parts, st.integers(1, 3)), max_size=30))
def test_small_chances_are_right_to_their_last_digits(rows):
    law = law_of_sum(group_things(*columns([(p, w, n) for n, (p, w) in enumerate(rows)])))
    exact = law_by_steps([p for p, _ in rows], [w for _, w in rows])
    for value, mass in enumerate(exact):
        assert law.at_least(value) == pytest.approx(float(sum(exact[value:])), rel=1e-12)
        assert law.at_most(value) == pytest.approx(float(sum(exact[: value + 1])), rel=1e-12)
        assert as_dict(law).get(value, 0.0) == pytest.approx(float(mass), rel=1e-12)


@pytest.mark.parametrize("number", [1, 2, 127, MOST_EXACT, MOST_EXACT + 1, 5000, 20001])
@pytest.mark.parametrize("chance", [0.5, 0.01, 0.999])
def test_equal_chances_are_the_binomial_law(number, chance):
    law = law_of_sum(group_things(np.full(number, chance), np.ones(number)))
    assert law.mass == pytest.approx(binom.pmf(law.values, number, chance), abs=1e-13)
    assert law.mean == pytest.approx(number * chance, rel=1e-11)
    assert law.variance == pytest.approx(number * chance * (1 - chance), rel=1e-9)
    assert law.lost < 1e-14
    assert abs(law.mass.sum() - 1) < 1e-12


@pytest.mark.parametrize("number", [62, 500, 30_000])
def test_a_law_is_that_of_fast_poibin(number):
    chance = np.random.default_rng(number).beta(0.5, 0.5, number)
    law = law_of_sum(group_things(chance, np.ones(number)))
    other = np.asarray(PoiBin(chance.tolist()).pmf)
    assert law.mass == pytest.approx(other[law.start : law.start + len(law.mass)], abs=1e-13)
    assert other[: law.start].sum() + other[law.start + len(law.mass) :].sum() <= law.lost + 1e-13
    for part in (0.05, 0.5, 0.95):
        quantile = law.quantile(part)
        assert other[: quantile + 1].sum() >= part - 1e-12
        assert other[:quantile].sum() < part


def test_groups_of_every_size_are_drawn_as_they_say():
    """Places with one event to hundreds, some of one chance, some of several: 4,000 draws, within three standard errors."""
    random = np.random.default_rng(7)
    sizes = np.minimum(random.zipf(1.6, 3000), 400)
    group = np.repeat(np.arange(len(sizes)), sizes)
    chance = random.beta(0.5, 0.5, len(sizes))[group]
    several = random.random(len(sizes))[group] < 0.3
    chance = np.where(several, random.random(len(group)), chance)
    weight = random.integers(0, 4, len(group)).astype(float)
    law = law_of_sum(group_things(chance, weight, group))
    draws = np.array([weight[chance > random.random(len(sizes))[group]].sum() for _ in range(4_000)])
    error = math.sqrt(law.variance / len(draws))
    assert abs(draws.mean() - law.mean) < 3 * error
    assert law.mean == pytest.approx(float(chance @ weight), rel=1e-10)
    for part in (0.01, 0.1, 0.5, 0.9, 0.99):
        value = law.quantile(part)
        found = (draws <= value).mean()
        assert abs(found - law.at_most(value)) < 3 * math.sqrt(part * (1 - part) / len(draws)) + 1e-9


def test_long_sums_of_weights_are_those_of_exact_steps():
    random = np.random.default_rng(11)
    chance, weight = random.integers(0, 17, 300) / 16, random.integers(1, 60, 300)
    law = law_of_sum(group_things(chance, weight.astype(float)))
    exact = np.array(law_by_steps(chance.tolist(), weight.tolist(), float))
    assert weight.sum() > MOST_EXACT
    assert law.mass == pytest.approx(exact[law.start : law.start + len(law.mass)], abs=1e-14)
    assert exact.sum() - exact[law.start : law.start + len(law.mass)].sum() <= law.lost + 1e-13


def test_things_that_move_together_spread_more_than_things_alone():
    chance, weight = np.full(100, 0.5), np.ones(100)
    alone = law_of_sum(group_things(chance, weight))
    together = law_of_sum(group_things(chance, weight, np.zeros(100, np.int64)))
    assert as_dict(together) == {0: 0.5, 100: 0.5}
    assert alone.mean == pytest.approx(together.mean)
    assert together.variance == pytest.approx(100 * alone.variance)


def test_a_weight_without_limit_is_a_chance_of_no_limit():
    law = law_of_sum(group_things(np.array([0.5, 0.25, 0.5]), np.array([1, math.inf, 2]), np.array([0, 0, 1])))
    assert law.endless == 0.25
    assert as_dict(law) == {0: 0.25, 1: 0.125, 2: 0.25, 3: 0.125}
    assert (law.at_least(3), law.at_most(10)) == (0.375, 0.75)
    assert (law.quantile(0.75), law.quantile(0.8)) == (3, None)
    assert law.mean == math.inf
    alone = law_of_sum(group_things(np.array([0.25, 1.0]), np.array([math.inf, 3]), None))
    assert (alone.endless, as_dict(alone)) == (0.25, {3: 0.75})
    sure = law_of_sum(group_things(np.array([1.0, 0.5]), np.array([math.inf, 2]), None))
    assert (sure.endless, sure.at_least(10**9), sure.quantile(0.5)) == (1.0, 1.0, None)


def test_one_of_several_laws_holds_for_all_things_together():
    """A border that may be off moves all events: the mixture is wider than the law of the mean chances."""
    number = 50
    laws = [law_of_sum(group_things(np.full(number, chance), np.ones(number))) for chance in (0.2, 0.8)]
    both = mix(laws, [0.5, 0.5])
    assert both.at_least(30) == pytest.approx((laws[0].at_least(30) + laws[1].at_least(30)) / 2)
    assert both.mean == pytest.approx(25)
    assert both.variance == pytest.approx(50 * 0.16 + 15**2)
    assert mix([sure_law(3), Law(5, np.ones(1))], [0.25, 0.75]).at_most(4) == 0.25
    with pytest.raises(ValueError, match="no mixture"):
        mix([], [])


@pytest.mark.parametrize(
    ("chance", "weight", "words"),
    [
        (1.5, 1, "between 0 and 1"),
        (math.nan, 1, "between 0 and 1"),
        (0.5, 1.5, "whole number"),
        (0.5, -1, "whole number"),
        (0.5, math.nan, "whole number"),
    ],
)
def test_what_is_no_chance_and_no_weight_is_refused(chance, weight, words):
    with pytest.raises(ValueError, match=words):
        group_things(np.array([chance]), np.array([weight], float))


def test_a_sum_that_would_not_fit_is_refused():
    with pytest.raises(TooHeavyError, match="add up to"):
        group_things(np.array([0.5]), np.array([MOST_WEIGHT + 1.0]))
