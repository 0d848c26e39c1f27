"""Dates: the forms of EDTF level 1, both sides of each boundary, and brute force over the days.

The forms are those of the Extended Date/Time Format specification (Library of Congress, 2019),
https://www.loc.gov/standards/datetime/
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from firmground.dates import NO_START, NO_STOP, Days, When, parse_day, parse_when, write_edtf
from firmground.modality import CANNOT, MAY, MUST
from oracles import day_by_day


def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def ends(days: Days) -> tuple[str, str]:
    """First and last day, both included; "" where there is no limit."""
    first = "" if days.start == NO_START else date.fromordinal(days.start).isoformat()
    last = "" if days.stop == NO_STOP else date.fromordinal(days.stop - 1).isoformat()
    return first, last


# Text -> first and last possible day, first and last certain day of a period written so (None: no day is certain).
LEVEL_1 = {
    "1985-04-12": (("1985-04-12", "1985-04-12"), ("1985-04-12", "1985-04-12")),
    "1985-04": (("1985-04-01", "1985-04-30"), ("1985-04-01", "1985-04-30")),
    "1985": (("1985-01-01", "1985-12-31"), ("1985-01-01", "1985-12-31")),
    "2004-02": (("2004-02-01", "2004-02-29"), ("2004-02-01", "2004-02-29")),
    "1985-04-12T23:20:30": (("1985-04-12", "1985-04-12"), ("1985-04-12", "1985-04-12")),
    "1985-04-12T23:20:30Z": (("1985-04-12", "1985-04-12"), ("1985-04-12", "1985-04-12")),
    "1985-04-12T23:20:30-04:00": (("1985-04-12", "1985-04-12"), ("1985-04-12", "1985-04-12")),
    "1964/2008": (("1964-01-01", "2008-12-31"), ("1964-12-31", "2008-01-01")),
    "2004-06/2006-08": (("2004-06-01", "2006-08-31"), ("2004-06-30", "2006-08-01")),
    "2004-02-01/2005-02-08": (("2004-02-01", "2005-02-08"), ("2004-02-01", "2005-02-08")),
    "2004-02-01/2005-02": (("2004-02-01", "2005-02-28"), ("2004-02-01", "2005-02-01")),
    "2004-02-01/2005": (("2004-02-01", "2005-12-31"), ("2004-02-01", "2005-01-01")),
    "2005/2006-02": (("2005-01-01", "2006-02-28"), ("2005-12-31", "2006-02-01")),
    "201X": (("2010-01-01", "2019-12-31"), ("2010-01-01", "2019-12-31")),
    "20XX": (("2000-01-01", "2099-12-31"), ("2000-01-01", "2099-12-31")),
    "2004-XX": (("2004-01-01", "2004-12-31"), ("2004-01-01", "2004-12-31")),
    "1985-04-XX": (("1985-04-01", "1985-04-30"), ("1985-04-01", "1985-04-30")),
    "1985-XX-XX": (("1985-01-01", "1985-12-31"), ("1985-01-01", "1985-12-31")),
    "1985-04-12/..": (("1985-04-12", ""), ("1985-04-12", "")),
    "1985-04/..": (("1985-04-01", ""), ("1985-04-30", "")),
    "1985/..": (("1985-01-01", ""), ("1985-12-31", "")),
    "../1985-04-12": (("", "1985-04-12"), ("", "1985-04-12")),
    "../1985-04": (("", "1985-04-30"), ("", "1985-04-01")),
    "1985-04-12/": (("1985-04-12", ""), ("1985-04-12", "1985-04-12")),
    "/1985-04-12": (("", "1985-04-12"), ("1985-04-12", "1985-04-12")),
    "1985-04/": (("1985-04-01", ""), None),
    "1985/": (("1985-01-01", ""), None),
    "/1985-04": (("", "1985-04-30"), None),
    "2004-06-11~": (("2004-06-08", "2004-06-14"), None),
    "2004-06-11?": (("2004-06-08", "2004-06-14"), None),
    "2004-06-11%": (("2004-06-08", "2004-06-14"), None),
    "2004-06~": (("2004-05-17", "2004-07-15"), None),
    "1984-06-02?/2004-08-08~": (("1984-05-30", "2004-08-11"), ("1984-06-05", "2004-08-05")),
    "1984~/2004-06": (("1983-07-02", "2004-06-30"), ("1985-07-02", "2004-06-01")),
    "2001-21": (("2001-01-01", "2001-12-31"), None),
    "2001-23": (("2001-01-01", "2001-12-31"), None),
    "Y1985": (("1985-01-01", "1985-12-31"), ("1985-01-01", "1985-12-31")),
    "../..": (("", ""), ("", "")),
    "/": (("", ""), None),
    "": (("", ""), None),
}  # fmt: skip


@pytest.mark.parametrize("text", LEVEL_1)
def test_a_form_of_level_1_means_these_days(text):
    possible, certain = LEVEL_1[text]
    assert ends(parse_when(text).possible) == possible
    if certain is None:
        assert parse_when(text).certain.empty
    else:
        assert ends(parse_when(text).certain) == certain


@pytest.mark.parametrize("text", ["2015-24", "2015-22"])
def test_a_season_that_may_end_in_the_next_year_reaches_into_its_leap_day(text):
    assert ordinal("2016-02-29") in parse_when(text).possible


def test_both_sides_of_each_end_of_an_interval():
    period = parse_when("2015-10-01/2015-10-05")
    assert period.holds_on(ordinal("2015-09-30")) is CANNOT
    assert period.holds_on(ordinal("2015-10-01")) is MUST
    assert period.holds_on(ordinal("2015-10-05")) is MUST
    assert period.holds_on(ordinal("2015-10-06")) is CANNOT


def test_both_sides_of_each_end_that_is_known_to_the_month():
    period = parse_when("2015-10/2015-12")
    assert period.holds_on(ordinal("2015-09-30")) is CANNOT
    assert period.holds_on(ordinal("2015-10-01")) is MAY
    assert period.holds_on(ordinal("2015-10-30")) is MAY
    assert period.holds_on(ordinal("2015-10-31")) is MUST
    assert period.holds_on(ordinal("2015-12-01")) is MUST
    assert period.holds_on(ordinal("2015-12-02")) is MAY
    assert period.holds_on(ordinal("2015-12-31")) is MAY
    assert period.holds_on(ordinal("2016-01-01")) is CANNOT


def test_a_feature_that_ends_on_28_february_is_there_that_day_and_gone_on_1_march():
    period = parse_when("2015-01-01/2015-02-28")
    assert period.holds_on(ordinal("2015-02-28")) is MUST
    assert period.holds_on(ordinal("2015-03-01")) is CANNOT


def test_an_open_end_is_still_so_and_an_unknown_end_is_unknown():
    assert parse_when("2015-10-01/..").holds_on(ordinal("2024-01-01")) is MUST
    assert parse_when("2015-10-01/").holds_on(ordinal("2024-01-01")) is MAY
    assert parse_when("2015-10-01/").holds_on(ordinal("2015-10-01")) is MUST
    assert parse_when("2015-10-01/").holds_on(ordinal("2015-09-30")) is CANNOT


def test_what_began_at_some_time_in_october_and_ended_nobody_knows_when_stood_surely_on_no_day():
    # It may have stood from the 1st to the 5th, or from the 30th on.
    assert all(parse_when("2015-10/").holds_on(ordinal(f"2015-10-{day:02d}")) is MAY for day in range(1, 32))


def test_days_are_half_open_inside():
    window = parse_when("2015-10-01/2015-10-05").possible
    assert window.stop - window.start == 5
    assert ordinal("2015-10-05") in window
    assert ordinal("2015-10-06") not in window


@pytest.mark.parametrize(
    "text",
    [
        "2015-10-05/2015-10-04", "2015-10/2015-09", "2016/2015", "2015-10-05~/2015-09-01", "2015-02-29", "2015-13",
        "2015-00", "2015-10-32", "2015-10-00", "0000", "12015", "Y170000002", "-1985", "15-10-2015", "21/10/2015",
        "10/21/2015", "2015-1-2", "2015-25", "2015-10-XX/2015-09-XX", "201X-10", "2015-XX-05", "yesterday",
        "2015-10-21/2015-10-22/2015-10-23", "2015-10-21T", "20151021", "2015-10-21..2015-10-25", "..",
    ],
)  # fmt: skip
def test_what_is_no_date_or_runs_backwards_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        parse_when(text)


@pytest.mark.parametrize(
    "text", [text for text in LEVEL_1 if text] + ["1985-04-12/1985-04-12", "0001-01-01", "9999-12-30", "2015-22"]
)
def test_what_is_written_back_has_the_same_days(text):
    assert parse_when(write_edtf(parse_when(text))).possible == parse_when(text).possible


def test_the_last_day_of_the_calendar_is_a_day_like_any_other():
    last = parse_when("9999-12-31")
    assert last.happens_in(Days()) is MUST
    assert last.happens_in(last.possible) is MUST
    assert parse_when("2015-01-01/9999-12-31").holds_on(ordinal("2024-01-01")) is MUST


FIRST = ordinal("2015-01-01")
SPAN = 430
a_day = st.integers(FIRST, FIRST + SPAN).map(date.fromordinal)
a_form = st.sampled_from(["{0:%Y-%m-%d}", "{0:%Y-%m}", "{0:%Y}", "{0:%Y-%m-%d}~", "{0:%Y-%m}~", "{0:%Y-%m}-XX"])
a_date = st.builds(lambda form, when: form.format(when), a_form, a_day)
a_window = st.tuples(a_day, a_day).map(lambda pair: Days(min(pair).toordinal(), max(pair).toordinal() + 1))


@given(a_date, a_window)
@settings(deadline=None, max_examples=300)
def test_whether_an_event_happened_in_a_window_equals_going_through_its_days(text, window):
    when = parse_when(text)
    assert when.happens_in(window) is day_by_day.happens_in(range(*when.possible), range(*window))


@given(a_date, a_date, a_window)
@settings(deadline=None, max_examples=150)
def test_whether_a_holding_stood_equals_going_through_every_period_it_may_mean(first, last, window):
    one, other = parse_when(first).possible, parse_when(last).possible
    assume(one.stop <= other.start + 1)  # no doubt about which end comes first
    period = parse_when(f"{first}/{last}")
    # The shortest and the longest periods decide: going through all of them would take hours.
    options = day_by_day.periods({one.start, one.stop - 1}, {other.start, other.stop - 1})
    days = set(range(*window))
    for day in {window.start, window.stop - 1, one.start, one.stop - 1, other.start, other.stop - 1, other.stop}:
        assert period.holds_on(day) is day_by_day.holds_on(options, day)
    assert period.holds_throughout(window) is day_by_day.holds_throughout(options, days)


@given(a_date, a_date, a_window)
@settings(deadline=None, max_examples=150)
def test_no_period_says_more_than_all_periods_it_may_mean(first, last, window):
    """Where the two ends may be in either order, less is said than could be, never more."""
    one, other = parse_when(first).possible, parse_when(last).possible
    assume(one.start < other.stop)
    period = parse_when(f"{first}/{last}")
    starts = {one.start, one.stop - 1, min(one.stop, other.stop) - 1}
    stops = {other.start, other.stop - 1, max(one.start, other.start)}
    options = day_by_day.periods(starts, stops)
    for day in {window.start, window.stop - 1, *starts, *stops}:
        answer, truth = period.holds_on(day), day_by_day.holds_on(options, day)
        assert answer is MAY or answer is truth
    sometime = period.holds_sometime(window)
    assert sometime is MAY or sometime is day_by_day.holds_sometime(options, set(range(*window)))


@given(a_date, a_date, st.booleans(), st.booleans())
@settings(deadline=None, max_examples=300)
def test_random_dates_and_intervals_keep_their_days_when_written(first, last, open_start, open_stop):
    one, other = parse_when(first).possible, parse_when(last).possible
    assume(one.start < other.stop)
    for text in (
        first,
        f"{first}/{last}",
        f"{'..' if open_start else ''}/{last}",
        f"{first}/{'..' if open_stop else ''}",
    ):
        assert parse_when(write_edtf(parse_when(text))).possible == parse_when(text).possible


def test_a_foreign_form_is_read_as_its_layout_names_it():
    assert parse_day("21/10/2015", "%d/%m/%Y") == When.on(date(2015, 10, 21))
    assert not parse_day(" ", "%d/%m/%Y").known
    with pytest.raises(ValueError, match="not a date written as"):
        parse_day("2015-10-21", "%d/%m/%Y")
