"""Shares under all choices, over files of any size: counts of every part are added up, and shares follow from counts.

Counts are whole numbers, so the order in which parts are added, and on how many machines, changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firmground.engine.cube.axes import Axes, Axis
from firmground.engine.cube.bounds import bound_shares
from firmground.engine.cube.count import Outcomes, count_events
from firmground.engine.cube.cube import Counts
from firmground.errors import BadRequestError
from firmground.scale.answers import look
from firmground.scale.ground import open_ground
from firmground.scale.rows import EventColumns, Rows, column_of, rows_of
from firmground.scale.stream import Told, batches_of, each_file, parquet_files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from firmground.scale.ground import Ground

    Ints = NDArray[np.int64]

DAY = "day"
CHOICES = ("radius", "margin_km", "contested")
PARTY = "party"
SUMS = ("events", "must", "may")
_EPOCH_DAY = 719_163  # the ordinal of 1970-01-01


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted: events by the columns `by` (and by day), for each party under every combination of the choices.

    `radius`: factors of every radius. `margin_km`: by how much the map's borders may be off. `contested`: does ground
    that is contested count as held? `by_day`: by the day of each event too; an event of several possible days has none.
    """

    by: tuple[str, ...] = ()
    by_day: bool = False
    radius: tuple[float, ...] = (1.0,)
    margin_km: tuple[float, ...] = (0.0,)
    contested: tuple[bool, ...] = (True, False)
    columns: EventColumns = field(default_factory=lambda: EventColumns(keep=()))

    def wanted(self, schema: pa.Schema) -> list[str]:
        self.columns.check(schema)
        missing = [name for name in self.by if name not in schema.names]
        if missing:
            raise BadRequestError(f"there is no column {missing[0]!r} to count by; there are {', '.join(schema.names)}")
        return self.columns.wanted(schema, self.by)

    @property
    def keys(self) -> list[str]:
        """The columns by which counts are told apart."""
        return [*self.by, *([DAY] if self.by_day else []), *CHOICES, PARTY]


def count_files(
    events: str | Path | Sequence[str | Path],
    ground: str | Path,
    counting: Counting | None = None,
    *,
    tell: Callable[[str], None] | None = None,
    threads: int | None = None,
) -> tuple[pa.Table, Told]:
    """How many events there are, how many must and how many may have been on ground of each party.

    A row for each party, each combination of the choices and each that is met of the columns counted by: these, then
    `events`, `must` and `may`. Raises BadRequestError as `who_held_files`.
    """
    asked, laid = counting or Counting(), open_ground(ground)
    parts: dict[Path, pa.Table] = {}

    def count(file: Path) -> Told:
        parts[file], told = count_file(file, laid, asked)
        return told

    files = parquet_files(events)
    told = each_file(files, count, tell, threads)
    return add_counts([parts[file] for file in files if file in parts], asked), told


def count_file(file: Path, ground: Ground, asked: Counting) -> tuple[pa.Table, Told]:
    parts, rows, on_border = [], 0, 0
    for batch in batches_of(file, asked.wanted):
        counts, border = count_batch(batch, ground, asked)
        parts.append(counts)
        rows, on_border = rows + len(batch), on_border + border
    return add_counts(parts, asked), Told(1, rows, on_border)


def add_counts(parts: Sequence[pa.Table], asked: Counting) -> pa.Table:
    """One table of counts from several, sorted by what they are told apart by."""
    if not parts:
        return pa.table({})
    whole = pa.concat_tables(parts, promote_options="permissive")
    added = whole.group_by(asked.keys).aggregate([(name, "sum") for name in SUMS])
    added = added.rename_columns([name.removesuffix("_sum") for name in added.column_names])
    return added.select([*asked.keys, *SUMS]).sort_by([(name, "ascending") for name in asked.keys])


def share_table(counts: pa.Table, by: Sequence[str] = ()) -> pa.Table:
    """The least and the greatest share for each party under every combination of the choices, and by these columns.

    low = must / events, high = may / events. NaN where there are no events.
    """
    keys = [*by, *CHOICES, PARTY]
    missing = [name for name in keys if name not in counts.column_names]
    if missing:
        raise BadRequestError(f"these counts have no column {missing[0]!r}: they have {', '.join(counts.column_names)}")
    added = counts.group_by(keys).aggregate([(name, "sum") for name in SUMS])
    added = added.rename_columns([name.removesuffix("_sum") for name in added.column_names]).select([*keys, *SUMS])
    added = added.sort_by([(name, "ascending") for name in keys])
    shares = bound_shares(Counts(*(column_of(added, name).to_numpy() for name in SUMS)))
    return added.append_column("low", pa.array(shares.low)).append_column("high", pa.array(shares.high))


