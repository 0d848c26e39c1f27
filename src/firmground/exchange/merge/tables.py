"""The other's events, maps, areas and releases: their files in the merged case, with every reference in new names.

Nothing of a path of the other's is used: files are called after their ids, in plain letters.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from firmground.case.actors import SOMEBODY
from firmground.case.control import Ground
from firmground.case.gazetteer import fold_name
from firmground.exchange.merge.model import Taken
from firmground.exchange.merge.naming import file_stem, marked, prefixed
from firmground.exchange.merge.references import Ref, rewrite
from firmground.exchange.plain.cells import Cells
from firmground.exchange.plain.nouns import our_column, our_columns
from firmground.exchange.tables import Json, Kind, RecordTable
from firmground.read.holdings import Holdings, Words
from firmground.read.places import ID_PROPERTIES, NAME_PROPERTIES
from firmground.read.records import Origin, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from firmground.exchange.merge.sides import NewNames

_HOLDING: Final = ("holder", "present")


@dataclass
class JoinedTables:
    """`entries`: of case.toml, by list ("events", "maps", "areas"). `files`: tables that are written as they are."""

    entries: dict[str, list[dict[str, Json]]] = field(default_factory=lambda: {"events": [], "maps": [], "areas": []})
    files: list[RecordTable] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    publishers: list[dict[str, Json]] = field(default_factory=list)


@dataclass
class _Paths:
    """Where files of the other's stand."""

    name: str
    taken: set[str] = field(default_factory=set)

    def file(self, folder: str, identity: str, ending: str) -> str:
        stem = file_stem(identity, self.taken)
        self.taken.add(stem)
        return f"from/{self.name}/{folder}/{stem}{ending}"


def find_private_areas(names: NewNames) -> frozenset[str]:
    """Folded ids and names of units that are not those of one's own case: they are called after the other side."""
    own = [_content(table) for table in names.own.of(Kind.AREAS)]
    found: set[str] = set()
    for entry, table in _area_files(names):
        if _content(table) not in own:
            for column in _unit_columns(entry, table):
                found.update(fold_name(str(cell)) for cell in table.columns[column] if cell is not None)
    return frozenset(found - {""})


def join_tables(names: NewNames, opened: Collection[str]) -> JoinedTables:
    """All tables of the other's. `opened`: new ids of actors of whom it is open to whom they belong."""
    work = _Joining(names, opened, JoinedTables(), _Paths(names.name))
    _join_areas(work)
    _join_events(work)
    _join_maps(work)
    return work.joined


@dataclass(frozen=True)
class _Joining:
    """What is being joined, what of it is done (`joined`), and which paths are given out."""

    names: NewNames
    opened: Collection[str]
    joined: JoinedTables
    paths: _Paths


def _join_events(work: _Joining) -> None:
    names, opened, joined = work.names, work.opened, work.joined
    rows = 0
    for record in names.other.records(Kind.EVENTS_ENTRY):
        identity = str(record.get("id") or "")
        entry = rewrite(Kind.EVENTS_ENTRY, record, _opening(names, opened))
        for table in names.other.of(Kind.EVENTS):
            if identity and table.of == identity:
                file = work.paths.file("events", identity, ".csv")
                joined.files.append(_rewritten(names, table, file, prefixed(names.name, identity), opened))
                joined.entries["events"].append(entry | {"file": file})
                rows += table.rows
    joined.taken.append(Taken("events", 0, 0, rows))


def _opening(names: NewNames, opened: Collection[str]) -> Callable[[Ref, str], str]:
    """As `NewNames.turn`; of whom it is open to whom they belong, they and perhaps others had a part."""

    def turn(ref: Ref, text: str) -> str:
        new = names.turn(ref, text)
        if ref is not Ref.CELL:
            return new
        readings = [reading.split(";") for reading in new.split("|")]
        return "|".join(
            ";".join(parts if SOMEBODY in parts or not any(part in opened for part in parts) else [*parts, SOMEBODY])
            for parts in readings
        )

    return turn


def _rewritten(names: NewNames, table: RecordTable, file: str, of: str, opened: Collection[str]) -> RecordTable:
    turn = _opening(names, opened)
    columns = {
        name: turned(cells, partial(_turn_cell, turn, table.kind, name)) for name, cells in table.columns.items()
    }
    return replace(table, file=file, of=of, columns=columns)


