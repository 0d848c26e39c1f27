"""Which findings moved between two checks: what a change to the files did to what is said.

Numbers are compared exactly; a finding moved if its bounds or its standing are not the same. The words are those of
the report, so that what is shown here reads as it does there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.case.choices import Specification
    from firmground.check import ClaimFindings, Finding, Findings
    from firmground.report.model import Range, Report


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a claim stood as it was meant. `standing` "" where it was not tested, `why` then saying why not."""

    standing: str
    bounds: Range | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A claim of which any finding changed. `was`, `now` None: the claim was not there.

    `others`: how many of `of` combinations of choices have another answer than before, the headline among them;
    a combination that is new, or gone, counts as changed.
    """

    id: str
    by: str
    says: str
    measure: str
    was: Stand | None
    now: Stand | None
    others: int
    of: int

    @property
    def headline_moved(self) -> bool:
        return self.was != self.now


def list_moved(before: tuple[Findings, Report], after: tuple[Findings, Report]) -> tuple[Moved, ...]:
    """Every claim that moved from one check to the next, in the order of the later report, what is gone at the end."""
    was, now = _stands(*before), _stands(*after)
    found = []
    for claim in dict.fromkeys([*now, *was]):
        old, new = was.get(claim), now.get(claim)
        changed, of = _changed(old, new)
        if changed or _answer(old) != _answer(new):
            shown = new or old
            if shown is not None:
                by, says, measure = shown.words
                found.append(
                    Moved(claim, by, says, measure, old.stand if old else None, new.stand if new else None, changed, of)
                )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Known:
    stand: Stand
    words: tuple[str, str, str]  # by, says, measure
    every: dict[Specification, tuple[object, ...]]


def _stands(findings: Findings, report: Report) -> dict[str, _Known]:
    found = {}
    for own, section in zip(findings.claims, report.claims, strict=True):
        stand = Stand(section.standing, section.bounds)
        found[section.id] = _Known(stand, (section.by, section.says, section.measure), _every(own))
    for untested in report.untested:
        stand = Stand("", None, untested.reason)
        found[untested.id] = _Known(stand, (untested.by, untested.says, ""), {})
    return found


def _every(found: ClaimFindings) -> dict[Specification, tuple[object, ...]]:
    return {finding.specification: _exact(finding) for finding in found.every}


def _exact(finding: Finding) -> tuple[object, ...]:
    bounds = finding.bounds
    ends = () if bounds is None else (bounds.low, bounds.high)
    return (finding.standing, *ends)


def _changed(old: _Known | None, new: _Known | None) -> tuple[int, int]:
    """How many combinations have another answer, of how many."""
    before, after = old.every if old else {}, new.every if new else {}
    keys = before.keys() | after.keys()
    return sum(before.get(key) != after.get(key) for key in keys), len(keys)


def _answer(known: _Known | None) -> Stand | None:
    return known.stand if known else None
