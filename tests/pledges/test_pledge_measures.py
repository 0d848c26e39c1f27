"""Claims about pledges: bounds against every possible course of events, coalitions, and what settles a claim."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import PLEDGES, whens

import firmground as fg
from firmground.case.actors import Actors
from firmground.case.questions import Pledged
from firmground.case.undertakings import PledgeState
from firmground.measures.pledged import Meant, pledge_states
from firmground.measures.units import NO, OUT, YES, count_bounds, share_bounds, units_in
from firmground.report.build import build_report
from firmground.report.units import list_units
from oracles import pledges as oracle

OPEN, UNMET, KEPT, BROKEN, UNKNOWN = PledgeState
STATES = st.sets(st.sampled_from(PledgeState), min_size=1).map(tuple)


@st.composite
def questions(draw):
    states = draw(STATES)
    of = draw(st.one_of(st.just(()), STATES.map(lambda more: tuple({*states, *more}))))
    return Pledged(states=states, on=draw(whens(998, 1010)), of=of)


def outcome(state, asked):
    if state is None or (asked.of and state not in asked.of):
        return OUT
    return YES if state in asked.states else NO


def outcomes_of_courses(pledge, asked):
    return {outcome(state, asked) for day in oracle.days_of(asked.on) for state in oracle.states_on(pledge, day)}


@given(st.lists(PLEDGES.filter(lambda one: any(True for _ in oracle.courses(one))), max_size=3), questions())
def test_bounds_are_the_least_and_the_most_of_all_possible_courses_of_events(pledges, asked):
    possible = [outcomes_of_courses(pledge, asked) for pledge in pledges]
    units = units_in(state for pledge in pledges if (state := pledge_states(pledge, asked, Meant(Actors()))) != OUT)
    counts, shares = set(), set()
    for world in product(*possible):
        yes, no = world.count(YES), world.count(NO)
        counts.add(yes)
        shares |= {Fraction(yes, yes + no)} if yes + no else set()
    found = count_bounds(units)
    assert (found.low, found.high) == (min(counts), max(counts))
    share, _ = share_bounds(units)
    assert (share and (share.low, share.high)) == ((min(shares), max(shares)) if shares else None)


ACTORS = """
[[actors]]
id = "france"
name = "France"
[[actors]]
id = "germany"
name = "Germany"
[[actors]]
id = "mali"
name = "Mali"
[[actors]]
id = "coalition"
name = "The coalition"
[[ties]]
actor = "germany"
tie = "member-of"
to = "coalition"
from = "2015-12-01"
[[ties]]
actor = "mali"
tie = "member-of"
to = "coalition"
until = "2015-11-30"
"""

DEFINITIONS = """
[[definitions]]
id = "d"
title = "A list"
[[definitions.labels]]
label = "friends"
covers = ["mali"]
"""


def pledge(key, on, *stages, by='["germany"]', to='["mali"]'):
    rows = "".join(
        f'[[pledges.stages]]\nstate = "{state}"\non = "{day}"\nurl = "https://e.org/s"\n' for state, day in stages
    )
    return f'[[pledges]]\nid = "{key}"\nby = {by}\nto = {to}\nwhat = "help {key}"\non = "{on}"\nurl = "https://e.org/p"\n{rows}'


@pytest.fixture
def check(tmp_path):
    """The one claim of a case with these pledges, tested so."""

    def run(test, *pledges, case=""):
        (tmp_path / "case.toml").write_text(f'title = "T"\n{case}\n[choices]\ndefinition = ["d"]\n')
        (tmp_path / "actors.toml").write_text(ACTORS)
        (tmp_path / "definitions.toml").write_text(DEFINITIONS)
        (tmp_path / "undertakings.toml").write_text("".join(pledges))
        head = '[[claims]]\nid = "c"\nby = "x"\non = "2016-01-01"\nsays = "s"\n[claims.test]\n'
        (tmp_path / "claims.toml").write_text(head + test)
        return fg.check_claims(fg.hold_events(fg.locate_events(fg.read_case(tmp_path))))

    return run


def bounds(findings):
    (found,) = findings.claims
    return found.headline.bounds and (found.headline.bounds.low, found.headline.bounds.high)


COUNT = 'measure = "pledges"\nstate = "kept"\n'
SHARE = 'measure = "pledges-share"\nstate = "kept"\n'
KEPT_PLEDGE = pledge("k", "2015-11-01", ("kept", "2015-12-02"))
OPEN_PLEDGE = pledge("o", "2015-11-01")
PERHAPS = pledge("m", "2015-11-01", ("kept", "2015-12"))


@pytest.mark.parametrize(("day", "kept"), [("2015-12-01", 0), ("2015-12-02", 1)])
def test_a_pledge_counts_in_the_state_that_it_has_at_the_end_of_the_day(check, day, kept):
    findings = check(f'{COUNT}on = "{day}"\n', KEPT_PLEDGE, OPEN_PLEDGE, case="all_pledges = true")
    assert bounds(findings) == (kept, kept)


def test_a_count_has_no_limit_above_unless_the_case_knows_of_every_pledge(check):
    assert bounds(check(COUNT, KEPT_PLEDGE)) == (1, float("inf"))
    assert bounds(check(COUNT, KEPT_PLEDGE, case="all_pledges = true")) == (1, 1)


def test_most_of_the_promises_were_kept_is_a_share(check):
    findings = check(f'{SHARE}on = "2015-12-15"\nvalue = "> 0.5"\n', KEPT_PLEDGE, PERHAPS, OPEN_PLEDGE)
    assert bounds(findings) == (Fraction(1, 3), Fraction(2, 3))
    (found,) = findings.claims
    assert found.require.fewest == 1
    assert [found.headline.measurement.labels[unit] for unit in found.require.units] == ["Germany to Mali: help m"]


def test_of_those_of_which_it_is_known_what_became_of_them(check):
    findings = check(f'{SHARE}of = ["kept", "broken"]\n', KEPT_PLEDGE, OPEN_PLEDGE)
    assert bounds(findings) == (1, 1)


def test_a_share_of_no_pledge_is_no_share(check):
    assert bounds(check(f'{SHARE}on = "2015-10-31"\n', KEPT_PLEDGE)) is None


def test_a_part_of_a_whole_that_is_not_in_the_case(check):
    assert bounds(check(f"{SHARE}out_of = 12\n", KEPT_PLEDGE, OPEN_PLEDGE)) == (Fraction(1, 12), Fraction(11, 12))


@pytest.mark.parametrize(("made", "low"), [("2015-11-30", 0), ("2015-12-01", 1)])
def test_a_pledge_is_the_coalitions_if_its_giver_was_a_member_on_the_day_it_was_made(check, made, low):
    findings = check(
        f'{COUNT}pledged_by = "coalition"\n', pledge("p", made, ("kept", "2015-12-20")), case="all_pledges = true"
    )
    assert bounds(findings) == (low, low)


def test_a_pledge_of_a_day_in_or_out_of_the_coalition_may_be_its_pledge(check):
    one = pledge("p", "2015-11-30/2015-12-01", ("kept", "2015-12-20"))
    assert bounds(check(f'{COUNT}pledged_by = "coalition"\n', one, case="all_pledges = true")) == (0, 1)


def test_giver_and_taker_are_looked_at_on_one_and_the_same_day(check):
    """Germany is a member from 1 December, Mali until 30 November: there is no day on which it is from one to another."""
    one = pledge("p", "2015-11-30/2015-12-01", ("kept", "2015-12-20"))
    test = f'{COUNT}pledged_by = "coalition"\npledged_to = "coalition"\n'
    assert bounds(check(test, one, case="all_pledges = true")) == (0, 0)
    both = one.replace('["mali"]', '["germany"]')
    assert bounds(check(test, both, case="all_pledges = true")) == (0, 1)


def test_a_pledge_to_nobody_named_may_be_to_anybody_and_one_to_another_cannot(check):
    for to, high in (("[]", 1), ('["france"]', 0), ('["mali"]', 1)):
        one = pledge("p", "2015-11-01", ("kept", "2015-12-02"), to=to)
        assert bounds(check(f'{COUNT}pledged_to = "mali"\n', one, case="all_pledges = true"))[1] == high


def test_a_word_is_read_under_the_definition_and_then_the_definition_matters(check):
    one = pledge("p", "2015-11-01", ("kept", "2015-12-02"))
    findings = check(f'{COUNT}pledged_to = "friends"\n', one, case="all_pledges = true")
    assert bounds(findings) == (1, 1)


@pytest.mark.parametrize(
    ("test", "says"),
    [
        ('measure = "pledges"\n', "needs `state`"),
        ('measure = "pledges"\nstate = "keptt"\n', "`state` is 'keptt'"),
        ('measure = "pledges-share"\nstate = "kept"\nof = ["open"]\n', "leaves out a state"),
        ('measure = "pledges"\nstate = "kept"\nof = ["kept", "open"]\n', "`of`|'of' is not known"),
        ('measure = "pledges"\nstate = "kept"\npledged_by = "nobody-such"\n', "no actor"),
        ('measure = "pledges"\nstate = "kept"\non = "someday"\n', "is not a date"),
    ],
)
def test_a_test_that_is_not_understood_is_not_run_and_says_why(check, test, says):
    findings = check(test, KEPT_PLEDGE)
    assert findings.claims == ()
    ((_, reason),) = findings.untested
    assert any(part in reason for part in says.split("|"))


# What is said of it


def said(findings):
    (section,) = build_report(findings).claims
    return section


def test_a_share_says_of_how_many_and_what_would_settle_it(check):
    section = said(check(f'{SHARE}on = "2015-12-15"\nvalue = "> 0.5"\n', KEPT_PLEDGE, PERHAPS, OPEN_PLEDGE))
    assert section.sentence == (
        "The data allow it. Of the 3 pledges, between 1 and 2 were kept at the end of 15 December 2015: "
        "33.3 to 66.7 percent. 1 undecided pledge decides it."
    )
    assert [(unit.label, unit.why, unit.urls) for unit in section.undecided] == [
        ("Germany to Mali: help m", "kept or open: which is not known", ("https://e.org/p", "https://e.org/s"))
    ]
    assert section.axis == (0.0, 1.0)


def test_a_count_says_that_there_may_be_more_unless_the_case_holds_them_all(check):
    test = f'{COUNT}pledged_by = "germany"\nvalue = ">= 1"\n'
    section = said(check(test, KEPT_PLEDGE))
    assert section.sentence == (
        "The data require it. They hold at least 1 pledge by Germany kept by the last that is known of them; "
        "the case is not known to hold every pledge, so there may be more."
    )
    assert said(check(test, KEPT_PLEDGE, case="all_pledges = true")).sentence == (
        "The data require it. They hold 1 pledge by Germany kept by the last that is known of them."
    )


def test_a_pledge_that_may_not_be_meant_says_why_it_is_undecided(check):
    one = pledge("p", "2015-11-30/2015-12-01", ("kept", "2015-12-20"))
    section = said(check(f'{COUNT}pledged_by = "coalition"\nvalue = ">= 1"\n', one))
    assert [unit.why for unit in section.undecided] == [
        "kept; it is not sure that those are meant who gave it or to whom it was given"
    ]
    assert any("read for the day on which each pledge was made" in remark for remark in section.remarks)


def test_every_pledge_that_counts_is_listed_with_what_is_known_and_where_it_stands(check):
    findings = check(f'{SHARE}on = "2015-12-15"\nvalue = "> 0.5"\n', KEPT_PLEDGE, PERHAPS, OPEN_PLEDGE)
    assert [(unit.label, unit.standing, unit.why, unit.urls) for unit in list_units(findings, findings.claims[0])] == [
        ("Germany to Mali: help k", "must", "kept", ("https://e.org/p", "https://e.org/s")),
        ("Germany to Mali: help m", "may", "kept or open: which is not known", ("https://e.org/p", "https://e.org/s")),
        ("Germany to Mali: help o", "cannot", "open", ("https://e.org/p",)),
    ]
