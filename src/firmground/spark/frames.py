"""Jobs over DataFrames: rows pass from Java to the kernels and back as Arrow batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from firmground.scale.answers import ANSWER_FIELDS
from firmground.scale.encounters import (
    TILE,
    Extent,
    Meetings,
    Tiles,
    extent_of,
    join_tile,
    pair_schema,
    spread_batch,
    sum_extents,
    tile_schema,
)
from firmground.scale.held import hold_batch
from firmground.scale.rows import EventColumns
from firmground.scale.shares import Counting, add_counts, count_batch
from firmground.spark.session import ground_on_worker, one_thread, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType


def who_held_frame(
    events: DataFrame, ground: str | Path, *, columns: EventColumns | None = None, contested: bool = True
) -> DataFrame:
    """The columns of `firmground.scale.who_held_files` for each row. Raises BadRequestError for wrong columns."""
    names, where = columns or EventColumns(), place_of(ground)
    schema = _arrow_schema(events)
    names.check(schema)
    kept = [schema.field(name) for name in names.keep]
    answer = pa.schema([*kept, *(_plain_field(field) for field in ANSWER_FIELDS)])

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        laid = ground_on_worker(where)
        for batch in batches:
            yield _plain_batch(hold_batch(batch, laid, names, contested=contested, shares=True)[0])

    wanted = events.select(*names.wanted(schema))
    return wanted.mapInArrow(work, _spark_schema(answer))


def count_frame(events: DataFrame, ground: str | Path, counting: Counting | None = None) -> pa.Table:
    """`firmground.scale.count_files` over a DataFrame."""
    asked, where = counting or Counting(), place_of(ground)
    schema = _arrow_schema(events)
    wanted = asked.wanted(schema)

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        laid = ground_on_worker(where)
        counted = [count_batch(batch, laid, asked)[0] for batch in batches]
        if counted:
            sink = pa.BufferOutputStream()
            table = add_counts(counted, asked)
            with pa.ipc.new_stream(sink, table.schema) as stream:
                stream.write_table(table)
            yield pa.RecordBatch.from_pydict({"counts": [sink.getvalue().to_pybytes()]})

    parts = events.select(*wanted).mapInArrow(work, "counts binary").collect()
    return add_counts([pa.ipc.open_stream(part["counts"]).read_all() for part in parts], asked)


def encounters_frame(
    events: DataFrame,
    km: float,
    hours: float,
    *,
    columns: EventColumns | None = None,
    different: str = "",
    tiles: int | None = None,
) -> DataFrame:
    """The pairs of `firmground.scale.encounters_files` as a DataFrame. `events` is gone through twice: cache it."""
    asked = Meetings(km, hours, columns or EventColumns(), different)
    schema = _arrow_schema(events)
    wanted = events.select(*asked.wanted(schema))

    def look(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        one_thread()
        extent = sum_extents([extent_of(batch, asked) for batch in batches])
        yield pa.RecordBatch.from_pylist([{name: getattr(extent, name) for name in extent.__slots__}])

    of_extent = (
        "south double, north double, begin double, end double, radius_km double, hours double, count long, unknown long"
    )
    found = [row.asDict() for row in wanted.mapInArrow(look, of_extent).collect()]

    parallel = 4 * events.sparkSession.sparkContext.defaultParallelism
    laid = Tiles.for_events(sum_extents([Extent(**row) for row in found]), asked, tiles=tiles or parallel)

    def deal(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        one_thread()
        for batch in batches:
            yield spread_batch(batch, laid, asked)

    return meet_frame(wanted.mapInArrow(deal, as_spark_schema(schema, asked)), schema, asked)


def meet_frame(dealt: DataFrame, schema: pa.Schema, asked: Meetings) -> DataFrame:
    """The pairs, from events that were dealt into tiles."""

    def meet(table: pa.Table) -> pa.Table:
        one_thread()
        of_pair = pair_schema(schema.field(asked.id).type)
        return pa.Table.from_batches(list(join_tile(table, asked)), of_pair)

    return dealt.groupBy(TILE).applyInArrow(meet, _spark_schema(pair_schema(schema.field(asked.id).type)))


def as_spark_schema(schema: pa.Schema, asked: Meetings) -> StructType:
    """Of events that were dealt into tiles."""
    return _spark_schema(tile_schema(schema, asked))


def _arrow_schema(frame: DataFrame) -> pa.Schema:
    from pyspark.sql.pandas.types import to_arrow_schema  # noqa: PLC0415 - an extra

    return to_arrow_schema(frame.schema)


def _spark_schema(schema: pa.Schema) -> StructType:
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415 - an extra

    return from_arrow_schema(schema)


def _plain_field(field: pa.Field) -> pa.Field:
    return field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field


def _plain_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Without dictionaries, which Spark does not take."""
    return batch.cast(pa.schema([_plain_field(field) for field in batch.schema]))
