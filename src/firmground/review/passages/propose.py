"""A document of the case read into proposals, with what speaks for looking twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.documents.known import Known
from firmground.documents.reading import read_page
from firmground.review.passages.repeats import doubt_repeats

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.documents.page import Page
    from firmground.documents.reading import Reading


def propose(case: Case, page: Page) -> Reading:
    """All proposals for a document, also those that were decided on (`decisions` tells which); nothing is written."""
    return doubt_repeats(case, read_page(page, Known.of(case)))
