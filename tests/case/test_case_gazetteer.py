"""Places are found by id and by any name in any script."""

from __future__ import annotations

import pytest

from firmground.case.gazetteer import Gazetteer, Place, fold_name
from firmground.places import Area, Disc
from oracles.worlds import box


def place(name, *aliases, display=""):
    return Place(name, display or name, Disc(36, 35), aliases)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ar-Raqqah", "ar raqqah"),
        ("Şırnak", "Sirnak".replace("i", "ı")),
        ("Deir ez-Zor", "DEIR EZ ZOR"),
        ("Ötüken", "otuken"),
        ("ЁЛКА", "елка"),
        ("الرقة", "الرَّقة"),
    ],
)
def test_names_that_differ_in_case_accents_and_hyphens_are_one(one, other):
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Raqqa", "Rakka"), ("Kafr Nabl", "Kafr Nabudah"), ("Tell 1", "Tell 2"), ("حمص", "حماة")]
)
def test_other_names_stay_others(one, other):
    assert fold_name(one) != fold_name(other)


def test_a_place_is_found_by_id_name_and_alias():
    gazetteer = Gazetteer({"raqqa": place("raqqa", "الرقة", "Rakka", display="Ar-Raqqah")})
    for text in ("raqqa", "RAQQA", "ar raqqah", "الرقة", "rakka"):
        assert [found.id for found in gazetteer.find(text)] == ["raqqa"]
    assert gazetteer.find("Homs") == ()
    assert gazetteer.find("") == ()
    assert gazetteer.find("-") == ()


def test_a_name_of_several_places_means_each_of_them_and_an_id_wins_over_names():
    gazetteer = Gazetteer(
        {
            "atarib": place("atarib"),
            "north": place("north", "Salma"),
            "salma": place("salma", "North-2"),
            "x": place("x", "Salma"),
        }
    )
    assert {found.id for found in gazetteer.find("Salma")} == {"north", "salma", "x"}
    assert [found.id for found in gazetteer.find("salma")] == ["salma"]


def test_a_place_with_one_name_twice_is_one_candidate():
    gazetteer = Gazetteer({"homs": place("homs", "Homs", "HOMS")})
    assert len(gazetteer.find("Homs")) == 1


def test_a_unit_is_found_by_level_and_name_or_by_id():
    unit = Area("SY-RA", "Ar-Raqqah", box(38, 35, 40, 37))
    gazetteer = Gazetteer({}, {("1", fold_name("Ar-Raqqah")): unit, ("", "SY-RA"): unit})
    assert gazetteer.find_area("1", "ar raqqah") is unit
    assert gazetteer.find_area("1", "SY-RA") is unit
    assert gazetteer.find_area("2", "ar raqqah") is None
    assert gazetteer.find_area("1", "") is None
