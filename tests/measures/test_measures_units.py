"""Shares, counts and parts of a whole, and what would settle them: all equal to trying every world."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from firmground.bounds import Bounds, parse_accepted
from firmground.case.claims import MeasureKind
from firmground.measures.settle import Question, settle_require, settle_rule_out, tipping_values
from firmground.measures.units import (
    NO,
    OUT,
    YES,
    Units,
    count_bounds,
    group_states,
    part_bounds,
    share_bounds,
    unit_states,
)  # fmt: skip
from firmground.modality import CANNOT, MAY, MUST
from oracles import counting

SHARE, COUNT = Question(MeasureKind.SHARE), Question(MeasureKind.COUNT)


def units_of(*entries):
    """Units from (states, weight) or (states, low, high)."""
    rows = [(entry[0], entry[1], entry[-1]) if len(entry) > 1 else (entry[0], 1, 1) for entry in entries]
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    return Units(
        np.array(columns[0], np.uint8), np.array(columns[1], float), np.array(columns[2], float),
        np.arange(len(rows)), np.arange(len(rows) + 1),
    )  # fmt: skip


a_state = st.sampled_from([YES, NO, YES | NO, OUT | YES, OUT | NO, OUT | YES | NO])
a_unit = st.tuples(a_state, st.integers(1, 3), st.integers(0, 2)).map(lambda one: (one[0], one[1], one[1] + one[2]))
plain = st.lists(a_state.map(lambda state: (state,)), max_size=5).map(lambda entries: units_of(*entries))
weighted = st.lists(a_unit, max_size=4).map(lambda entries: units_of(*entries))
some_units = st.one_of(plain, weighted)
some_share = st.sampled_from(
    [
        ">= 0.75",
        "> 0.5",
        "<= 1/3",
        "< 0.5",
        "0.4..0.6",
        "= 0.5",
        "0.75..0.8",
        ">= 1",
        "<= 0",
        "> 0",
        "< 1",
        ">= 0",
        "2/3",
    ]
)
some_count = st.sampled_from([">= 2", "<= 1", "= 2", "1..2", "> 3", "< 2", "<= 0", "0.5..1.5"])


@given(some_units)
@settings(deadline=None, max_examples=400)
def test_bounds_of_a_share_are_its_extremes_over_all_worlds(units):
    assert share_bounds(units) == counting.bounds(units, SHARE)


@given(some_units)
@settings(deadline=None, max_examples=200)
def test_bounds_of_a_count_are_its_extremes_over_all_worlds(units):
    assert count_bounds(units) == (counting.bounds(units, COUNT)[0] or Bounds(Fraction(0), Fraction(0)))
    assert count_bounds(units, complete=False) == Bounds(count_bounds(units).low, math.inf)


@given(some_units, st.integers(1, 14))
@settings(deadline=None, max_examples=200)
def test_bounds_of_a_part_are_its_extremes_over_all_worlds_and_all_ways_of_the_unknown_rest(units, out_of):
    surely = sum(float(low) for state, low in zip(units.states, units.low, strict=True) if not state & OUT)
    if surely > out_of:
        with pytest.raises(ValueError, match="units are counted"):
            part_bounds(units, out_of)
        return
    found, _ = counting.bounds(units, Question(MeasureKind.SHARE, out_of))
    ours = part_bounds(units, out_of)
    assert found in ours
    if (units.high == units.low).all() and (units.low == 1).all():
        assert ours == found


def test_the_share_of_the_model_case_is_at_least_forty_nine_of_sixty_four():
    units = units_of(*[(YES,)] * 49, *[(YES | NO,)] * 15)
    bounds, defined = share_bounds(units)
    assert (bounds, defined) == (Bounds(Fraction(49, 64), Fraction(1)), MUST)
    assert part_bounds(units, 800) == Bounds(Fraction(49, 800), Fraction(1))
    assert settle_rule_out(units, SHARE, parse_accepted(">= 0.8")).fewest == 13


def test_of_nothing_counted_there_is_no_share_and_of_perhaps_nothing_perhaps_none():
    assert share_bounds(units_of()) == (None, CANNOT)
    assert share_bounds(units_of((OUT | YES,))) == (Bounds(Fraction(1), Fraction(1)), MAY)
    assert count_bounds(units_of()) == Bounds(Fraction(0), Fraction(0))


def test_a_row_of_at_least_so_many_strikes_widens_to_the_end():
    endless = units_of((YES, 3, math.inf), (NO, 1))
    assert share_bounds(endless)[0] == Bounds(Fraction(3, 4), Fraction(1))
    assert count_bounds(endless) == Bounds(Fraction(3), math.inf)
    other = units_of((YES, 1), (NO, 3, math.inf))
    assert share_bounds(other)[0] == Bounds(Fraction(0), Fraction(1, 4))


@given(plain, some_share)
@settings(deadline=None, max_examples=250)
@example(units_of((OUT | YES,), (OUT | NO,), (OUT | YES | NO,)), "> 0.5")
@example(units_of((OUT | YES,), (OUT | YES,)), ">= 1")
def test_the_fewest_units_that_settle_a_share_are_those_of_trying_all(units, text):
    assert_settled_as_by_trying(units, SHARE, text)


@given(st.lists(a_unit, max_size=3).map(lambda entries: units_of(*entries)), some_share)
@settings(deadline=None, max_examples=150)
def test_the_fewest_weighted_units_that_settle_a_share_are_those_of_trying_all(units, text):
    assert_settled_as_by_trying(units, SHARE, text)


@given(st.lists(a_unit, max_size=3).map(lambda entries: units_of(*entries)), some_count)
@settings(deadline=None, max_examples=150)
def test_the_fewest_units_that_settle_a_count_are_those_of_trying_all(units, text):
    assert_settled_as_by_trying(units, COUNT, text)


@given(plain, some_share, st.integers(1, 9))
@settings(deadline=None, max_examples=150)
def test_the_fewest_units_that_settle_a_part_are_those_of_trying_all(units, text, out_of):
    assume(len(units) <= out_of)
    assert_settled_as_by_trying(units, Question(MeasureKind.SHARE, out_of), text)


def assert_settled_as_by_trying(units, question, text):
    accepted = parse_accepted(text)
    for settle, target in ((settle_require, MUST), (settle_rule_out, CANNOT)):
        found = settle(units, question, accepted)
        assert found.exact
        assert found.fewest == counting.fewest(units, question, accepted, target), target
        if found.fewest is None:
            continue
        assert len(set(found.units)) == len(found.units) == found.fewest
        assert units.undecided[list(found.units)].all()
        # The units that are named can indeed settle it, if they are decided rightly.
        assert any(
            counting.standing(units, question, accepted, fixed) is target
            for fixed in every_decision(units, found.units)
        )


def every_decision(units, numbers):
    ways = [{}]
    for number in numbers:
        ways = [way | {number: choice} for way in ways for choice in counting.ways(units, number)]
    return ways


def test_an_incomplete_record_never_limits_a_count_from_above():
    units = units_of((YES | NO,), (YES | NO,))
    open_ended = Question(MeasureKind.COUNT, None, complete=False)
    assert settle_require(units, open_ended, parse_accepted("<= 1")).fewest is None
    assert settle_require(units, open_ended, parse_accepted(">= 1")).fewest == 1
    assert settle_rule_out(units, open_ended, parse_accepted(">= 1")).fewest is None


@given(plain, some_share, st.integers(1, 9))
@settings(deadline=None, max_examples=300)
def test_tipping_values_are_those_of_trying_every_number(units, text, out_of):
    """Of the unknown rest k are "that": with which k can, and with which must the claim hold?"""
    surely = [number for number in range(len(units)) if not units.states[number] & OUT]
    assume(len(surely) <= out_of)
    accepted = parse_accepted(text)
    known = Units(units.states[surely], units.low[surely], units.high[surely], units.members, units.first)
    yes = [int(value) for value in counting.values(known, COUNT)]
    unknown = out_of - len(surely)
    allow = [k for k in range(unknown + 1) if any(Fraction(one + k, out_of) in accepted for one in yes)]
    require = [k for k in range(unknown + 1) if all(Fraction(one + k, out_of) in accepted for one in yes)]
    found = tipping_values(units, out_of, accepted)
    assert found.unknown == unknown
    assert found.allow == ((allow[0], allow[-1]) if allow else None)
    assert found.require == ((require[0], require[-1]) if require else None)


answers = st.sampled_from([CANNOT, MAY, MUST])


@given(st.lists(st.lists(st.tuples(answers, answers), min_size=1, max_size=4), min_size=1, max_size=4), st.booleans())
@settings(deadline=None, max_examples=300)
def test_states_of_places_are_those_of_every_world_of_their_events(places, every):
    counted = np.array([int(counts) for place in places for counts, _ in place], np.int8)
    that = np.array([int(one) for place in places for _, one in place], np.int8)
    first = np.cumsum([0, *(len(place) for place in places)])
    assert group_states(counted, that, first, every=every).tolist() == [
        counting.place_states(place, every=every) for place in places
    ]


@given(answers, answers)
def test_states_of_a_single_event_are_those_of_a_place_with_one_event(counted, that):
    found = unit_states(np.array([counted], np.int8), np.array([that], np.int8))
    assert found.tolist() == [counting.place_states([(counted, that)], every=False)]
