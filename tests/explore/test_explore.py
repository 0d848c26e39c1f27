"""A claim asked otherwise is measured as the check measures it, and never says that it is the claim as it was meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

import firmground as fg
from firmground.bounds import Bounds, parse_accepted
from firmground.case.choices import CHOICES, Choices, show_choice
from firmground.case.claims import Claim, Condition, MeasureKind, OwnNumbers, Relation, Selection
from firmground.case.claims import Test as ClaimTest
from firmground.check import check_claims, check_test, headline_specification
from firmground.dates import When, parse_when
from firmground.errors import BadRequestError
from firmground.explore import ask, ground_needed, list_controls, list_days, try_claim, why_closed
from firmground.hold import hold_events
from firmground.measures import Selector
from firmground.report.sections import write_section
from firmground.run import freeze_run, verify_run
from oracles.worlds import actors, box, case_of, event_table, face, hold, polygons


@pytest.fixture(scope="module")
def findings():
    case = fg.read_case(fg.example_folder("syria-2015"))
    return fg.check_claims(fg.hold_events(fg.locate_events(case)))


def written(found, specification):
    """The choices that matter to a claim, as a link writes them."""
    return {name: show_choice(name, getattr(specification, name)) for name in CHOICES if name in found.varied}


def test_every_combination_of_the_built_in_case_is_what_the_check_found(findings):
    tried = 0
    for own in findings.claims:
        for finding in own.every:
            trial = try_claim(findings, ask(findings.case, own.claim.id, written(own, finding.specification)))
            head = trial.found.headline
            assert (head.specification, head.bounds, head.standing) == (
                finding.specification,
                finding.bounds,
                finding.standing,
            )
            assert {one.specification for one in trial.found.every} == {one.specification for one in own.every}
            assert trial.found.varied == own.varied
            tried += 1
    assert tried == sum(len(own.every) for own in findings.claims) > 300


def test_the_claim_as_it_was_meant_is_said_in_the_words_of_the_report(findings):
    for own in findings.claims:
        trial = try_claim(findings, ask(findings.case, own.claim.id, {}))
        assert trial.question.as_meant
        assert write_section(trial.findings, trial.found) == write_section(findings, own)


def test_a_combination_measured_afresh_settles_as_a_claim_meant_so_would(findings):
    own = next(one for one in findings.claims if one.claim.id == "reuters-1021-share")
    asked = {"map": "holders", "unit": "event", "contested": "does-not-count"}
    trial = try_claim(findings, ask(findings.case, own.claim.id, asked))
    meant_so = replace(own.claim, test=replace(own.test, choices=tuple(asked.items())))
    case = replace(findings.case, claims={own.claim.id: meant_so})
    (other,) = check_claims(hold_events(fg.locate_events(case))).claims
    assert trial.found.headline.bounds == other.headline.bounds
    assert (trial.found.require, trial.found.rule_out) == (other.require, other.rule_out)


def test_a_link_reproduces_the_question(findings):
    asked = {
        "map": "holders",
        "margin_km": "7.5",
        "subset": "points-only",
        "until": "2015-10-12",
        "named_from": "2015-10-02",
    }
    question = ask(findings.case, "reuters-1021-share", asked)
    assert question.written() == asked
    assert ask(findings.case, "reuters-1021-share", question.written()) == question
    assert question.changed == ("map", "margin_km", "subset", "until", "named_from")


def test_what_was_meant_is_no_change_even_if_it_is_asked_for_by_name(findings):
    asked = {"map": "hand-coded", "unit": "place", "contested": "counts", "margin_km": "0", "named_until": "2015-10-21"}
    assert ask(findings.case, "reuters-1021-share", asked).as_meant


@pytest.mark.parametrize(
    ("claim", "asked", "words"),
    [
        ("reuters-1021-share", {"map": "of-the-moon"}, "'of-the-moon' is not offered; there is hand-coded, holders"),
        ("reuters-1021-share", {"contested": "perhaps"}, "'perhaps' is not offered"),
        ("reuters-1021-share", {"unit": "strike"}, "'strike' is not offered; there is place, event"),
        ("reuters-1021-share", {"definition": "united-nations"}, "names no party by a word"),
        ("reuters-1021-share", {"margin_km": "nan"}, "a number from 0 to 200"),
        ("reuters-1021-share", {"margin_km": "-1"}, "a number from 0 to 200"),
        ("reuters-1021-share", {"margin_km": "201"}, "a number from 0 to 200"),
        ("reuters-1021-share", {"radius": "wide"}, "'wide' is not a number"),
        ("reuters-1021-share", {"until": "2015-13-01"}, "2015-13-01"),
        ("reuters-1021-share", {"until": "2015-10-15~"}, "is no day that a window could end with"),
        ("reuters-1021-share", {"named_until": "2015-10-22"}, "can only narrow"),
        ("reuters-1021-share", {"from": "2015-10-10", "until": "2015-10-09"}, "before it begins"),
        ("reuters-1021-own-numbers", {"map": "holders"}, "its own numbers, which no choice changes"),
        ("reuters-1021-own-numbers", {"from": "2015-10-10"}, "its own numbers, which no choice changes"),
        ("reuters-1021-sorties", {}, "this claim is not tested: It counts sorties"),
        ("nobody-said-this", {}, "the case has no claim 'nobody-said-this'"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_words(findings, claim, asked, words):
    with pytest.raises(BadRequestError) as refused:
        ask(findings.case, claim, asked)
    assert words in str(refused.value)


def test_a_choice_is_open_or_says_why_it_is_not(findings):
    question = ask(findings.case, "reuters-1021-share", {"map": "holders"})
    controls = {control.name: control for control in list_controls(findings.case, question)}
    assert list(controls) == list(CHOICES)
    assert controls["map"].values == ("hand-coded", "holders")
    assert (controls["map"].meant, controls["map"].asked, controls["map"].closed) == ("hand-coded", "holders", "")
    assert "no party by a word" in controls["definition"].closed
    assert [name for name, control in controls.items() if control.free] == ["margin_km", "radius"]
    days = {control.name: control for control in list_days(findings.case, question)}
    assert str(days["named_until"].meant) == "2015-10-21"
    assert all(not control.closed for control in days.values())


ROWS = [
    {"date": "2015-10-02", "lon": 36.2, "lat": 35.5, "by": "russia"},
    {"date": "2015-10-05", "lon": 36.9, "lat": 35.5, "radius_km": 30.0, "by": "russia"},
    {"date": "2015-10-03/2015-10-09", "lon": 37.4, "lat": 35.5, "by": "russia|other"},
    {"date": "", "lon": 36.3, "lat": 35.5, "by": "russia"},
    {"date": "2015-10-20", "lon": 38.9, "lat": 35.5, "by": "russia"},
]
IN_IS = ClaimTest(
    MeasureKind.SHARE,
    parse_accepted(">= 0.5"),
    among=Selection(by="russia", last=parse_when("2015-10-25")),
    that=Condition(ground=((Relation.IN, "is"),)),
)


def small_findings(test=IN_IS):
    faces = (
        face("is", "2015-09-01/2015-11-01", box(36, 35, 37, 36)),
        face("army", "2015-09-01/2015-11-01", box(37, 35, 38, 36)),
    )
    case = case_of(
        event_table(*ROWS),
        polygons(*faces),
        parties=actors("is", "army", "russia", "other"),
        claims={"claim": Claim("claim", "somebody", When.on(735_000), "words", test=test)},
        choices=Choices(map=("map",), unit=("event",), contested=(True, False), margin_km=(0.0,), radius=(1.0,)),
    )
    return check_claims(hold(case))


def test_a_margin_that_the_case_does_not_offer_is_held_anew_and_exactly():
    findings = small_findings()
    question = ask(findings.case, "claim", {"margin_km": "40"})
    assert ground_needed(findings, question) == (("map", 1.0, 40.0),)
    trial = try_claim(findings, question)
    assert ("map", 1.0, 40.0) not in findings.held.tables  # the case's own findings are as they were
    offered = replace(findings.case, choices=replace(findings.case.choices, margin_km=(0.0, 40.0)))
    direct = check_test(hold(offered), IN_IS, question.specification, Selector(hold(offered)))
    assert trial.found.headline.bounds == direct.bounds
    assert trial.found.headline.bounds != findings.claims[0].headline.bounds
    assert {one.specification.margin_km for one in trial.found.every} == {0.0, 40.0}
    assert ground_needed(trial.findings, question) == ()


def test_a_radius_of_nought_makes_points_of_discs():
    findings = small_findings()
    trial = try_claim(findings, ask(findings.case, "claim", {"radius": "0"}))
    wide, narrow = findings.claims[0].headline.measurement.units, trial.found.headline.measurement.units
    assert narrow.tally()[1] < wide.tally()[1]


def test_the_longer_the_window_the_more_events_surely_count():
    """An event that surely happened within some days surely happened within more of them; so may those that may."""
    findings = small_findings()
    sure, possible = [], []
    for length in range(25):
        until = date(2015, 10, 1) + timedelta(days=length)
        measured = try_claim(
            findings, ask(findings.case, "claim", {"until": until.isoformat()})
        ).found.headline.measurement
        possible.append(len(measured.units))
        sure.append(int(((measured.units.states & 1) == 0).sum()))
    assert sure == sorted(sure)
    assert possible == sorted(possible)
    assert sure[0] < sure[-1]


def test_within_fewer_days_an_event_that_surely_counts_is_no_less_decided():
    """Fewer days of an event leave fewer readings of its ground: what was decided stays so."""
    findings = small_findings(replace(IN_IS, among=Selection(last=parse_when("2015-10-25"))))
    selector = Selector(findings.held)
    test = findings.claims[0].test
    wide = selector.that(test.that, test.among, headline_specification(findings.case, test))
    for first in ("2015-10-02", "2015-10-04", "2015-10-06"):
        question = ask(findings.case, "claim", {"from": first, "until": "2015-10-20"})
        narrow = Selector(findings.held).that(question.test.that, question.test.among, question.specification)
        counted = Selector(findings.held).counted(question.test.among, question.specification) >= 1
        decided = counted & (wide != 1)
        assert (narrow[decided] == wide[decided]).all()


def test_a_window_as_wide_as_all_days_changes_nothing():
    findings = small_findings()
    trial = try_claim(findings, ask(findings.case, "claim", {"from": "0001-01-02"}))
    plain = findings.claims[0]
    assert trial.found.headline.bounds == plain.headline.bounds
    assert trial.question.changed == ("from",)


def test_a_claim_by_its_own_numbers_has_every_choice_closed():
    own = ClaimTest(MeasureKind.SHARE, parse_accepted(">= 0.5"), numbers=OwnNumbers(10, Bounds(3, 6)))
    findings = small_findings(own)
    question = ask(findings.case, "claim", {})
    assert all("its own numbers" in control.closed for control in list_controls(findings.case, question))
    assert all("its own numbers" in control.closed for control in list_days(findings.case, question))


def test_a_claim_about_area_has_no_window():
    area = ClaimTest(MeasureKind.AREA, party="is", on=parse_when("2015-10-02"))
    findings = small_findings(area)
    question = ask(findings.case, "claim", {})
    assert all("the days that it names" in control.closed for control in list_days(findings.case, question))
    assert "no border" in why_closed(findings.case, area, question.meant, "margin_km").lower()
    with pytest.raises(BadRequestError, match="the days that it names"):
        ask(findings.case, "claim", {"until": "2015-10-01"})


def test_trying_leaves_the_frozen_run_as_it_is(findings, tmp_path):
    for asked in ({"margin_km": "3"}, {"until": "2015-10-10"}, {"map": "holders", "radius": "2"}):
        try_claim(findings, ask(findings.case, "reuters-1021-share", asked))
    path = tmp_path / "run.json"
    path.write_bytes(freeze_run(findings, tmp_path))
    assert verify_run(path).same
