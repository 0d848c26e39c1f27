"""Encounters over files of any size: events are dealt into tiles, and each tile is joined by itself.

A tile is a band of latitude during a run of hours. Every event belongs to one tile, its home, by its latitude and its
first moment; a copy goes to each tile that holds, or could hold, the home of an event it may have met. A pair is told
in the lesser of the two homes and nowhere else: none is lost at a border of tiles, and none is told twice.
"""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from firmground.dates import NO_START, NO_STOP
from firmground.engine.meetings.apart import SLACK_HOURS, SLACK_KM
from firmground.engine.meetings.chords import TIGHTEST_KM
from firmground.engine.meetings.happenings import Happenings, Reach
from firmground.engine.meetings.join import stream_pairs
from firmground.errors import BadRequestError
from firmground.scale.rows import EventColumns, column_of, rows_of
from firmground.scale.stream import Told, batches_of, checked, guarded, parquet_files, record_batch, write_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from firmground.engine.meetings.pairs import Pairs

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

TILE, HOME = "tile", "home"
_NUMBERS = ("lon", "lat", "radius_km", "start", "stop")
_WANTED = 1 << 20  # events of a tile, about
_MOST_COPIES = 4.0  # a tile is so wide that the copies of its neighbours stay few


@dataclass(frozen=True, slots=True)
class Meetings:
    """What is asked: pairs of events within `km` and `hours`. `different`: a column in which the two must differ.

    `columns.keep[0]` names the events, and is told of both; of a pair the lesser name comes first.
    """

    km: float
    hours: float
    columns: EventColumns = field(default_factory=EventColumns)
    different: str = ""

    def __post_init__(self) -> None:
        Reach(self.km, self.hours)
        if not self.columns.keep:
            raise BadRequestError("encounters need a column that names the events: EventColumns(keep=(name,))")

    @property
    def id(self) -> str:
        return self.columns.keep[0]

    def wanted(self, schema: pa.Schema) -> list[str]:
        more = [self.different] if self.different else []
        self.columns.check(schema)
        missing = [name for name in more if name not in schema.names]
        if missing:
            raise BadRequestError(f"there is no column {missing[0]!r}; there are {', '.join(schema.names)}")
        return self.columns.wanted(schema, more)


@dataclass(frozen=True, slots=True)
class Extent:
    """What a set of events spans: least and greatest latitude and start, widest disc, longest span, and how many."""

    south: float = math.inf
    north: float = -math.inf
    begin: float = math.inf
    end: float = -math.inf
    radius_km: float = 0.0
    hours: float = 0.0
    count: int = 0
    unknown: int = 0

    def plus(self, other: Extent) -> Extent:
        return Extent(
            min(self.south, other.south),
            max(self.north, other.north),
            min(self.begin, other.begin),
            max(self.end, other.end),
            max(self.radius_km, other.radius_km),
            max(self.hours, other.hours),
            self.count + other.count,
            self.unknown + other.unknown,
        )


