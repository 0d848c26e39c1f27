"""Numbers in texts: value, operator, what is counted, what a test accepts; and what is no number of a claim."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked_numbers import page_of

from firmground.bounds import Bounds, parse_accepted
from firmground.documents.days import find_days
from firmground.documents.numbers import find_quantities
from firmground.documents.numbers.accepted import accept_count, accept_percent, half_step, write_number


def quantities(text):
    page = page_of(text, "2015-11-27")
    return find_quantities(page, find_days(page))


def only(text):
    found = quantities(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("words", "accepted"),
    [
        # as the built-in case reads them
        ("Almost 80 percent of the targets", "0.75..0.80"),
        ("80 percent of the targets", "0.795..0.805"),
        ("Maybe 30 percent of the strikes", "0.25..0.35"),
        ("One in 20 strikes", "0.025..0.075"),
        ("More than half of the strikes", "> 0.5"),
        ("More than 90 percent of the strikes", "> 0.9"),
        ("The majority of the strikes", "> 0.5"),
        ("All of the strikes", "= 1"),
        ("None of the strikes", "= 0"),
        ("At most 15 of the 64 locations", "<= 15/64"),
        ("64 locations", "= 64"),
        ("Multiple strikes", ">= 2"),
        # by the same rules
        ("76.6 percent of the sites", "0.7655..0.7665"),
        ("Nearly half of the strikes", "0.45..0.5"),
        ("Four fifths of the strikes", "0.75..0.85"),
        ("A third of the strikes", "0.28..0.39"),
        ("Almost 800 targets", "750..800"),
        ("Some 250 strikes", "225..275"),
        ("About 5 strikes", "4..6"),
        ("Dozens of strikes", ">= 24"),
        ("Tens of thousands of people", ">= 20000"),
        ("Between 10 and 20 strikes", "10..20"),
        ("40 to 50 percent of the strikes", "0.4..0.5"),
        ("Up to 30 strikes", "<= 30"),
        ("Almost all of the strikes", "0.9..1"),
        ("A minority of the strikes", "< 0.5"),
        ("1.5 million people", "1450000..1550000"),
        ("A dozen trucks", "10..14"),
        ("100 percent of the strikes", "0.995..1"),
        ("Fewer than 15 strikes", "< 15"),
    ],
)
def test_what_a_test_accepts(words, accepted):
    wanted, told = parse_accepted(accepted), parse_accepted(only(f"{words} were seen.").accepted)
    assert (told.low, told.high, told.low_open, told.high_open) == (
        wanted.low,
        wanted.high,
        wanted.low_open,
        wanted.high_open,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 2254, Article 5, Chapter VII, section 3.2 and page 12.",
        "The Su-24, the F-16s, a T-72 and an S-400 came at 8 a.m. on Nov 2.",
        "Call +44 20 7946 0018 or 555-0199.",
        "Ahmed, 34, a father of three, was aged 19 then.",
        "A 12-member panel met for the 3rd time in 10 years.",
        "It cost $4.5 billion, 300 euros and 12 million roubles.",
        "They went 45 km south, 3 miles east, at 410 metres.",
        "It ended 3-1, and the vote was 397-223.",
        "No. 1 of the top 10 lives on Route 66.",
        "One of the men looked at another one day.",
        "1. The first item",
        "It stood at 35.123456, 36.654321.",
        "At 14:30 GMT on 2015-10-21 the 24-hour truce began.",
    ],
)
def test_numbers_that_are_no_claims(text):
    assert quantities(text) == ()


def test_what_is_counted_and_of_what_whole():
    text = "Almost 80 percent of Russia's declared targets in Syria lay elsewhere."
    found = only(text)
    assert found.unit == "declared targets"
    assert found.unit_span.of(text) == "declared targets"
    assert found.whole.of(text) == "Russia's declared targets"
    assert [hedge.of(text) for hedge in found.hedges] == ["Almost"]


def test_the_number_of_the_whole_is_kept_with_the_share():
    found = only("About half of the 120 sorties were flown at night.")
    assert (found.value, found.out_of, found.unit) == (Bounds(Fraction(1, 2), Fraction(1, 2)), 120, "sorties")


def test_a_limit_goes_before_a_hedge_and_both_are_kept():
    text = "Perhaps as many as 30 tanks were lost."
    found = only(text)
    assert (found.operator, found.accepted) == ("<=", "<= 30")
    assert [hedge.of(text) for hedge in found.hedges] == ["Perhaps"]


def test_words_behind_a_number_compare_it_too():
    assert [one.operator for one in quantities("15 or more strikes; 20 strikes or so; 50-plus tanks.")] == [
        ">=",
        "=",
        ">=",
    ]
    assert only("Fifteen or so tanks burned.").operator == "about"


def test_a_change_is_no_share():
    assert only("The number of strikes fell by a third.").kind == "change"
    assert only("The number of strikes fell by a third.").value == Bounds(Fraction(-1, 3), Fraction(-1, 3))
    assert only("Strikes fell to a third of the targets.").kind == "share"


def test_no_value_is_ever_a_float():
    for text in (
        "80.1 percent of strikes",
        "0.3 % of strikes",
        "1.1 million people",
        "a third of strikes",
        "2-1/2 tanks",
    ):
        for found in quantities(text):
            assert not isinstance(found.value.low, float)
            assert "000000" not in found.accepted.replace("1100000", "").replace("1050000", "")


def test_figures_of_other_scripts_count():
    assert only("At least ٤٢ villages were hit.").value == Bounds(42, 42)


@given(st.fractions(min_value=-10, max_value=10**6, max_denominator=4096))
def test_a_written_number_reads_back_exactly(value):
    assert parse_accepted(f"= {write_number(value)}").low == value


@given(st.integers(1, 10**7), st.sampled_from(["=", ">", ">=", "<", "<=", "about", "almost"]))
def test_a_count_is_among_the_values_that_it_accepts(value, sign):
    accepted = parse_accepted(accept_count(value, sign))
    assert (value in accepted) == (sign not in (">", "<"))


@given(st.integers(0, 1000), st.sampled_from(["=", ">=", "<=", "about", "almost"]))
def test_a_share_is_among_the_values_that_it_accepts(tenths, sign):
    percent = Fraction(tenths, 10)
    accepted = parse_accepted(accept_percent(percent if tenths % 10 else tenths // 10, int(tenths % 10 > 0), sign))
    assert percent / 100 in accepted


@given(st.integers(1, 10**6))
def test_a_round_number_is_never_stretched_by_more_than_a_quarter(value):
    assert half_step(value, (1000, 500, 100, 50, 10, 5, 1)) <= max(Fraction(1, 2), Fraction(value, 4))


WORDS = st.sampled_from(
    [
        "80",
        "percent",
        "%",
        "per",
        "cent",
        "half",
        "third",
        "a",
        "one",
        "two",
        "three",
        "twenty",
        "one-third",
        "of",
        "in",
        "out",
        "the",
        "at",
        "least",
        "most",
        "all",
        "none",
        "more",
        "than",
        "almost",
        "about",
        "some",
        "between",
        "and",
        "to",
        "10",
        "-",
        "20",
        "64",
        "1,204",
        "3.5",
        "million",
        "hundred",
        "dozen",
        "dozens",
        "several",
        "multiple",
        "majority",
        "strikes",
        "targets",
        "Russia",
        "'s",
        "'",
        '"',
        ",",
        ".",
        ":",
        "killed",
        "wounded",
        "fell",
        "by",
        "doubled",
        "km",
        "$",
        "No.",
        "Article",
        "people",
        "were",
        "or",
        "so",
        "plus",
        "+",
        "٣",
        "0",
        "00",
        "007",
        "1/2",
        "99999999999999999999",
        "\n",
        "mostly",
        "hit",
        "from",
        "zero",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join), st.lists(WORDS, max_size=25).map("".join)
)


@settings(max_examples=300)
@given(TEXTS)
def test_any_text_is_read_and_every_span_holds(text):
    found = quantities(text)
    for one in found:
        for span in (one.span, one.unit_span, one.whole, *one.hedges):
            assert span is None or (span.fits(text) and span == span.trimmed(text))
        assert one.unit == (one.unit_span.of(text) if one.unit_span else "")
        assert one.operator in ("=", ">", ">=", "<", "<=", "about", "almost")
        assert one.kind in ("share", "count", "ratio", "range", "vague", "change")
        if one.accepted:
            parse_accepted(one.accepted)
    assert all(one.span.stop <= other.span.start for one, other in pairwise(found))


def test_a_hostile_line_ends():
    for words in ("1 ", "1-", "half of ", "10 to ", "and 1 ", "90% of strikes not held by "):
        quantities(words * (60_000 // len(words)))
