"""Words are found to the letter, wherever they stand, and nothing is found nearly."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.spans import Span, find_words, fold_print

TEXT = (
    "The ministry said: “We did not strike the market of Idlib – not on Oct. 14, and not with 12 planes.”\n"
    "قال المتحدث: «لم نقصف السوق»  and “It’s over…” she\u00a0said."
)
WORDS = "We did not strike the market of Idlib – not on Oct. 14, and not with 12 planes."


@pytest.mark.parametrize(
    "written",
    [
        WORDS,
        WORDS.replace("–", "-"),
        f'"{WORDS}"',
        WORDS.replace(" ", "\u00a0"),
        WORDS.replace(" ", "  "),
        WORDS.replace("market", "mar\u00adket"),
        f" {WORDS}\n",
    ],
)
def test_what_only_the_typesetter_changed_is_found_where_it_stands(written):
    found = find_words(TEXT, written)
    assert found is not None
    assert found.of(TEXT) == WORDS


@pytest.mark.parametrize(
    "changed",
    [
        WORDS.replace("did not", "did"),
        WORDS.replace("did not", "did not not"),
        WORDS.replace("Idlib", "Homs"),
        WORDS.replace("14", "15"),
        WORDS.replace("12", "1 2"),
        WORDS.replace("market", "Market"),
        WORDS.replace("We did", "We … did"),
        WORDS.replace("with ", ""),
        WORDS.replace("planes", "plane s"),
        WORDS[1:],
        WORDS[:-3],
        "not with 1",
        "",
        "“”",
        "   ",
    ],
)
def test_another_letter_figure_or_word_is_not_found(changed):
    assert find_words(TEXT, changed) is None


def test_dots_are_one_sign_or_three():
    found = find_words(TEXT, "It's over...")
    assert found is not None
    assert found.of(TEXT) == "It’s over…"


def test_words_of_a_script_from_right_to_left_are_found_by_code_points():
    found = find_words(TEXT, '"لم نقصف السوق"')
    assert found is not None
    assert found.of(TEXT) == "لم نقصف السوق"


def test_of_several_places_the_nearest_is_taken():
    text = "again and again and again"
    assert [find_words(text, "again", near) for near in (0, 11, 25)] == [Span(0, 5), Span(10, 15), Span(20, 25)]


@given(st.text(max_size=60), st.data())
def test_any_stretch_of_a_text_is_found_and_says_the_same(text, data):
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    words = text[start:stop]
    found = find_words(text, words, start)
    if found is None:
        # Only a stretch of nothing, or one that cuts a word in two, is not found where it was taken from.
        assert not re.sub(r"[\s\"']", "", fold_print(words)[0]) or start > 0 or stop < len(text)
    else:
        assert found.fits(text)
        assert fold_print(found.of(text))[0].strip(" \"'") == fold_print(words)[0].strip(" \"'")


@given(st.text(max_size=40), st.integers(-5, 45), st.integers(-5, 45))
def test_a_span_fits_only_where_it_slices_something(text, start, stop):
    assert Span(start, stop).fits(text) == (0 <= start < stop <= len(text))


def test_trimming_shifting_and_lying_in_one_another():
    text = "  a word \n"
    assert Span(0, len(text)).trimmed(text).of(text) == "a word"
    assert Span(3, 5).shifted(4) == Span(7, 9)
    assert Span(0, 9).covers(Span(0, 9))
    assert not Span(0, 9).covers(Span(0, 10))
    assert Span(0, 4).overlaps(Span(3, 9))
    assert not Span(0, 4).overlaps(Span(4, 9))


def test_naughty_strings_are_found_in_themselves(shared):
    for words in json.loads(shared("corpora/naughty-strings/blns.json").read_text(encoding="utf-8")):
        # A mark that combines with what stands before it begins no word of its own.
        if re.sub(r"[\s\"']", "", fold_print(words)[0]) and not unicodedata.combining(words[0]):
            text = f"before\n{words}\nafter"
            found = find_words(text, words)
            assert found is not None
            assert fold_print(found.of(text))[0].strip(" \"'") == fold_print(words)[0].strip(" \"'")
