"""What the readers of documents know of the case: its actors, its places, its period."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firmground.documents.actors import ActorFinder
from firmground.documents.places import PlaceFinder
from firmground.documents.releases.format_files import Formats, read_formats

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.dates import When


OWN_FORMATS = "documents/formats"  # formats of releases that somebody keeps beside a case


@dataclass(frozen=True)
class Known:
    """Names that may be met in a text. Everything is empty for a text that belongs to no case."""

    actors: ActorFinder = field(default_factory=ActorFinder)
    places: PlaceFinder = field(default_factory=PlaceFinder)
    period: When | None = None
    formats: Formats = field(default_factory=Formats)
    kinds: frozenset[str] = frozenset()  # of the case's events

    @classmethod
    def of(cls, case: Case) -> Known:
        return cls(
            ActorFinder.of(case.actors),
            PlaceFinder.of(case),
            case.period,
            read_formats(case.folder / OWN_FORMATS),
            frozenset(case.events.kind) - {""},
        )
