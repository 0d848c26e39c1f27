"""GeoParquet 1.1: one layer a file, for QGIS, DuckDB, geopandas and R.

https://geoparquet.org/releases/v1.1.0/: shapes as WKB, longitude first (OGC:CRS84), edges straight in degrees, with
the box of each row beside it so that a reader can skip what it need not see.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS

from firmground.render.geo_export.arrow import GEOMETRY, arrow_table

if TYPE_CHECKING:
    from firmground.report.layers import Layer

_SIDES: Final = ("xmin", "ymin", "xmax", "ymax")


def render_geoparquet(layer: Layer) -> bytes:
    """The layer as a GeoParquet file."""
    table = arrow_table(layer)
    bounds = shapely.bounds(np.array(layer.shapes, dtype=object)).reshape(-1, 4)  # NaN where there is no shape
    none = np.isnan(bounds[:, 0])
    boxes = pa.StructArray.from_arrays(
        [pa.array(bounds[:, n], mask=none) for n in range(4)], names=list(_SIDES), mask=pa.array(none)
    )
    table = table.append_column("bbox", boxes)
    described = {
        "version": "1.1.0",
        "primary_column": GEOMETRY,
        "columns": {GEOMETRY: _describe(bounds[~none])},
    }
    notes = {"geo": json.dumps(described), "title": layer.title, "about": layer.about}
    table = table.replace_schema_metadata({name: text.encode("utf-8", "replace") for name, text in notes.items()})
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()


def _describe(bounds: np.ndarray) -> dict[str, Any]:
    described: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": ["MultiPolygon"],
        "crs": CRS("OGC:CRS84").to_json_dict(),
        "edges": "planar",
        "covering": {"bbox": {side: ["bbox", side] for side in _SIDES}},
    }
    if len(bounds):
        described["bbox"] = [*bounds[:, :2].min(axis=0).tolist(), *bounds[:, 2:].max(axis=0).tolist()]
    return described
