"""CSV that leaves nothing to be decided, split by a fast parser (Arrow's) instead of the careful one.

Most large tables are written by programs and keep to RFC 4180. Of such a text any two parsers make the same cells, so
the fast one may have it. Here it is asked whether a text is of that kind; if anything about it is odd the answer is
None, and the careful parser splits it and tells what is wrong.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from firmground.formats.arrow_text import show_column
from firmground.formats.tables_csv import PlainGrid, cut_lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.texts import Texts

_QUOTE, _LINE_FEED = ord('"'), ord("\n")
# A record that is longer than a block makes the fast parser give up, so that no cell can be larger than it.
_BLOCK_BYTES = 8 * 2**20


def split_plain(text: str, delimiter: str) -> PlainGrid | None:
    """The records of a text in which nothing is odd, those of only empty cells left out; None for any other text."""
    if not delimiter.isascii() or delimiter in '"\r\n' or "\0" in text or text.count("\r") != text.count("\r\n"):
        return None
    if text.startswith(("\ufeff", "\r", "\n")):
        return None  # a second byte order mark, or blank lines in front: Arrow drops either
    try:
        content = text.rstrip("\r\n").encode()
    except UnicodeEncodeError:
        return None
    spread = _spread_over_lines(np.frombuffer(content, dtype=np.uint8), ord(delimiter)) if content else None
    if spread is None:
        return None
    try:
        width = len(next(csv.reader(cut_lines(text), delimiter=delimiter)))
        table = _parse(content, delimiter, width, spread=spread)
    except (pa.ArrowInvalid, csv.Error):
        return None  # records of different widths, or a very long one
    columns = [show_column(table[name]) for name in table.column_names]
    kept = _written(columns)
    if not kept.all():
        columns = [column.taken(kept) for column in columns]
    return PlainGrid(columns, np.flatnonzero(kept) + 1)


def _spread_over_lines(letters: NDArray[np.uint8], delimiter: int) -> bool | None:
    """Do quoted cells go over several lines? None if a quotation mark stands where RFC 4180 has none.

    The marks of a text that keeps to it open and close in turns. One that opens stands at the start of a cell, one that
    closes at its end; only a doubled one, which closes and opens again, stands inside.
    """
    marks = np.flatnonzero(letters == _QUOTE)
    if len(marks) % 2:
        return None
    opens, closes = marks[::2], marks[1::2]
    edge = np.zeros(256, dtype=np.bool_)
    edge[[_QUOTE, delimiter, _LINE_FEED]] = True
    before = letters[np.maximum(opens - 1, 0)]
    edge_after = edge.copy()
    edge_after[ord("\r")] = True
    after = letters[np.minimum(closes + 1, len(letters) - 1)]
    if not (edge[before] | (opens == 0)).all() or not (edge_after[after] | (closes == len(letters) - 1)).all():
        return None
    if not len(marks):
        return False
    return bool((np.searchsorted(marks, np.flatnonzero(letters == _LINE_FEED)) % 2).any())


def _parse(content: bytes, delimiter: str, width: int, *, spread: bool) -> pa.Table:
    """Every record as texts, the header among them. Raises pyarrow.ArrowInvalid."""
    names = [str(place) for place in range(width)]
    return arrow_csv.read_csv(
        pa.BufferReader(content),
        arrow_csv.ReadOptions(column_names=names, block_size=_BLOCK_BYTES),
        arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=spread, ignore_empty_lines=False),
        arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
        ),
    )


def _written(columns: list[Texts]) -> NDArray[np.bool_]:
    """The records of which some cell says something."""
    kept = np.zeros(len(columns[0]), dtype=np.bool_)
    for column in sorted(columns, key=lambda column: len(column.values)):
        kept |= column.mask(lambda cell: cell and not cell.isspace())
        if kept.all():
            break
    return kept
