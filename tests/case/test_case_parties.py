"""Whose ground it is, held or contested, and who is present on it."""

from __future__ import annotations

import itertools

import pytest

from firmground.case.actors import SOMEBODY
from firmground.case.control import NOBODY, UNMAPPED, Ground, Holding
from firmground.case.events import parse_parties
from firmground.case.parties import holds, is_present
from firmground.modality import CANNOT, MAY, MUST
from oracles.worlds import actors, day, held_by, member

NOW = day("2015-10-10")
EVERYONE = actors("a", "b", "c", "coalition", ties=(member("a", "coalition"), member("b", "coalition")))


def held(party, *ground, contested=True):
    return holds(party, ground, NOW, EVERYONE, None, contested=contested)


def present(party, *ground):
    return is_present(party, ground, NOW, EVERYONE, None)


def coded(party, standing):
    return Holding(Ground.CODED, coded=(party, standing))


@pytest.mark.parametrize(
    ("holding", "counts", "does_not"),
    [
        (held_by("a"), MUST, MUST),
        (held_by("b"), CANNOT, CANNOT),
        (held_by("a", "b"), MUST, CANNOT),
        (held_by("b", "c"), CANNOT, CANNOT),
        (held_by(SOMEBODY), MAY, MAY),
        (held_by("a", SOMEBODY), MUST, MAY),
        (held_by("b", SOMEBODY), MAY, CANNOT),
        (held_by("coalition"), MAY, MAY),
        (held_by("a", "coalition"), MUST, MAY),
        (NOBODY, CANNOT, CANNOT),
        (UNMAPPED, MAY, MAY),
        (coded("a", MUST), MUST, MUST),
        (coded("a", MAY), MAY, MAY),
        (coded("a", CANNOT), CANNOT, CANNOT),
        (coded("b", MUST), MAY, MAY),
        (coded("b", CANNOT), MAY, MAY),
        (Holding(Ground.HELD, ()), MAY, MAY),
    ],
)
def test_ground_of_one_face_is_held_so(holding, counts, does_not):
    assert held("a", holding, contested=True) is counts
    assert held("a", holding, contested=False) is does_not


def test_contested_ground_of_one_party_and_its_member_is_its_own_either_way():
    assert held("coalition", held_by("a", "b"), contested=False) is MUST
    assert held("coalition", held_by("a", "c"), contested=False) is CANNOT
    assert held("coalition", held_by("a", "c"), contested=True) is MUST


@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(["a", "b"])))
def test_overlapping_faces_are_contested_by_each_holder(one, other):
    assert held("a", held_by(one), held_by(other), contested=True) is MUST
    assert held("a", held_by(one), held_by(other), contested=False) is CANNOT
    assert held("coalition", held_by(one), held_by(other), contested=False) is MUST
    assert held("c", held_by(one), held_by(other), contested=True) is CANNOT


def test_a_coded_standing_of_a_member_that_must_hold_holds_for_the_whole():
    assert held("coalition", coded("a", MUST)) is MUST
    assert held("coalition", coded("a", CANNOT)) is MAY
    assert held("a", coded("coalition", MUST)) is MAY
    assert held("a", coded("coalition", CANNOT)) is MAY


@pytest.mark.parametrize(
    ("holding", "answer"),
    [
        (held_by("a"), MUST),
        (held_by("a", "b"), MUST),
        (held_by("b"), MAY),  # the map does not speak of presence
        (held_by("b", present=()), CANNOT),
        (held_by("b", present=("a",)), MUST),
        (held_by("b", present=("c",)), CANNOT),
        (held_by("b", present=("coalition",)), MAY),
        (held_by(SOMEBODY, present=()), MAY),
        (NOBODY, MAY),
        (Holding(Ground.NOBODY, present=()), CANNOT),
        (Holding(Ground.NOBODY, present=("a",)), MUST),
        (UNMAPPED, MAY),
        (coded("a", CANNOT), MAY),
        (coded("a", MUST), MUST),
    ],
)
def test_presence_on_ground_of_one_face_is_so(holding, answer):
    assert present("a", holding) is answer


def test_a_present_group_is_no_holder():
    assert held("a", held_by("b", present=("a",))) is CANNOT


def test_any_face_over_a_spot_may_show_the_presence():
    assert present("a", held_by("b", present=()), held_by("c", present=("a",))) is MUST
    assert present("a", held_by("b", present=()), held_by("c")) is MAY
    assert present("a", held_by("b", present=()), held_by("c", present=())) is CANNOT


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("", ()),
        ("a", (("a",),)),
        ("a;b", (("a", "b"),)),
        ("a|b", (("a",), ("b",))),
        (" a ; b | c ", (("a", "b"), ("c",))),
        ("a;", (("a",),)),
        ("a|", (("a",), (SOMEBODY,))),
        ("|", ()),
    ],
)
def test_an_attribution_is_read_as_its_readings(text, readings):
    assert parse_parties(text) == readings
