"""GeoJSON: every wrong thing is refused by name, nothing is repaired unasked, and nothing else is ever opened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from firmground.errors import Effect
from firmground.formats.maps import read_features

SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpora"


def corpus(pattern):
    """The files of a corpus as parameters; one that skips, where the corpora are absent."""
    found = sorted(SHARED.glob(pattern))
    return found or [pytest.param(None, marks=pytest.mark.skip("the corpora do not travel with the project"))]


def name_of(path):
    return path.stem if path else "absent"


def read(path, *repair):
    return read_features(path, name=path.name, repair=frozenset(repair))


@pytest.fixture
def map_of(tmp_path):
    def make(content, *repair, name="map.geojson"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return read(path, *repair)

    return make


def feature(geometry, properties=None):
    return {"type": "Feature", "properties": properties or {}, "geometry": geometry}


def collection(*geometries):
    return {"type": "FeatureCollection", "features": [feature(geometry) for geometry in geometries]}


def polygon(*rings):
    return {"type": "Polygon", "coordinates": [list(map(list, ring)) for ring in rings]}


SQUARE = [(36, 33), (37, 33), (37, 34), (36, 34), (36, 33)]
BOW_TIE = [(36, 33), (37, 34), (37, 33), (36, 34), (36, 33)]


# What each faulty file of the corpus must be told to be: (features kept, effect, words of the problem).
INVALID = {
    "invalid_exterior_not_ccw": (1, "noted", "the other way than"),
    "invalid_incorrect_geometry_data_type": (
        0,
        "refused",
        "coordinates of a LineString must be a list of positions",
    ),
    "invalid_interior_not_cw": (1, "noted", "the other way than"),
    "invalid_less_three_unique_nodes": (0, "refused", "has 3 positions"),
    "invalid_unclosed": (0, "refused", "is not closed"),
    "invalid_feature_geometry_is_string": (0, "refused", "not an object"),
    "invalid_feature_id_type": (1, "noted", "its id is {}"),
    "invalid_feature_no_properties": (1, "noted", 'no member "properties"'),
    "invalid_feature_properties_is_array": (0, "refused", "its properties are []"),
    "invalid_feature_properties_is_int": (0, "refused", "its properties are 2"),
    "invalid_feature_wrong_geometry_key": (0, "refused", 'no member "geometry"'),
    "invalid_featurecollection_feature_nullfeature": (0, "refused", "not a GeoJSON Feature"),
    "invalid_featurecollection_features_is_object": (0, "refused", '"features" is not a list'),
    "invalid_featurecollection_no_features_member": (0, "refused", 'no member "features"'),
    "invalid_featurecollection_nulltype": (0, "refused", "its type is null"),
    "invalid_featurecollection_type_lowercase": (0, "refused", 'its type is "featurecollection"'),
    "invalid_featurecollection_unknown_type": (0, "refused", 'its type is "notafc"'),
    "invalid_geometry_bbox_not4or6": (1, "noted", "not four or six numbers"),
    "invalid_geometry_bbox_not_list": (1, "noted", "not four or six numbers"),
    "invalid_geometry_bbox_not_numbers": (1, "noted", "not four or six numbers"),
    "invalid_geometry_coordinates_1d": (0, "refused", "expected list, got number at geometry.coordinates[0]"),
    "invalid_geometry_coordinates_empty_position": (
        0,
        "refused",
        "needs two numbers at geometry.coordinates[0][2]",
    ),
    "invalid_geometry_coordinates_missing": (0, "refused", 'no member "coordinates"'),
    "invalid_geometry_coordinates_string": (0, "refused", "expected number, got text"),
    "invalid_geometry_depth_deep_point": (0, "refused", "must be one position"),
    "invalid_geometry_depth_deep_polygon": (0, "refused", "must be a list of rings"),
    "invalid_geometry_depth_shallow_linestring": (0, "refused", "must be a list of positions"),
    "invalid_geometry_depth_shallow_multipolygon": (0, "refused", "must be a list of polygons"),
    "invalid_geometry_depth_shallow_polygon": (0, "refused", "must be a list of rings"),
    "invalid_geometry_geometrycollection_null_geometry": (0, "refused", "geometry.geometries[0] is null"),
    "invalid_geometry_mislabeled_point": (0, "refused", "must be a list of polygons"),
    "invalid_geometry_missing_type": (0, "refused", 'no member "type"'),
    "invalid_geometry_wrong_geometry_type": (0, "refused", "SomeThingElse"),
    "problematic_crosses_antimeridian": (0, "refused", "spans more than half the world"),
    "problematic_crs_defined": (0, "refused", "wrong CRS: urn:ogc:def:crs:EPSG::32632"),
    "problematic_inner_and_exterior_ring_intersect": (0, "refused", "crosses itself at"),
    "problematic_outside_lat_lon_boundaries": (0, "refused", "not on Earth"),
    "problematic_self_intersection_large": (0, "refused", "crosses itself at"),
    "problematic_self_intersection_small": (0, "refused", "crosses itself at"),
    "problematic_zero_length_linestring": (0, "refused", "too few different positions"),
}


@pytest.mark.parametrize("path", corpus("geojson-invalid-geometry/examples/*/*.geojson"), ids=name_of)
def test_each_file_of_geojson_invalid_geometry_is_read_or_told_what_is_wrong(path):
    features, problems = read(path)
    told = [(str(problem.effect), problem.what) for problem in problems]
    if path.stem in INVALID:
        kept, effect, words = INVALID[path.stem]
        assert len(features.features) == kept
        assert any(effect == met and words in what for met, what in told), told
    else:
        assert features.refused == {}
        assert all(effect == "noted" for effect, _ in told)
        assert len(features.features) == features.read


@pytest.mark.parametrize(
    "path",
    corpus("geojson-fixtures/data/*/*.geojson"),
    ids=lambda path: path and f"{path.parent.name}-{path.stem}",
)
def test_each_type_of_geojson_is_read_without_heights(path):
    features, _ = read(path)
    assert features.refused == {}
    assert features.read == len(features.features) > 0
    assert not any(shapely.has_z(feature.geometry) for feature in features.features)


@pytest.mark.parametrize("path", corpus("JSONTestSuite/test_parsing/*.json"), ids=name_of)
def test_json_that_is_no_map_is_one_problem_and_never_a_crash(path):
    features, problems = read(path)
    assert features.features == []
    assert [problem.effect for problem in problems if problem.effect is not Effect.NOTED] == [Effect.REFUSED]


def test_the_oblasts_of_ukraine_are_read_with_their_names(shared):
    features, problems = read(shared("data/ukraine_boundaries_geoboundaries/geoBoundaries-UKR-ADM1.geojson.gz"))
    assert (len(features.features), problems) == (27, [])
    assert {"UA-65"} < {feature.properties["shapeISO"] for feature in features.features}


def test_properties_become_text_and_the_id_of_a_feature_is_one_of_them(map_of):
    given = {"a": None, "b": True, "c": 3.0, "d": [1, {"e": "ж"}], "f": "x"}
    features, _ = map_of(feature(None, given) | {"id": 7})
    assert features.features[0].properties == {
        "a": "", "b": "true", "c": "3", "d": '[1,{"e":"ж"}]', "f": "x", "id": "7",
    }  # fmt: skip


def test_a_feature_without_a_geometry_or_with_an_empty_one_is_kept_with_none(map_of):
    features, problems = map_of(collection(None, polygon(), polygon(SQUARE)))
    assert [feature.geometry is None for feature in features.features] == [True, True, False]
    assert (features.refused, problems) == ({}, [])


def test_an_open_ring_is_refused_unless_its_closing_is_asked_for_and_then_it_is_told(map_of):
    content = collection(polygon(SQUARE), polygon(SQUARE[:-1]))
    features, problems = map_of(content)
    assert (features.refused, problems[0].row) == ({"open ring": 1}, 2)
    features, problems = map_of(content, "close-rings")
    assert features.features[1].geometry.equals(shapely.box(36, 33, 37, 34))
    assert [(problem.row, problem.effect) for problem in problems] == [(2, Effect.NOTED)]


def test_a_bow_tie_is_refused_with_the_place_where_it_crosses_unless_make_valid_is_asked_for(map_of):
    features, problems = map_of(collection(polygon(BOW_TIE)))
    assert (features.features, features.refused) == ([], {"invalid outline": 1})
    assert "crosses itself at 36.5, 33.5" in problems[0].what
    features, problems = map_of(collection(polygon(BOW_TIE)), "make-valid")
    assert features.features[0].geometry.area == pytest.approx(0.5)
    assert [(problem.row, problem.effect) for problem in problems if problem.row] == [(1, Effect.NOTED)]


def test_ground_that_two_parts_both_cover_is_still_covered_when_made_valid(map_of):
    shifted = [[x + 0.5, y] for x, y in SQUARE]
    overlapping = {"type": "MultiPolygon", "coordinates": [[SQUARE], [shifted]]}
    features, _ = map_of(collection(overlapping), "make-valid")
    assert features.features[0].geometry.equals(shapely.box(36, 33, 37.5, 34))


def test_a_hole_outside_its_outline_never_becomes_land(map_of):
    outside = [[x + 5, y] for x, y in reversed(SQUARE)]
    assert map_of(collection(polygon(SQUARE, outside)))[0].refused == {"invalid outline": 1}
    features, _ = map_of(collection(polygon(SQUARE, outside)), "make-valid")
    assert features.features[0].geometry.equals(shapely.box(36, 33, 37, 34))


def test_latitude_before_longitude_is_suspected_only_where_a_swap_would_help(map_of):
    swapped = [(lat, lon + 60) for lon, lat in SQUARE]
    features, problems = map_of(collection(polygon(swapped)))
    assert features.refused == {"axes swapped": 1}
    assert 'repair = ["swap-axes"]' in problems[0].hint
    features, problems = map_of(collection(polygon(swapped)), "swap-axes")
    assert features.features[0].geometry.bounds == (96, 33, 97, 34)
    assert [problem.effect for problem in problems] == [Effect.NOTED]


@pytest.mark.parametrize(
    ("ring", "reason"),
    [
        ([(180, 0), (180, 1), (179, 1), (180, 0)], None),
        ([(180.1, 0), (180.1, 1), (179, 1), (180.1, 0)], "out of range"),
        ([(0, 90), (1, 90), (1, 89), (0, 90)], None),
        ([(120, 90.1), (121, 90), (120, 89), (120, 90.1)], "out of range"),
        ([(500000, 4000000), (500001, 4000000), (500000, 4000001), (500000, 4000000)], "not in degrees"),
        ([(-90, 0), (90, 0), (0, 80), (-90, 0)], None),
        ([(-91, 0), (90, 0), (0, 80), (-91, 0)], "crosses the antimeridian"),
        ([(-180, -90), (180, -90), (180, 90), (-180, 90), (-180, -90)], None),
    ],
)
def test_positions_are_held_to_the_range_of_the_earth(map_of, ring, reason):
    features, _ = map_of(collection(polygon(ring)))
    assert features.refused == ({reason: 1} if reason else {})


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"1e999", b'"36.2"', b"true", b"null"])
def test_what_is_no_finite_number_is_no_coordinate(map_of, number):
    features, problems = map_of(b'{"type":"Point","coordinates":[%b,33]}' % number)
    assert features.features == []
    assert Effect.REFUSED in {problem.effect for problem in problems}


EMPTY = b'{"type":"Feature","geometry":null,"properties":{}}'
TWICE = b'{"type":"Feature","geometry":null,"properties":{"holder":"a","h\\u006flder":"b"}}'


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (b'{"type":"FeatureCollection","type":"Feature","features":[]}', None),
        (b'{"type":"FeatureCollection","features":[],"crs":{"a":1,"a":2}}', None),
        (b'{"type":"FeatureCollection","features":[' + EMPTY + b"," + TWICE + b"]}", 2),
    ],
)
def test_a_member_written_twice_is_refused_for_nobody_knows_which_counts(map_of, content, row):
    _, problems = map_of(content)
    refused = [problem for problem in problems if problem.effect is Effect.REFUSED]
    assert refused
    assert all(problem.row == row for problem in refused)


def test_the_same_name_in_two_objects_or_inside_a_text_is_no_repetition(map_of):
    features, problems = map_of(
        {
            "type": "FeatureCollection",
            "features": [feature(None, {"a": '"a": 1, "a": {', "b": {"a": 1}}), feature(None, {"a": 2})],
        }
    )
    assert (len(features.features), problems) == (2, [])


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"])
def test_a_crs_member_that_says_wgs84_changes_nothing(map_of, name):
    content = collection(polygon(SQUARE)) | {"crs": {"type": "name", "properties": {"name": name}}}
    assert map_of(content)[1] == []


@pytest.mark.parametrize(
    "crs",
    [None, "EPSG:4326", {"type": "name", "properties": {"name": "EPSG:3857"}}, {"type": "name"},
     {"type": "link", "properties": {"href": "http://example.org/crs", "type": "proj4"}}],
)  # fmt: skip
def test_any_other_crs_member_refuses_what_it_stands_in(map_of, crs):
    features, problems = map_of(collection(polygon(SQUARE)) | {"crs": crs})
    assert (features.features, "CRS" in problems[0].what, "EPSG:4326" in problems[0].hint) == ([], True, True)
    content = collection(polygon(SQUARE), polygon(SQUARE))
    content["features"][0]["crs"] = crs
    features, _ = map_of(content)
    assert ([feature.number for feature in features.features], features.refused) == ([2], {"wrong CRS": 1})


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>", "XML, not JSON"),
        (b"<OGRWFSDataSource><URL>http://127.0.0.1/</URL></OGRWFSDataSource>", "XML, not JSON"),
        (b"SELECT * FROM places", "not JSON"),
        (b'{"type":"FeatureCollection","features":[]} trailing', "trailing characters on line 1"),
        (b'{"type":"FeatureCollection",\n"features":[}', "on line 2"),
        ('{"type":"FeatureCollection","features":[]}'.encode("utf-16"), "UTF-16"),
        (b'{"type":"FeatureCollection",\n"features":[],"x":"\xe4"}', "line 2 holds bytes that are not UTF-8"),
        (b'{"a":' * 100_000, "nested too deep"),
        (b"[" * 100_000, "not GeoJSON"),
    ],
)
def test_what_is_no_geojson_is_one_problem_that_says_so(map_of, content, told):
    features, problems = map_of(content)
    assert (features.read, len(problems)) == (0, 1)
    assert told in problems[0].what


def test_a_byte_order_mark_is_told_and_read_over(map_of):
    features, problems = map_of(b"\xef\xbb\xbf" + json.dumps(collection(polygon(SQUARE))).encode())
    assert (len(features.features), [problem.effect for problem in problems]) == (1, [Effect.NOTED])


def test_collections_nested_without_end_refuse_only_their_feature(map_of):
    deep = {"type": "Point", "coordinates": [36, 33]}
    for _ in range(40):
        deep = {"type": "GeometryCollection", "geometries": [deep]}
    features, _ = map_of(collection(deep, polygon(SQUARE)))
    assert ([feature.number for feature in features.features], features.refused) == (
        [2],
        {"nested too deep": 1},
    )


def test_an_unknown_repair_is_told_with_the_known_ones(map_of):
    _, problems = map_of(collection(), "buffer-0")
    assert "make-valid" in problems[0].hint


@pytest.mark.parametrize("name", ["map.gpx", "map.tcx", "map.vrt", "map.png", "map", "map.xyz"])
def test_a_file_of_another_kind_is_no_map(map_of, name):
    features, problems = map_of(b"anything", name=name)
    assert (features.read, len(problems)) == (0, 1)


def test_what_cannot_be_opened_is_a_problem_and_no_exception(tmp_path):
    assert "no such file" in read(tmp_path / "missing.geojson")[1][0].what
    (tmp_path / "folder.geojson").mkdir()
    assert "folder" in read(tmp_path / "folder.geojson")[1][0].what
