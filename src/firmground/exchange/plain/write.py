"""What is shown of a case as a folder that anybody can open as a case.

Of what is hidden nothing stands in it but how much it is: `[withheld]` in case.toml, and lines of events that say
nothing but "*".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from firmground.case.events import WITHHELD_ALL, withheld_names
from firmground.errors import BadRequestError
from firmground.exchange.plain.cells import Cells
from firmground.exchange.plain.counts import shown_records
from firmground.exchange.plain.features import write_features
from firmground.exchange.plain.nouns import CASE_FILE, PARTS, WITHHELD, entry_id, gather_files
from firmground.exchange.plain.record import record_tables
from firmground.exchange.plain.sealed import copy_sealed
from firmground.exchange.plain.table_text import write_csv
from firmground.exchange.plain.toml_text import write_toml
from firmground.exchange.tables import Kind
from firmground.exchange.views import ViewTable
from firmground.texts import code_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.exchange.tables import RecordTable

OPEN: Final = "open"
_FILES_OF_MAPS: Final = ("file", "within")
_DRAWN: Final = frozenset({Kind.FACES, Kind.AREAS})
# By the kind of a table, the kind of the entries that name its file.
_NAMED_BY: Final = {
    Kind.EVENTS: Kind.EVENTS_ENTRY,
    Kind.PLACE_LIST: Kind.MAPS_ENTRY,
    Kind.FACES: Kind.MAPS_ENTRY,
    Kind.AREAS: Kind.AREAS_ENTRY,
}


def nothing_hidden(table: RecordTable) -> ViewTable:
    """A table of which everything is shown."""
    return ViewTable(table, np.zeros(table.rows, dtype=np.bool_))


def write_case(case: Case, folder: Path, *, progress: Callable[[str], None] | None = None) -> None:
    """Writes the whole case in plain form into a folder that is new or empty: the same numbers come of it."""
    tables = [nothing_hidden(table) for table in record_tables(case, progress=progress)]
    write_tables(tables, folder, withheld=case.withheld, open_maps=_open_already(tables))
    copy_sealed(case, tables, folder)


def write_tables(
    tables: Sequence[ViewTable], folder: Path, *, withheld: Mapping[str, int], open_maps: Collection[str] = ()
) -> None:
    """Writes what is shown into a folder that is new or empty. `withheld`: as `Case.withheld`. `open_maps`: ids of maps
    of which so much is hidden that nothing of them is written.

    BadRequestError: the folder is not empty, or something cannot be written so that it is read back the same.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise BadRequestError(f"the folder {folder.name!r} is not empty: name a new one")
    for view in tables:
        _check_order(view)
    written = [view for view in tables if _has_file(view, tables, open_maps)]
    gathered = gather_files(
        (view.table, _shown_entries(view, open_maps)) for view in tables if view.table.file in PARTS
    )
    counts = {kind: number for kind, number in sorted(withheld.items()) if number}
    gathered.setdefault(CASE_FILE, {}).update({WITHHELD: counts} if counts else {})
    for file, values in gathered.items():
        if values or file == CASE_FILE:
            (folder / file).write_text(write_toml(values, file), encoding="utf-8", newline="")
    for view in written:
        path = folder / view.table.file
        path.parent.mkdir(parents=True, exist_ok=True)
        if view.table.kind in _DRAWN:
            write_features(path, _shown_features(view))
        else:
            write_csv(path, _shown_rows(view), view.table.name)


def _check_order(view: ViewTable) -> None:
    """Hidden rows come last: that is how those who check it know which lines of a file are which rows."""
    if len(view.hidden) != view.table.rows or (np.diff(view.hidden.astype(np.int8)) < 0).any():
        raise BadRequestError(f"{view.table.name}: hidden rows do not come last; build the view again")


def _has_file(view: ViewTable, tables: Sequence[ViewTable], open_maps: Collection[str]) -> bool:
    """Is there a file of this table? Not where its map is open or its entry hidden; then nothing of it may be shown."""
    table = view.table
    if table.file in PARTS:
        return False
    kind = _NAMED_BY.get(table.kind)
    if kind is None:
        return True
    named = any(
        table.of in {entry.get("file"), entry_id(entry)}
        for other in tables
        if other.table.kind is kind
        for entry in shown_records(other)
    )
    if named and not (kind is Kind.MAPS_ENTRY and table.of in open_maps):
        return True
    if not view.hidden.all():
        raise BadRequestError(f"{table.name} has rows that are shown, but what names it is not; build the view again")
    return False


