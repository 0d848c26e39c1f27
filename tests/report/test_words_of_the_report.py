"""The sentences say what the numbers carry, and no more."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

import firmground as fg
from firmground.bounds import Bounds
from firmground.case.claims import MeasureKind
from firmground.dates import Days, parse_when
from firmground.errors import BadRequestError
from firmground.render.write import write_report
from firmground.report.words import bounds_words, claimed_period, date_words, days_words, number_words


@pytest.fixture(scope="module")
def findings():
    case = fg.read_case(fg.example_folder("syria-2015"))
    return fg.check_claims(fg.hold_events(fg.locate_events(case)))


@pytest.mark.parametrize(
    ("bounds", "measure", "words"),
    [
        (Bounds(Fraction(31, 49), Fraction(38, 49)), MeasureKind.SHARE, "63.3 to 77.6 percent"),
        (Bounds(Fraction(1, 16), Fraction(1, 16)), MeasureKind.SHARE, "6.3 percent"),
        (Bounds(Fraction(0), Fraction(1)), MeasureKind.SHARE, "0 to 100 percent"),
        (Bounds(49, math.inf), MeasureKind.COUNT, "at least 49 places"),
        (Bounds(7, 7), MeasureKind.COUNT, "7 places"),
        (Bounds(1204, 20000), MeasureKind.COUNT, "1,204 to 20,000 places"),
        (Bounds(-12.34, 5.0), MeasureKind.GAIN, "\N{MINUS SIGN}12.3 to 5 places"),
    ],
)
def test_bounds_are_said_in_words(bounds, measure, words):
    assert bounds_words(bounds, measure, "places") == words


def test_halves_are_rounded_upwards_as_people_do():
    assert number_words(Fraction(5, 80), MeasureKind.SHARE) == "6.3"


def test_bounds_that_differ_by_less_than_a_digit_are_not_said_as_an_exact_number():
    nearly = Bounds(Fraction(50001, 100000), Fraction(50002, 100000))
    assert bounds_words(nearly, MeasureKind.SHARE, "") == "about 50 percent"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2015-10-21", "21 October 2015"),
        ("2015-10", "October 2015"),
        ("2015", "2015"),
        ("2015-10-15~", "about 15 October 2015"),
        ("2015-10?", "about October 2015"),
        ("2015-10-01/2015-10-05", "1 October 2015 to 5 October 2015"),
        ("2015-10-01/..", "1 October 2015 to ?"),
        ("", ""),
    ],
)
def test_dates_are_said_in_words(written, words):
    assert date_words(parse_when(written)) == words


def test_an_unknown_day_is_said_to_be_unknown():
    assert days_words(Days()) == "day unknown"


def test_nothing_is_said_of_a_period_that_is_not_given():
    from firmground.case.claims import Selection  # noqa: PLC0415 - beside its only use

    assert claimed_period(Selection()) == ""
    assert claimed_period(Selection(last=parse_when("2015-10"))) == "that happened up to October 2015"


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("r.html", "<!DOCTYPE html>"),
        ("r.txt", "Russian strikes in Syria"),
        ("r.json", "{"),
        ("r.csv", "claim,by,on"),
        ("r.spreadsheet.csv", '\ufeff"claim"'),
        ("r.undecided.csv", "claim,label"),
    ],
)
def test_the_ending_of_the_file_decides_the_form(tmp_path, findings, name, begins):
    assert write_report(findings, tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_another_ending_is_refused_and_nothing_is_written(tmp_path, findings):
    with pytest.raises(BadRequestError, match=r"\.csv"):
        write_report(findings, tmp_path / "r.docx")
    assert list(tmp_path.iterdir()) == []
