"""Which other columns of a table of events say the same as one of ours: who withholds one must withhold them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.exchange.plain.nouns import CASE_FILE, entries_of, entry_id, load_toml, own_id
from firmground.read.event_files import COLUMNS, read_entry
from firmground.read.records import Origin, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from firmground.case.case import Case
    from firmground.exchange.tables import RecordTable
    from firmground.formats.layouts import EventLayout
    from firmground.read.event_files import EventEntry

# What a code of precision says is said by these of ours.
_WHERE = ("lon", "lat", "radius_km", "area", "level", "unplaced")
_WHEN = ("date", "date_from", "date_until")


def columns_behind(case: Case, table: RecordTable) -> dict[str, frozenset[str]]:
    """For each of our columns the other columns of this table of events that it was made of, or that hold what its file
    wrote. Where a published data set has further columns of its own that say where or when, nobody can tell here.
    """
    known: dict[str, bool] = {}
    behind: dict[str, set[str]] = {name: set() for name in COLUMNS}
    for raw in entries_of(load_toml(case.folder / CASE_FILE), "events"):
        entry = read_entry(Record(raw, Origin(CASE_FILE), []), known)
        if entry is None:
            continue
        known[entry.dataset] = entry.complete
        if table.of in {entry.dataset, entry_id(own_id(entry.dataset) | {"file": table.file})}:
            _add_entry(behind, entry)
    for name, found in behind.items():
        found |= {column for column in table.columns if column.casefold().split(" (", 1)[0] == name}
    kept = {name: frozenset(found & table.columns.keys()) - {name} for name, found in behind.items()}
    return {name: columns for name, columns in kept.items() if columns}


def _add_entry(behind: Mapping[str, set[str]], entry: EventEntry) -> None:
    for name, columns in entry.columns.items():
        behind[name].update(columns)
    if entry.layout is not None:
        _add_layout(behind, entry.layout)


def _add_layout(behind: Mapping[str, set[str]], layout: EventLayout) -> None:
    for name, columns in layout.columns.items():
        behind[name].update([columns] if isinstance(columns, str) else columns)
    for name, derived in layout.derived.items():
        behind[name].update(derived.needs)
    if layout.where_precision is not None:
        _add(behind, _WHERE, (layout.where_precision[0], *layout.area_columns.values()))
    if layout.date_precision is not None:
        _add(behind, _WHEN, (layout.date_precision[0],))


def _add(behind: Mapping[str, set[str]], ours: Iterable[str], theirs: Iterable[str]) -> None:
    columns = tuple(theirs)
    for name in ours:
        behind[name].update(columns)