def turned(cells: Sequence[Json], read: Callable[[str], Json]) -> Sequence[Json]:
    """A column with every text read anew, once a text."""
    if isinstance(cells, Cells):
        texts = cells.texts().reading(lambda text: str(read(text)) if text else text)
        return Cells.of(texts)
    known: dict[str, Json] = {}
    return [
        known[cell] if cell in known else known.setdefault(cell, read(cell)) if isinstance(cell, str) else cell
        for cell in cells
    ]


def _join_maps(work: _Joining) -> None:
    names, opened, joined = work.names, work.opened, work.joined
    for record in names.other.records(Kind.MAPS_ENTRY):
        identity = str(record.get("id") or "")
        tables = [
            table for table in names.other.of(Kind.PLACE_LIST) + names.other.of(Kind.FACES) if table.of == identity
        ]
        if not identity or not (tables or record.get("open")):
            continue
        entry = rewrite(Kind.MAPS_ENTRY, record, names.turn)
        entry["title"] = marked(names.name, str(record.get("title") or identity))
        if str(entry.get("elsewhere") or "") in opened:
            entry["elsewhere"] = "unknown"
        holders = _holders(names, record, [one for one in tables if one.file != record.get("within")], opened)
        if holders:
            entry["holders"] = holders
        else:
            entry.pop("holders", None)
        _place_files(work, record, entry, tables)
        joined.entries["maps"].append(entry)
    joined.taken.append(Taken("maps", 0, 0, len(joined.entries["maps"])))


def _place_files(work: _Joining, record: dict[str, Json], entry: dict[str, Json], tables: list[RecordTable]) -> None:
    """The files of one map. Of several, whose names tell their days, those names stay as `plain` made them."""
    identity, single = str(record["id"]), [table for table in tables if table.file == record.get("file")]
    folder = "" if single else work.paths.file("control", identity, "")
    for table in tables:
        own = PurePosixPath(table.file)
        if table.file == record.get("within"):
            file = work.paths.file("control", f"{identity}-within", own.suffix)
            entry["within"] = file
        elif single:
            file = work.paths.file("control", identity, own.suffix)
            entry["file"] = file
        else:
            file = f"{folder}/{own.name}"
            entry["file"] = f"{folder}/*{own.suffix}"
        columns = _map_columns(work.names, record, table, work.opened)
        work.joined.files.append(replace(table, file=file, of=str(entry["id"]), columns=columns))


def _map_columns(
    names: NewNames, record: dict[str, Json], table: RecordTable, opened: Collection[str]
) -> dict[str, Sequence[Json]]:
    """A list of who is present is not complete, where one of them may belong to others: then nothing is said of it."""
    ours = _our_columns(record, table)

    def present(cell: str) -> Json:
        listed = (names.actor(names.other.actor(part.strip())) for part in cell.split(";"))
        return "" if any(actor in opened for actor in listed) else cell

    return {
        name: turned(
            cells, present if ours[name] == "present" else partial(_turn_cell, names.turn, table.kind, ours[name])
        )
        for name, cells in table.columns.items()
    }


def _turn_cell(turn: Callable[[Ref, str], str], kind: Kind, name: str, cell: str) -> Json:
    return rewrite(kind, {name: cell}, turn)[name]


def _our_columns(record: dict[str, Json], table: RecordTable) -> dict[str, str]:
    """Our name for each column of a file of a map, where it has one."""
    named = our_columns(record)
    return {name: our_column(named, name) for name in table.columns}


def _holders(
    names: NewNames, record: dict[str, Json], tables: Iterable[RecordTable], opened: Collection[str]
) -> dict[str, list[str]]:
    """`[maps.holders]`: for every value of the files who is meant by it on the other side, in new names."""
    table = record.get("holders")
    read = Holdings(Record(table, Origin("case.toml"), []) if isinstance(table, dict) else None, names.other.parties)
    texts: dict[str, None] = {}
    for one in tables:
        ours = _our_columns(record, one)
        for column, cells in one.columns.items():
            if ours[column] in _HOLDING:
                for cell in dict.fromkeys(cells):
                    if isinstance(cell, str) and cell.strip():
                        texts[cell.strip()] = None
                        if ours[column] == "present":
                            texts.update(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))
    found = {text: _meant(names, read, text, opened) for text in texts}
    # What reads so by itself needs no word: an actor, or several with ";" between them.
    plain = (["unknown"], ["nobody"])
    return {
        text: meant
        for text, meant in found.items()
        if sorted(meant) != sorted(part.strip() for part in text.split(";"))
        and not (meant in plain and text.casefold() in ("?", "unknown", "nobody", "none"))
    }


