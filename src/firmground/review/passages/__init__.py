"""passages: what the readers of documents propose, decided on by people, with the words behind every record.

Nothing is counted that nobody accepted. A decision, the record that it makes and the words that say so are one step of
the ledger, and undo takes them back together.
"""

from firmground.review.passages.accept import NotWrittenError, Prepared, accept_draft, prepare, refuse_draft
from firmground.review.passages.decided import Decided, decisions, step_of, waiting
from firmground.review.passages.form import FormField, form_of
from firmground.review.passages.letter import find_quoted
from firmground.review.passages.propose import propose
from firmground.review.passages.repeats import doubt_repeats
from firmground.review.passages.tables import targets

__all__ = [
    "Decided",
    "FormField",
    "NotWrittenError",
    "Prepared",
    "accept_draft",
    "decisions",
    "doubt_repeats",
    "find_quoted",
    "form_of",
    "prepare",
    "propose",
    "refuse_draft",
    "step_of",
    "targets",
    "waiting",
]
