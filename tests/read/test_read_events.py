"""Rows of events are kept whatever they leave open, and each kind of fault is told once."""

from __future__ import annotations

import gzip
import json
import math

import numpy as np
import pytest

from firmground.case.claims import Selection
from firmground.case.events import STRIKES_UNLIMITED
from firmground.dates import NO_START, NO_STOP, parse_when
from firmground.errors import Effect
from firmground.hold import hold_events
from firmground.locate import locate_events
from firmground.measures.complete import is_complete


def days(text):
    return tuple(parse_when(text).possible)


def when(events, index=0):
    return int(events.start[index]), int(events.stop[index])


ANY_DAY = (NO_START, NO_STOP)


@pytest.mark.parametrize(
    ("row", "meant", "fault"),
    [
        ("2015-10-01,,", days("2015-10-01"), ""),
        ("2015-10,,", days("2015-10"), ""),
        ("2015-10-01/2015-10-05,,", days("2015-10-01/2015-10-05"), ""),
        ("2015-10-01T22:15:00Z,,", days("2015-10-01"), ""),
        (",2015-10-01,2015-10-05", days("2015-10-01/2015-10-05"), ""),
        (",2015-10-01,2015-10-01", days("2015-10-01"), ""),
        (",2015-10-02,2015-10-01", ANY_DAY, "the first day comes after the last"),
        (",2015-10-01,", (days("2015-10-01")[0], NO_STOP), "only one end is given"),
        (",,2015-10-01", (NO_START, days("2015-10-01")[1]), "only one end is given"),
        (",2015-10-01,?", (days("2015-10-01")[0], NO_STOP), ""),
        ("?,,", ANY_DAY, ""),
        (",,", ANY_DAY, ""),
        ("2015-02-29,,", ANY_DAY, "cannot be read"),
        ("2016-02-29,,", days("2016-02-29"), ""),
        ("21/10/2015,,", ANY_DAY, "cannot be read"),
    ],
)
def test_an_event_happened_on_one_of_the_days_that_its_row_gives(events_of, row, meant, fault):
    events, problems = events_of(f"id,date,date_from,date_until\n1,{row}\n")
    assert when(events) == meant
    assert [fault in problem for problem in problems] == [True] * bool(fault)
    assert all(problem.startswith("2 widened: date: ") for problem in problems)


def test_dates_may_be_in_a_form_that_the_case_names_or_in_edtf_beside_it(events_of):
    events, problems = events_of(
        "id,date,reported\n1,02/03/2015,2015-03-04\n2,2015-03,\n3,2015/3/2,13/13/2015\n", 'date_format = "%d/%m/%Y"'
    )
    assert [when(events, index) for index in range(3)] == [days("2015-03-02"), days("2015-03"), ANY_DAY]
    assert (int(events.reported_start[0]), int(events.reported_stop[0])) == days("2015-03-04")
    assert ["'2015/3/2' (row 4)" in problems[0], "reported: it cannot be read" in problems[1]] == [True, True]


def test_a_date_format_without_parts_is_explained(events_of):
    _, problems = events_of("id,date\n1,2015-03-02\n", 'date_format = "dd/mm/yyyy"')
    assert "'dd/mm/yyyy' has no parts" in problems[0]


POINT = "id,lon,lat,radius_km,place\n"


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ("None,None,", "they are not numbers: 'None, None'"),
        ("37.1,None,", "they are not numbers"),
        ('"37,1","36,2",', "they are not numbers"),
        ("37.1,,", "only one of lon and lat is given"),
        ("36.2,137.1,", "not on Earth and look swapped"),
        ("200,95,", "they are not on Earth:"),
        ("0,0,", "they are 0, 0"),
        ("0.0,-0.0,", "they are 0, 0"),
        ("37.1,36.2,-1", "radius_km cannot be read"),
        ("37.1,36.2,about 5", "radius_km cannot be read"),
        ("37.1,36.2,20005", "radius_km cannot be read"),
    ],
)
def test_faulty_coordinates_make_a_row_unplaced_and_keep_it(events_of, cells, kind):
    events, problems = events_of(f"{POINT}1,{cells},\n2,37.1,36.2,5,\n")
    assert events.id == ["1", "2"]
    assert events.unplaced[0]
    assert events.unplaced[1] == ""
    assert [kind in problem and problem.startswith("2 widened") for problem in problems] == [True]


