"""What a column of ours is called in somebody else's table, for whoever has to write into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.edit.csv_text import CsvText
from firmground.errors import BadRequestError
from firmground.formats.layouts import EVENT_LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.edit.files import CaseFolder


def find_column(folder: CaseFolder, name: str, ours: str) -> str:
    """The file's own name for our column, by `[events.columns]`, the layout, the header, in the reader's order.

    A column that the file lacks is called as the case calls it, else as we do. "" if a layout derives it from others.
    """
    return _find(folder, name, _present(folder, name), ours)


def list_columns(folder: CaseFolder, name: str, ours: Iterable[str]) -> dict[str, str]:
    """The columns of a table in its order, each with the one of ours that it is read as, "" for none."""
    present = _present(folder, name)
    theirs = {_find(folder, name, present, own): own for own in ours}
    return {column: theirs.get(column, "") for column in present}


def _present(folder: CaseFolder, name: str) -> list[str]:
    text = folder.text(folder.open(name))
    if not isinstance(text, CsvText):
        raise BadRequestError(f"{name} is no table")
    return text.names


def _find(folder: CaseFolder, name: str, present: list[str], ours: str) -> str:
    for _, entry in folder.entries_of(name):
        columns = entry.get("columns")
        wanted = columns.get(ours) if isinstance(columns, dict) else None
        if wanted:
            named = [wanted] if isinstance(wanted, str) else [str(column) for column in wanted]
            return next((column for column in named if column in present), named[0])
        layout = EVENT_LAYOUTS.get(str(entry.get("layout", "")))
        if layout is not None and ours in layout.derived:
            return ""
        if layout is not None and ours in layout.columns:
            theirs = layout.columns[ours]
            found = [column for column in ((theirs,) if isinstance(theirs, str) else theirs) if column in present]
            if found:
                return found[0]
    return next((column for column in present if column.casefold() == ours), ours)
