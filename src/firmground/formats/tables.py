"""Tables of the world (CSV, XLSX, Parquet) as columns of text, so that nothing is guessed on the way in.

"08123" stays "08123", and what is a date is for others to say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import count as numbers_from
from typing import TYPE_CHECKING

from firmground.formats.files import check_file, read_bytes
from firmground.formats.findings import Findings, UnreadableFileError
from firmground.formats.tables_csv import Grid, PlainGrid, read_csv
from firmground.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from firmground.errors import CaseProblem

TEXT_ENDINGS = (".csv", ".tsv", ".tab", ".txt")
EXCEL_ENDINGS = (".xlsx", ".xlsm")
PARQUET_ENDINGS = (".parquet", ".pq")

# First bytes of files that are often given a wrong ending, or none.
_OTHER_KINDS = (
    (b"PK\x03\x04", "a zip archive or an Excel workbook", "give it the ending .xlsx if it is a workbook"),
    (b"PAR1", "a Parquet file", "give it the ending .parquet"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)", "save it as .xlsx or .csv"),
    (b"%PDF", "a PDF document", "copy its table into a spreadsheet"),
    (b"\x1f\x8b", "packed with gzip", "give it the ending .csv.gz"),
    (b"<!doctype html", "a web page", "download the table itself, not the page that shows it"),
    (b"<html", "a web page", "download the table itself, not the page that shows it"),
)


@dataclass(frozen=True)
class Table:
    """A table as it was written.

    `names`: the header, stripped; `columns`: every cell as text by column name, "" where it is empty, all of
    one length. `rows`: the row of each record as a spreadsheet counts it (a header is row 1, blank lines
    count). `read`: records met, refused ones too; `refused`: reason to how many. Records whose cells are all
    empty are blank lines: not met, not counted.
    """

    names: tuple[str, ...]
    columns: dict[str, Texts]
    rows: Sequence[int]
    read: int
    refused: dict[str, int]


def read_table(
    path: Path, *, name: str, sheet: str = "", encoding: str = "", header: tuple[str, ...] = ()
) -> tuple[Table, list[CaseProblem]]:
    """A table and what is wrong with it; a file that cannot be read is an empty table and one problem.

    `name`: the path to show in problems. `sheet`: of a workbook, default the first. `encoding`: of a text
    without a byte order mark, default UTF-8. `header`: column names of a file that has no header row.
    """
    found = Findings(name)
    try:
        table = _read(path, found, sheet, encoding, header)
    except UnreadableFileError as fault:
        found.refuse_file(fault)
        table = Table((), {}, (), 0, {})
    return table, found.finish()


def _read(path: Path, found: Findings, sheet: str, encoding: str, header: tuple[str, ...]) -> Table:
    endings = [ending.lower() for ending in path.suffixes[-2:]]
    ending = endings[-1] if endings else ""
    if ending == ".gz":
        ending = endings[0] if len(endings) > 1 else ""
        if ending not in TEXT_ENDINGS:
            raise UnreadableFileError(
                "is packed, and not a table of text", "unpack it; only .csv.gz, .tsv.gz, .txt.gz are read"
            )
    if ending in TEXT_ENDINGS:
        content = read_bytes(path)
        check_kind(content)
        prefer = prefer_delimiter(ending, content)
        return _name_columns(read_csv(content, found, encoding=encoding, delimiter=prefer), found, header)
    check_file(path)
    if ending in EXCEL_ENDINGS:
        from firmground.formats.tables_xlsx import read_xlsx  # noqa: PLC0415 - only who has a workbook pays for it

        return _name_columns(read_xlsx(path, found, sheet), found, header)
    if ending in PARQUET_ENDINGS:
        from firmground.formats.tables_parquet import read_parquet  # noqa: PLC0415 - only who has Parquet pays for it

        columns, count = read_parquet(path)
        return Table(tuple(columns), columns, range(2, count + 2), count, {})
    raise UnreadableFileError(
        f"{ending or 'a file without an ending'} is not a table that firmground reads",
        "save it as .csv, .xlsx or .parquet",
    )


def prefer_delimiter(ending: str, content: bytes) -> str:
    """The delimiter that an ending promises, if the file keeps the promise; "" where it has to be found."""
    return "\t" if ending in {".tsv", ".tab"} and b"\t" in content.partition(b"\n")[0] else ""


def check_kind(content: bytes) -> None:
    """Raises UnreadableFileError for what is no text table although its name says so."""
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, kind, hint in _OTHER_KINDS:
        if start[: len(magic)].lower() == magic.lower():
            raise UnreadableFileError(f"is {kind}, not a table of text", hint)


def _name_columns(grid: Grid | PlainGrid, found: Findings, header: tuple[str, ...]) -> Table:
    """Takes the header off and refuses every record that is not as wide as it."""
    if isinstance(grid, PlainGrid) and len(grid.rows) and (not header or len(header) == len(grid.columns)):
        return _name_plain(grid, found, header)
    if isinstance(grid, PlainGrid):
        grid = grid.as_grid()
    if header:
        titles = list(header)
        first = 0
    elif grid.records:
        titles = [title.strip() for title in grid.records[0]]
        first = 1
    else:
        raise UnreadableFileError("holds no header and no records")
    whole: list[list[str]] = []
    rows: list[int] = []
    for cells, row in zip(grid.records[first:], grid.rows[first:], strict=True):
        if len(cells) == len(titles):
            whole.append(cells)
            rows.append(row)
        else:
            _refuse_width(row, len(cells), len(titles), found)
    columns = [Texts.of(column) for column in zip(*whole, strict=True)] if whole else [Texts.of(()) for _ in titles]
    read = len(grid.records) - first + grid.unreadable
    named = _name_uniquely(titles, columns, found)
    return Table(tuple(named), named, rows, read, dict(found.refused))


def _name_plain(grid: PlainGrid, found: Findings, header: tuple[str, ...]) -> Table:
    """The same where all records are known to be of one width."""
    first = 0 if header else 1
    titles = list(header) if header else [column[0].strip() for column in grid.columns]
    named = _name_uniquely(titles, [column[first:].trimmed() for column in grid.columns], found)
    rows = grid.rows[first:]
    count = len(rows)
    dense = count and int(rows[-1]) - int(rows[0]) == count - 1
    numbers = range(int(rows[0]), int(rows[-1]) + 1) if dense else rows.tolist()
    return Table(tuple(named), named, numbers, count, dict(found.refused))


def _refuse_width(row: int, width: int, expected: int, found: Findings) -> None:
    reason = "too many cells" if width > expected else "too few cells"
    cells = "1 cell" if width == 1 else f"{width} cells"
    found.refuse(
        row,
        reason,
        f"has {cells} where the header has {expected}",
        "put quotation marks around a cell that holds the delimiter" if width > expected else "complete the row",
    )


def _name_uniquely(titles: list[str], columns: list[Texts], found: Findings) -> dict[str, Texts]:
    """Columns by name. A nameless column goes by its number, unless it is empty: a trailing delimiter."""
    named: dict[str, Texts] = {}
    met: Counter[str] = Counter()
    for number, (title, column) in enumerate(zip(titles, columns, strict=True), start=1):
        name = title
        if not name:
            if not column.filled().any():
                continue
            name = f"column {number}"
            found.note(1, f'column {number} has no name; it is called "{name}"', "name it in the header")
        met[name] += 1
        if name in named:
            again = next(text for n in numbers_from(met[name]) if (text := f"{name} ({n})") not in {*named, *titles})
            found.note(1, f'two columns are called "{name}"; the second is read as "{again}"', "rename one of them")
            name = again
        named[name] = column
    return named
