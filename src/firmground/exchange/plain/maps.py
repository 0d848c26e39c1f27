"""The maps and areas of a case: rows and features of each file as they were read, and what remains of their entries."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from firmground.exchange.plain.cells import Cells
from firmground.exchange.plain.events import Entries
from firmground.exchange.plain.features import feature_columns
from firmground.exchange.plain.holder_folders import fill_holders
from firmground.exchange.plain.nouns import own_id
from firmground.exchange.plain.paths import plain_stem
from firmground.exchange.plain.table_text import plain_headers
from firmground.exchange.plain.toml_text import plain_value
from firmground.exchange.tables import Kind, RecordTable
from firmground.formats.maps import read_features
from firmground.formats.tables import read_table
from firmground.read.control import map_layout
from firmground.read.file_dates import read_file_day
from firmground.read.map_entries import MapEntry, read_map_entry
from firmground.read.records import Origin, Record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from firmground.exchange.plain.paths import PlainPaths
    from firmground.read.files import CaseFiles
    from firmground.read.names import Parties

# How a file is to be read, which its plain form no longer needs to be told. Repairs have been done.
MAP_SETTINGS: Final = frozenset({"sheet", "encoding", "header", "layer", "repair"})
AREA_SETTINGS: Final = frozenset({"repair"})
_GROUND: Final = frozenset({"Polygon", "MultiPolygon"})


@dataclass(frozen=True)
class MapFiles:
    """What is needed to take the files of maps apart."""

    files: CaseFiles
    paths: PlainPaths
    parties: Parties


def map_tables(at: MapFiles, entries: Sequence[dict[str, Any]]) -> Entries:
    """The tables of all maps, their `within` among them. An entry whose files could not be opened stays as it is."""
    folders = _own_folders(at, entries)
    found = Entries([], [])
    taken: dict[str, object] = {}
    for number, raw in enumerate(entries):
        record = Record(raw, Origin("case.toml"), [])
        entry = read_map_entry(record, taken)
        kept = {key: plain_value(value) for key, value in raw.items()}
        if entry is not None:
            taken[entry.id] = entry
        if entry is not None and entry.file and not entry.open:
            read = _files_of(at, record, entry, folders.get(number, ""))
            tables = [one.table for one in read if not one.unread]
            if read:
                file = f"{folders[number]}/*{_ending(read[0].table)}" if number in folders else read[0].table.file
                kept = own_id(entry.id) | {"file": file} | _still_needed(kept, read)
            outline = _within(at, record, entry)
            if outline is not None:
                kept["within"] = outline.file
                tables.append(outline)
            found.tables.extend(tables)
        found.records.append(kept)
    return found


def area_tables(at: MapFiles, entries: Sequence[dict[str, Any]]) -> Entries:
    """The features of all files of administrative units."""
    found = Entries([], [])
    for raw in entries:
        kept = {key: plain_value(value) for key, value in raw.items()}
        record = Record(raw, Origin("case.toml"), [])
        text, repair = record.text("file"), frozenset(record.texts("repair"))
        path = at.files.find(text, Origin("case.toml")) if text else None
        if path is not None:
            name = at.files.open(path)
            file = at.paths.file(name, "areas", ".geojson")
            features, _ = read_features(path, name=name, repair=repair)
            columns = feature_columns(features.features)
            refused = sum(features.refused.values())
            found.tables.append(RecordTable(file, Kind.AREAS, dict(columns), len(features.features), "", file, refused))
            kept = {"file": file} | {k: v for k, v in kept.items() if k not in {"file", *AREA_SETTINGS}}
        found.records.append(kept)
    return found


def _own_folders(at: MapFiles, entries: Sequence[dict[str, Any]]) -> dict[int, str]:
    """A folder for each map of many files, given out before any file: nothing else may ever lie there."""
    found: dict[int, str] = {}
    taken: dict[str, object] = {}
    for number, raw in enumerate(entries):
        entry = read_map_entry(Record(raw, Origin("case.toml"), []), taken)
        if entry is not None:
            taken[entry.id] = entry
            if entry.file and not entry.open and at.files.is_many(entry.file):
                found[number] = at.paths.own_folder(f"control/{entry.id}")
    return found


@dataclass(frozen=True)
class _Read:
    """A file of a map. `unread`: it was there and says nothing; written empty it would say that nothing was there.

    `lost`: ground of it may be missing.
    """

    table: RecordTable
    unread: bool = False
    lost: bool = False


def _files_of(at: MapFiles, record: Record, entry: MapEntry, folder: str) -> list[_Read]:
    """The tables of a map's own files."""
    if folder:
        paths = at.files.find_many(entry.file, Origin("case.toml"))
    else:
        path = at.files.find(entry.file, Origin("case.toml"))
        paths = [path] if path is not None else []
    if not paths:
        return []
    layout = map_layout(entry, paths, many=bool(folder))
    drawn = layout in {"faces", "dated-files"}
    ending = ".geojson" if drawn else ".csv"
    tables = []
    for path in paths:
        name = at.files.open(path)
        if folder:
            file = at.paths.in_folder(folder, _file_name(path, ending, dated=layout == "dated-files"), ending)
        else:
            file = at.paths.file(name, "control", ending)
        tables.append(
            _faces(at, record, entry, path, file, dated=layout == "dated-files")
            if drawn
            else _place_list(at, entry, path, file)
        )
    return tables


