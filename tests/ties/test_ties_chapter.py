"""The chapter on ties: what it says of a day, of every best division, and of the days before."""

from __future__ import annotations

import json

import msgspec
import pytest

from firmground.check import check_claims
from firmground.hold import hold_events
from firmground.locate import locate_events
from firmground.report.chapters import ties, ties_time
from firmground.report.chapters.ties import build_ties
from firmground.report.chapters.ties_splits import moves
from firmground.report.chapters.ties_words import known_words
from oracles.worlds import as_of, day, parse_when


@pytest.fixture
def chapter(sides):
    """The chapter of the small case, on a day and with so many blocs."""

    def build(on=None, blocs=None, **files):
        findings = check_claims(hold_events(locate_events(sides(**files))))
        return build_ties(findings, None if on is None else day(on), blocs)

    return build


def names(bloc):
    return {place.actor for place in bloc.places}


def test_what_changed_in_the_period_is_listed_once_for_every_day_that_is_asked_for(sides, monkeypatch):
    findings = check_claims(hold_events(locate_events(sides())))
    whole, other = build_ties(findings), build_ties(findings, day("2031-02-01"))
    monkeypatch.setattr(ties, "list_changes", None)
    assert build_ties(findings, day("2031-02-01"), changes=whole.changes) == other


def test_a_case_without_ties_has_no_such_chapter(chapter):
    assert chapter(actors='[[actors]]\nid = "a"\nname = "A"\n') is None


def test_the_last_day_of_the_period_is_shown_unless_another_is_asked_for(chapter):
    assert chapter().on == "2031-03-31"
    assert chapter("2031-02-01").on == "2031-02-01"


@pytest.mark.parametrize(
    ("period", "strikes", "expected"),
    [
        ('period = "2031-01-01/2031-03-31"', "2031-02-20", "2031-03-31"),
        ("", "2031-02-20", "2031-02-20"),
        ("", "", "2031-02-15"),
    ],
)
def test_without_a_period_the_last_event_is_shown_or_the_last_day_that_a_tie_names(
    sides, tmp_path, period, strikes, expected
):
    files = f'title = "T"\n{period}\n[[events]]\nfile = "some.csv"\n'
    (tmp_path / "some.csv").write_text(f"id,date\n1,{strikes}\n", encoding="utf-8")
    findings = check_claims(hold_events(locate_events(sides(case=files))))
    assert build_ties(findings).on == expected


def test_days_of_change_that_are_not_listed_are_counted(chapter, monkeypatch):
    assert not any("are listed" in remark for remark in chapter().remarks)
    monkeypatch.setattr(ties_time, "MOST_DAYS", 2)
    told = chapter()
    assert [change.on for change in told.changes] == ["2031-02-02", "2031-02-16"]
    assert told.remarks[-1] == "Ties change on 3 days of the period; the last 2 are listed."


def test_ties_are_told_sure_and_possible_apart(chapter):
    told = chapter()
    assert told.sentence == "On 31 March 2031 3 ties between 5 actors surely stand and 1 more may."
    standing = {link.words: link.standing for link in told.links}
    assert standing == {
        "North is part of The League": "must",
        "South backs Hill rebels": "must",
        "North fights Hill rebels": "must",
        "Raiders fights North": "may",
    }


def test_who_has_no_tie_is_named_and_not_placed(chapter):
    told = chapter()
    assert [actor.id for actor in told.unplaced] == ["bystander", "anybody"]
    assert not {"bystander", "anybody"} & {actor.id for actor in told.actors}


def test_a_day_without_contradiction_has_one_division(chapter):
    (split,) = chapter().splits
    assert (split.contradictions.low, split.contradictions.high) == (0, 0)
    assert split.sentence == "Every tie fits a division into two blocs."
    assert {frozenset(names(bloc)) for bloc in split.shown} == {
        frozenset({"north", "league"}),
        frozenset({"south", "rebels", "raiders"}),
    }
    assert not split.contradicted
    assert not split.circles


