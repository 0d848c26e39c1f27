"""Who is meant by what ties it: "those who fight Islamic State", on the days on which the tie stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from watching import EVER, tie

from firmground.case.actors import Bond, TieKind
from firmground.case.claims import Condition, MeasureKind, Selection
from firmground.case.claims import Test as ClaimTest
from firmground.case.definitions import Definition, Label
from firmground.measures import measure
from firmground.modality import CANNOT, MAY, MUST
from oracles.worlds import actors, as_of, case_of, day, event_table, hold, member, on_map

NOW = day("2015-10-10")


def means(bond, *ties, actor="a", to="b", on=NOW, **label):
    everyone = actors("a", "b", "c", "side", "other", ties=ties)
    own = Label("word", label.pop("covers", ()), label.pop("excludes", ()), EVER, bonds=((bond, to),), **label)
    return Definition("d", "d", "", (own,)).includes("word", actor, on, everyone)


@pytest.mark.parametrize(
    ("bond", "kind", "ahead", "back"),
    [
        (Bond.FIGHTS, "fights", MUST, MAY),
        (Bond.FOUGHT_BY, "fights", MAY, MUST),
        (Bond.BACKS, "backs", MUST, CANNOT),
        (Bond.BACKED_BY, "backs", CANNOT, MUST),
        (Bond.ALLIED, "allied", MUST, MUST),
    ],
)
def test_a_tie_is_read_from_the_side_on_which_it_was_written(bond, kind, ahead, back):
    assert means(bond, tie("a", kind, "b")) is ahead
    assert means(bond, tie("b", kind, "a")) is back
    assert means(bond, tie("a", kind, "c")) is CANNOT


def test_a_tie_of_another_kind_means_nothing():
    assert means(Bond.FIGHTS, tie("a", "backs", "b")) is CANNOT
    assert means(Bond.BACKS, member("a", "b")) is CANNOT


def test_a_tie_that_may_stand_makes_one_who_may_be_meant():
    known = tie("a", "fights", "b", as_of("2015-10-10"))
    assert [means(Bond.FIGHTS, known, on=on) for on in (NOW - 1, NOW, NOW + 1)] == [MAY, MUST, MAY]
    ended = tie("a", "fights", "b", "2015-10-01/2015-10-10")
    assert [means(Bond.FIGHTS, ended, on=on) for on in (NOW, NOW + 1)] == [MUST, CANNOT]


def test_a_tie_of_a_coalition_says_may_of_its_members_and_a_members_tie_may_of_the_coalition():
    joined = member("a", "side")
    assert means(Bond.FIGHTS, joined, tie("side", "fights", "b")) is MAY
    assert means(Bond.FIGHTS, joined, tie("a", "fights", "b"), actor="side") is MAY
    assert means(Bond.FIGHTS, member("b", "other"), tie("a", "fights", "other")) is MAY
    assert means(Bond.FIGHTS, member("b", "other"), tie("a", "fights", "b"), to="other") is MAY


def test_an_excluded_actor_is_not_meant_whatever_it_fights_nor_are_its_members():
    ties = (tie("a", "fights", "b"), member("a", "side"))
    assert means(Bond.FIGHTS, *ties, excludes=("a",)) is CANNOT
    assert means(Bond.FIGHTS, *ties, excludes=("side",)) is CANNOT
    assert means(Bond.FIGHTS, *ties, excludes=("side",), covers=("a",)) is MUST


def test_nobody_is_meant_for_fighting_itself():
    assert means(Bond.FIGHTS, tie("b", "fights", "a"), actor="b") is CANNOT


PERIODS = ["../..", "2015-10-03/2015-10-05", "2015-10-04/..", "../2015-10-04", "2015-10-02/", "2015-10-01~/2015-10-08"]
a_tie = st.builds(
    tie, st.sampled_from("abcd"), st.sampled_from([str(kind) for kind in TieKind]), st.sampled_from("abcd"),
    st.sampled_from(PERIODS),
)  # fmt: skip
a_bond = st.tuples(st.sampled_from(list(Bond)), st.sampled_from("abcd"))


@given(st.lists(a_tie, max_size=6), st.lists(a_bond, min_size=1, max_size=2), st.integers(0, 8))
@settings(deadline=None, max_examples=150)
def test_between_the_days_of_change_the_meaning_of_a_word_does_not_change(ties, bonds, later):
    everyone = actors("a", "b", "c", "d", ties=tuple(ties))
    own = Definition("d", "d", "", (Label("word", (), (), EVER, bonds=tuple(bonds)),))
    on = day("2015-10-01") + later
    case = case_of(event_table(), parties=everyone, definitions={"d": own})
    if on + 1 not in case.break_days():
        for actor in "abcd":
            assert own.includes("word", actor, on, everyone) is own.includes("word", actor, on + 1, everyone)


def test_a_claim_about_such_a_word_is_cut_at_the_day_on_which_the_tie_ends():
    everyone = actors("a", "b", ties=(tie("a", "fights", "b", "2015-10-01/2015-10-10"),))
    own = Definition("d", "d", "", (Label("word", (), (), EVER, bonds=((Bond.FIGHTS, "b"),)),))
    rows = [{"date": date, "target": "a"} for date in ("2015-10-10", "2015-10-11", "2015-10-10/2015-10-11")]
    case = case_of(event_table(*rows), parties=everyone, definitions={"d": own}, complete=frozenset({"strikes"}))
    found = measure(hold(case), ClaimTest(MeasureKind.COUNT, that=Condition(target="word")), on_map(definition="d"))
    assert (found.bounds.low, found.bounds.high) == (1, 2)
    assert (
        measure(hold(case), ClaimTest(MeasureKind.COUNT, among=Selection(target="word")), on_map(definition="d")).bounds
        == found.bounds
    )
