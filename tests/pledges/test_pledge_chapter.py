"""The chapter on pledges: what is told of each, how they are grouped and counted, and what the built-in case shows."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

import firmground as fg
from firmground.case.actors import Actor, Actors
from firmground.case.case import Case
from firmground.case.undertakings import ConditionAnswer, Pledge, PledgeState, Stage
from firmground.dates import parse_when
from firmground.report.chapters.pledges import build_pledges


@pytest.fixture(scope="module")
def built_in():
    case = fg.read_case(fg.example_folder("syria-2015"))
    return build_pledges(SimpleNamespace(case=case))


def told(chapter, key):
    return next(pledge for pledge in chapter.pledges if pledge.id == key)


def stage(state, day, condition=None, source="s"):
    answer = ConditionAnswer(condition) if condition else None
    return Stage(PledgeState(state), parse_when(day), source, condition=answer)


def pledge(key, on, *stages, by=("a",), to=("b",), condition=""):
    return Pledge(key, by, to, "help", condition, parse_when(on), "", "", stages)


def chapter_of(*pledges, period="2015-11-01/2015-11-30", **more):
    actors = Actors({key: Actor(key, key.upper()) for key in "abc"})
    case = Case(
        folder=None, title="t", events=None, period=parse_when(period) if period else None, actors=actors,
        pledges={one.id: one for one in pledges}, **more,
    )  # fmt: skip
    return build_pledges(SimpleNamespace(case=case))


def test_a_case_without_pledges_has_no_such_chapter():
    assert chapter_of() is None


# The built-in case


def test_all_ten_pledges_of_the_case_are_told(built_in):
    assert len(built_in.pledges) == 10
    assert built_in.summary == (
        "10 pledges by 6 parties to 3 parties.",
        "The last that is known of them: 2 kept, 3 not verifiable and 5 open.",
        "What was kept came from Germany and United Kingdom.",
    )


@pytest.mark.parametrize(
    ("key", "day", "votes"), [("uk-strikes", "2015-12-02", "397 to 223"), ("de-support", "2015-12-04", "445 to 146")]
)
def test_the_votes_after_the_period_are_shown_beside_the_state_on_its_last_day(built_in, key, day, votes):
    pledge = told(built_in, key)
    assert (pledge.at_end.text, pledge.at_last.text) == ("open", "kept")
    last = pledge.stages[-1]
    assert (last.state, last.on.first, votes in last.note) == ("kept", day, True)
    assert last.source.url.startswith("http")


def test_a_promise_of_the_day_after_the_period_was_not_made_on_its_last_day(built_in):
    assert told(built_in, "ru-map").at_end.text == "not made yet"
    assert told(built_in, "ru-map").made.first == "2015-11-27"


def test_every_pledge_of_the_case_stands_in_one_group_and_under_one_pair(built_in):
    everyone = list(range(len(built_in.pledges)))
    assert sorted(number for group in built_in.groups for number in group.pledges) == everyone
    assert sorted(number for pair in built_in.pairs for number in pair.pledges) == everyone


def test_the_condition_of_one_promise_was_met_and_of_the_others_nobody_says(built_in):
    conditions = {pledge.id: pledge.condition_standing for pledge in built_in.pledges if pledge.condition}
    assert conditions == {
        "ru-fsa-air": "unknown", "cy-bases": "unknown", "uk-akrotiri": "unknown", "uk-strikes": "met", "ru-map": "unknown",
    }  # fmt: skip


def test_what_is_not_verifiable_says_why(built_in):
    for pledge in built_in.pledges:
        if pledge.at_last.states == ("not-verifiable",):
            assert pledge.stages[-1].note, pledge.id


# What is imprecise, contradicts itself or is not named


def test_of_an_imprecise_stage_the_tally_has_a_least_and_a_most():
    chapter = chapter_of(
        pledge("p", "2015-11-01", stage("kept", "2015-11")),
        pledge("q", "2015-11-01", stage("kept", "2015-11-30/2015-12-01")),
    )
    (kept,) = (entry for entry in chapter.tally if entry.state == "kept")
    assert (kept.end_least, kept.end_most, kept.last_least, kept.last_most) == (1, 2, 2, 2)


@pytest.mark.parametrize(
    ("states", "kept"),
    [
        (["kept"], "must"),
        (["broken"], "cannot"),
        (["condition-unmet"], "cannot"),
        (["broken", "condition-unmet"], "cannot"),
        (["not-verifiable"], "may"),
        (["kept", "broken"], "may"),
        ([], "may"),
    ],
)
def test_solid_is_kept_hollow_is_not_kept_and_hatched_all_that_leaves_it_open(states, kept):
    chapter = chapter_of(pledge("p", "2015-11-01", *(stage(state, "2015-11-05") for state in states), condition="if"))
    assert chapter.pledges[0].at_last.kept == kept


def test_sources_that_contradict_each_other_are_told_and_both_states_stay():
    (one,) = chapter_of(pledge("p", "2015-11-01", stage("kept", "2015-11-05"), stage("broken", "2015-11-05"))).pledges
    assert one.at_last.text == "kept or broken: which is not known"
    assert "Sources contradict each other: kept and broken from 5 November 2015; both stay possible." in one.remarks


def test_a_day_that_is_not_known_and_parties_that_are_no_actors_are_shown_with_the_reason():
    (one,) = chapter_of(pledge("p", "", stage("kept", ""), by=(), to=("Some villages",))).pledges
    assert one.made.first is None
    assert set(one.remarks) == {
        "The day on which it was made is not known.",
        "Who made it is not named, so it may be anybody's.",
        "“Some villages”: no actor of the case, so of no coalition and no definition.",
        "From which day on it was kept is not known.",
    }


def test_a_stage_without_a_source_is_shown_with_that_as_its_reason():
    (one,) = chapter_of(pledge("p", "2015-11-01", stage("kept", "2015-11-05", source=""))).pledges
    assert "No source is named for: kept." in one.remarks


def test_a_pledge_by_two_to_two_stands_under_four_pairs_and_counts_once():
    chapter = chapter_of(pledge("p", "2015-11-01", by=("a", "c"), to=("b", "x")))
    assert [(pair.by, pair.to, pair.pledges) for pair in chapter.pairs] == [
        ("A", "B", (0,)), ("A", "x", (0,)), ("C", "B", (0,)), ("C", "x", (0,)),
    ]  # fmt: skip
    assert sum(entry.last_most for entry in chapter.tally) == 1
    assert any("counts once in the sums" in sentence for sentence in chapter.limits)


@pytest.mark.parametrize(
    ("stages", "words"),
    [
        ([stage("kept", "2015-11-09")], "open for 8 days before"),
        ([stage("kept", "2015-11-02")], "open for 1 day before"),
        ([stage("kept", "2015-11-03/2015-11-05"), stage("broken", "2015-11-20")], "open for 2 to 4 days before"),
        ([stage("kept", "")], "how long it was open is not known"),
        ([], "open for 29 days when the period ended"),
    ],
)
def test_how_long_it_was_open_before_anything_became_of_it(stages, words):
    assert chapter_of(pledge("p", "2015-11-01", *stages)).pledges[0].waited.text == words


def test_a_promise_of_the_last_day_says_so_instead_of_no_days():
    assert chapter_of(pledge("p", "2015-11-30")).pledges[0].waited.text == "made on the last day of the period"


@pytest.mark.parametrize(
    ("stages", "standing"),
    [
        ([], "unknown"),
        ([stage("kept", "2015-11-05")], "unknown"),
        ([stage("kept", "2015-11-05", "met")], "met"),
        ([stage("condition-unmet", "2015-11-05")], "unmet"),
        ([stage("condition-unmet", "2015-11-05"), stage("kept", "2015-11-06", "met")], "met"),
        ([stage("condition-unmet", "2015-11-06"), stage("kept", "2015-11-05", "met")], "unmet"),
        ([stage("condition-unmet", "2015-11"), stage("kept", "2015-11-05", "met")], "unknown"),
    ],
)
def test_a_condition_is_met_or_not_by_the_last_source_that_says_so(stages, standing):
    assert chapter_of(pledge("p", "2015-11-01", *stages, condition="if")).pledges[0].condition_standing == standing


def test_without_a_period_only_the_last_that_is_known_is_said():
    chapter = chapter_of(pledge("p", "2015-11-01"), period="")
    assert (chapter.end, chapter.pledges[0].at_end) == ("", None)
    assert not any("last day of the period" in sentence for sentence in chapter.besides)


def test_a_case_that_holds_every_pledge_does_not_say_that_there_may_be_more():
    assert any("not known to hold every pledge" in sentence for sentence in chapter_of(pledge("p", "2015")).limits)
    chapter = chapter_of(pledge("p", "2015"), all_pledges=True)
    assert not any("not known to hold every pledge" in sentence for sentence in chapter.limits)
