"""Bounds and the values that a claim accepts, against a fine grid of values."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.bounds import Accepted, Bounds, parse_accepted, parse_number
from firmground.modality import CANNOT, MAY, MUST, Modality

GRID = [Fraction(step, 24) for step in range(-12, 49)]
# Text -> the values it accepts, written out a second time.
FORMS = {
    ">= 0.75": lambda x: x >= Fraction(3, 4),
    "≥ 0.75": lambda x: x >= Fraction(3, 4),
    "> 0.5": lambda x: x > Fraction(1, 2),
    "<= 1/3": lambda x: x <= Fraction(1, 3),
    "≤ 1/3": lambda x: x <= Fraction(1, 3),
    "< 0.5": lambda x: x < Fraction(1, 2),
    "= 1/2": lambda x: x == Fraction(1, 2),
    "== 1/2": lambda x: x == Fraction(1, 2),
    "49/64": lambda x: x == Fraction(49, 64),
    "50 %": lambda x: x == Fraction(1, 2),
    "0.75 ± 0.25": lambda x: Fraction(1, 2) <= x <= 1,
    "0.75 +- 25%": lambda x: Fraction(1, 2) <= x <= 1,
    "0.75 +/- 1/4": lambda x: Fraction(1, 2) <= x <= 1,
    "0.5..0.75": lambda x: Fraction(1, 2) <= x <= Fraction(3, 4),
    "50 % to 75 %": lambda x: Fraction(1, 2) <= x <= Fraction(3, 4),
    "0.5–0.75": lambda x: Fraction(1, 2) <= x <= Fraction(3, 4),
    "-0.5..0": lambda x: Fraction(-1, 2) <= x <= 0,
}  # fmt: skip


@pytest.mark.parametrize("text", FORMS)
def test_a_form_accepts_the_values_it_says(text):
    accepted = parse_accepted(text)
    assert [value in accepted for value in GRID] == [FORMS[text](value) for value in GRID]
    assert str(accepted) == text


@given(text=st.sampled_from(sorted(FORMS)), low=st.sampled_from(GRID), high=st.sampled_from(GRID))
@settings(deadline=None, max_examples=120)
def test_standing_is_that_of_every_value_between_the_bounds(text, low, high):
    low, high = min(low, high), max(low, high)
    # A grid finer than any end of the forms and of the bounds: it meets each of them and passes between them.
    between = [value for step in range(24 * 64 + 1) if (value := low + (high - low) * Fraction(step, 24 * 64)) <= high]
    between += [
        end
        for end in (Fraction(49, 64), Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(3, 4), Fraction(1))
        if low <= end <= high
    ]
    truths = {FORMS[text](value) for value in between}
    assert parse_accepted(text).standing(Bounds(low, high)) is Modality.of(every=truths == {True}, some=True in truths)


def test_forty_nine_of_sixty_four_meets_at_least_forty_nine_sixty_fourths_exactly():
    exact = Bounds(Fraction(49, 64), Fraction(1))
    assert parse_accepted(">= 49/64").standing(exact) is MUST
    assert parse_accepted("> 49/64").standing(exact) is MAY
    assert parse_accepted("<= 49/64").standing(Bounds(Fraction(49, 64), Fraction(49, 64))) is MUST
    assert parse_accepted("< 49/64").standing(Bounds(Fraction(49, 64), Fraction(49, 64))) is CANNOT
    assert parse_accepted(">= 0.765625").standing(exact) is MUST
    assert parse_accepted(">= 0.765626").standing(exact) is MAY


def test_a_tenth_is_a_tenth_and_no_float():
    assert parse_accepted(0.1) == Accepted(Fraction(1, 10), Fraction(1, 10), text="0.1")
    assert Fraction(1, 10) in parse_accepted("0.1")


def test_a_count_without_a_limit_above_stands_to_both_kinds_of_claim():
    endless = Bounds(Fraction(3), math.inf)
    assert parse_accepted(">= 3").standing(endless) is MUST
    assert parse_accepted("> 3").standing(endless) is MAY
    assert parse_accepted("<= 3").standing(endless) is MAY
    assert parse_accepted("< 3").standing(endless) is CANNOT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "most",
        ">= ",
        "1..",
        "..1",
        "0.8..0.75",
        "0.8 ± -0.05",
        "1/0",
        ">= 1/0",
        "1 2",
        "= = 1",
        "nan",
        "inf",
        ">> 1",
        "0,8",
    ],
)
def test_what_is_no_value_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        parse_accepted(text)


@given(top=st.integers(-999, 999), bottom=st.integers(1, 999))
@settings(deadline=None)
def test_a_fraction_is_read_exactly(top, bottom):
    assert parse_number(f"{top}/{bottom}") == Fraction(top, bottom)
    assert parse_number(f" {top} / {bottom} ") == Fraction(top, bottom)
    assert parse_number(f"{top} %") == Fraction(top, 100)


@pytest.mark.parametrize(("low", "high", "best"), [(1, 0, None), (0, 1, 2), (0, 1, -1), (math.nan, 1, None)])
def test_bounds_that_are_none_are_refused(low, high, best):
    with pytest.raises(ValueError, match=r"bounds need|lies outside"):
        Bounds(low, high, best)


@given(st.lists(st.integers(-9, 9), min_size=4, max_size=4))
@settings(deadline=None)
def test_sums_differences_and_hulls_hold_every_pair_of_values(ends):
    one, other = Bounds(*sorted(ends[:2])), Bounds(*sorted(ends[2:]))
    pairs = [(x, y) for x in range(one.low, one.high + 1) for y in range(other.low, other.high + 1)]
    assert one + other == Bounds(min(x + y for x, y in pairs), max(x + y for x, y in pairs))
    assert one - other == Bounds(min(x - y for x, y in pairs), max(x - y for x, y in pairs))
    assert all(x in one.hull(other) and y in one.hull(other) for x, y in pairs)
    assert one in one.hull(other)
    assert (one.exact, one.width) == (one.low == one.high, one.high - one.low)
