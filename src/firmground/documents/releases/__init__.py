"""Official strike releases: each line an event, each sum reconciled with what the headline says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.documents.draft import Draft
    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.page import Page


def propose_events(page: Page, known: Known, found: Found) -> tuple[Draft, ...]:
    """An event for each strike line, and the release itself; nothing if the text is no release of a known format."""
    return ()


def reconcile(page: Page) -> tuple[str, ...]:
    """A sentence for each total that the release names: what the lines add up to, and whether that is the same."""
    return ()