def test_a_day_with_one_contradiction_names_every_best_division_and_why(chapter):
    told = chapter("2031-02-01")
    split = told.splits[0]
    assert split.contradictions.text == "1 tie"
    sure = next(world for world in split.worlds if world.ties == "sure")
    assert sure.groups[0].number == len(sure.groups[0].listed) == 4
    for division in sure.groups[0].listed:
        assert len(division.contradicted) == 1
    (circle,) = split.circles
    assert circle.standing == "must"
    assert set(circle.ties) == {
        "North is part of The League",
        "South is part of The League",
        "South backs Hill rebels",
        "North fights Hill rebels",
    }
    assert {told.links[one.link].words for one in split.contradicted} == set(circle.ties)
    assert {one.standing for one in split.contradicted} == {"may"}
    assert [one.drawn for one in split.contradicted] == [True, False, False, False]


def test_three_blocs_are_told_only_where_they_leave_fewer(chapter):
    assert [split.blocs for split in chapter("2031-02-01").splits] == [2]
    foes = "".join(f'[[actors]]\nid = "{name}"\nname = "{name.upper()}"\n' for name in "abc")
    foes += "".join(f'[[ties]]\nactor = "{one}"\ntie = "fights"\nto = "{to}"\n' for one, to in ("ab", "bc", "ca"))
    told = chapter(actors=foes)
    assert [split.blocs for split in told.splits] == [2, 3]
    assert told.splits[0].circles[0].sentence == (
        "A, B and C are all foes of each other: in two blocs two of them must stand together."
    )
    assert [split.blocs for split in chapter(blocs=4, actors=foes).splits] == [4]


def test_a_place_in_a_bloc_is_sure_or_not(chapter):
    (split,) = chapter().splits
    places = {place.actor: place.standing for bloc in split.shown for place in bloc.places}
    assert places == {"north": "must", "league": "must", "south": "must", "rebels": "must", "raiders": "may"}


def test_days_of_change_say_which_ties_change_and_who_moves(chapter):
    told = {change.on: change for change in chapter().changes}
    assert list(told) == ["2031-02-01", "2031-02-02", "2031-02-16"]
    assert told["2031-02-01"].ties == ("Raiders fights North: sure on this day",)
    assert told["2031-02-02"].ties == ("Raiders fights North: no longer sure",)
    assert told["2031-02-16"].ties == ("South is part of The League: has ended",)
    assert [change.contradictions.text for change in told.values()] == ["1 tie", "1 tie", "0 ties"]
    assert all(len(change.moved) <= 2 for change in told.values())


def test_who_moves_does_not_hang_on_what_blocs_are_called():
    before = {"a": 0, "b": 0, "c": 1}
    assert moves(before, {"a": 1, "b": 1, "c": 0}) == []
    assert moves(before, {"a": 1, "b": 0, "c": 0}) == ["b"]
    assert moves(before, {"a": 0, "b": 0, "d": 1}) == []


def test_whom_a_word_covers_though_only_friends_stand_between(chapter):
    definitions = """
[[definitions]]
id = "north"
title = "North (its minister)"
by = "A minister"
[[definitions.labels]]
label = "bandit"
covers = ["south", "bystander"]
"""
    (called,) = chapter("2031-02-01", definitions=definitions).called
    assert (
        called.sentence
        == "South is called “bandit” by North (its minister), and only friends stand between it and North."
    )
    assert called.ties == ("North is part of The League", "South is part of The League")
    assert called.standing == "must"
    assert chapter("2031-02-16", definitions=definitions).called == ()


def test_periods_are_said_as_far_as_they_are_known():
    assert known_words(parse_when("../..")) == "at all times"
    assert known_words(parse_when("2015-10-01/2015-10-03")) == "from 1 October 2015 to 3 October 2015"
    assert known_words(parse_when("2015-10-01/..")) == "since 1 October 2015"
    assert known_words(parse_when("../2015-10-01")) == "up to 1 October 2015"
    assert known_words(parse_when("2015-10-01")) == "1 October 2015 only"
    assert known_words(as_of("2015-10-01")) == "known for 1 October 2015, perhaps at other times too"
    assert known_words(parse_when("")) == "day not known"


def test_the_chapter_is_plain_data(chapter):
    told = chapter("2031-02-01")
    assert json.loads(msgspec.json.encode(told))["on"] == "2031-02-01"


def test_a_tie_to_oneself_does_nothing(chapter):
    own = '[[actors]]\nid = "a"\nname = "A"\n[[ties]]\nactor = "a"\ntie = "fights"\nto = "a"\n'
    assert chapter(actors=own) is None
