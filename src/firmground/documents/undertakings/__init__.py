"""Agreements and pledges in a text: who undertakes what towards whom, under which condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.documents.draft import Draft
    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.page import Page


def propose_undertakings(page: Page, known: Known, found: Found) -> tuple[Draft, ...]:
    """An agreement or a pledge for each undertaking."""
    return ()
