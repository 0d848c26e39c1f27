"""What a publisher put out and how much it said; and what happened that is no event of the count.

A release is one row as somebody found it. What was put out on a day, and what may have been, is worked out elsewhere
(`measures.publishing`); here stands only what the case says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.bounds import Bounds
    from firmground.dates import Days, When
    from firmground.places import Where


# What a release may say of what it reports. DETAILS names them as they are written; no other is measured.
DETAILS = ("date", "place", "coordinates", "target", "means", "count", "outcome")
STATUSES = ("published", "silence", "changed", "withdrawn")


class ReleaseKind(StrEnum):
    RELEASE = "release"
    TOTAL = "total"  # sums up what other releases gave: its numbers are added to nothing


@dataclass(frozen=True, slots=True)
class Release:
    """One row of the record. `covers`: the days it speaks of. `status`: published, silence, changed or withdrawn.
    `gives`: the kinds of detail it states (`DETAILS`); those of a silence are what was not given, () is anything.
    Counts are None where the release gives none. `attested_by`: who says that there was a silence. `file`, `row`: where
    it is written.
    """

    id: str
    by: str
    published: When
    covers: When
    status: str
    kind: ReleaseKind = ReleaseKind.RELEASE
    gives: tuple[str, ...] = ()
    sorties: Bounds | None = None
    targets: Bounds | None = None
    places_named: int | None = None
    units_named: tuple[str, ...] = ()
    attested_by: str = ""
    url: str = ""
    note: str = ""
    file: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Publisher:
    """Whose disclosure is watched, an entry of `[[disclosure]]`.

    `days`: the days that were watched, with limits on both sides; None if the record has none. `complete`: every
    release of those days is in the record. `events`: ids of `[[events]]` whose rows are what it put out on the day on
    which they were reported; `columns`: for a kind of detail, the column of those events that says it. `beside`: ids
    of `[[events]]` that others recorded. `days_withheld`: the days that were watched would be those of events of which
    it is withheld when they were reported.
    """

    by: str
    days: Days | None = None
    complete: bool = False
    events: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    days_withheld: bool = False


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
