"""Rows of events as arrays: what the columns of an Arrow batch say of place and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firmground.dates import NO_START, NO_STOP, parse_when
from firmground.engine.separation import FARTHEST_KM
from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class EventColumns:
    """What the columns of events are called. `radius_km` need not be there: then every place is a point.

    `date`: dates, times (of which the day is taken) or EDTF texts; an event without one is on an unknown day. Without
    longitude or latitude its place is unknown. `keep`: columns that answers carry along.
    """

    lon: str = "lon"
    lat: str = "lat"
    date: str = "date"
    radius_km: str = "radius_km"
    keep: tuple[str, ...] = ("id",)

    def check(self, schema: pa.Schema) -> None:
        """Raises BadRequestError that names the columns that are missing, and those that are there."""
        wanted = (self.lon, self.lat, self.date, *self.keep)
        missing = [name for name in wanted if name not in schema.names]
        if missing:
            raise BadRequestError(
                f"there are no columns {', '.join(map(repr, missing))}; there are {', '.join(schema.names)}: "
                "name them with EventColumns(...)"
            )

    def wanted(self, schema: pa.Schema, more: Sequence[str] = ()) -> list[str]:
        """The columns that have to be read."""
        radius = [self.radius_km] if self.radius_km in schema.names else []
        return list(dict.fromkeys([self.lon, self.lat, self.date, *radius, *self.keep, *more]))


@dataclass(frozen=True, eq=False)
class Rows:
    """n events: degrees (NaN: unknown), km, and the days from `start` to `stop`, excluded, one of which it was."""

    lon: Floats
    lat: Floats
    radius_km: Floats
    start: Ints
    stop: Ints

    def __len__(self) -> int:
        return len(self.lon)

    def some(self, chosen: Ints) -> Rows:
        return Rows(*(getattr(self, name)[chosen] for name in ("lon", "lat", "radius_km", "start", "stop")))


def rows_of(batch: pa.RecordBatch | pa.Table, columns: EventColumns) -> Rows:
    """Raises BadRequestError for places that are not on Earth, radii that are none and texts that are no dates."""
    columns.check(batch.schema)
    lon, lat = (_numbers(batch, name) for name in (columns.lon, columns.lat))
    wrong = (np.abs(lon) > 180) | (np.abs(lat) > 90)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise BadRequestError(f"row {row + 1}: longitude {lon[row]:g}, latitude {lat[row]:g} is not on Earth")
    radius = np.zeros(len(lon))
    if columns.radius_km in batch.schema.names:
        radius = np.nan_to_num(_numbers(batch, columns.radius_km), nan=0.0)
        wrong = ~((radius >= 0) & (radius <= FARTHEST_KM))
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0])
            raise BadRequestError(f"row {row + 1}: {radius[row]:g} is no radius in km")
    start, stop = days_of(column_of(batch, columns.date), columns.date)
    return Rows(lon, lat, radius, start, stop)


def column_of(batch: pa.RecordBatch | pa.Table, name: str) -> pa.Array:
    column = batch.column(name)
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _numbers(batch: pa.RecordBatch | pa.Table, name: str) -> Floats:
    """NaN where there is none."""
    column = column_of(batch, name)
    if not (pa.types.is_floating(column.type) or pa.types.is_integer(column.type) or pa.types.is_decimal(column.type)):
        raise BadRequestError(f"the column {name!r} holds {column.type}, not numbers")
    values = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return np.ascontiguousarray(values, dtype=np.float64)


def days_of(column: pa.Array, name: str) -> tuple[Ints, Ints]:
    """The first day and the one after the last day that each may mean; no limits where nothing stands."""
    if pa.types.is_null(column.type):
        return np.full(len(column), NO_START, np.int64), np.full(len(column), NO_STOP, np.int64)
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        known = column.is_valid().to_numpy(zero_copy_only=False)
        day = column.cast(pa.timestamp("s"), safe=False) if pa.types.is_timestamp(column.type) else column
        number = pc.fill_null(day.cast(pa.date32(), safe=False).cast(pa.int32()), 0).to_numpy() + np.int64(_EPOCH)
        return np.where(known, number, NO_START), np.where(known, number + 1, NO_STOP)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return _written_days(column, name)
    raise BadRequestError(f"the column {name!r} holds {column.type}: dates, times or texts (EDTF) are wanted")


def _written_days(column: pa.Array, name: str) -> tuple[Ints, Ints]:
    """Each different text is read once."""
    coded = column.dictionary_encode()
    first, last = [NO_START], [NO_STOP]
    for text in coded.dictionary.to_pylist():
        try:
            days = parse_when(text).possible if text.strip() else (NO_START, NO_STOP)
        except ValueError as fault:
            raise BadRequestError(f"the column {name!r}: {fault}") from fault
        first.append(days[0])
        last.append(days[1])
    code = pc.fill_null(coded.indices, -1).to_numpy() + 1
    return np.array(first, np.int64)[code], np.array(last, np.int64)[code]


def taken(batch: pa.RecordBatch | pa.Table, names: Sequence[str]) -> dict[str, Any]:
    """These columns of a batch."""
    return {name: column_of(batch, name) for name in names}
