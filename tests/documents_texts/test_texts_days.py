"""Days as pages write them, and how one of several is chosen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.documents.texts.published import Candidate, choose, dateline_candidates, find_dateline, head_candidates
from firmground.documents.texts.written_days import day_of_address, day_of_stamp, find_all_days, find_day, is_mostly_day


@pytest.mark.parametrize(
    ("words", "language", "day"),
    [
        ("21 October 2015", "en", "2015-10-21"),
        ("Oct. 21, 2015", "en", "2015-10-21"),
        ("Sept 5, 2012", "en", "2012-09-05"),
        ("3rd of May 2016", "en", "2016-05-03"),
        ("2015-10-21T10:00", "", "2015-10-21"),
        ("21.10.2015", "de", "2015-10-21"),
        ("21/10/2015", "en", "2015-10-21"),
        ("10/21/2015", "en", "2015-10-21"),
        ("21 октября 2015 г.", "ru", "2015-10-21"),
        ("21 жовтня 2015", "uk", "2015-10-21"),
        ("le 1er janvier 2016", "fr", "2016-01-01"),
        ("21 de octubre de 2015", "es", "2015-10-21"),
        ("21. Oktober 2015", "de", "2015-10-21"),
        ("21 października 2015", "pl", "2015-10-21"),
        ("٢١ تشرين الأول ٢٠١٥", "ar", "2015-10-21"),
        ("21 أكتوبر 2015", "ar", "2015-10-21"),
        ("2015年10月21日", "zh", "2015-10-21"),
        ("31 February 2015", "en", None),
        ("1 January 1970", "en", None),
        ("May 2015", "en", None),
        ("version 1.2.2015.3", "en", None),
        ("maybe 12 mayors 2015", "en", None),
    ],
)
def test_a_day_in_words_is_a_day_or_none(words, language, day):
    found = find_day(words, language)
    assert (found.edtf if found else None) == day
    if found:
        assert words[found.start : found.stop].strip() == words[found.start : found.stop]


def test_figures_that_may_be_two_days_are_neither():
    found = find_day("10/11/2015", "en")
    assert (found.edtf, found.either) == ("", ("2015-11-10", "2015-10-11"))
    assert find_day("11/11/2015", "en").edtf == "2015-11-11"


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2015-10-21T23:30:00-04:00", "2015-10-21"),
        ("2015-10-21", "2015-10-21"),
        ("20151021", "2015-10-21"),
        ("20151021T100000Z", "2015-10-21"),
        ("Wed, 21 Oct 2015 14:30:00 GMT", "2015-10-21"),
        ("October 21, 2015", "2015-10-21"),
        ("1445437800", ""),
        ("2015-13-01", ""),
        ("0001-01-01T00:00:00", ""),
        ("", ""),
    ],
)
def test_a_stamp_keeps_the_day_that_it_writes(stamp, day):
    assert day_of_stamp(stamp) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2015/10/21/us-x", "2015-10-21"),
        ("https://a.example/news/2015-10-21-strikes", "2015-10-21"),
        ("https://a.example/idUSKCN0SF24L20151021", "2015-10-21"),
        ("https://a.example/2015/10/x", ""),
        ("https://a.example/view?day=2015/10/21/", ""),
        ("https://20151021.example/x", ""),
        ("", ""),
    ],
)
def test_an_address_may_hold_a_day_in_its_path(url, day):
    assert day_of_address(url) == day


def test_a_line_is_a_header_only_if_it_says_little_else():
    assert is_mostly_day("Press Release | Dec. 27, 2015")
    assert is_mostly_day("Published: 21 October 2031 09:15 GMT")
    assert is_mostly_day("3 hours ago")
    assert not is_mostly_day("May 16: Military strikes continue")
    assert not is_mostly_day("On 21 October 2031 the bridge was hit by three bombs from the north")


@pytest.mark.parametrize(
    "paragraph",
    [
        "the town fell, Oct. 21 - said they",
        "He came. Then on the day after that, Oct. 21 - no",
        "(see the list, Dec. 3, 2016)",
    ],
)
def test_a_day_within_a_sentence_is_no_dateline(paragraph):
    assert find_dateline(paragraph, "en") is None


def test_a_line_of_change_gives_no_candidate():
    candidates, doubts = head_candidates(["Updated 22 October 2031"], "first lines", "en")
    assert candidates == []
    assert doubts == ("it says that it was changed (2031-10-22), so its words may not be those first published",)
    candidates, _ = head_candidates(["21 October 2031, updated 22 October 2031"], "first lines", "en")
    assert candidates == [Candidate("2031-10-21", "first lines")]


def test_a_dateline_without_a_year_takes_the_nearest():
    line = find_dateline("MARDAN, Dec. 31 (Ours) - Aircraft struck.", "en")
    assert dateline_candidates(line, ["", "2032-01-01"])[0][0].value == "2031-12-31"
    assert dateline_candidates(line, []) == (
        [],
        ('its dateline says "MARDAN, Dec. 31" without a year: give the day of publication by hand',),
    )
    leap = find_dateline("MARDAN, Feb. 29 (Ours) - Aircraft struck.", "en")
    assert dateline_candidates(leap, ["2032-03-01"])[0][0].value == "2032-02-29"
    assert dateline_candidates(leap, ["2030-03-01"])[0] == []


def test_the_first_candidate_is_chosen_and_the_others_are_told():
    day, doubts = choose(
        [Candidate("", "a"), Candidate("2031-10-21", "b"), Candidate("2031-10-21", "c"), Candidate("2031-10-22", "d")]
    )
    assert (day.value, day.how) == ("2031-10-21", "b")
    assert doubts == ("it was taken to be published on 2031-10-21 (b), but it also says 2031-10-22 (d)",)
    assert choose([])[0].value == ""


@given(st.text(max_size=200), st.sampled_from(["", "en", "ar", "ru", "xx"]))
def test_days_lie_in_their_words_and_never_over_one_another(words, language):
    last = 0
    for day in find_all_days(words, language):
        assert last <= day.start < day.stop <= len(words)
        last = day.stop


@given(st.dates(min_value=date(1971, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back(day):
    assert find_day(f"{day:%d %B %Y}", "en").edtf == day.isoformat()
    assert find_day(f"{day:%b. %d, %Y}", "en").edtf == day.isoformat()
    assert day_of_stamp(day.isoformat() + "T00:00:00Z") == day.isoformat()
