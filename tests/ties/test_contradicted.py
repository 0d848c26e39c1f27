"""Claims about contradictions between ties: how they are read, measured and said."""

from __future__ import annotations

import math

import pytest

from firmground.case.signed_ties import signed_ties
from firmground.check import check_claims
from firmground.hold import hold_events
from firmground.locate import locate_events
from firmground.measures.blocs import find_blocs
from firmground.modality import CANNOT, MAY, MUST
from firmground.report.sections import write_section
from oracles.worlds import actors, as_of, day, member
from ties.test_tied import tie, with_grouping

NOW = day("2015-10-10")
COMPLETE = 'measure = "contradictions"\ncomplete = true\n'


def check(case):
    findings = check_claims(hold_events(locate_events(case)))
    return findings, {found.claim.id: found for found in findings.claims}


def ends(bounds):
    return bounds.low, bounds.high


def test_the_last_day_of_a_tie_contradicts_and_the_day_after_does_not(sides, claim):
    text = claim(f'{COMPLETE}on = "2031-02-15"\nvalue = "1"', "last")
    text += claim(f'{COMPLETE}on = "2031-02-16"\nvalue = "1"', "after")
    _, found = check(sides(text))
    assert ends(found["last"].headline.bounds) == (1, 1)
    assert found["last"].headline.standing is MUST
    assert ends(found["after"].headline.bounds) == (0, 0)
    assert found["after"].headline.standing is CANNOT


def test_of_a_month_it_may_be_any_day(sides, claim):
    _, found = check(sides(claim(f'{COMPLETE}on = "2031-02"\nvalue = "1"')))
    assert ends(found["one"].headline.bounds) == (0, 1)
    assert found["one"].headline.standing is MAY


def test_ties_that_nobody_found_can_only_add_contradictions(sides, claim):
    test = 'measure = "contradictions"\non = "2031-02-01"\nvalue = '
    _, found = check(sides(claim(f'{test}">= 1"', "least") + claim(f'{test}"<= 1"', "most")))
    assert ends(found["least"].headline.bounds) == (1, math.inf)
    assert found["least"].headline.standing is MUST
    assert found["most"].headline.standing is MAY


def test_three_foes_fit_three_blocs(sides, claim):
    foes = "".join(f'[[actors]]\nid = "{name}"\nname = "{name}"\n' for name in "abc") + "".join(
        f'[[ties]]\nactor = "{one}"\ntie = "fights"\nto = "{to}"\n' for one, to in ("ab", "bc", "ca")
    )
    text = claim(f'{COMPLETE}on = "2031-02-01"\nvalue = "1"', "two")
    text += claim(f'{COMPLETE}on = "2031-02-01"\nblocs = 3\nvalue = "0"', "three")
    _, found = check(sides(text, actors=foes))
    assert found["two"].headline.standing is found["three"].headline.standing is MUST


@pytest.mark.parametrize("blocs", ['"many"', "0", "2.5", "13", "[2]"])
def test_a_number_of_blocs_that_is_none_is_told_and_the_claim_is_not_tested(sides, claim, blocs):
    case = sides(claim(f'measure = "contradictions"\non = "2031-02-01"\nblocs = {blocs}'))
    assert any("blocs" in problem.what for problem in case.problems)
    findings, _ = check(case)
    assert not findings.claims


def test_a_day_is_needed(sides, claim):
    case = sides(claim('measure = "contradictions"'))
    assert "the measure contradictions needs `on`" in [problem.what for problem in case.problems]


def test_a_day_without_limit_is_not_measured(sides, claim):
    findings, _ = check(sides(claim('measure = "contradictions"\non = "2031-02-01/.."')))
    assert not findings.claims
    assert "contradictions are those of a day" in findings.untested[0][1]


def test_it_is_said_in_words(sides, claim):
    case = sides(claim('measure = "contradictions"\non = "2031-02-01"\nvalue = ">= 1"'))
    findings, found = check(case)
    section = write_section(findings, found["one"])
    assert section.sentence == (
        "The data require it. On 1 February 2031, at least 1 tie contradicts even the best division of the actors "
        "into two blocs."
    )
    assert any("North fights Hill rebels" in remark for remark in section.remarks)
    assert any("no limit above" in remark for remark in section.remarks)


def test_members_of_a_word_for_many_are_no_friends():
    everyone = with_grouping("a", "b", "rebels", word="rebels", ties=(member("a", "rebels"), member("b", "rebels")))
    assert signed_ties(everyone, NOW) == ()


def test_what_both_sides_write_is_one_tie():
    everyone = actors("a", "b", ties=(tie("a", "fights", "b"), tie("b", "fights", "a", as_of("2015-10-09"))))
    (found,) = signed_ties(everyone, NOW)
    assert (found.against, found.standing, found.oneway) == (True, MUST, False)


def test_friends_that_fight_each_other_contradict_themselves():
    everyone = actors("a", "b", ties=(tie("a", "backs", "b"), tie("b", "fights", "a")))
    found = find_blocs(everyone, NOW, 2)
    assert ends(found.contradictions) == (1, 1)
    assert found.together("a", "b") is MAY
    assert [found.contradicts(place) for place in range(2)] == [MAY, MAY]


def test_a_tie_of_another_day_widens_the_bounds_and_is_never_surely_contradicted():
    ties = (tie("a", "backs", "b"), tie("b", "backs", "c"), tie("a", "fights", "c", as_of("2015-10-09")))
    found = find_blocs(actors("a", "b", "c", ties=ties), NOW, 2)
    assert ends(found.contradictions) == (0, 1)
    assert found.contradicts(2) is MAY
    on_the_day = find_blocs(actors("a", "b", "c", ties=ties), day("2015-10-09"), 2)
    assert ends(on_the_day.contradictions) == (1, 1)


def test_who_is_surely_together_is_so_in_every_world():
    ties = (tie("a", "backs", "b"), tie("c", "fights", "b"), tie("d", "fights", "c", as_of("2015-10-09")))
    found = find_blocs(actors("a", "b", "c", "d", ties=ties), NOW, 2)
    assert found.together("a", "b") is MUST
    assert found.together("a", "c") is CANNOT
    assert found.together("b", "d") is MAY  # two foes of one, if the second tie stands
