"""Workbooks, through python-calamine: each cell as the text that its value stands for.

What a workbook would lose in silence is said aloud: formulas without a stored value, error cells, merged
cells.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from firmground.formats.cell import show_value
from firmground.formats.files import open_zip, read_member
from firmground.formats.findings import Findings, UnreadableFileError
from firmground.formats.tables_csv import Grid

if TYPE_CHECKING:
    from pathlib import Path

# A reader lays a sheet out as one block from its first to its last cell. A file of a kilobyte can name a cell
# at XFD1048576 and make that block larger than the memory of any computer.
MOST_CELLS = 20_000_000

_REFERENCE = re.compile(rb"""\sr=["']([A-Za-z]{0,3})([0-9]{1,7})["']""")
_FORMULA_WITHOUT_VALUE = re.compile(rb"<f\b[^<]*(?:/>|</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_ERROR_CELL = re.compile(rb"""<c\b[^>]*\st=["']e["']""")


def read_xlsx(path: Path, found: Findings, sheet: str) -> Grid:
    """The rows of one sheet, `sheet` "" for the first. Raises UnreadableFileError."""
    _check_workbook(path, found)
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            chosen = _choose_sheet(workbook, sheet, found)
            cells = workbook.get_sheet_by_name(chosen)
            merged = len(cells.merged_cell_ranges or ())
            rows = cells.to_python(skip_empty_area=False)
    except CalamineError as fault:
        raise UnreadableFileError(
            f"is not a workbook that can be read: {fault}", "save it again as .xlsx or .csv"
        ) from None
    if merged:
        found.note(
            None,
            f"sheet {chosen!r} has {merged} merged cells; only the first row of each holds the value",
            "unmerge them and fill the value down if it is meant for every row",
        )
    grid = Grid()
    for number, row in enumerate(rows, start=1):
        grid.add(number, [show_cell(value) for value in row])
    return grid


def show_cell(value: Any) -> str:
    """As `show_value`, but a workbook's moment at midnight is a day: it has no other way to write days."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return show_value(value)


def _choose_sheet(workbook: CalamineWorkbook, sheet: str, found: Findings) -> str:
    names = [about.name for about in workbook.sheets_metadata if about.typ == SheetTypeEnum.WorkSheet]
    listed = ", ".join(repr(name) for name in names)
    if sheet:
        if sheet not in names:
            raise UnreadableFileError(f"has no sheet {sheet!r}", f"its sheets are {listed}")
        return sheet
    if not names:
        raise UnreadableFileError("holds no sheet of cells")
    if len(names) > 1:
        found.note(
            None,
            f"the first of {len(names)} sheets was read: {names[0]!r}",
            f"choose with sheet = ...: {listed}",
        )
    return str(names[0])


def _check_workbook(path: Path, found: Findings) -> None:
    """Unpacked sizes, then the block that each part would need, before any library lays it out."""
    formulas = errors = 0
    with open_zip(path) as archive:
        for member in archive.infolist():
            content = read_member(archive, member)
            if _block(content) > MOST_CELLS:
                raise UnreadableFileError(
                    f"names cells so far apart that a sheet would have more than {MOST_CELLS:,}",
                    "delete what stands far from the table and save it again, or save the sheet as .csv",
                )
            formulas += len(_FORMULA_WITHOUT_VALUE.findall(content))
            errors += len(_ERROR_CELL.findall(content))
    hint = "open it in a spreadsheet program, look at these cells and save it"
    if formulas:
        found.note(None, f"{formulas} formulas in this workbook have no stored value and are read as empty", hint)
    if errors:
        found.note(None, f"{errors} cells of this workbook hold an error such as #N/A and are read as empty", hint)


def _block(content: bytes) -> int:
    columns = rows = 1
    for letters, digits in _REFERENCE.findall(content):
        rows = max(rows, int(digits))
        column = 0
        for letter in letters.upper():
            column = column * 26 + letter - 64
        columns = max(columns, column)
    return columns * rows
