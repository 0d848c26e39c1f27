"""check: each claim against its measure, under every combination of the stated choices.

A claim is never rated true or false. The data *require* it (MUST), *allow* it (MAY) or *rule it out* (CANNOT),
under one specification: a named map, a named definition, a unit.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import TYPE_CHECKING

from firmground.case.choices import CHOICES, Specification, parse_choice
from firmground.case.claims import Condition, MeasureKind, Relation, Test
from firmground.case.questions import Breached, Met, Pledged
from firmground.errors import BadRequestError
from firmground.hold import hold_events
from firmground.locate import locate_events
from firmground.measures import Alike, Measurement, Selector, is_counted, measure, measure_alike
from firmground.measures.outlook import Outlook, look_out
from firmground.measures.settle import (
    IMPOSSIBLE,
    Settlement,
    Tipping,
    settle_require,
    settle_rule_out,
    tipping_values,
)
from firmground.modality import MAY, MUST, Modality

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from firmground.bounds import Accepted, Bounds
    from firmground.case.case import Case
    from firmground.case.claims import Claim
    from firmground.case.undertakings import Clause
    from firmground.hold import Held

TELL_EVERY = 100  # specifications between two words on the progress


@dataclass(frozen=True, eq=False)
class Finding:
    """A claim under one specification. `problem`: why it could not be measured, "" where it could.

    `outlook`: what the test's model says beside the bounds, or why it says nothing; None where none is asked for, and
    for all but the headline (`with_outlook` gives it to any finding).
    """

    specification: Specification
    standing: Modality
    measurement: Measurement | None
    problem: str = ""
    outlook: Outlook | str | None = None

    @property
    def bounds(self) -> Bounds | None:
        return self.measurement.bounds if self.measurement else None


@dataclass(frozen=True, eq=False)
class ClaimFindings:
    """A claim under its own specification (`headline`) and under all (`every`).

    `varied`: the choices that can matter to this claim at all; the others keep the headline's value.
    `require`, `rule_out`: what would settle the headline each way; None where it is settled or not counted.
    """

    claim: Claim
    test: Test
    headline: Finding
    every: tuple[Finding, ...]
    varied: tuple[str, ...]
    require: Settlement | None = None
    rule_out: Settlement | None = None
    tipping: Tipping | None = None


@dataclass(frozen=True, eq=False)
class Findings:
    """All claims of a case, tested and untested, with everything they rest on."""

    held: Held
    claims: tuple[ClaimFindings, ...]
    untested: tuple[tuple[Claim, str], ...]
    selector: Selector

    @property
    def case(self) -> Case:
        return self.held.case


def check_case(case: Case, *, progress: Callable[[str], None] | None = None) -> Findings:
    """The whole way from a case to its findings: `locate_events`, `hold_events`, `check_claims`."""
    if progress:
        progress(f"placing {len(case.events):,} events")
    return check_claims(hold_events(locate_events(case), progress=progress), progress=progress)


def check_claims(held: Held, *, progress: Callable[[str], None] | None = None) -> Findings:
    """Checks every claim of the case. A claim whose test cannot be carried out is listed with the reason."""
    selector = Selector(held)
    tested, untested = [], []
    for claim in held.case.claims.values():
        if progress:
            progress(f"claim {claim.id}")
        if claim.test is None:
            untested.append((claim, claim.cannot_test or "no test is given"))
            continue
        found = _check_claim(held, claim, claim.test, selector, progress)
        if found.headline.problem:
            untested.append((claim, found.headline.problem))
        else:
            tested.append(found)
    return Findings(held, tuple(tested), tuple(untested), selector)


def check_test(held: Held, test: Test, specification: Specification, selector: Selector) -> Finding:
    """One test under one specification: a selection over what was held, without any geometry."""
    return _find(test, specification, lambda: measure(held, test, specification, selector))


def check_curve(
    held: Held,
    test: Test,
    every: Iterable[Specification],
    selector: Selector,
    *,
    known: Mapping[Specification, Finding] | None = None,
    progress: Callable[[str], None] | None = None,
) -> tuple[Finding, ...]:
    """One test under many specifications, of which some findings may be `known`.

    Where events are counted, they are sorted once into those that no specification can tell apart: the findings have
    the same bounds as one by one, but their units are only added up.
    """
    every, known = tuple(every), known or {}
    unknown = [specification for specification in every if specification not in known]
    alike = Alike(selector, test, unknown) if unknown and is_counted(test) else None
    found = dict(known)
    for number, specification in enumerate(unknown):
        if progress and number % TELL_EVERY == 0 and len(unknown) > TELL_EVERY:
            progress(f"{number:,} of {len(unknown):,} specifications")
        found[specification] = (
            check_test(held, test, specification, selector)
            if alike is None
            else _find(test, specification, partial(measure_alike, held, test, specification, alike))
        )
    return tuple(found[specification] for specification in every)


def _find(test: Test, specification: Specification, measuring: Callable[[], Measurement]) -> Finding:
    try:
        measured = measuring()
    except BadRequestError as fault:
        return Finding(specification, MAY, None, str(fault))
    return Finding(specification, _standing(measured, test.value), measured)


def with_outlook(finding: Finding, held: Held, test: Test, selector: Selector) -> Finding:
    """The finding with what its test's model says; as it is where the test asks for no model.

    Where the model gives one best value and not two, the bounds have it as well.
    """
    measured = finding.measurement
    if test.model is None or measured is None:
        return finding
    found = look_out(held, test, finding.specification, selector, measured)
    if isinstance(found, Outlook) and found.best.exact and measured.bounds is not None:
        bounds = replace(measured.bounds, best=found.best.low)
        measured = replace(measured, bounds=bounds)
    return replace(finding, measurement=measured, outlook=found)


def _standing(measured: Measurement, accepted: Accepted | None) -> Modality:
    if measured.bounds is None or accepted is None:
        return MAY
    standing = accepted.standing(measured.bounds)
    # Where perhaps nothing counts there is perhaps no value, and no value meets no claim.
    return standing & MAY if standing is MUST and measured.defined is not MUST else standing


def _check_claim(
    held: Held, claim: Claim, test: Test, selector: Selector, progress: Callable[[str], None] | None
) -> ClaimFindings:
    headline = check_test(held, test, headline_specification(held.case, test), selector)
    headline = with_outlook(headline, held, test, selector)

    def tell(done: str) -> None:
        if progress:
            progress(f"claim {claim.id}: {done}")

    every = check_curve(
        held, test, specifications(held.case, test), selector, known={headline.specification: headline}, progress=tell
    )
    return conclude(claim, test, headline, every, relevant_choices(held.case, test))


def conclude(
    claim: Claim, test: Test, headline: Finding, every: tuple[Finding, ...], varied: tuple[str, ...]
) -> ClaimFindings:
    """The findings of a claim, with what would settle the one that it speaks of."""
    require, rule_out, tipping = _settlements(headline, test)
    return ClaimFindings(claim, test, headline, every, varied, require, rule_out, tipping)


def _settlements(finding: Finding, test: Test) -> tuple[Settlement | None, Settlement | None, Tipping | None]:
    measured = finding.measurement
    if measured is None or measured.units is None or test.value is None:
        return None, None, None
    if measured.question.kind not in (MeasureKind.SHARE, MeasureKind.COUNT):
        return None, None, None  # its value is no sum over its units
    accepted = measured.settled_by or test.value
    tipping = None
    if test.out_of is not None and bool((measured.units.low == 1).all() and (measured.units.high == 1).all()):
        tipping = tipping_values(measured.units, test.out_of, test.value)
    if finding.standing is not MAY:
        return None, None, tipping
    if measured.bounds is None:
        return IMPOSSIBLE, IMPOSSIBLE, tipping
    sides = [settle(measured.units, measured.question, accepted) for settle in (settle_require, settle_rule_out)]
    if measured.joined:
        sides = [replace(side, exact=False) if side.fewest else side for side in sides]
    return sides[0], sides[1], tipping


def headline_specification(case: Case, test: Test) -> Specification:
    """The specification that the claim was meant in: the first value of each choice, then the claim's own."""
    first = {name: values[0] for name in CHOICES if (values := getattr(case.choices, name))}
    own = {name: parse_choice(name, text) for name, text in test.choices}
    return Specification(**(first | {"unit": str(test.unit)} | own))


