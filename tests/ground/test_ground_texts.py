"""A column of coded texts answers as a list of the same texts would."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.texts import Texts, code_rows

WORDS = st.lists(st.sampled_from(["", "a", " a", "b", "a ", "c"]), max_size=12)


@given(WORDS)
def test_it_is_the_list(words):
    texts = Texts.of(words)
    assert texts == words
    assert list(texts) == words
    assert [texts[index] for index in range(len(texts))] == words
    assert texts[1:4] == words[1:4]
    assert texts[::-1] == words[::-1]
    assert ("a" in texts, "z" in texts) == ("a" in words, "z" in words)
    assert texts.count("a") == words.count("a")
    assert texts.used() == dict(Counter(words))
    assert list(texts.used()) == list(dict.fromkeys(words))
    assert texts.counts() == Counter(words)
    assert len(set(texts.values)) == len(texts.values)


@given(WORDS)
def test_what_is_asked_of_each_text_is_asked_of_each_row(words):
    texts = Texts.of(words)
    assert texts.stripped() == [word.strip() for word in words]
    assert texts.filled().tolist() == [bool(word) for word in words]
    assert texts.mask(str.isspace).tolist() == [word.isspace() for word in words]
    assert texts.look_up(len, np.int64).tolist() == [len(word) for word in words]
    assert texts.rows_of("a").tolist() == [index for index, word in enumerate(words) if word == "a"]
    first, codes = texts.first_rows()
    assert [(row, texts.values[code]) for row, code in zip(first.tolist(), codes.tolist(), strict=True)] == [
        (words.index(word), word) for word in dict.fromkeys(words)
    ]


@given(WORDS, WORDS, st.data())
def test_rows_are_changed_taken_and_joined(words, others, data):
    texts = Texts.of(words)
    chosen = np.array(data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words))), dtype=bool)
    kept = [word for word, one in zip(words, chosen, strict=True) if one]
    assert texts.taken(chosen) == kept
    assert texts.taken(chosen).trimmed() == kept
    assert set(texts.taken(chosen).trimmed().values) == set(kept)
    assert texts.changed(chosen, "new") == ["new" if one else word for word, one in zip(words, chosen, strict=True)]
    turned = iter([word.upper() for word in kept])
    expected = [next(turned) if one else word for word, one in zip(words, chosen, strict=True)]
    assert texts.changed(np.flatnonzero(chosen), Texts.of(word.upper() for word in kept)) == expected
    assert Texts.joined([texts, Texts.of(others)]) == words + others


def test_it_cannot_be_changed_in_place():
    texts = Texts.of(["a", "b"])
    with pytest.raises(ValueError, match="read-only"):
        texts.codes[0] = 1
    with pytest.raises(TypeError):
        hash(texts)
    with pytest.raises(ValueError, match="stands in no row"):
        texts.index("c")


def test_a_text_of_which_no_row_is_left_does_not_stand_in_it():
    texts = Texts.of(["a", "b"])[1:]
    assert ("a" in texts, texts.count("a"), texts.used()) == (False, 0, {"b": 1})


SMALL, LARGE = st.integers(0, 3), st.integers(0, (1 << 62) - 1)


@given(st.lists(st.tuples(SMALL, st.one_of(SMALL, LARGE), st.one_of(SMALL, LARGE)), max_size=20))
def test_rows_are_numbered_by_their_combination_as_they_are_met(rows):
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), 3).T
    code, first = code_rows(*columns)
    met = list(dict.fromkeys(rows))
    assert code.tolist() == [met.index(row) for row in rows]
    assert first.tolist() == [rows.index(row) for row in met]
