"""What is withheld cannot be confirmed by trying all that it may be; without salts it can, and the same attack shows it."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from hashlib import sha256, shake_256
from itertools import product

import pytest

import firmground as fg
from firmground.proofs.canonical import canonical
from firmground.proofs.commitments import fresh_secrets, open_row, row_leaf, to_text

NAMES = ("by", "day", "place", "strikes")
DAYS = [str(date(2015, 9, 30) + timedelta(days=number)) for number in range(60)]


@pytest.fixture(scope="module")
def places():
    with (fg.example_folder("syria-2015") / "places.csv").open(encoding="utf-8", newline="") as file:
        return sorted({row["name"] for row in csv.DictReader(file)})


def unsalted(name, value):
    """What must never be published."""
    return sha256(canonical([name, value])).digest()


def confirmed(digests, hashes_of, candidates):
    """Which candidate values of a field one of the digests gives away to somebody who tries them all."""
    return {value for value in candidates if not digests.isdisjoint(hashes_of(value))}


def test_without_salts_all_that_is_withheld_is_found(places):
    place, day = places[3], DAYS[21]
    assert confirmed({unsalted("place", place)}, lambda one: {unsalted("place", one)}, places) == {place}
    both = unsalted("row", [day, place])
    pairs = list(product(DAYS, places))
    assert confirmed({both}, lambda one: {unsalted("row", list(one))}, pairs) == {(day, place)}


def test_with_salts_nothing_is_found_by_who_has_all_that_is_published(places):
    """Thirty rows of which the place and the day are withheld; the attacker tries every value with every salt there is."""
    secrets = fresh_secrets(30)
    rows = [("russia", DAYS[number], places[number % len(places)], "2") for number in range(30)]
    opened = [open_row(NAMES, row, secret) for row, secret in zip(rows, secrets, strict=True)]
    digests = {one[name][1] for one in opened for name in ("place", "day")}
    leaves = {row_leaf("events.csv", NAMES, row, secret) for row, secret in zip(rows, secrets, strict=True)}
    known = [one[name][0] for one in opened for name in ("by", "strikes")]
    # Beside the salts as they are: none, a constant one, and what would follow if salts gave each other away.
    derived = [to_text(shake_256(b"firmground salts v1" + salt.encode()).digest(16)) for salt in known]
    salts = [*known, *derived, "", "A" * 22]

    def hashes_of(name):
        return lambda value: (
            {unsalted(name, value)} | {sha256(canonical([salt, name, value])).digest() for salt in salts}
        )

    assert confirmed(digests | leaves, hashes_of("place"), places) == set()
    assert confirmed(digests | leaves, hashes_of("day"), DAYS) == set()
    # The attack itself is right: with the salt that is withheld it finds the place.
    salts.append(opened[3]["place"][0])
    assert confirmed(digests, hashes_of("place"), places) == {rows[3][2]}


def test_two_rows_of_one_place_do_not_look_alike(places):
    """Else whoever knows one of them knows the other."""
    one, other = (open_row(NAMES, ("russia", DAYS[0], places[0], "2"), secret) for secret in fresh_secrets(2))
    assert {digest for _, digest in one.values()}.isdisjoint(digest for _, digest in other.values())
