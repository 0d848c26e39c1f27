"""Releases that tell a story: who was killed or captured, how many, where and when."""

from __future__ import annotations

import pytest
from release_texts import INCIDENT, read

HEAD = "KABUL, Afghanistan (March 8, 2011) – "


def people(text):
    (event,) = read(HEAD + text, form="isaf").events
    return {column: said.value for column, said in event.people.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A patrol killed three insurgents in Sangin district today.", {"killed": "3"}),
        (
            "A patrol detained a Taliban leader and several associates in Khost province.",
            {"leaders_captured": "1", "captured": "4+"},
        ),
        ("Two insurgents were killed in Khost province. The insurgents were killed by a patrol.", {"killed": "2"}),
        (
            "A patrol in Khost province detained two insurgents. Another insurgent was detained later.",
            {"captured": "3"},
        ),
        (
            "A patrol in Khost province captured a Taliban leader. One additional insurgent was detained.",
            {"leaders_captured": "1", "captured": "2"},
        ),
        ("An armed man fired in Khost province. The patrol returned fire, killing him.", {"killed": "1"}),
        ("The engagement in Khost province resulted in 14 insurgents killed and one wounded.", {"killed": "14"}),
        ("An operation in Khost province resulted in the death of Mullah Karim.", {"killed": "1+"}),
        (
            "The leader of an attack that killed four soldiers was captured in Khost province.",
            {"leaders_captured": "1", "captured": "1"},
        ),
        (
            "Three Afghan civilians were inadvertently killed and two insurgents captured in Khost province.",
            {"civilians_killed": "3", "captured": "2"},
        ),
        ("An insurgent killed two soldiers in Khost province.", {"soldiers_killed": "2"}),
        (
            "No civilians were injured and one insurgent was killed in Khost province.",
            {"civilians_wounded": "0", "killed": "1"},
        ),
        (
            "A patrol killed more than 30 insurgents and captured three dozen insurgents in Khost province.",
            {"killed": "31+", "captured": "36"},
        ),
    ],
)
def test_people_are_counted_once_and_apart(text, expected):
    assert people(text) == expected


def test_an_incident_has_its_district_province_and_day():
    (event,) = read(INCIDENT).events
    assert {level: unit.value for level, unit in event.units.items()} == {"district": "Sabari", "province": "Khost"}
    assert (str(event.day.when), event.place.value, event.target.value) == ("2011-10-11", "Sabari", "Haqqani network")


def test_each_paragraph_that_says_where_and_what_begins_another_incident():
    text = HEAD + (
        "Forces conducted several operations yesterday.\n\nSouth\n"
        "In Sangin district, Helmand province, a patrol killed three insurgents yesterday. The patrol was attacked.\n"
        "Two rifles were found.\n"
        "In Zharay district, Kandahar province, a force detained a suspect today.\n"
        "A precision airstrike in Sabari district, Khost province, killed four militants on March 6.\n"
    )
    events = read(text, form="isaf").events
    assert [(event.place.value, str(event.day.when), event.kind) for event in events] == [
        ("Sangin", "2011-03-07", "ground-operation"),
        ("Zharay", "2011-03-08", "ground-operation"),
        ("Sabari", "2011-03-06", "air-strike"),
    ]


@pytest.mark.parametrize(
    ("head", "published", "day"),
    [
        ("KABUL, Afghanistan (Jan. 25, 2013)\n", "", "2013-01-24"),
        ("2010-09-CA-005\nKABUL, Afghanistan (Sept. 1) - ", "", "2010-08-31"),
        ("ISAF 2010-07-CA-015\nJuly 4: Operations\n", "", "2010-07-03"),
        ("KABUL, Afghanistan (Feb. 7) - ", "2012", "2012-02-06"),
        ("KABUL, Afghanistan (Feb. 7) - ", "", ""),
        ("For Immediate Release\n", "2011-07-13", "2011-07-12"),
    ],
)
def test_yesterday_is_reckoned_from_the_dateline_the_number_or_the_document(head, published, day):
    (event,) = read(
        f"{head}A patrol killed three insurgents in Khost province yesterday.", published, form="isaf"
    ).events
    assert str(event.day.when) == day


def test_without_a_day_of_its_own_the_date_of_the_release_is_doubtful():
    (event,) = read(HEAD + "A patrol killed three insurgents in Khost province.", form="isaf").events
    assert str(event.day.when) == "2011-03-08"
    assert event.day.doubt == "no day is said: this is the release's own date"


def test_a_name_without_its_word_gives_way_to_one_with_it():
    text = HEAD + "Men who attacked the Kabul Hotel were killed by a patrol in Khost province."
    (event,) = read(text, form="isaf").events
    assert event.units["province"].value == "Khost"


def test_an_incident_without_people_is_doubtful_and_not_dropped():
    (event,) = read(
        HEAD + "A patrol called close air support in Musa Qalah district, Helmand Province.", form="isaf"
    ).events
    assert event.people == {}
    assert "nobody is said to have been killed" in event.doubts[0]


def test_a_spelling_is_written_as_the_first_of_its_unit():
    (event,) = read(HEAD + "A patrol killed an insurgent in Paktia province.", form="isaf").events
    assert event.units["province"].value == "Paktiya"
