"""Somebody else's form of the case: what differs is told with both sides, what is open narrows nothing."""

from __future__ import annotations

import csv

from two_sides import find, headlines

from firmground.exchange.merge import merge_cases
from firmground.read import read_case


def test_own_findings_start_where_they_started(variant, own_findings):
    found = headlines(variant.findings)
    assert {key: found[key] for key in headlines(own_findings)} == headlines(own_findings)


def test_their_claims_come_to_what_they_came_to(variant):
    """Also while it is open whether one of their actors is one of ours."""
    theirs, found = headlines(find(variant.other)), headlines(variant.findings)
    apart = [key for key in found if key.startswith("them.")]
    assert len(apart) == 11
    assert {key: found[key] for key in apart} == {key: theirs[key.removeprefix("them.")] for key in apart}


def test_who_held_a_town_is_told_with_both_sources(variant):
    told = [one for one in variant.merged.disagreements if one.kind == "holder"]
    assert [(one.about, one.days) for one in told] == [
        ("Al-Latamneh", "2015-09-30/.."),
        ("Kafr Zita", "2015-09-30/.."),
    ]
    assert told[0].own == "Syrian armed opposition, group not named"
    assert told[0].theirs == "Government of Syria"
    assert told[0].own_source == "holders, isw-2015-09-30"
    assert told[0].their_source == "them.holders, isw-2015-09-30"


def test_a_moved_place_is_told_and_both_stand(variant):
    (told,) = [one for one in variant.merged.disagreements if one.kind == "place"]
    assert told.about == "Al-Latamneh: 27.3 km apart"
    places = read_case(variant.merged.folder).gazetteer
    assert [place.id for place in places.find("Al-Latamneh")] == ["al-latamneh"]
    assert [place.id for place in places.find("Al-Latamneh (them)")] == ["them.al-latamneh"]


def test_an_actor_under_another_id_is_asked_about_and_no_flood_of_what_follows(variant):
    assert [(one.kind, one.theirs, one.own) for one in variant.merged.waiting] == [("actor", "daesh", "islamic-state")]
    assert {one.kind for one in variant.merged.disagreements} == {"holder", "place"}


def test_rows_of_whom_it_is_open_who_they_are_may_be_of_anybody(variant):
    case = read_case(variant.merged.folder)
    named = {case.events.target[row] for row in range(len(case.events)) if case.events.dataset[row] == "them.disclosed"}
    assert "them.daesh;?" in named
    assert "islamic-state" not in named


def test_the_table_of_disagreements_is_the_account(variant):
    path = variant.merged.folder / "from" / "them" / "disagreements.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["kind"], row["about"], row["own"], row["theirs"]) for row in rows] == [
        (one.kind, one.about, one.own, one.theirs) for one in variant.merged.disagreements
    ]


def test_one_answer_makes_the_two_one(variant, tmp_path, own_findings):
    questions = variant.merged.folder / "from" / "them" / "questions.csv"
    before = questions.read_text(encoding="utf-8")
    try:
        questions.write_text(before.replace('two?",,', 'two?",same,me'), encoding="utf-8")
        merged = merge_cases(variant.merged.folder, variant.other, tmp_path / "again", name="them")
    finally:
        questions.write_text(before, encoding="utf-8")
    assert merged.waiting == ()
    assert [one.decided for one in merged.questions] == ["same"]
    case = read_case(merged.folder)
    assert "them.daesh" not in case.actors
    assert set(case.claims) == set(own_findings.case.claims)
    assert not [target for target in case.events.target if "?" in target]
    assert headlines(find(merged.folder)) == headlines(own_findings)
