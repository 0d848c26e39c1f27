"""Where names come from: the case, rows of UCDP, a country file of GeoNames; and one place that several know."""

from __future__ import annotations

import pytest
from places_world import page, spot, unit

import firmground as fg
from firmground.case.gazetteer import Gazetteer, fold_name
from firmground.case.gazetteer_files import GazetteerFile, GazetteerKind
from firmground.documents.known import Known
from firmground.documents.places import Entry, Match, PlaceFinder
from firmground.documents.places.from_ucdp import entries_of_ucdp, read_name, rows_of_file
from firmground.formats.geonames import read_geonames
from firmground.places import Area, Disc, Unknown
from oracles.worlds import box

UCDP_HEADER = (
    "id,type_of_violence,side_a,side_b,where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,country,date_prec,"
    "date_start,date_end"
)
UCDP_ROWS = (
    "1,1,A,B,1,Duma town,West Governorate,Duma district,33.5,36.4,Land,1,2016-01-01,2016-01-01\n"
    "2,1,A,B,2,Duma town,West Governorate,Duma district,33.5,36.4,Land,1,2016-01-02,2016-01-02\n"
    "3,1,A,B,1,Asilah/Asili village,West Governorate,Duma district,33.6,36.5,Land,1,2016-01-02,2016-01-02\n"
    "4,1,A,B,2,As Sathiyah area,West Governorate,Duma district,33.7,36.6,Land,1,2016-01-02,2016-01-02\n"
    "5,1,A,B,4,West Governorate,West Governorate,,33.7,36.6,Land,1,2016-01-02,2016-01-02\n"
    "6,1,A,B,5,Duma - Asilah road,West Governorate,,33.7,36.6,Land,1,2016-01-02,2016-01-02\n"
    "7,1,A,B,6,Land,,,33.7,36.6,Land,1,2016-01-02,2016-01-02\n"
)  # fmt: skip


def geonames(*rows):
    """Rows of id, name, alternate names, lat, lon, class, code, admin1, population."""
    lines = [
        f"{key}\t{name}\t{name}\t{more}\t{lat}\t{lon}\t{kind}\t{code}\tSY\t\t{admin}\t\t\t\t{people}\t\t\t\t"
        for key, name, more, lat, lon, kind, code, admin, people in rows
    ]
    return "\n".join(lines) + "\n"


COUNTRY = geonames(
    ("1", "Land", "", "35", "38", "A", "PCLI", "00", "0"),
    ("2", "West Governorate", "West,غرب", "33.7", "36.5", "A", "ADM1", "08", "0"),
    (
        "3",
        "Duma",
        "Douma,DUM,https://en.wikipedia.org/wiki/Douma,دوما,Дума",
        "33.502",
        "36.401",
        "P",
        "PPL",
        "08",
        "110000",
    ),
    ("4", "Duma", "", "36.9", "40.1", "P", "PPL", "", "0"),
    ("5", "Long River", "", "35", "38", "H", "STM", "", "0"),
    ("6", 'The "Old" Hill', "", "34", "37", "T", "HLL", "", "0"),
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "gazetteer").mkdir()
    (tmp_path / "events").mkdir()
    (tmp_path / "case.toml").write_text(
        'title = "T"\n[[events]]\nfile = "events/ged.csv"\nlayout = "ucdp-ged"\n'
        '[[gazetteers]]\nfile = "gazetteer/SY.txt"\nkind = "geonames"\n',
        encoding="utf-8",
    )
    (tmp_path / "events" / "ged.csv").write_text(f"{UCDP_HEADER}\n{UCDP_ROWS}", encoding="utf-8")
    (tmp_path / "gazetteer" / "SY.txt").write_text(COUNTRY, encoding="utf-8")
    (tmp_path / "places.csv").write_text(
        "id,name,aliases,lon,lat,radius_km,unit\nhill,Old Hill,تل قديم,37,34,2,West\n", encoding="utf-8"
    )
    return tmp_path


def test_a_case_brings_its_places_its_ucdp_rows_and_the_files_that_it_names(folder):
    case = fg.read_case(folder)
    assert [problem.what for problem in case.problems if "gazetteer" in str(problem)] == []
    finder = Known.of(case).places
    assert finder.problems == ()
    duma = finder.match("Duma")
    assert [(match.gazetteer, match.match) for match in duma if not match.level] == [
        ("ucdp", Match.EXACT),
        ("geonames", Match.EXACT),
    ]
    assert duma[0].where == Disc(36.4, 33.5, 5.0)
    assert duma[0].why == "2 rows of UCDP; 5 km for a town; also in geonames"
    assert duma[0].unit == "Duma district, West Governorate"
    assert [match.id for match in finder.match("دوما")] == [duma[0].id, "ucdp:2:Duma district"]
    assert finder.match("تل قديم")[0].id == "hill"
    assert finder.match('The "Old" Hill')[0].id == "geonames:6"


