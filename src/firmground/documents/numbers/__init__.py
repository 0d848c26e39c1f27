"""Numbers that can be tested: shares, counts, multiples, with what they count, how exactly, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.documents.numbers.find import find_quantities
from firmground.documents.numbers.quantity import Quantity

if TYPE_CHECKING:
    from firmground.documents.draft import Draft
    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.page import Page

__all__ = ["Quantity", "find_quantities", "propose_claims"]


def propose_claims(page: Page, known: Known, found: Found) -> tuple[Draft, ...]:
    """A claim with a drafted test for each number that can be tested."""
    return ()