def count_batch(batch: pa.RecordBatch, ground: Ground, asked: Counting) -> tuple[pa.Table, int]:
    """The counts of one batch, and how many points lie on a border, of all widths together."""
    rows = rows_of(batch, asked.columns)
    values, codes = _attributes(batch, rows, asked)
    must, can, on_border = [], [], 0
    for factor, margin in product(asked.radius, asked.margin_km):
        looked = look(ground, Rows(rows.lon, rows.lat, rows.radius_km * factor + margin, rows.start, rows.stop))
        on_border += looked.on_border
        for contested in asked.contested:
            answers = looked.answered(contested=contested)
            must.append((answers.patterns == 2)[answers.pattern])
            can.append((answers.patterns >= 1)[answers.pattern])
    number = len(must) * len(ground.parties)
    one = Axis(np.zeros(len(rows), np.int64), 1)
    axes = Axes((Axis(codes, max(1, len(values[0]) if values else 1)),), one, one)
    outcomes = Outcomes(number, _words(must, number), _words(can, number))
    counted = count_events(axes, outcomes)
    layer = counted.layers["number"]
    cells = np.arange(len(layer.whole)) if counted.key is None else counted.key
    met = np.flatnonzero(layer.whole)
    return _as_table(ground, asked, values, cells[met], layer.whole[met], layer.must[met], layer.can[met]), on_border


def _attributes(batch: pa.RecordBatch, rows: Rows, asked: Counting) -> tuple[list[pa.Array], Ints]:
    """The values of each different combination of the columns counted by, column by column; and each row's number."""
    columns = [column_of(batch, name) for name in asked.by]
    if asked.by_day:
        one = rows.stop - rows.start == 1
        days = np.where(one, rows.start - _EPOCH_DAY, 0).astype(np.int32)
        columns.append(pa.array(days, mask=~one).cast(pa.date32()))
    codes = np.zeros(len(rows), np.int64)
    for column in columns:
        coded = column.dictionary_encode() if not pa.types.is_dictionary(column.type) else column
        own = pc.fill_null(coded.indices, len(coded.dictionary)).to_numpy().astype(np.int64)
        codes = codes * (len(coded.dictionary) + 1) + own
    _, first, number = np.unique(codes, return_index=True, return_inverse=True)
    return [_plain(column).take(pa.array(first)) for column in columns], number.reshape(-1).astype(np.int64)


def _plain(column: pa.Array) -> pa.Array:
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _words(parts: Sequence[NDArray[np.bool_]], number: int) -> NDArray[np.uint64]:
    """A bit for each outcome, 64 in a word: shape (n, words)."""
    flags = np.concatenate(parts, axis=1)
    padded = np.zeros((len(flags), 64 * max(1, -(-number // 64))), np.bool_)
    padded[:, :number] = flags
    return np.packbits(padded, axis=1, bitorder="little").view(np.uint64)


def _as_table(
    ground: Ground, asked: Counting, values: list[pa.Array], cells: Ints, whole: Ints, must: Ints, can: Ints
) -> pa.Table:
    """A row for each cell and outcome."""
    outcomes = list(product(asked.radius, asked.margin_km, asked.contested, ground.parties))
    cell = np.repeat(np.arange(len(cells)), len(outcomes))
    names = asked.keys[: len(values)]
    told: dict[str, Any] = {
        name: column.take(pa.array(cells[cell])) for name, column in zip(names, values, strict=True)
    }
    for name, kind, choice in zip(
        (*CHOICES, PARTY),
        (pa.float64(), pa.float64(), pa.bool_(), pa.string()),
        zip(*outcomes, strict=True),
        strict=True,
    ):
        told[name] = pa.array(list(choice) * len(cells), kind)
    told["events"] = pa.array(np.repeat(whole, len(outcomes)))
    told["must"], told["may"] = pa.array(must.reshape(-1)), pa.array(can.reshape(-1))
    return pa.table(told)
