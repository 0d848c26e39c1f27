"""How a condition by ties is written in claims.toml, and what is told where it cannot be understood."""

from __future__ import annotations

import pytest

from firmground.case.actors import Bond
from firmground.case.claims import TargetTie
from firmground.case.target_ties import PARTNERS
from firmground.check import check_claims
from firmground.hold import hold_events
from firmground.locate import locate_events
from firmground.modality import MAY, MUST
from firmground.report.sections import write_section

SHARE = 'measure = "share"\nunit = "event"\namong = { by = "north" }\nvalue = ">= 0.5"\nthat = '


def read(sides, claim, that):
    case = sides(claim(SHARE + that))
    return case, case.claims["one"].test


def test_a_tie_is_asked_of_an_actor_by_id_or_name(sides, claim):
    for name in ("south", "South"):
        case, test = read(sides, claim, f'{{ target_tie = {{ tie = "backed-by", of = "{name}", complete = true }} }}')
        assert case.problems == ()
        assert test.that.target_tie == TargetTie(Bond.BACKED_BY, "south", complete=True)


def test_partners_are_those_of_whoever_did_it(sides, claim):
    case, test = read(sides, claim, '{ target_tie = { tie = "fought-by", of = "partners" } }')
    assert case.problems == ()
    assert test.that.target_tie == TargetTie(Bond.FOUGHT_BY, PARTNERS)


def test_ties_may_be_asked_for_within_any_and_none(sides, claim):
    text = '{ any = [{ target_tie = { tie = "backs", of = "south" } }, { target = "raiders" }] }'
    _, test = read(sides, claim, text)
    assert test.that.any_of[0].target_tie == TargetTie(Bond.BACKS, "south")


@pytest.mark.parametrize(
    ("that", "what"),
    [
        ('{ target_tie = { tie = "likes", of = "south" } }', "`tie` is 'likes'"),
        ('{ target_tie = { tie = "backs", of = "nobody" } }', "'nobody' is no actor of the case"),
        ('{ target_tie = { tie = "backs" } }', "`target_tie` cannot be understood"),
        ('{ target_tie = { of = "south" } }', "`target_tie` cannot be understood"),
        ('{ target_tie = "south" }', "`target_tie` cannot be understood"),
        ('{ target_tie = { tie = "backs", of = "south", on = "2031-01-01" } }', "the key 'on' is not known here"),
    ],
)
def test_what_cannot_be_understood_is_told_and_the_claim_is_not_tested(sides, claim, that, what):
    case, test = read(sides, claim, that)
    assert test is None
    assert any(what in problem.what for problem in case.problems), [problem.what for problem in case.problems]


def check(sides, claim, that):
    case, _ = read(sides, claim, that)
    findings = check_claims(hold_events(locate_events(case)))
    return findings, findings.claims[0]


def test_half_of_the_strikes_hit_those_whom_a_partner_backed_on_that_day(sides, claim):
    """Two while the South was in the League, one the day after it had left, one on somebody else."""
    findings, found = check(sides, claim, '{ target_tie = { tie = "backed-by", of = "partners", complete = true } }')
    assert found.headline.standing is MUST
    assert found.headline.bounds.low == found.headline.bounds.high == 0.5
    section = write_section(findings, found)
    assert (
        "2 were said to be aimed at somebody whom a partner of the one who struck backs: 50 percent" in section.sentence
    )


def test_what_is_not_known_to_be_complete_leaves_units_open_and_says_why(sides, claim):
    findings, found = check(sides, claim, '{ target_tie = { tie = "backed-by", of = "south" } }')
    assert (found.headline.bounds.low, found.headline.bounds.high) == (0.75, 1)
    _, wide = check(sides, claim, '{ target_tie = { tie = "fights", of = "south" } }')
    assert wide.headline.standing is MAY
    findings, wide = check(sides, claim, '{ target_tie = { tie = "fights", of = "south" } }')
    section = write_section(findings, wide)
    assert section.undecided[0].why == "said to be aimed at Hill rebels: no tie is known that would answer it"
    assert any("ties with dates would narrow them (4)" in remark for remark in section.remarks)


def test_a_known_tie_of_another_day_is_told_beside_the_unit_that_it_leaves_open(sides, claim):
    findings, found = check(sides, claim, '{ target_tie = { tie = "fights", of = "north", complete = true } }')
    section = write_section(findings, found)
    whys = {unit.why for unit in section.undecided}
    assert (
        "said to be aimed at Raiders: Raiders fights North (known for 1 February 2031, perhaps at other times too)"
        in whys
    )
    # The rebels are only fought by the North: they may fight back.
    assert "said to be aimed at Hill rebels: North fights Hill rebels (at all times)" in whys