@dataclass(frozen=True, slots=True)
class Tiles:
    """Bands of `degrees` from `south`, runs of `hours` from `begin`; tile = run * bands + band.

    `margin_degrees` and `margin_hours`: how far homes of events that may have met may lie apart.
    """

    south: float
    begin: float
    degrees: float
    hours: float
    bands: int
    runs: int
    margin_degrees: float
    margin_hours: float

    @classmethod
    def for_events(cls, extent: Extent, asked: Meetings, *, tiles: int | None = None) -> Tiles:
        """About so many tiles; None: as many as keep a tile near a million events."""
        wanted = tiles or max(1, math.ceil(extent.count / _WANTED))
        margin = math.degrees((asked.km + 2 * extent.radius_km + SLACK_KM) / TIGHTEST_KM) * (1 + 1e-9)
        hours = (asked.hours + extent.hours + 2 * SLACK_HOURS) * (1 + 1e-9)
        long, high = max(extent.end - extent.begin, 0.0), max(extent.north - extent.south, 0.0)
        # Time first, for it spreads events most evenly; then latitude. No tile is narrower than its margin asks.
        runs = max(1, min(wanted, int(long / (_MOST_COPIES * hours)) if hours < math.inf else 1))
        bands = max(1, min(math.ceil(wanted / runs), int(high / (_MOST_COPIES * margin))))
        return cls(
            extent.south if extent.count else 0.0, extent.begin if extent.count else 0.0,
            high / bands * (1 + 1e-9) + 1e-9, long / runs * (1 + 1e-9) + 1e-9, bands, runs, margin, hours,
        )  # fmt: skip

    def home(self, lat: Floats, start: Floats) -> Ints:
        return self._number(self._band(lat), self._run(start))

    def spread(self, lat: Floats, start: Floats) -> tuple[Ints, Ints]:
        """Every event with every tile that it goes to: the rows, and the tiles."""
        bands = self._band(lat - self.margin_degrees), self._band(lat + self.margin_degrees)
        runs = self._run(start - self.margin_hours), self._run(start + self.margin_hours)
        high, long = bands[1] - bands[0] + 1, runs[1] - runs[0] + 1
        copies = high * long
        row = np.repeat(np.arange(len(lat)), copies)
        number = np.arange(int(copies.sum())) - np.repeat(np.cumsum(copies) - copies, copies)
        return row, self._number(bands[0][row] + number % high[row], runs[0][row] + number // high[row])

    def _number(self, band: Ints, run: Ints) -> Ints:
        return run * self.bands + band

    def _band(self, lat: Floats) -> Ints:
        return np.asarray(np.clip(np.floor((lat - self.south) / self.degrees), 0, self.bands - 1), dtype=np.int64)

    def _run(self, start: Floats) -> Ints:
        with np.errstate(invalid="ignore"):
            run = np.nan_to_num(np.floor((start - self.begin) / self.hours), nan=0.0, posinf=self.runs, neginf=0.0)
        return np.asarray(np.clip(run, 0, self.runs - 1), dtype=np.int64)


def encounters_files(
    events: str | Path | Sequence[str | Path],
    out: str | Path,
    km: float,
    hours: float,
    *,
    columns: EventColumns | None = None,
    different: str = "",
    tiles: int | None = None,
    tell: Callable[[str], None] | None = None,
) -> Told:
    """Writes all pairs of events that may have been within `km` and `hours` of one another, as one Parquet file.

    Columns: `first` and `second` (the names in `columns.keep[0]`, the lesser first), `must`, `km_low`, `km_high`,
    `hours_low`, `hours_high`: see `engine.meetings.pairs.Pairs`. Days are 24 hours; a column of times says the hour.
    `different`: a column in which the two must differ, an actor for example. Events of unknown place or day are left
    out and counted in what is told. Memory is that of one tile; the tiles lie in a folder for temporary files
    meanwhile. Raises BadRequestError as `who_held_files`.
    """
    asked = Meetings(km, hours, columns or EventColumns(), different)
    files = parquet_files(events)
    extents: dict[Path, Extent] = {}

    def look(file: Path) -> Told:
        extents[file] = extent_of_file(file, asked)
        return Told(1, extents[file].count)

    told = Told()
    for file in files:
        told = told.plus(guarded(file, look))
    told = checked(told)
    whole = sum_extents(list(extents.values()))
    laid = Tiles.for_events(whole, asked, tiles=tiles)
    with tempfile.TemporaryDirectory(prefix="firmground-") as folder:
        _deal(list(extents), laid, asked, Path(folder), tell)
        write_batches(Path(out), _each_tile(Path(folder), asked, tell), lambda: pair_schema(pa.string()))
    if whole.unknown and tell is not None:
        tell(f"{whole.unknown:,} events of unknown place or day are left out")
    return told


def sum_extents(extents: Sequence[Extent]) -> Extent:
    whole = Extent()
    for extent in extents:
        whole = whole.plus(extent)
    return whole


def extent_of_file(file: Path, asked: Meetings) -> Extent:
    return sum_extents([extent_of(batch, asked) for batch in batches_of(file, asked.wanted)])


def extent_of(batch: pa.RecordBatch, asked: Meetings) -> Extent:
    columns, known = happened(batch, asked)
    unknown = len(known) - int(known.sum())
    if not known.any():
        return Extent(unknown=unknown)
    lat, start, stop = (columns[name][known] for name in ("lat", "start", "stop"))
    return Extent(
        float(lat.min()), float(lat.max()), float(start.min()), float(start.max()),
        float(columns["radius_km"][known].max()), float((stop - start).max()), int(known.sum()), unknown,
    )  # fmt: skip


def happened(batch: pa.RecordBatch, asked: Meetings) -> tuple[dict[str, NDArray[Any]], NDArray[np.bool_]]:
    """The columns of `Happenings`, and for which rows place and days are known."""
    rows = rows_of(batch, asked.columns)
    start, stop = 24.0 * rows.start, 24.0 * rows.stop
    moments = column_of(batch, asked.columns.date)
    if pa.types.is_timestamp(moments.type):
        ticks = moments.cast(pa.timestamp("us", tz=moments.type.tz), safe=False).cast(pa.int64())
        hour = pc.fill_null(ticks, 0).to_numpy() / 3.6e9 + 24.0 * 719_163
        known = rows.start > NO_START
        start, stop = np.where(known, hour, start), np.where(known, hour, stop)
    known = np.isfinite(rows.lon) & np.isfinite(rows.lat) & (rows.start > NO_START) & (rows.stop < NO_STOP)
    return {"lon": rows.lon, "lat": rows.lat, "radius_km": rows.radius_km, "start": start, "stop": stop}, known


def spread_batch(batch: pa.RecordBatch, tiles: Tiles, asked: Meetings) -> pa.RecordBatch:
    """Each event of known place and day once for each tile that it goes to, with the numbers that the join needs."""
    columns, known = happened(batch, asked)
    rows = np.flatnonzero(known)
    row, tile = tiles.spread(columns["lat"][rows], columns["start"][rows])
    home = tiles.home(columns["lat"][rows], columns["start"][rows])[row]
    row = rows[row]
    told: dict[str, Any] = {TILE: pa.array(tile), HOME: pa.array(home)}
    told |= {name: pa.array(columns[name][row]) for name in _NUMBERS}
    told["id"] = column_of(batch, asked.id).take(pa.array(row))
    if asked.different:
        told["different"] = column_of(batch, asked.different).take(pa.array(row))
    return record_batch(told)


def tile_schema(schema: pa.Schema, asked: Meetings) -> pa.Schema:
    """Of what `spread_batch` gives."""
    fields = [(TILE, pa.int64()), (HOME, pa.int64()), *((name, pa.float64()) for name in _NUMBERS)]
    fields.append(("id", schema.field(asked.id).type))
    if asked.different:
        fields.append(("different", schema.field(asked.different).type))
    return pa.schema(fields)


def pair_schema(of_id: pa.DataType) -> pa.Schema:
    numbers = [(name, pa.float64()) for name in ("km_low", "km_high", "hours_low", "hours_high")]
    return pa.schema([("first", of_id), ("second", of_id), ("must", pa.bool_()), *numbers])


def join_tile(table: pa.Table, asked: Meetings) -> Iterator[pa.RecordBatch]:
    """The pairs that are told in this tile, sorted block by block."""
    columns = {name: column_of(table, name).to_numpy(zero_copy_only=False) for name in (TILE, HOME, *_NUMBERS)}
    # Whatever order the events came in, the tile is joined in the order of their names.
    order = pc.sort_indices(column_of(table, "id")).to_numpy()
    names = column_of(table, "id").take(pa.array(order))
    different = _codes(column_of(table, "different"))[order] if asked.different else None
    tile, home = columns[TILE][order], columns[HOME][order]
    events = Happenings(*(columns[name][order] for name in _NUMBERS))
    for pairs in stream_pairs(events, None, Reach(asked.km, asked.hours)):
        kept = np.minimum(home[pairs.first], home[pairs.second]) == tile[pairs.first]
        if different is not None:
            kept &= different[pairs.first] != different[pairs.second]
        if kept.any():
            yield _told(pairs[kept], names)


def _codes(column: pa.Array) -> Ints:
    """Equal values have equal numbers; of those without one each differs from all others."""
    coded = column.dictionary_encode().indices
    codes = pc.fill_null(coded, -1).to_numpy().astype(np.int64)
    return np.where(codes < 0, -1 - np.arange(len(codes)), codes)


def _told(pairs: Pairs, names: pa.Array) -> pa.RecordBatch:
    numbers = {name: pa.array(getattr(pairs, name)) for name in ("km_low", "km_high", "hours_low", "hours_high")}
    first, second = (names.take(pa.array(column)) for column in (pairs.first, pairs.second))
    return record_batch({"first": first, "second": second, "must": pa.array(pairs.must), **numbers})


def _deal(
    files: Sequence[Path], tiles: Tiles, asked: Meetings, folder: Path, tell: Callable[[str], None] | None
) -> None:
    """Writes the events of each tile into a folder of its own."""
    by_tile = ds.partitioning(pa.schema([(TILE, pa.int64())]))
    for number, file in enumerate(files):
        batches = (spread_batch(batch, tiles, asked) for batch in batches_of(file, asked.wanted))
        first = next(batches, None)
        if first is not None:
            ds.write_dataset(
                _chained(first, batches), folder, schema=first.schema, format="parquet",
                partitioning=by_tile, basename_template=f"{number}-{{i}}.parquet",
                existing_data_behavior="overwrite_or_ignore", max_open_files=256, max_partitions=1 << 16,
            )  # fmt: skip
        if tell is not None:
            tell(f"{number + 1:,} of {len(files):,} files dealt into {tiles.bands * tiles.runs:,} tiles")


def _chained(first: pa.RecordBatch, rest: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield first
    yield from rest


def _each_tile(folder: Path, asked: Meetings, tell: Callable[[str], None] | None) -> Iterator[pa.RecordBatch]:
    names = sorted(folder.iterdir(), key=lambda path: int(path.name))
    for number, name in enumerate(names, 1):
        table = ds.dataset(name, format="parquet").to_table()
        table = table.append_column(TILE, pa.array(np.full(len(table), int(name.name), np.int64)))
        yield from join_tile(table, asked)
        if tell is not None:
            tell(f"{number:,} of {len(names):,} tiles joined")
