"""One claim's section of the report, from its findings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from firmground.case.choices import CHOICES
from firmground.case.claims import MeasureKind, Unit
from firmground.check import ClaimFindings, Finding, by_facet, drivers, facet_choices
from firmground.measures.units import share_bounds
from firmground.modality import CANNOT, MAY, MUST
from firmground.report.best import best_value, say_no_outlook
from firmground.report.comparisons import baselines, claimed_range, rivals
from firmground.report.ground_words import ground_sentence, measured_within
from firmground.report.marks import count_undrawn, draw_marks
from firmground.report.model import (
    ClaimSection,
    Counts,
    Facet,
    Outcome,
    Range,
    Settling,
    SourceNote,
)
from firmground.report.narrowing import say_reasons
from firmground.report.passages import CLAIMS, words_behind
from firmground.report.questions import remarks_of_question, say_question, that_of_question
from firmground.report.restated import chain, drift
from firmground.report.undecided import MOST_NAMED, NamesOf, UnitNames, list_undecided, number_undecided
from firmground.report.words import (
    ANSWERS,
    CHOICE_TITLES,
    STANDINGS,
    VERBS,
    bounds_words,
    choice_words,
    claimed_period,
    count_words,
    counted_words,
    date_words,
    number_words,
    party_words,
    spoken_number,
    that_words,
    unit_words,
)

if TYPE_CHECKING:
    from firmground.bounds import Bounds
    from firmground.case.case import Case
    from firmground.case.choices import Specification
    from firmground.check import Findings
    from firmground.measures import Measurement
    from firmground.measures.settle import Settlement


def write_section(
    findings: Findings,
    found: ClaimFindings,
    *,
    most_marks: int | None = None,
    most_names: int | None = None,
    drawn: bool = True,
) -> ClaimSection:
    """Everything that the report says of one claim. `most_marks`: see `draw_marks`. `most_names`: to settle it.

    `drawn`: False for words alone: without marks, and the names of what would settle it made only as they are read.
    """
    case, claim, head = findings.case, found.claim, found.headline
    measured = head.measurement
    bounds = head.bounds
    return ClaimSection(
        id=claim.id,
        by=claim.by,
        role=claim.role,
        on=date_words(claim.on),
        anonymous=claim.anonymous,
        says=claim.says,
        source=source_note(case, claim.source, claim.url),
        note=claim.note,
        measure=str(found.test.measure),
        unit=head.specification.unit,
        unit_words=unit_words(found.test, head.specification),
        that=_that(case, found),
        standing=STANDINGS[head.standing],
        verb=VERBS[head.standing],
        sentence=_sentence(findings, found),
        bounds=bounds_range(bounds, found),
        claimed=claimed_range(found.test.value) if found.test.value else None,
        axis=_axis(found),
        counts=_counts(measured),
        choices=_choices(case, head.specification, _shown_choices(found)),
        settling=_settlings(findings, found, most_names, drawn=drawn),
        undecided=list_undecided(findings, found),
        tipping=_tipping(case, found),
        facets=_facets(case, found),
        drift=drift(case, claim),
        drift_from=claim.restates,
        chain=chain(findings, found),
        rivals=rivals(findings, found),
        baselines=baselines(findings, found),
        marks=draw_marks(findings, found, most=most_marks) if drawn else (),
        undrawn=count_undrawn(findings.held, found) if drawn else 0,
        remarks=_remarks(findings, found),
        passages=words_behind(case, CLAIMS, claim.id),
        best=best_value(found),
    )


def _that(case: Case, found: ClaimFindings) -> str:
    if found.test.about is not None:
        return that_of_question(case, found.test)
    if found.test.measure is MeasureKind.PLACES:
        party = party_words(case, found.test.party, found.headline.specification)
        return f"{'taken' if found.test.taken else 'held'} by {party}"
    return that_words(case, found.test.that, found.headline.specification)


def source_note(case: Case, source: str, url: str) -> SourceNote | None:
    if source in case.sources:
        known = case.sources[source]
        published = date_words(known.published)
        return SourceNote(known.id, known.title, known.by, published, url or known.url, known.licence, known.note)
    return SourceNote("", url, "", "", url) if url else None


def _end(value: object) -> float | None:
    number = float(value)  # type: ignore[arg-type]
    return number if math.isfinite(number) else None


def bounds_range(bounds: Bounds | None, found: ClaimFindings, unit: str = "") -> Range | None:
    if bounds is None:
        return None
    unit = unit or unit_words(found.test, found.headline.specification, spoken_number(bounds))
    words = bounds_words(bounds, found.test.measure, unit)
    return Range(_end(bounds.low), _end(bounds.high), words)


def _axis(found: ClaimFindings) -> tuple[float, float]:
    if found.test.measure in (MeasureKind.SHARE, MeasureKind.DISCLOSED, MeasureKind.PLEDGES_SHARE):
        return 0.0, 1.0
    ends = [0.0]
    if found.headline.bounds is not None:
        ends += [float(found.headline.bounds.low), float(found.headline.bounds.high)]
    if (value := found.test.value) is not None:
        ends += [float(end) for end in (value.low, value.high) if end is not None]
    finite = [end for end in ends if math.isfinite(end)]
    low, high = min(finite), max(finite)
    return low, high + 0.1 * (high - low) if high > low else low + 1.0


def _counts(measured: Measurement | None) -> Counts | None:
    if measured is None or measured.tallied is None:
        return None
    must, may, cannot, perhaps = measured.tallied.tally()
    return Counts(len(measured.tallied), must, may, cannot, perhaps)


def _shown_choices(found: ClaimFindings) -> tuple[str, ...]:
    """The choices that can matter to a claim, and the unit wherever something is counted."""
    measured = found.headline.measurement
    # A measure of its own counts what it counts: pairs, days, pledges.
    counted = measured is not None and measured.units is not None and found.test.about is None
    return tuple(name for name in CHOICES if name in found.varied or (name == "unit" and counted))


def _choices(case: Case, specification: Specification, names: tuple[str, ...]) -> dict[str, str]:
    return {CHOICE_TITLES[name]: choice_words(case, name, getattr(specification, name)) for name in names}


def _sentence(findings: Findings, found: ClaimFindings) -> str:
    case, head, test = findings.case, found.headline, found.test
    bounds, measured = head.bounds, head.measurement
    if bounds is None or measured is None:
        return "Nothing in these data can be counted for it, so they neither support nor contradict it."
    opening = f"The data {ANSWERS[head.standing]}." if test.value is not None else "It names no value to compare with."
    if measured.says_nothing:
        return f"{opening} {' '.join(measured.withheld)}"
    unit = unit_words(test, head.specification, spoken_number(bounds))
    that = that_words(case, test.that, head.specification)
    of_places = head.specification.unit == Unit.PLACE
    period = claimed_period(test.among, places=of_places) if test.numbers is None else ""
    if test.about is not None:
        body = say_question(findings, found, bounds_words(bounds, test.measure, unit))
    elif test.measure is MeasureKind.SHARE and measured.units is not None:
        body = _share_sentence(found, measured, unit, that, period)
    elif test.measure is MeasureKind.COUNT:
        body = _count_sentence(bounds, unit, that, period)
    else:
        body = ground_sentence(case, test, head.specification, bounds_words(bounds, test.measure, unit))
    tail = _undecided_sentence(found)
    return " ".join(part for part in (opening, body, tail) if part)


def _share_sentence(found: ClaimFindings, measured: Measurement, unit: str, that: str, period: str) -> str:
    test, bounds, units = found.test, measured.bounds, measured.units
    if bounds is None or units is None:
        return ""
    must, may, _, perhaps = units.tally()
    spread = f"between {must:,} and {must + may:,}" if may else f"{must:,}"
    known = len(units)
    if test.numbers is not None:
        own = dict(found.claim.said).get("unit", unit)
        body = f"By its own numbers, of {known:,} {own} {spread} were {that or 'so'}"
    else:
        named = f" {period}" if period else ""
        rows = count_words(known, *(counted_words(test, found.headline.specification, number) for number in (1, 2)))
        if found.headline.specification.unit == Unit.STRIKE:
            body = f"Of the strikes of {rows}{named}, those of {spread} were {that}"
        else:
            body = f"Of the {rows}{named}, {spread} were {that}"
    body += f" ({perhaps:,} of them perhaps not to be counted)" if perhaps else ""
    share = bounds_words(bounds, test.measure, unit)
    if test.out_of is not None:
        return f"{body}; of the whole of {test.out_of:,}, of which the rest is not known, that is {share}."
    return f"{body}: {share}."


def _count_sentence(bounds: Bounds, unit: str, that: str, period: str) -> str:
    low = number_words(bounds.low, MeasureKind.COUNT)
    what = " ".join(part for part in (unit, period, that) if part)
    if math.isinf(float(bounds.high)):
        opening = f"They hold at least {low} {what}" if bounds.low else f"They hold no {what} for sure"
        return f"{opening}; the record is not known to be complete, so there may be more."
    if bounds.exact:
        return f"They hold {low} {what}."
    return f"They hold {low} to {number_words(bounds.high, MeasureKind.COUNT)} {what}."


def _undecided_sentence(found: ClaimFindings) -> str:
    measured = found.headline.measurement
    if measured is None or measured.units is None or found.headline.standing is not MAY:
        return ""
    number = int(measured.units.undecided.sum())
    if not number:
        return ""
    fewest = [option.fewest for option in (found.require, found.rule_out) if option and option.fewest is not None]
    settle = f"; {min(fewest):,} of them could settle it" if fewest and min(fewest) < number else ""
    one, many = (counted_words(found.test, found.headline.specification, number) for number in (1, 2))
    if found.test.value is None:
        return f"{count_words(number, one, many)} {'is' if number == 1 else 'are'} undecided."
    decide = "decides" if number == 1 else "decide"
    return f"{count_words(number, 'undecided ' + one, 'undecided ' + many)} {decide} it{settle}."


def _settlings(findings: Findings, found: ClaimFindings, most: int | None, *, drawn: bool) -> tuple[Settling, ...]:
    result = []
    for outcome, settlement in (("require", found.require), ("rule out", found.rule_out)):
        if settlement is not None and found.headline.measurement and found.headline.measurement.units is not None:
            if settlement.fewest is None and not found.headline.measurement.units.undecided.any():
                continue
            result.append(_settling(findings, found, outcome, settlement, most, drawn=drawn))
    return tuple(result)


def _settling(
    findings: Findings, found: ClaimFindings, outcome: str, settlement: Settlement, most: int | None, *, drawn: bool
) -> Settling:
    measured = found.headline.measurement
    named = measured is not None and found.test.numbers is None
    names = UnitNames(findings.held, found)
    units = settlement.units[:most] if named else ()
    labels = tuple(names.of(unit) for unit in units) if drawn else NamesOf(names, units)
    unit = counted_words(found.test, found.headline.specification, settlement.fewest or 2)
    answer = ANSWERS[MUST if outcome == "require" else CANNOT]
    if settlement.fewest is None and settlement.exact:
        sentence = f"No undecided {unit} could make the data {answer}: that hangs on what these data do not hold."
    elif settlement.fewest is None:
        sentence = (
            f"How few undecided {unit} would make the data {answer} was not searched: "
            "some rows have no limit to their number."
        )
    else:
        limit = "" if settlement.exact else "at most "
        side = "in its favour" if outcome == "require" else "against it"
        sentence = f"The data would {answer} if {limit}{settlement.fewest:,} undecided {unit} turned out {side}."
    if named and len(units) < len(settlement.units):
        sentence += f" The first {len(units):,} of them:"
    numbered = number_undecided(found)
    numbers = tuple(numbered.get(unit, 0) for unit in units) if drawn else ()
    return Settling(outcome, settlement.fewest, settlement.exact, labels, sentence, numbers)


def _tipping(case: Case, found: ClaimFindings) -> str:
    tipping = found.tipping
    if tipping is None or found.test.out_of is None:
        return ""
    that = that_words(case, found.test.that, found.headline.specification) or "so"
    opening = f"Of the {tipping.unknown:,} of {found.test.out_of:,} that are not known, "
    if tipping.allow is None:
        return opening + "no number could make the claim hold."
    low, high = tipping.allow
    verb = "may be" if low == 0 and high < tipping.unknown else "would have to be"
    text = opening + f"{_numbers(tipping.allow, tipping.unknown)} {verb} {that} for the claim to hold"
    if tipping.require is None:
        return text + "; no number of them makes it sure."
    if tipping.require == tipping.allow:
        return text + "."
    return text + f"; with {_numbers(tipping.require, tipping.unknown)} it is sure to."


def _numbers(numbers: tuple[int, int], most: int) -> str:
    low, high = numbers
    if high == 0:
        return "none"
    if low == high:
        return f"exactly {low:,}"
    if high == most:
        return f"at least {low:,}"
    return f"at most {high:,}" if low == 0 else f"between {low:,} and {high:,}"


def _facets(case: Case, found: ClaimFindings) -> tuple[Facet, ...]:
    facets = []
    names = facet_choices(case, found.varied)
    rest = tuple(name for name in found.varied if name not in names)
    groups = by_facet(case, found.every, found.varied).values()
    for unsorted, group in zip(groups, sort_facets(case, found), strict=True):
        specification = unsorted[0].specification
        title = ", ".join(choice_words(case, name, getattr(specification, name)) for name in names)
        facets.append(
            Facet(
                title or "All choices",
                _choices(case, specification, names),
                tuple(_outcome(case, finding, found, rest) for finding in group),
                tuple((CHOICE_TITLES[name], part) for name, part in drivers(unsorted, rest)),
            )
        )
    return tuple(facets)


def sort_facets(case: Case, found: ClaimFindings) -> list[list[Finding]]:
    """The findings of each facet of a claim's section, in the order of its outcomes."""
    groups = by_facet(case, found.every, found.varied).values()
    return [sorted(group, key=lambda finding: (finding.bounds is None, *_ends(finding.bounds))) for group in groups]


