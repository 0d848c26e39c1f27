"""The queue: every question that a case puts to a person, the weighty ones first, without those that are answered."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from firmground.review.decisions import read_decisions
from firmground.review.doubles import find_doubles
from firmground.review.pairs import Windows
from firmground.review.parties import ask_parties
from firmground.review.places import ask_places
from firmground.review.proposal import Kind, Proposal, Queue
from firmground.review.repeats import ask_doubles
from firmground.review.stakes import Stakes
from firmground.review.unread import ask_unread

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.check import Findings
    from firmground.locate import Located

# What each counts in the order of the queue: a claim that the rows could settle, one in which they are undecided, one
# that counts them; and ten times as many rows. Our judgement; the order is all that it changes.
_SETTLES, _UNDECIDED, _COUNTED, _TENFOLD = 3.0, 1.5, 0.5, 1.0


def find_proposals(
    case: Case, located: Located, findings: Findings | None = None, *, windows: Windows | None = None
) -> Queue:
    """Everything that needs a decision. `findings`: to say what each would change; else that is left open."""
    decided = read_decisions(case.folder)
    stakes = Stakes(findings)
    doubles = find_doubles(case, located, windows or Windows())
    parts = [
        ask_places(case, located),
        ask_parties(case),
        ask_unread(case),
        (ask_doubles(case, located, doubles.found), []),
    ]
    asked = [proposal for found, _ in parts for proposal in found]
    waiting = [proposal for proposal in asked if (str(proposal.kind), proposal.seen) not in decided]
    weighed = [replace(proposal, stakes=stakes.of(row.event for row in proposal.rows)) for proposal in waiting]
    left_out = [sentence for _, sentences in parts for sentence in sentences]
    order = list(Kind)
    weighed.sort(key=lambda proposal: (-_rank(proposal), order.index(proposal.kind), proposal.subject))
    return Queue(_once(weighed), len(asked) - len(waiting), (*left_out, *doubles.left_out))


def _rank(proposal: Proposal) -> float:
    settling, undecided, counted = proposal.weight
    weight = _SETTLES * bool(settling) + _UNDECIDED * bool(undecided) + _COUNTED * bool(counted)
    return proposal.likeness + weight + _TENFOLD * math.log10(max(1, proposal.row_count))


def _once(proposals: list[Proposal]) -> tuple[Proposal, ...]:
    """Each key once: two questions about the very same rows and words are one."""
    return tuple({proposal.key: proposal for proposal in reversed(proposals)}.values())[::-1]
