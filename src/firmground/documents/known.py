"""What the readers of documents know of the case: its actors, its places, its period."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firmground.case.actors import SOMEBODY
from firmground.case.events import parse_parties
from firmground.documents.actors import ActorFinder
from firmground.documents.places import PlaceFinder
from firmground.documents.releases.format_files import Formats, read_formats

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    doers: frozenset[str] = frozenset()  # to whom the case's events are put down

    @classmethod
    def of(cls, case: Case) -> Known:
        return cls(
            ActorFinder.of(case.actors),
            PlaceFinder.of(case),
            case.period,
            read_formats(case.folder / OWN_FORMATS),
            frozenset(case.events.kind) - {""},
            _parties(case.events.by),
        )


def _parties(column: Iterable[str]) -> frozenset[str]:
    readings = (reading for text in set(column) for reading in parse_parties(text))
    return frozenset(party for reading in readings for party in reading) - {SOMEBODY}
