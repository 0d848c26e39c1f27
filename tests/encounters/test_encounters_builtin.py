"""The built-in case: what was named near the place where the aircraft fell, and how often strikes came back."""

from __future__ import annotations

import pytest

import firmground as fg
from firmground.render.chapters import encounters
from firmground.render.pages import environment
from firmground.report.build import build_report

MOST_BYTES = 50_000


@pytest.fixture(scope="module")
def report():
    case = fg.read_case(fg.example_folder("syria-2015"))
    return build_report(fg.check_claims(fg.hold_events(fg.locate_events(case))))


@pytest.fixture(scope="module")
def notes(report):
    return {note.id: note for note in report.encounters.incidents}


def test_named_strikes_near_the_shoot_down_may_have_been_and_none_must(notes):
    """The circle round the mountain is 20 km wide, so nothing is surely within 20 km of where the aircraft fell."""
    note = notes["su24-1124"]
    assert [(phase.phase, phase.low, phase.high) for phase in note.phases] == [
        ("before", 0, 18),
        ("on", 0, 2),
        ("after", 0, 2),
    ]
    assert (note.places, note.unplaced, note.complete, note.limits) == (9, 10, False, "")


def test_the_claim_of_many_strikes_before_2_november_counts_the_same_places(report, notes):
    """Reuters, 26 November: multiple strikes before 2 November, close to where the warplane was shot down."""
    (claim,) = [claim for claim in report.claims if claim.id == "reuters-1126-turkmen"]
    named = {report.encounters.events[near.event].place for near in notes["su24-1124"].events if "before" in near.when}
    assert {mark.label.split(",")[0] for mark in claim.marks if mark.standing != "cannot"} <= named


def test_two_strikes_must_have_been_near_sarmin_in_the_month_before(report, notes):
    note = notes["sarmin-1020"]
    sure = {report.encounters.events[near.event].id for near in note.events if near.standing == "must"}
    assert sure == {"s036", "s043", "s071"}
    assert [(phase.low, phase.high) for phase in note.phases] == [(2, 11), (0, 1), (0, 6)]


def test_incidents_of_which_no_place_is_given_say_so(report):
    assert {one.id: one.reason for one in report.encounters.not_looked} == dict.fromkeys(
        ("airspace-1003", "airspace-1004", "caspian-1007", "ghantu-1015", "paris-1113"), "no place is given"
    )


def test_strikes_on_the_same_ground_have_bounds_a_best_value_and_a_baseline(report):
    (asked,) = report.encounters.asked
    assert (asked.must, asked.may, asked.open_events, asked.open_pairs) == (12, 146, 10, 151)
    assert (asked.bounds.low, asked.bounds.high) == (12, None)
    assert asked.must < asked.expected < asked.must + asked.may
    assert (asked.shuffled.observed, asked.shuffled.shuffles, asked.shuffled.seed) == (158, 999, 1964)


def test_the_chapter_is_light(report):
    template = environment(from_left=True).get_template(encounters.TEMPLATE)
    assert len(template.render(chapter=encounters.view(report)).encode()) < MOST_BYTES
