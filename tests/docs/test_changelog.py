"""The changelog states the reference findings, so that a later version can say how far they moved."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import manual
import pytest

import firmground as fg
from firmground.case.claims import Unit
from firmground.measures import Selector


@pytest.fixture(scope="module")
def findings():
    return fg.check_claims(fg.hold_events(fg.locate_events(fg.read_case(fg.example_folder("syria-2015")))))


def stated(pattern):
    """A row of the table of reference findings: the numbers of must, may, cannot and the two percentages."""
    row = re.search(
        rf"^\| {pattern}[^|]* \|(.*)\|$", manual.section("CHANGELOG.md", "Reference findings"), re.MULTILINE
    )
    assert row, pattern
    return [float(number) for number in re.findall(r"[\d.]+", row[1])]


@pytest.mark.parametrize(
    ("row", "later", "unit", "subset"),
    [
        ("49 places", False, "place", "all"),
        ("39 of them", False, "place", "points-only"),
        ("72 mentions", False, "event", "all"),
        ("33 places", True, "place", "all"),
    ],
)
def test_the_reference_findings_are_what_the_program_finds(findings, row, later, unit, subset):
    claim = next(item for item in findings.claims if item.claim.id == "reuters-1021-share")
    among = claim.test.among
    if later:
        among = replace(among, reported_last=None, reported_first=fg.parse_when("2015-10-22"))
    test = replace(claim.test, among=among, unit=Unit(unit))
    specification = replace(claim.headline.specification, unit=unit, subset=subset)
    found = fg.measure(findings.held, test, specification, Selector(findings.held))
    percent = [round(100 * float(end), 1) for end in (found.bounds.low, found.bounds.high)]
    assert stated(row) == [*found.units.tally()[:3], *percent]


def test_how_many_claims_are_tested_and_how_they_stand(findings):
    text = manual.section("CHANGELOG.md", "Reference findings")
    stands = Counter(found.headline.standing for found in findings.claims)
    told = f"{stands[fg.MAY]} are allowed and {stands[fg.MUST]} is required, as they were meant"
    assert f"Of {len(findings.claims)} claims that could be tested, {told}" in text
    assert not stands[fg.CANNOT]
    assert f"{len(findings.untested)} more could not" in text
