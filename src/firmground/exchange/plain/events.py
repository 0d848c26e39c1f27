"""The events of a case, one table for each entry of `[[events]]`, and what remains of the entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from firmground.errors import Effect
from firmground.exchange.plain.event_cells import changed_columns, event_columns
from firmground.exchange.plain.nouns import entry_id, own_id
from firmground.exchange.plain.toml_text import plain_value
from firmground.exchange.tables import Kind, RecordTable
from firmground.read.event_files import read_entry
from firmground.read.records import Origin, Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from firmground.case.case import Case
    from firmground.exchange.plain.paths import PlainPaths
    from firmground.read.event_files import EventEntry
    from firmground.read.files import CaseFiles

# How a file is to be read, which its plain form no longer needs to be told.
EVENT_SETTINGS: Final = frozenset(
    {"layout", "sheet", "encoding", "header", "date_format", "columns", "constants", "rewritten_from"}
)


@dataclass(frozen=True)
class Entries:
    """Entries as they are written in the plain case, and the tables that they name. `files`: what each file became."""

    records: list[dict[str, Any]]
    tables: list[RecordTable]
    files: dict[str, tuple[str, ...]] = field(default_factory=dict)


def event_tables(
    case: Case, entries: Sequence[dict[str, Any]], files: CaseFiles, paths: PlainPaths, changed: Mapping[str, str]
) -> Entries:
    """An entry whose file could not be opened stays as it is: its fault goes with it. `changed`: columns as
    `changed_columns` gives them.
    """
    known: dict[str, bool] = {}
    found = Entries([], [])
    for raw in entries:
        entry = read_entry(Record(raw, Origin("case.toml"), []), known)
        path = files.find(entry.file, Origin("case.toml")) if entry is not None else None
        if entry is not None:
            known[entry.dataset] = entry.complete
        if entry is None or path is None:
            found.records.append(plain_value(raw))
            continue
        name = path.relative_to(files.root).as_posix()
        table = _table(case, entry, name, paths.file(name, "events", ".csv"), changed)
        found.files[name] = (*found.files.get(name, ()), table.file)
        found.tables.append(table)
        found.records.append(_plain_entry(raw, entry, table, faulty=_is_faulty(case, name)))
    return found


def changed_in(case: Case) -> dict[str, str]:
    """The columns of events in which other words will stand, and where the words of their files will be."""
    return changed_columns(case.events, [case.events.dataset.rows_of(name) for name in sorted(case.events.datasets)])


def _table(case: Case, entry: EventEntry, name: str, file: str, changed: Mapping[str, str]) -> RecordTable:
    rows = case.events.dataset.rows_of(entry.dataset)
    refused = sum(
        sum(count.refused.values()) for count in case.rows if (count.file, count.dataset) == (name, entry.dataset)
    )
    columns = event_columns(case.events, rows, entry.source, changed)
    of = entry_id(own_id(entry.dataset) | {"file": file})
    return RecordTable(file, Kind.EVENTS, dict(columns), len(rows), of=of, refused=refused)


def _is_faulty(case: Case, name: str) -> bool:
    """Is there a problem of the file as a whole, so that nothing of it may have been read?"""
    return any(one.file == name and one.row is None and one.effect is Effect.REFUSED for one in case.problems)


def _plain_entry(raw: dict[str, Any], entry: EventEntry, table: RecordTable, *, faulty: bool) -> dict[str, Any]:
    """The entry without what only its old file needed. A record of which rows were lost is not complete."""
    kept = {key: plain_value(value) for key, value in raw.items() if key not in EVENT_SETTINGS}
    if table.refused or faulty:
        kept.pop("complete", None)
    layout = entry.layout.id if entry.layout is not None else entry.rewritten_from
    was = {"rewritten_from": layout} if layout else {}
    return (
        own_id(entry.dataset) | {"file": table.file} | was | {k: v for k, v in kept.items() if k not in {"id", "file"}}
    )
