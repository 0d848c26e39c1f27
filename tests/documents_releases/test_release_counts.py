"""Numbers in words and days, against plain writers of both."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.documents.releases.counts import UNTOLD, Count, read_count
from firmground.documents.releases.phrases import Line
from firmground.documents.releases.release_days import find_days
from firmground.spans import Span

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = [".", ".", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SHORT = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]


def line_of(text):
    return Line.of(text, Span(0, len(text)))


def in_words(number, joint="-"):
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (joint + ONES[number % 10] if number % 10 else "")
    rest = f" and {in_words(number % 100, joint)}" if number % 100 else ""
    return f"{ONES[number // 100]} hundred{rest}"


@given(st.integers(1, 999), st.sampled_from("- "))
def test_a_number_in_words_is_that_number(number, joint):
    assert read_count(line_of(f"{in_words(number, joint)} strikes"), 0)[0] == Count(number, number)


@given(st.integers(0, 10**8))
def test_a_number_in_figures_is_that_number(number):
    assert read_count(line_of(f"{number:,} strikes"), 0) == (Count(number, number), 1)
    assert read_count(line_of(f"{number} strikes"), 0) == (Count(number, number), 1)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("a", Count(1, 1, article=True)),
        ("several", Count(3, None)),
        ("multiple", Count(2, None)),
        ("a number of", Count(2, None)),
        ("an unknown number of", UNTOLD),
        ("more than 50", Count(51, None)),
        ("over 60", Count(61, None)),
        ("at least five", Count(5, None)),
        ("up to ten", Count(0, 10)),
        ("nearly 20", Count(20, 20, about="nearly")),
        ("two to three", Count(2, 3)),
        ("10-15", Count(10, 15)),
        ("a total of 287", Count(287, 287)),
        ("three dozen", Count(36, 36)),
        ("both", Count(2, 2)),
        ("no", Count(0, 0)),
        ("the two", Count(2, 2)),
    ],
)
def test_words_that_promise_a_number(words, count):
    assert read_count(line_of(f"{words} vehicles"), 0)[0] == count


@pytest.mark.parametrize("words", ["vehicles", "the vehicle", "²", "٣", "9" * 30, "1.5"])
def test_what_is_no_number_of_things(words):
    assert read_count(line_of(f"{words} x"), 0) is None


@given(st.dates(date(2014, 1, 1), date(2019, 12, 31)), st.integers(0, 300))
def test_a_day_without_a_year_is_the_last_such_day_up_to_the_release(release, back):
    day = release - timedelta(days=back)
    (said,) = find_days(line_of(f"On {SHORT[day.month - 1]} {day.day} near Raqqa"), release)
    assert str(said.when) == day.isoformat()


@given(st.dates(date(2014, 1, 1), date(2019, 12, 31)))
def test_a_full_date_needs_no_release(day):
    for text in (f"{MONTHS[day.month - 1]} {day.day}, {day.year}", f"{day.day} {MONTHS[day.month - 1]} {day.year}"):
        (said,) = find_days(line_of(text), None)
        assert (str(said.when), said.how) == (day.isoformat(), "")


RELEASE = date(2017, 8, 24)  # a Thursday


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("yesterday", "2017-08-23"),
        ("today", "2017-08-24"),
        ("last night", "2017-08-23/2017-08-24"),
        ("the past 24 hours", "2017-08-23/2017-08-24"),
        ("over the past week", "2017-08-17/2017-08-24"),
        ("Sunday", "2017-08-20"),
        ("Thursday", "2017-08-24"),
        ("Tuesday night", "2017-08-22"),
        ("Sunday and today", "2017-08-20/2017-08-24"),
        ("Aug. 18-20", "2017-08-18/2017-08-20"),
        ("Aug. 18 and 20", "2017-08-18/2017-08-20"),
        ("Aug. 18 to Aug. 20", "2017-08-18/2017-08-20"),
        ("July 31-Aug. 2", "2017-07-31/2017-08-02"),
        ("Dec. 30-Jan. 2", "2016-12-30/2017-01-02"),
        ("between Aug. 13 and Aug. 19", "2017-08-13/2017-08-19"),
        ("between 8 a.m., Aug. 23, and 8 a.m., Aug. 24", "2017-08-23/2017-08-24"),
        ("since August 20", "2017-08-20/2017-08-24"),
        ("starting from August 20", "2017-08-20/2017-08-24"),
        ("since the beginning of the operation", "/2017-08-24"),
        ("Aug. 16th", "2017-08-16"),
        ("Aug. 25", "2017-08-25"),
        ("Aug. 27", "2016-08-27"),
        ("Aug. 20-18", ""),
        ("Feb. 30", ""),
    ],
)
def test_days_reckoned_from_a_release(words, when):
    (said,) = find_days(line_of(words), RELEASE)
    assert str(said.when) == when


@pytest.mark.parametrize("words", ["it may 5", "they march 3 miles", "sunday", "Aug.", "Aug. 45", "5 vehicles"])
def test_words_that_are_no_day(words):
    assert find_days(line_of(words), RELEASE) == []
