"""Columns of cells as a file of CSV, and back: UTF-8, commas, line feeds, quotation marks only where they are needed.

What comes back is exactly what went in. The reader is the project's own, which also finds delimiters and skips blank
lines; a text that it would take for something else is written so that it cannot, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from firmground.errors import BadRequestError, Effect
from firmground.exchange.plain.cells import Cells
from firmground.formats.tables import read_table
from firmground.formats.tables_csv import MOST_CELL_CHARACTERS
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

Columns = dict[str, Sequence[Any]]

# A header with one of these could make the reader take it for the delimiter; one that starts with "sep" for a line
# that names it. A first line that does name it leaves nothing to be found out.
_MISLEADING = (";", "\t", "|", "sep=")
# Some files are known by their first letters; what is certainly none of them needs no quotation marks.
_HARMLESS = re.compile(r"(?!PAR1|PK)[A-Za-z0-9_ .()-]+")
_ROWS_AT_ONCE = 1 << 14


def write_csv(path: Path, columns: Mapping[str, Sequence[Any]], name: str) -> None:
    """Writes a table; `name` is what problems call it.

    BadRequestError: a header or a cell that no reader would give back, or a row in which nothing stands.
    """
    cells = {header: Cells.of(column) for header, column in columns.items()}
    _check_headers(list(cells), name)
    _check_rows(list(cells.values()), name)
    first, *others = cells
    head = ",".join([first if _HARMLESS.fullmatch(first) else _in_marks(first), *map(_quoted, others)])
    misleading = any(mark in header.casefold() for header in cells for mark in _MISLEADING)
    written = [(_quoted_all(column, header, name), column.codes) for header, column in cells.items()]
    rows = len(written[0][1]) if written else 0
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(f"sep=,\n{head}\n" if misleading else f"{head}\n")
            for start in range(0, rows, _ROWS_AT_ONCE):
                part = slice(start, start + _ROWS_AT_ONCE)
                lines = zip(*(map(texts.__getitem__, codes[part].tolist()) for texts, codes in written), strict=True)
                file.write("\n".join(map(",".join, lines)) + "\n")
    except UnicodeEncodeError as fault:
        raise BadRequestError(f"{name} has a cell with half a character, which no file can hold: {fault}") from None


def read_csv_columns(path: Path, name: str) -> Columns:
    """The table that `write_csv` wrote. BadRequestError: anything in it is not as that writes it."""
    table, problems = read_table(path, name=name)
    fault = next((str(problem) for problem in problems if problem.effect is Effect.REFUSED), "")
    if fault or table.read != len(table.rows):
        raise BadRequestError(f"{one_line(fault) or name}: the file is not as a plain case holds it; ask for it again")
    return {header: Cells.of(column) for header, column in table.columns.items()}


def plain_headers(names: Sequence[str]) -> list[str]:
    """Names of columns as a table of CSV can have them: not empty, without white space around them, each once."""
    found: dict[str, None] = {}
    for place, written in enumerate(names, start=1):
        wished = name = written.replace("\0", "").strip() or f"column {place}"
        number = 1
        while name in found:
            number += 1
            name = f"{wished} ({number})"
        found[name] = None
    return list(found)


def _quoted(text: str) -> str:
    odd = any(mark in text for mark in '",\r\n') or text != text.strip()
    return _in_marks(text) if odd else text


def _in_marks(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _quoted_all(column: Cells, header: str, name: str) -> list[str]:
    texts = [cell or "" for cell in column.values]
    if "\0" in "".join(texts):
        raise BadRequestError(f"{name}: column {header!r} has a cell with a NUL byte, which no table of text can hold")
    if any(len(text) > MOST_CELL_CHARACTERS for text in texts):
        raise BadRequestError(f"{name}: column {header!r} has a cell of over {MOST_CELL_CHARACTERS:,} characters")
    return list(map(_quoted, texts))


def _check_headers(headers: list[str], name: str) -> None:
    if not headers or headers != plain_headers(headers):
        raise BadRequestError(f"{name}: its columns have no names that a table can have; rename them")


def _check_rows(columns: list[Cells], name: str) -> None:
    """A line on which nothing stands is no record to the reader: it would be gone."""
    says = _says(columns[0])
    for column in columns[1:]:
        if says.all():
            return
        says |= _says(column)
    if not says.all():
        row = int(says.argmin()) + 2
        raise BadRequestError(f"{name}: nothing is left of row {row}, so that it cannot be written; hide the row whole")


def _says(column: Cells) -> NDArray[np.bool_]:
    return column.texts().mask(lambda text: text and not text.isspace())
