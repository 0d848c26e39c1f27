"""Numbers that the manual quotes are those of the program."""

from __future__ import annotations

import re
from pathlib import Path

from firmground.case.spelling import LEAST_CONSONANTS, LEAST_LIKENESS
from firmground.review import COLUMNS, Kind, Windows
from firmground.review.doubles import _SIGNS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "review.md").read_text(encoding="utf-8")


def test_the_windows_are_those_of_the_table():
    windows = Windows()
    for shown in (
        f"| {windows.km:g} km |",
        f"| {windows.named_km:g} km |",
        f"| {windows.days} day |",
        f"| {windows.widest_km:g} km, {windows.widest_days} days |",
        f"the nearest {windows.each} are compared",
        f"at most {windows.most:,} pairs",
    ):
        assert shown in PAGE.replace("\n", " "), shown


def test_the_signs_are_those_of_the_text():
    text = PAGE.replace("\n", " ")
    part = text[text.index("What brings a pair forward") : text.index("Three rows or more")]
    quoted = [float(number.replace("−", "-")) for number in re.findall(r"\((?:up to )?(−?[\d.]+)\)", part)]
    assert sorted(quoted) == sorted(_SIGNS.values())


def test_the_kinds_and_the_columns_are_explained():
    assert all(f"| `{kind}` |" in PAGE for kind in Kind)
    assert ",".join(COLUMNS) in PAGE
    assert all(f"`{column}`" in PAGE for column in COLUMNS)


def test_the_limits_of_likeness_are_quoted():
    assert f"from {LEAST_LIKENESS:g} of 100" in PAGE
    assert LEAST_CONSONANTS == 3
    assert "fewer than three consonants" in PAGE
