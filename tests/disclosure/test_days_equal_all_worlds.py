"""Bounds of disclosure equal the enumeration of every way in which it may have been."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.dates import Days
from firmground.measures.published_days import find_days
from firmground.measures.silent_runs import longest_silence
from firmground.measures.units import NO, YES
from told_records import as_publishing
from oracles.disclosure import Told, longest_gap, worlds

FIRST = 700_000
CALENDAR = range(FIRST, FIRST + 8)
DETAILS = st.sampled_from([frozenset(), frozenset({"place"}), frozenset({"place", "count"})])


@st.composite
def runs(draw, longest=4):
    start = draw(st.sampled_from(CALENDAR))
    length = draw(st.integers(1, longest))
    return frozenset(range(start, min(start + length, CALENDAR.stop)))


@st.composite
def records(draw):
    issues = draw(st.lists(st.tuples(runs(), DETAILS), max_size=4))
    silences = draw(st.lists(st.tuples(runs(), st.sampled_from([frozenset(), frozenset({"place"})])), max_size=2))
    watched = draw(st.one_of(st.just(frozenset(CALENDAR)), runs(longest=8)))
    return Told(tuple(issues), tuple(silences), watched, draw(st.booleans()))


WINDOWS = st.tuples(st.integers(0, 3), st.integers(4, 8)).map(lambda ends: range(FIRST + ends[0], FIRST + ends[1]))


@settings(max_examples=400)
@given(records(), DETAILS, WINDOWS)
def test_days_numbers_and_silences_are_those_of_all_worlds(told, gives, window):
    every = [days & frozenset(window) for days in worlds(told, gives, CALENDAR)]
    days = find_days(as_publishing(told), gives, Days(window.start, window.stop))

    numbers = [len(world) for world in every]
    assert (days.count().low, days.count().high) == (min(numbers), max(numbers))
    gaps = [longest_gap(world, window) for world in every]
    silence = longest_silence(days)
    assert (silence.low, silence.high) == (min(gaps), max(gaps))
    for place, day in enumerate(window):
        state = (YES if any(day in world for world in every) else 0) | (
            NO if any(day not in world for world in every) else 0
        )
        assert days.states[place] == state
