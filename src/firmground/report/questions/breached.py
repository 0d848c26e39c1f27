"""What is said of a claim about breaches: how many events break a clause, whose words say who is protected."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from firmground.case.questions import Breached
from firmground.measures.breached import asked_clauses, try_clauses
from firmground.measures.clauses import bound_parties
from firmground.report.breach_words import rule_words
from firmground.report.words import count_words

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.case.claims import Test
    from firmground.check import ClaimFindings, Findings

_TOLD_HIT = "Who was hit is what the record says, and it may repeat the word of the very party that is bound."
_BY_GROUND = "Whom an event hit is read from who held its ground on the map, whatever the record says was hit."
_NAMELESS = "An event for which nobody is named may be anybody's: it is among those that may break it"


def that(case: Case, test: Test) -> str:
    return f"breaches of {_what(case, test)}"


def sentence(findings: Findings, found: ClaimFindings, amount: str) -> str:
    measured = found.headline.measurement
    what = _what(findings.case, found.test)
    if measured is None or measured.units is None or measured.bounds is None:
        return f"They hold {amount}."
    must, may, _, _ = measured.units.tally()
    if not math.isinf(float(measured.bounds.high)):
        return f"They hold {amount} that {'breaks' if must == 1 and not may else 'break'} {what}."
    sure = f"{count_words(must, 'event')} that surely {'breaks' if must == 1 else 'break'}" if must else ""
    opening = f"They hold {sure or 'no event that is sure to break'} {what}, and {may:,} that may"
    return f"{opening}; the record is not known to be complete, so there may be more."


def remarks(findings: Findings, found: ClaimFindings) -> list[str]:
    case, specification = findings.case, found.headline.specification
    agreement, clauses = asked_clauses(case, found.test)
    by_ground = isinstance(found.test.about, Breached) and found.test.about.by_ground
    rules = [rule_words(case, one, bound_parties(agreement, one), by_ground=by_ground) for one in clauses]
    said = [f"As it is tried: {rule}" for rule in rules]
    trials = try_clauses(found.test, specification, findings.selector)
    for trial in trials:
        for label, definition in trial.definitions.items():
            if definition is not None and definition.id != specification.definition:
                said.append(
                    f"Who is meant by “{label}” is read in the words of {definition.title}: none of the definitions "
                    "that were chosen has it."
                )
            if definition is None and label not in case.actors:
                said.append(f"Nobody in this case says who is meant by “{label}”: anybody may be.")
    if any(clause.protects or clause.exempt for clause in clauses):
        said.append(_BY_GROUND if by_ground else _TOLD_HIT)
    nameless = {event for trial in trials for event in (trial.judged.nameless & (trial.judged.breaks > 0)).nonzero()[0]}
    if nameless:
        said.append(f"{_NAMELESS} ({len(nameless):,}).")
    return list(dict.fromkeys(said))


def _what(case: Case, test: Test) -> str:
    asked = test.about
    if not isinstance(asked, Breached) or asked.agreement not in case.agreements:
        return "the agreement"
    title = f"“{case.agreements[asked.agreement].title}”"
    return f"clause {asked.clause} of {title}" if asked.clause else title
