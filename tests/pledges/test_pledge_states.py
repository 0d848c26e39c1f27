"""What a pledge may be on a day: both sides of each day on which something changes, and all possible courses."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from made_up import PLEDGES

from firmground.case.pledge_states import AT_LAST, change_days, states_on, states_within
from firmground.case.undertakings import PledgeState
from firmground.dates import Days
from oracles import pledges as oracle

OPEN, UNMET, KEPT, BROKEN, UNKNOWN = PledgeState
MADE_LATER = None


def on(pledge, day):
    return states_on(pledge, AT_LAST if day == "at last" else date.fromisoformat(day).toordinal())


@pytest.mark.parametrize(
    ("day", "states"),
    [
        ("2015-11-25", {MADE_LATER}),
        ("2015-11-26", {OPEN}),
        ("2015-12-01", {OPEN}),
        ("2015-12-02", {KEPT}),
        ("at last", {KEPT}),
    ],
)
def test_a_state_begins_on_its_day_and_stays_until_another_begins(pledge_of, day, states):
    assert on(pledge_of("2015-11-26", ("open", "2015-11-26"), ("kept", "2015-12-02")), day) == states


def test_a_pledge_of_which_nothing_more_was_found_stays_open(pledge_of):
    assert on(pledge_of("2015-11-26"), "at last") == {OPEN}


@pytest.mark.parametrize(
    ("day", "states"),
    [("2015-11-30", {OPEN}), ("2015-12-01", {OPEN, KEPT}), ("2015-12-30", {OPEN, KEPT}), ("2015-12-31", {KEPT})],
)
def test_a_stage_of_a_month_may_have_begun_on_any_of_its_days(pledge_of, day, states):
    assert on(pledge_of("2015-11-26", ("kept", "2015-12")), day) == states


@pytest.mark.parametrize(
    ("day", "states"),
    [("2015-10-31", {MADE_LATER}), ("2015-11-01", {MADE_LATER, OPEN}), ("2015-11-29", {MADE_LATER, OPEN}),
     ("2015-11-30", {OPEN})],
)  # fmt: skip
def test_before_it_was_made_it_is_no_pledge_and_an_imprecise_day_leaves_that_open(pledge_of, day, states):
    assert on(pledge_of("2015-11"), day) == states


@pytest.mark.parametrize("order", [("kept", "broken"), ("broken", "kept")])
def test_kept_and_broken_on_one_day_contradict_each_other_and_both_stay_possible(pledge_of, order):
    pledge = pledge_of("2015-11-01", *((state, "2015-11-20") for state in order))
    assert on(pledge, "2015-11-19") == {OPEN}
    assert on(pledge, "2015-11-20") == {KEPT, BROKEN}
    assert on(pledge, "at last") == {KEPT, BROKEN}


def test_kept_one_day_after_it_was_broken_is_no_contradiction(pledge_of):
    pledge = pledge_of("2015-11-01", ("broken", "2015-11-20"), ("kept", "2015-11-21"))
    assert on(pledge, "2015-11-20") == {BROKEN}
    assert on(pledge, "2015-11-21") == {KEPT}


@pytest.mark.parametrize("order", [0, 1])
def test_open_gives_way_to_what_became_of_it_on_the_same_day(pledge_of, order):
    stages = [("open", "2015-11-26"), ("kept", "2015-11-26")]
    assert on(pledge_of("2015-11-26", *stages[:: -1 if order else 1]), "2015-11-26") == {KEPT}


def test_a_condition_once_unmet_can_be_met_again(pledge_of):
    pledge = pledge_of("2015-11-01", ("condition-unmet", "2015-11-10"), ("open", "2015-11-20"))
    assert on(pledge, "2015-11-19") == {UNMET}
    assert on(pledge, "2015-11-20") == {OPEN}


def test_stages_count_by_their_days_however_they_were_written(pledge_of):
    stages = [("open", "2015-11-01"), ("not-verifiable", "2015-11-10"), ("kept", "2015-11-20")]
    there, back = pledge_of("2015-11-01", *stages), pledge_of("2015-11-01", *reversed(stages))
    for day in change_days(there):
        assert states_on(there, day) == states_on(back, day)


def test_a_stage_of_an_unknown_day_may_have_begun_at_once_and_in_the_end_has(pledge_of):
    pledge = pledge_of("2015-11-01", ("kept", ""))
    assert on(pledge, "2015-10-31") == {MADE_LATER}
    assert on(pledge, "2015-11-01") == {OPEN, KEPT}
    assert on(pledge, "2025-11-01") == {OPEN, KEPT}
    assert on(pledge, "at last") == {KEPT}


@given(PLEDGES)
def test_the_states_of_every_day_are_those_of_all_possible_courses_of_events(pledge):
    assume(any(True for _ in oracle.courses(pledge)))
    for day in range(999, 1011):
        assert states_on(pledge, day) == oracle.states_on(pledge, day)


@given(PLEDGES)
def test_between_two_days_of_change_nothing_changes(pledge):
    changes = set(change_days(pledge))
    for day in range(1000, 1011):
        assert day in changes or states_on(pledge, day) == states_on(pledge, day - 1)


@given(PLEDGES, st.integers(998, 1010), st.integers(1, 6))
def test_within_several_days_every_state_of_each_is_possible(pledge, first, length):
    days = range(first, first + length)
    assert states_within(pledge, Days(first, first + length)) == frozenset().union(
        *(states_on(pledge, day) for day in days)
    )
