"""Ties in a text: who backs, fights, is allied with or belongs to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.documents.draft import Draft
    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.page import Page


def propose_ties(page: Page, known: Known, found: Found) -> tuple[Draft, ...]:
    """A tie for each sentence that says one."""
    return ()