@pytest.mark.parametrize("cells", ["0,1,0", "180,90,0", "-180,-90,20004", "37.1,36.2,0"])
def test_coordinates_just_within_bounds_are_taken(events_of, cells):
    events, problems = events_of(f"{POINT}1,{cells},\n")
    assert (events.unplaced, problems) == ([""], [])


def test_null_island_counts_for_a_row_whose_place_lies_there(events_of):
    places = {"places.csv": "id,name,lon,lat,radius_km\nbuoy,Buoy,0,0,1\nother,Other,1,1,1\n"}
    events, problems = events_of(f"{POINT}1,0,0,1,Buoy\n2,0,0,1,Other\n", files=places)
    assert (events.lon[0], events.lat[0], events.unplaced[0]) == (0, 0, "")
    assert math.isnan(events.lon[1])
    assert ["(row 3)" in problem for problem in problems] == [True]


def test_a_fault_of_two_thousand_rows_is_one_problem_with_their_number(events_of):
    rows = "".join(f"{n},None,None,,\n" for n in range(2000))
    events, problems = events_of(POINT + "x,37,36,1,\n" + rows)
    assert len(events) == 2001
    assert len(problems) == 1
    assert "(2,000 rows, first at row 3)" in problems[0]


def test_coordinates_without_a_radius_are_exact_points_and_that_is_said_once(events_of):
    events, problems = events_of("id,lon,lat\n1,,\n2,37,36\n3,38,36\n")
    assert events.radius_km[1:].tolist() == [0, 0]
    assert math.isnan(events.radius_km[0])
    assert [
        "3 noted: 2 rows of e with coordinates and no radius_km, first at row 3" in problem for problem in problems
    ] == [True]


def test_a_constant_radius_stands_for_rows_that_have_none(events_of):
    events, problems = events_of("id,lon,lat,radius_km\n1,37,36,\n2,38,36,2\n", "[events.constants]\nradius_km = 5")
    assert (events.radius_km.tolist(), problems) == ([5, 2], [])


def test_a_constant_radius_that_cannot_be_read_leaves_its_rows_unplaced(events_of):
    events, problems = events_of("id,lon,lat\n1,37,36\n", '[events.constants]\nradius_km = "wide"')
    assert events.unplaced == ["the radius_km of its file cannot be read"]
    assert ["widened" in problem for problem in problems] == [True]


@pytest.mark.parametrize(
    ("cell", "low", "high", "faulty"),
    [
        ("3", 3, 3, False),
        ("3.0", 3, 3, False),
        ("0", 0, 0, False),
        ("2..4", 2, 4, False),
        ("2 .. 2", 2, 2, False),
        ("3+", 3, STRIKES_UNLIMITED, False),
        ("", 1, STRIKES_UNLIMITED, False),
        ("4..2", 1, STRIKES_UNLIMITED, True),
        ("several", 1, STRIKES_UNLIMITED, True),
        ("-1", 1, STRIKES_UNLIMITED, True),
        ("2.5", 1, STRIKES_UNLIMITED, True),
        (str(STRIKES_UNLIMITED), 1, STRIKES_UNLIMITED, True),
        ("9" * 5000, 1, STRIKES_UNLIMITED, True),
    ],
)
def test_a_number_of_strikes_is_a_number_or_bounds(events_of, cell, low, high, faulty):
    events, problems = events_of(f"id,strikes\n1,{cell}\n")
    assert (int(events.strikes_low[0]), int(events.strikes_high[0]), bool(problems)) == (low, high, faulty)
    assert events.extra["strikes"] == [cell]


def test_a_file_without_a_column_of_strikes_has_at_least_one_a_row_and_its_sum_does_not_overflow(events_of):
    events, _ = events_of("id\n" + "".join(f"{n}\n" for n in range(1000)))
    assert events.strikes_low.sum() == 1000
    assert events.strikes_high.sum() == 1000 * STRIKES_UNLIMITED > 0


