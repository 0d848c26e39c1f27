"""The ground for programs of maps, read back by GDAL and geopandas: whole, valid, as large as it is, never a dot."""

from __future__ import annotations

import io
import json
import math
import sqlite3
from contextlib import closing

import geopandas
import numpy as np
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from defusedxml.ElementTree import fromstring

import firmground as fg
from firmground.engine.areas import area_km2
from firmground.engine.outline import outline_disc
from firmground.places import geod
from firmground.render.geo_export.geopackage import render_geopackage
from firmground.render.geo_export.geoparquet import render_geoparquet
from firmground.report.layers import Layer, claim_layer, control_layer, event_layer, place_layer
from firmground.report.units import list_units

NAUGHTY = [
    "<script>alert(1)</script>",
    "'; DROP TABLE events;--",
    "a\0b",
    "half \ud800 pair",
    "=1+1",
    "حلب",
    "\u202eabc",
]


@pytest.fixture(scope="module")
def findings():
    return fg.check_claims(fg.hold_events(fg.locate_events(fg.read_case(fg.example_folder("syria-2015")))))


@pytest.fixture(scope="module")
def layers(findings):
    found = findings.claims[0]
    case = findings.case
    return [
        claim_layer("claim-01", found, list_units(findings, found), "outside"),
        event_layer(findings),
        control_layer(case, case.maps["holders"], "control-holders"),
        control_layer(case, case.maps["hand-coded"], "control-coded"),
        place_layer(case),
    ]


@pytest.fixture(scope="module")
def package(layers, tmp_path_factory):
    path = tmp_path_factory.mktemp("package") / "case.gpkg"
    path.write_bytes(render_geopackage(layers))
    return path


def drawn(shapes):
    return shapely.MultiPolygon([shapely.box(20, 40, 21, 41)]) if shapes else None


def one_layer(**columns):
    kinds = dict.fromkeys(columns, "text")
    length = len(next(iter(columns.values())))
    return Layer("one", "One", "About one.", "standing", columns, kinds, [drawn(n % 2) for n in range(length)])


@pytest.mark.parametrize("radius_km", [0.05, 3, 25, 70, 300, 1500])
@pytest.mark.parametrize(("lon", "lat"), [(36.7, 35.1), (179.9, -16.5), (-179.99, 66), (0, 0), (100, 84), (10, -89.5)])
def test_a_disc_is_as_large_as_on_the_ground_and_leaves_out_no_part_of_it(lon, lat, radius_km):
    shape = outline_disc(lon, lat, radius_km * 1000)
    assert shape.is_valid
    west, south, east, north = shape.bounds
    assert west >= -180
    assert east <= 180
    assert south >= -90
    assert north <= 90
    # Snyder 1987, p. 185: the area of a cap of the sphere; the ellipsoid differs by at most 0.7 %.
    cap = 2 * math.pi * 6371.0072**2 * (1 - math.cos(radius_km / 6371.0072))
    assert area_km2(shape) == pytest.approx(cap, rel=0.01)
    turns = np.linspace(0, 360, 721)
    lons, lats, _ = geod().fwd(np.full(721, lon), np.full(721, lat), turns, np.full(721, radius_km * 1000 * 0.9999))
    inside = shapely.intersects_xy(shapely.buffer(shape, 1e-9), lons, lats)
    assert inside.all()


@pytest.mark.parametrize(("lon", "lat", "radius_km"), [(0, 0, 20_004), (30, 10, 12_000), (0, 89, 19_000)])
def test_a_disc_of_most_of_the_earth_is_most_of_the_earth(lon, lat, radius_km):
    shape = outline_disc(lon, lat, radius_km * 1000)
    assert shape.is_valid
    cap = 2 * math.pi * 6371.0072**2 * (1 - math.cos(min(radius_km / 6371.0072, math.pi)))
    assert area_km2(shape) == pytest.approx(cap, rel=0.01)


