"""Jobs over file names: each task reads its Parquet files by itself, and writes its answers beside those of others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from firmground.errors import BadRequestError
from firmground.scale.encounters import Meetings, Tiles, extent_of_file, spread_batch
from firmground.scale.encounters import sum_extents as _sum_extents
from firmground.scale.held import hold_file
from firmground.scale.rows import EventColumns
from firmground.scale.shares import Counting, add_counts, count_file
from firmground.scale.stream import Told, batches_of, checked, guarded, out_names, parquet_files
from firmground.spark.frames import as_spark_schema, meet_frame
from firmground.spark.session import ground_on_worker, one_thread, place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    Part = TypeVar("Part")

__all__ = ["count_files", "encounters_files", "who_held_files"]


def who_held_files(
    spark: SparkSession,
    events: str | Path | Sequence[str | Path],
    ground: str | Path,
    out: str | Path,
    *,
    columns: EventColumns | None = None,
    contested: bool = True,
    shares: bool = True,
) -> Told:
    """`firmground.scale.who_held_files`, a task for each file. All folders are seen by all workers."""
    names, places = columns or EventColumns(), out_names(_files(events), Path(out).absolute())
    where = place_of(ground)

    def work(file: Path, into: Path) -> Told:
        laid = ground_on_worker(where)
        return guarded(file, lambda one: hold_file(one, laid, into, names, contested=contested, shares=shares))

    return _sum(_each(spark, list(places.items()), work))


def count_files(
    spark: SparkSession,
    events: str | Path | Sequence[str | Path],
    ground: str | Path,
    counting: Counting | None = None,
) -> tuple[pa.Table, Told]:
    """`firmground.scale.count_files`, a task for each file; the counts are added up here."""
    asked, where = counting or Counting(), place_of(ground)

    def work(file: Path) -> tuple[pa.Table | None, Told]:
        laid = ground_on_worker(where)
        counts: list[pa.Table] = []

        def count(one: Path) -> Told:
            table, told = count_file(one, laid, asked)
            counts.append(table)
            return told

        told = guarded(file, count)
        return (counts[0] if counts else None), told

    done = _each(spark, [(file,) for file in _files(events)], work)
    told = _sum([one for _, one in done])
    return add_counts([counts for counts, _ in done if counts is not None], asked), told


def encounters_files(
    spark: SparkSession,
    events: str | Path | Sequence[str | Path],
    km: float,
    hours: float,
    *,
    columns: EventColumns | None = None,
    different: str = "",
    tiles: int | None = None,
) -> DataFrame:
    """The pairs of `firmground.scale.encounters_files` as a DataFrame, for its user to write or to count.

    Tasks read the files and deal the events into tiles, Spark brings each tile together. Files are read twice: once
    for what they span. Raises BadRequestError for a file that cannot be read: of pairs none may be missing.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - as Spark itself, when it is used

    asked = Meetings(km, hours, columns or EventColumns(), different)
    files = _files(events)

    def look(file: Path) -> Any:
        one_thread()
        try:
            return extent_of_file(file, asked)
        except BadRequestError as fault:
            return str(fault)

    found = _each(spark, [(file,) for file in files], look)
    faults = [one for one in found if isinstance(one, str)]
    if faults:
        raise BadRequestError("; ".join(faults))
    laid = Tiles.for_events(_sum_extents(found), asked, tiles=tiles or _tiles(spark, files))
    schema = pq.read_schema(files[0])

    def deal(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        one_thread()
        for names in batches:
            for name in names.column(0).to_pylist():
                for batch in batches_of(Path(name), asked.wanted):
                    yield spread_batch(batch, laid, asked)

    named = spark.createDataFrame([(str(file),) for file in files], "file string").repartition(len(files))
    return meet_frame(named.mapInArrow(deal, as_spark_schema(schema, asked)), schema, asked)


def _files(events: str | Path | Sequence[str | Path]) -> list[Path]:
    """By names that mean the same to every worker."""
    return [file.absolute() for file in parquet_files(events)]


def _tiles(spark: SparkSession, files: Sequence[Path]) -> int:
    """A few for each processor, so that none waits long for the last."""
    return max(len(files), 4 * spark.sparkContext.defaultParallelism)


def _each(spark: SparkSession, tasks: Sequence[tuple[Any, ...]], work: Callable[..., Part]) -> list[Part]:
    """`work` on each, a Spark task each, results in order."""
    if not tasks:
        return []
    try:
        return spark.sparkContext.parallelize(tasks, len(tasks)).map(lambda task: work(*task)).collect()
    except Exception as fault:
        raise _as_request(fault) from fault


def _as_request(fault: Exception) -> Exception:
    """What a user can do something about, out of what Spark says of a task that failed."""
    text = str(fault)
    if "No module named 'firmground'" in text:
        return BadRequestError(
            "the workers have no firmground: install it in the Python that they run (PYSPARK_PYTHON says which)"
        )
    for line in text.splitlines():
        if "BadRequestError: " in line:
            return BadRequestError(line.partition("BadRequestError: ")[2])
    return fault


def _sum(parts: Sequence[Told]) -> Told:
    told = Told()
    for part in parts:
        told = told.plus(part)
    return checked(told)
