"""A document of the case read into proposals, with what speaks for looking twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.documents.known import Known
from firmground.documents.model import kept_drafts
from firmground.documents.reading import read_page
from firmground.review.passages.repeats import doubt_repeats

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.case.case import Case
    from firmground.documents.draft import Draft
    from firmground.documents.page import Page
    from firmground.documents.reading import Reading


def propose(case: Case, page: Page, more: Iterable[Draft] | None = None, known: Known | None = None) -> Reading:
    """All proposals for a document, also those that were decided on (`decisions` tells which); nothing is written.

    `more`: drafts from elsewhere, by default those that a language model pointed at, if one was ever asked. Raises
    FirmgroundError if what is kept of a model's answers cannot be used. `known`: what `Known.of(case)` said, for
    whoever reads several documents: with a country's gazetteer it takes seconds.
    """
    further = kept_drafts(case.folder, page) if more is None else more
    return doubt_repeats(case, read_page(page, known or Known.of(case), further))
