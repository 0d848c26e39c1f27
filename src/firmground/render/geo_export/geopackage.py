"""One GeoPackage for QGIS: a layer a table, each with its look and its days, so that it opens looking right."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pyogrio

from firmground.render.geo_export.arrow import GEOMETRY, arrow_table, storable
from firmground.render.geo_export.qgis_style import render_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.report.layers import Layer

# Columns as QGIS creates them (src/core/providers/ogr/qgsogrproviderutils.cpp).
_STYLES: Final = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME
)"""
_SHAPE: Final = "geom"  # the name by which QGIS looks a style up must be the column's own
# A file with the same content is the same file, so no hour of writing stands in it.
_NO_HOUR: Final = datetime(1970, 1, 1, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def render_geopackage(layers: Sequence[Layer]) -> bytes:
    """The layers as a GeoPackage (OGC 12-128r19), in the order in which they are to be listed."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.gpkg"
        for layer in layers:
            pyogrio.write_arrow(
                arrow_table(layer),
                path,
                layer=layer.name,
                driver="GPKG",
                geometry_name=GEOMETRY,
                geometry_type="MultiPolygon",
                crs="EPSG:4326",
                append=path.exists(),
                dataset_options={"VERSION": "1.2"},  # what QGIS 3.4 and every later one reads without a word
                layer_options={
                    "GEOMETRY_NAME": _SHAPE,
                    "IDENTIFIER": _head(layer.name),
                    "DESCRIPTION": storable(layer.about),
                },
            )
        with closing(sqlite3.connect(path)) as book, book:
            _add_styles(book, layers)
            book.execute("UPDATE gpkg_contents SET last_change = ?", (_NO_HOUR,))
        return path.read_bytes()


def _add_styles(book: sqlite3.Connection, layers: Sequence[Layer]) -> None:
    book.execute(_STYLES)
    book.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles', 'How the layers look in QGIS', 0)"
    )
    book.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
        "styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) "
        "VALUES ('', '', ?, ?, 'firmground', ?, '', 1, 'Solid must, hatched may', 'firmground', NULL, ?)",
        [(layer.name, _SHAPE, render_style(layer), _NO_HOUR) for layer in layers],
    )


def _head(name: str) -> str:
    return storable(name)[:200]