def test_parties_are_found_by_id_name_and_alias_and_strangers_stay(events_of, actors):
    table = "id,by,target\n1,ISIS,\n2,Россия|ukraine;Wagner,\n3,,داعش\n4,Wagner,\n5,russia|Russian Federation,\n"
    events, problems = events_of(table, actors=actors)
    assert events.by == ["islamic-state", "russia|ukraine;Wagner", "", "Wagner", "russia"]
    assert events.target == ["", "", "islamic-state", "", ""]
    assert problems == [
        "3 noted: 'Wagner' in `by` is no actor of the case and stands as a party of its own: 2 rows, first at row 3 (add it to actors.toml)"
    ]


def test_a_thousand_strangers_are_told_without_a_thousand_problems(events_of, actors):
    rows = "".join(f"{n},party {n}\n" for n in range(1000))
    events, problems = events_of("id,by\n" + rows, actors=actors)
    assert len(set(events.by)) == 1000
    assert len(problems) == 26
    assert "each of 975 further names" in problems[-1]
    assert "975 rows" in problems[-1]


def test_a_name_of_two_actors_is_put_down_to_neither(events_of, actors):
    events, problems = events_of(
        "id,by\n1,army\n",
        actors=actors + '[[actors]]\nid = "a"\nname = "Army"\n[[actors]]\nid = "b"\nnames = ["ARMY"]\n',
    )
    assert events.by == ["army"]
    assert "several actors have this name: a, b" in problems[0]


def test_ids_are_made_from_file_and_row_where_there_are_none(events_of):
    assert events_of("kind\na\nb\n")[0].id == ["e:2", "e:3"]
    assert events_of("id,kind\n,a\n7,b\n", folder="other")[0].id == ["e:2", "7"]


def test_an_exact_duplicate_repeats_its_first_and_a_different_row_of_one_id_stands_alone(events_of):
    events, problems = events_of("id,kind\n1,a\n1,a\n1,b\n1,a\n")
    assert events.id == ["1", "e:3", "e:4", "e:5"]
    assert events.duplicate_of == ["", "1", "", "1"]
    assert [
        "cell for cell and is not counted again: '1' (rows 3 and 5)" in problems[0],
        "says something else" in problems[1],
    ] == [True, True]
    assert all(" noted: " in problem for problem in problems)


def test_rows_without_ids_are_no_duplicates_even_if_they_are_equal(events_of):
    assert events_of("date,kind\n2015-10-01,a\n2015-10-01,a\n")[0].duplicate_of == ["", ""]


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ("1,\n2,1\n", ["", "1"]),
        ("1,9\n2,\n", ["", ""]),
        ("1,1\n", [""]),
        ("1,2\n2,1\n", ["", "1"]),
        ("1,2\n2,3\n3,2\n", ["2", "", "2"]),
    ],
)
def test_a_duplicate_never_vanishes_without_its_original(events_of, rows, kept):
    events, problems = events_of("id,duplicate_of\n" + rows)
    assert events.duplicate_of == kept
    assert all(" noted: duplicate_of" in problem for problem in problems)


def test_ids_of_two_files_do_not_meet(case_of):
    files = {"a.csv": "id,duplicate_of\n1,\n", "b.csv": "id,duplicate_of\n1,\n2,1\n"}
    case = case_of('[[events]]\nfile = "a.csv"\n[[events]]\nfile = "b.csv"\n', files=files)
    assert case.events.id == ["1", "b:1", "2"]
    assert case.events.duplicate_of == ["", "", "b:1"]
    assert [(problem.file, problem.effect) for problem in case.problems] == [("b.csv", Effect.NOTED)]


def test_a_row_of_the_wrong_width_is_refused_and_counted(case_of):
    case = case_of(
        '[[events]]\nid = "e"\nfile = "e.csv"\ncomplete = true\n', files={"e.csv": "id,kind\n1,a\n2\n3,b,c\n4,d\n"}
    )
    count = case.rows[0]
    assert (count.read, count.kept, sum(count.refused.values())) == (4, 2, 2)
    assert case.events.row_number.tolist() == [2, 5]
    assert case.complete == {"e"}


