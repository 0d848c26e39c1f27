"""Tables, features and TOML as text: what comes back is exactly what went in, or it is not written at all."""

from __future__ import annotations

import json
import tomllib

import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from firmground.errors import BadRequestError
from firmground.exchange.plain.features import feature_columns, read_feature_columns, write_features
from firmground.exchange.plain.paths import PlainPaths
from firmground.exchange.plain.shapes import write_shape
from firmground.exchange.plain.table_text import plain_headers, read_csv_columns, write_csv
from firmground.exchange.plain.toml_text import plain_value, write_toml
from firmground.formats import tables_csv
from firmground.formats.feature import Feature
from firmground.formats.maps import read_features
from firmground.formats.tables import read_table

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12) | st.sampled_from(
    ['"', "a,b", "a;b", "a\nb", "\r\n", "\r", " x ", "\t", "sep=;", "\ufeffx", "\ufffd", "=1+1", "'", "%PDF", "PAR1", "NULL", "nan"]
)  # fmt: skip


def csv_round_trip(folder, columns):
    path = folder / "t.csv"
    write_csv(path, columns, "t.csv")
    return {name: list(column) for name, column in read_csv_columns(path, "t.csv").items()}


@given(data=st.data(), large=st.booleans())
def test_any_text_comes_back_from_a_table(data, large, tmp_path_factory):
    headers = plain_headers(data.draw(st.lists(TEXTS, min_size=1, max_size=4)))
    rows = data.draw(st.lists(st.tuples(*[TEXTS] * len(headers)), max_size=5))
    rows = [row for row in rows if any(cell and not cell.isspace() for cell in row)]
    columns = {name: [row[place] or None for row in rows] for place, name in enumerate(headers)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables_csv, "LARGE", 0 if large else 1 << 20)
        assert csv_round_trip(tmp_path_factory.mktemp("t"), columns) == columns


@pytest.mark.parametrize(
    "headers",
    [("sep=;",), ("Sep=|", "b"), ("a;b", "c;d"), ("\ufeffid", "x"), ("%PDF",), ("PAR1", "x"), ("<html>",), ('"',), ("a|b\tc",),
     ("a\nb", "c,d"), ("a", "A", "a (2)")],
)  # fmt: skip
def test_headers_that_look_like_something_else_come_back(headers, tmp_path):
    columns = {name: ["1;2;3", "4|5"] for name in headers}
    assert csv_round_trip(tmp_path, columns) == columns
    assert list(read_table(tmp_path / "t.csv", name="t.csv")[0].names) == list(headers)


def test_naughty_strings_come_back(shared, tmp_path):
    texts = json.loads(shared("corpora/naughty-strings/blns.json").read_text())
    texts = [text for text in texts if text.strip() and "\0" not in text]
    assert len(texts) > 400
    columns = {"one": texts, "two": texts[::-1]}
    assert csv_round_trip(tmp_path, columns) == columns
    assert csv_round_trip(tmp_path, {"one": texts}) == {"one": texts}
    named = {name: ["x"] for name in plain_headers(texts)}
    assert csv_round_trip(tmp_path, named) == named
    values = {text: [text, {text: text}] for text in texts}
    assert plain_value(tomllib.loads(write_toml({"x": values}, "x.toml"))) == {"x": values}


def test_a_published_spectrum_of_csv_is_written_as_it_is_read(shared, tmp_path):
    for path in sorted(shared("corpora/csv-spectrum/csvs").glob("*.csv")):
        table, _ = read_table(path, name=path.name)
        columns = {name: [cell or None for cell in column] for name, column in table.columns.items()}
        assert csv_round_trip(tmp_path, columns) == columns, path.name


@pytest.mark.parametrize(
    ("columns", "what"),
    [
        ({"a": ["x", None]}, "nothing is left of row 3"),
        ({"a": [" "], "b": [None]}, "nothing is left of row 2"),
        ({"a": ["x\0"]}, "NUL byte"),
        ({"a": ["\ud800"]}, "half a character"),
        ({" a": ["x"]}, "no names that a table can have"),
        ({"": ["x"]}, "no names that a table can have"),
        ({}, "no names that a table can have"),
    ],
)
def test_what_no_table_can_give_back_is_not_written(columns, what, tmp_path):
    with pytest.raises(BadRequestError, match=what):
        write_csv(tmp_path / "t.csv", columns, "t.csv")


