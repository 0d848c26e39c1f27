"""A row as it stands in its file: every cell as it was written, before anything in it was understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.read.event_files import read_entry, read_event_file
from firmground.read.files import CaseFiles
from firmground.read.toml_files import read_toml

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.formats.tables import Table
    from firmground.web.desk import Snapshot


def raw_row(seen: Snapshot, file: str, dataset: str, row: int) -> dict[str, str]:
    """Column to cell, in the file's order. Empty where the file cannot be read any more, or has no such row."""
    table = seen.remember(("table", file, dataset), lambda: _read(seen.case.folder, file, dataset))
    if table is None:
        return {}
    index: dict[int, int] = seen.remember(
        ("rows", file, dataset), lambda: {number: at for at, number in enumerate(table.rows)}
    )
    at = index.get(row)
    return {} if at is None else {name: cells[at] for name, cells in table.columns.items()}


def _read(folder: Path, file: str, dataset: str) -> Table | None:
    """The table again, as the reader of the case reads it. Its problems have been told already."""
    files = CaseFiles(folder)
    for record in read_toml(files, "case.toml").entries("events"):
        entry = read_entry(record, {})
        if entry is None or entry.dataset != dataset:
            continue
        path = files.find(entry.file, record.origin)
        if path is not None and path.relative_to(folder).as_posix() == file:
            return read_event_file(files, entry, path).table
    return None
