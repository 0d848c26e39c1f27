"""Actors in a text, by the names that the case gives them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places_world import page

import firmground as fg
from firmground.case.actors import Actor, Actors
from firmground.documents.actors import ActorFinder

ACTORS = Actors(
    {
        actor.id: actor
        for actor in (
            Actor("russia", "Russia", ("Russian Federation", "Россия", "روسيا"), "state"),
            Actor("mod-ru", "Russian Ministry of Defence", ("Russian Defence Ministry",), "ministry"),
            Actor("syria", "Government of Syria", ("Syrian government",), "state"),
            Actor("usa", "United States", ("USA",), "state"),
            Actor("coalition", "US-led coalition", (), "coalition"),
            Actor("is", "Islamic State", ("IS", "ISIS", "داعش"), "armed-group"),
            Actor("rebels", "rebel groups", ("opposition",), "grouping"),
            Actor("army-a", "Army of Islam", (), "armed-group"),
            Actor("army-b", "Army of Islam", ("al-Nusra",), "armed-group"),
        )
    }
)
FINDER = ActorFinder.of(ACTORS)


def told(text):
    return [(found.span.of(text), found.ids, found.adjective) for found in FINDER.find(page(text))]


def test_the_longest_name_wins():
    assert told("The Russian Defence Ministry said so.") == [("Russian Defence Ministry", ("mod-ru",), False)]
    assert told("The U.S.-led coalition said so.") == [("U.S.-led coalition", ("coalition",), False)]


def test_an_adjective_of_a_state_is_marked():
    assert told("Russian jets, the Syrian army and U.S. officials; Russians too.") == [
        ("Russian", ("russia",), True),
        ("Syrian", ("syria",), True),
        ("U.S.", ("usa",), True),
        ("Russians", ("russia",), True),
    ]


def test_a_name_of_several_actors_means_each_of_them():
    assert told("The Army of Islam left.") == [("Army of Islam", ("army-a", "army-b"), False)]


@pytest.mark.parametrize("text", ["He is here.", "Is it so?", "usa today", "isis"])
def test_a_short_name_in_capitals_is_not_a_little_word(text):
    assert told(text) == []


def test_a_name_that_the_case_writes_small_is_found_either_way():
    assert told("Rebel groups and the opposition; THE OPPOSITION.") == [
        ("Rebel groups", ("rebels",), False),
        ("opposition", ("rebels",), False),
        ("OPPOSITION", ("rebels",), False),
    ]


def test_names_in_other_scripts_and_with_their_endings():
    assert told("وروسيا وداعش") == [("وروسيا", ("russia",), False), ("وداعش", ("is",), False)]
    assert told("удары России по целям") == [("России", ("russia",), False)]
    assert told("Russia’s jets and ISIS's men") == [("Russia", ("russia",), False), ("ISIS", ("is",), False)]


def test_only_names_that_the_case_gives_are_known():
    assert told("Daesh and ISIL and Hezbollah") == []


def test_a_name_alone():
    assert FINDER.match("the Islamic State") == ("is",)
    assert FINDER.match("Nusra") == ("army-b",)
    assert FINDER.match("army of islam") == ("army-a", "army-b")
    assert FINDER.match("Russian") == ()
    assert FINDER.match("") == ()
    assert ActorFinder().match("Russia") == ()


def test_every_name_of_the_built_in_case_leads_to_its_actor():
    actors = fg.read_case(fg.example_folder("syria-2015")).actors
    finder = ActorFinder.of(actors)
    for actor in actors:
        for name in (actor.id, actor.name, *actor.names):
            assert actor.id in finder.match(name), name


@given(
    st.lists(
        st.sampled_from(["Russia", "Russian", "IS", "is", "the", "’s", "Army", "of", "Islam", "\n", ".", "و", "\u0301"])
    )
)
def test_every_span_lies_in_the_text(words):
    text = " ".join(words)
    spans = [found.span for found in FINDER.find(page(text))]
    assert all(span.fits(text) for span in spans)
    assert spans == sorted(spans)
    assert all(one.stop <= other.start for one, other in pairwise(spans))
