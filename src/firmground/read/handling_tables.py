"""Which tables a case has, and which columns and ids: so that a rule that names another one is told.

A table is called by its file as the case names it; entries of TOML by file and array: "actors.toml/ties".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from firmground.formats.maps import MAP_ENDINGS, read_features
from firmground.formats.tables import read_table
from firmground.read.event_files import COLUMNS as EVENT_COLUMNS
from firmground.read.files import CaseFiles
from firmground.read.map_entries import COLUMNS as LIST_COLUMNS
from firmground.read.places import PLACE_COLUMNS
from firmground.read.publications import INCIDENT_COLUMNS, RELEASE_COLUMNS
from firmground.read.records import Origin
from firmground.read.toml_files import read_toml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from firmground.case.case import Case
    from firmground.formats.tables import Table
    from firmground.read.records import Record
    from firmground.read.toml_files import TomlFile

# Files of entries and their arrays.
ENTRIES: Final = {
    "case.toml": ("events", "maps", "areas", "disclosure", "encounters", "around", "sealed"),
    "sources.toml": ("sources",),
    "actors.toml": ("actors", "ties"),
    "definitions.toml": ("definitions",),
    "claims.toml": ("claims",),
    "undertakings.toml": ("agreements", "pledges"),
}
_CSV: Final = {"places.csv": PLACE_COLUMNS, "incidents.csv": INCIDENT_COLUMNS}
# What is known of documents is carried without the documents: under names for which the reader of a case does not look.
DESCRIBED: Final = "documents/described.csv"
QUOTED: Final = "documents/quoted.csv"
_DOCUMENTS: Final = {"documents/documents.csv": DESCRIBED, "documents/passages.csv": QUOTED}


@dataclass(frozen=True)
class KnownTable:
    """A table that a rule may name. `name`: as exchange calls it, or "events:ID", "maps:ID", "areas:FILE" for a
    file that such an entry of case.toml names. `written`: as its author calls it. `ids`: None where records have none.
    """

    name: str
    written: str
    columns: Callable[[], frozenset[str]]
    ids: Callable[[], frozenset[str] | None]
    events: bool = False


class HandlingTables:
    """The tables of a case by their names. A file is opened again only when a rule names it."""

    def __init__(self, files: CaseFiles, toml: TomlFile, case: Case) -> None:
        self._files = files
        self._toml = toml
        self._case = case

    def find(self, text: str) -> KnownTable | None:
        return self._known.get(text)

    def names(self) -> tuple[str, ...]:
        return tuple(self._known)

    def event_columns(self) -> frozenset[str]:
        return frozenset(EVENT_COLUMNS) | frozenset(self._case.events.extra)

    @cached_property
    def _known(self) -> dict[str, KnownTable]:
        found = self._tables_of_entries() | self._own_tables()
        for entry in self._toml.entries("events"):
            self._events(found, entry)
        for entry in self._toml.entries("maps"):
            self._map(found, entry)
        for entry in self._toml.entries("areas"):
            self._areas(found, entry.text("file"))
        return found

    def _tables_of_entries(self) -> dict[str, KnownTable]:
        """The arrays of TOML files."""
        found: dict[str, KnownTable] = {}
        for file, arrays in ENTRIES.items():
            for array in arrays if file != "case.toml" and self._files.own(file) else ():
                table = found[f"{file}/{array}"] = self._entries(f"{file}/{array}", file, array)
                if len(arrays) == 1:
                    found[file] = table
        for array in ENTRIES["case.toml"]:
            if records := self._toml.entries(array):
                found[f"case.toml/{array}"] = _of_records(f"case.toml/{array}", records)
        if subsets := frozenset(self._case.choices.subsets):
            name = "case.toml/subsets"
            found[name] = KnownTable(name, name, lambda: frozenset({"id", "selection"}), lambda: subsets)
        return found

    def _own_tables(self) -> dict[str, KnownTable]:
        """Tables that a case has under fixed names."""
        fixed: dict[str, tuple[str, ...]] = dict(_CSV) | dict.fromkeys(_DOCUMENTS, ())
        for path in sorted((self._files.root / "releases").glob("*.csv")):
            fixed[path.relative_to(self._files.root).as_posix()] = RELEASE_COLUMNS
        return {
            file: self._csv(_DOCUMENTS.get(file, file), file, own, columns)
            for file, columns in fixed.items()
            if (own := self._files.own(file)) is not None
        }

    def _entries(self, name: str, file: str, array: str) -> KnownTable:
        quiet = CaseFiles(self._files.root)  # what is wrong with that file has been told
        return _of_records(name, read_toml(quiet, file, counts=False).entries(array))

    def _csv(self, name: str, file: str, path: Path, columns: tuple[str, ...]) -> KnownTable:
        def read() -> Table:
            return read_table(path, name=file)[0]

        def ids() -> frozenset[str] | None:
            table = read()
            own = next((one for one in table.names if one.strip().casefold() == "id"), "")
            return frozenset(table.columns[own].used()) - {""} if own else None

        return KnownTable(name, file, lambda: frozenset(columns) | frozenset(read().names), ids)

    def _events(self, found: dict[str, KnownTable], entry: Record) -> None:
        file = entry.text("file")
        dataset = entry.text("id") or file.rsplit("/", 1)[-1].split(".", 1)[0]
        if not file or not dataset:
            return

        def ids() -> frozenset[str]:
            events = self._case.events
            return frozenset(events.id.taken(events.dataset.rows_of(dataset)).used())

        table = KnownTable(f"events:{dataset}", file, self.event_columns, ids, events=True)
        found.setdefault(file, table)
        found[f"events:{dataset}"] = table

    def _map(self, found: dict[str, KnownTable], entry: Record) -> None:
        file = entry.text("file")
        own = entry.text("id") or file.rstrip("/").rsplit("/", 1)[-1].split(".", 1)[0]
        if not file or not own:
            return

        def columns() -> frozenset[str]:
            return frozenset(LIST_COLUMNS).union(*map(_columns_of, self._paths(file)))

        table = KnownTable(f"maps:{own}", file, columns, lambda: None)
        found.setdefault(file, table)
        found[f"maps:{own}"] = table

    def _areas(self, found: dict[str, KnownTable], file: str) -> None:
        if file:
            table = KnownTable(
                f"areas:{file}", file, lambda: frozenset().union(*map(_columns_of, self._paths(file))), lambda: None
            )
            found.setdefault(file, table)
            found[f"areas:{file}"] = table

    def _paths(self, file: str) -> list[Path]:
        # Problems of a copy: what is wrong with the file itself has been told.
        quiet = CaseFiles(self._files.root)
        if quiet.is_many(file):
            return quiet.find_many(file, Origin("case.toml"))
        path = quiet.find(file, Origin("case.toml"))
        return [] if path is None else [path]


def _columns_of(path: Path) -> frozenset[str]:
    """The columns of a table, or the properties of the features of a map."""
    if path.name.lower().removesuffix(".gz").endswith(MAP_ENDINGS):
        return frozenset(name for one in read_features(path, name=path.name)[0].features for name in one.properties)
    return frozenset(read_table(path, name=path.name)[0].names)


def _of_records(name: str, records: list[Record]) -> KnownTable:
    def columns() -> frozenset[str]:
        return frozenset(key for record in records for key in record)

    def ids() -> frozenset[str] | None:
        found = frozenset(str(record.raw("id")) for record in records if record.raw("id") is not None)
        return found or None

    return KnownTable(name, name, columns, ids)
