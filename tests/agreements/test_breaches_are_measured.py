"""How often an agreement was broken, as a claim may say it: bounds, what would settle it, whose words."""

from __future__ import annotations

import math

import pytest
from agreed_texts import AGREEMENT, CLAIM, DEFINITIONS, HEAD

from firmground.check import relevant_choices
from firmground.modality import CANNOT, MAY, MUST

HIT, OPEN, NONE = "2015-11-22,russia,fsa", "2015-11-22,russia,", "2015-11-22,russia,is"
COMPLETE = HEAD + "complete = true\n"


def only(findings):
    (found,) = findings.claims
    return found


def ends(found):
    return (found.headline.bounds.low, found.headline.bounds.high)


def test_sure_breaches_are_the_least_and_only_a_complete_record_has_a_most(checked):
    assert ends(only(checked(HIT, OPEN, NONE))) == (1, math.inf)
    assert ends(only(checked(HIT, OPEN, NONE, case=COMPLETE))) == (1, 2)


def test_an_event_that_nobody_is_named_for_may_be_a_breach(checked):
    assert ends(only(checked(HIT, "2015-11-22,,fsa", case=COMPLETE))) == (1, 2)


@pytest.mark.parametrize(("value", "standing"), [(">= 1", MUST), (">= 2", MAY), (">= 3", CANNOT), ("= 0", CANNOT)])
def test_a_claim_stands_to_the_number_of_breaches_as_to_any_count(checked, value, standing):
    found = only(checked(HIT, OPEN, case=COMPLETE, claims=CLAIM.replace(">= 1", value)))
    assert found.headline.standing is standing


def test_what_would_settle_it_is_the_event_that_is_open(checked):
    found = only(checked(HIT, OPEN, NONE, claims=CLAIM.replace(">= 1", ">= 2")))
    units = found.headline.measurement.units
    assert (found.require.fewest, [units.events_of(unit) for unit in found.require.units]) == (1, [[1]])
    assert found.rule_out.fewest is None  # the record may lack others


def test_events_of_others_and_of_other_days_are_no_units(checked):
    found = only(checked(HIT, "2015-11-22,is,fsa", "2015-11-19,russia,fsa"))
    assert len(found.headline.measurement.units) == 1


def test_both_parties_are_bound_and_an_event_of_both_is_one_event(checked):
    assert ends(only(checked(HIT, "2015-11-22,france,fsa", "2015-11-22,russia;france,fsa"))) == (3, math.inf)


def test_a_clause_can_be_asked_about_alone_and_all_of_them_count_an_event_once(checked):
    second = '\n[[agreements.clauses]]\nid = "2"\nact = "air-strike"\nprotects = ["is", "fsa"]\nfrom = "2015-11-20"\n'
    both = AGREEMENT + second
    assert ends(only(checked(HIT, NONE, undertakings=both))) == (2, math.inf)
    assert ends(only(checked(HIT, NONE, undertakings=both, claims=CLAIM + 'clause = "1"\n'))) == (1, math.inf)


def test_the_days_of_the_claim_narrow_those_of_the_clause_on_one_and_the_same_day(checked):
    claim = CLAIM + 'among = { until = "2015-11-24" }\n'
    rows = ("2015-11-24,russia,fsa", "2015-11-25,russia,fsa", "2015-11-24/2015-11-25,russia,fsa")
    assert ends(only(checked(*rows, claims=claim, case=COMPLETE))) == (1, 2)
    # Before the 20th the clause does not bind, after the 18th the claim does not count.
    early = CLAIM + 'among = { until = "2015-11-18" }\n'
    assert ends(only(checked("2015-11-18/2015-11-20,russia,fsa", claims=early, case=COMPLETE))) == (0, 0)


OTHER = DEFINITIONS.replace('"d"', '"other"').replace("fighters", "terrorist")


