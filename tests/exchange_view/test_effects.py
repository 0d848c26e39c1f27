"""What each rule does to each finding, alone and with the others."""

from __future__ import annotations

from datetime import date

import pytest

from firmground.case.handling import Label
from firmground.exchange.plain import record_tables
from firmground.exchange.viewing.effects import Change, effects_of_rules
from firmground.exchange.viewing.make import make_view

DAY = date(2026, 1, 1)


def effects(case, day=DAY):
    tables = record_tables(case)
    return effects_of_rules(case, tables, make_view(case, tables, Label.CLEAR, day), day)


@pytest.fixture
def by_rule(small, rule):
    """The effects of rules by name."""

    def ask(*rules):
        found = effects(small("".join(rule(body, name) for name, body in rules)))
        return {one.rule: {claim.claim: claim for claim in one.claims} for one in (*found.alone, found.together)}

    return ask


def test_each_rule_is_tried_alone_and_all_together(by_rule):
    found = by_rule(("towns", 'places = ["rastan"]'), ("who", 'actors = ["beta"]'), ("paper", 'sources = ["paper"]'))
    assert list(found) == ["towns", "who", "paper", ""]
    assert found["towns"]["near"].change is Change.HIDDEN
    assert found["towns"]["most"].change is Change.OPEN  # three of the five raids were there
    assert found["towns"]["again"].change is Change.SAME
    assert found["who"]["most"].change is Change.OPEN  # a tie is hidden: who is meant by alpha is open
    assert {one.change for one in found["paper"].values()} == {Change.SAME}
    assert found[""]["near"].change is Change.HIDDEN


def test_bounds_are_told_before_and_after(by_rule):
    found = by_rule(("towns", 'places = ["rastan"]'), ("paper", 'sources = ["paper"]'))["towns"]["most"]
    assert found.shown is not None
    assert found.full is not None
    assert found.full in found.shown
    assert (found.standing_full, found.standing_shown) == ("may", "may")


def test_a_rule_that_alone_stops_everything_says_why(small, rule):
    case = small(rule('table = "claims.toml"\nids = ["near"]', "one") + rule('sources = ["wire"]', "two"))
    stopped = small(
        rule('table = "claims.toml"\nids = ["near"]', "one") + rule('places = ["rastan"]\nmentions = "stop"', "two")
    )
    tables = record_tables(stopped)
    view = make_view(case, tables, Label.CLEAR, DAY)
    found = effects_of_rules(stopped, tables, view, DAY)
    assert [one.rule for one in found.alone if one.stopped] == ["two"]


def test_the_built_in_case_is_previewed(syria):
    found = effects(syria)
    assert [one.rule for one in found.alone] == ["three-towns", "one-source"]
    assert {one.claim for one in found.together.moved} == {one.claim for one in found.alone[0].moved}
    assert len(found.together.moved) >= 8
    assert found.alone[1].moved == ()
    assert all(one.full in one.shown for one in found.together.moved)
