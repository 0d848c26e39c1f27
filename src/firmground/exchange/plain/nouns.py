"""The TOML files of a case as tables of records, one entry a record; and such tables as files again."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

from firmground.errors import BadRequestError
from firmground.exchange.plain.toml_text import plain_value
from firmground.exchange.tables import Kind, RecordTable
from firmground.read.handling_tables import ENTRIES
from firmground.read.records import RESERVED_IDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

CASE_FILE: Final = "case.toml"
WITHHELD: Final = "withheld"
SUBSETS: Final = "subsets"

# The arrays of each file, in the order in which they are written. A kind has the name of its array.
PARTS: Final = {file: {array: Kind(array) for array in arrays} for file, arrays in ENTRIES.items()}
# Arrays that are never carried.
LEFT_OUT: Final = frozenset({"gazetteers"})


def load_toml(path: Path) -> dict[str, Any]:
    """The values of a file; none where it is absent or cannot be read, of which the reader of the case has told."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}


def entries_of(values: Mapping[str, Any], part: str) -> list[dict[str, Any]]:
    """The entries of `[[part]]`; none where something else stands there."""
    found = values.get(part, [])
    return found if isinstance(found, list) and all(isinstance(entry, dict) for entry in found) else []


def make_table(file: str, part: str, kind: Kind, records: Sequence[Mapping[str, Any]]) -> RecordTable:
    """Records as columns, in the order in which their fields are met."""
    names = dict.fromkeys(name for record in records for name in record)
    columns: dict[str, Sequence[Any]] = {name: [record.get(name) for record in records] for name in names}
    return RecordTable(file, kind, columns, len(records), part)


def part_tables(file: str, values: Mapping[str, Any]) -> list[RecordTable]:
    """The arrays of a file that hold anything."""
    found = []
    for part, kind in PARTS[file].items():
        records = [plain_value(entry) for entry in entries_of(values, part)]
        if records:
            found.append(make_table(file, part, kind, records))
    return found


def subset_table(values: Mapping[str, Any]) -> list[RecordTable]:
    """The subsets: each by its name, with the events that it selects."""
    subsets = values.get(SUBSETS)
    if not isinstance(subsets, dict) or not subsets:
        return []
    records = [{"id": str(name), "selection": plain_value(selects)} for name, selects in subsets.items()]
    return [make_table(CASE_FILE, SUBSETS, Kind.SUBSETS, records)]


def case_record(values: Mapping[str, Any]) -> dict[str, Any]:
    """What `case.toml` says of the case itself, keys that nobody knows among it; without `[withheld]`."""
    tables = {part for part in PARTS[CASE_FILE] if entries_of(values, part)} | LEFT_OUT | {WITHHELD}
    if subset_table(values):
        tables.add(SUBSETS)
    return {key: plain_value(value) for key, value in values.items() if key not in tables}


def gather_files(records: Iterable[tuple[RecordTable, list[dict[str, Any]]]]) -> dict[str, dict[str, Any]]:
    """The values of each TOML file that these tables, with what is shown of their records, stand for."""
    files: dict[str, dict[str, Any]] = {}
    for table, shown in records:
        values = files.setdefault(table.file, {})
        if table.kind is Kind.CASE:
            values.update(shown[0] if shown else {})
        elif shown and table.kind is Kind.SUBSETS:
            values[SUBSETS] = {_name(record): record.get("selection", {}) for record in shown}
        elif shown:
            values[table.part] = shown
    return files


def entry_id(record: Mapping[str, Any]) -> str:
    """The id of an entry of `[[events]]` or `[[maps]]`; where it has none of its own, its file's name stands for it."""
    own = record.get("id")
    return str(own) if own is not None else str(record.get("file", "")).rsplit("/", 1)[-1].split(".", 1)[0]


def our_columns(entry: Mapping[str, Any]) -> dict[str, str]:
    """What we call the columns of the files of a map, by their own names, as `columns` of its entry says."""
    columns = entry.get("columns")
    return {str(theirs): str(ours) for ours, theirs in columns.items()} if isinstance(columns, dict) else {}


def our_column(named: Mapping[str, str], column: str) -> str:
    """What we call one of them: as the entry says (`named`), else by its own name, however it is written."""
    return named.get(column, column.strip().casefold())


def own_id(wished: str) -> dict[str, str]:
    """The field `id` of an entry; none where only a file's name may be that id, such as "all"."""
    return {} if wished in RESERVED_IDS or set(wished) & set(";|") else {"id": wished}


def _name(record: Mapping[str, Any]) -> str:
    name = record.get("id")
    if not isinstance(name, str):
        raise BadRequestError("a subset of the view has no name: hide it whole")
    return name
