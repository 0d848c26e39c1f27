"""A case as plain tables of records: every row that it has, each a handful of named values.

This is the form in which a case is packed, committed to, redacted and merged. Events are in our own columns, whatever
layout their file had; all else is as it was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

# A value as JSON has it: a text, a number, true or false, a list or a mapping of such.
# None: the record has no such field.
Json = Any


class Kind(StrEnum):
    """What the records of a table are. The words are those of `Case.withheld`."""

    CASE = "case"  # one record: what case.toml says of the case itself, its choices among it
    EVENTS_ENTRY = "events"  # entries of [[events]]
    MAPS_ENTRY = "maps"
    AREAS_ENTRY = "areas"
    DISCLOSURE = "disclosure"
    ENCOUNTERS = "encounters"
    AROUND = "around"
    SUBSETS = "subsets"
    SEALED_ENTRY = "sealed"
    SOURCES = "sources"
    ACTORS = "actors"
    TIES = "ties"
    DEFINITIONS = "definitions"
    CLAIMS = "claims"
    AGREEMENTS = "agreements"
    PLEDGES = "pledges"
    PLACES = "places"
    INCIDENTS = "incidents"
    RELEASES = "releases"
    DOCUMENTS = "documents"
    PASSAGES = "passages"
    EVENTS = "event-rows"  # strikes and other events
    PLACE_LIST = "place-list"  # rows of a map that lists places
    FACES = "faces"  # features of a map, or of its `within`
    AREAS = "area-features"


@dataclass(frozen=True, eq=False)
class RecordTable:
    """Records of one kind in one file. `columns`: by name, each as long as the table.

    `file`: path in the plain case folder. `part`: the array in a TOML file that the records stand in ("actors",
    "ties"), "" for a table that is a file of its own. `of`: id of the entry of `[[events]]`, `[[maps]]` or `[[areas]]`
    that names the file, "" for all others. `refused`: rows of the original that could not be read and are not here.
    """

    file: str
    kind: Kind
    columns: dict[str, Sequence[Json]]
    rows: int
    part: str = ""
    of: str = ""
    refused: int = 0

    @property
    def name(self) -> str:
        """What rules, statements and people call it: "events/disclosed.csv", "actors.toml/ties"."""
        return f"{self.file}/{self.part}" if self.part else self.file

    def record(self, row: int) -> dict[str, Json]:
        """One record, without the fields that it does not have."""
        return {name: value for name, column in self.columns.items() if (value := column[row]) is not None}
