"""What a case asks about encounters, and what is wrong with how it asks."""

from __future__ import annotations

import pytest

import firmground as fg
from firmground.case.claims import MeasureKind, Selection
from firmground.case.encounters import Around

ASKED = """
[[encounters]]
id = "met"
title = "A meets B"
among = { by = "a" }
other = { by = "b" }
km = 10
hours = 24
different_actors = true
"""
CLAIM = """
[[claims]]
id = "c"
by = "x"
on = "2015-11-01"
says = "they met"
[claims.test]
measure = "encounters"
among = { by = "a" }
other = { by = "b" }
km = 10
hours = 24
value = ">= 1"
"""


@pytest.fixture
def read(write_case):
    return lambda more="", **files: fg.read_case(write_case(more, **files))


def told(case):
    return [str(problem) for problem in case.problems]


def test_an_encounter_is_read_with_both_its_sides(read):
    case = read(ASKED)
    (asked,) = case.encounters
    assert (asked.id, asked.title, asked.among.by, asked.met.other.by) == ("met", "A meets B", "a", "b")
    assert (asked.met.km, asked.met.hours, asked.met.different_actors) == (10, 24, True)
    assert told(case) == []


def test_without_another_side_events_meet_others_of_their_own(read):
    (asked,) = read('[[encounters]]\nid = "x"\namong = { by = "a" }\nkm = 1\nhours = 1').encounters
    assert asked.met.other == asked.among == Selection(by="a")
    assert asked.title == "x"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (("km = 10", ""), "needs `km`"),
        (("hours = 24", ""), "needs `hours`"),
        (("km = 10", 'km = "far"'), "`km` is 'far', which is not a number"),
        (("km = 10", "km = -1"), "`km` is -1"),
        (("hours = 24", "hours = inf"), "which is not a number"),
        (('by = "b"', 'by = "nobody-here"'), "is no actor of the case"),
        (("different_actors", "differnt_actors"), "'differnt_actors' is not known here"),
        (('id = "met"', ""), "`id` is missing"),
        (('other = { by = "b" }', "other = 3"), "`other` is not a table"),
    ],
)
def test_an_encounter_that_is_not_understood_is_left_out_and_told(read, change, word):
    case = read(ASKED.replace(*change))
    assert case.encounters == ()
    assert any(word in problem for problem in told(case))


def test_what_is_looked_at_around_an_incident_has_usual_values(read):
    assert read('[[around]]\nincident = "fell"').around == (Around("fell", 25.0, 30, 30),)
    case = read(
        '[[around]]\nincident = "fell"\nkm = 5\ndays_before = 3\ndays_after = 0\ntitle = "T"\namong = { kind = "strike" }'
    )
    assert case.around == (Around("fell", 5.0, 3, 0, Selection(kind=("strike",)), "T"),)
    assert told(case) == []


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ('incident = "fel"', 'did you mean "fell"?'),
        ("km = 3", "`incident` is missing"),
        ('incident = "fell"\ndays_before = 2.5', "`days_before` is 2.5"),
        ('incident = "fell"\ndays_after = -1', "`days_after` is -1"),
        ('incident = "fell"\nkm = true', "`km`"),
        ('incident = "fell"\namong = { by = "who" }', "is no actor of the case"),
        ('incident = "fell"\nradius = 3', "'radius' is not known here"),
    ],
)
def test_an_around_that_is_not_understood_is_left_out_and_told(read, entry, word):
    case = read(f"[[around]]\n{entry}")
    assert case.around == ()
    assert any(word in problem for problem in told(case))


def test_a_good_entry_is_read_beside_a_bad_one(read):
    case = read('[[around]]\nincident = "nowhere"\n[[around]]\nincident = "fell"' + ASKED)
    assert [one.incident for one in case.around] == ["fell"]
    assert [one.id for one in case.encounters] == ["met"]


def test_a_claim_about_encounters_is_read(read):
    case = read(claims_toml=CLAIM)
    test = case.claims["c"].test
    assert test.measure is MeasureKind.ENCOUNTERS
    assert (test.about.other.by, test.about.km, test.about.hours, test.about.different_actors) == ("b", 10, 24, False)


@pytest.mark.parametrize("key", ["other", "km", "hours"])
def test_a_claim_without_a_needed_part_is_not_tested(read, key):
    lines = [line for line in CLAIM.splitlines() if not line.startswith(f"{key} =")]
    case = read(claims_toml="\n".join(lines))
    assert case.claims["c"].test is None
    assert any(f"needs `{key}`" in problem for problem in told(case))


DEFINITIONS = """
[[definitions]]
id = "d1"
by = "x"
[[definitions.labels]]
label = "enemy"
covers = ["a"]
[[definitions]]
id = "d2"
by = "y"
[[definitions.labels]]
label = "enemy"
covers = ["b"]
"""


def test_a_label_on_the_other_side_is_tried_under_every_definition(read):
    claim = CLAIM.replace('other = { by = "b" }', 'other = { target = "enemy" }')
    assert read(claims_toml=claim, definitions_toml=DEFINITIONS).choices.definition == ("d1", "d2")
    assert read(claims_toml=CLAIM, definitions_toml=DEFINITIONS).choices.definition == ("",)
