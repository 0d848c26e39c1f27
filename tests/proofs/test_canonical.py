"""One value, one text: RFC 8785, against its own vectors, and our fast way against the library."""

from __future__ import annotations

import json
import math

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from firmground.errors import BadRequestError
from firmground.proofs.canonical import canonical, canonical_lines, read_canonical

TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
POSITIONS = st.lists(st.lists(NUMBERS, min_size=1, max_size=3) | st.lists(st.lists(NUMBERS, max_size=2)), max_size=4)


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_the_vectors_of_the_rfc_are_written_byte_for_byte(name, shared):
    folder = shared("corpora/json-canonicalization/testdata")
    given_ = json.loads((folder / "input" / f"{name}.json").read_bytes())
    assert canonical(given_) == (folder / "output" / f"{name}.json").read_bytes()
    assert canonical(given_).hex() == "".join((folder / "outhex" / f"{name}.txt").read_text().split())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([56, {"d": True, "10": None, "1": []}], '[56,{"1":[],"10":null,"d":true}]'),  # section 3.2.3
        ({"\ufb33": 1, "\U0001f602": 2}, '{"\U0001f602":2,"\ufb33":1}'),  # the order of UTF-16, not of code points
        ([333333333.33333329, 1e30, 4.50, 2e-3, 1e-27], "[333333333.3333333,1e+30,4.5,0.002,1e-27]"),  # section 3.2.2
        ([5.0, -0.0, 1e21, 1e20, 1e-6, 1e-7, 123.0], "[5,0,1e+21,100000000000000000000,0.000001,1e-7,123]"),
        (
            [2**53, 2.0**53, 1e20, -(10**20)],
            "[9007199254740992,9007199254740992,100000000000000000000,-100000000000000000000]",
        ),
        ([[36.5, 35.0], [36.25, -0.5]], "[[36.5,35],[36.25,-0.5]]"),
        ('\x00\x1f\x7f\u2028"\\/\b\f\n\r\t', '"\\u0000\\u001f\x7f\u2028\\"\\\\/\\b\\f\\n\\r\\t"'),
    ],
)
def test_a_value_is_written_in_one_way(value, text):
    assert canonical(value) == text.encode()


@given(VALUES | POSITIONS)
def test_every_value_is_written_as_the_library_writes_it(value):
    assert canonical(value) == rfc8785.dumps(value)


@given(st.lists(TEXTS | st.none() | st.booleans(), max_size=6) | st.lists(VALUES, max_size=3))
def test_a_column_is_written_as_each_of_its_values(values):
    assert canonical_lines(values) == [rfc8785.dumps(value) for value in values]
    assert canonical_lines(values, end=b"],") == [rfc8785.dumps(value) + b"]," for value in values]


def test_naughty_texts_are_written_as_the_library_writes_them(shared):
    naughty = json.loads(shared("corpora/naughty-strings/blns.json").read_bytes())
    assert len(naughty) > 500
    assert canonical_lines(naughty) == [rfc8785.dumps(text) for text in naughty]
    assert canonical(naughty) == rfc8785.dumps(naughty)
    assert canonical({text: text for text in naughty}) == rfc8785.dumps({text: text for text in naughty})


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (math.nan, "nan"),
        ([1.0, math.inf], "inf"),
        ([[1.0, 2.0], [math.nan, 1.0]], "nan"),
        (2**53 + 1, "9007199254740993"),
        ([[1, 2**60 + 1]], "1152921504606846977"),
        (2**69, "590295810358705651712"),  # the double of this value is written 590295810358705700000
        (10**400, "exceeds"),
        ("half \ud800", "surrogate"),
        ({"half \udc00": 1}, "surrogate"),
        (["a", "half \ud800"], "surrogate"),
        ({1: "a name that is a number"}, "name is no text"),
        ({1, 2}, "set"),
        (b"bytes", "bytes"),
    ],
)
def test_what_has_no_canonical_form_is_refused_in_one_sentence(value, why):
    with pytest.raises(BadRequestError, match=why) as fault:
        canonical(value)
    assert "\n" not in str(fault.value)
    with pytest.raises(BadRequestError, match=why):
        canonical_lines([value])


def test_a_value_that_is_nested_without_end_is_refused():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(BadRequestError, match="nested too deep"):
        canonical(deep)
    with pytest.raises(BadRequestError, match="nested too deep"):
        read_canonical(b"[" * 100_000 + b"]" * 100_000)


@given(VALUES)
def test_what_is_written_is_read_again(value):
    assert canonical(read_canonical(canonical(value))) == canonical(value)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a": 1}',
        b'{"a":1}\n',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'"\\u0041"',
        b"1.0",
        b"1e3",
        b"\xef\xbb\xbf1",
        b"nan",
        b"",
        b"\xff",
    ],
)
def test_json_in_any_other_form_is_not_read(raw):
    with pytest.raises(BadRequestError):
        read_canonical(raw)
