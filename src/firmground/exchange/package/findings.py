"""The sender's own bounds, computed from the full case, beside those that can be computed from what is shown.

What is withheld may be anything that what is shown allows, so the second must contain the first. Where they do not, the
sender's bounds are not those of the rows that were committed to.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import msgspec

from firmground.exchange.package.faults import PackageFaultError, Step
from firmground.proofs.canonical import canonical
from firmground.run import all_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from firmground.check import Findings

FILE: Final = "data/findings.json"
FORMAT: Final = "firmground findings 1"
UNTESTED: Final = "not tested"  # the standing of a claim without a test, as a frozen run has it
_NO_LIMIT: Final = "no limit"
_ROUNDING: Final = 1e-9  # areas and distances are floats: their last digits hang on the machine

Key = tuple[str, str]  # id of a claim, its choices as JSON


class Inside(StrEnum):
    """Do the sender's bounds lie inside those of what is shown?"""

    YES = "inside"
    NO = "outside"
    UNTESTED = "cannot be tested"  # in the package, or by the sender


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim under one specification. Ends are exact ("49/64"), "no limit", or None where there are no bounds.

    `measure`: of the claim's test, "" where there is none. `choices`: those of its specification. `theirs`, `ours`: low
    and high. `their_standing`, `our_standing`: MUST, MAY, CANNOT, or "not tested".
    """

    claim: str
    measure: str
    choices: Mapping[str, Any]
    theirs: tuple[str | None, str | None]
    ours: tuple[str | None, str | None]
    their_standing: str
    our_standing: str
    inside: Inside


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    claim: str
    choices: dict[str, Any]
    standing: str
    low: str | None
    high: str | None


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: str
    made_by: str
    findings: list[_Entry]


def write_findings(full: Iterable[dict[str, Any]], shown: Iterable[dict[str, Any]], made_by: str) -> bytes:
    """The sender's bounds, of those claims and specifications only that what is shown asks for.

    Both as `run.all_numbers` gives them. Answers to other questions would tell of what is hidden.
    """
    asked = {_key(entry["claim"], entry["choices"]) for entry in shown}
    entries = [_plain(entry) for entry in full]
    entries = [entry for entry in entries if _key(entry["claim"], entry["choices"]) in asked]
    return canonical({"format": FORMAT, "made_by": made_by, "findings": entries})


def compare_findings(raw: bytes, shown: Findings) -> tuple[Compared, ...]:
    """Each of the sender's bounds beside ours, in the order of ours. Raises PackageFaultError if they are none."""
    try:
        theirs = msgspec.json.decode(raw, type=_Document)
        known = {_key(entry.claim, entry.choices): entry for entry in theirs.findings}
        for entry in theirs.findings:
            _number(entry.low), _number(entry.high)
    except (msgspec.MsgspecError, ValueError, ZeroDivisionError) as fault:
        raise PackageFaultError(Step.FINDINGS, f"the sender's findings cannot be read: {fault}") from fault
    if theirs.format != FORMAT:
        raise PackageFaultError(Step.FINDINGS, f"the sender's findings are of the form {theirs.format!r}")
    measures = _measures(shown)
    found = [_compare(known.pop(_key(entry.claim, entry.choices), None), entry, measures) for entry in _entries(shown)]
    return (*found, *(_compare(entry, None, measures) for entry in known.values()))


def own_findings(shown: Findings) -> tuple[Compared, ...]:
    """What the package says by itself, where its sender gave no bounds."""
    measures = _measures(shown)
    return tuple(_compare(None, entry, measures) for entry in _entries(shown))


def _measures(findings: Findings) -> dict[str, str]:
    return {name: str(claim.test.measure) for name, claim in findings.case.claims.items() if claim.test}


def _entries(findings: Findings) -> list[_Entry]:
    return [msgspec.convert(_plain(entry), _Entry) for entry in all_numbers(findings)]


def _plain(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: entry[name] for name in ("claim", "choices", "standing", "low", "high")}


def _compare(theirs: _Entry | None, ours: _Entry | None, measures: Mapping[str, str]) -> Compared:
    named = ours or theirs
    assert named is not None  # noqa: S101 - one of the two is always there
    return Compared(
        claim=named.claim,
        measure=measures.get(named.claim, ""),
        choices=named.choices,
        theirs=(theirs.low, theirs.high) if theirs else (None, None),
        ours=(ours.low, ours.high) if ours else (None, None),
        their_standing=theirs.standing if theirs else "",
        our_standing=ours.standing if ours else "",
        inside=_inside(theirs, ours),
    )


def _inside(theirs: _Entry | None, ours: _Entry | None) -> Inside:
    if theirs is None or ours is None:
        return Inside.UNTESTED
    ends = (theirs.low, theirs.high, ours.low, ours.high)
    if any(end is None for end in ends):
        return Inside.UNTESTED
    low, high, least, most = map(_number, ends)
    assert low is not None and high is not None and least is not None and most is not None  # noqa: S101, PT018
    return Inside.YES if low <= high and _up_to(least, low) and _up_to(high, most) else Inside.NO


def _up_to(low: Fraction | float, high: Fraction | float) -> bool:
    if low <= high:
        return True
    exact = isinstance(low, Fraction) and isinstance(high, Fraction)
    return not exact and math.isclose(low, high, rel_tol=_ROUNDING)


def _number(text: str | None) -> Fraction | float | None:
    """A fraction where it is written as one, a float where it is written in full. Raises ValueError."""
    if text is None:
        return None
    if text == _NO_LIMIT:
        return math.inf
    if len(text) > 400:  # more than any number of a case, and work for nobody
        raise ValueError("a number is longer than any number is")
    value = float(text) if "." in text or "e" in text else Fraction(text)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{text!r} is not a number")
    return value


def _key(claim: str, choices: Mapping[str, Any]) -> Key:
    return claim, canonical(dict(choices)).decode()
