"""What stands beside a claim: its rivals, and something to compare a share with."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from firmground.bounds import Accepted
from firmground.case.claims import MeasureKind, Relation
from firmground.check import headline_specification
from firmground.dates import Days, When, window
from firmground.engine.areas import area_km2
from firmground.errors import BadRequestError
from firmground.measures.territory import places_held, territories
from firmground.measures.units import share_bounds, states_of, units_in
from firmground.report.model import Baseline, Claimed, Range, Rival
from firmground.report.words import (
    STANDINGS,
    bounds_words,
    date_words,
    that_words,
    unit_words,
)

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.case.claims import Claim, Test
    from firmground.check import ClaimFindings, Findings

OPPOSITE = {
    Relation.IN: Relation.OUTSIDE,
    Relation.OUTSIDE: Relation.IN,
    Relation.WITH: Relation.WITHOUT,
    Relation.WITHOUT: Relation.WITH,
}


def rivals(findings: Findings, found: ClaimFindings) -> tuple[Rival, ...]:
    """Other claims on the same topic, each in its own unit, by the day they were made.

    A rival that gives the opposite share (inside instead of outside the same ground) is shown as one minus it.
    """
    if not found.claim.topic:
        return ()
    checked = {other.claim.id: other for other in findings.claims}
    result = []
    for claim in sorted(findings.case.claims.values(), key=lambda claim: claim.on.possible.start):
        if claim.topic != found.claim.topic or claim.id == found.claim.id:
            continue
        other = checked.get(claim.id)
        claimed, unit = _rival_value(findings.case, claim, found)
        if claimed is None and other is None:
            continue
        standing = STANDINGS[other.headline.standing] if other else ""
        measure = "" if claim.test is None or claim.test.measure is found.test.measure else str(claim.test.measure)
        result.append(
            Rival(claim.id, claim.by, date_words(claim.on), unit, claim.anonymous, claimed, standing, measure)
        )
    return tuple(result)


def _rival_value(case: Case, claim: Claim, found: ClaimFindings) -> tuple[Claimed | None, str]:
    """What a rival accepts and of what: its unit, and what it counts where that is something else."""
    test = claim.test
    if test is None:
        return None, ""
    own = headline_specification(case, test)
    unit = dict(claim.said).get("unit") or unit_words(test, own)
    value = test.value
    opposite = test.measure is MeasureKind.SHARE and _is_opposite(test, found.test)
    if not opposite and test.that != found.test.that:
        unit = f"{unit} {that_words(case, test.that, own)}"
    if value is None:
        return None, unit
    if opposite:
        value, unit = _mirrored(value), f"{unit}; given as the opposite share"
    return claimed_range(value), unit


def claimed_range(value: Accepted) -> Claimed:
    """What a claim accepts, as plain numbers."""
    low = None if value.low is None else float(value.low)
    high = None if value.high is None else float(value.high)
    return Claimed(low, high, value.low_open, value.high_open, value.text)


def _is_opposite(one: Test, other: Test) -> bool:
    if len(one.that.ground) != 1 or len(other.that.ground) != 1:
        return False
    (relation, party), (reference, about) = one.that.ground[0], other.that.ground[0]
    return party == about and OPPOSITE[relation] is reference


def _mirrored(value: Accepted) -> Accepted:
    one = Fraction(1)
    return Accepted(
        None if value.high is None else one - value.high,
        None if value.low is None else one - value.low,
        value.high_open,
        value.low_open,
        f"1 - ({value.text})",
    )


def baselines(findings: Findings, found: ClaimFindings) -> tuple[Baseline, ...]:
    """The same share among all places of the list, or of all the ground of the map, over the claim's days."""
    test, head = found.test, found.headline.specification
    if test.measure is not MeasureKind.SHARE or test.numbers is not None or len(test.that.ground) != 1:
        return ()
    relation, party = test.that.ground[0]
    control = findings.case.maps.get(head.map)
    if control is None or relation not in (Relation.IN, Relation.OUTSIDE):
        return ()
    days = _claim_days(findings.case, test)
    if not days.limited:
        return ()
    try:
        if control.listed:
            return _listed_baseline(findings, found, relation, party, days)
        return _area_baseline(findings, found, relation, party, days)
    except BadRequestError:
        return ()


def _claim_days(case: Case, test: Test) -> Days:
    days = window(test.among.first, test.among.last or test.among.reported_last)
    return days.overlap(case.period.possible) if case.period is not None else days


def _listed_baseline(
    findings: Findings, found: ClaimFindings, relation: Relation, party: str, days: Days
) -> tuple[Baseline, ...]:
    last = When.on(days.stop - 1)
    held = places_held(findings.case, found.headline.specification, party, last, None, taken=False)
    states = states_of(how if relation is Relation.IN else ~how for how in held.values())
    bounds, _ = share_bounds(units_in(states))
    if bounds is None:
        return ()
    words = bounds_words(bounds, MeasureKind.SHARE, "places")
    what = f"of all {len(states)} places of the list, on {date_words(last)}"
    return (Baseline(what, Range(float(bounds.low), float(bounds.high), words)),)


def _area_baseline(
    findings: Findings, found: ClaimFindings, relation: Relation, party: str, days: Days
) -> tuple[Baseline, ...]:
    case, head = findings.case, found.headline.specification
    control = case.maps[head.map]
    if control.within is None:
        return ()
    last = When.on(days.stop - 1)
    whole = area_km2(control.within)
    least, most = 1.0, 0.0
    for ground in territories(case, head, party, last.possible, ""):
        least = min(least, area_km2(ground.must) / whole)
        most = max(most, area_km2(ground.may) / whole)
    low, high = (least, min(1.0, most)) if relation is Relation.IN else (max(0.0, 1 - most), 1 - least)
    text = f"{100 * low:.1f} to {100 * high:.1f} percent"
    return (Baseline(f"of the area of the map, on {date_words(last)}", Range(low, high, text)),)
