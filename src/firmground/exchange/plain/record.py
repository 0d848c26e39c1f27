"""A case as plain tables: the whole of it, from what was read of its files and, for all but events, the files again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from firmground.errors import BadRequestError
from firmground.exchange.plain.cells import Cells
from firmground.exchange.plain.events import changed_in, event_tables
from firmground.exchange.plain.maps import MapFiles, area_tables, map_tables
from firmground.exchange.plain.nouns import (
    CASE_FILE,
    LEFT_OUT,
    PARTS,
    case_record,
    entries_of,
    load_toml,
    make_table,
    part_tables,
    subset_table,
)
from firmground.exchange.plain.paths import PlainPaths, plain_stem
from firmground.exchange.plain.sealed import sealed_entries
from firmground.exchange.plain.table_text import plain_headers
from firmground.exchange.plain.wheres import Moved
from firmground.exchange.tables import Kind, RecordTable
from firmground.formats.tables import read_table
from firmground.read.documents import DOCUMENTS
from firmground.read.files import CaseFiles
from firmground.read.handling_tables import DESCRIBED, QUOTED
from firmground.read.names import Parties
from firmground.read.nouns import read_actors
from firmground.read.passages import PASSAGES
from firmground.read.records import Origin, Record
from firmground.read.wording import show

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from firmground.case.actors import Actors
    from firmground.case.case import Case

SEALED_LISTS: Final = "the lists themselves of [[sealed]]: only their seals and what was revealed are carried"
# What tells of a kept copy that is not carried; the hash of a file lets whoever has a copy of it know it again.
_OF_COPIES: Final = {
    Kind.SOURCES: frozenset({"file", "sha256"}),
    Kind.DOCUMENTS: frozenset({"kept", "sha256", "text_file", "text_sha256"}),
}


def record_tables(case: Case, *, progress: Callable[[str], None] | None = None) -> list[RecordTable]:
    """Every record of a case, in tables whose files are those of a plain case. `progress` is told each file.

    BadRequestError: a file has changed since the case was read, or it holds what no plain file can.
    """
    files = CaseFiles(case.folder, progress)
    values = load_toml(case.folder / CASE_FILE)
    paths = PlainPaths()
    actors = read_actors(CaseFiles(case.folder), {})
    maps = MapFiles(files, paths, Parties(actors, case.definitions))
    sealed = sealed_entries(files, paths, entries_of(values, "sealed"))
    drawn = map_tables(maps, entries_of(values, "maps"))
    areas = area_tables(maps, entries_of(values, "areas"))
    changed = changed_in(case)
    events = event_tables(case, entries_of(values, "events"), files, paths, changed)
    entries: dict[str, list[dict[str, Any]]] = {
        "events": events.records, "maps": drawn.records, "areas": areas.records, "sealed": sealed,
    }  # fmt: skip
    tables = [
        make_table(CASE_FILE, "", Kind.CASE, [case_record(values) | _parties(case, actors, values)]),
        *part_tables(CASE_FILE, {**values, **entries}),
        *subset_table(values),
        *(table for file in PARTS if file != CASE_FILE for table in _noun_tables(files, file)),
        *_row_tables(files, paths),
        *events.tables,
        *drawn.tables,
        *areas.tables,
    ]
    _check_unchanged(case, files)
    moved = Moved(changed, events.files)
    return [moved.follow(_without_copies(table)) for table in tables]


def _parties(case: Case, actors: Actors, values: Mapping[str, Any]) -> dict[str, Any]:
    """Parties that only rows name and whose name is a label too. Without their rows the name would mean the label."""
    labels = {label.label for one in case.definitions.values() for label in one.labels}
    own = Record(values, Origin(CASE_FILE), []).texts("parties")
    named = {*own, *((case.actors.by_id.keys() - actors.by_id.keys()) & labels)}
    return {"parties": sorted(named)} if named else {}


def stays_behind(case: Case) -> tuple[str, ...]:
    """What of the folder is in no table, as words for "Not carried: …". The last is what no case ever carries."""
    values = load_toml(case.folder / CASE_FILE)
    told = [f"[[{part}]] of case.toml, with the files that it names" for part in sorted(LEFT_OUT) if values.get(part)]
    for file, parts in PARTS.items():
        found = load_toml(case.folder / file)
        if not found and any(problem.file == file for problem in case.problems):
            told.append(f"{file}, which cannot be read")
        if file != CASE_FILE:
            unknown = sorted(found.keys() - parts.keys())
            told += [f"the key {show(key)} of {file}, which firmground does not know" for key in unknown]
    if case.documents:
        told.append("the kept copies and texts of documents: only what is known of them is carried")
    if any(source.file for source in case.sources.values()):
        told.append("the kept copies of sources, with their checksums")
    if values.get("sealed"):
        told.append(SEALED_LISTS)
    told.append("comments in TOML files, handling.toml, coarsened.csv, and files that case.toml does not name")
    return tuple(told)


def _noun_tables(files: CaseFiles, file: str) -> list[RecordTable]:
    path = files.own(file)
    if path is None:
        return []
    files.open(path)
    return part_tables(file, load_toml(path))


def _row_tables(files: CaseFiles, paths: PlainPaths) -> list[RecordTable]:
    """The case's own tables of rows, cells as they are written."""
    found = []
    named = [("places.csv", "places.csv", Kind.PLACES), ("incidents.csv", "incidents.csv", Kind.INCIDENTS)]
    releases = sorted((files.root / "releases").glob("*.csv"))
    for path in releases:
        file = paths.in_folder("releases", plain_stem(path.name), ".csv")
        named.append((path.relative_to(files.root).as_posix(), file, Kind.RELEASES))
    for file, kind in ((DESCRIBED, Kind.DOCUMENTS), (QUOTED, Kind.PASSAGES)):
        read_from = file if (files.root / file).exists() else DOCUMENTS if kind is Kind.DOCUMENTS else PASSAGES
        named.append((read_from, file, kind))
    for read_from, file, kind in named:
        if (own := files.own(read_from)) is not None:
            table = _row_table(files, own, file, kind)
            found += [table] if table.columns else []
    return found


def _row_table(files: CaseFiles, path: Path, file: str, kind: Kind) -> RecordTable:
    table, _ = read_table(path, name=files.open(path))
    columns = dict(zip(plain_headers(table.names), map(Cells.of, table.columns.values()), strict=True))
    return RecordTable(file, kind, dict(columns), len(table.rows), refused=sum(table.refused.values()))


def _without_copies(table: RecordTable) -> RecordTable:
    gone = _OF_COPIES.get(table.kind, frozenset())
    kept: Mapping[str, Any] = {name: column for name, column in table.columns.items() if name not in gone}
    return RecordTable(table.file, table.kind, dict(kept), table.rows, table.part, table.of, table.refused)


def _check_unchanged(case: Case, files: CaseFiles) -> None:
    """What is written must be what was read and checked."""
    before = {one.path: one.sha256 for one in case.inputs}
    for one in files.inputs:
        if before.get(one.path, one.sha256) != one.sha256:
            raise BadRequestError(f"{one.path} has changed since the case was read: read the case again")