@pytest.mark.parametrize("lost", ["", "PK\x03\x04 no table", None])
def test_a_file_that_says_nothing_may_hold_what_counts(case_of, lost):
    """One that cannot be found or read is not complete, whatever the case says of it; and it is drawn on."""
    toml = (
        '[[events]]\nid = "e"\nfile = "e.csv"\ncomplete = true\n'
        '[[events]]\nid = "lost"\nfile = "lost.csv"\ncomplete = true\n'
    )
    files = {"e.csv": "id,kind\n1,a\n"} | ({} if lost is None else {"lost.csv": lost})
    case = case_of(toml, files=files)
    assert case.datasets == {"e", "lost"}
    assert case.complete == {"e"}
    held = hold_events(locate_events(case))
    assert not is_complete(held, Selection(), subset="all")
    assert is_complete(held, Selection(datasets=("e",)), subset="all")


def test_a_complete_file_without_rows_is_complete(case_of):
    toml = '[[events]]\nid = "e"\nfile = "e.csv"\ncomplete = true\n'
    assert case_of(toml, files={"e.csv": "id,kind\n"}).complete == {"e"}


def test_columns_are_mapped_and_every_other_one_is_kept(events_of, actors):
    table = "id,actor,by,start,Sector\n1,russia,x,noon,North\n"
    events, problems = events_of(
        table,
        '[events.columns]\nby = "actor"\nkind = "knd"\nactor = "by"\n[events.constants]\nkind = "air-strike"',
        actors=actors,
    )
    assert (events.by, events.kind) == (["russia"], ["air-strike"])
    assert events.extra == {"actor": ["russia"], "by (file)": ["x"], "start (file)": ["noon"], "Sector": ["North"]}
    assert events.row(0)["start"] == NO_START
    assert any("has no column 'knd', named as `kind`" in problem for problem in problems)
    assert any("`columns` has 'actor', which is no column of events" in problem for problem in problems)


def test_a_file_without_a_header_gets_one_from_the_case(events_of):
    events, _ = events_of("x,Palmyra\n", 'header = ["id", "place"]')
    assert (events.id, events.place, events.row_number.tolist()) == (["x"], ["Palmyra"], [1])


def test_an_empty_file_and_an_empty_table_are_no_crash(events_of):
    assert len(events_of("")[0]) == 0
    events, problems = events_of("id,date,lon,lat\n", folder="other")
    assert (len(events), problems) == (0, [])


def test_points_of_a_map_are_events_and_other_shapes_have_no_coordinates(case_of, geojson):
    text = geojson(
        ({"type": "Point", "coordinates": [37.1, 36.2]}, {"id": "a", "kind": "x"}),
        ((30, 30), {"id": "b"}),
        (None, {"id": "c"}),
    )
    case = case_of(
        '[[events]]\nid = "e"\nfile = "e.geojson"\n[events.constants]\nradius_km = 1\n', files={"e.geojson": text}
    )
    assert (case.events.id, case.events.kind) == (["a", "b", "c"], ["x", "", ""])
    assert (case.events.lon[0], case.events.lat[0], case.events.radius_km[0]) == (37.1, 36.2, 1)
    assert np.isnan(case.events.lon[1:]).all()
    assert case.events.unplaced == ["", "its geometry is a Polygon, not a point", ""]


def test_sources_that_the_case_does_not_have_are_told_once(events_of):
    events, problems = events_of("id,source\n1,a\n2,b\n3,\n", 'source = "s"', sources='[[sources]]\nid = "s"\n')
    assert events.source == ["a", "b", "s"]
    assert ["sources.toml: 'a', 'b' (rows 2 and 3)" in problem for problem in problems] == [True]


def test_an_area_needs_its_level_and_a_level_must_exist(events_of):
    events, problems = events_of("id,area,level\n1,Idlib,1\n2,Idlib,\n3,Idlib,town\n")
    assert (events.area, events.level) == (["Idlib"] * 3, ["1", "", "town"])
    assert ["without its level" in problems[0], "a level is not known" in problems[1]] == [True, True]


GED = "id,type_of_violence,side_a,side_b,where_prec,where_coordinates,adm_1,adm_2,country,latitude,longitude,date_prec,date_start,date_end\n"


