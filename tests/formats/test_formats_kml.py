"""KML and KMZ: folders, times as written, and links that are told and never followed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import shapely

from firmground.errors import Effect
from firmground.formats import files
from firmground.formats.maps import read_features

SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpora"
RING = "36,33,0 37,33,0 37,34,0 36,34,0 36,33,0"


def corpus(pattern):
    found = sorted(SHARED.glob(pattern))
    return found or [pytest.param(None, marks=pytest.mark.skip("the corpora do not travel with the project"))]


def name_of(path):
    return path.name if path else "absent"


def read(path, *repair):
    return read_features(path, name=path.name, repair=frozenset(repair))


@pytest.fixture
def kml_of(tmp_path):
    def make(body, *repair, namespace="http://www.opengis.net/kml/2.2", name="map.kml"):
        about = f' xmlns="{namespace}" xmlns:gx="http://www.google.com/kml/ext/2.2"' if namespace else ""
        path = tmp_path / name
        path.write_text(f"<kml{about}><Document>{body}</Document></kml>", encoding="utf-8")
        return read(path, *repair)

    return make


def area(ring=RING, *holes, more=""):
    inner = "".join(
        f"<innerBoundaryIs><LinearRing><coordinates>{hole}</coordinates></LinearRing></innerBoundaryIs>"
        for hole in holes
    )
    outer = f"<outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs>"
    return f"<Placemark>{more}<Polygon>{outer}{inner}</Polygon></Placemark>"


# (features kept, features met) of the files in which not all is well.
FAULTY = {"addresses.kml": (0, 15), "bad.kml": (0, 3), "selfclosing.kml": (0, 1), "timespan.kml": (0, 1)}


@pytest.mark.parametrize("path", corpus("togeojson-fixtures/test/data/*.kml"), ids=name_of)
def test_each_kml_fixture_is_read_or_its_placemarks_are_refused_one_by_one(path):
    features, problems = read(path)
    assert features.read == len(features.features) + sum(features.refused.values())
    assert sum(features.refused.values()) == sum(problem.effect is Effect.REFUSED for problem in problems)
    if path.name in FAULTY:
        assert (len(features.features), features.read) == FAULTY[path.name]
    else:
        assert features.refused == {}


@pytest.mark.parametrize(
    "path",
    [*corpus("togeojson-fixtures/test/data/*.gpx"), *corpus("togeojson-fixtures/test/data/*.tcx")],
    ids=name_of,
)
def test_tracks_are_told_to_be_no_maps(path):
    features, problems = read(path)
    assert (features.read, len(problems)) == (0, 1)
    assert "not areas" in problems[0].what


def test_a_track_under_the_name_of_a_map_is_told_to_be_one(tmp_path):
    (tmp_path / "a.kml").write_text('<gpx xmlns="http://www.topografix.com/GPX/1/1"/>')
    assert "GPX track" in read(tmp_path / "a.kml")[1][0].what


ATTACKS = {"cyclic", "dtd", "dtd_element", "external", "external_file", "quadratic", "xmlbomb", "xmlbomb2"}


@pytest.mark.parametrize("path", corpus("xml-attacks/xmltestdata/*"), ids=name_of)
def test_each_attack_by_xml_is_one_problem(path, tmp_path):
    copy = tmp_path / "attack.kml"
    copy.write_bytes(path.read_bytes())
    features, problems = read(copy)
    assert (features.read, len(problems)) == (0, 1)
    assert ("document type" if path.stem in ATTACKS else "not KML") in problems[0].what


def test_an_entity_that_names_a_file_does_not_open_it(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    attack = tmp_path / "a.kml"
    attack.write_text(
        f'<!DOCTYPE kml [<!ENTITY x SYSTEM "{secret.as_uri()}">]><kml><Placemark><name>&x;</name></Placemark></kml>'
    )
    features, problems = read(attack)
    assert (features.features, len(problems)) == ([], 1)
    assert "secret" not in str(problems[0])


@pytest.mark.parametrize(
    "namespace",
    ["", "http://earth.google.com/kml/2.0", "http://earth.google.com/kml/2.1", "http://earth.google.com/kml/2.2",
     "http://www.opengis.net/kml/2.2"],
)  # fmt: skip
def test_every_namespace_of_kml_is_read_and_none(kml_of, namespace):
    features, problems = kml_of(area(), namespace=namespace)
    assert features.features[0].geometry.equals(shapely.box(36, 33, 37, 34))
    assert problems == []


def test_another_root_or_namespace_is_not_kml(kml_of):
    assert "not KML" in kml_of(area(), namespace="http://example.org/other")[1][0].what


def test_folders_as_my_maps_writes_them_are_kept_outermost_first(kml_of):
    inner = f"<Folder><name>Islamic State</name>{area(more='<name>Palmyra</name>')}</Folder>"
    features, _ = kml_of(f"<Folder><name>October</name>{inner}</Folder>{area()}")
    assert [feature.folders for feature in features.features] == [("October", "Islamic State"), ()]
    assert [feature.number for feature in features.features] == [1, 2]
    assert features.features[0].properties == {"name": "Palmyra"}


def test_extended_data_of_both_kinds_become_properties(kml_of):
    more = (
        "<description><![CDATA[ <b>x</b> ]]></description><ExtendedData>"
        '<Data name="holder"><value> russia </value></Data>'
        '<SchemaData schemaUrl="#s"><SimpleData name="status">held</SimpleData></SchemaData></ExtendedData>'
    )
    features, _ = kml_of(area(more=more))
    assert features.features[0].properties == {
        "description": "<b>x</b>",
        "holder": "russia",
        "status": "held",
    }


@pytest.mark.parametrize(
    ("time", "properties"),
    [
        ("<TimeSpan><begin>2015</begin><end>2015-10</end></TimeSpan>", {"from": "2015", "until": "2015-10"}),
        ("<TimeSpan><begin>2015-10-03</begin></TimeSpan>", {"from": "2015-10-03"}),
        ("<TimeSpan><begin/><end>2015-10-03T10:00:00Z</end></TimeSpan>", {"until": "2015-10-03T10:00:00Z"}),
        ("<TimeStamp><when>2015-10</when></TimeStamp>", {"from": "2015-10", "until": "2015-10"}),
        ("", {}),
    ],
)
def test_times_keep_the_precision_in_which_they_are_written(kml_of, time, properties):
    features, problems = kml_of(area(more=time))
    assert (features.features[0].properties, problems) == (properties, [])


def test_a_time_that_contradicts_the_extended_data_is_told(kml_of):
    more = '<TimeSpan><begin>2015</begin></TimeSpan><ExtendedData><Data name="from"><value>2016</value></Data></ExtendedData>'
    features, problems = kml_of(area(more=more))
    assert features.features[0].properties["from"] == "2016"
    assert [(problem.row, problem.effect) for problem in problems] == [(1, Effect.NOTED)]


def test_a_time_on_a_folder_is_told_to_be_left_out(kml_of):
    _, problems = kml_of(f"<Folder><TimeStamp><when>2015</when></TimeStamp>{area()}</Folder>")
    assert "carry a time of their own" in problems[0].what


def test_polygons_nested_in_multigeometries_with_holes_become_one_geometry(kml_of):
    hole = "36.4,33.4 36.4,33.6 36.6,33.6 36.6,33.4 36.4,33.4"
    inside = area(RING, hole).removeprefix("<Placemark>").removesuffix("</Placemark>")
    away = inside.replace("36", "46").replace("37", "47")
    features, problems = kml_of(
        f"<Placemark><MultiGeometry>{inside}<MultiGeometry>{away}</MultiGeometry></MultiGeometry></Placemark>"
    )
    assert features.features[0].geometry.geom_type == "MultiPolygon"
    assert features.features[0].geometry.area == pytest.approx(2 * 0.96)
    assert problems == []


@pytest.mark.parametrize(
    ("ring", "told"),
    [
        ("36,33 37,33 37,34 36,34", "not closed"),
        ("36,33 37,33 36,33", "3 positions"),
        ("36, 33 37, 33 37, 34 36, 33", "'36,' is not longitude,latitude"),
        ("36,33 37,33 nan,34 36,33", "'nan,34'"),
        ("", "no coordinates"),
        ("36,33 37,34 37,33 36,34 36,33", "crosses itself"),
    ],
)
def test_a_ring_that_encloses_nothing_is_refused_with_its_reason(kml_of, ring, told):
    features, problems = kml_of(area(ring) + area())
    assert [feature.number for feature in features.features] == [2]
    assert (problems[0].row, told in problems[0].what) == (1, True)


def test_an_open_ring_is_closed_only_when_asked_for(kml_of):
    features, problems = kml_of(area("36,33 37,33 37,34 36,34"), "close-rings")
    assert features.features[0].geometry.equals(shapely.box(36, 33, 37, 34))
    assert [(problem.row, problem.effect) for problem in problems] == [(1, Effect.NOTED)]


def test_links_overlays_and_tracks_are_told_and_not_used(kml_of):
    _, problems = kml_of(
        "<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>"
        "<GroundOverlay><Icon><href>http://127.0.0.1:9/x.png</href></Icon></GroundOverlay>"
        "<Placemark><styleUrl>http://127.0.0.1:9/s.kml#a</styleUrl><gx:Track/></Placemark>"
    )
    told = " ".join(problem.what for problem in problems)
    assert {problem.effect for problem in problems} == {Effect.NOTED}
    assert all(words in told for words in ("network links", "ground overlays", "tracks", "3 links"))


def test_folders_nested_without_end_are_one_problem(kml_of):
    _, problems = kml_of("<Folder>" * 50_000 + "</Folder>" * 50_000)
    assert "nests folders" in problems[0].what


def test_kml_that_is_cut_off_is_one_problem(tmp_path):
    (tmp_path / "a.kml").write_text("<kml><Document><Placemark>")
    assert "not well-formed" in read(tmp_path / "a.kml")[1][0].what


def pack(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


def test_a_kmz_gives_its_document_whatever_else_lies_in_it(tmp_path):
    kml = f"<kml><Document>{area()}</Document></kml>"
    path = pack(tmp_path / "a.kmz", **{"other.kml": "<kml/>", "..__..__evil.txt": "x", "doc.kml": kml})
    features, problems = read(path)
    assert len(features.features) == 1
    assert [problem.effect for problem in problems] == [Effect.NOTED]
    assert not (tmp_path.parent / "evil.txt").exists()


def test_a_kmz_without_kml_and_a_kmz_that_is_no_archive_are_one_problem(tmp_path):
    assert "without a .kml" in read(pack(tmp_path / "a.kmz", readme="x"))[1][0].what
    (tmp_path / "b.kmz").write_text("<kml/>")
    assert "not a whole zip" in read(tmp_path / "b.kmz")[1][0].what


def test_a_kmz_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "RATIO_MATTERS_FROM", 2**20)
    path = pack(tmp_path / "a.kmz", **{"doc.kml": b" " * 2**22})
    assert "times its size" in read(path)[1][0].what


def test_a_kmz_of_too_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_ENTRIES", 3)
    path = pack(tmp_path / "a.kmz", **{f"{number}.kml": "<kml/>" for number in range(4)})
    assert "more than 3 files" in read(path)[1][0].what
