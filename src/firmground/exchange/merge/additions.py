"""Adding records to files of one's own case, of which every byte that was there stays.

Entries of a TOML file go behind the last of their kind, rows to the end of a table. What was put in is remembered as it
was written, so that a later merge can take exactly that out again.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

from firmground.edit.change import At
from firmground.edit.csv_text import CsvText
from firmground.edit.toml_spans import find_tables
from firmground.errors import BadRequestError
from firmground.exchange.plain.toml_text import write_toml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from firmground.exchange.tables import Json

_MARK: Final = b"\xef\xbb\xbf"


def add_entries(
    name: str, content: bytes, entries: Sequence[tuple[str, Mapping[str, Json]]]
) -> tuple[bytes, list[str]]:
    """The file with further `[[table]]` entries, and the text of each as it stands there.

    BadRequestError: the file is not UTF-8 or not TOML, or its entries are written in one line, where none can follow.
    """
    mark = _MARK if content.startswith(_MARK) else b""
    try:
        text = content[len(mark) :].decode()
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as fault:
        raise BadRequestError(f"{name} cannot be added to: {fault}") from None
    crlf = "\r\n" in text and text.count("\n") == text.count("\r\n")
    written: list[str] = []
    for table in dict.fromkeys(table for table, _ in entries):
        own = [dict(entry) for part, entry in entries if part == table]
        raws = [write_toml({table: [entry]}, name).strip("\n") + "\n" for entry in own]
        if crlf:
            raws = [raw.replace("\n", "\r\n") for raw in raws]
        text = _put(text, table, raws, "\r\n" if crlf else "\n")
        data.setdefault(table, [])
        if not isinstance(data[table], list):
            raise BadRequestError(f"`{table}` of {name} is no list of entries: write each as [[{table}]]")
        data[table] = [*data[table], *own]
        written += raws
    try:
        changed = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        changed = {}
    if changed != data:
        raise BadRequestError(f"{name} cannot be added to: write each entry under a header of its own, [[…]]")
    return mark + text.encode(), written


def _put(text: str, table: str, raws: list[str], newline: str) -> str:
    spans = find_tables(text, table)
    position = spans[-1].end if spans else len(text)
    lead = newline if position and not text[:position].endswith("\n") else ""
    gap = newline if position else ""
    return text[:position] + lead + "".join(gap + raw for raw in raws) + text[position:]


def take_out(text: str, raws: Sequence[str]) -> tuple[str, list[str]]:
    """The text without these entries, and those that do not stand there any more as they were put in."""
    changed: list[str] = []
    for raw in raws:
        # An entry begins on a line of its own; the blank line before it came with it.
        for lead in ("\r\n", "\n", ""):
            place = text.find(lead + raw)
            starts = place >= 0 and (bool(lead) or place == 0)
            if starts and text.find(lead + raw, place + 1) < 0:
                text = text[:place] + text[place + len(lead) + len(raw) :]
                break
        else:
            changed.append(raw)
    return text, changed


def add_rows(name: str, content: bytes, rows: Sequence[Mapping[str, Json]]) -> tuple[bytes, list[str]]:
    """The table with further rows, and the text of each. Columns that it lacks are added, to an empty file all."""
    columns = list(dict.fromkeys(key for row in rows for key, value in row.items() if value not in (None, "")))
    if not content.strip():
        content = (",".join(columns) + "\n").encode()
    table = CsvText(name, content)
    known = {column.strip().casefold(): column for column in table.names}
    places: list[Any] = []
    for row in rows:
        fields = {
            known.get(key.strip().casefold(), key): str(value) for key, value in row.items() if value not in (None, "")
        }
        places.append(table.append(fields, new_columns=True))
    raws = [table.raw(at) for at in places]
    return table.build(), [raw.rstrip("\r\n") for raw in raws]


def take_rows_out(name: str, content: bytes, raws: Sequence[str]) -> tuple[bytes, list[str]]:
    """The table without these rows, and those that do not stand there any more as they were put in."""
    table = CsvText(name, content)
    changed: list[str] = []
    for raw in raws:
        row = table.find_raw(raw)
        if row is None:
            changed.append(raw)
        else:
            table.remove(At(name, row=row))
    return table.build(), changed
