"""review: questions that the rows of a case put to a person, one at a time, and what became of them.

Names that no gazetteer has, names that fit several places, rows that may tell of one event, cells that cannot be read.
The program proposes and never decides: nothing is merged, placed or dropped before a person says so, and every answer
is kept with who gave it, can be undone, and is asked again when the rows that it was given to change.
"""

from firmground.case.spelling import Fit
from firmground.review.accept import accept
from firmground.review.decisions import COLUMNS, DECISIONS, Decision, read_decisions
from firmground.review.listing import describe_queue, say_queue
from firmground.review.pairs import Windows
from firmground.review.proposal import (
    Ask,
    Candidate,
    FieldChange,
    Kind,
    Option,
    Proposal,
    Queue,
    SeenRow,
    Stake,
    Write,
)
from firmground.review.queue import find_proposals
from firmground.review.seal import KEY_LENGTH

__all__ = [
    "COLUMNS",
    "DECISIONS",
    "KEY_LENGTH",
    "Ask",
    "Candidate",
    "Decision",
    "FieldChange",
    "Fit",
    "Kind",
    "Option",
    "Proposal",
    "Queue",
    "SeenRow",
    "Stake",
    "Windows",
    "Write",
    "accept",
    "describe_queue",
    "find_proposals",
    "read_decisions",
    "say_queue",
]
