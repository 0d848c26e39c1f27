"""A table of text, changed row by row, of which every byte that nobody asked to change stays.

It splits a file exactly as `formats.tables_csv` reads it, keeps the text of each record as it is written, and
writes a new text only for the cells that change. A file that it could not write back unchanged it refuses to touch.
"""

from __future__ import annotations

import codecs
import csv
import io
import sys
from typing import TYPE_CHECKING

from firmground.edit.change import At, Record, Value, base_of, text_of
from firmground.errors import BadRequestError
from firmground.formats.findings import UnreadableFileError
from firmground.formats.tables import check_kind, prefer_delimiter
from firmground.formats.tables_csv import MOST_CELL_CHARACTERS, read_dialect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from firmground.formats.tables_csv import Dialect

_LITTLE = sys.byteorder == "little"
# Codecs that write a mark of their own before each text they encode, as what they write after it.
_WITHOUT_MARK = {
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le" if _LITTLE else "utf-16-be",
    "utf-32": "utf-32-le" if _LITTLE else "utf-32-be",
}


class CsvText:
    """The records of one file. Rows keep their numbers until `build`; `row_after` tells the new ones."""

    def __init__(self, name: str, content: bytes, *, encoding: str = "", header: Sequence[str] = ()) -> None:
        self.name = name
        self._given_header = tuple(header)
        self._encoding = encoding
        self._ending = "." + name.rsplit(".", 1)[-1].lower()
        self._dialect, text = self._read(content)
        self._codec = _plain_codec(self._dialect.encoding)
        if self._dialect.mark + text.encode(self._codec) != content:
            raise BadRequestError(
                f"{name} cannot be written back byte for byte in {self._dialect.encoding}: save it as UTF-8 first"
            )
        self._pieces, self._unreadable = _split(text, self._dialect.delimiter)
        self._now: dict[int, str | None] = {}
        self._appended: list[str] = []
        self._inserted: dict[int, tuple[str, str]] = {}
        self._header_row = self._find_header()
        self.names = self._name_columns()
        self.new_columns: list[str] = []
        self._ends_open = bool(text) and not text.endswith(("\n", "\r"))
        self._newline = next((end for piece in self._pieces if (end := _terminator(piece))), "\n")

    def _read(self, content: bytes) -> tuple[Dialect, str]:
        try:
            check_kind(content)
            prefer = prefer_delimiter(self._ending, content)
            dialect, text = read_dialect(content, encoding=self._encoding, delimiter=prefer)
        except UnreadableFileError as fault:
            hint = f": {fault.hint}" if fault.hint else ""
            raise BadRequestError(f"{self.name} {fault.what}{hint}") from None
        if dialect.delimiter in '"\r\n':
            raise BadRequestError(f"{self.name} names a delimiter that cannot divide cells; save it as plain CSV")
        return dialect, text

    # Looking

    def record(self, at: At) -> Record:
        """Raises BadRequestError if there is no such row, or it is no record."""
        fields = self._fields(self._row(at))
        return Record(at, fields, dict.fromkeys(fields, "text"))

    def find(self, base: str) -> int | None:
        """The row of the only record that says this; None if none does, or several."""
        rows = [row for row in self._data_rows() if base_of(self._fields(row, strict=False)) == base]
        return rows[0] if len(rows) == 1 else None

    def find_id(self, identity: str) -> int | None:
        """The row of the only record with this id."""
        rows = [row for row in self._data_rows() if self._fields(row, strict=False).get("id") == identity]
        return rows[0] if len(rows) == 1 else None

    def says(self, _table: str, name: str, value: str) -> bool:
        """Does any record say this in a column?"""
        return any(self._fields(row, strict=False).get(name, "").strip() == value for row in self._data_rows())

    def find_raw(self, raw: str) -> int | None:
        """The row of the only record that is written exactly so, whatever ends its line."""
        body = raw.rstrip("\r\n")
        rows = [row for row in self._data_rows() if self._current(row).rstrip("\r\n") == body]
        return rows[0] if len(rows) == 1 else None

    def raw(self, at: At) -> str:
        return self._current(self._row(at))

    def row_after(self, row: int) -> int:
        """The number of a row once rows are taken out and put back."""
        after = row - sum(1 for other, piece in self._now.items() if piece is None and other < row)
        for put_in in sorted(self._inserted):
            after += put_in <= after
        return after

    def _row(self, at: At) -> int:
        row = at.row
        if row is None:
            raise BadRequestError(f"{self.name} is a table: a record in it is a row")
        if row == self._header_row:
            raise BadRequestError(f"row {row} of {self.name} is its header: rename columns in an editor")
        if not 1 <= row <= len(self._pieces) + len(self._appended) or self._now.get(row, "") is None:
            raise BadRequestError(f"{self.name} has no row {row:,}")
        if row in self._unreadable:
            raise BadRequestError(f"row {row:,} of {self.name} cannot be read: mend its quotation marks in an editor")
        return row

    def _current(self, row: int) -> str:
        if row > len(self._pieces):
            return self._appended[row - len(self._pieces) - 1]
        return self._now.get(row, self._pieces[row - 1]) or ""

    def _cells(self, row: int) -> list[tuple[str, str]]:
        return split_cells(self._current(row), self._dialect.delimiter)

    def _fields(self, row: int, *, strict: bool = True) -> dict[str, str]:
        cells = self._cells(row)
        if len(cells) != len(self.names):
            if not strict:
                return {}
            if not any(text.strip() for _, text in cells):
                raise BadRequestError(f"row {row:,} of {self.name} is a blank line")
            counted = f"{len(cells)} cells where the header has {len(self.names)}"
            raise BadRequestError(f"row {row:,} of {self.name} has {counted}: mend it in an editor first")
        return {name: text for (_, text), name in zip(cells, self.names, strict=True) if text or not _nameless(name)}

    def _data_rows(self) -> Iterator[int]:
        for row, piece in enumerate(self._pieces, start=1):
            if row > self._header_row and row not in self._unreadable and piece.strip():
                yield row

    def _find_header(self) -> int:
        """The row of the header; 0 where the case gives one. A line "sep=;" goes before it."""
        first = 2 if self._dialect.stated else 1
        if self._given_header:
            return first - 1
        for row in range(first, len(self._pieces) + 1):
            cells = split_cells(self._pieces[row - 1], self._dialect.delimiter)
            if any(text and not text.isspace() for _, text in cells):
                return row
        raise BadRequestError(f"{self.name} holds no header")

    def _name_columns(self) -> list[str]:
        """Names as the reader gives them: stripped, a second one as "name (2)", a nameless one by its number."""
        titles = list(self._given_header) or [text.strip() for _, text in self._cells(self._header_row)]
        names: list[str] = []
        met: dict[str, int] = {}
        for number, title in enumerate(titles, start=1):
            name = title or f"column {number}"
            met[name] = met.get(name, 0) + 1
            names.append(f"{name} ({met[name]})" if name in names else name)
        return names

    # Changing

    def change(self, at: At, fields: Mapping[str, Value], *, new_columns: bool = False) -> None:
        row = self._row(at)
        self._add_missing(fields, new_columns=new_columns)
        current = self._fields(row)
        cells = self._cells(row)
        raws = [raw for raw, _ in cells]
        for name, value in fields.items():
            place, text = self.names.index(name), text_of(value)
            if text != current.get(name, ""):
                raws[place] = self._write_cell(text, raws, place)
        piece = self._dialect.delimiter.join(raws) + _terminator(self._current(row))
        self._check_piece(piece, row)
        self._put(row, piece)

    def append(self, fields: Mapping[str, Value], *, new_columns: bool = False) -> At:
        """Adds a row at the end, which then ends as the file ended before: with a line break or without."""
        self._add_missing(fields, new_columns=new_columns)
        sample = [raw for raw, _ in self._cells(self._header_row)] if self._header_row else []
        values = [text_of(fields.get(name)) for name in self.names]
        raws = [self._write_cell(text, sample, len(sample)) for text in values]
        piece = self._dialect.delimiter.join(raws)
        self._check_piece(piece, len(self._pieces) + len(self._appended) + 1)
        self._appended.append(piece + ("" if self._ends_open else self._newline))
        return At(self.name, row=len(self._pieces) + len(self._appended))

    def remove(self, at: At) -> tuple[str, str]:
        """Takes a row out; its text, and the line break before it where the file does not end in one."""
        row = self._row(at)
        self._fields(row)
        raw = self._current(row)
        self._put(row, None)
        return raw, _terminator(self._pieces[row - 2]) if self._ends_open and row > 1 else ""

    def restore(self, at: At, raw: str) -> None:
        """Puts back the text of a record as it was written."""
        self._put(self._row(at), raw)

    def insert(self, row: int, raw: str, lead: str) -> None:
        """Puts a record back so that it is row `row` in the end."""
        self._inserted[row] = (raw, lead)

    def width_of(self, raw: str) -> int:
        return len(split_cells(raw, self._dialect.delimiter))

    def fit(self, raw: str, fields: Mapping[str, str]) -> str:
        """The text of a record that was taken out, written anew if the table has other columns by now."""
        if self.width_of(raw) == len(self.names):
            return raw
        self._add_missing(fields, new_columns=True)
        raws = [self._write_cell(fields.get(name, ""), [], 0) for name in self.names]
        return self._dialect.delimiter.join(raws) + _terminator(raw)

    def widen(self, rows: Sequence[int]) -> None:
        """Gives rows an empty last cell: of a column that stays although the step that added it is taken back."""
        for row in rows:
            self._now[row] = self._wider(self._current(row), "")

    def drop_column(self, name: str, restored: Sequence[int]) -> bool:
        """Takes the last column out if it is empty in every row but those that were put back; False if not."""
        delimiter = self._dialect.delimiter
        if not self.names or self.names[-1] != name or self._given_header:
            return False
        bare: dict[int, str] = {}
        for row in range(self._header_row, len(self._pieces) + 1):
            piece = self._current(row)
            body = piece.rstrip("\r\n")
            if row in restored or not body:
                continue
            cells = split_cells(piece, delimiter)
            if len(cells) < 2 or (cells[-1][1] and row != self._header_row):
                return False
            bare[row] = body[: len(body) - len(cells[-1][0]) - len(delimiter)] + _terminator(piece)
        self._now |= bare
        self.names.pop()
        return True

    def _put(self, row: int, piece: str | None) -> None:
        if row > len(self._pieces):
            raise BadRequestError("a row that is being added cannot be changed in the same step")
        self._now[row] = piece

    def _add_missing(self, fields: Mapping[str, Value], *, new_columns: bool) -> None:
        missing = [name for name in fields if name not in self.names]
        if missing and not new_columns:
            known = ", ".join(self.names[:20])
            raise BadRequestError(f"{self.name} has no column {missing[0]!r}; it has {known}")
        for name in missing:
            self._add_column(name)

    def _add_column(self, name: str) -> None:
        if not self._header_row:
            raise BadRequestError(f"{self.name} has its header in case.toml: add the column {name!r} there and here")
        if self._unreadable:
            raise BadRequestError(f"{self.name} has rows that cannot be read: mend them before a column is added")
        if not name or name != name.strip() or _nameless(name):
            raise BadRequestError(f"{name!r} cannot be the name of a column")
        for row in range(self._header_row, len(self._pieces) + 1):
            piece = self._current(row)
            # Rows of the wrong width get a cell as well: a row that is refused must not become one that is read.
            if self._now.get(row, "") is not None and piece.strip("\r\n"):
                self._now[row] = self._wider(piece, name if row == self._header_row else "")
        self._appended = [self._wider(piece, "") for piece in self._appended]
        self.names.append(name)
        self.new_columns.append(name)

    def _wider(self, piece: str, text: str) -> str:
        body = piece.rstrip("\r\n")
        cell = self._write_cell(text, ['"' if body.endswith('"') else ""], 1)
        return body + self._dialect.delimiter + cell + _terminator(piece)

    def _write_cell(self, text: str, raws: Sequence[str], place: int) -> str:
        """The cell in the manner of the one it replaces, else of the others of its row: quoted only where needed."""
        if "\0" in text:
            raise BadRequestError("a cell cannot hold a NUL character")
        if len(text) > MOST_CELL_CHARACTERS:
            raise BadRequestError(f"a cell holds at most {MOST_CELL_CHARACTERS:,} characters")
        before = raws[place] if place < len(raws) else ""
        others = [raw for number, raw in enumerate(raws) if number != place and raw]
        quoted = before.startswith('"') if before else bool(others) and all(raw.startswith('"') for raw in others)
        needs = any(mark in text for mark in (self._dialect.delimiter, '"', "\r", "\n"))
        return '"' + text.replace('"', '""') + '"' if quoted or needs else text

    def _check_piece(self, piece: str, row: int) -> None:
        """What was written is one record, no blank line, and can be encoded."""
        with_break = piece if _terminator(piece) else piece + self._newline
        found, unreadable = _split(with_break, self._dialect.delimiter)
        if len(found) != 1 or unreadable:
            raise BadRequestError(f"row {row:,} of {self.name} cannot be written so that it reads as one record")
        if not any(text and not text.isspace() for _, text in split_cells(piece, self._dialect.delimiter)):
            raise BadRequestError("a row in which nothing stands is a blank line: remove the row instead")
        self._encode(piece)

    def _encode(self, text: str) -> bytes:
        try:
            return text.encode(self._codec)
        except UnicodeEncodeError as fault:
            lost = text[fault.start : fault.end]
            hint = "" if self._codec == "utf-8" else ": save the file as UTF-8 to write such texts"
            raise BadRequestError(f"{self._dialect.encoding} cannot write {lost!r}{hint}") from None

    # Writing

    def build(self) -> bytes:
        """The new content. Raises BadRequestError if the reader would split it otherwise."""
        written: list[str | None] = list(self._pieces)
        for row, piece in self._now.items():
            written[row - 1] = piece
        kept = [piece for piece in written if piece is not None]
        leads: dict[int, str] = {}
        for row, (raw, lead) in sorted(self._inserted.items()):
            leads[min(row - 1, len(kept))] = lead
            kept.insert(row - 1, raw)
        text = "".join(self._join(kept + self._appended, leads))
        content = self._dialect.mark + self._encode(text)
        if not text:
            raise BadRequestError(f"{self.name} would be empty: delete the file instead")
        if self._read(content)[0] != self._dialect:
            raise BadRequestError(
                f"with this text nobody could tell any more which character divides the cells of {self.name}: "
                f"write sep={self._dialect.delimiter} into a line before its header"
            )
        return content

    def _join(self, pieces: list[str], leads: dict[int, str]) -> list[str]:
        """All but the last record end in a line break; the last as the file ended before.

        `leads`: records that are put back, by their place, with the break that stood before them.
        """
        # Without a call for each row: there may be 200,000 of them.
        bare = [place for place, piece in enumerate(pieces[:-1]) if piece[-1:] not in {"\n", "\r"}]
        for place in bare:
            pieces[place] += leads.get(place + 1) or self._newline
        last = len(pieces) - 1
        if last in leads or last < 0:
            return pieces
        if not self._ends_open:
            pieces[last] += "" if _terminator(pieces[last]) else self._newline
        elif pieces[last].strip("\r\n"):
            pieces[last] = pieces[last].rstrip("\r\n")
        return pieces