def _ends(bounds: Bounds | None) -> tuple[float, float]:
    if bounds is None:
        return 0.0, 0.0
    return _end(bounds.low) or 0.0, float(bounds.high)


def _outcome(case: Case, finding: Finding, found: ClaimFindings, names: tuple[str, ...]) -> Outcome:
    unit = unit_words(found.test, finding.specification)
    return Outcome(
        choices=_choices(case, finding.specification, names),
        bounds=bounds_range(finding.bounds, found, unit),
        standing=STANDINGS[finding.standing],
        counts=_counts(finding.measurement),
        headline=finding is found.headline,
    )


def _remarks(findings: Findings, found: ClaimFindings) -> tuple[str, ...]:
    case, measured, test = findings.case, found.headline.measurement, found.test
    if measured is None or measured.says_nothing:
        return ()  # why it says nothing is its sentence
    remarks = list(measured.withheld)
    said = dict(found.claim.said).get("unit", "")
    counted = unit_words(test, found.headline.specification)
    if (
        said
        and test.numbers is None
        and measured.units is not None
        and said not in (counted, counted.removesuffix("s"))
    ):
        remarks.append(f"The speaker counts {said}; counted here are {counted}.")
    if test.out_of is not None and measured.units is not None and test.measure is MeasureKind.SHARE:
        remarks += _known_alone(case, found, measured)
    if found.headline.standing is MAY:
        remarks += _named_in_part(measured, counted_words(test, found.headline.specification))
        remarks += [why] if (why := say_reasons(findings, found)) else []
    if measured.units is not None and measured.units.lent:
        number = count_words(measured.units.lent, "event")
        remarks.append(
            f"{number} at a place that is not known may have hit a place that is counted already: as many places are "
            "left open, whichever they are."
        )
    if measured.bounds is not None and measured.defined is not MUST:
        remarks.append("Perhaps nothing counts for it at all: no unit is sure to be counted.")
    remarks += say_no_outlook(found)
    if test.about is not None:
        remarks += remarks_of_question(findings, found)
    remarks += [
        f"{name.capitalize()}: {bounds_words(bounds, test.measure, 'km²')}." for name, bounds in measured.details
    ]
    if test.measure in (MeasureKind.AREA, MeasureKind.GAIN):
        remarks.append(measured_within(case, test, found.headline.specification))
    on_ground = test.measure is MeasureKind.SHARE and test.numbers is None and bool(test.that.ground)
    if on_ground and found.headline.specification.unit == Unit.PLACE:
        remarks.append(
            "A place is counted once. It lies in a party's ground if any of its events does, and outside if none does."
        )
    return tuple(remarks)


def _known_alone(case: Case, found: ClaimFindings, measured: Measurement) -> list[str]:
    """What the part that was disclosed says by itself: no answer to the claim, but what people will ask for."""
    if measured.units is None:
        return []
    alone, _ = share_bounds(measured.units)
    if alone is None:
        return []
    words = bounds_words(alone, MeasureKind.SHARE, "")
    that = that_words(case, found.test.that, found.headline.specification)
    unit = counted_words(found.test, found.headline.specification)
    text = f"Of the {len(measured.units):,} {unit} that are known, {words} were {that}."
    return [f"{text} The part that was disclosed need not be like the rest."]


def _named_in_part(measured: Measurement, unit: str) -> list[str]:
    number = 0 if measured.units is None else int(measured.units.undecided.sum())
    if number <= MOST_NAMED:
        return []
    return [f"{number:,} {unit} are undecided; the report names the first {MOST_NAMED:,}."]
