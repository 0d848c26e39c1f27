"""Lists of objects with their numbers and verbs."""

from __future__ import annotations

import pytest
from release_texts import read

HEAD = "SOUTHWEST ASIA, Aug. 17, 2017 — Coalition military forces continued to attack ISIS yesterday, conducting four strikes.\n"


def effects(line, form="coalition"):
    (event,) = read(HEAD + line, form=form).events
    return [str(one) for one in event.effects]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("destroyed a tank and two trucks", ["destroyed 1 tank", "destroyed 2 trucks"]),
        (
            "engaged an ISIS unit; destroyed 11 trucks, a tank; and suppressed a mortar",
            ["engaged 1 unit", "destroyed 11 trucks", "destroyed 1 tank", "suppressed 1 mortar"],
        ),
        (
            "struck one large and three small ISIL tactical units",
            ["struck 1 large tactical units", "struck 3 small tactical units"],
        ),
        ("destroyed an ISIS headquarters and weapons cache", ["destroyed 1 headquarters", "destroyed 1 weapons cache"]),
        (
            "destroyed a vehicle and ISIS communications infrastructure",
            ["destroyed 1 vehicle", "destroyed ? communications infrastructure"],
        ),
        (
            "destroyed ISIL-used engineering equipment and a tank",
            ["destroyed ? ISIL-used engineering equipment", "destroyed 1 tank"],
        ),
        ("destroyed a command and control node", ["destroyed 1 command and control node"]),
        ("struck two ISIL gas and oil separation points", ["struck 2 gas and oil separation points"]),
        ("destroyed three vehicles as well as a tank", ["destroyed 3 vehicles", "destroyed 1 tank"]),
        (
            "destroyed a vehicle borne improvised explosive device (VBIED), two IEDs",
            ["destroyed 1 vehicle borne improvised explosive device (VBIED)", "destroyed 2 IEDs"],
        ),
        ("struck a unit, destroying two buildings", ["struck 1 unit", "destroyed 2 buildings"]),
        ("struck a vehicle an ISIL mortar position", ["struck 1 vehicle", "struck 1 mortar position"]),
        ("destroyed several trucks and multiple tunnels", ["destroyed 3+ trucks", "destroyed 2+ tunnels"]),
        ("destroyed more than 20 trucks", ["destroyed 21+ trucks"]),
        ("wounded ISIL fighters", ["wounded ? fighters"]),
        ("denied ISIL access to terrain", ["denied ? access to terrain"]),
        ("destroyed three separate ISIL tactical units", ["destroyed 3 tactical units"]),
        ("had inconclusive results", ["had ? inconclusive results"]),
    ],
)
def test_a_list_of_objects(said, expected):
    assert effects(f"Near Raqqa, two strikes {said}.") == expected


def test_the_party_that_was_hit_is_told_apart_from_the_object():
    (event,) = read(HEAD + "Near Raqqa, two strikes engaged an ISIL tactical unit and destroyed a tank.").events
    assert event.target.value == "ISIL"
    assert [one.target for one in event.effects] == ["ISIL", ""]


def test_two_parties_are_alternatives_with_a_doubt():
    (event,) = read(HEAD + "Near Raqqa, two strikes engaged an ISIL unit and an al-Qaida unit.").events
    assert event.target.value == "ISIL|al-Qaida"
    assert event.target.doubt


def test_a_number_for_all_that_is_joined_where_the_format_says_so():
    text = "The Russian aviation destroyed 46 command and communication posts, along with 272 militant positions, strongpoints and field camps in Syria, General Petrov told journalists."
    assert [str(one) for one in read(text, form="mod-ru").summary] == [
        "destroyed 46 command and communication posts",
        "destroyed 272 positions, strongpoints and field camps",
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "A command post was destroyed by Su-24M planes near the town of Salma in Latakia province.",
            ["destroyed 1 command post"],
        ),
        (
            "Near Salma, two trucks, a tank and several mortars have been destroyed.",
            ["destroyed 2 trucks", "destroyed 1 tank", "destroyed 3+ mortars"],
        ),
        ("Initial data show that near Salma three trucks were destroyed.", ["destroyed 3 trucks"]),
    ],
)
def test_the_passive(said, expected):
    assert effects(said, form="mod-ru") == expected


def test_every_effect_has_the_words_that_say_it():
    text = HEAD + "Near Raqqa, two strikes engaged seven ISIS units; destroyed 11 positions and a truck."
    (event,) = read(text).events
    assert [(one.verb_span.of(text), one.span.of(text)) for one in event.effects] == [
        ("engaged", "seven ISIS units"),
        ("destroyed", "11 positions"),
        ("destroyed", "a truck"),
    ]
