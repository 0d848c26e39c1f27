"""explore: a claim asked otherwise, to see what each choice does, without a word of it entering the case.

A trial is the claim's own test under one other combination of choices, and perhaps over fewer of its days. It is
computed as `check` computes the claim as it was meant: exactly, with the whole curve, never from an approximation.
It is no finding about the claim: it says how it differs from what was meant, and there is always one way back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from firmground.case.choices import CHOICES, Specification, parse_choice, show_choice
from firmground.case.claims import MeasureKind
from firmground.check import (
    check_curve,
    check_test,
    choices_that_matter,
    conclude,
    headline_specification,
    with_outlook,
)
from firmground.dates import NO_START, parse_when, sure_window, window
from firmground.errors import BadRequestError
from firmground.hold import hold_more

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from firmground.case.case import Case
    from firmground.case.claims import Claim, Selection, Test
    from firmground.check import ClaimFindings, Finding, Findings
    from firmground.dates import When

# Name of a day in a question -> the end of the claim's selection that it moves.
WINDOW = {
    "from": "first",
    "until": "last",
    "named_from": "reported_first",
    "named_until": "reported_last",
}
# Values that the case does not offer may be tried of these alone; each needs the ground to be held anew.
FREE = ("margin_km", "radius")
MOST = {"margin_km": 200.0, "radius": 20.0}

_WHY_NOT = {
    "map": "This claim does not ask who held any ground.",
    "definition": "This claim names no party by a word that somebody would have to define.",
    "unit": "What this claim measures is not counted in places, events or strikes.",
    "contested": "This claim does not ask whether any ground was held.",
    "margin_km": "No border of a map decides which events this claim counts.",
    "radius": "The width of places changes nothing in this claim.",
    "subset": "This claim does not count events.",
}
_OWN_NUMBERS = "The claim is tested by its own numbers, which no choice changes."
_SINGLE_DAYS = "This claim is about the days that it names, and not about events over some time."
_NEVER_NAMED = "No event of the case says on which day it was named."
_ONLY_WORDS = "No definition on offer has a word of the clause; it is read in the words of the one that has it, if any."
_ONE_VALUE = "The case offers no other."


@dataclass(frozen=True, slots=True)
class Control:
    """One choice as it can be made for a claim. `values`: those on offer, the one that was meant among them.

    `closed`: why it cannot be changed, "" if it can; `free`: another number may be given.
    """

    name: str
    values: tuple[object, ...]
    meant: object
    asked: object
    closed: str = ""
    free: bool = False


@dataclass(frozen=True, slots=True)
class DayControl:
    """An end of the claim's days. `meant`: its own limit, None if it has none; `asked`: the narrower one."""

    name: str
    meant: When | None
    asked: When | None
    closed: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A claim under one combination of choices. `test` has the days asked for; `days`: name in `WINDOW` -> the day."""

    claim: Claim
    test: Test
    meant: Specification
    specification: Specification
    days: tuple[tuple[str, When], ...] = ()

    @property
    def changed(self) -> tuple[str, ...]:
        """The choices and ends of the window that are not as the claim was meant."""
        names = [name for name in CHOICES if getattr(self.specification, name) != getattr(self.meant, name)]
        return (*names, *(name for name, _ in self.days))

    @property
    def as_meant(self) -> bool:
        return not self.changed

    def written(self) -> dict[str, str]:
        """What was changed, as it would be asked for again: name -> text."""
        asked = {name: show_choice(name, getattr(self.specification, name)) for name in CHOICES if name in self.changed}
        return asked | {name: str(day) for name, day in self.days}


@dataclass(frozen=True, eq=False)
class Trial:
    """What the data say to a question. `findings`: the case's, with the ground that the trial needed beside it."""

    question: Question
    found: ClaimFindings
    findings: Findings


