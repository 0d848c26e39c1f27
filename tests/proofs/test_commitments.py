"""What a row is committed to with: worked by hand, whole tables against single rows, rows shown in part against whole ones."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from hashlib import sha256, shake_256

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.errors import BadRequestError
from firmground.proofs.canonical import canonical
from firmground.proofs.commitments import (
    field_digest,
    field_order,
    fresh_secrets,
    from_text,
    open_row,
    partial_leaf,
    row_leaf,
    salts,
    to_text,
)
from firmground.proofs.letters import letters_of, read_letters
from firmground.proofs.table_leaves import opened_lines, partial_leaves, row_leaves

SECRET = bytes(range(16))
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
CELLS = st.none() | TEXTS | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | st.lists(TEXTS, max_size=2)
ROWS = st.dictionaries(TEXTS, CELLS, max_size=5)


def letters(raw):
    return urlsafe_b64encode(raw).decode().rstrip("=")


def test_a_leaf_is_what_the_manual_says_it_is():
    """Written from docs/keys.md with hashlib and json alone: who wants to check us needs no more."""
    stream = shake_256(b"firmground salts v1" + SECRET).digest(32)
    digests = {
        name: letters(sha256(json.dumps([letters(salt), name, value], separators=(",", ":")).encode()).digest())
        for name, value, salt in [("day", "2015-10-21", stream[:16]), ("place", "Palmyra", stream[16:])]
    }
    content = json.dumps({"fields": digests, "table": "events.csv"}, separators=(",", ":"))
    leaf = sha256(b"\0" + content.encode()).digest()
    assert row_leaf("events.csv", ["place", "day"], ["Palmyra", "2015-10-21"], SECRET) == leaf
    assert row_leaves("events.csv", {"place": ["Palmyra"], "day": ["2015-10-21"]}, [SECRET]) == [leaf]
    # The value of this very test, so that no later version says otherwise unnoticed.
    assert leaf.hex() == "8e09efac5fe33c85396344cb86a5cba746449ad7fc56c238937de716ddc1c5bb"


@given(st.lists(ROWS, max_size=6), TEXTS, st.data())
@settings(max_examples=60)
def test_a_table_has_the_leaves_of_its_rows(rows, table, data):
    names = sorted({name for row in rows for name in row})
    columns = {name: [row.get(name) for row in rows] for name in names}
    nulls = {name: data.draw(st.sets(st.sampled_from(range(len(rows))))) for name in names}
    secrets = fresh_secrets(len(rows))
    expected = []
    for number, row in enumerate(rows):
        has = [name for name in names if row.get(name) is not None or number in nulls[name]]
        expected.append(row_leaf(table, has, [row.get(name) for name in has], secrets[number]))
    assert row_leaves(table, columns, secrets, nulls) == expected


def test_a_table_longer_than_what_is_done_at_once_has_the_leaves_of_its_rows(monkeypatch):
    monkeypatch.setattr("firmground.proofs.table_leaves._ROWS_AT_ONCE", 7)
    columns = {"b": [str(row) for row in range(30)], "a": [None if row % 3 else row for row in range(30)]}
    nulls = {"a": {1, 29}}
    secrets = fresh_secrets(30)
    expected = [
        row_leaf("t", ["a", "b"], [columns["a"][row], str(row)], secrets[row])
        if row % 3 == 0 or row in nulls["a"]
        else row_leaf("t", ["b"], [str(row)], secrets[row])
        for row in range(30)
    ]
    assert row_leaves("t", columns, secrets, nulls) == expected


@pytest.mark.parametrize("columns", [{}, {"a": [None, None]}, {"a": ["", None], "b": [None, None]}])
def test_a_row_of_which_nothing_is_known_has_a_leaf_too(columns):
    secrets = fresh_secrets(2)
    rows = [{name: column[row] for name, column in columns.items() if column[row] is not None} for row in range(2)]
    plain = [row_leaf("t", list(row), list(row.values()), secret) for row, secret in zip(rows, secrets, strict=True)]
    assert row_leaves("t", columns, secrets) == plain
    assert row_leaves("t", {name: [] for name in columns}, []) == []


@given(ROWS, st.data())
@settings(max_examples=60)
def test_a_row_shown_in_part_has_the_leaf_of_the_whole(row, data):
    names = list(row)
    hidden = set(data.draw(st.lists(st.sampled_from(names)))) if names else set()
    opened = open_row(names, list(row.values()), SECRET)
    shown = {name: (opened[name][0], row[name]) for name in names if name not in hidden}
    withheld = {name: opened[name][1] for name in hidden}
    assert partial_leaf("t", shown, withheld) == row_leaf("t", names, list(row.values()), SECRET)


@st.composite
def half_shown(draw):
    """Rows, and which of their fields are withheld: also such as they do not have."""
    rows = draw(st.lists(ROWS, min_size=1, max_size=5))
    names = sorted({name for row in rows for name in row})
    hidden = [draw(st.sets(st.sampled_from(names))) if names else set() for _ in rows]
    return rows, names, hidden


@given(half_shown())
@settings(max_examples=60)
def test_many_rows_shown_in_part_are_opened_and_checked_as_each_of_them(drawn):
    rows, names, hidden = drawn
    secrets = fresh_secrets(len(rows))
    columns = {name: [row.get(name) for row in rows] for name in names}
    masks = {name: np.array([name in one for one in hidden]) for name in names}
    nulls = {
        name: [row for row, one in enumerate(hidden) if name in one and columns[name][row] is None] for name in names
    }

    lines, leaves = [], []
    for row, one, secret in zip(rows, hidden, secrets, strict=True):
        has = [name for name in names if row.get(name) is not None or name in one]
        opened = open_row(has, [row.get(name) for name in has], secret)
        shown = {name: opened[name][0] for name in has if name not in one}
        lines.append(canonical({"digests": {name: to_text(opened[name][1]) for name in one}, "salts": shown}))
        leaves.append(row_leaf("t", has, [row.get(name) for name in has], secret))
    assert opened_lines(columns, secrets, nulls, masks) == lines

    given_ = [json.loads(line) for line in lines]
    salts_ = [line["salts"] for line in given_]
    digests = [{name: from_text(text, 32) for name, text in line["digests"].items()} for line in given_]
    visible = {
        name: [None if name in one else value for one, value in zip(hidden, column, strict=True)]
        for name, column in columns.items()
    }
    assert partial_leaves("t", visible, salts_, digests) == leaves


def test_rows_shown_in_part_that_do_not_fit_together_are_refused():
    salt, digest = salts(SECRET, 1)[0], bytes(32)
    for columns, given_, hidden, why in [
        ({"a": ["x"]}, {"a": salt}, {"a": digest}, "both shown and withheld"),
        ({"a": ["x"]}, {"a": salt[:-1]}, {}, "16 bytes"),
        ({"a": ["x"]}, {"a": salt[:-1] + "é"}, {}, "16 bytes"),
        ({"a": ["x"]}, {"a": "A" * 21 + "B"}, {}, "16 bytes"),
        ({"a": ["x"]}, {"a": "A" * 21 + "\ud800"}, {}, "16 bytes"),
        ({}, {"a": salt}, {}, "nothing is shown of it"),
        ({}, {}, {"a": digest[1:]}, "32 bytes"),
    ]:
        with pytest.raises(BadRequestError, match=why):
            partial_leaves("t", columns, [given_], [hidden])
    with pytest.raises(BadRequestError, match="whose leaf does not name it"):
        opened_lines({"a": [None]}, [SECRET], {}, {"a": np.array([True])})


@pytest.mark.parametrize("changed", [{"place": "Homs"}, {"day": None}, {"place": "palmyra"}, {"place": "Palmyra "}])
def test_another_value_is_another_leaf(changed):
    row = {"place": "Palmyra", "day": "2015-10-21"}
    assert row_leaf("t", list(row), list((row | changed).values()), SECRET) != row_leaf(
        "t", list(row), list(row.values()), SECRET
    )


def test_a_row_without_a_field_is_not_a_row_where_it_is_null_or_empty():
    leaves = {
        row_leaf("t", ["a"], ["x"], SECRET),
        row_leaf("t", ["a", "b"], ["x", None], SECRET),
        row_leaf("t", ["a", "b"], ["x", ""], SECRET),
    }
    assert len(leaves) == 3


def test_the_same_row_elsewhere_is_another_leaf():
    one, other = fresh_secrets(2)
    assert row_leaf("t", ["a"], ["x"], one) != row_leaf("t", ["a"], ["x"], other)
    assert row_leaf("t", ["a"], ["x"], one) != row_leaf("u", ["a"], ["x"], one)
    assert field_digest(salts(one, 1)[0], "a", "x") != field_digest(salts(one, 1)[0], "b", "x")


def test_the_salts_of_a_row_are_pieces_of_one_stream_whatever_their_number():
    assert salts(SECRET, 5)[:2] == salts(SECRET, 2)
    assert len(set(salts(SECRET, 5))) == 5
    assert all(len(salt) == 22 for salt in salts(SECRET, 5))


def test_secrets_are_fresh():
    assert len(set(fresh_secrets(1000))) == 1000
    assert {len(secret) for secret in fresh_secrets(3)} == {16}
    assert fresh_secrets(0) == []


def test_fields_stand_in_the_order_of_canonical_json():
    assert field_order(["b", "\U0001f602", "a", "\ufb33"]) == ["a", "b", "\U0001f602", "\ufb33"]


@given(st.binary(max_size=40))
def test_bytes_have_one_text(raw):
    assert from_text(to_text(raw), len(raw)) == raw


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A" * 21,
        "A" * 23,
        "A" * 21 + "B",
        "A" * 22 + "==",
        "A" * 21 + "=",
        "+" + "A" * 21,
        "A" * 21 + "\n",
        "Ä" * 22,
        " " + "A" * 22,
    ],
)
def test_any_other_text_is_no_secret(text):
    with pytest.raises(BadRequestError, match="16 bytes"):
        from_text(text, 16)
    with pytest.raises(BadRequestError, match="16 bytes"):
        read_letters(["A" * 22, text], 16)


@given(st.lists(st.binary(min_size=16, max_size=16), max_size=4))
def test_the_texts_of_many_are_those_of_each(raws):
    texts = [to_text(raw) for raw in raws]
    assert [row.tobytes().decode() for row in read_letters(texts, 16)] == texts
    assert [row.tobytes().decode() for row in letters_of(b"".join(raws), 16)] == texts


def test_what_does_not_fit_together_is_refused():
    with pytest.raises(BadRequestError, match="two fields of one name"):
        row_leaf("t", ["a", "a"], ["x", "y"], SECRET)
    with pytest.raises(BadRequestError, match="not equally long"):
        row_leaves("t", {"a": ["x"]}, fresh_secrets(2))
    with pytest.raises(BadRequestError, match="15 bytes instead of 16"):
        row_leaf("t", ["a"], ["x"], SECRET[1:])
    with pytest.raises(BadRequestError, match="both shown and withheld"):
        partial_leaf("t", {"a": (salts(SECRET, 1)[0], "x")}, {"a": bytes(32)})
    with pytest.raises(BadRequestError, match="32 bytes"):
        partial_leaf("t", {}, {"a": bytes(31)})
    with pytest.raises(BadRequestError, match="16 bytes"):
        partial_leaf("t", {"a": ("short", "x")}, {})
    with pytest.raises(BadRequestError, match="surrogate"):
        row_leaves("t", {"a": ["half \ud800"]}, fresh_secrets(1))
    with pytest.raises(BadRequestError, match="surrogate"):
        row_leaves("half \ud800", {"a": ["x"]}, fresh_secrets(1))
    with pytest.raises(BadRequestError, match="surrogate"):
        row_leaves("t", {"half \ud800": ["x"]}, fresh_secrets(1))
