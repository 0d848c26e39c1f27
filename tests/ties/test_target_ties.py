"""Conditions on the target of an event by ties: "somebody whom A's partner backs", on the day it was hit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.case import claims
from firmground.case.actors import Bond, TieKind
from firmground.case.choices import Choices, Specification
from firmground.case.claims import Condition, MeasureKind, Selection, TargetTie
from firmground.case.definitions import Definition, Label
from firmground.case.target_ties import PARTNERS
from firmground.dates import parse_when
from firmground.measures import Selector, measure
from firmground.modality import CANNOT, MAY, MUST, Modality
from oracles.target_ties import backed_answers
from oracles.worlds import actors, as_of, case_of, event_table, hold, member
from ties.test_tied import tie


def answers(rows, ties, asked, **more):
    """Must, may or cannot each event meet the condition?"""
    everyone = actors("a", "b", "c", "ally", "league", ties=tuple(ties))
    case = case_of(event_table(*rows), parties=everyone, **more)
    selector = Selector(hold(case))
    definition = next(iter(case.definitions), "")
    found = selector.that(Condition(target_tie=asked), Selection(), Specification(definition=definition))
    return [Modality(int(answer)) for answer in found]


def hits(target, date="2015-10-10", by="a"):
    return {"target": target, "date": date, "by": by}


BACKED = TargetTie(Bond.BACKED_BY, "c", complete=True)
BACKS_B = tie("c", "backs", "b")


def test_a_target_that_is_backed_meets_the_condition_and_another_does_not():
    assert answers([hits("b"), hits("ally")], [BACKS_B], BACKED) == [MUST, CANNOT]


def test_without_all_ties_a_target_of_which_none_is_known_may_be_backed():
    open_ended = TargetTie(Bond.BACKED_BY, "c")
    assert answers([hits("b"), hits("ally")], [BACKS_B], open_ended) == [MUST, MAY]


def test_nobody_is_backed_by_itself_even_where_ties_are_missing():
    assert answers([hits("c")], [BACKS_B], TargetTie(Bond.BACKED_BY, "c")) == [CANNOT]


def test_both_of_two_targets_were_hit_and_one_of_two_readings():
    assert answers([hits("b;ally"), hits("b|ally"), hits("b|"), hits("")], [BACKS_B], BACKED) == [MUST, MAY, MAY, MAY]


def test_a_target_that_is_no_actor_of_the_case_may_be_anybodys():
    assert answers([hits("unheard of")], [BACKS_B], BACKED) == [MAY]


def test_a_tie_that_ends_on_the_day_of_the_event_stands_and_the_day_after_does_not():
    ends = tie("c", "backs", "b", "2015-10-01/2015-10-10")
    rows = [hits("b", "2015-10-10"), hits("b", "2015-10-11"), hits("b", "2015-10-10/2015-10-11"), hits("b", "")]
    assert answers(rows, [ends], BACKED) == [MUST, CANNOT, MAY, MAY]


def test_a_tie_that_begins_within_the_days_of_an_event_leaves_it_open():
    begins = tie("c", "backs", "b", "2015-10-10/..")
    rows = [hits("b", "2015-10-09"), hits("b", "2015-10-09/2015-10-12"), hits("b", "2015-10-10/2015-10-12")]
    assert answers(rows, [begins], BACKED) == [CANNOT, MAY, MUST]


def test_a_tie_known_of_one_day_is_sure_on_that_day_alone():
    known = tie("c", "backs", "b", as_of("2015-10-10"))
    assert answers([hits("b", "2015-10-10"), hits("b", "2015-10-11")], [known], BACKED) == [MUST, MAY]


def test_a_tie_of_a_coalition_gives_its_member_no_more_than_may():
    ties = [member("b", "league"), tie("c", "backs", "league")]
    assert answers([hits("b"), hits("league")], ties, BACKED) == [MAY, MUST]


@pytest.mark.parametrize(
    ("bond", "expected"),
    [
        (Bond.BACKS, [CANNOT, MUST]),
        (Bond.BACKED_BY, [MUST, CANNOT]),
        (Bond.FIGHTS, [MAY, CANNOT]),
        (Bond.FOUGHT_BY, [MUST, CANNOT]),
        (Bond.ALLIED, [CANNOT, MUST]),
    ],
)
def test_every_bond_is_read_from_its_own_ties(bond, expected):
    ties = [BACKS_B, tie("ally", "backs", "c"), tie("c", "fights", "b"), tie("c", "allied", "ally")]
    asked = TargetTie(bond, "c", complete=True)
    assert answers([hits("b"), hits("ally")], ties, asked) == expected


def test_somebody_whom_a_partner_of_the_one_who_struck_backs():
    ties = [tie("a", "allied", "ally"), tie("ally", "backs", "b")]
    asked = TargetTie(Bond.BACKED_BY, PARTNERS, complete=True)
    rows = [hits("b", by="a"), hits("b", by="c"), hits("b", by="a|c"), hits("b", by="")]
    assert answers(rows, ties, asked) == [MUST, CANNOT, MAY, MAY]


def test_a_partner_is_one_on_the_day_of_the_event():
    ties = [tie("a", "allied", "ally", "2015-10-01/2015-10-10"), tie("ally", "backs", "b")]
    asked = TargetTie(Bond.BACKED_BY, PARTNERS, complete=True)
    assert answers([hits("b", "2015-10-10"), hits("b", "2015-10-11")], ties, asked) == [MUST, CANNOT]


def test_a_label_stands_for_those_whom_it_means():
    west = Label("west", ("c",), (), parse_when("../.."))
    asked = TargetTie(Bond.BACKED_BY, "west", complete=True)
    defined = {"one": Definition("one", "one", "somebody", (west,))}
    assert answers([hits("b"), hits("ally")], [BACKS_B], asked, definitions=defined) == [MUST, CANNOT]
    nobody = {"one": Definition("one", "one", "somebody", ())}
    assert answers([hits("b"), hits("ally")], [BACKS_B], asked, definitions=nobody) == [MAY, CANNOT]


def test_a_share_of_such_strikes_has_bounds():
    ties = (BACKS_B, tie("c", "backs", "ally", as_of("2015-10-01")))
    rows = [hits("b"), hits("ally"), hits("league"), hits("league")]
    case = case_of(event_table(*rows), parties=actors("a", "b", "c", "ally", "league", ties=ties), choices=Choices())
    test = claims.Test(MeasureKind.SHARE, that=Condition(target_tie=BACKED))
    found = measure(hold(case), test, Specification(unit="event"))
    assert (found.bounds.low, found.bounds.high) == (0.25, 0.5)


def test_of_an_event_only_the_days_that_count_are_asked_about():
    ends = tie("c", "backs", "b", "2015-10-01/2015-10-10")
    everyone = actors("a", "b", "c", ties=(ends,))
    case = case_of(event_table(hits("b", "2015-10-09/2015-10-12")), parties=everyone)
    selector = Selector(hold(case))
    asked = Condition(target_tie=BACKED)
    for last, expected in (("2015-10-10", MUST), ("2015-10-11", MAY)):
        found = selector.that(asked, Selection(last=parse_when(last)), Specification())
        assert Modality(int(found[0])) is expected


def test_ties_of_other_kinds_do_not_matter():
    ties = [tie("c", kind, "b") for kind in TieKind if kind not in (TieKind.BACKS, TieKind.MEMBER_OF)]
    assert answers([hits("b")], ties, BACKED) == [CANNOT]


NAMES = ("a", "b", "c", "league")
PERIODS = ("2015-10-01/2015-10-10", "2015-10-10/..", "../2015-10-11", "../..", "2015-10-09~", "")


@st.composite
def some_ties(draw):
    """A few ties of backing and membership, their periods known or not."""
    ends = st.permutations(NAMES)
    kinds = st.sampled_from(("backs", "member-of"))
    return [
        tie(pair[0], kind, pair[1], period)
        for kind, pair, period in draw(st.lists(st.tuples(kinds, ends, st.sampled_from(PERIODS)), max_size=5))
    ]


@given(some_ties(), st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2), min_size=1, max_size=2))
def test_no_answer_is_surer_than_every_way_in_which_ties_may_stand(ties, readings):
    """And where neither day nor reading nor standing is open the two are the same."""
    days = range(parse_when("2015-10-09").possible.start, parse_when("2015-10-12").possible.stop)
    target = "|".join(";".join(reading) for reading in readings)
    everyone = actors(*NAMES, ties=tuple(ties))
    case = case_of(event_table(hits(target, "2015-10-09/2015-10-12")), parties=everyone)
    found = Selector(hold(case)).that(Condition(target_tie=BACKED), Selection(), Specification())
    answer, possible = Modality(int(found[0])), backed_answers(ties, readings, "c", days)
    assert answer is not MUST or possible == {True}
    assert answer is not CANNOT or possible == {False}
    settled = all(one.stands_on(day) is not MAY for one in ties for day in days)
    if settled:
        assert answer is Modality.of(every=possible == {True}, some=True in possible)
