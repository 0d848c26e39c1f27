"""The terminal shows what a journalist needs, in lines that fit, and obeys nothing in the data."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hostile import fill, small_report
from rich.cells import cell_len
from sample import ProblemNote, RowAccount, anonymous_claim, distance_claim, sample_report, share_claim

from firmground.render.terminal_bar import draw_bar
from firmground.render.text import render_text
from firmground.render.wrap import wrap

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def test_a_claim_reads_from_who_said_it_to_what_decides_it():
    text = " ".join(render_text(sample_report(), width=100).split())
    story = [
        "Reuters (news agency), 21 October 2015, counted in named places",
        "Almost 80 percent",
        "ALLOWED.",
        "bounds: 63 to 78 percent",
        "31 must, 7 may and 11 cannot",
        "If 6 of the 7 undecided places",
    ]
    places = [text.find(part) for part in story]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("width", [40, 61, 80, 132])
def test_no_line_is_wider_than_asked(width):
    wide = fill(small_report(), "東京の空爆は本当に 80 % だったのか ۹۹ e\u0301e\u0301")
    for report in (sample_report(), wide):
        assert all(cell_len(line) <= width for line in render_text(report, width=width).splitlines())


def test_the_bar_is_as_long_as_the_bounds():
    _, bar, *_ = draw_bar(share_claim(), 49)
    assert bar == "█" * 31 + "▒" * 7 + "░" * 11


def test_the_bracket_stands_under_the_accepted_values():
    bracket = draw_bar(share_claim(), 100)[2]
    assert (bracket.index("└"), bracket.index("┘")) == (75, 79)


def test_a_side_without_a_limit_ends_in_an_arrow():
    _, bar, bracket, *_ = draw_bar(anonymous_claim(), 80)
    assert bar.endswith("→")
    assert bracket.rstrip().endswith("→")


def test_a_distance_has_no_solid_part():
    assert "█" not in draw_bar(distance_claim(), 60)[1]


def test_plain_text_has_no_escape_sequence_and_colour_only_its_own():
    assert "\x1b" not in render_text(sample_report())
    painted = render_text(sample_report(), color=True)
    assert set(re.findall(r"\x1b\[[\d;]*m", painted)) == set(re.findall(r"\x1b[^A-Za-z]*[A-Za-z]", painted)) != set()


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[2J\x1b]0;owned\x07",
        "\x9b2J",
        "a\rb",
        "a\x08b",
        "\u202eabc",
        "a\nb\tc",
        "\x1b]8;;http://evil\x07link\x1b]8;;\x07",
    ],
)
def test_a_text_cannot_command_the_terminal(text):
    assert not CONTROL.search(render_text(fill(small_report(), text)))


def test_no_naughty_string_commands_the_terminal(shared):
    for text in json.loads(shared("corpora/naughty-strings/blns.json").read_text(encoding="utf-8")):
        rendered = render_text(fill(small_report(), text), width=70)
        assert not CONTROL.search(rendered)
        assert all(cell_len(line) <= 70 for line in rendered.splitlines())


def test_wrapping_loses_no_word_and_cuts_only_what_is_too_long():
    lines = wrap("one two three " + "x" * 50, 20, first="- ", indent="  ")
    assert "".join(lines).replace(" ", "").removeprefix("-") == "onetwothree" + "x" * 50


def test_rows_are_accounted_for_in_a_sum():
    text = " ".join(render_text(sample_report(), width=120).split())
    assert "115 = 72 used + 3 without a day + 5 without a place" in text
    assert "ADD UP" not in text


def test_rows_that_do_not_add_up_shout():
    report = replace(sample_report(), rows=(RowAccount("a.csv", 9, 5, 0, 0, 0, 0, 0, 0),))
    assert "THIS DOES NOT ADD UP (+4 rows)" in render_text(report, width=120)


def test_the_first_problems_are_shown_and_the_rest_are_counted():
    problems = tuple(ProblemNote("a.csv", n, f"fault {n}", "", "refused") for n in range(2, 14))
    text = render_text(replace(sample_report(), problems=problems))
    assert "12 problems" in text
    assert "a.csv:6: fault 6" in text
    assert "fault 7" not in text
    assert "7 more" in text
