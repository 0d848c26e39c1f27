"""Habits of the week, and silences: what is no change of policy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.engine.changes import CountLaw, DayLaw, Series, find_change, find_silences, find_weekdays
from firmground.engine.changes.rates import RateLaw
from firmground.engine.changes.silences import chance_somewhere, runs_by_rate, silence_chance, silent_runs
from oracles import changes as slow


def _weeks(days, first=0):
    return (np.arange(days) + first) % 7


def _published(weekdays, rng, chance=0.9):
    return (rng.uniform(size=len(weekdays)) < chance).astype(np.int64)


@pytest.mark.parametrize("rest", [(5, 6), (4, 5), (6,)])
def test_a_weekend_without_releases_is_found_whichever_days_it_has(rest):
    weekdays = _weeks(26 * 7, 3)
    counts = np.where(np.isin(weekdays, rest), 0, _published(weekdays, np.random.default_rng(1)))
    habit = find_weekdays(Series.of(counts), weekdays)
    assert habit.found
    assert habit.rest == rest
    assert habit.likely > 0.99
    assert (habit.start, habit.stop) == (0, len(counts))
    assert habit.rested == habit.rests == np.isin(weekdays, rest).sum()


def test_a_habit_of_a_part_of_the_record_is_found_with_its_span():
    weekdays = _weeks(60 * 7)
    days = np.arange(len(weekdays))
    weekend = (weekdays >= 5) & (days >= 70) & (days < 210)
    counts = np.where(weekend, 0, _published(weekdays, np.random.default_rng(2)))
    habit = find_weekdays(Series.of(counts), weekdays)
    assert habit.rest == (5, 6)
    assert habit.starts[0] <= 70 <= habit.starts[1]
    assert habit.stops[0] <= 210 <= habit.stops[1]
    assert habit.stops[1] - habit.starts[0] < 240
    assert habit.log_rate_too < 0
    assert habit.log_against_change > 0


def test_weekends_that_fall_silent_are_a_change_only_as_long_as_the_habit_is_not_taken_out():
    weekdays = _weeks(40 * 7)
    silent = (weekdays >= 5) & (np.arange(len(weekdays)) >= 140)
    counts = np.where(silent, 0, _published(weekdays, np.random.default_rng(4)))
    habit = find_weekdays(Series.of(counts), weekdays)
    assert find_change(Series.of(counts)).probability > 0.9
    assert find_change(habit.others).probability < 0.5
    assert habit.others.counted[-1] == counts[~silent].sum()


@pytest.mark.parametrize("later", [0.0, 0.4])
def test_a_change_of_rate_alone_is_no_habit_of_the_week(later):
    rng = np.random.default_rng(6)
    weekdays = _weeks(30 * 7)
    counts = np.concatenate([_published(weekdays[:100], rng), _published(weekdays[100:], rng, later)])
    assert not find_weekdays(Series.of(counts), weekdays).found


def test_records_without_a_habit_seldom_seem_to_have_one():
    rng = np.random.default_rng(8)
    weekdays = _weeks(20 * 7)
    found = [find_weekdays(Series.of(_published(weekdays, rng, 0.8)), weekdays).found for _ in range(300)]
    assert np.mean(found) < 0.02


def test_less_than_four_weeks_are_no_habit_and_four_may_be():
    assert find_weekdays(Series.of(([1] * 5 + [0] * 2) * 3 + [1] * 5 + [0]), _weeks(27)) is None
    assert find_weekdays(Series.of(([1] * 5 + [0] * 2) * 4), _weeks(28)).rest == (5, 6)
    assert find_weekdays(Series.of([0] * 28), _weeks(28)) is None


def test_counts_keep_their_quieter_days_as_a_part_of_a_day():
    weekdays = _weeks(30 * 7)
    counts = np.random.default_rng(9).poisson(np.where(weekdays >= 5, 1.0, 5.0))
    habit = find_weekdays(Series.of(counts), weekdays)
    assert habit.rest == (5, 6)
    parts = habit.exposures[weekdays >= 5]
    assert parts == pytest.approx(np.full(len(parts), 0.2), abs=0.05)
    assert find_change(Series.of(counts, habit.exposures)).probability < 0.5


def test_a_long_record_is_searched_in_steps_of_several_weeks():
    weekdays = _weeks(7 * 900 + 3)
    silent = (weekdays >= 5) & (np.arange(len(weekdays)) < 7 * 400)
    counts = np.where(silent, 0, _published(weekdays, np.random.default_rng(10)))
    habit = find_weekdays(Series.of(counts), weekdays)
    assert abs(habit.stop - 7 * 400) <= 7 * 3


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from([0.0, 0.25, 1.0, 1.0, 1.0, 2.0]), min_size=1, max_size=9),
    st.sampled_from([0.25, 1.0, 2.0, 2.5, 3.0, 5.0]),
    st.floats(0.05, 3),
)
def test_the_chance_of_a_silence_somewhere_is_that_of_all_records(exposures, length, rate):
    found = runs_by_rate(np.array(exposures), length, np.array([rate]))[0]
    assert found == pytest.approx(slow.chance_of_run(exposures, length, rate), abs=1e-9)


@settings(max_examples=200)
@given(st.integers(1, 12), st.integers(1, 13), st.floats(0.05, 3))
def test_so_it_is_where_all_days_are_whole(days, length, rate):
    found = runs_by_rate(np.ones(days), length, np.array([rate]))[0]
    assert found == pytest.approx(slow.chance_of_run([1.0] * days, length, rate), abs=1e-9)


def test_the_chance_at_an_unknown_rate_is_the_mean_over_its_law():
    rng = np.random.default_rng(12)
    rate = RateLaw.after(CountLaw(1.0, 1.0), 14, 20)
    draws = runs_by_rate(np.ones(40), 4, rng.gamma(15, 1 / 21, 20_000))
    assert chance_somewhere(np.ones(40), 4, rate) == pytest.approx(float(draws.mean()), abs=0.006)


@pytest.mark.parametrize("law", [CountLaw(1.0, 1.5), DayLaw()])
def test_a_silence_has_the_chance_of_the_rates_that_are_possible_and_not_of_their_mean(law):
    rng = np.random.default_rng(13)
    rates = (
        rng.gamma(1 + 12, 1 / (1.5 + 15), 500_000)
        if isinstance(law, CountLaw)
        else -np.log1p(-rng.beta(13, 4, 500_000))
    )
    expected = np.exp(-3 * rates)
    three_errors = 3 * expected.std() / math.sqrt(len(expected))
    assert silence_chance(law, 12, 15, 3) == pytest.approx(expected.mean(), abs=three_errors)
    silence = find_silences(Series.of([1, 1, 1, 1, 0] * 3 + [0, 0, 0]), law=law)[0]
    assert silence.chance > silence.chance_at_mean


def test_silences_come_longest_first_with_the_days_before_them():
    series = Series.of([1, 0, 0, 2, 1, 0, 0, 0, 1, 0])
    found = find_silences(series)
    assert [(s.start, s.stop, s.days) for s in found] == [(5, 8, 3), (1, 3, 2)]
    assert (found[0].counted, found[0].exposed) == (4, 5.0)
    assert (found[1].counted, found[1].exposed) == (1, 1.0)
    assert all(s.chance <= s.somewhere for s in found)
    assert [(s.start, s.stop) for s in find_silences(series, least_days=1)][-1] == (9, 10)


def test_a_silence_at_the_start_or_of_everything_is_found_and_proves_nothing():
    opening = find_silences(Series.of([0, 0, 0, 1, 1]))[0]
    assert (opening.start, opening.counted, opening.exposed) == (0, 0, 0.0)
    assert opening.chance > 0.2
    assert find_silences(Series.of([0] * 5))[0].days == 5
    assert find_silences(Series.of([1] * 5)) == ()
    assert find_silences(Series.of([])) == ()


def test_a_longer_record_makes_the_same_silence_less_rare():
    rate = RateLaw.after(DayLaw(), 80, 100)
    chances = [chance_somewhere(np.ones(days), 4, rate) for days in (4, 40, 400)]
    assert chances == sorted(chances)
    assert chances[0] == pytest.approx(silence_chance(DayLaw(), 80, 100, 4), rel=0.02)


def test_days_that_say_nothing_make_no_silence_longer():
    assert [s.exposure for s in find_silences(Series.of([1, 0, 0, 0, 1], [1, 1, 0, 1, 1]))] == [2.0]
    assert silent_runs(Series.of([0, 1, 0, 0])) == [(0, 1), (2, 4)]
