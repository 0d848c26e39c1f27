"""Dates in texts: what they mean, what is doubted, and that no text breaks the reading."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from marked_numbers import page_of

from firmground.dates import Days, When, parse_when
from firmground.documents.days import find_days


def dates(text, published=""):
    return [(one.span.of(text), one.when.text) for one in find_days(page_of(text, published)) if one.kind == "date"]


def only(text, published=""):
    found = find_days(page_of(text, published))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "published", "days"),
    [
        ("It was on Oct. 21 that", "2015-10-22", "2015-10-21"),
        ("struck on Dec. 30 near", "2016-01-02", "2015-12-30"),
        ("votes on Jan. 4 in", "2015-12-28", "2016-01-04"),
        ("began on 29 February and", "2015-06-01", "2016-02-29"),
        ("on Wednesday, Oct. 21, they", "2017-05-01", "2015-10-21"),  # the year in which it was a Wednesday
        ("in the night of Oct. 21 to be", "2015-10-25", "2015-10-21/2015-10-22"),
        ("on Sunday night the", "2015-11-25", "2015-11-22/2015-11-23"),
        ("two days after Nov. 24 he", "2015-12-01", "2015-11-26"),
        ("at the end of last month the", "2015-11-27", "2015-10-21/2015-10-31"),
        ("early on 3 May 2016 he", "2016-05-05", "2016-05-03"),
        ("late last week the", "2015-11-27", "2015-11-15/2015-11-22"),
        ("over the weekend the", "2015-11-24", "2015-11-21/2015-11-22"),
        ("prior to Nov. 2 the", "2015-11-27", "/2015-11-01"),
        ("from Dec. 28, 2014, to Jan. 3 they", "2015-02-01", "2014-12-28/2015-01-03"),
        ("from Dec. 28 to Jan. 3, 2015, they", "2015-02-01", "2014-12-28/2015-01-03"),
        ("between Sept. 30 and 15 October 2015 they", "2017-01-01", "2015-09-30/2015-10-15"),
        ("will start on Feb. 27 in", "2016-02-16", "2016-02-27"),
        ("had its start in 2014 and", "2016-02-16", "2014"),
        ("will start next month in", "2016-02-16", "2016-03"),
        ("in mid-2015 the", "2015-11-27", "2015-04/2015-09"),
        ("since early 2014 the", "2015-11-27", "2014/2015-11-27"),
        ("the 20th century was", "2015-11-27", "19XX"),
        ("in the past three months they", "2015-11-30", "2015-08-30/2015-11-30"),
        ("in the last 36 hours they", "2015-11-30", "2015-11-28/2015-11-30"),
        ("MOSCOW, OCTOBER 21, 2015", "2015-11-30", "2015-10-21"),
        ("on 2015/10/21 at", "", "2015-10-21"),
        ("on 21-10-2015 at", "", "2015-10-21"),
        ("on 21/10/15 at", "2015-11-01", "2015-10-21"),
        ("on ٢١/١٠/٢٠١٥ at", "", "2015-10-21"),
    ],
)
def test_a_date_means_these_days(text, published, days):
    assert only(text, published).when.text == days


@pytest.mark.parametrize(
    "text",
    [
        "May the force be with you.",
        "Mr. May and Mrs. March said so.",
        "They march against an august court.",
        "The April 6 Movement and the Black Friday sale.",
        "It sat in the sun.",
        "There were 2015 people, in 2000 villages, on 1999 roads.",
        "Version 2.10.3 has 12.5 percent.",
        "He is 21 and lives at 24/7 Square.",
    ],
)
def test_what_is_no_date(text):
    assert find_days(page_of(text, "2015-11-27")) == ()


def test_a_day_that_the_calendar_does_not_have_is_unknown_and_says_so():
    found = only("It was on 30 February 2015.", "2015-11-27")
    assert not found.when.known
    assert "2015-02-30" in found.doubt


def test_a_weekday_that_the_date_was_not_is_doubted():
    assert only("on Monday, 21 October 2015, he", "2015-11-27").doubt == "2015-10-21 was a Wednesday, not a Monday."


def test_of_a_date_that_may_be_two_both_are_kept():
    found = only("The form of 03/04/2015 is lost.", "2015-11-27")
    assert {"2015-03-04", "2015-04-03"} == set(found.when.text.split("/"))
    assert "2015-04-03" in found.doubt


def test_before_a_date_that_may_be_two_is_before_the_later():
    """Not to leave out a day that may be meant."""
    assert only("before 03/04/2015 it", "2015-11-27").when.text == "/2015-04-02"


def test_a_year_that_is_not_written_is_said_to_be_inferred():
    assert only("on Oct. 21 he", "2015-10-25").how == "the year that is nearest to the document's date"
    assert only("on 21 October 2015 he", "2015-10-25").how == ""


def test_a_far_date_without_a_year_is_doubted():
    assert only("on Jan. 5 he", "2015-11-27").doubt


def test_a_document_without_a_date_leaves_relative_dates_unknown():
    for text in ("yesterday", "on Monday", "last week", "on Oct. 21", "three days ago"):
        found = only(f"It was {text}.")
        assert found.when == When.unknown()
        assert found.doubt


def test_mid_october_is_approximate_as_everywhere():
    found = only("in mid-October", "2015-11-27")
    assert found.when == parse_when("2015-10-15~")
    assert found.when.approximate


def test_earlier_is_reckoned_from_the_day_that_the_paragraph_named():
    text = "It was hit on Nov. 24, 2015. Three days earlier it had left. Two weeks ago it came back."
    found = find_days(page_of(text, "2016-02-16"))
    assert [one.when.text for one in found] == ["2015-11-24", "2015-11-21", "2016-02-02~"]
    assert "2015-11-24" in found[1].how


def test_a_history_takes_the_year_that_was_written_before():
    text = "On 1 December 2015 it began.\n\nOn 8 December came the submarine.\n\nIn January the cruiser left."
    found = find_days(page_of(text, "2022-01-01"))
    assert [one.when.text for one in found] == ["2015-12-01", "2015-12-08", "2016-01"]
    assert found[1].doubt == "The year is not written: is 2015-12-08 meant?"


def test_news_that_names_one_old_date_stays_news():
    text = "On Sept. 1, 2010, it was founded. On Nov. 2, 2015, it moved. On Nov. 20 it closed."
    assert dates(text, "2015-11-27")[-1] == ("Nov. 20", "2015-11-20")


def test_days_that_do_not_follow_each_other_are_two_dates():
    assert dates("on Nov. 2 and 5 they", "2015-11-27") == [("Nov. 2", "2015-11-02"), ("5", "2015-11-05")]


def test_lengths_and_repetitions_are_found_and_name_no_day():
    found = find_days(
        page_of("For four years they met every Friday and daily, hour-long, in a 15-minute call.", "2015-11-27")
    )
    assert [one.kind for one in found] == ["duration", "set", "set", "duration", "duration"]
    assert not any(one.when.known for one in found)


RELATIVE = [
    "yesterday", "overnight", "on Monday", "on Sunday night", "last Friday", "next Tuesday", "last week", "this month",
    "last month", "next year", "the past 24 hours", "the past two weeks", "three days ago", "two weeks ago",
    "four months ago", "two years ago", "on Oct. 21", "in February", "early March", "in mid-June", "last October",
    "the third quarter", "earlier this year", "the end of the month", "over the weekend", "last summer", "so far",
]  # fmt: skip

PARTS = ("early March", "in mid-June", "the end of the month")


@given(st.sampled_from(RELATIVE), st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(1, 40))
def test_a_document_of_several_days_holds_what_each_of_them_would_mean(words, first, days):
    """The plain oracle: one document for every day."""
    text = f"They met {words}."
    last = first + timedelta(days=days)
    whole = only(text, f"{first}/{last}").when.possible
    each = [only(text, (first + timedelta(days=day)).isoformat()).when.possible for day in range(days + 1)]
    hull = Days(min(one.start for one in each), max(one.stop for one in each))
    if words in PARTS:  # a part of one month or another becomes both months
        assert whole.start <= hull.start < hull.stop <= whole.stop
    else:
        assert whole == hull


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_a_weekday_is_the_last_that_was(published):
    found = only("They met on Monday.", published.isoformat())
    day = published
    while day.weekday() != 0:
        day -= timedelta(days=1)
    assert found.when == When.on(day)


WORDS = st.sampled_from(
    [
        "Oct.",
        "May",
        "March",
        "Monday",
        "Sunday",
        "Sun",
        "21",
        "3",
        "2015",
        "1980s",
        "of",
        "in",
        "on",
        "the",
        "a",
        "between",
        "and",
        "to",
        "from",
        "since",
        "until",
        "before",
        "after",
        "mid-",
        "-",
        "/",
        ",",
        ".",
        "last",
        "next",
        "this",
        "past",
        "early",
        "late",
        "end",
        "start",
        "week",
        "months",
        "year",
        "day",
        "hours",
        "ago",
        "earlier",
        "two",
        "several",
        "spring",
        "every",
        "today",
        "yesterday",
        "night",
        "2015-10-21",
        "31.12.2015",
        "03/04/2015",
        "8",
        "a.m.",
        ":",
        "\n",
        "will",
        "21,2015",
        "9999",
        "0001",
        "99",
        "٣",
        "th",
        "s",
        "quarter",
        "half",
        "1",
        "first",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join), st.lists(WORDS, max_size=25).map("".join)
)
PUBLISHED = st.sampled_from(
    ["", "2015-11-27", "2015-11", "2015-10-15~", "2015-10-20/2015-11-02", "2015", "../2015", "9999-12-31", "0001-01-01"]
)


@settings(max_examples=300)
@given(TEXTS, PUBLISHED)
@example("since the start of the", "2015-11-27")
@example("9999-12-31 and tomorrow, ten thousand years ago", "9999-12-31")
def test_any_text_is_read_and_every_span_and_value_holds(text, published):
    found = find_days(page_of(text, published))
    for one in found:
        assert one.span.fits(text)
        assert one.span == one.span.trimmed(text)
        assert one.kind in ("date", "duration", "set")
        assert one.when == (parse_when(one.when.text) if one.when.text else When.unknown())
        if not one.when.known:
            assert one.how or one.doubt
    starts = [one.span for one in found]
    assert all(one.stop <= other.start for one, other in pairwise(starts))


def test_a_hostile_line_ends():
    for words in ("May ", "from May to ", "1-", "2015-", "Oct. 21 and "):
        find_days(page_of(words * (60_000 // len(words)), "2015-11-27"))