def test_a_label_that_the_chosen_definition_lacks_is_read_in_the_words_of_the_one_that_has_it(checked):
    case = HEAD.replace("[[events]]", '[choices]\ndefinition = ["other"]\n[[events]]')
    found = checked(HIT, definitions=DEFINITIONS + OTHER, case=case)
    assert ends(only(found)) == (1, math.inf)
    assert "definition" not in relevant_choices(found.case, only(found).test)


def test_definitions_that_have_the_label_are_asked_apart(checked):
    wide = DEFINITIONS.replace('"d"', '"wide"').replace('fights = ["is"]', 'covers = ["is", "fsa"]')
    found = only(checked(HIT, NONE, definitions=DEFINITIONS + wide))
    assert "definition" in found.varied
    assert {one.specification.definition: (one.bounds.low, one.bounds.high) for one in found.every} == {
        "d": (1, math.inf),
        "wide": (2, math.inf),
    }


def test_several_definitions_of_which_none_was_chosen_are_not_mixed(checked):
    case = HEAD.replace("[[events]]", '[choices]\ndefinition = ["other"]\n[[events]]')
    second = DEFINITIONS.replace('"d"', '"second"')
    findings = checked(HIT, definitions=DEFINITIONS + second + OTHER, case=case)
    assert findings.claims == ()
    ((_, reason),) = findings.untested
    assert reason == "several definitions say who is meant by 'fighters' (d, second): name one in `choices`"


def test_the_report_says_what_it_counted_and_why_an_event_is_open(reported):
    (section,) = reported(HIT, OPEN, NONE, claims=CLAIM.replace(">= 1", ">= 2")).claims
    assert section.sentence.startswith(
        "The data allow it. They hold 1 event that surely breaks “Not to strike”, and 1 that may; the record is not"
    )
    assert section.that == "breaches of “Not to strike”"
    assert [unit.why for unit in section.undecided] == ["who was hit is not said"]
    assert section.remarks[0] == (
        "As it is tried: No air strike by Russia or France that hits those who fight Islamic State, from "
        "20 November 2015 on."
    )


def test_the_report_says_whose_words_were_taken(reported):
    case = HEAD.replace("[[events]]", '[choices]\ndefinition = ["other"]\n[[events]]')
    (section,) = reported(HIT, definitions=DEFINITIONS + OTHER, case=case).claims
    assert any("is read in the words of Somebody (2015): none of the definitions" in one for one in section.remarks)


def test_the_page_of_an_event_says_how_the_claim_uses_it(checked):
    from firmground.report.one_event import claim_uses  # noqa: PLC0415 - beside the only test of it here

    findings = checked(HIT, OPEN, NONE, "2015-11-22,,fsa", "2015-11-19,russia,fsa")
    uses = [claim_uses(findings, event)[0] for event in range(5)]
    assert [(use.counted, use.that) for use in uses] == [
        ("must", "must"),
        ("must", "may"),
        ("must", "cannot"),
        ("may", "may"),
        ("cannot", "cannot"),
    ]
    assert uses[0].that_words == "breaches of “Not to strike”"


def test_rows_that_no_clause_asks_about_are_accounted_as_such(reported):
    rows = ["2015-11-22,russia,fsa", "2015-11-19,russia,fsa", "2015-11-22,is,fsa"]
    lines = [f"{number},{row},air-strike,36.7,34.7" for number, row in enumerate(rows, 1)]
    table = "\n".join(["id,date,by,target,kind,lon,lat", *lines, ""])
    (account,) = reported(events=table).rows
    assert (account.read, account.used, account.outside) == (3, 1, 2)


def test_a_claim_about_breaches_can_be_tried_on_fewer_days(checked):
    from firmground.explore import ask, try_claim  # noqa: PLC0415 - beside the only test of it here

    findings = checked(HIT, "2015-11-25,russia,fsa")
    assert try_claim(findings, ask(findings.case, "c", {"until": "2015-11-24"})).found.headline.bounds.low == 1
    assert only(findings).headline.bounds.low == 2
