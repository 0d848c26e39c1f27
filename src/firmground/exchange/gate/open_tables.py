"""Tables in files of their own kind: GeoPackage and any other SQLite, GeoParquet and any other Parquet.

Every cell of every table is read, and the bytes of the file besides: what was deleted may still be there.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from firmground.exchange.gate.open_texts import letters_among_bytes, open_text
from firmground.exchange.gate.pieces import Points, Raw, Rows, Text, Unread, inside
from firmground.exchange.gate.rings import of_geometry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from firmground.exchange.gate.pieces import Piece
    from firmground.exchange.gate.unpacking import Room

    Deeper = Callable[[str, bytes], Iterator[Piece]]

_BATCH: Final = 20_000  # rows
_ENVELOPES: Final = (0, 32, 48, 48, 64)  # bytes, by the code in a GeoPackage's head (OGC 12-128r19, 2.1.3)
_WKB: Final = (b"\x00\x00", b"\x01\x01", b"\x01\x02", b"\x01\x03", b"\x01\x04", b"\x01\x05", b"\x01\x06", b"\x01\x07")


def open_sqlite(where: str, data: bytes, deeper: Deeper, _room: Room) -> Iterator[Piece]:
    """A SQLite file, read in memory: its tables, its own words about them, and its bytes."""
    try:
        with closing(sqlite3.connect(":memory:")) as book:
            book.deserialize(data)
            book.execute("PRAGMA trusted_schema = OFF")
            book.execute("PRAGMA query_only = ON")
            made = book.execute("SELECT name, type, sql FROM sqlite_master").fetchall()
            yield Text(inside(where, "its plan"), "\n".join(f"{name} {sql or ''}" for name, _, sql in made))
            for name in [name for name, kind, _ in made if kind == "table"]:
                yield from _open_table(inside(where, f"table {name}"), book, name, deeper)
    except (sqlite3.Error, UnicodeDecodeError, MemoryError) as fault:
        yield Unread(where, f"is a database that cannot be read ({fault})")
    yield Raw(inside(where, "bytes"), data)
    yield from (Text(inside(where, "bytes"), letters, chance=True) for letters in letters_among_bytes(data))


def _open_table(where: str, book: sqlite3.Connection, name: str, deeper: Deeper) -> Iterator[Piece]:
    quoted = name.replace('"', '""')
    try:
        rows = book.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - the name is quoted; the file is only read
        columns = [column[0] for column in rows.description]
        while batch := rows.fetchmany(_BATCH):
            for at, column in enumerate(columns):
                yield from _open_cells(inside(where, f"column {column}"), [row[at] for row in batch], deeper)
            numbers = {column: np.array([_number(row[at]) for row in batch]) for at, column in enumerate(columns)}
            yield Rows(where, {column: own for column, own in numbers.items() if not np.isnan(own).all()})
    except (sqlite3.Error, UnicodeDecodeError) as fault:
        # A table of an extension that is not here, for one; what it holds stands in the bytes of the file as well.
        if "no such module" not in str(fault):
            yield Unread(where, f"cannot be read ({fault})")


def _number(cell: Any) -> float:
    return float(cell) if isinstance(cell, float | int) and abs(cell) < 1e15 else float("nan")


def _open_cells(where: str, cells: list[Any], deeper: Deeper) -> Iterator[Piece]:
    texts = dict.fromkeys(cell for cell in cells if isinstance(cell, str))
    if texts:
        yield from open_text(where, "\n".join(texts), deeper)
    whole = dict.fromkeys(str(cell) for cell in cells if isinstance(cell, int) and abs(cell) > 9999)
    if whole:
        yield Text(where, "\n".join(whole))
    yield from open_blobs(where, [cell for cell in cells if isinstance(cell, bytes)], deeper)


def open_blobs(where: str, blobs: list[bytes], deeper: Deeper) -> Iterator[Piece]:
    """Cells of bytes: shapes as their corners and middles, anything else as the file that it may be."""
    import shapely  # noqa: PLC0415 - only for files that hold shapes

    pairs, within, others = [], [], []
    for blob in blobs:
        shape = shapely.from_wkb(_wkb(blob), on_invalid="ignore") if _wkb(blob)[:2] in _WKB else None
        if shape is None:
            others.append(blob)
        elif (points := of_geometry(shape)) is not None:
            pairs.append(points[0])
            within.append(points[1])
    if pairs:
        yield Points(inside(where, "shapes"), np.concatenate(pairs), np.concatenate(within))
    for blob in others:
        if len(blob) >= 4:
            yield from deeper(where, blob)


def _wkb(blob: bytes) -> bytes:
    if blob[:2] != b"GP" or len(blob) < 8:
        return blob
    envelope = blob[3] >> 1 & 7
    return blob[8 + (_ENVELOPES[envelope] if envelope < len(_ENVELOPES) else 0) :]


def open_parquet(where: str, data: bytes, deeper: Deeper, room: Room) -> Iterator[Piece]:
    """A Parquet file: its columns, its notes, and what its bytes say besides (least and greatest values, for two)."""
    import pyarrow as pa  # noqa: PLC0415 - only for such files
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        for key, value in (file.metadata.metadata or {}).items():
            yield from deeper(inside(where, f"note {key.decode('utf-8', 'replace')}"), value)
        for batch in file.iter_batches(_BATCH):
            room.spend(batch.nbytes, 0, len(data))
            yield from _open_columns(where, _flat(pa.Table.from_batches([batch])), deeper)
    except (pa.ArrowException, OSError, ValueError) as fault:
        yield Unread(where, f"begins like a Parquet file and is none ({fault})")
    yield from (Text(inside(where, "bytes"), letters, chance=True) for letters in letters_among_bytes(data))


def _flat(table: Any) -> Any:
    """A table whose columns of structures are columns of their fields."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table


def _open_columns(where: str, table: Any, deeper: Deeper) -> Iterator[Piece]:
    import pyarrow as pa  # noqa: PLC0415 - as above

    numbers = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        place = inside(where, f"column {name}")
        yield Text(inside(where, "name of a column"), name)
        if pa.types.is_floating(column.type) or pa.types.is_integer(column.type) or pa.types.is_decimal(column.type):
            numbers[name] = np.array([_number(cell) for cell in column.cast(pa.float64(), safe=False).to_pylist()])
            if pa.types.is_integer(column.type):
                yield from _open_cells(place, column.to_pylist(), deeper)
        elif pa.types.is_nested(column.type):
            yield from _open_cells(place, [str(cell) for cell in column.to_pylist()], deeper)
        else:
            yield from _open_cells(
                place, [cell if isinstance(cell, bytes) else str(cell) for cell in column.to_pylist()], deeper
            )
    yield Rows(where, numbers)
