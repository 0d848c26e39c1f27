"""Who held the ground of each event, over files of any size."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from firmground.scale.answers import ANSWER_FIELDS, ask, columns_of
from firmground.scale.ground import open_ground
from firmground.scale.rows import EventColumns, rows_of, taken
from firmground.scale.stream import Told, batches_of, each_file, out_names, parquet_files, record_batch, write_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from firmground.scale.ground import Ground


def who_held_files(
    events: str | Path | Sequence[str | Path],
    ground: str | Path,
    out: str | Path,
    *,
    columns: EventColumns | None = None,
    contested: bool = True,
    shares: bool = True,
    tell: Callable[[str], None] | None = None,
    threads: int | None = None,
) -> Told:
    """Writes, for each Parquet file of events, one with an answer for every row, in the same order.

    `events`: a folder, a file or names of files; `ground`: a folder from `lay_ground`; `out`: a folder. The columns
    of an answer: those of `columns.keep`, then `must` and `may` (the parties that must, and may, have held it, with ";"
    between) and `share` (a list beside the parties of `may`: the part that must be theirs, averaged over the possible
    days; `shares=False` leaves it out). Memory is bounded whatever the files: some batches of each thread. `tell`: of
    the progress. Raises BadRequestError if no file can be read; some that cannot stand in `Told.faults`.
    """
    files, names = parquet_files(events), columns or EventColumns()
    laid, places = open_ground(ground), out_names(parquet_files(events), Path(out))
    return each_file(
        files,
        lambda file: hold_file(file, laid, places[file], names, contested=contested, shares=shares),
        tell,
        threads,
    )


def hold_file(file: Path, ground: Ground, into: Path, columns: EventColumns, *, contested: bool, shares: bool) -> Told:
    """The answers for one file. Raises BadRequestError where it cannot be read; then nothing is written."""
    on_border = 0

    def answered() -> Iterator[pa.RecordBatch]:
        nonlocal on_border
        for batch in batches_of(file, lambda schema: _wanted(schema, columns)):
            answer, border = hold_batch(batch, ground, columns, contested=contested, shares=shares)
            on_border += border
            yield answer

    rows = write_batches(into, answered(), lambda: pa.schema(ANSWER_FIELDS if shares else ANSWER_FIELDS[:-1]))
    return Told(1, rows, on_border)


def hold_batch(
    batch: pa.RecordBatch, ground: Ground, columns: EventColumns, *, contested: bool, shares: bool
) -> tuple[pa.RecordBatch, int]:
    """A batch of answers, and how many points lie on a border."""
    answer = ask(ground, rows_of(batch, columns), contested=contested)
    return record_batch({**taken(batch, columns.keep), **columns_of(ground, answer, shares=shares)}), answer.on_border


def _wanted(schema: pa.Schema, columns: EventColumns) -> list[str]:
    columns.check(schema)
    return columns.wanted(schema)