def specifications(case: Case, test: Test) -> Iterator[Specification]:
    """The full factorial of the choices that can matter to this test, the headline's specification first."""
    headline = headline_specification(case, test)
    varied = relevant_choices(case, test)
    values: dict[str, tuple[object, ...]] = {}
    for name in (field.name for field in fields(Specification)):
        own = getattr(headline, name)
        offered = getattr(case.choices, name) if name in varied else ()
        values[name] = (own, *(value for value in offered if value != own))
    yield from case.choices.every(**values)


def relevant_choices(case: Case, test: Test) -> tuple[str, ...]:
    """The choices that can change anything for this test and have more than one value, in the report's order."""
    matters = choices_that_matter(case, test)
    offered = {name: set(getattr(case.choices, name)) for name in CHOICES}
    offered["unit"].add(str(test.unit))
    return tuple(name for name in CHOICES if matters[name] and len(offered[name]) > 1)


def choices_that_matter(case: Case, test: Test) -> dict[str, bool]:
    """For every choice whether another value of it could change anything for this test."""
    if test.numbers is not None:
        return dict.fromkeys(CHOICES, False)
    if test.about is not None:
        return _choices_of_question(case, test)
    ground = set(_relations(test.that))
    on_ground = bool(ground) or (test.measure not in (MeasureKind.SHARE, MeasureKind.COUNT) and not test.to)
    counted = test.measure in (MeasureKind.SHARE, MeasureKind.COUNT)
    events = counted or test.measure is MeasureKind.DISTANCE
    return {
        "map": on_ground,
        "definition": any(_is_label(case, party) for party in _parties(case, test)),
        "unit": counted,
        "contested": (on_ground and not counted) or bool(ground & {Relation.IN, Relation.OUTSIDE}),
        "margin_km": counted and bool(ground),
        "radius": events and (bool(ground) or _uses_distance(case, test)),
        "subset": events,
    }


