"""Documents kept: unchanged bytes under their hash, where and when they came from, versions and what changed."""

from firmground.documents.keep.candidate import Candidate
from firmground.documents.keep.collect import collect_pages, collect_text, tell_of_document
from firmground.documents.keep.gather import gather_files
from firmground.documents.keep.offers import Arrival, Came, Given, Offer, Outcome, Passed, Refusal, Vanished
from firmground.documents.keep.opened import open_page
from firmground.documents.keep.saying import count_kept, describe_outcome, say_outcome
from firmground.documents.keep.shelf import versions_of
from firmground.documents.keep.versions import (
    Change,
    ChangeKind,
    Difference,
    FieldChange,
    WordChange,
    compare_fields,
    compare_pages,
    compare_versions,
    count_words,
)

__all__ = [
    "Arrival",
    "Came",
    "Candidate",
    "Change",
    "ChangeKind",
    "Difference",
    "FieldChange",
    "Given",
    "Offer",
    "Outcome",
    "Passed",
    "Refusal",
    "Vanished",
    "WordChange",
    "collect_pages",
    "collect_text",
    "compare_fields",
    "compare_pages",
    "compare_versions",
    "count_kept",
    "count_words",
    "describe_outcome",
    "gather_files",
    "open_page",
    "say_outcome",
    "tell_of_document",
    "versions_of",
]
