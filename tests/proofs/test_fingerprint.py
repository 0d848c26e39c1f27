"""Forty digits that people read to each other, in whatever script they write them down."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.errors import BadRequestError
from firmground.proofs.fingerprint import fingerprint, has_fingerprint, read_fingerprint

KEY = bytes(range(32))
ARABIC, PERSIAN, DEVANAGARI, FULL_WIDTH = (
    str.maketrans("0123456789", digits) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９")
)


def test_it_is_eight_groups_of_five_digits_of_the_hash():
    groups = fingerprint(KEY).split(" ")
    assert [len(group) for group in groups] == [5] * 8
    assert int("".join(groups)) == int(sha256(KEY).hexdigest(), 16) % 10**40
    assert fingerprint(KEY) == "79895 77163 29441 73203 52847 08350 29652 97373"


def test_leading_noughts_are_kept():
    key = next(
        bytes([first, second]) + KEY[2:]
        for first in range(256)
        for second in range(256)
        if int(sha256(bytes([first, second]) + KEY[2:]).hexdigest(), 16) % 10**40 < 10**38
    )
    assert fingerprint(key).startswith("00")
    assert has_fingerprint(key, fingerprint(key))


@pytest.mark.parametrize("script", [ARABIC, PERSIAN, DEVANAGARI, FULL_WIDTH])
@pytest.mark.parametrize("between", ["", " ", "-", "\n", "\u00a0", "\u2013", " \u200f", ".", " / ", "\u066c", "\u2067"])
def test_what_people_type_is_read(script, between):
    assert has_fingerprint(KEY, between.join(fingerprint(KEY).split(" ")).translate(script))


@given(st.binary(min_size=32, max_size=32), st.integers(0, 39), st.integers(1, 9))
def test_one_wrong_digit_is_another_key(key, place, step):
    digits = fingerprint(key).replace(" ", "")
    wrong = digits[:place] + str((int(digits[place]) + step) % 10) + digits[place + 1 :]
    assert has_fingerprint(key, digits)
    assert not has_fingerprint(key, wrong)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "this has 0"),
        ("12345 67890", "this has 10"),
        ("1" * 41, "this has 41"),
        ("l" + "1" * 39, "'l' is none"),
        ("O" + "0" * 39, "'O' is none"),
        ("²" + "1" * 39, "'²' is none"),
        ("Ⅷ" + "1" * 39, "'Ⅷ' is none"),
        ("+" + "1" * 40, r"'\+' is none"),
    ],
)
def test_anything_else_is_asked_for_once_more(typed, why):
    with pytest.raises(BadRequestError, match=why):
        read_fingerprint(typed)