def test_a_gazetteer_is_no_input_of_a_run(folder):
    assert "gazetteer/SY.txt" not in {item.path for item in fg.read_case(folder).inputs}


def test_a_ucdp_file_that_is_no_events_of_the_case_can_be_named(folder):
    text = (folder / "case.toml").read_text(encoding="utf-8")
    text = 'title = "T"\n' + text[text.index("[[gazetteers]]") :].replace("gazetteer/SY.txt", "events/ged.csv").replace(
        "geonames", "ucdp-ged"
    )
    (folder / "case.toml").write_text(text, encoding="utf-8")
    case = fg.read_case(folder)
    assert [file.kind for file in case.gazetteers] == [GazetteerKind.UCDP_GED]
    assert PlaceFinder.of(case).match("Asili")[0].name == "Asilah"


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ('file = "gazetteer/none.txt"', "there is no file"),
        ('file = "../SY.txt"', 'leads out of the case by ".."'),
        ('file = "gazetteer/SY.txt"\nkind = "osm"', "`kind` of a gazetteer is"),
        ('kind = "geonames"', "`file` is missing"),
        ('file = "gazetteer/SY.txt"\nlevel = 2', "level"),
    ],
)
def test_a_fault_in_the_entry_is_told(folder, entry, what):
    (folder / "case.toml").write_text(f'title = "T"\n[[gazetteers]]\n{entry}\n', encoding="utf-8")
    assert any(what in problem.what for problem in fg.read_case(folder).problems)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"name,lat\nDuma,33\n", "has 1 columns"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"", "is empty"),
        (geonames(("1", "Duma", "", "x", "36", "P", "PPL", "", "")).encode(), "has the latitude 'x'"),
        (geonames(("1", "Duma", "", "95", "36", "P", "PPL", "", "")).encode(), "has the latitude '95'"),
    ],
)
def test_a_fault_in_a_country_file_is_told_and_never_stops(tmp_path, content, what):
    path = tmp_path / "SY.txt"
    path.write_bytes(content)
    places, problems = read_geonames(path, name="SY.txt")
    assert places == []
    assert any(what in problem.what for problem in problems)


def test_names_in_a_country_file_keep_their_quotation_marks(tmp_path):
    (tmp_path / "SY.txt").write_text(COUNTRY, encoding="utf-8")
    places, problems = read_geonames(tmp_path / "SY.txt", name="SY.txt")
    assert problems == []
    assert places[5].name == 'The "Old" Hill'
    assert places[2].names == ("Douma", "دوما", "Дума")
    assert (places[2].code, places[2].admin, places[2].population) == ("P.PPL", "SY.08", 110_000)


def test_what_geonames_gives_a_point_for_and_is_no_spot_is_unknown(folder):
    finder = PlaceFinder.of(fg.read_case(folder))
    assert finder.match("Long River")[0].where == Unknown("GeoNames gives one point for all of it (H.STM)")
    west = finder.match("West Governorate")[0]
    assert (west.level, isinstance(west.where, Unknown)) == ("1", True)


def test_a_unit_has_the_border_that_the_case_gives_it():
    area = Area("W", "Wadi", box(36, 33, 37, 34))
    gazetteer = Gazetteer({}, {("1", fold_name("Wadi")): area, ("", "W"): area})
    rows = [("Duma town", "1", "33.5", "36.4", "Wadi Governorate", "Duma district", "Land")]
    finder = PlaceFinder(entries_of_ucdp(rows, gazetteer))
    assert finder.match("Wadi province")[0].where is area
    assert PlaceFinder.of(gazetteer).match("Wadi")[0].where is area


@pytest.mark.parametrize(
    ("written", "name", "names", "kind"),
    [
        ("Duma town", "Duma", ("Duma town",), "town"),
        ("Tallbisah  town", "Tallbisah", ("Tallbisah  town",), "town"),
        ("Asilah/Asili village", "Asilah", ("Asilah/Asili village", "Asili"), "village"),
        ("Abu Naytal (Farraj) village", "Abu Naytal", ("Abu Naytal (Farraj) village", "Farraj"), "village"),
        ("Jabal Bishri mountain (Deir Ezzor)", "Jabal Bishri mountain", ("Jabal Bishri mountain (Deir Ezzor)",), ""),
        ("Northern Aleppo Governorate", "Northern Aleppo Governorate", (), ""),
        ("Ar Raqqah/Homs border", "Ar Raqqah/Homs border", (), ""),
        ("Aleppo Governorate", "Aleppo", ("Aleppo Governorate",), ""),
        ("Jabal Saman district", "Jabal Saman", ("Jabal Saman district",), ""),
    ],
)
def test_a_name_as_ucdp_writes_it(written, name, names, kind):
    assert read_name(written) == (name, names, kind)