def ask(case: Case, claim_id: str, asked: Mapping[str, str]) -> Question:
    """The question from texts, as `case.toml` and a link write them; "" is as meant.

    Raises BadRequestError for a claim that is not tested, a choice that does not matter to it, a value that the case
    does not have, and days that are not among the claim's own.
    """
    claim = case.claims.get(claim_id)
    if claim is None:
        raise BadRequestError(f"the case has no claim {claim_id!r}")
    if claim.test is None:
        raise BadRequestError(f"this claim is not tested: {claim.cannot_test or 'no test is given'}")
    test, meant = claim.test, headline_specification(case, claim.test)
    values: dict[str, Any] = {
        name: _parse(case, test, meant, name, text) for name in CHOICES if (text := asked.get(name, "").strip())
    }
    days = tuple((name, day) for name in WINDOW if (day := _day(case, test, name, asked.get(name, ""))) is not None)
    ends: dict[str, Any] = {WINDOW[name]: day for name, day in days}
    narrowed = replace(test, among=replace(test.among, **ends))
    _check_order(narrowed.among)
    return Question(claim, narrowed if days else test, meant, replace(meant, **values), days)


def list_controls(case: Case, question: Question) -> tuple[Control, ...]:
    """Every choice, in the report's order, with its values or why it cannot be changed."""
    test = question.claim.test or question.test
    return tuple(
        Control(
            name,
            offered(case, question.meant, name),
            getattr(question.meant, name),
            getattr(question.specification, name),
            closed := why_closed(case, test, question.meant, name),
            free=name in FREE and not closed,
        )
        for name in CHOICES
    )


def list_days(case: Case, question: Question) -> tuple[DayControl, ...]:
    """The four ends of the claim's days, with the limits that they have."""
    test = question.claim.test or question.test
    asked = dict(question.days)
    return tuple(
        DayControl(name, getattr(test.among, end), asked.get(name), _days_closed(case, test, name))
        for name, end in WINDOW.items()
    )


def offered(case: Case, meant: Specification, name: str) -> tuple[object, ...]:
    """The values of a choice that the case offers, and the one that the claim was meant with."""
    values: tuple[object, ...] = getattr(case.choices, name)
    own = getattr(meant, name)
    return values if own in values else (own, *values)


def why_closed(case: Case, test: Test, meant: Specification, name: str) -> str:
    """Why a choice cannot be changed for this test; "" if it can."""
    if test.numbers is not None:
        return _OWN_NUMBERS
    if not choices_that_matter(case, test)[name]:
        return _ONLY_WORDS if name == "definition" and test.measure is MeasureKind.BREACHES else _WHY_NOT[name]
    return _ONE_VALUE if name not in FREE and len(offered(case, meant, name)) < 2 else ""


def _days_closed(case: Case, test: Test, name: str) -> str:
    if test.numbers is not None:
        return _OWN_NUMBERS
    if test.measure not in (MeasureKind.SHARE, MeasureKind.COUNT, MeasureKind.DISTANCE, MeasureKind.BREACHES):
        return _SINGLE_DAYS
    if name.startswith("named") and bool((case.events.reported_start == NO_START).all()):
        return _NEVER_NAMED
    return ""


def _parse(case: Case, test: Test, meant: Specification, name: str, text: str) -> object:
    values = offered(case, meant, name)
    named = {show_choice(name, value): value for value in values}
    value = named.get(text)
    if value is None and name in FREE:
        value = _number(name, text)
    if value is None or (value not in values and name not in FREE):
        raise BadRequestError(f"{CHOICES[name]}: {text!r} is not offered; there is {', '.join(named)}")
    if value != getattr(meant, name) and (closed := why_closed(case, test, meant, name)):
        raise BadRequestError(closed)
    return value


def _number(name: str, text: str) -> float:
    try:
        value = parse_choice(name, text)
    except ValueError as fault:
        raise BadRequestError(f"{CHOICES[name]}: {text!r} is not a number") from fault
    if not isinstance(value, float) or not math.isfinite(value) or not 0 <= value <= MOST[name]:
        raise BadRequestError(f"{CHOICES[name]}: a number from 0 to {MOST[name]:g} can be tried, not {text}")
    return value


