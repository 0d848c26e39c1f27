"""Who said what: speaker, cue and content, to the letter."""

from __future__ import annotations

from firmground.documents.statements.find import find_statements
from firmground.documents.statements.nouns import Naming, Statement

__all__ = ["Naming", "Statement", "find_statements", "propose_statements"]

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.documents.draft import Draft
    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.page import Page


def propose_statements(page: Page, known: Known, found: Found) -> tuple[Draft, ...]:
    """A claim without a test for each statement."""
    return ()