def _choices_of_question(case: Case, test: Test) -> dict[str, bool]:
    """For measures that ask of no ground: whose words, how wide places are, and which events, where they use them."""
    on_events = isinstance(test.about, Breached | Met)
    matters = dict.fromkeys(CHOICES, False)
    matters["definition"] = on_events and any(_is_label(case, party) for party in _parties(case, test))
    matters["radius"] = on_events and (isinstance(test.about, Met) or _uses_distance(case, test))
    matters["subset"] = on_events
    if isinstance(test.about, Met) and (ground := set(_relations(test.that))):
        matters |= {"map": True, "margin_km": True, "contested": bool(ground & {Relation.IN, Relation.OUTSIDE})}
    if isinstance(test.about, Breached):
        # A clause is read in the words of the definition that has them, whichever is chosen, if none on offer has.
        matters["definition"] = any(_is_offered(case, party) for party in _parties(case, test))
        matters["radius"] = matters["radius"] or any(clause.zones for clause in _asked_clauses(case, test.about))
        if test.about.by_ground:
            matters |= dict.fromkeys(("map", "contested", "margin_km", "radius"), True)
    if isinstance(test.about, Pledged):
        matters["definition"] = _is_label(case, test.about.by) or _is_label(case, test.about.to)
    return matters


def _relations(condition: Condition) -> Iterator[Relation]:
    yield from (relation for relation, _ in condition.ground)
    for part in (*condition.any_of, *condition.none_of):
        yield from _relations(part)


def _is_label(case: Case, party: str) -> bool:
    return party not in case.actors and any(definition.has(party) for definition in case.definitions.values())


def _is_offered(case: Case, party: str) -> bool:
    """Is it a label of a definition among the choices?"""
    offered = (case.definitions[name] for name in case.choices.definition if name in case.definitions)
    return party not in case.actors and any(definition.has(party) for definition in offered)


def _asked_clauses(case: Case, asked: Breached) -> tuple[Clause, ...]:
    agreement = case.agreements.get(asked.agreement)
    return agreement.asked(asked.clause) if agreement is not None else ()


def _uses_distance(case: Case, test: Test) -> bool:
    selections = (test.among, *case.choices.subsets.values())
    return (
        test.measure is MeasureKind.DISTANCE
        or _has_near(test.that)
        or any(selection.near or selection.inside for selection in selections)
    )


def _has_near(condition: Condition) -> bool:
    return bool(condition.near or condition.inside or condition.on_list) or any(
        _has_near(part) for part in (*condition.any_of, *condition.none_of)
    )


def _parties(case: Case, test: Test) -> Iterator[str]:
    """Every party that a test names, in the subsets that may be chosen for it too."""
    yield test.party
    for selection in (test.among, *case.choices.subsets.values()):
        yield from (selection.by, selection.target)
    yield from test.that.parties()
    if isinstance(test.about, Met):
        yield from (test.about.other.by, test.about.other.target)
    if isinstance(test.about, Breached):
        for clause in _asked_clauses(case, test.about):
            yield from (*clause.protects, *clause.exempt)


def by_facet(case: Case, findings: Iterable[Finding], varied: tuple[str, ...]) -> dict[tuple[str, ...], list[Finding]]:
    """The findings sorted into facets, which ask different questions; keys are the values of `facet_choices`."""
    groups: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    names = facet_choices(case, varied)
    for finding in findings:
        groups[tuple(str(getattr(finding.specification, name)) for name in names)].append(finding)
    return dict(groups)


def facet_choices(case: Case, varied: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in case.choices.facets if name in varied)


def drivers(findings: list[Finding], varied: Iterable[str]) -> list[tuple[str, float]]:
    """Which choice moves the result: the part of the variance of low and high that each choice alone explains.

    Main effects of a full factorial; what they leave to one is due to combinations. Empty if nothing varies.
    Findings without bounds, and ends without a limit, are left out.
    """
    effects: dict[str, float] = dict.fromkeys(varied, 0.0)
    total = 0.0
    for side in ("low", "high"):
        ends = [
            (finding.specification, float(getattr(finding.bounds, side)))
            for finding in findings
            if finding.bounds is not None and math.isfinite(getattr(finding.bounds, side))
        ]
        mean = sum(value for _, value in ends) / max(1, len(ends))
        total += sum((value - mean) ** 2 for _, value in ends)
        for name in effects:
            levels: dict[object, list[float]] = defaultdict(list)
            for specification, value in ends:
                levels[getattr(specification, name)].append(value)
            effects[name] += sum(len(own) * (sum(own) / len(own) - mean) ** 2 for own in levels.values())
    if total <= 1e-18:
        return []
    # Where findings are missing, choices vary together and each would explain the same: never more than all of it.
    whole = max(total, sum(effects.values()))
    return sorted(((name, effect / whole) for name, effect in effects.items()), key=lambda pair: -pair[1])
