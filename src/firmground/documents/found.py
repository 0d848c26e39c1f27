"""What was found in a page, once, for all readers to share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.documents.days import find_days
from firmground.documents.numbers import find_quantities
from firmground.documents.statements import find_statements

if TYPE_CHECKING:
    from firmground.documents.actors import ActorWords
    from firmground.documents.days import DayWords
    from firmground.documents.known import Known
    from firmground.documents.numbers import Quantity
    from firmground.documents.page import Page
    from firmground.documents.places import PlaceWords
    from firmground.documents.statements import Statement


@dataclass(frozen=True, slots=True)
class Found:
    """Days, numbers, places, actors and statements of a page, each in the order of the text."""

    days: tuple[DayWords, ...]
    quantities: tuple[Quantity, ...]
    places: tuple[PlaceWords, ...]
    actors: tuple[ActorWords, ...]
    statements: tuple[Statement, ...]

    @classmethod
    def on(cls, page: Page, known: Known) -> Found:
        days = find_days(page)
        return cls(
            days, find_quantities(page, days), known.places.find(page), known.actors.find(page), find_statements(page)
        )