@given(
    positions=st.lists(st.tuples(st.floats(-179, 179), st.floats(-89, 89)), min_size=1, max_size=4),
    properties=st.dictionaries(TEXTS, TEXTS.filter(bool), max_size=4),
)
@example(positions=[(0.1 + 0.2, 1e-300)], properties={"geometry": "a", "geometry (property)": "b", "": "c"})
def test_any_feature_comes_back_from_a_map(positions, properties, tmp_path_factory):
    path = tmp_path_factory.mktemp("m") / "m.geojson"
    shapes = [shapely.Point(*positions[0]), shapely.MultiPoint(positions), None]
    columns = feature_columns([Feature(place, shape, properties) for place, shape in enumerate(shapes, start=1)])
    write_features(path, columns)
    assert read_feature_columns(path, "m") == columns
    found, problems = read_features(path, name="m")
    assert problems == []
    assert [feature.geometry for feature in found.features] == shapes
    assert all(feature.properties == properties for feature in found.features)


@pytest.mark.parametrize(
    "wkt",
    ["POINT (1 2)", "LINESTRING (0 0, 1 1)", "POLYGON ((0 0, 3 0, 3 3, 0 0), (1 0.5, 2 0.5, 2 1, 1 0.5))",
     "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))", "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))",
     "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (0 0, 1 1))", "MULTIPOINT (1 2, 3 4)"],
)  # fmt: skip
def test_every_kind_of_geometry_is_written_as_the_standard_says(wkt):
    shape = shapely.from_wkt(wkt)
    text = write_shape(shape)
    assert shapely.from_geojson(text) == shape
    assert " " not in text


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{},"id":1}]}', "id"),
        ('{"type":"FeatureCollection","features":[],"crs":null}', "crs"),
        ('{"type":"Feature","features":[]}', "type 'Feature'"),
        ('{"type":"FeatureCollection","features":[],"features":[]}', "written twice"),
        ('{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"a":"1","a":"2"}}]}', "twice"),
        ('{"type"', "truncated"),
        ("[1]", "Expected `object`"),
        ("", "empty"),
    ],
)  # fmt: skip
def test_a_map_that_is_written_otherwise_is_refused(content, what, tmp_path):
    (tmp_path / "m.geojson").write_text(content)
    with pytest.raises(BadRequestError, match=what):
        read_feature_columns(tmp_path / "m.geojson", "m.geojson")


JSON = st.recursive(
    TEXTS | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXTS, JSON, max_size=4), st.lists(st.dictionaries(TEXTS, JSON, max_size=3), max_size=3))
def test_any_values_come_back_from_toml(values, entries):
    whole = {**values, "entries": entries}
    assert plain_value(tomllib.loads(write_toml(whole, "x.toml"))) == whole


def test_values_that_json_lacks_become_texts():
    text = "a = 2015-10-21\nb = 2015-10-21T10:00:00Z\nc = inf\nd = 12345678901234567890\ne = [2015-10-21, 1.5]\nf = 10:00:00"
    assert plain_value(tomllib.loads(text)) == {
        "a": "2015-10-21", "b": "2015-10-21T10:00:00+00:00", "c": "inf", "d": "12345678901234567890",
        "e": ["2015-10-21", 1.5], "f": "10:00:00",
    }  # fmt: skip


def test_names_of_files_are_such_as_every_system_can_have():
    paths = PlainPaths()
    wished = ["events/a.xlsx", "events/A.csv", "events/con.csv", "a b?.csv", "../x.csv", "releases/r.csv", "map:1/e.csv", "events/.csv",
              "events/\u202eexe.csv", "events/" + "x" * 300 + ".csv", "e\u0301/\u00e9.csv"]  # fmt: skip
    given_out = [paths.file(name, "events", ".csv") for name in wished]
    assert given_out[:8] == [
        "events/a.csv", "events/A-2.csv", "events/con-file.csv", "events/a-b.csv", "events/x.csv", "events/r.csv",
        "events/e.csv", "events/csv.csv",
    ]  # fmt: skip
    assert len({name.lower() for name in given_out}) == len(wished)
    assert all(len(name) < 120 and "\u202e" not in name for name in given_out)


def test_no_file_lies_in_the_folder_of_another_map():
    paths = PlainPaths()
    folder = paths.own_folder("control/daily")
    assert paths.file("control/daily/other.geojson", "control", ".geojson") == "control/other.geojson"
    assert paths.in_folder(folder, "2022-03-01", ".geojson") == "control/daily/2022-03-01.geojson"
