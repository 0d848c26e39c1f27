"""Bounds of disclosure equal the enumeration of every way in which it may have been."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from told_records import CALENDAR, DETAILS, FIRST, Told, as_held, as_publishing, as_selector, asked, records

from firmground.bounds import Bounds, parse_accepted
from firmground.case import claims
from firmground.case.choices import Specification
from firmground.case.claims import MeasureKind
from firmground.dates import Days
from firmground.measures.disclosed import measure_change
from firmground.measures.published_days import find_days
from firmground.measures.settle import settle_require, settle_rule_out
from firmground.measures.silent_runs import longest_silence
from firmground.measures.units import NO, YES
from firmground.modality import MAY
from oracles.disclosure import longest_gap, worlds

WINDOWS = st.tuples(st.integers(0, 3), st.integers(4, 8)).map(lambda ends: range(FIRST + ends[0], FIRST + ends[1]))


@settings(max_examples=150)
@given(records(), DETAILS, WINDOWS)
def test_days_numbers_and_silences_are_those_of_all_worlds(told, gives, window):
    every = [days & frozenset(window) for days in worlds(told, gives, CALENDAR)]
    days = find_days(as_publishing(told), gives, Days(window.start, window.stop))

    numbers = [len(world) for world in every]
    assert days.count() == Bounds(min(numbers), max(numbers))
    gaps = [longest_gap(world, window) for world in every]
    assert longest_silence(days) == Bounds(min(gaps), max(gaps))
    for place, day in enumerate(window):
        came, stayed = any(day in world for world in every), any(day not in world for world in every)
        assert days.states[place] == (YES if came else 0) | (NO if stayed else 0)


@settings(max_examples=100)
@given(records(), DETAILS, st.integers(1, 6), st.integers(0, 2), st.sampled_from(["< 0", ">= 0.25", "-0.5..0.1"]))
def test_a_change_between_two_periods_is_that_of_all_worlds(told, gives, length, gap, value):
    earlier, later = CALENDAR[:length], CALENDAR[min(length + gap, 7) :]
    test = claims.Test(MeasureKind.LESS_DISCLOSED, parse_accepted(value), about=asked(later, gives, earlier))
    found = measure_change(as_held(told), test, Specification(), as_selector(told))

    changes = {
        Fraction(len(world & frozenset(later)), len(later)) - Fraction(len(world & frozenset(earlier)), len(earlier))
        for world in worlds(told, gives, CALENDAR)
    }
    assert found.bounds == Bounds(min(changes), max(changes))
    assert len(found.units) == len(found.labels) == len(earlier) + len(later)


@settings(max_examples=150)
@given(records(), DETAILS, st.integers(1, 6), st.sampled_from(["< 0", ">= 0.25", "-0.5..0.1"]))
def test_the_days_that_settle_a_change_settle_it(told, gives, length, value):
    """Decided as they are said to be, no world is left in which the claim stands otherwise."""
    earlier, later = CALENDAR[:length], CALENDAR[length:]
    accepted = parse_accepted(value)
    test = claims.Test(MeasureKind.LESS_DISCLOSED, accepted, about=asked(later, gives, earlier))
    found = measure_change(as_held(told), test, Specification(), as_selector(told))
    if accepted.standing(found.bounds) is not MAY:
        return
    days = [*later, *earlier]
    every = [[day in world for day in days] for world in worlds(told, gives, CALENDAR)]

    def change(world):
        now, then = world[: len(later)], world[len(later) :]
        return Fraction(sum(now), len(now)) - Fraction(sum(then), len(then))

    for settle, wanted in ((settle_require, True), (settle_rule_out, False)):
        settled = settle(found.units, found.question, found.settled_by)
        if settled.fewest is None:
            # Between the bounds lie values that no whole number of days gives.
            assert not any((change(world) in accepted) is wanted for world in every)
            continue
        ways = {tuple(world[unit] for unit in settled.units) for world in every}
        kept = [
            all((change(world) in accepted) is wanted for world in every if _decided(world, settled.units) == way)
            for way in ways
        ]
        # Some way of deciding these days does it; where days hang together, perhaps none that is left.
        assert any(kept) or found.joined


def _decided(world, units):
    return tuple(world[unit] for unit in units)


def test_a_release_of_either_period_ties_their_days_together():
    """It came out on the last earlier day or on the first later one: neither day is free of the other."""
    earlier, later = CALENDAR[:1], CALENDAR[1:]
    about = asked(later, frozenset(), earlier)
    test = claims.Test(MeasureKind.LESS_DISCLOSED, parse_accepted("-0.5..0.1"), about=about)

    def found(*days):
        told = Told(issues=((frozenset(days), frozenset()),), silences=(), watched=frozenset(CALENDAR), complete=True)
        return measure_change(as_held(told), test, Specification(), as_selector(told))

    assert found(CALENDAR[0], CALENDAR[1]).joined
    assert found(CALENDAR[1], CALENDAR[2]).joined
    assert not found(CALENDAR[1]).joined