def test_a_village_that_is_named_many_times_is_one_place_and_two_villages_are_two():
    rows = [
        *[("Hamra village", "1", "35.312757", "37.08307", "Hamah Governorate", "Salamiyah district", "Syria")] * 5,
        ("Hamra village", "2", "35.312757", "37.08307", "Hamah Governorate", "Salamiyah district", "Syria"),
        ("Hamra village", "1", "35.4675", "36.377778", "Hamah Governorate", "As Suqaylibiyah district", "Syria"),
    ]
    found = PlaceFinder(entries_of_ucdp(rows, Gazetteer())).match("Hamra")
    assert [match.why for match in found] == ["6 rows of UCDP; 2 km for a village", "1 row of UCDP; 2 km for a village"]
    assert found[1].km == pytest.approx(66, abs=1)


def test_one_town_in_several_gazetteers_is_one_place_with_all_names():
    entries = [
        spot("Raqqa", at=(39.0, 35.95), radius=15),
        spot("Ar Raqqah", "Racca", at=(39.01, 35.96), gazetteer="geonames"),
        spot("Raqqa", "Elsewhere", at=(41.0, 36.0), gazetteer="geonames", key="other"),
    ]
    finder = PlaceFinder(entries)
    assert [match.id for match in finder.match("Racca")] == ["raqqa"]
    assert [match.id for match in finder.match("Raqqa")] == ["raqqa", "other"]


def test_two_places_of_the_case_stay_two_however_close():
    finder = PlaceFinder([spot("Kweires", key="town"), spot("Kweires", key="base")])
    assert [match.id for match in finder.match("Kweires")] == ["town", "base"]


def test_a_unit_and_what_is_named_after_it_are_namesakes_however_spelled():
    finder = PlaceFinder(
        [
            unit("Al-Hasakah"),
            unit("Al-Hasakeh", level="3", above="Al-Hasakah"),
            spot("Hasaka", unit="Al-Hasakah"),
            spot("Ariqa"),
        ]
    )
    assert {match.id for match in finder.match("Al-Hasakeh")} == {"1:Al-Hasakah", "3:Al-Hasakeh", "hasaka"}


@pytest.mark.parametrize(
    ("name", "match", "doubted"),
    [
        ("Al-Latamneh", Match.EXACT, False),
        ("al-latamneh", Match.EXACT, False),
        ("اللطامنة", Match.ALIAS, False),
        ("اللَّطامنه", Match.FOLDED, False),
        ("Latamneh town", Match.FOLDED, False),
        ("Al Latamnah", Match.SKELETON, True),
        ("Lataminah", Match.SKELETON, True),
        ("Latamnehx", Match.SPELLING, True),
    ],
)
def test_a_name_alone_is_matched_from_exact_to_doubtful(name, match, doubted):
    (found,) = PlaceFinder([spot("Al-Latamneh", "اللطامنة")]).match(name)
    assert (found.match, bool(found.doubt)) == (match, doubted)


def test_every_name_of_the_built_in_case_leads_to_its_place_and_a_gap_says_so():
    finder = PlaceFinder.of(fg.read_case(fg.example_folder("syria-2015")))
    for entry in finder.known.entries:
        for name in (entry.name, *entry.names):
            assert entry.id in {match.id for match in finder.match(name) if not match.doubt}, name
    assert finder.match("Zabadani") == ()


def test_ucdp_rows_of_syria_are_read_as_places(shared):
    path = shared("data/ucdp_ged_syria_2016_2019/ucdp_ged_syria_652_1601_1911.csv.gz")
    rows, problems = rows_of_file(GazetteerFile(path, path.name, GazetteerKind.UCDP_GED))
    finder = PlaceFinder(entries_of_ucdp(rows, Gazetteer()))
    assert problems == []
    (found,) = finder.find(page("Shells fell near Khan Shaykhun on Friday."))
    assert (round(found.where.lon, 1), round(found.where.lat, 1), found.where.radius_km) == (36.7, 35.4, 25.0)
    assert "Idlib Governorate" in found.candidates[0].unit


def test_a_unit_without_a_border_lies_in_the_unit_above_it():
    finder = PlaceFinder(
        [unit("Hama", area=box(36, 35, 37, 36), above="Land"), unit("Masyaf", level="2", above="Hama, Land")]
    )
    (found,) = finder.match("Masyaf district")
    assert (found.where.name, found.why) == ("Hama", "its border is not known; it lies in Hama")


def test_a_village_is_no_namesake_by_two_consonants():
    finder = PlaceFinder([spot("Azaz", unit="Azaz"), spot("Al Aziziyah", unit="Azaz"), unit("Azaz", level="2")])
    assert {match.id for match in finder.match("Azaz")} == {"azaz", "2:Azaz"}


def test_marks_in_a_name_are_only_marks():
    finder = PlaceFinder([spot("Al-Latamneh")])
    for name in ("Lataminah {0} {x}", "{Lataminah}", "%s Lataminah", "\\1 Lataminah"):
        assert all(name in match.doubt or match.match is Match.SPELLING for match in finder.match(name))


def test_an_entry_of_a_finder_may_be_anything_that_is_named():
    finder = PlaceFinder([Entry("a", "A", (), Unknown(), "case")])
    assert finder.match("A")[0].km is None