def _open_already(tables: Sequence[ViewTable]) -> list[str]:
    """The maps that were open when the case was read."""
    entries = [entry for view in tables if view.table.kind is Kind.MAPS_ENTRY for entry in shown_records(view)]
    return [entry_id(entry) for entry in entries if entry.get(OPEN) is True]


def _shown_entries(view: ViewTable, open_maps: Collection[str]) -> list[dict[str, Any]]:
    """The entries of a TOML file, each with the fields that are shown."""
    shown = shown_records(view)
    for record in shown if view.table.kind is Kind.MAPS_ENTRY else ():
        if (name := entry_id(record)) in open_maps:
            if any(key in record for key in _FILES_OF_MAPS):
                raise BadRequestError(f"the open map {name!r} still names its files; build the view again")
            record[OPEN] = True
    return shown


def _shown_features(view: ViewTable) -> dict[str, list[Any]]:
    rows = np.flatnonzero(~view.hidden).tolist()
    return {name: [view.shown(name, row) for row in rows] for name in view.table.columns}


def _shown_rows(view: ViewTable) -> dict[str, Cells]:
    """The cells of a table of rows. Hidden events are lines all the same; other hidden records are none."""
    columns = {name: _shown_cells(view, name) for name in view.table.columns}
    if view.table.kind is Kind.EVENTS:
        return columns | _withheld_column(view)
    kept = np.flatnonzero(~view.hidden)
    return {name: column.taken(kept) for name, column in columns.items()} if view.hidden.any() else columns


def _shown_cells(view: ViewTable, name: str) -> Cells:
    column = Cells.of(view.table.columns[name])
    gone = view.hidden | view.withheld[name] if name in view.withheld else view.hidden
    if not gone.any():
        return column
    texts = column.texts().changed(gone, "")
    coarser = {row: value for row, value in view.coarser.get(name, {}).items() if gone[row] and not view.hidden[row]}
    if coarser:
        rows = np.fromiter(coarser, dtype=np.int64)
        new = Cells.of("" if value is None else str(value) for value in coarser.values())
        texts = texts.changed(rows, new.texts())
    return Cells.of(texts.trimmed())


def _withheld_column(view: ViewTable) -> dict[str, Cells]:
    """The column that says what is withheld of each event: what was already, and what is now."""
    own = view.table.columns.get(WITHHELD)
    cells = Cells.of(own if own is not None else [None] * view.table.rows)
    masks = {name: mask for name, mask in view.withheld.items() if name != WITHHELD and (mask & ~view.hidden).any()}
    if not masks and not view.hidden.any():
        return {} if own is None else {WITHHELD: cells}
    if odd := [name for name in masks if ";" in name]:
        raise BadRequestError(
            f'{view.table.name}: column {odd[0]!r} has ";" in its name: rename it, or withhold it not'
        )
    _check_not_told(view, masks, cells)
    code, first = code_rows(
        view.hidden.astype(np.int8), cells.codes, *(mask.astype(np.int8) for mask in masks.values())
    )
    texts = [
        WITHHELD_ALL if view.hidden[row] else _names(cells[row], [name for name, mask in masks.items() if mask[row]])
        for row in first.tolist()
    ]
    return {WITHHELD: Cells.of(texts).taken(code)}


def _names(own: str | None, new: list[str]) -> str:
    if not new:
        return own or ""
    return ";".join(sorted(withheld_names(own or "") | set(new)))


def _check_not_told(view: ViewTable, masks: Mapping[str, NDArray[np.bool_]], own: Cells) -> None:
    """A row that comes with something withheld, and loses more, no longer shows what was withheld of it before."""
    more = np.logical_or.reduce([np.zeros(view.table.rows, dtype=np.bool_), *masks.values()])
    told = ~view.withheld.get(WITHHELD, np.zeros(view.table.rows, dtype=np.bool_))
    if (more & own.filled() & told & ~view.hidden).any():
        raise BadRequestError(f"{view.table.name}: `withheld` of a row is shown and changed; build the view again")
