"""What is said of a claim about disclosure: the amount in plain words, on whose word it rests, and what would move it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from told_records import check, release, silence, write_case

from firmground.bounds import Bounds
from firmground.dates import parse_when
from firmground.report.questions.disclosed import change_words, put_out
from firmground.report.sections import write_section
from firmground.report.words import date_words

OCTOBER = '[[disclosure]]\nby = "p"\nfrom = "2015-10-01"\nuntil = "2015-10-10"\n'
SHARE = 'measure = "disclosed"\npublisher = "p"\nvalue = ">= 0.6"'
CHANGE = 'measure = "disclosed-change"\npublisher = "p"\nvalue = "< 0"\nfrom = "2015-10-06"\nbefore = { until = "2015-10-05" }'
LONGEST = 'measure = "silence"\npublisher = "p"\nvalue = "<= 3"'


def said(folder, *rows, test=SHARE, head=OCTOBER):
    findings, found = check(write_case(folder, *rows, head=head, test=test))
    return write_section(findings, found)


def daily(*days, **more):
    return [release(f"r{day}", f"2015-10-{day:02}", **more) for day in days]


def test_a_share_of_days_is_said_with_its_days(tmp_path):
    section = said(tmp_path, *daily(1, 2, 3, 4), silence("s", "2015-10-09", "2015-10-10"))
    assert section.sentence.startswith(
        "The data allow it. The press office put something out on 4 to 8 of the 10 days from 1 October 2015 to "
        "10 October 2015: 40 to 80 percent of the days."
    )
    assert (section.counts.must, section.counts.may, section.counts.cannot) == (4, 4, 2)
    assert section.that == "days on which The press office put something out"
    assert section.settling[0].sentence == "The data would require it if 2 undecided days turned out in its favour."
    assert section.undecided[0].label == "5 October 2015"


def test_a_fall_is_called_one(tmp_path):
    head = OCTOBER + "complete = true"
    section = said(tmp_path, *daily(1, 2, 3, 4, 5, 6), head=head, test=CHANGE)
    assert section.sentence == (
        "The data require it. The press office put something out on 5 of the 5 days from 1 October 2015 to "
        "5 October 2015, and on 1 of the 5 days from 6 October 2015 to 10 October 2015: a fall of 80 percentage points."
    )


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-0.5, -0.25, "a fall of 25 to 50 percentage points"),
        (-0.25, -0.25, "a fall of 25 percentage points"),
        (-0.25, 0, "a fall of 0 to 25 percentage points"),
        (0, 0, "no change"),
        (0, 0.25, "a rise of 0 to 25 percentage points"),
        (-0.25, 0.5, "anything from a fall of 25 to a rise of 50 percentage points"),
    ],
)
def test_a_change_has_a_direction(low, high, words):
    assert change_words(Bounds(Fraction(low), Fraction(high))) == words


@pytest.mark.parametrize(
    ("gives", "words"),
    [
        ((), "put something out"),
        (("place",), "put something out that gives a place"),
        (("place", "count"), "put something out that gives a place and a number"),
        (("date", "place", "count"), "put something out that gives the day, a place and a number"),
    ],
)
def test_what_is_looked_for_is_named(gives, words):
    assert put_out(gives) == words


def test_the_longest_silence_has_a_least_and_a_greatest_length(tmp_path):
    section = said(tmp_path, *daily(1, 2, 9), silence("s", "2015-10-05", "2015-10-06"), test=LONGEST)
    assert "not once The press office put something out has at least 2 and at most 6 days." in section.sentence
    assert section.settling == ()


def test_an_answer_that_hangs_on_a_witness_says_so_and_one_that_does_not_does_not(tmp_path):
    attested = silence("s", "2015-10-06", "2015-10-10")
    hanging = said(tmp_path / "a", *daily(1, 2, 3, 4, 5), attested, test=CHANGE)
    assert hanging.sentence.endswith("That rests on the word of A witness that on some of these days nothing came out.")
    assert "Without that word the data would only allow it." in " ".join(hanging.remarks)
    apart = said(tmp_path / "b", *daily(1), attested, test=SHARE.replace("0.6", "0.1"))
    assert "rests on" not in apart.sentence
    assert "Without that word the answer would be the same." in " ".join(apart.remarks)


def test_what_was_found_alone_is_said_of_an_open_record_only(tmp_path):
    rows = daily(1, 2, 3, 4, 5, 6)
    assert any(
        "What was found would by itself be 60 percent, which meets the claim." in remark
        for remark in said(tmp_path / "a", *rows).remarks
    )
    complete = said(tmp_path / "b", *rows, head=OCTOBER + "complete = true")
    assert not any("by itself" in remark for remark in complete.remarks)


def test_how_far_the_dividing_day_can_be_moved_is_said(tmp_path):
    section = said(tmp_path, *daily(1, 2, 3, 4, 5), test=CHANGE, head=OCTOBER + "complete = true")
    remark = next(remark for remark in section.remarks if "decisive" in remark)
    assert "begins on 2 October 2015, on 10 October 2015 or on any day between" in remark


def test_a_day_that_moves_the_answer_is_said(tmp_path):
    test = CHANGE.replace('"< 0"', '"<= -1"')
    section = said(tmp_path, *daily(1, 2, 3, 4, 5), test=test, head=OCTOBER + "complete = true")
    assert (
        "Were the later period to begin a day earlier or later, the data would no longer require it." in section.remarks
    )


def test_withdrawn_and_undated_releases_are_told(tmp_path):
    rows = [*daily(1, 2), release("w", "2015-10-04", status="withdrawn"), release("u", "2015-10-05/"), release("v", "")]
    remarks = " ".join(said(tmp_path, *rows).remarks)
    assert "1 release later withdrawn counts: it was put out." in remarks
    assert (
        "2 releases (5 October 2015 or later, day unknown) have no certain day and count as possible only." in remarks
    )


def test_days_that_hang_together_give_a_limit_and_not_a_number(tmp_path):
    """Two releases of one of two days each: to decide one day may decide another."""
    rows = [*daily(1, 2, 3, 4), release("a", "2015-10-05/2015-10-06"), release("b", "2015-10-07/2015-10-08")]
    section = said(tmp_path, *rows, head=OCTOBER + "complete = true", test=SHARE.replace("0.6", "0.7"))
    assert section.standing == "cannot"
    section = said(tmp_path, *rows, release("c", "2015-10-09/2015-10-10"), release("d", "2015-10-09/2015-10-10"),
                   head=OCTOBER + "complete = true", test=SHARE.replace("0.6", "0.8"))  # fmt: skip
    assert section.standing == "may"
    assert "if at most " in section.settling[0].sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2015-21", "1 January 2015 to 31 December 2015"),
        ("2015-10/", "1 October 2015 to ?"),
        ("2015-10-15~", "about 15 October 2015"),
    ],
)
def test_dates_without_a_certain_day_are_said_in_their_days(text, words):
    assert date_words(parse_when(text)) == words
