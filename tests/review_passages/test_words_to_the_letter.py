"""Somebody's words are found as they stand, as whole words, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.review.passages import find_quoted
from firmground.spans import fold_print

TEXT = "At least 15 of 64 targets were hit, he said: “farms, and 1,200 people”. قال إن وأكثر من النصف. 半分以上が外にあった。"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("15 of 64 targets", ["15 of 64 targets"]),
        ("5 of 64 targets", []),
        ("15 of 6", []),
        ("arms", []),
        ("farm", []),
        ("200 people", []),
        ("1,20", []),
        ('"farms,  and\n1,200 people"', ["farms, and 1,200 people"]),
        ("At least 15 … were hit", ["At least 15", "were hit"]),
        ("At least 15 [...] were hit", ["At least 15", "were hit"]),
        ("were hit … At least 15", []),
        ("at least 15", []),
        ("", []),
        ("…", []),
        # What is written as one word is one word; Japanese has no gaps, so any letter may begin a word there.
        ("وأكثر من النصف", ["وأكثر من النصف"]),
        ("أكثر من النصف", []),
        ("以上が外", ["以上が外"]),
    ],
)
def test_words_are_there_whole_or_not_at_all(words, found):
    assert [span.of(TEXT) for span in find_quoted(TEXT, words)] == found


def test_of_several_places_the_nearest_is_meant():
    text = "He left. She stayed. He left."
    assert find_quoted(text, "He left", near=20)[0].start == 21
    assert find_quoted(text, "He left … He left")[1].start == 21


@given(st.text(max_size=40), st.text(max_size=12), st.integers(0, 40))
def test_what_is_found_says_the_words_but_for_typography(text, words, near):
    for span in find_quoted(text, words, near):
        assert span.fits(text)
        assert fold_print(span.of(text))[0].strip(" \t\n\"'") in fold_print(words)[0]


def test_a_hostile_text_takes_no_time():
    text = "a " * 50_000
    assert find_quoted(text, "a … b … a") == ()
    assert len(find_quoted(text, "a … a … a")) == 3
    assert find_quoted("x" * 200_000, "x" * 1_000) == ()


def test_words_far_from_the_passage_are_found_too_and_never_cut_by_the_window():
    text = "x. " * 20_000 + "the 15 targets" + " y." * 20_000
    place = text.index("the 15")
    assert find_quoted(text, "the 15 targets", near=0)[0].start == place
    # The search around the passage begins between the two figures of 15.
    assert find_quoted(text, "5 targets", near=place + 5 + 20_000) == ()
