"""A layer as an Arrow table: texts as they were read, days as days, shapes as well-known binary."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import shapely

if TYPE_CHECKING:
    from firmground.report.layers import Layer

GEOMETRY: Final = "geometry"
_TYPES: Final = {"text": pa.string(), "whole": pa.int64(), "real": pa.float64(), "day": pa.date32()}
_EPOCH: Final = date(1970, 1, 1).toordinal()


def arrow_table(layer: Layer) -> Any:
    """All columns of the layer and, last, `geometry` (null where a row has no shape)."""
    arrays = {
        name: pa.array([_cell(value, layer.kinds[name]) for value in column], type=_TYPES[layer.kinds[name]])
        for name, column in layer.columns.items()
    }
    shapes = [None if shape is None else shapely.to_wkb(shape) for shape in layer.shapes]
    return pa.table({**arrays, GEOMETRY: pa.array(shapes, type=pa.binary())})


def _cell(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "day":
        return int(value) - _EPOCH
    return storable(value) if kind == "text" else value


def storable(text: str) -> str:
    """The text without what no UTF-8 column can hold: halves of a pair, and the sign that ends a C text."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\u2400")