def _split(text: str, delimiter: str) -> tuple[list[str], set[int]]:
    """The text of every record with its line break, and the rows that cannot be split, as the reader meets them."""
    if '"' not in text:
        return list(io.StringIO(text, newline="")), set()
    lines = list(io.StringIO(text, newline=""))
    before = csv.field_size_limit(MOST_CELL_CHARACTERS)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    pieces: list[str] = []
    unreadable: set[int] = set()
    start = 0
    try:
        while start < len(lines):
            try:
                next(reader)
            except csv.Error:
                unreadable.add(len(pieces) + 1)
            stop = reader.line_num
            pieces.append(lines[start] if stop == start + 1 else "".join(lines[start:stop]))
            start = stop
    finally:
        csv.field_size_limit(before)
    return pieces, unreadable


def split_cells(piece: str, delimiter: str) -> list[tuple[str, str]]:
    """The cells of one record, each as it is written and as it reads, by the rules of the standard library's parser."""
    body = piece.removesuffix("\n").removesuffix("\r")
    if not body:
        return []
    if '"' not in body:
        return [(cell, cell) for cell in body.split(delimiter)]
    cells: list[tuple[str, str]] = []
    start = 0
    while True:
        stop = _end_of_cell(body, start, delimiter)
        raw = body[start:stop]
        cells.append((raw, raw[1:-1].replace('""', '"') if raw.startswith('"') else raw))
        if stop == len(body):
            return cells
        start = stop + len(delimiter)


def _end_of_cell(body: str, start: int, delimiter: str) -> int:
    """Where a cell ends. A quotation mark opens one only at its start; elsewhere it is a character."""
    if body.startswith('"', start):
        position = start + 1
        while True:
            position = body.index('"', position) + 1
            if not body.startswith('"', position):
                return position
            position += 1
    stop = body.find(delimiter, start)
    return len(body) if stop < 0 else stop


def _terminator(piece: str) -> str:
    return piece[len(piece.rstrip("\r\n")) :] if piece.endswith(("\n", "\r")) else ""


def _nameless(name: str) -> bool:
    return name.startswith("column ") and name[7:].isdigit()


def _plain_codec(encoding: str) -> str:
    name = codecs.lookup(encoding).name
    return _WITHOUT_MARK.get(name, name)
