"""Places in a text: names found in a gazetteer, and the regions that words around them make of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.case.gazetteer import Gazetteer
    from firmground.documents.page import Page
    from firmground.places import Where
    from firmground.spans import Span


class Match(StrEnum):
    """How a written name fits a known one. The last is doubtful, and only ever a suggestion."""

    EXACT = "the same name"
    ALIAS = "another name of it"
    FOLDED = "the same but for case, accents or script"
    SKELETON = "the same consonants"
    SPELLING = "a similar spelling"


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place that a name may mean. `gazetteer`: "case", "ucdp" or "geonames"; `km`: from the first candidate."""

    id: str
    name: str
    where: Where
    match: Match
    gazetteer: str
    unit: str = ""
    km: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """A place as it is written. `span`: the name with what makes a region of it ("45 km south of Palmyra"); `name`: the
    name alone. `relation`: those words, "" for the name alone. `where`: the region they make of the candidates; None
    where `government` (a capital that stands for its government is no place) or where no candidate is known.
    """

    span: Span
    name: Span
    candidates: tuple[PlaceMatch, ...]
    where: Where | None
    relation: str = ""
    government: bool = False
    doubt: str = ""


class PlaceFinder:
    """Finds the names of a gazetteer in texts."""

    @classmethod
    def of(cls, gazetteer: Gazetteer) -> PlaceFinder:
        return cls()

    def find(self, page: Page) -> tuple[PlaceWords, ...]:
        """Every place of the body, in order."""
        return ()

    def match(self, name: str) -> tuple[PlaceMatch, ...]:
        """The places that a name alone may mean, the closest match first; none if it is unknown."""
        return ()
