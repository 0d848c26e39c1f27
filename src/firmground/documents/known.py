"""What the readers of documents know of the case: its actors, its places, its period."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firmground.documents.actors import ActorFinder
from firmground.documents.places import PlaceFinder

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.dates import When


@dataclass(frozen=True)
class Known:
    """Names that may be met in a text. Everything is empty for a text that belongs to no case."""

    actors: ActorFinder = field(default_factory=ActorFinder)
    places: PlaceFinder = field(default_factory=PlaceFinder)
    period: When | None = None

    @classmethod
    def of(cls, case: Case) -> Known:
        return cls(ActorFinder.of(case.actors), PlaceFinder.of(case.gazetteer), case.period)
