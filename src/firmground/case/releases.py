"""What a publisher put out and how much it said; and what happened that is no event of the count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.bounds import Bounds
    from firmground.dates import When
    from firmground.places import Where


@dataclass(frozen=True, slots=True)
class Release:
    """One publication of the record. `covers`: the days it speaks of. `status`: published, silence, changed
    or withdrawn. `gives`: which of date, place, coordinates, target, means, count, outcome it states.
    Counts are None where the release gives none.
    """

    id: str
    by: str
    published: When
    covers: When
    status: str
    gives: tuple[str, ...] = ()
    sorties: Bounds | None = None
    targets: Bounds | None = None
    places_named: int | None = None
    units_named: tuple[str, ...] = ()
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened at a place and time which claims refer to and which is not itself counted."""

    id: str
    kind: str
    when: When
    where: Where
    place: str
    actors: str
    url: str = ""
    note: str = ""
