"""Fields on which no number rests, so that each may be withheld on its own; and fields that belong together.

All other fields of a record, outside events and lists of places, are shown together or not at all: a record of which
half is missing would answer another question. A test withholds every field that stands here and finds the same numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.exchange.plain.nouns import our_column
from firmground.exchange.tables import Kind
from firmground.read.map_entries import COLUMNS as LIST_COLUMNS
from firmground.read.places import PLACE_COLUMNS
from firmground.read.publications import INCIDENT_COLUMNS, RELEASE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

FREE: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.CASE: frozenset({"summary", "does_not_show"}),
    Kind.EVENTS_ENTRY: frozenset({"source"}),
    Kind.MAPS_ENTRY: frozenset({"title", "source", "note"}),
    Kind.ENCOUNTERS: frozenset({"title"}),
    Kind.AROUND: frozenset({"title"}),
    # What was not revealed may be on the list all the same. A seal without its stamp would count from an earlier day.
    Kind.SEALED_ENTRY: frozenset({"title", "revealed"}),
    Kind.SOURCES: frozenset({"title", "by", "published", "url", "licence", "file", "sha256", "note"}),
    Kind.ACTORS: frozenset({"source", "note"}),
    Kind.TIES: frozenset({"source", "note"}),
    Kind.DEFINITIONS: frozenset({"title", "by", "source", "note"}),
    Kind.CLAIMS: frozenset(
        {"by", "role", "anonymous", "says", "source", "url", "topic", "restates", "said", "note", "cannot_test"}
    ),
    Kind.AGREEMENTS: frozenset({"title", "said_by", "source", "says", "note", "url", "cannot_test"}),
    Kind.PLEDGES: frozenset({"what", "said_by", "source", "note", "url"}),
    Kind.PLACES: frozenset({"unit", "url", "note"}),
    Kind.INCIDENTS: frozenset({"kind", "actors", "url", "note"}),
    Kind.RELEASES: frozenset({"units_named", "attested_by", "url", "note"}),
    Kind.DOCUMENTS: frozenset({"source", "note"}),
    Kind.EVENTS: frozenset({"source", "url", "note"}),
    Kind.PLACE_LIST: frozenset({"source", "url", "note"}),
    Kind.FACES: frozenset({"name", "source", "url", "note"}),
}
# Tables of which only these columns are read; an author's further columns are free.
_READ: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.PLACES: PLACE_COLUMNS,
    Kind.INCIDENTS: INCIDENT_COLUMNS,
    Kind.RELEASES: RELEASE_COLUMNS,
}
# Inside a field that is a list of entries: the keys of an entry that are free.
FREE_WITHIN: Final[Mapping[tuple[Kind, str], frozenset[str]]] = {
    (Kind.DEFINITIONS, "labels"): frozenset({"says", "source"}),
    (Kind.AGREEMENTS, "clauses"): frozenset({"says"}),
    (Kind.PLEDGES, "stages"): frozenset({"source", "url", "note"}),
}
# Columns of events that say where, and that say when: one of them would tell the others.
LOCATION: Final = ("place", "lon", "lat", "radius_km", "area", "level", "unplaced")
DATES: Final = ("date", "date_from", "date_until")
# Columns of events that say nothing of the event: which of its fields are withheld.
STRUCTURE: Final = frozenset({"withheld"})
# What of a row of a place list may be replaced by something wider: who held it, and how sure a coding is.
HOLDING: Final = ("holder", "present")
STANDING: Final = "standing"


def is_free(kind: Kind, column: str, theirs: Mapping[str, str] | None = None) -> bool:
    """Does no number rest on this field? `theirs`: for a map, our names for the columns of its file."""
    if kind in (Kind.PLACE_LIST, Kind.FACES):
        ours = our_column(theirs or {}, column)
        return ours in FREE[kind] or ours not in (*LIST_COLUMNS, "geometry")
    if kind in _READ and column.strip().casefold() not in _READ[kind]:
        return True
    return column in FREE.get(kind, frozenset())
