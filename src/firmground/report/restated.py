"""How a figure drifted as it was restated: what changed at each step, in the words said and in what they stand for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from firmground.check import headline_specification
from firmground.report.comparisons import claimed_range
from firmground.report.model import Drift, Range, Restatement
from firmground.report.words import (
    STANDINGS,
    bounds_words,
    claimed_period,
    date_words,
    spoken_number,
    that_words,
    unit_words,
)

if TYPE_CHECKING:
    from firmground.bounds import Number
    from firmground.case.case import Case
    from firmground.case.claims import Claim, Test
    from firmground.check import ClaimFindings, Findings

SAID = ("value", "unit", "condition", "period", "definition")


def drift(case: Case, claim: Claim) -> tuple[Drift, ...]:
    """What changed since the claim that this one restates: in the words said, and in the tests they stand for."""
    earlier = case.claims.get(claim.restates)
    if earlier is None:
        return ()
    was, now = dict(earlier.said), dict(claim.said)
    changes = [
        Drift(aspect, was[aspect], now[aspect])
        for aspect in SAID
        if was.get(aspect) and now.get(aspect) and was[aspect] != now[aspect]
    ]
    if earlier.test is not None and claim.test is not None:
        changes += [change for change in _tests_drift(case, earlier.test, claim.test) if change.was != change.now]
    if str(earlier.on) != str(claim.on):
        changes.append(Drift("said on", date_words(earlier.on), date_words(claim.on)))
    if earlier.by != claim.by:
        changes.append(Drift("said by", earlier.by, claim.by))
    return tuple(changes)


def _tests_drift(case: Case, was: Test, now: Test) -> list[Drift]:
    return [
        Drift("accepted values", str(was.value or "none"), str(now.value or "none")),
        Drift("what is tested", _tested(case, was), _tested(case, now)),
        Drift("events counted", _events_counted(was), _events_counted(now)),
        Drift("counted in", str(was.unit), str(now.unit)),
        Drift("out of", str(was.out_of or "those known"), str(now.out_of or "those known")),
    ]


def _tested(case: Case, test: Test) -> str:
    return that_words(case, test.that, headline_specification(case, test))


def _events_counted(test: Test) -> str:
    return "the claim's own numbers" if test.numbers is not None else claimed_period(test.among) or "on any day"


def chain(findings: Findings, found: ClaimFindings) -> tuple[Restatement, ...]:
    """The figure from its first statement to its last, with every branch, by the day; () if it was said once."""
    claims = findings.case.claims
    first = _first_statement(claims, found.claim)
    family = [claim for claim in claims.values() if _first_statement(claims, claim) is first]
    if len(family) < 2:
        return ()
    checked = {other.claim.id: other for other in findings.claims}
    order = {claim.id: place for place, claim in enumerate(claims.values())}
    # A repetition of the same day stands after what it repeats, whatever the order in the file.
    family.sort(key=lambda claim: (claim.on.possible.start, len(_line(claims, claim)), order[claim.id]))
    return tuple(_step(findings.case, claim, checked.get(claim.id), own=claim is found.claim) for claim in family)


def _line(claims: dict[str, Claim], claim: Claim) -> list[Claim]:
    """The claim, the one that it restates, and so on; ends where an id is unknown or comes again."""
    line = [claim]
    while (earlier := claims.get(line[-1].restates)) is not None and earlier not in line:
        line.append(earlier)
    return line


def _first_statement(claims: dict[str, Claim], claim: Claim) -> Claim:
    return _line(claims, claim)[-1]


def _step(case: Case, claim: Claim, found: ClaimFindings | None, *, own: bool) -> Restatement:
    test = claim.test
    bounds = found.headline.bounds if found is not None else None
    reading = None
    if test is not None and found is not None and bounds is not None:
        unit = unit_words(test, found.headline.specification, spoken_number(bounds))
        reading = Range(*_ends(bounds.low, bounds.high), bounds_words(bounds, test.measure, unit))
    return Restatement(
        id=claim.id,
        by=claim.by,
        on=date_words(claim.on),
        says=claim.says,
        said=tuple((aspect, words) for aspect, words in claim.said if words),
        restates=claim.restates if claim.restates in case.claims else "",
        claimed=claimed_range(test.value) if test is not None and test.value is not None else None,
        measure=str(test.measure) if test is not None else "",
        unit_words=unit_words(test, headline_specification(case, test)) if test is not None else "",
        bounds=reading,
        standing=STANDINGS[found.headline.standing] if found is not None else "",
        own=own,
        changes=drift(case, claim),
    )


def _ends(low: Number, high: Number) -> tuple[float | None, float | None]:
    first, last = float(low), float(high)
    return first if math.isfinite(first) else None, last if math.isfinite(last) else None
