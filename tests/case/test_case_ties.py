"""Ties between actors: chains, circles, days known and days only possible."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.case.actors import Tie, TieKind
from firmground.case.parties import meant
from firmground.dates import parse_when
from firmground.modality import CANNOT, MAY, MUST
from oracles.worlds import actors, as_of, day, member

NOW = day("2015-10-10")


def test_an_actor_is_itself_and_no_other():
    everyone = actors("a", "b")
    assert everyone.belongs("a", "a", NOW) is MUST
    assert everyone.belongs("a", "b", NOW) is CANNOT


def test_a_chain_is_as_strong_as_its_weakest_tie():
    everyone = actors("a", "b", "c", ties=(member("a", "b"), member("b", "c", as_of("2015-10-01"))))
    assert everyone.belongs("a", "b", NOW) is MUST
    assert everyone.belongs("a", "c", NOW) is MAY
    assert everyone.belongs("c", "a", NOW) is CANNOT


def test_of_two_chains_the_stronger_counts():
    weak = (member("a", "b", as_of("2015-10-01")), member("b", "c"))
    strong = (member("a", "d"), member("d", "c"))
    for ties in (weak + strong, strong + weak):
        assert actors("a", "b", "c", "d", ties=ties).belongs("a", "c", NOW) is MUST


def test_circles_of_memberships_come_to_an_end():
    everyone = actors("a", "b", "c", ties=(member("a", "b"), member("b", "c"), member("c", "a"), member("a", "a")))
    assert everyone.members_on("a", NOW) == {"b": MUST, "c": MUST}
    assert everyone.belongs("b", "a", NOW) is MUST


def test_a_tie_that_ends_on_a_day_stands_that_day_and_not_the_next():
    everyone = actors("a", "b", ties=(member("a", "b", "2015-10-01/2015-10-10"),))
    assert everyone.belongs("a", "b", day("2015-09-30")) is CANNOT
    assert everyone.belongs("a", "b", day("2015-10-01")) is MUST
    assert everyone.belongs("a", "b", day("2015-10-10")) is MUST
    assert everyone.belongs("a", "b", day("2015-10-11")) is CANNOT


def test_a_tie_known_as_of_a_day_must_stand_that_day_and_may_stand_beside_it():
    everyone = actors("a", "b", ties=(member("a", "b", as_of("2015-10-10")),))
    assert everyone.belongs("a", "b", day("2015-10-09")) is MAY
    assert everyone.belongs("a", "b", day("2015-10-10")) is MUST
    assert everyone.belongs("a", "b", day("2015-10-11")) is MAY


@pytest.mark.parametrize("kind", [TieKind.BACKS, TieKind.FIGHTS, TieKind.ALLIED])
def test_only_membership_makes_one_actor_part_of_another(kind):
    everyone = actors("a", "b", ties=(Tie("a", kind, "b", parse_when("../..")),))
    assert everyone.belongs("a", "b", NOW) is CANNOT
    assert everyone.change_days() == set()
    assert [tie.to for tie, _ in everyone.ties_on(NOW, kind)] == ["b"]


def test_a_member_is_the_coalition_and_a_coalition_may_be_its_member():
    everyone = actors(
        "member", "coalition", "other", ties=(member("member", "coalition"), member("other", "coalition"))
    )
    assert meant("coalition", "member", NOW, everyone, None) is MUST
    assert meant("member", "coalition", NOW, everyone, None) is MAY
    assert meant("member", "other", NOW, everyone, None) is CANNOT


def test_two_coalitions_with_a_member_in_common_may_be_each_other():
    everyone = actors("m", "one", "two", ties=(member("m", "one"), member("m", "two")))
    assert meant("one", "two", NOW, everyone, None) is MAY


FIRST = day("2015-10-01")
PERIODS = [
    "../..",
    "2015-10-03/2015-10-05",
    "2015-10-04/..",
    "../2015-10-04",
    "2015-10-02/",
    "/2015-10-06",
    "2015-10-01~/2015-10-08",
]
a_tie = st.builds(member, st.sampled_from("abcd"), st.sampled_from("abcd"), st.sampled_from(PERIODS))


@given(st.lists(a_tie, max_size=7), st.sampled_from("abcd"), st.integers(0, 9))
@settings(deadline=None, max_examples=200)
def test_membership_equals_the_strongest_of_all_paths(ties, start, later):
    on = FIRST + later
    everyone = actors("a", "b", "c", "d", ties=tuple(ties))
    # Every path without a circle, written out.
    best = {start: MUST}
    paths = [((start,), MUST)]
    while paths:
        path, how = paths.pop()
        for tie in ties:
            if tie.actor == path[-1] and tie.to not in path:
                reached = how & tie.period.holds_on(on)
                best[tie.to] = best.get(tie.to, CANNOT) | reached
                paths.append(((*path, tie.to), reached))
    for to in "abcd":
        assert everyone.belongs(start, to, on) is best.get(to, CANNOT)
        assert everyone.members_on(to, on).get(start, MUST if to == start else CANNOT) is everyone.belongs(
            start, to, on
        )


@given(st.lists(a_tie, max_size=7), st.integers(0, 8))
@settings(deadline=None, max_examples=100)
def test_between_the_days_of_change_nothing_changes(ties, later):
    everyone = actors("a", "b", "c", "d", ties=tuple(ties))
    on = FIRST + later
    if on + 1 not in everyone.change_days():
        for one in "abcd":
            for other in "abcd":
                assert everyone.belongs(one, other, on) is everyone.belongs(one, other, on + 1)
