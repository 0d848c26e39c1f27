"""Dates in a text, as the days that they may mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.dates import When
    from firmground.documents.page import Page
    from firmground.spans import Span


@dataclass(frozen=True, slots=True)
class DayWords:
    """A date as it is written. `when` is unknown where it cannot be told; `how`: what it was reckoned from, "" if it is
    written in full; `doubt`: why a person should look. `kind`: "date", "duration" or "set" ("daily").
    """

    span: Span
    when: When
    kind: str = "date"
    how: str = ""
    doubt: str = ""


def find_days(page: Page) -> tuple[DayWords, ...]:
    """Every date of the body, in order. Raises nothing: a date of a document without a date stays unknown."""
    return ()
