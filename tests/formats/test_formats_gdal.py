"""Formats that need large libraries: what is written is read back, and what is hostile is one problem."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from contextlib import nullcontext

import geopandas
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from firmground.errors import Effect
from firmground.formats import files, gdal
from firmground.formats.maps import read_features

BOX = shapely.box(36, 33, 37, 34)
ROUND = shapely.Point(36.3, 33.5).buffer(0.1)
ENDINGS = [".gpkg", ".fgb", ".shp", ".parquet"]


def read(path, **how):
    return read_features(path, name=path.name, **how)


@pytest.fixture
def write(tmp_path):
    def make(ending, *, crs=4326, name="map", shapes=(BOX, ROUND), layer=None):
        frame = geopandas.GeoDataFrame(
            {"holder": ["Росія", None, "c", "d"][: len(shapes)], "n": [1.0, 2.5, 3.0, 4.0][: len(shapes)]},
            geometry=list(shapes),
            crs=4326,
        )
        frame = frame.set_crs(None, allow_override=True) if crs is None else frame.to_crs(crs)
        path = tmp_path / f"{name}{ending}"
        if ending == ".parquet":
            frame.to_parquet(path)
        else:
            # FlatGeobuf would sort the features by place.
            more = {"SPATIAL_INDEX": "NO"} if ending == ".fgb" else {}
            frame.to_file(path, driver=gdal.FORMATS[ending].driver, encoding="utf-8", layer=layer, **more)
        return path

    return make


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_map_in_degrees_comes_back_as_it_was_written(write, ending):
    features, problems = read(write(ending))
    assert ([feature.number for feature in features.features], features.read, problems) == ([1, 2], 2, [])
    assert features.features[0].geometry.equals(BOX)
    assert [feature.properties for feature in features.features] == [
        {"holder": "Росія", "n": "1"}, {"holder": "", "n": "2.5"},
    ]  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_map_in_another_stated_crs_is_brought_to_degrees_and_that_is_told(write, ending):
    features, problems = read(write(ending, crs=32637))
    assert np.allclose(features.features[0].geometry.bounds, BOX.bounds, atol=1e-9)
    assert [(problem.row, problem.effect, "EPSG:32637" in problem.what) for problem in problems] == [
        (None, Effect.NOTED, True)
    ]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_map_without_a_crs_is_refused_with_the_way_out(write, ending):
    with nullcontext() if ending == ".parquet" else pytest.warns(UserWarning, match="'crs' was not provided"):
        path = write(ending, crs=None)
    features, problems = read(path)
    assert (features.features, len(problems)) == ([], 1)
    assert "coordinate reference system" in problems[0].what
    assert "EPSG:4326" in problems[0].hint


def test_another_datum_is_moved_by_its_shift_and_the_accuracy_is_told(write):
    features, problems = read(write(".gpkg", crs=4284))
    assert np.allclose(features.features[0].geometry.bounds, BOX.bounds, atol=1e-5)
    assert "exact to about" in problems[0].what


@pytest.mark.parametrize("ending", [".gpkg", ".fgb", ".parquet"])
def test_bow_ties_of_every_format_are_judged_alike(write, ending):
    bow_tie = shapely.Polygon([(36, 33), (37, 34), (37, 33), (36, 34)])
    path = write(ending, shapes=[bow_tie, BOX])
    features, problems = read(path)
    crossed = [problem for problem in problems if "crosses itself" in problem.what]
    assert (len(features.features), len(crossed), features.refused) == (1, 1, {"invalid outline": 1})
    assert len(read(path, repair=frozenset({"make-valid"}))[0].features) == 2


def test_a_feature_without_geometry_is_kept_with_none(write):
    features, problems = read(write(".gpkg", shapes=[BOX, None]))
    assert ([feature.geometry is None for feature in features.features], problems) == ([False, True], [])


def open_ring_wkb():
    head = b"\x01\x03\x00\x00\x00\x01\x00\x00\x00\x04\x00\x00\x00"
    return head + np.array([36, 33, 37, 33, 37, 34, 36, 34], "<f8").tobytes()


def write_geoparquet(path, wkb, about):
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": about}}
    table = pa.table({"holder": ["a"] * len(wkb), "geometry": pa.array(wkb, pa.binary())})
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path)
    return path


def test_an_open_ring_in_geoparquet_is_refused_unless_its_closing_is_asked_for(tmp_path):
    path = write_geoparquet(tmp_path / "a.parquet", [open_ring_wkb(), shapely.to_wkb(BOX)], {"encoding": "WKB"})
    features, problems = read(path)
    assert ([feature.number for feature in features.features], features.refused) == ([2], {"open ring": 1})
    assert problems[0].row == 1
    features, problems = read(path, repair=frozenset({"close-rings"}))
    assert features.features[0].geometry.equals(BOX)
    assert [(problem.row, problem.effect) for problem in problems] == [(1, Effect.NOTED)]


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ({"encoding": "WKB", "crs": None}, "coordinate reference system"),
        ({"encoding": "polygon"}, "stores its geometries as polygon"),
        ({"encoding": "WKB", "crs": {"nonsense": 1}}, "not known"),
        ({}, "not GeoParquet"),
    ],
)
def test_geoparquet_that_does_not_say_enough_is_one_problem(tmp_path, about, told):
    features, problems = read(write_geoparquet(tmp_path / "a.parquet", [shapely.to_wkb(BOX)], about))
    assert (features.features, len(problems)) == ([], 1)
    assert told in problems[0].what


def test_parquet_without_geometries_is_no_map(tmp_path):
    pq.write_table(pa.table({"a": [1]}), tmp_path / "a.parquet")
    assert "without geometries" in read(tmp_path / "a.parquet")[1][0].what


def test_geometry_that_is_no_wkb_refuses_its_feature_only(tmp_path):
    path = write_geoparquet(tmp_path / "a.parquet", [b"\x01nonsense", shapely.to_wkb(BOX)], {"encoding": "WKB"})
    features, _ = read(path)
    assert ([feature.number for feature in features.features], features.refused) == ([2], {"bad geometry": 1})


def test_of_several_layers_none_is_taken_unasked(write):
    write(".gpkg", layer="front")
    path = write(".gpkg", layer="towns", shapes=[BOX])
    features, problems = read(path)
    assert (features.features, "2 layers" in problems[0].what) == ([], True)
    assert len(read(path, layer="towns")[0].features) == 1
    assert "'front', 'towns'" in read(path, layer="roads")[1][0].hint


def test_a_geopackage_open_elsewhere_is_refused_for_its_latest_changes_are_not_in_it(write):
    path = write(".gpkg")
    path.with_name(path.name + "-wal").write_bytes(b"")
    assert "open in another program" in read(path)[1][0].what


def test_a_geopackage_left_in_wal_mode_is_read(write):
    path = write(".gpkg")
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA journal_mode=WAL")
    base.close()
    assert read(path)[0].read == 2


def shapefile(path):
    return [part for part in path.parent.iterdir() if part.stem == path.stem and part.suffix in gdal.SHAPEFILE_PARTS]


def zip_up(target, parts):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target


def test_a_zipped_shapefile_is_read_wherever_it_lies_in_the_archive_and_whatever_its_name(write, tmp_path):
    path = write(".shp")
    inside = {f"../../etc/Карта{part.suffix.upper()}": part.read_bytes() for part in shapefile(path)}
    before = set(tmp_path.parent.iterdir())
    features, problems = read(zip_up(tmp_path / "map.zip", inside | {"__MACOSX/a.shp": b"x"}))
    assert (features.features[0].properties["holder"], problems) == ("Росія", [])
    assert set(tmp_path.parent.iterdir()) == before


def test_a_zip_of_two_shapefiles_or_of_none_is_one_problem(write, tmp_path):
    parts = shapefile(write(".shp"))
    two = {f"{name}{part.suffix}": part.read_bytes() for part in parts for name in ("a", "b")}
    assert "'a.shp', 'b.shp'" in read(zip_up(tmp_path / "two.zip", two))[1][0].what
    assert "it holds none" in read(zip_up(tmp_path / "none.zip", {"a.txt": "x"}))[1][0].what


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "RATIO_MATTERS_FROM", 2**20)
    path = zip_up(tmp_path / "bomb.zip", {"a.shp": b"\0" * 2**22})
    assert "times its size" in read(path)[1][0].what


def test_a_shapefile_without_its_parts_says_which(write):
    path = write(".shp")
    path.with_suffix(".dbf").unlink()
    assert ".dbf" in read(path)[1][0].what


def test_a_shapefile_without_its_prj_has_no_crs(write):
    path = write(".shp")
    path.with_suffix(".prj").unlink()
    problems = read(path)[1]
    assert (len(problems), ".prj" in problems[0].hint) == (1, True)


def test_a_shapefile_that_does_not_say_its_encoding_is_told_to_have_been_taken_for_latin(write):
    path = write(".shp")
    path.with_suffix(".cpg").unlink()
    table = bytearray(path.with_suffix(".dbf").read_bytes())
    table[29] = 0
    path.with_suffix(".dbf").write_bytes(table)
    problems = read(path)[1]
    assert [(problem.effect, "encoding" in problem.what) for problem in problems] == [(Effect.NOTED, True)]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_of_another_kind_under_this_ending_is_refused_before_any_library_sees_it(tmp_path, ending, monkeypatch):
    monkeypatch.setattr(gdal, "run_child", pytest.fail)
    path = tmp_path / f"a{ending}"
    path.write_text("<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>")
    problems = read(path)[1]
    assert (len(problems), "inside" in problems[0].what) == (1, True)


@pytest.mark.parametrize("ending", [".gpkg", ".fgb", ".shp", ".parquet"])
def test_a_file_cut_off_after_its_first_bytes_is_one_problem(write, ending):
    path = write(ending)
    path.write_bytes(path.read_bytes()[:120])
    features, problems = read(path)
    assert (features.features, len(problems)) == ([], 1)


@pytest.mark.parametrize("ending", [".shp", ".shx", ".dbf"])
def test_a_shapefile_of_which_one_part_lost_its_tail_is_refused_and_not_read_in_part(write, ending):
    part = write(".shp").with_suffix(ending)
    part.write_bytes(part.read_bytes()[:-20])
    features, problems = read(part.with_suffix(".shp"))
    assert (features.features, len(problems)) == ([], 1)
    assert f"its {ending} has" in problems[0].what


def test_a_shapefile_with_more_outlines_than_rows_of_properties_is_refused(write):
    path = write(".shp")
    other = write(".shp", name="other", shapes=[BOX])
    shutil.copyfile(other.with_suffix(".dbf"), path.with_suffix(".dbf"))
    assert "2 outlines and 1 rows" in read(path)[1][0].what


def test_a_geopackage_full_of_garbage_is_one_problem(write):
    path = write(".gpkg")
    content = bytearray(path.read_bytes())
    content[200:] = bytes(np.random.default_rng(7).integers(0, 256, len(content) - 200, dtype=np.uint8))
    path.write_bytes(content)
    features, problems = read(path)
    assert (features.features, len(problems)) == ([], 1)


def test_names_that_mean_something_to_gdal_mean_nothing_here(write, tmp_path):
    plain = write(".gpkg")
    odd = tmp_path / "a.zip!b" / "{vsicurl} http:" / "map, 2015.gpkg"
    odd.parent.mkdir(parents=True)
    shutil.copyfile(plain, odd)
    assert read(odd)[0].read == 2


def test_gdal_has_the_drivers_that_are_forced():
    drivers = pyogrio.list_drivers()
    assert {form.driver for form in gdal.FORMATS.values()} - {"Parquet"} <= set(drivers)
