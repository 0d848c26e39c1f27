"""How an actor stands to another on a day: who backs, fights and is allied with whom, and who are partners."""

from __future__ import annotations

import pytest

from firmground.case.actors import Actor, Actors, Bond, Tie, TieKind
from firmground.dates import parse_when
from firmground.modality import CANNOT, MAY, MUST
from oracles.worlds import actors, as_of, day, member

NOW = day("2015-10-10")


def tie(actor, kind, to, period="../.."):
    return Tie(actor, TieKind(kind), to, parse_when(period) if isinstance(period, str) else period)


def with_grouping(*ids, word, ties=()):
    return Actors({name: Actor(name, name, kind="grouping" if name == word else "") for name in ids}, ties)


def test_backing_has_a_direction():
    everyone = actors("a", "b", ties=(tie("a", "backs", "b"),))
    assert everyone.tied("a", Bond.BACKS, "b", NOW) is MUST
    assert everyone.tied("b", Bond.BACKS, "a", NOW) is CANNOT
    assert everyone.tied("b", Bond.BACKED_BY, "a", NOW) is MUST
    assert everyone.tied("a", Bond.BACKED_BY, "b", NOW) is CANNOT


def test_an_alliance_has_none():
    everyone = actors("a", "b", ties=(tie("a", "allied", "b"),))
    assert everyone.tied("a", Bond.ALLIED, "b", NOW) is MUST
    assert everyone.tied("b", Bond.ALLIED, "a", NOW) is MUST


def test_who_is_fought_may_fight_back_and_nobody_said_so():
    everyone = actors("a", "b", ties=(tie("a", "fights", "b"),))
    assert everyone.tied("a", Bond.FIGHTS, "b", NOW) is MUST
    assert everyone.tied("b", Bond.FIGHTS, "a", NOW) is MAY
    assert everyone.tied("b", Bond.FOUGHT_BY, "a", NOW) is MUST
    assert everyone.tied("a", Bond.FOUGHT_BY, "b", NOW) is MAY


def test_a_tie_that_ends_on_a_day_stands_on_that_day_and_not_on_the_next():
    everyone = actors("a", "b", ties=(tie("a", "backs", "b", "2015-10-01/2015-10-10"),))
    assert everyone.tied("a", Bond.BACKS, "b", day("2015-10-10")) is MUST
    assert everyone.tied("a", Bond.BACKS, "b", day("2015-10-11")) is CANNOT


def test_a_tie_known_of_another_day_may_stand_on_this_one():
    everyone = actors("a", "b", ties=(tie("a", "backs", "b", as_of("2015-10-09")),))
    assert everyone.tied("a", Bond.BACKS, "b", day("2015-10-09")) is MUST
    assert everyone.tied("a", Bond.BACKS, "b", day("2015-10-10")) is MAY


def test_what_a_coalition_does_its_members_may_do():
    everyone = actors("a", "b", "league", ties=(member("a", "league"), tie("league", "fights", "b")))
    assert everyone.tied("league", Bond.FIGHTS, "b", NOW) is MUST
    assert everyone.tied("a", Bond.FIGHTS, "b", NOW) is MAY


def test_what_a_member_does_its_coalition_may_do():
    everyone = actors("a", "b", "league", ties=(member("a", "league"), tie("a", "fights", "b")))
    assert everyone.tied("league", Bond.FIGHTS, "b", NOW) is MAY


def test_whoever_fights_a_coalition_may_fight_its_member():
    everyone = actors("a", "b", "league", ties=(member("b", "league"), tie("a", "fights", "league")))
    assert everyone.tied("a", Bond.FIGHTS, "b", NOW) is MAY
    assert everyone.tied("a", Bond.FIGHTS, "league", NOW) is MUST


def test_a_word_for_many_is_not_each_of_them():
    """Whoever is meant by "the opposition, group not named" may be one that nobody backs."""
    everyone = with_grouping("a", "opposition", word="opposition", ties=(tie("a", "backs", "opposition"),))
    assert everyone.tied("a", Bond.BACKS, "opposition", NOW) is MUST
    assert everyone.tied("opposition", Bond.BACKED_BY, "a", NOW) is MAY


def test_nobody_is_tied_to_itself():
    everyone = actors("a", "b", "league", ties=(member("a", "league"), member("b", "league"), tie("a", "fights", "b")))
    assert everyone.tied("league", Bond.FIGHTS, "league", NOW) is CANNOT


def test_friends_of_friends_are_not_tied():
    everyone = actors("a", "b", "c", ties=(tie("a", "allied", "b"), tie("b", "allied", "c")))
    assert everyone.tied("a", Bond.ALLIED, "c", NOW) is CANNOT


def test_partners_are_allies_coalitions_and_their_other_members():
    ties = (tie("a", "allied", "ally"), member("a", "league"), member("b", "league", as_of("2015-10-01")))
    everyone = actors("a", "b", "ally", "league", "c", ties=ties)
    assert everyone.partners("a", NOW) == {"ally": MUST, "league": MUST, "b": MAY}


def test_ones_own_members_and_other_users_of_ones_name_are_no_partners():
    ties = (member("ministry", "a"), member("a", "rebels"), member("b", "rebels"))
    everyone = with_grouping("a", "b", "ministry", "rebels", word="rebels", ties=ties)
    assert everyone.partners("a", NOW) == {}
    assert everyone.partners("ministry", NOW) == {"a": MUST}


@pytest.mark.parametrize("kind", ["backs", "fights", "allied"])
def test_days_of_every_tie_are_days_of_change_for_whoever_asks(kind):
    everyone = actors("a", "b", ties=(tie("a", kind, "b", "2015-10-01/2015-10-10"),))
    assert everyone.change_days() == set()
    assert everyone.change_days([TieKind(kind)]) == {day("2015-10-01"), day("2015-10-11")}