def _faces(at: MapFiles, record: Record, entry: MapEntry, path: Path, file: str, *, dated: bool) -> _Read:
    name = at.files.open(path)
    found, problems = read_features(path, name=name, layer=entry.layer, repair=entry.repair)
    features = fill_holders(found.features, entry, record.table("holders"), at.parties)
    refused = sum(found.refused.values())
    table = RecordTable(file, Kind.FACES, dict(feature_columns(features)), len(features), "", entry.id, refused)
    ground = any(feature.geometry is not None and feature.geometry.geom_type in _GROUND for feature in features)
    # Of a day on which nothing was mapped an empty file says so; one that could not be read does not.
    unread = dated and not ground and bool(problems)
    return _Read(table, unread, lost=refused > 0 or (unread and bool(features)))


def _place_list(at: MapFiles, entry: MapEntry, path: Path, file: str) -> _Read:
    name = at.files.open(path)
    table, _ = read_table(path, name=name, sheet=entry.sheet, encoding=entry.encoding, header=entry.header)
    columns = dict(zip(plain_headers(table.names), map(Cells.of, table.columns.values()), strict=True))
    refused = sum(table.refused.values())
    rows = RecordTable(file, Kind.PLACE_LIST, dict(columns), len(table.rows), "", entry.id, refused)
    return _Read(rows, unread=not columns)


def _within(at: MapFiles, record: Record, entry: MapEntry) -> RecordTable | None:
    """The features of the file that says how far a map reaches."""
    text = record.text("within")
    path = at.files.find(text, Origin("case.toml")) if text else None
    if path is None:
        return None
    name = at.files.open(path)
    found, _ = read_features(path, name=name)
    columns = feature_columns(found.features)
    file = at.paths.file(name, "control", ".geojson")
    refused = sum(found.refused.values())
    return RecordTable(file, Kind.FACES, dict(columns), len(found.features), "", entry.id, refused)


def _still_needed(kept: dict[str, Any], read: Sequence[_Read]) -> dict[str, Any]:
    """An entry without the settings of its old files. Ground of refused features must not fall to whoever holds the
    rest, so that `elsewhere` goes with them, as it counts as unknown already.
    """
    gone = {"id", "file"} | MAP_SETTINGS
    if any(one.lost for one in read):
        gone |= {"elsewhere"}
    return {key: value for key, value in kept.items() if key not in gone}


def _file_name(path: Path, ending: str, *, dated: bool) -> str:
    """The name of a file of many, without its ending: that which it has, or the day that it names."""
    stem = plain_stem(path.name)
    if not dated:
        return stem
    try:
        day = read_file_day(_dated_part(path.name))
    except ValueError:
        return stem
    try:
        same = read_file_day(_dated_part(stem + ending)) == day
    except ValueError:
        same = False
    return stem if same else day.isoformat()


def _dated_part(name: str) -> str:
    return name.split(".", 1)[0] if name.count(".") == 1 else name


def _ending(table: RecordTable) -> str:
    return PurePosixPath(table.file).suffix
