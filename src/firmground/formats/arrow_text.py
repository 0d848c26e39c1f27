"""Arrow columns as texts, the same for Parquet tables and for maps.

Each distinct value is written once and then placed by its index, so that a million cells of a few hundred
values cost a few hundred writings.
"""

from __future__ import annotations

from datetime import time
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firmground.formats.cell import show_number, show_value
from firmground.texts import Texts

_MIDNIGHT = time()


def show_column(column: Any) -> Texts:
    """Texts of a pyarrow Array or ChunkedArray: "" for null and NaN, 2023-05-20T16:12:18Z for an instant in
    UTC.

    A time of another zone keeps its own hour and offset, for the day is the one that the source writes.
    Instants without a zone that are all at midnight are written as days. Lists are joined with ";",
    structures are JSON.
    """
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    kind = column.type
    if pa.types.is_null(kind):
        return Texts.same("", len(column))
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        column = column.cast(pa.timestamp("us", kind.tz), safe=False)
    if pa.types.is_nested(kind):
        return Texts.of(show_value(value) for value in column.to_pylist())
    if pa.types.is_float16(kind):
        column = column.cast(pa.float32())
    coded = pc.dictionary_encode(column)
    values = _show_distinct(coded.dictionary)
    codes = pc.fill_null(coded.indices, len(values)).to_numpy(zero_copy_only=False)
    if not column.null_count and (_is_text(kind) or pa.types.is_integer(kind)):
        return Texts(values, codes)  # what is different stays different as text
    return Texts.recoded([*values, ""], codes)


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _show_distinct(values: Any) -> list[str]:
    kind = values.type
    if _is_text(kind):
        return list(values.to_numpy(zero_copy_only=False))
    plain = values.to_pylist()
    if pa.types.is_float64(kind):
        return [show_number(value) for value in plain]
    if pa.types.is_integer(kind):
        return [str(value) for value in plain]
    if pa.types.is_timestamp(kind) and kind.tz is None and all(value.time() == _MIDNIGHT for value in plain):
        return [value.date().isoformat() for value in plain]
    if pa.types.is_float32(kind):
        # repr of the double would show digits that a single does not have.
        return [show_value(float(str(np.float32(value)))) for value in plain]
    return [show_value(value) for value in plain]
