"""Numbers that can be tested: shares, counts, multiples, with what they count, how exactly, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.bounds import Bounds
    from firmground.documents.days import DayWords
    from firmground.documents.draft import Draft
    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.page import Page
    from firmground.spans import Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of the text. `kind`: "share", "count", "ratio" ("15 of 64"), "range", "vague" ("multiple", "dozens").

    `value`: what is named, one number or two ends; None where no number is. `operator`: "=", ">", ">=", "<", "<=",
    "about", "almost", or "" where nothing is compared. `accepted`: the values that make the sentence true, as a test
    of a claim writes them (">= 0.5"), "" if none can be drafted. `unit`: what is counted, as written.
    """

    span: Span
    kind: str
    value: Bounds | None
    operator: str
    accepted: str = ""
    unit: str = ""
    unit_span: Span | None = None
    hedges: tuple[Span, ...] = ()


def find_quantities(page: Page, days: tuple[DayWords, ...]) -> tuple[Quantity, ...]:
    """Every testable number of the body, in order; ages, dates, and numbers of names are no such numbers."""
    return ()


def propose_claims(page: Page, known: Known, found: Found) -> tuple[Draft, ...]:
    """A claim with a drafted test for each number that can be tested."""
    return ()