def test_a_disc_over_the_antimeridian_is_cut_there():
    shape = outline_disc(179.9, -16.5, 50_000)
    assert len(shape.geoms) == 2
    assert shapely.intersects_xy(shape, -179.8, -16.5)
    assert not shapely.intersects_xy(shape, 0, -16.5)


def test_every_layer_is_read_back_by_gdal_with_every_row(package, layers):
    assert [name for name, _ in pyogrio.list_layers(package)] == [*(layer.name for layer in layers), "layer_styles"]
    for layer in layers:
        frame = geopandas.read_file(package, layer=layer.name)
        assert len(frame) == len(layer)
        assert frame.crs.to_epsg() == 4326
        shapes = frame.geometry.dropna()
        assert shapes.is_valid.all()
        assert set(shapes.geom_type) == {"MultiPolygon"}
        assert pyogrio.read_info(package, layer=layer.name)["geometry_type"] == "MultiPolygon"


def test_events_are_as_large_as_they_are_known(package):
    frame = geopandas.read_file(package, layer="events")
    discs = frame[frame["radius_km"] > 0]
    assert len(discs) > 80
    areas = np.array([area_km2(shape) for shape in discs.geometry])
    np.testing.assert_allclose(areas, math.pi * discs["radius_km"].to_numpy() ** 2, rtol=0.005)


def test_a_row_without_a_place_is_a_row_without_a_shape(package, findings):
    frame = geopandas.read_file(package, layer="events")
    unplaced = [why != "" for why in findings.held.located.unplaced]
    assert frame.geometry.isna().tolist() == unplaced
    assert (frame["why_unplaced"].fillna("") != "").tolist() == unplaced
    assert frame["status"].notna().all()


def test_days_are_days_and_both_ends_are_included(package, findings):
    assert pyogrio.read_info(package, layer="events")["dtypes"][10:12].tolist() == ["datetime64[D]", "datetime64[D]"]
    frame = geopandas.read_file(package, layer="events")
    events = findings.case.events
    first, last = frame["from"].iloc[0], frame["until"].iloc[0]
    assert first.date().toordinal() == events.start[0]
    assert last.date().toordinal() == events.stop[0] - 1


def test_the_layer_of_a_claim_has_the_counts_of_its_bar(package):
    frame = geopandas.read_file(package, layer="claim-01")
    assert frame["standing"].value_counts().to_dict() == {"must": 31, "may": 7, "cannot": 11}
    assert frame["undecided_number"].dropna().astype(int).tolist() != []


def test_a_map_keeps_its_holders_its_days_and_its_rows(package, findings):
    frame = geopandas.read_file(package, layer="control-holders")
    faces = findings.case.maps["holders"].faces
    assert frame["row"].tolist() == [face.row for face in faces]
    assert set(frame["ground"]) <= {"held", "contested", "nobody", "unmapped", "coded"}
    assert "Islamic State" in set(frame["holders"])
    assert not frame["holders"].fillna("").str.contains(r"\?", regex=True).any()


def test_it_opens_in_qgis_with_a_look_for_every_layer(package, layers):
    with closing(sqlite3.connect(package)) as book:
        rows = book.execute(
            "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles ORDER BY id"
        ).fetchall()
        columns = dict(book.execute("SELECT table_name, column_name FROM gpkg_geometry_columns").fetchall())
    assert [row[0] for row in rows] == [layer.name for layer in layers]
    for name, column, default, qml in rows:
        assert column == columns[name]  # QGIS looks a style up by the name of the column
        assert default == 1
        root = fromstring(qml[qml.index("<qgis") :])
        assert root.find("renderer-v2") is not None
        days = root.find("temporal")
        assert (days is not None) == (name != "places")
        if days is not None:
            assert (days.get("startField"), days.get("endField"), days.get("limitMode")) == ("from", "until", "1")