@pytest.mark.parametrize(
    ("code", "radius", "level", "area", "unplaced"),
    [
        ("1", 0, "", "", False),
        ("2", 25, "", "", False),
        ("3", None, "2", "Azaz", False),
        ("4", None, "1", "Aleppo", False),
        ("5", None, "", "", True),
        ("6", None, "country", "Syria", False),
        ("8", None, "", "", True),
        ("", None, "", "", True),
    ],
)
def test_codes_of_a_layout_say_how_exactly_a_row_is_placed(events_of, code, radius, level, area, unplaced):
    events, _ = events_of(
        f"{GED}1,1,A,B,{code},Azaz town,Aleppo,Azaz,Syria,36.5,37.0,1,2016-01-01,2016-01-01\n", 'layout = "ucdp-ged"'
    )
    assert (events.level[0], events.area[0], bool(events.unplaced[0])) == (level, area, unplaced)
    assert events.radius_km[0] == radius if radius is not None else math.isnan(events.radius_km[0])
    assert (events.lon[0], events.lat[0]) == (37.0, 36.5)
    assert events.by == ["A|B|A;B"]


def test_a_constant_never_narrows_what_was_coded_as_wide(events_of):
    row = "1,1,A,B,{},Azaz town,Aleppo,Azaz,Syria,36.5,37.0,1,2016-01-01,2016-01-01\n"
    table = GED + row.format(5) + row.format(2).replace("1,", "2,", 1)
    events, problems = events_of(table, 'layout = "ucdp-ged"\n[events.constants]\nradius_km = 1')
    assert events.unplaced[0]
    assert events.radius_km[1] == 25
    assert any("is not used where a code says that no distance is known" in problem for problem in problems)


def test_a_layout_that_was_not_named_is_suggested_and_not_applied(events_of):
    events, problems = events_of(GED + "1,1,A,B,6,x,x,x,Syria,36.5,37.0,1,2016-01-01,2016-01-01\n")
    assert events.level == [""]
    assert any('add layout = "ucdp-ged"' in problem for problem in problems)
    assert 'did you mean "ucdp-ged"?' in events_of("id\n1\n", 'layout = "ucdp_ged"', folder="other")[1][0]


def test_codes_of_time_widen_the_days_of_a_row(events_of):
    head = "event_id_cnty,event_date,time_precision,actor1,actor2,geo_precision,latitude,longitude,admin1,admin2,admin3,country,location,sub_event_type\n"
    rows = "".join(f"S{code},24 February 2022,{code},A,B,1,36,37,,,,,x,y\n" for code in (1, 2, 3, 7))
    events, problems = events_of(head + rows, 'layout = "acled"')
    assert when(events, 0) == days("2022-02-24")
    assert when(events, 1) == days("2022-02-18/2022-03-02")
    assert when(events, 2)[0] <= days("2022-02")[0]
    assert when(events, 2)[1] >= days("2022-02")[1]
    assert when(events, 3) == ANY_DAY
    assert any("time_precision has a code that its codebook does not" in problem for problem in problems)


def test_a_hundred_thousand_rows_are_read_into_columns(events_of):
    rows = "".join(f"{n},2015-10-{n % 30 + 1:02d},{n % 90},{n % 80},1,russia\n" for n in range(100_000))
    events, problems = events_of("id,date,lon,lat,radius_km,by\n" + rows)
    assert len(events) == 100_000
    assert events.lon[89] == 89
    assert sum(bool(reason) for reason in events.unplaced) == len([n for n in range(100_000) if n % 90 == 0 == n % 80])
    assert len(problems) == 2


def test_entries_of_one_name_are_told_apart_or_refused(case_of, tell):
    files = {"a/x.csv": "id\n1\n", "b/x.csv": "id\n2\n"}
    case = case_of('[[events]]\nfile = "a/x.csv"\n[[events]]\nfile = "b/x.csv"\n', files=files)
    assert case.events.id == ["1"]
    assert tell(case) == ["4 refused: another entry is called 'x' too (give this one an id = \"…\" of its own)"]


