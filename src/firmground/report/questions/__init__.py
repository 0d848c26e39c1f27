"""What is said of a claim whose measure asks more than shares and ground, a module for each kind of question.

Each module has three functions: `that`, what its units are if they are "that" (the end of a sentence, "" for none);
`sentence`, the measured amount as a sentence; `remarks`, what a reader must know besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.questions import Breached, Contradicted, Disclosed, Met, Pledged
from firmground.report.questions import breached, contradicted, disclosed, met, pledged

if TYPE_CHECKING:
    from types import ModuleType

    from firmground.case.case import Case
    from firmground.case.claims import Test
    from firmground.check import ClaimFindings, Findings

_SPEAKERS: dict[type, ModuleType] = {
    Disclosed: disclosed,
    Breached: breached,
    Pledged: pledged,
    Contradicted: contradicted,
    Met: met,
}


def that_of_question(case: Case, test: Test) -> str:
    """What a unit of this test is if it is "that"; "" where the measure has no such thing."""
    return str(_SPEAKERS[type(test.about)].that(case, test))


def say_question(findings: Findings, found: ClaimFindings, amount: str) -> str:
    """The measured amount, said as `bounds_words` says it, as a sentence."""
    return str(_SPEAKERS[type(found.test.about)].sentence(findings, found, amount))


def remarks_of_question(findings: Findings, found: ClaimFindings) -> list[str]:
    return list(_SPEAKERS[type(found.test.about)].remarks(findings, found))