@pytest.mark.parametrize("name", ["claim-01", "control-coded"])
def test_must_is_solid_may_is_hatched_and_cannot_is_hollow(package, name):
    with closing(sqlite3.connect(package)) as book:
        (qml,) = book.execute("SELECT styleQML FROM layer_styles WHERE f_table_name = ?", (name,)).fetchone()
    root = fromstring(qml[qml.index("<qgis") :])
    kinds = {
        category.get("value"): [
            layer.get("class") for layer in root.findall(f".//symbols/symbol[@name='{category.get('symbol')}']/layer")
        ]
        for category in root.iter("category")
    }
    assert kinds["must"] == ["SimpleFill"]
    assert "LinePatternFill" in kinds["may"]
    assert kinds["cannot"] == ["SimpleFill"]


def test_equal_layers_give_equal_files(layers):
    assert render_geopackage(layers) == render_geopackage(layers)
    assert render_geoparquet(layers[1]) == render_geoparquet(layers[1])


def test_parquet_is_geoparquet_and_read_back_by_geopandas(layers):
    for layer in layers:
        content = render_geoparquet(layer)
        notes = json.loads(pq.read_metadata(io.BytesIO(content)).metadata[b"geo"])
        assert notes["version"] == "1.1.0"
        column = notes["columns"][notes["primary_column"]]
        assert column["encoding"] == "WKB"
        assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
        frame = geopandas.read_parquet(io.BytesIO(content))
        assert len(frame) == len(layer)
        assert frame.crs.equals("OGC:CRS84")
        assert frame.geometry.dropna().is_valid.all()
        np.testing.assert_allclose(column["bbox"], frame.total_bounds)
        boxes = pq.read_table(io.BytesIO(content))["bbox"].to_pylist()  # geopandas keeps it to itself
        for shape, box in zip(frame.geometry, boxes, strict=True):
            assert (shape is None) == (box is None)
            if shape is not None:
                np.testing.assert_allclose(list(box.values()), shape.bounds)


def test_parquet_has_days_as_days_and_texts_as_texts(layers):
    schema = pq.read_schema(io.BytesIO(render_geoparquet(layers[1])))
    assert str(schema.field("from").type) == "date32[day]"
    assert str(schema.field("id").type) == "string"


def test_hostile_text_stays_text_in_both(tmp_path):
    layer = one_layer(label=NAUGHTY, standing=["must"] * len(NAUGHTY))
    kept = ["<script>alert(1)</script>", "'; DROP TABLE events;--", "a␀b", "half ? pair", "=1+1", "حلب", "\u202eabc"]
    path = tmp_path / "case.gpkg"
    path.write_bytes(render_geopackage([layer]))
    assert geopandas.read_file(path, layer="one")["label"].tolist() == kept
    assert geopandas.read_parquet(io.BytesIO(render_geoparquet(layer)))["label"].tolist() == kept


def test_hostile_names_of_holders_stay_text_in_the_style(tmp_path):
    holders = ['"/><renderer-v2 type="x"/>', "a & b <c>", "'\"", "A; B"]
    layer = one_layer(holders=holders)
    layer = Layer("one", "t", "a", "holders", layer.columns, layer.kinds, layer.shapes)
    path = tmp_path / "case.gpkg"
    path.write_bytes(render_geopackage([layer]))
    with closing(sqlite3.connect(path)) as book:
        (qml,) = book.execute("SELECT styleQML FROM layer_styles").fetchone()
    root = fromstring(qml[qml.index("<qgis") :])
    assert len(list(root.iter("renderer-v2"))) == 1
    assert [each.get("value") for each in root.iter("category")] == [*sorted(holders), ""]


def test_a_layer_in_which_nothing_has_a_place_is_still_written(tmp_path):
    layer = one_layer(label=["a"])
    assert layer.shapes == [None]
    path = tmp_path / "case.gpkg"
    path.write_bytes(render_geopackage([layer]))
    assert geopandas.read_file(path, layer="one")["label"].tolist() == ["a"]
    assert (
        "bbox"
        not in json.loads(pq.read_metadata(io.BytesIO(render_geoparquet(layer))).metadata[b"geo"])["columns"][
            "geometry"
        ]
    )
