"""Pledges read from undertakings.toml: what is told, and that no fault costs a pledge its place."""

from __future__ import annotations

import pytest

from firmground.case.undertakings import ConditionAnswer, PledgeState
from firmground.errors import Effect
from firmground.read import read_case

PLEDGE = """
[[pledges]]
id = "p"
by = ["france"]
to = ["mali"]
what = "help"
condition = "if asked"
on = "2015-11-10"
url = "https://example.org/p"
"""


def stage(state, day, more='url = "https://example.org/s"'):
    return f'[[pledges.stages]]\nstate = "{state}"\non = "{day}"\n{more}\n'


@pytest.fixture
def read(tmp_path):
    def make(*stages, pledge=PLEDGE):
        (tmp_path / "case.toml").write_text('title = "T"')
        (tmp_path / "actors.toml").write_text('[[actors]]\nid = "france"\n[[actors]]\nid = "mali"\n')
        (tmp_path / "undertakings.toml").write_text(pledge + "".join(stages))
        case = read_case(tmp_path)
        return case.pledges["p"], [(problem.row, problem.effect, problem.what) for problem in case.problems]

    return make


def test_stages_in_order_with_their_sources_are_read_without_a_word(read):
    pledge, problems = read(stage("open", "2015-11-10"), stage("kept", "2015-12"))
    assert problems == []
    assert [(one.state, str(one.on)) for one in pledge.stages] == [
        (PledgeState.OPEN, "2015-11-10"),
        (PledgeState.KEPT, "2015-12"),
    ]


def test_a_stage_of_the_day_of_the_pledge_is_no_fault_and_one_of_the_day_before_is(read):
    assert read(stage("open", "2015-11-10"))[1] == []
    pledge, problems = read(stage("open", "2015-11-09"))
    assert problems == [
        (
            10,
            Effect.WIDENED,
            "the stage 'open' of 2015-11-09 lies before the day on which the pledge was made, 2015-11-10",
        )
    ]
    assert not pledge.stages[0].on.known


def test_a_stage_that_may_be_later_than_the_pledge_is_no_fault(read):
    assert read(stage("kept", "2015-11"))[1] == []


def test_stages_out_of_order_are_told_and_kept(read):
    pledge, problems = read(stage("kept", "2015-12-02"), stage("open", "2015-12-01"))
    assert [(row, effect) for row, effect, _ in problems] == [(14, Effect.NOTED)]
    assert len(pledge.stages) == 2


def test_two_states_of_one_day_are_told_and_of_two_days_are_not(read):
    assert read(stage("broken", "2015-12-02"), stage("kept", "2015-12-03"))[1] == []
    _, problems = read(stage("broken", "2015-12-02"), stage("kept", "2015-12-02"))
    assert [problem[1:] for problem in problems] == [
        (Effect.WIDENED, "the pledge is both 'broken' and 'kept' from 2015-12-02")
    ]


def test_open_and_kept_on_one_day_do_not_contradict_each_other(read):
    assert read(stage("open", "2015-11-10"), stage("kept", "2015-11-10"))[1] == []


def test_a_stage_without_a_source_is_told_and_kept(read):
    pledge, problems = read(stage("kept", "2015-12-02", more=""))
    assert problems == [(10, Effect.NOTED, "the stage 'kept' names no source")]
    assert len(pledge.stages) == 1


def test_a_condition_is_met_or_unmet_by_the_word_of_a_stage(read):
    pledge, problems = read(stage("kept", "2015-12-02", more='url = "https://e.org"\ncondition = "met"'))
    assert problems == []
    assert pledge.stages[0].condition is ConditionAnswer.MET


def test_a_condition_that_the_pledge_does_not_have_cannot_be_unmet(read):
    bare = PLEDGE.replace('condition = "if asked"\n', "")
    assert read(stage("kept", "2015-12-02"), pledge=bare)[1] == []
    _, problems = read(stage("condition-unmet", "2015-12-02"), pledge=bare)
    assert [problem[1:] for problem in problems] == [
        (Effect.NOTED, "the stage 'condition-unmet' speaks of a condition, and the pledge has none")
    ]


def test_a_pledge_by_nobody_and_of_nothing_is_told_and_kept(read):
    bare = PLEDGE.replace('by = ["france"]\n', "").replace('what = "help"\n', "")
    pledge, problems = read(pledge=bare)
    assert sorted((effect, what) for _, effect, what in problems) == [
        (Effect.NOTED, "`what` is missing"),
        (Effect.WIDENED, "`by` is missing"),
    ]
    assert pledge.by == ()


def test_a_party_that_is_no_actor_stays_under_its_own_name(read):
    pledge, problems = read(pledge=PLEDGE.replace('"mali"', '"Some villages"'))
    assert pledge.to == ("Some villages",)
    assert [problem[1] for problem in problems] == [Effect.NOTED]
