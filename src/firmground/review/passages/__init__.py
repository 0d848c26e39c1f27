"""passages: what the readers of documents propose, decided on by people, with the words behind every record.

Nothing is counted that nobody accepted. A decision, the record that it makes and the words that say so are one step of
the ledger, and undo takes them back together.
"""

from firmground.review.passages.accept import (
    NotWrittenError,
    Prepared,
    accept_draft,
    link_draft,
    prepare,
    refuse_draft,
    refuse_drafts,
)
from firmground.review.passages.decided import Decided, decisions, step_of, waiting
from firmground.review.passages.export import export_decisions
from firmground.review.passages.form import FormField, form_of
from firmground.review.passages.letter import find_quoted
from firmground.review.passages.listing import Screen, describe_reading, say_reading
from firmground.review.passages.propose import propose
from firmground.review.passages.repeats import KnownRecord, doubt_repeats, find_repeated, one_record
from firmground.review.passages.tables import targets
from firmground.review.passages.talk import Talk

__all__ = [
    "Decided",
    "FormField",
    "KnownRecord",
    "NotWrittenError",
    "Prepared",
    "Screen",
    "Talk",
    "accept_draft",
    "decisions",
    "describe_reading",
    "doubt_repeats",
    "export_decisions",
    "find_quoted",
    "find_repeated",
    "form_of",
    "link_draft",
    "one_record",
    "prepare",
    "propose",
    "refuse_draft",
    "refuse_drafts",
    "say_reading",
    "step_of",
    "targets",
    "waiting",
]
