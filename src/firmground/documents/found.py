"""What was found in a page, once, for all readers to share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.documents.actors.finder import ActorWords
    from firmground.documents.days.day_words import DayWords
    from firmground.documents.numbers.quantity import Quantity
    from firmground.documents.places.nouns import PlaceWords
    from firmground.documents.statements.nouns import Statement


@dataclass(frozen=True, slots=True)
class Found:
    """Days, numbers, places, actors and statements of a page, each in the order of the text. See `reading.find_all`."""

    days: tuple[DayWords, ...]
    quantities: tuple[Quantity, ...]
    places: tuple[PlaceWords, ...]
    actors: tuple[ActorWords, ...]
    statements: tuple[Statement, ...]
