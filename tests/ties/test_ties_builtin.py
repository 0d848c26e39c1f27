"""The blocs of the built-in case on 26 November 2015, and the contradictions that its ties make."""

from __future__ import annotations

import pytest

from firmground.check import Findings
from firmground.examples import example_folder
from firmground.hold import hold_events
from firmground.locate import locate_events
from firmground.measures import Selector
from firmground.measures.blocs import find_blocs
from firmground.modality import CANNOT, MAY, MUST
from firmground.read import read_case
from firmground.report.chapters.ties import build_ties
from oracles.worlds import day

LAST = day("2015-11-26")


@pytest.fixture(scope="module")
def case():
    return read_case(example_folder("syria-2015"))


@pytest.fixture(scope="module")
def chapter(case):
    held = hold_events(locate_events(case))
    return build_ties(Findings(held, (), (), Selector(held)))


def test_two_blocs_leave_one_or_two_contradictions_and_three_leave_none(case):
    bounds = find_blocs(case.actors, LAST, 2).contradictions
    assert (bounds.low, bounds.high) == (1, 2)
    assert find_blocs(case.actors, LAST, 3).contradictions.high == 0


def test_with_the_sure_ties_alone_there_are_two_best_divisions(chapter):
    """The sides of the proxy war, or everybody against Islamic State and the opposition: neither is taken for the other."""
    sure = next(world for world in chapter.splits[0].worlds if world.ties == "sure")
    assert sure.groups[0].number == 2
    with_islamic_state = [
        {actor for bloc in division.blocs if "islamic-state" in bloc for actor in bloc}
        for division in sure.groups[0].listed
    ]
    assert any({"russia", "iran", "syrian-government"} <= bloc for bloc in with_islamic_state)
    assert {"islamic-state", "opposition"} in with_islamic_state


def test_russia_and_the_coalition_both_fight_islamic_state(chapter):
    circle = chapter.splits[0].circles[0]
    assert circle.standing == "must"
    assert set(circle.ties) == {
        "Coalition led by the United States backs Syrian armed opposition, group not named",
        "Russia fights Syrian armed opposition, group not named",
        "Russia fights Islamic State",
        "Coalition led by the United States fights Islamic State",
    }


def test_turkmen_brigades_connect_the_united_states_with_al_nusra_by_friends_alone(chapter):
    called = next(one for one in chapter.called if one.actor == "jabhat-al-nusra")
    assert called.standing == "may"  # the alliance is known of the day before
    assert called.ties[-2:] == (
        "Turkey backs Syrian Turkmen brigades",
        "Syrian Turkmen brigades is allied with Jabhat al-Nusra",
    )


def test_what_is_sure_of_the_sides(case):
    found = find_blocs(case.actors, LAST, 2)
    assert found.relations.exact
    assert found.together("russia", "syrian-government") is MUST
    assert found.together("russia", "opposition") is MAY
    three = find_blocs(case.actors, LAST, 3)
    assert three.together("russia", "opposition") is CANNOT
    assert three.together("united-states", "turkey") is MUST


def test_no_tie_is_sure_before_a_source_says_so(case):
    assert find_blocs(case.actors, day("2015-11-25"), 2).contradictions.low == 0