def test_real_ucdp_rows_are_all_there_with_their_codes(case_of, shared):
    path = shared("data/ucdp_ged_syria_2016_2019/ucdp_ged_syria_652_1601_1911.csv.gz")
    case = case_of(
        '[[events]]\nid = "ged"\nfile = "ged.csv.gz"\nlayout = "ucdp-ged"\n', files={"ged.csv.gz": path.read_bytes()}
    )
    events = case.events
    assert (len(events), case.rows[0].read, case.rows[0].kept) == (16_566, 16_566, 16_566)
    counts = {code: events.extra["where_prec"].count(code) for code in "1234567"}
    assert counts == {"1": 9010, "2": 5786, "3": 334, "4": 620, "5": 562, "6": 254, "7": 0}
    assert [events.level.count(level) for level in ("2", "1", "country")] == [334, 620, 254]
    assert int((events.radius_km == 0).sum()) == 9010
    assert int((events.radius_km == 25).sum()) == 5786
    assert sum(bool(reason) for reason in events.unplaced) == 562
    # Where the code says "the day", one day is meant; where it does not, several may be.
    exact = events.stop - events.start == 1
    coded = np.array([code == "1" for code in events.extra["date_prec"]])
    assert exact[coded].mean() > 0.99
    assert (events.start >= days("2016-01-01")[0]).all()
    assert (events.stop <= days("2019-12-31")[1]).all()


def test_real_viina_rows_are_unplaced_until_the_case_gives_a_radius(case_of, shared):
    sizes = {2022: 2060, 2023: 650, 2024: 543, 2025: 325}
    files = {
        f"{year}.csv.gz": shared(f"data/viina_events_subset/VIINA_{year}_REBUILD.csv.gz").read_bytes() for year in sizes
    }
    text = "".join(f'[[events]]\nfile = "{year}.csv.gz"\nlayout = "viina"\n' for year in sizes)
    case = case_of(text, files=files)
    assert {count.dataset: count.kept for count in case.rows} == {str(year): size for year, size in sizes.items()}
    assert all(case.events.unplaced)
    assert when(case.events) == days("2022-02-24")
    given = case_of(
        text.replace('"viina"\n', '"viina"\n[events.constants]\nradius_km = 10\n'), files=files, folder="given"
    )
    assert not any(given.events.unplaced)
    assert set(given.events.radius_km) == {10.0}


def test_real_syrian_archive_rows_without_numbers_for_coordinates_are_two_problems(case_of, shared):
    data = shared("data/syrian_archive_incidents/syrianarchive.csv.gz").read_bytes()
    text = '[[events]]\nid = "sa"\nfile = "sa.csv.gz"\nheader = ["url", "place", "lat", "lon", "date", "kind", "weapons", "note"]\ndate_format = "%d/%m/%Y"\n'
    case = case_of(text, files={"sa.csv.gz": data})
    assert len(case.events) == 3837
    # 1,804 latitudes are numbers; of four of these rows the longitude is not.
    assert int(np.isfinite(case.events.lat).sum()) == 1800
    assert when(case.events) == days("2017-01-17")
    assert sorted((problem.row, problem.effect) for problem in case.problems) == [
        (1, Effect.NOTED),
        (2, Effect.WIDENED),
    ]
    assert any("(2,037 rows, first at row 2)" in problem.what for problem in case.problems)


def test_real_coalition_lines_are_read_with_their_strikes(case_of, shared):
    names = {"all": 5605, "all-edited": 5531, "all-edited-refined": 5531}
    files = {f"{name}.csv.gz": shared(f"data/oir_strikes_centcom/{name}.csv.gz").read_bytes() for name in names}
    text = "".join(
        f'[[events]]\nfile = "{name}.csv.gz"\ndate_format = "%m/%d/%Y"\n[events.columns]\nplace = "location"\nstrikes = "number"\n'
        for name in names
    )
    case = case_of(text, files=files)
    assert {count.dataset: count.read for count in case.rows} == names
    assert {count.dataset: count.kept + sum(count.refused.values()) for count in case.rows} == names
    refined = np.array([dataset == "all-edited-refined" for dataset in case.events.dataset])
    assert int(case.events.strikes_low[~refined][:5605].sum()) == 12_644
    assert int(case.events.strikes_low[refined].sum()) == int(case.events.strikes_high[refined].sum()) == 12_241


def test_a_packed_table_is_read_like_a_plain_one(case_of):
    case = case_of('[[events]]\nfile = "e.csv.gz"\n', files={"e.csv.gz": gzip.compress(b"id\n1\n")})
    assert (case.events.id, case.events.dataset, case.problems) == (["1"], ["e"], ())


def test_a_map_that_is_no_json_is_a_problem_and_no_crash(case_of):
    case = case_of('[[events]]\nfile = "e.geojson"\n', files={"e.geojson": json.dumps([1])})
    assert len(case.events) == 0
    assert [problem.file for problem in case.problems] == ["e.geojson"]
