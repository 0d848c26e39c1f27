"""One change of rate: every day weighed, rates with their intervals, and calibration."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.engine.changes import CountLaw, DayLaw, Series, find_change, law_of
from firmground.engine.changes.log_gamma import log_gamma
from firmground.engine.changes.one_change import shortest_run, weigh_days
from firmground.engine.changes.rates import RateLaw, compare, main_parts
from oracles import changes as slow

FIVE = 0.05  # of the chances under an interval of nine tenths, and over it
counts_of_days = st.lists(st.integers(0, 6), min_size=2, max_size=14)
yes_or_no = st.lists(st.integers(0, 1), min_size=2, max_size=14)


@given(st.floats(1e-3, 1e6))
def test_the_logarithm_of_the_gamma_function_is_that_of_the_standard_library(x):
    assert float(log_gamma(x)) == pytest.approx(math.lgamma(x), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("counts", [[0, 1], [3, 0, 0, 1], [2, 2, 1, 0, 0, 0, 1, 0], [5, 0, 5, 0]])
@pytest.mark.parametrize("uneven", [False, True])
def test_the_posterior_over_days_is_that_of_integrating_every_rate_numerically(counts, uneven):
    exposures = [1 + (day % 3) * 0.5 for day in range(len(counts))] if uneven else [1.0] * len(counts)
    law = CountLaw(1.0, 1.7)
    found, log_bayes = weigh_days(Series.of(counts, exposures), law)
    expected, expected_bayes = slow.posterior(
        counts, exposures, lambda days, long: slow.poisson_evidence(days, long, 1.0, 1.7)
    )
    assert found == pytest.approx(expected, abs=1e-9)
    assert log_bayes == pytest.approx(expected_bayes, abs=1e-8)


@given(yes_or_no, st.data())
def test_days_with_or_without_a_release_are_weighed_by_the_formula_for_whole_numbers(counts, data):
    watched = data.draw(st.lists(st.integers(0, 1), min_size=len(counts), max_size=len(counts)))
    watched = [max(pair) for pair in zip(watched, counts, strict=True)]
    found, log_bayes = weigh_days(Series.of(counts, watched), DayLaw())
    expected, expected_bayes = slow.posterior(counts, watched, slow.share_evidence)
    assert found == pytest.approx(expected, abs=1e-9)
    assert log_bayes == pytest.approx(expected_bayes, abs=1e-9)


@given(st.lists(st.integers(0, 50), min_size=2, max_size=60))
def test_the_posterior_sums_to_one_and_the_first_day_cannot_be_the_first_of_a_new_rate(counts):
    change = find_change(Series.of(counts))
    if not sum(counts):
        assert change is None
        return
    assert abs(float(change.posterior.sum()) - 1) < 1e-12
    assert change.posterior[0] == 0
    assert change.posterior[change.best] == change.posterior.max()
    assert change.covered == pytest.approx(float(change.posterior[change.first : change.last + 1].sum()), abs=1e-12)
    assert change.covered >= 0.9 - 1e-9


def test_one_day_or_no_release_leaves_nothing_to_weigh_and_two_days_with_one_release_do():
    assert find_change(Series.of([3])) is None
    assert find_change(Series.of([0, 0])) is None
    change = find_change(Series.of([1, 0]))
    assert change.best == 1
    assert change.fell > 0.5


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12).filter(lambda w: sum(w) > 0), st.floats(0.05, 0.99))
def test_no_shorter_run_of_days_holds_as_much(weights, mass):
    chances = np.array(weights) / sum(weights)
    first, last, covered = shortest_run(chances, mass)
    assert last - first + 1 == slow.shortest(chances.tolist(), mass)
    assert covered >= mass - 1e-9


def test_a_rate_that_plainly_fell_is_found_on_its_day_and_one_that_did_not_is_not():
    fell = find_change(Series.of([2] * 20 + [0] * 20))
    assert fell.best == 20
    assert fell.log_bayes > 10
    assert fell.fell > 0.999
    assert fell.before.low < 2 < fell.before.high
    assert fell.after.high < 0.5
    flat = find_change(Series.of([2] * 40))
    assert flat.log_bayes < 0
    assert flat.probability < 0.5


def test_days_that_say_nothing_change_nothing_but_where_the_change_may_lie():
    plain = find_change(Series.of([1, 1, 1, 1, 0, 0, 0, 1]))
    gaps = find_change(Series.of([1, 1, 0, 1, 1, 0, 0, 0, 1], [1, 1, 0, 1, 1, 1, 1, 1, 1]))
    assert gaps.log_bayes == pytest.approx(plain.log_bayes, abs=0.3)
    assert gaps.posterior[2] == pytest.approx(gaps.posterior[3])


def test_the_interval_of_a_rate_leaves_five_percent_on_either_side_as_simulated():
    rng = np.random.default_rng(7)
    draws = rng.gamma(1 + 12, 1 / (0.5 + 9), 400_000)
    rate = RateLaw.after(CountLaw(1.0, 0.5), 12, 9).say(0.9)
    assert [np.mean(draws < rate.low), np.mean(draws > rate.high)] == pytest.approx([FIVE, FIVE], abs=0.0015)
    assert rate.mean == pytest.approx(13 / 9.5, rel=1e-6)
    draws = rng.beta(1 + 17, 1 + 3, 400_000)
    share = RateLaw.after(DayLaw(), 17, 20).say(0.9)
    assert [np.mean(draws < share.low), np.mean(draws > share.high)] == pytest.approx([FIVE, FIVE], abs=0.0015)
    assert share.mean == pytest.approx(18 / 22, rel=1e-6)


def fell(law, before, after):
    """The chance of a lower rate after one division of the days; each side as (counted, exposed)."""
    sides = [(np.array([float(number)]), np.array([float(length)])) for number, length in (before, after)]
    return compare(law, np.ones(1), *sides)[2]


def test_the_chance_that_a_rate_fell_is_that_of_simulated_rates():
    rng = np.random.default_rng(11)
    before, after = rng.gamma(1 + 9, 1 / (2.5 + 10), 400_000), rng.gamma(1 + 3, 1 / (2.5 + 20), 400_000)
    assert fell(CountLaw(1.0, 2.5), (9, 10), (3, 20)) == pytest.approx(np.mean(after < before), abs=0.002)
    before, after = rng.beta(10, 3, 400_000), rng.beta(7, 6, 400_000)
    assert fell(DayLaw(), (9, 11), (6, 11)) == pytest.approx(np.mean(after < before), abs=0.003)


def test_equal_periods_are_as_likely_to_have_fallen_as_to_have_risen():
    assert fell(CountLaw(1.0, 2.0), (5, 10), (5, 10)) == pytest.approx(0.5, abs=1e-6)


def test_a_mixture_of_very_many_days_keeps_its_mean():
    rng = np.random.default_rng(5)
    weights = rng.dirichlet(np.ones(5000))
    days, kept = main_parts(weights)
    assert len(days) == 256
    assert kept.sum() == pytest.approx(1)
    assert kept @ days == pytest.approx(weights @ np.arange(5000), abs=5000 / 256)


def test_counts_that_differ_twice_as_much_tell_half_as_much():
    twice = Series.of([8, 0, 10, 2, 1, 0, 3, 0])
    assert twice.spread > 2
    plain, wide = CountLaw(1.0, 1.0), CountLaw(1.0, 1.0, spread=2.0)
    assert float(wide.evidence(8, 6)) == pytest.approx(float(plain.evidence(4, 3)))
    assert wide.log_silence(8, 6, 2) == pytest.approx(plain.log_silence(4, 3, 1))
    rates = [RateLaw.after(law, 800, 100).say(0.9) for law in (plain, wide)]
    assert rates[0].mean == pytest.approx(rates[1].mean, rel=0.01)
    lengths = [rate.high - rate.low for rate in rates]
    assert lengths[1] / lengths[0] == pytest.approx(math.sqrt(2), rel=0.02)
    assert find_change(twice).log_bayes < find_change(twice, law=CountLaw.weak(twice)).log_bayes


def test_wild_counts_without_a_change_seldom_seem_to_have_one():
    """Negative binomial days with three times the variance of a Poisson law; taken for Poisson they change often."""
    rng = np.random.default_rng(4)
    records = [Series.of(rng.negative_binomial(2.5, 1 / 3, 100)) for _ in range(200)]
    clear = [find_change(series).bayes_factor >= 10 for series in records]
    naive = [find_change(series, law=CountLaw.weak(series)).bayes_factor >= 10 for series in records]
    assert np.mean(clear) <= 0.02
    assert np.mean(naive) > 0.05


def test_days_with_one_release_at_most_have_the_law_of_days_and_two_on_one_day_that_of_counts():
    assert isinstance(law_of(Series.of([1, 0, 1])), DayLaw)
    assert isinstance(law_of(Series.of([1, 0, 2])), CountLaw)
    assert isinstance(law_of(Series.of([1, 0, 1], [1, 0, 1])), DayLaw)
    assert isinstance(law_of(Series.of([1, 0, 1], [1, 0.5, 1])), CountLaw)


@pytest.mark.parametrize(
    ("counts", "exposures", "words"),
    [
        ([1, -1], None, "from zero up"),
        ([1, 0.5], None, "whole numbers"),
        ([1, 1], [1], "one for each count"),
        ([1, 1], [1, float("nan")], "from zero up"),
        ([1, 1], [1, 0], "nothing could come"),
    ],
)
def test_counts_that_cannot_be_are_refused_with_the_reason(counts, exposures, words):
    with pytest.raises(ValueError, match=words):
        Series.of(counts, exposures)


def _simulate(rng, days, law):
    """A record drawn from the model itself: rates from their prior, any day but the first as likely as the next."""
    day = int(rng.integers(1, days))
    if isinstance(law, DayLaw):
        rates = rng.uniform(size=2)
        counts = rng.uniform(size=days) < np.where(np.arange(days) < day, *rates)
    else:
        rates = rng.gamma(law.shape, 1 / law.days, 2)
        counts = rng.poisson(np.where(np.arange(days) < day, *rates))
    return Series.of(counts.astype(np.int64)), day


RARE, MODEST = CountLaw(1.0, 10.0), CountLaw(4.0, 8.0)


@pytest.mark.parametrize(
    ("drawn", "weak"),
    [(RARE, False), (RARE, True), (MODEST, False), (MODEST, True), (DayLaw(), False)],
    ids=["rare", "rare, weak prior", "modest", "modest, weak prior", "days"],
)
def test_nine_tenths_hold_the_day_of_change_in_nine_of_ten_simulated_records(drawn, weak):
    """2,000 records of 400 days with rates from the prior, in which the posterior mostly spreads over many days.

    What the runs of days say they hold (days are whole, so a little more than asked for) is what they hold: of all
    records, and of those alone in which few days are left. `weak`: the prior is the one taken from each record.
    """
    rng = np.random.default_rng(20151126)
    records = []
    for _ in range(2000):
        series, day = _simulate(rng, 400, drawn)
        if not series.counted[-1]:
            continue  # nothing put out: there is nothing to find
        posterior, _ = weigh_days(series, CountLaw.weak(series) if weak else drawn)
        first, last, covered = shortest_run(posterior, 0.9)
        records.append((first <= day <= last, covered, last - first + 1))
    held, said, wide = np.array(records).T
    assert 0.88 <= held.mean() <= 0.92
    assert np.median(wide) > 20
    for part in (wide > 0, wide <= 50):
        assert np.count_nonzero(part) > 250
        three_errors = 3 * math.sqrt(0.9 * 0.1 / np.count_nonzero(part))
        assert abs(held[part].mean() - said[part].mean()) < three_errors
