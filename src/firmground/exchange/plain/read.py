"""A plain case folder as the records that stand in it: the very inverse of writing it, for everything that is shown.

Strict, for what is read is what signatures are checked against: nothing may lie in the folder that is no record, and no
entry may make the reader of a case read a file in another way than it is read here.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

from firmground.errors import BadRequestError
from firmground.exchange.plain.events import EVENT_SETTINGS
from firmground.exchange.plain.features import read_feature_columns
from firmground.exchange.plain.maps import AREA_SETTINGS, MAP_SETTINGS
from firmground.exchange.plain.nouns import (
    CASE_FILE,
    PARTS,
    WITHHELD,
    case_record,
    entries_of,
    entry_id,
    make_table,
    part_tables,
    subset_table,
)
from firmground.exchange.plain.sealed import sealed_files
from firmground.exchange.plain.table_text import read_csv_columns
from firmground.exchange.plain.toml_text import plain_value
from firmground.exchange.tables import Kind, RecordTable
from firmground.read.files import CaseFiles, lies_in
from firmground.read.handling_tables import DESCRIBED, QUOTED
from firmground.read.records import Origin
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ROWS: Final = {
    "places.csv": Kind.PLACES,
    "incidents.csv": Kind.INCIDENTS,
    DESCRIBED: Kind.DOCUMENTS,
    QUOTED: Kind.PASSAGES,
}
_SETTINGS: Final = {
    "events": EVENT_SETTINGS - {"rewritten_from"},
    "maps": MAP_SETTINGS,
    "areas": AREA_SETTINGS,
}
_AGAIN: Final = "ask for it again"


def read_tables(folder: Path) -> list[RecordTable]:
    """The tables of a plain case, those of which nothing is shown left out.

    What only the writer adds stands among the fields: `withheld` of the case's record and of events, `open` of maps.
    Files and folders whose names begin with a dot are passed over, as the reader of a case does.
    BadRequestError: this is no plain case, or something of it is not as one is written.
    """
    reader = _Folder(folder)
    values = reader.toml(CASE_FILE)
    record = case_record(values) | ({WITHHELD: plain_value(values[WITHHELD])} if WITHHELD in values else {})
    tables = [make_table(CASE_FILE, "", Kind.CASE, [record]), *part_tables(CASE_FILE, values), *subset_table(values)]
    for file in PARTS:
        if file != CASE_FILE and (folder / file).exists():
            tables += part_tables(file, reader.toml(file, PARTS[file].keys()))
    tables += [reader.rows(file, kind) for file, kind in _ROWS.items() if (folder / file).exists()]
    tables += [reader.rows(file, Kind.RELEASES) for file in reader.many("releases/*.csv")]
    for part in ("events", "maps", "areas"):
        for entry in entries_of(values, part):
            tables += reader.named(part, entry)
    for entry in entries_of(values, "sealed"):
        reader.taken.update(path for name in sealed_files(entry) for path in reader.paths(name))
    reader.check_all_taken()
    return tables


class _Folder:
    """A folder while it is read. `taken`: the files that belong to something."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = CaseFiles(folder)
        self.taken: set[str] = set()

    def toml(self, file: str, parts: Any = None) -> dict[str, Any]:
        """The values of a TOML file, in which nothing but these arrays may stand."""
        self._take(file)
        try:
            values = tomllib.loads(self._open(file).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as fault:
            raise BadRequestError(f"{file} cannot be read: {one_line(str(fault))}; {_AGAIN}") from None
        if parts is not None and (strange := values.keys() - parts):
            raise BadRequestError(f"{file} has a key that no plain case has, {one_line(min(strange))}; {_AGAIN}")
        return values

    def rows(self, file: str, kind: Kind, of: str = "") -> RecordTable:
        self._take(file)
        columns = read_csv_columns(self._open(file), one_line(file))
        return RecordTable(file, kind, columns, len(next(iter(columns.values()), ())), of=of)

    def drawn(self, file: str, kind: Kind, of: str) -> RecordTable:
        self._take(file)
        columns = read_feature_columns(self._open(file), one_line(file))
        return RecordTable(file, kind, dict(columns), len(next(iter(columns.values()))), of=of)

    def many(self, pattern: str) -> list[str]:
        found = sorted(path for path in self.folder.glob(pattern) if not path.name.startswith("."))
        return [path.relative_to(self.folder).as_posix() for path in found]

    def named(self, part: str, entry: dict[str, Any]) -> Iterator[RecordTable]:
        """The tables that an entry names; none where the case that was written had no such file either."""
        paths = list(self.paths(entry.get("file")))
        outlines = list(self.paths(entry.get("within"))) if part == "maps" else []
        if (paths or outlines) and (settings := entry.keys() & _SETTINGS[part]):
            what = f"an entry of [[{part}]] says by `{min(settings)}` how its file is to be read"
            raise BadRequestError(f"{what}, which no plain case does; {_AGAIN}")
        of = entry_id(entry)
        for file in paths:
            if part == "events":
                yield self.rows(file, Kind.EVENTS, of)
            elif part == "areas":
                yield self.drawn(file, Kind.AREAS, file)
            elif file.endswith(".geojson"):
                yield self.drawn(file, Kind.FACES, of)
            else:
                yield self.rows(file, Kind.PLACE_LIST, of)
        for file in outlines:
            yield self.drawn(file, Kind.FACES, of)

    def check_all_taken(self) -> None:
        for path in sorted(self.folder.rglob("*")):
            parts = path.relative_to(self.folder).parts
            name = "/".join(parts)
            if not path.is_dir() and not any(part.startswith(".") for part in parts) and name not in self.taken:
                raise BadRequestError(f"{one_line(name)} belongs to nothing in the case; {_AGAIN}")

    def paths(self, text: object) -> list[str]:
        """The files in the folder that a text of an entry names."""
        if not isinstance(text, str) or not text:
            return []
        origin = Origin(CASE_FILE)
        if self.files.is_many(text):
            found = self.files.find_many(text, origin)
        else:
            path = self.files.find(text, origin)
            found = [path] if path is not None else []
        return [path.relative_to(self.folder).as_posix() for path in found]

    def _take(self, file: str) -> None:
        if file in self.taken:
            raise BadRequestError(f"{one_line(file)} is named twice; {_AGAIN}")
        self.taken.add(file)

    def _open(self, file: str) -> Path:
        path = self.folder / file
        if path.is_symlink() or not path.is_file() or not lies_in(path, self.folder):
            raise BadRequestError(f"{one_line(file)} is missing or no plain file; {_AGAIN}")
        return path
