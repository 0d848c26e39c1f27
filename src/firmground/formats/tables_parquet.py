"""Parquet tables, through pyarrow, as columns of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from firmground.formats.arrow_text import show_column
from firmground.formats.files import MOST_BYTES
from firmground.formats.findings import UnreadableFileError

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.texts import Texts


def read_parquet(path: Path) -> tuple[dict[str, Texts], int]:
    """Columns by name and the number of rows. Raises UnreadableFileError for a damaged or swollen file."""
    try:
        with pq.ParquetFile(path) as file:
            _check_size(file)
            table = file.read()
        names = [name.strip() for name in table.column_names]
        if len(set(names)) < len(names):
            again = sorted({name for name in names if names.count(name) > 1})
            raise UnreadableFileError(f"has several columns of one name: {', '.join(again)}", "rename them")
        return {name: show_column(column) for name, column in zip(names, table.columns, strict=True)}, table.num_rows
    except (pa.ArrowException, OSError, ValueError) as fault:
        raise UnreadableFileError(
            f"is not a Parquet file that can be read: {str(fault).splitlines()[0]}",
            "fetch or export it again",
        ) from None


def _check_size(file: pq.ParquetFile) -> None:
    about = file.metadata
    unpacked = sum(about.row_group(group).total_byte_size for group in range(about.num_row_groups))
    # Encoded columns can unfold further: a cell costs at least a pointer here.
    if unpacked > MOST_BYTES or about.num_rows * about.num_columns > MOST_BYTES // 8:
        raise UnreadableFileError(
            f"would unpack into {about.num_rows:,} rows of {about.num_columns} columns",
            "export only the columns and rows that the case needs",
        )
