"""The built-in case through the whole path: the figures that the project answers for."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

import firmground as fg
from firmground.bounds import parse_accepted
from firmground.case import claims
from firmground.case.choices import Specification
from firmground.case.claims import Condition, MeasureKind, Relation, Selection, Unit
from firmground.check import check_test, headline_specification
from firmground.dates import parse_when
from firmground.measures import Selector

OUTSIDE = Condition(ground=((Relation.OUTSIDE, "islamic-state"),))
UP_TO_21_OCTOBER = Selection(by="russia", kind=("air-strike",), reported_last=parse_when("2015-10-21"))
AFTER_21_OCTOBER = replace(UP_TO_21_OCTOBER, reported_last=None, reported_first=parse_when("2015-10-22"))


@pytest.fixture(scope="module")
def findings():
    case = fg.read_case(fg.example_folder("syria-2015"))
    return fg.check_claims(fg.hold_events(fg.locate_events(case)))


@pytest.fixture(scope="module")
def share(findings):
    """Bounds and tally of the share outside areas of Islamic State, on the hand-coded map."""
    selector = Selector(findings.held)

    def measured(among, unit, subset="all", value=">= 49/64"):
        test = claims.Test(MeasureKind.SHARE, parse_accepted(value), Unit(unit), among, OUTSIDE)
        specification = Specification(map="hand-coded", definition="russia", unit=unit, subset=subset)
        return check_test(findings.held, test, specification, selector)

    return measured


def percent(bounds):
    return round(100 * float(bounds.low), 1), round(100 * float(bounds.high), 1)


def test_the_case_is_read_without_a_problem(findings):
    assert findings.case.problems == ()


def test_49_places_up_to_21_october_are_63_to_78_percent_outside_islamic_state(share):
    found = share(UP_TO_21_OCTOBER, "place")
    # Of the predicate "outside": must 31, may 7, cannot 11.
    assert found.measurement.units.tally() == (31, 7, 11, 0)
    assert found.bounds == fg.Bounds(Fraction(31, 49), Fraction(38, 49))
    assert percent(found.bounds) == (63.3, 77.6)


def test_points_only_39_places_are_69_to_79_percent(share):
    found = share(UP_TO_21_OCTOBER, "place", subset="points-only")
    assert found.measurement.units.tally() == (27, 4, 8, 0)
    assert percent(found.bounds) == (69.2, 79.5)


def test_72_mentions_are_69_to_82_percent(share):
    found = share(UP_TO_21_OCTOBER, "event")
    assert len(found.measurement.units) == 72
    assert percent(found.bounds) == (69.4, 81.9)


def test_33_places_after_21_october_are_49_to_73_percent(share):
    found = share(AFTER_21_OCTOBER, "place")
    assert found.measurement.units.tally() == (16, 8, 9, 0)
    assert percent(found.bounds) == (48.5, 72.7)


def test_49_of_64_is_allowed_and_neither_required_nor_ruled_out(share):
    assert share(UP_TO_21_OCTOBER, "place").standing is fg.MAY


def test_64_named_and_at_most_15_inside_is_at_least_76_6_percent_of_named_locations(findings):
    found = next(item for item in findings.claims if item.claim.id == "reuters-1021-own-numbers")
    assert found.headline.bounds == fg.Bounds(Fraction(49, 64), Fraction(1))
    section = next(s for s in fg.build_report(findings).claims if s.id == "reuters-1021-own-numbers")
    assert "of 64 named locations" in section.sentence
    assert "strikes" not in section.sentence


def test_out_of_800_the_bounds_are_wide_and_541_of_728_would_have_to_be_outside(findings):
    found = next(item for item in findings.claims if item.claim.id == "reuters-1021-of-all-targets")
    must, may, cannot, _ = found.headline.measurement.units.tally()
    assert (must, may, cannot) == (50, 9, 13)
    assert found.headline.bounds == fg.Bounds(Fraction(50, 800), Fraction(800 - 13, 800))
    low, high = Fraction(75, 100) * 800, Fraction(80, 100) * 800
    can_hold = [
        unknown for unknown in range(729) if any(low <= yes + unknown <= high for yes in range(must, must + may + 1))
    ]
    must_hold = [
        unknown for unknown in range(729) if all(low <= yes + unknown <= high for yes in range(must, must + may + 1))
    ]
    assert found.tipping.unknown == 728
    assert found.tipping.allow == (can_hold[0], can_hold[-1]) == (541, 590)
    assert found.tipping.require == (must_hold[0], must_hold[-1])


def test_a_claim_about_all_strikes_is_not_ruled_out_by_the_places_that_were_named(findings):
    about_strikes = [item for item in findings.claims if dict(item.claim.said).get("unit") in ("strikes", "raids")]
    assert len(about_strikes) >= 6
    assert all(item.test.out_of is not None for item in about_strikes if item.test.measure is MeasureKind.SHARE), (
        "a share of strikes needs the whole of which only a part was named"
    )


def test_the_drift_from_mouth_to_mouth_is_shown(findings):
    section = next(s for s in fg.build_report(findings).claims if s.id == "reuters-1126-80")
    changes = {change.aspect: (change.was, change.now) for change in section.drift}
    assert changes["value"] == ("almost 80 percent", "80 percent")
    assert "no positions" in changes["condition"][1]
    assert changes["period"] == ("up to 21 October 2015", "up to mid-October")
    assert changes["what is tested"][0].startswith("outside ground held by")
    assert changes["events counted"] == ("named up to 21 October 2015", "named up to about 15 October 2015")


def test_the_report_says_place_by_place_where_the_two_maps_differ_and_why(findings):
    report = fg.build_report(findings)
    named = {item.place for item in report.disagreements if item.party == "Islamic State"}
    assert {"Nayrab air base", "Kuweires al-Sharqi", "Deir ez-Zor"} <= named
    assert all(len(item.answers) == 2 and item.why for item in report.disagreements)


def test_every_claim_is_tested_or_listed_with_the_reason(findings):
    tested = {item.claim.id for item in findings.claims}
    untested = {claim.id: reason for claim, reason in findings.untested}
    assert tested | untested.keys() == findings.case.claims.keys()
    assert all(untested.values())


def test_every_row_of_every_file_is_somewhere(findings):
    accounts = fg.build_report(findings).rows
    assert {account.file for account in accounts} >= {"events/disclosed.csv", "control/holders.csv"}
    for account in accounts:
        parts = (account.used, account.undated, account.unplaced, account.unmapped, account.duplicate)
        assert account.read == sum(parts) + account.outside + account.refused
    assert next(a.read for a in accounts if a.file == "events/disclosed.csv") == 115


def test_what_a_map_says_is_conserved_on_every_event_and_day(findings):
    for table in findings.held.tables.values():
        assert table.account().sum(axis=1) == pytest.approx(1.0)


def test_a_thousand_specifications_run_no_geometry(findings, monkeypatch):
    from firmground.hold import faces  # noqa: PLC0415 - to be patched

    def never(*_, **__):
        raise AssertionError("a specification is a selection over columns, not geometry")

    monkeypatch.setattr(faces, "arrange", never)
    monkeypatch.setattr(faces, "nearest_cells", never)
    test = findings.case.claims["reuters-1021-share"].test
    selector = Selector(findings.held)
    for round_ in range(1000):
        unit = ("place", "event")[round_ % 2]
        specification = replace(headline_specification(findings.case, test), unit=unit, contested=round_ % 3 == 0)
        assert check_test(findings.held, test, specification, selector).bounds is not None
