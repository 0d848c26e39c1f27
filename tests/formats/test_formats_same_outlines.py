"""Outlines that are written with the same bytes are one object: most polygons of a daily map are those of yesterday."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from firmground.formats.maps import read_features

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
OTHER = {"type": "Polygon", "coordinates": [[[2, 0], [3, 0], [3, 1], [2, 1], [2, 0]]]}
CROSSED = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}
OPEN = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


@pytest.fixture
def geojson(tmp_path):
    def read(features, **how):
        path = tmp_path / "map.geojson"
        told = (
            features if isinstance(features, str) else json.dumps({"type": "FeatureCollection", "features": features})
        )
        path.write_text(told, encoding="utf-8")
        return read_features(path, name=path.name, **how)

    return read


def test_features_of_one_outline_share_it_and_keep_their_own_words(geojson):
    found, problems = geojson([feature(SQUARE, day="1"), feature(OTHER, day="1"), feature(SQUARE, day="2")])
    one, other, again = found.features
    assert (one.geometry is again.geometry, one.geometry is other.geometry, problems) == (True, False, [])
    assert [feature.properties["day"] for feature in found.features] == ["1", "1", "2"]


def test_files_of_one_map_share_outlines_too(geojson):
    known = {}
    first, _ = geojson([feature(SQUARE)], known=known)
    second, _ = geojson([feature(SQUARE)], known=known)
    assert first.features[0].geometry is second.features[0].geometry


def test_a_fault_of_a_shared_outline_is_told_for_each_feature(geojson):
    found, problems = geojson([feature(SQUARE), *[feature(CROSSED)] * 2, *[feature(OPEN)] * 2])
    assert (len(found.features), found.read) == (1, 5)
    assert found.refused == {"invalid outline": 2, "open ring": 2}
    assert sorted(problem.row for problem in problems) == [2, 3, 4, 5]


def test_a_repair_of_a_shared_outline_is_told_for_each_feature(geojson):
    found, problems = geojson([feature(OPEN)] * 2, repair=frozenset({"close-rings"}))
    assert len(found.features) == 2
    assert [problem.row for problem in problems if "closed" in problem.what] == [1, 2]


def test_rings_that_run_the_wrong_way_are_counted_for_each_feature(geojson):
    backwards = {"type": "Polygon", "coordinates": [SQUARE["coordinates"][0][::-1]]}
    _, problems = geojson([feature(SQUARE), *[feature(backwards)] * 3])
    assert [problem.what.partition(", ")[0] for problem in problems] == ["3 rings"]
    assert "first in feature 2" in problems[0].what


@pytest.mark.parametrize("place", ["properties", "geometry", "feature"])
def test_a_name_that_is_written_twice_is_found_beside_an_outline_met_before(geojson, place):
    plain = json.dumps(feature(SQUARE, a=1))
    twice = {
        "properties": plain.replace('"a": 1', '"a": 1, "a": 2'),
        "geometry": plain.replace('"coordinates"', '"type": "Polygon", "coordinates"'),
        "feature": plain.replace('"properties"', '"geometry": null, "properties"', 1),
    }[place]
    found, problems = geojson('{"type": "FeatureCollection", "features": [%s, %s, %s]}' % (plain, twice, plain))  # noqa: UP031 - braces
    assert [feature.number for feature in found.features] == [1, 3]
    assert found.refused == {"member written twice": 1}
    assert "is written twice" in problems[0].what


def test_rows_of_geoparquet_with_one_outline_share_it(tmp_path):
    shapes = [shapely.from_geojson(json.dumps(shape)) for shape in (SQUARE, OTHER, SQUARE, CROSSED, CROSSED)]
    table = pa.table({"day": ["1", "1", "2", "3", "4"], "geometry": [*map(shapely.to_wkb, shapes)]})
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
    }
    path = tmp_path / "map.parquet"
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path)
    found, problems = read_features(path, name=path.name)
    one, other, again = found.features
    assert (one.geometry is again.geometry, one.geometry is other.geometry) == (True, False)
    assert [feature.properties["day"] for feature in found.features] == ["1", "1", "2"]
    assert [problem.row for problem in problems] == [4, 5]
