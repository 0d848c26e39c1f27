"""Maps, areas and lists of places in plain form: the same ground, held by the same, on the same days."""

from __future__ import annotations

import gzip
import json

import numpy as np
import openpyxl
import pyogrio
import shapely
from hypothesis import given
from hypothesis import strategies as st

from firmground.exchange.plain import record_tables, write_case
from firmground.exchange.tables import Kind
from firmground.read import read_case

ACTORS = '[[actors]]\nid = "a"\nname = "Army of A"\n[[actors]]\nid = "b"\nname = "B"\n'


def square(west, south, size=1.0):
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def collection(*features):
    """Features given as (properties, coordinates of a polygon)."""
    found = [
        {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": rings}}
        for properties, rings in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": found})


def problems(case):
    return [(problem.file, problem.what) for problem in case.problems]


def names(case):
    return [table.name for table in record_tables(case) if table.kind in {Kind.FACES, Kind.PLACE_LIST, Kind.AREAS}]


def test_a_packed_map_with_its_outline_and_settings(case_folder, rewritten):
    content = collection(
        ({"Who": "A", "geometry": "x", "n": 3, "s": {"k": [1]}, "gone": None}, square(36, 34)),
        ({"Who": "B", "since": "2015-10-01"}, square(37.1, 34)),
    )
    text = (
        '[[maps]]\nid = "m"\nfile = "control/m.geojson.gz"\nwithin = "out.json"\nelsewhere = "b"\non = "2015-10-01"\n'
        'max_gap_days = 7\n[maps.columns]\nholder = "Who"\nfrom = "since"\nuntil = "gone"\n[maps.holders]\nA = "a"\nB = "b"\n'
    )
    outline = collection(({}, square(35, 33, 4)))
    files = {
        "control/m.geojson.gz": gzip.compress(content.encode()),
        "out.json": outline,
        "actors.toml": ACTORS,
    }
    case, plain = rewritten(case_folder(text, **files))
    assert len(case.maps["m"].faces) == 2
    assert names(case) == ["control/m.geojson", "control/out.geojson"]
    assert plain.problems == case.problems == ()


def test_files_of_many_days_stay_files_of_many_days(case_folder, rewritten):
    files = {
        f"control/{name}": collection(({"holder": "a"}, square(36, 34)))
        for name in ("map.2022-03-01.v2.geojson", "01Apr2022 (final).geojson", "2022-05-01.geojson")
    }
    files["control/2022-06-01.geojson"] = collection()
    files["control/other.csv"] = "place,holder,date\nx,a,2022-01-01\n"
    text = '[[maps]]\nid = "m"\nfile = "control/*.geojson"\n[[maps]]\nid = "l"\nfile = "control/other.csv"\n'
    case, _ = rewritten(case_folder(text, **files, **{"actors.toml": ACTORS}))
    assert len(case.maps["m"].snapshot_days) == 4
    assert set(names(case)) == {
        "control/m/01Apr2022-final.geojson", "control/m/2022-05-01.geojson", "control/m/2022-06-01.geojson",
        "control/m/map.2022-03-01.v2.geojson", "control/other.csv",
    }  # fmt: skip


def test_a_day_whose_file_could_not_be_read_is_not_a_day_without_a_map(case_folder, rewritten):
    """Written as an empty file it would say that nothing was held by anybody."""
    files = {
        "control/2022-03-01.geojson": collection(({"holder": "a"}, square(36, 34))),
        "control/2022-03-02.geojson": "{",
    }
    case, plain = rewritten(case_folder('[[maps]]\nid = "m"\nfile = "control"\n', **files, **{"actors.toml": ACTORS}))
    assert len(case.maps["m"].snapshot_days) == len(plain.maps["m"].snapshot_days) == 1


def test_the_rest_of_a_map_that_lost_ground_is_nobodys_for_sure(case_folder, rewritten):
    content = json.loads(collection(({"holder": "a"}, square(36, 34)), ({"holder": "a"}, square(37.5, 34))))
    content["features"][1]["geometry"]["coordinates"][0].pop()
    text = '[[maps]]\nid = "m"\nfile = "m.geojson"\non = "2015-10-01"\nelsewhere = "b"\nwithin = "out.geojson"\n'
    files = {
        "m.geojson": json.dumps(content),
        "out.geojson": collection(({}, square(35, 33, 4))),
        "actors.toml": ACTORS,
    }
    case, _ = rewritten(case_folder(text, **files))
    entry = next(table for table in record_tables(case) if table.name == "case.toml/maps").record(0)
    assert "elsewhere" not in entry
    assert [table.refused for table in record_tables(case) if table.kind is Kind.FACES] == [1, 0]


def test_repairs_are_done_once(case_folder, rewritten):
    flipped = [[[y, x] for x, y in ring] for ring in square(36, 34)]
    flipped[0].pop()
    text = '[[maps]]\nid = "m"\nfile = "m.geojson"\non = "2015-10-01"\nrepair = ["swap-axes", "close-rings"]\n'
    case, plain = rewritten(
        case_folder(text, **{"m.geojson": collection(({"holder": "a"}, flipped)), "actors.toml": ACTORS})
    )
    assert shapely.box(36, 34, 37, 35).equals(case.maps["m"].faces[0].geometry)
    assert plain.problems == ()


def test_the_folder_of_a_kml_map_is_written_down_as_its_holder(case_folder, rewritten):
    ring = " ".join(f"{x},{y},0" for x, y in square(36, 34)[0])
    polygon = f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    mark = f"<Placemark><name>P</name>{polygon}</Placemark>"
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>Army of A</name><Folder><name>detail</name>{mark}</Folder></Folder></Document></kml>'
    case, _ = rewritten(
        case_folder('[[maps]]\nid = "m"\nfile = "m.kml"\non = "2015-10-01"\n', **{"m.kml": text, "actors.toml": ACTORS})
    )
    assert case.maps["m"].faces[0].holding.holders == ("a",)
    assert next(table for table in record_tables(case) if table.kind is Kind.FACES).record(0)["holder"] == "Army of A"


def test_a_layer_of_a_geopackage(case_folder, rewritten, tmp_path):
    table = {"holder": ["a"], "from": ["2015-10-01"]}
    shapes = shapely.to_wkb([shapely.box(36, 34, 37.1, 35)])
    for layer in ("one", "two"):
        pyogrio.raw.write(
            tmp_path / "m.gpkg", shapes, [*map(np.array, table.values())], list(table),
            layer=layer, driver="GPKG", geometry_type="Polygon", crs="EPSG:4326", append=layer == "two",
        )  # fmt: skip
    content = (tmp_path / "m.gpkg").read_bytes()
    text = '[[maps]]\nid = "m"\nfile = "m.gpkg"\nlayer = "two"\n'
    case, _ = rewritten(case_folder(text, **{"m.gpkg": content, "actors.toml": ACTORS}))
    assert len(case.maps["m"].faces) == 1


def test_a_list_in_a_workbook_with_places_and_areas(case_folder, rewritten, tmp_path):
    book = openpyxl.Workbook()
    for row in (["place", "holder", "present", "from"], [" homs ", "a", "b", "2015-10-01"], ["idlib", "", "", ""]):
        book.active.append(row)
    book.save(tmp_path / "l.xlsx")
    text = (
        '[[maps]]\nid = "l"\nfile = "l.xlsx"\nreach_km = 5\n'
        '[[areas]]\nfile = "adm.json"\nlevel = "1"\nname = "N"\n[[events]]\nid = "e"\nfile = "e.csv"\n'
        '[subsets.homs]\nwhere = { place = ["homs"] }\n[choices]\nmap = ["l"]\nsubset = ["all", "homs"]\n'
    )
    files = {
        "l.xlsx": (tmp_path / "l.xlsx").read_bytes(),
        "adm.json": collection(({"N": "Homs"}, square(36, 34)), ({"N": "Homs"}, square(38, 34))),
        "e.csv": "id,place,level,area\n1,homs,,\n2,,1,Homs\n",
        "places.csv": "id,name,aliases,lon,lat,radius_km,extra\nhoms,Homs,حمص;Хомс,36.70,34.7,3,x\n",
        "incidents.csv": "id,date,place,actors\ni,2015-10-01,homs,a;b\n",
        "releases/b.csv": "by,published,gives\na,2015-10-01,date;place\n",
        "releases/a.csv": "by,published,gives\na,2015-10-02,date\n",
        "actors.toml": ACTORS,
    }
    case, plain = rewritten(case_folder(text, **files))
    assert len(case.releases) == 2
    assert problems(plain) == [(file.replace("l.xlsx", "control/l.csv"), what) for file, what in problems(case)]
    tables = {table.name: table for table in record_tables(case)}
    assert tables["control/l.csv"].record(0)["place"] == " homs "
    assert tables["places.csv"].record(0)["lon"] == "36.70"
    assert tables["areas/adm.geojson"].of == "areas/adm.geojson"


def test_an_entry_keeps_what_nobody_knows_and_the_case_too(case_folder, tmp_path):
    text = 'colour = "red"\n[[maps]]\nid = "m"\nfile = "none.csv"\nshade = "blue"\n[[gazetteers]]\nfile = "g.txt"\n[mine]\nx = 1\n'
    case = read_case(case_folder(text))
    write_case(case, tmp_path / "plain")
    written = (tmp_path / "plain/case.toml").read_text()
    assert 'colour = "red"' in written
    assert 'shade = "blue"' in written
    assert "gazetteers" not in written


def test_real_lists_are_the_same_in_plain_form(shared, case_folder, rewritten):
    content = shared("data/ukraine_control_wikipedia/control_intervals.csv.gz").read_bytes()
    columns = '[maps.columns]\nplace = "name"\nholder = "held_by"\nfrom = "first_seen_utc"\nuntil = "last_seen_utc"\n'
    case, _ = rewritten(case_folder(f'[[maps]]\nid = "w"\nfile = "w.csv.gz"\n{columns}', **{"w.csv.gz": content}))
    assert len(case.maps["w"].faces) > 1000


def test_real_boundaries_are_the_same_in_plain_form(shared, case_folder, rewritten):
    content = shared("data/ukraine_boundaries_geoboundaries/geoBoundaries-UKR-ADM1_simplified.geojson.gz").read_bytes()
    text = '[[areas]]\nfile = "g.geojson.gz"\nlevel = "1"\n'
    case, _ = rewritten(case_folder(text, **{"g.geojson.gz": content}))
    assert len(case.gazetteer.areas) > 10


PROPERTIES = st.dictionaries(
    st.sampled_from(["holder", "status", "from", "until", "present", "geometry", "date", "name", "id"]),
    st.sampled_from(["a", "b", "nobody", "contested", "2015-10-01", "2015-1", "", "B;a", "?", "none"]) | st.none() | st.integers(0, 3),
    max_size=5,
)  # fmt: skip


@given(st.lists(st.tuples(PROPERTIES, st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=4))
def test_any_map_is_understood_the_same(tmp_path_factory, rewrite, features):
    folder = tmp_path_factory.mktemp("map")
    (folder / "case").mkdir()
    (folder / "case/case.toml").write_text('title = "T"\n[[maps]]\nid = "m"\nfile = "m.geojson"\non = "2015-10-05"\n')
    (folder / "case/actors.toml").write_text(ACTORS)
    shapes = [(properties, square(36 + 0.7 * x, 34 + 0.7 * y)) for properties, x, y in features]
    (folder / "case/m.geojson").write_text(collection(*shapes))
    rewrite(folder / "case", folder / "plain")
