"""CSV and its relatives: which bytes are which cells, and nothing more.

The standard library's parser splits the records. What it cannot know is decided here and never by chance: the
encoding (a byte order mark, else what the case says, else UTF-8; never guessed) and the delimiter (the one
under which the records agree with the header).
"""

from __future__ import annotations

import codecs
import csv
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from firmground.formats.findings import Findings, UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from firmground.texts import Texts

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_RECORDS = 200
# A cell may hold an article or an outline in WKT; larger is nearly always a quote that was never closed.
MOST_CELL_CHARACTERS = 16 * 2**20
# From so many characters on it is worth asking whether a text is plain enough for a faster parser.
LARGE = 2**20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENCODING_HINT = (
    'save it as UTF-8, or say in case.toml what it is: encoding = "cp1256" (Arabic), "cp1251" (Cyrillic), '
    '"cp1252" (Western Europe)'
)
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_EXCEL_SEPARATOR = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


@dataclass
class Grid:
    """Cells before any is called a header. `rows` counts records from 1, blank lines among them.

    `records` and `rows` have the same length. `unreadable` counts records that were met and refused.
    """

    records: list[list[str]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    unreadable: int = 0

    def add(self, row: int, cells: list[str]) -> None:
        """Keeps a record, unless all of its cells are empty: a spreadsheet's blank line."""
        if any(cell and not cell.isspace() for cell in cells):
            self.records.append(cells)
            self.rows.append(row)


@dataclass(frozen=True)
class PlainGrid:
    """The same as columns, of a table whose records are all as wide as the first one. `rows` as of a `Grid`."""

    columns: list[Texts]
    rows: NDArray[np.int64]

    def as_grid(self) -> Grid:
        return Grid([list(cells) for cells in zip(*self.columns, strict=True)], self.rows.tolist())


@dataclass(frozen=True)
class Dialect:
    """How the bytes of a file become cells, for whoever has to write some of them back.

    `mark`: its byte order mark; `encoding`: of what follows the mark; `stated`: its first line is no record and
    names the delimiter ("sep=;").
    """

    mark: bytes
    encoding: str
    delimiter: str
    stated: bool


def read_dialect(content: bytes, *, encoding: str = "", delimiter: str = "") -> tuple[Dialect, str]:
    """The dialect of a text table and its text; `delimiter` "" finds it. Raises UnreadableFileError."""
    mark, text = _decode(content, encoding)
    named = dict(_MARKS)[mark] if mark else encoding or "utf-8"
    first_line = next(cut_lines(text), "").strip(" \r\n")  # a tab may be what it names
    stated = _EXCEL_SEPARATOR.fullmatch(first_line)
    with _cell_limit():
        return Dialect(mark, named, stated[1] if stated else delimiter or find_delimiter(text), bool(stated)), text


def read_csv(content: bytes, found: Findings, *, encoding: str = "", delimiter: str = "") -> Grid | PlainGrid:
    """The records of a text table; `delimiter` "" finds it. Raises UnreadableFileError if there is no text.

    Records that cannot be split are refused and the rest is read on.
    """
    dialect, text = read_dialect(content, encoding=encoding, delimiter=delimiter)
    if "\ufffd" in text:
        found.note(
            None,
            f"{text.count(chr(0xFFFD))} characters were lost before this file was made, and stand as \ufffd",
            "fetch the file again from its source if the texts matter",
        )
    if len(text) >= LARGE and not dialect.stated:
        from firmground.formats.tables_csv_plain import split_plain  # noqa: PLC0415 - only who has a large file pays

        plain = split_plain(text, dialect.delimiter)
        if plain is not None:
            return plain
    with _cell_limit():
        grid = _split(text, dialect.delimiter, found)
    if dialect.stated and grid.records:
        del grid.records[0], grid.rows[0]
    return grid


def _decode(content: bytes, encoding: str) -> tuple[bytes, str]:
    for mark, marked in _MARKS:
        if content.startswith(mark):
            return mark, _decode_as(content[len(mark) :], marked)
    if not encoding and content[:4096].count(0) * 5 > len(content[:4096]):
        raise UnreadableFileError(
            "is full of NUL bytes: UTF-16 without a mark, or no text at all",
            'if it is a table, save it as UTF-8 or write encoding = "utf-16-le" in case.toml',
        )
    return b"", _decode_as(content, encoding or "utf-8")


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except LookupError:
        raise UnreadableFileError(f"{encoding!r} is not the name of an encoding", _ENCODING_HINT) from None
    except UnicodeError as fault:
        start = getattr(fault, "start", 0)
        before = content[:start].decode(encoding, errors="replace")
        row = before.count("\n") + 1
        raise UnreadableFileError(
            f"line {row} holds bytes that are not {encoding}: {content[start : start + 4]!r}", _ENCODING_HINT
        ) from None


@contextmanager
def _cell_limit() -> Iterator[None]:
    before = csv.field_size_limit(MOST_CELL_CHARACTERS)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def cut_lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends, as a file opened with newline="" has them; nothing is copied beforehand."""
    return (found[0] for found in _LINE.finditer(text))


def find_delimiter(text: str) -> str:
    """The delimiter under which most of the first records are as wide as the first one.

    Quotes are obeyed while counting. Of several equally good ones the one that gives more columns wins, then
    the order of `DELIMITERS`; a text in which none occurs is a table of one column.
    """

    def merit(delimiter: str) -> tuple[bool, float, int]:
        reader = csv.reader(cut_lines(text), delimiter=delimiter)
        try:
            widths = [len(cells) for cells in islice(reader, SAMPLE_RECORDS) if cells]
        except csv.Error:
            return False, 0.0, 0
        if not widths:
            return False, 0.0, 0
        return widths[0] > 1, widths.count(widths[0]) / len(widths), widths[0]

    return max(DELIMITERS, key=merit)


def _split(text: str, delimiter: str, found: Findings) -> Grid:
    grid = Grid()
    reader = csv.reader(cut_lines(text), delimiter=delimiter, strict=True)
    row = 0
    while True:
        row += 1
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return grid
        except csv.Error as fault:
            grid.unreadable += 1
            if _refuse_record(str(fault), row, line, reader.line_num, found):
                return grid
            continue
        if any("\0" in cell for cell in cells):
            grid.unreadable += 1
            found.refuse(row, "NUL bytes", "holds NUL bytes", "delete them, or save the table again")
        else:
            grid.add(row, cells)


def _refuse_record(fault: str, row: int, line: int, last_line: int, found: Findings) -> bool:
    """Shows a record that cannot be split; True if nothing after it can be read either."""
    if "unexpected end of data" in fault:
        found.refuse(
            row,
            "a quote is never closed",
            f"a quotation mark opened on line {line} is never closed, so nothing after it can be read",
            'close the quotation mark, or double it ("") if it belongs to the text',
        )
        return True
    if "field larger" in fault:
        found.refuse(
            row,
            "a cell is too large",
            f"a cell on line {line} has over {MOST_CELL_CHARACTERS:,} characters; the rest was not read",
            "look for a quotation mark that is not closed",
        )
        return True
    spread = f" (lines {line} to {last_line}, taken together by quotation marks)" if last_line > line else ""
    found.refuse(
        row,
        "wrong quotation marks",
        f"text follows a closing quotation mark{spread}",
        'double quotation marks inside a cell: ""like this""',
    )
    return False
