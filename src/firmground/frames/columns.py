"""The frames that people bring, whatever library they are of, as columns: for they may have ten million rows.

A column is an array of numbers, of moments, or of anything at all; what is in a cell is for others to say.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

GEOMETRY = "geometry"
_EPOCH = 719_163  # the ordinal of 1 January 1970


@dataclass(frozen=True, eq=False)
class Frame:
    """Columns by name, each as long as the frame; the geometry, in degrees on WGS84, is called "geometry"."""

    columns: Mapping[str, NDArray[Any]]
    length: int

    def __len__(self) -> int:
        return self.length

    def rows(self) -> list[dict[str, Any]]:
        """Every row as a mapping."""
        names, columns = list(self.columns), [_cells(column) for column in self.columns.values()]
        if not names:
            return [{} for _ in range(self.length)]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]

    def row(self, index: int) -> dict[str, Any]:
        return {name: _cells(column[index : index + 1])[0] for name, column in self.columns.items()}

    def values(self, name: str) -> Iterable[Any]:
        """The cells of a column, None for each where there is no such column."""
        return _cells(self.columns[name]) if name in self.columns else [None] * self.length

    def numbers(self, name: str) -> NDArray[np.float64]:
        """A column as numbers, NaN for what is none and for what is not finite."""
        return self._read(name)[0]

    def is_plain(self, name: str) -> NDArray[np.bool_]:
        """For each row whether its number is plainly one, or plainly missing."""
        return self._read(name)[1]

    def _read(self, name: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        column = self.columns.get(name)
        if column is None:
            return np.full(self.length, np.nan), np.ones(self.length, dtype=np.bool_)
        if column.dtype.kind in "fiu":
            numbers = column.astype(np.float64)
            return np.where(np.isfinite(numbers), numbers, np.nan), np.ones(self.length, dtype=np.bool_)
        pairs = [_plain_number(value) for value in column.tolist()]
        return np.array([number for number, _ in pairs], dtype=np.float64), np.array(
            [plain for _, plain in pairs], np.bool_
        )

    def days(self, name: str) -> NDArray[np.int64] | None:
        """The days, as ordinals, of a column of moments, the least integer for none; None for any other column."""
        column = self.columns.get(name)
        if column is None or column.dtype.kind != "M":
            return None
        days = column.astype("datetime64[D]").astype(np.int64)
        return np.where(np.isnat(column), days, days + _EPOCH)

    def bare(self) -> NDArray[np.bool_]:
        """The rows without a geometry."""
        shapes = self._shapes()
        bare: NDArray[np.bool_] = shapely.is_missing(shapes) | shapely.is_empty(shapes)
        return bare

    def points(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Longitude and latitude of rows whose geometry is a point, NaN for all others."""
        shapes = self._shapes()
        return shapely.get_x(shapes), shapely.get_y(shapes)

    def _shapes(self) -> NDArray[Any]:
        shapes = np.full(self.length, None, dtype=object)
        column = self.columns.get(GEOMETRY)
        if column is not None:
            geometries = shapely.is_geometry(column)
            shapes[geometries] = column[geometries]
        return shapes


def _cells(column: NDArray[Any]) -> list[Any]:
    """As Python has them: moments as datetime, None for none."""
    cells: list[Any] = (column.astype("datetime64[us]") if column.dtype.kind == "M" else column).tolist()
    return cells


def _plain_number(value: Any) -> tuple[float, bool]:
    if value is None or value == "":
        return math.nan, True
    try:
        number = float(value)
    except (ValueError, TypeError):
        return math.nan, False
    return (number if math.isfinite(number) else math.nan), True


def read_frame(frame: Any) -> Frame:
    """Any frame, list of mappings or file. Raises BadRequestError for what is none of them."""
    if isinstance(frame, str | Path):
        return _read_file(Path(frame))
    if hasattr(frame, "crs"):
        if frame.crs is None:
            raise BadRequestError("the GeoDataFrame has no CRS: set it with frame.set_crs(...)")
        frame = frame.to_crs("EPSG:4326")
        geometry = np.array(frame.geometry, dtype=object)
        return Frame(_columns_of(frame.drop(columns=frame.geometry.name)) | {GEOMETRY: geometry}, len(frame))
    if hasattr(frame, "to_dict"):
        return Frame(_columns_of(frame), len(frame))
    if hasattr(frame, "to_pylist"):
        table = {str(name): _arrow_column(frame.column(name)) for name in frame.column_names}
        return Frame(table, frame.num_rows)
    if isinstance(frame, list) and all(hasattr(row, "keys") for row in frame):
        return _of_rows(frame)
    raise BadRequestError(
        f"a {type(frame).__name__} is not understood: give a (Geo)DataFrame, an Arrow table, a list of mappings or "
        "a path"
    )


def _of_rows(rows: list[Any]) -> Frame:
    names = dict.fromkeys(str(name) for row in rows for name in row)
    return Frame({name: _objects([row.get(name) for row in map(dict, rows)]) for name in names}, len(rows))


def _objects(values: list[Any]) -> NDArray[Any]:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def _columns_of(frame: Any) -> dict[str, NDArray[Any]]:
    return {str(name): np.asarray(frame[name]) for name in frame.columns}


def _arrow_column(column: Any) -> NDArray[Any]:
    import pyarrow as pa  # noqa: PLC0415 - who brings such a table has it

    kind = column.type
    if pa.types.is_integer(kind) and not column.null_count:
        return np.asarray(column.to_numpy())
    if pa.types.is_floating(kind) or (pa.types.is_timestamp(kind) and kind.tz is None):
        return np.asarray(column.to_numpy())
    return _objects(column.to_pylist())


def _read_file(path: Path) -> Frame:
    from firmground.formats.maps import read_features  # noqa: PLC0415 - frames in memory need no readers of files
    from firmground.formats.tables import read_table  # noqa: PLC0415 - as above

    if not path.exists():
        raise BadRequestError(f"there is no file {path}")
    if {ending.lower() for ending in path.suffixes} & {".csv", ".tsv", ".txt", ".xlsx", ".parquet"}:
        table, problems = read_table(path, name=path.name)
        found = Frame({name: _objects(list(cells)) for name, cells in table.columns.items()}, len(table.rows))
    else:
        features, problems = read_features(path, name=path.name)
        found = _of_rows([feature.properties | {GEOMETRY: feature.geometry} for feature in features.features])
    if not len(found):
        raise BadRequestError("; ".join(str(problem) for problem in problems) or f"{path} holds no rows")
    for problem in problems:
        warnings.warn(str(problem), UserWarning, stacklevel=4)
    return found