def _meant(names: NewNames, read: Holdings, text: str, opened: Collection[str]) -> list[str]:
    holding = read.read(Words(holder=text), Origin("case.toml"))
    if holding.ground is Ground.NOBODY:
        return ["nobody"]
    meant = [names.actor(holder) for holder in holding.holders if holder != SOMEBODY]
    somebody = SOMEBODY in holding.holders or any(holder in opened for holder in meant)
    return [*dict.fromkeys(meant), *["unknown"] * somebody] or ["unknown"]


def _area_files(names: NewNames) -> list[tuple[dict[str, Json], RecordTable]]:
    tables = {table.of or table.file: table for table in names.other.of(Kind.AREAS)}
    found = ((entry, tables.get(str(entry.get("file")))) for entry in names.other.records(Kind.AREAS_ENTRY))
    return [(entry, table) for entry, table in found if table is not None]


def _unit_columns(entry: dict[str, Json], table: RecordTable) -> list[str]:
    """The columns that may say what a unit is called."""
    given = {str(entry.get("id") or ""), str(entry.get("name") or "")}
    return [name for name in table.columns if name in {*given, *ID_PROPERTIES, *NAME_PROPERTIES}]


def _content(table: RecordTable) -> dict[str, list[Json]]:
    return {name: list(cells) for name, cells in table.columns.items()}


def _join_areas(work: _Joining) -> None:
    names, joined = work.names, work.joined
    own = [_content(table) for table in names.own.of(Kind.AREAS)]
    same = 0
    for entry, table in _area_files(names):
        if _content(table) in own:
            same += 1
            continue
        file = work.paths.file("areas", PurePosixPath(table.file).stem, ".geojson")
        units = _unit_columns(entry, table)
        columns = {
            name: turned(cells, lambda cell: prefixed(names.name, cell)) if name in units else cells
            for name, cells in table.columns.items()
        }
        joined.files.append(RecordTable(file, Kind.AREAS, columns, table.rows, of=file, refused=table.refused))
        joined.entries["areas"].append(entry | {"file": file})
    if same or joined.entries["areas"]:
        joined.taken.append(Taken("areas", same, 0, len(joined.entries["areas"])))


def join_releases(names: NewNames, joined: JoinedTables) -> None:
    """The other's record of what publishers put out, each under a name of its own, so that no day of one's own record
    is counted by it; a publisher of whom both have the same record is left as it is.
    """
    mine = names.own.by_id[Kind.RELEASES]
    tables = names.other.of(Kind.RELEASES)
    records = [[(table.record(row), row) for row in range(table.rows)] for table in tables]
    apart: set[str] = set()
    for record, _ in (pair for rows in records for pair in rows):
        if mine.get(str(record.get("id"))) != record:
            apart.add(names.other.actor(str(record.get("by") or "")))
    for publisher in sorted(apart - {""}):
        new = prefixed(names.name, publisher)
        names.ids[Ref.PUBLISHER][publisher] = new
        called = names.other.case.actors.name(publisher)
        joined.publishers.append({"id": new, "name": f"{called}, as {names.name} recorded it", "kind": "record"})
    taken, same = 0, 0
    stems: set[str] = set()
    for table, rows in zip(tables, records, strict=True):
        kept = [row for record, row in rows if names.other.actor(str(record.get("by") or "")) in apart]
        same += table.rows - len(kept)
        if not kept:
            continue
        stem = file_stem(PurePosixPath(table.file).stem, stems)
        stems.add(stem)
        columns = {name: [cells[row] for row in kept] for name, cells in table.columns.items()}
        taken += len(kept)
        joined.files.append(_renamed_releases(names, columns, f"releases/{names.name}-{stem}.csv", len(kept)))
    if tables:
        joined.taken.append(Taken("releases", same, 0, taken))


def _renamed_releases(names: NewNames, columns: dict[str, list[Json]], file: str, rows: int) -> RecordTable:
    new: dict[str, Sequence[Json]] = {
        name: turned(Cells.of(cells), partial(_turn_cell, names.turn, Kind.RELEASES, name))
        for name, cells in columns.items()
    }
    if "id" in new:
        new["id"] = turned(new["id"], lambda cell: prefixed(names.name, cell))
    return RecordTable(file, Kind.RELEASES, new, rows)