def _day(case: Case, test: Test, name: str, text: str) -> When | None:
    """The end of the window that was asked for; None if it is the claim's own."""
    own: When | None = getattr(test.among, WINDOW[name])
    if not text.strip():
        return None
    try:
        day = parse_when(text)
    except ValueError as fault:
        raise BadRequestError(str(fault)) from fault
    if day.approximate or not day.known:
        raise BadRequestError(f"{text!r} is no day that a window could end with")
    begins = name.endswith("from")
    limits = (day, None) if begins else (None, day)
    if own is not None and window(*limits) == window(*((own, None) if begins else (None, own))):
        return None
    if closed := _days_closed(case, test, name):
        raise BadRequestError(closed)
    surely = sure_window(own, None) if begins else sure_window(None, own)
    if window(*limits).overlap(surely) != window(*limits):
        limit = "begins on" if begins else "ends on"
        raise BadRequestError(f"a window can only narrow what the claim speaks of, and that {limit} {own}, not {text}")
    return day


def _check_order(among: Selection) -> None:
    for first, last in ((among.first, among.last), (among.reported_first, among.reported_last)):
        if window(first, last).empty:
            raise BadRequestError(f"the window ends ({last}) before it begins ({first})")


def combinations(case: Case, question: Question) -> Iterator[Specification]:
    """The curve: every combination of the choices that can matter, the one asked for first."""
    matters = choices_that_matter(case, question.test)
    values: dict[str, tuple[object, ...]] = {}
    for name in (field.name for field in fields(Specification)):
        asked = getattr(question.specification, name)
        others = offered(case, question.meant, name) if matters[name] else ()
        values[name] = (asked, *(value for value in others if value != asked))
    yield from case.choices.every(**values)


def ground_needed(findings: Findings, question: Question) -> tuple[tuple[str, float, float], ...]:
    """Maps, radii and margins whose ground has not been held yet, and without which the trial cannot be made."""
    if not choices_that_matter(findings.case, question.test)["margin_km"]:
        return ()
    every = combinations(findings.case, question)
    keys = dict.fromkeys((one.map, one.radius, one.margin_km) for one in every)
    return tuple(key for key in keys if key not in findings.held.tables and key[0] in findings.case.maps)


def try_claim(findings: Findings, question: Question, *, progress: Callable[[str], None] | None = None) -> Trial:
    """The claim under the question's choices: its finding, the curve of all others, and what would settle it.

    Where a margin or a radius was asked for that the case does not offer, the ground is held anew first, which takes
    as long as it took for any other margin.
    """
    case = findings.case
    if missing := ground_needed(findings, question):
        held = hold_more(findings.held, missing, progress=progress)
        findings = replace(findings, held=held, selector=findings.selector.over(held))
    own = next((found for found in findings.claims if found.claim.id == question.claim.id), None)
    known: dict[Specification, Finding] = {}
    selector = findings.selector
    if question.days:
        # Other days are asked about once; their answers are not kept beside those of the case.
        selector = selector.afresh()
        findings = replace(findings, selector=selector)
    elif own is not None:
        known = {finding.specification: finding for finding in own.every}
    held, test, asked = findings.held, question.test, question.specification
    headline = known.get(asked)
    if headline is None or not _one_by_one(headline):
        headline = check_test(held, test, asked, selector)
    known[asked] = headline = with_outlook(headline, held, test, selector)
    every = check_curve(held, test, combinations(case, question), selector, known=known, progress=progress)
    return Trial(question, conclude(question.claim, test, headline, every, _varied(every)), findings)


def _one_by_one(finding: Finding) -> bool:
    """Does it have its units one by one, as what would settle it needs them? Most findings of a curve do not."""
    return finding.measurement is not None and finding.measurement.added is None


def _varied(every: tuple[Finding, ...]) -> tuple[str, ...]:
    """The choices that take more than one value on the curve."""
    return tuple(name for name in CHOICES if len({getattr(one.specification, name) for one in every}) > 1)
