"""Every kind of map becomes faces; what it leaves open is unknown ground, never nobody's."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from firmground.case.actors import SOMEBODY
from firmground.case.control import NOBODY, UNMAPPED, Ground, Holding, Timing
from firmground.dates import NO_STOP, Days, parse_when
from firmground.errors import Effect
from firmground.modality import CANNOT, MAY, MUST


def day(text):
    return parse_when(text).possible.start


@pytest.fixture
def map_of(case_of, actors, tell):
    """The one map of a case with a file of faces or a list, and the problems."""

    def read(content, settings="", name="m.geojson", **named):
        files = {name: content, **named.pop("files", {})}
        case = case_of(f'[[maps]]\nid = "m"\nfile = "{name}"\n{settings}\n', actors=actors, files=files, **named)
        return case.maps.get("m"), tell(case)

    return read


@pytest.fixture
def holding_of(map_of):
    """What a list says with these cells."""

    def read(cells, settings="", columns="holder,present,status,party,standing"):
        control, problems = map_of(f"place,lon,lat,from,{columns}\na,1,2,2015,{cells}\n", settings, "m.csv")
        return control.faces[0].holding, problems

    return read


HELD = Ground.HELD


@pytest.mark.parametrize(
    ("cells", "meant"),
    [
        ("russia,,,,", Holding(HELD, ("russia",))),
        ("Россия,,held,,", Holding(HELD, ("russia",))),
        ("ukraine;russia,,,,", Holding(HELD, ("russia", "ukraine"))),
        ("russia;Russian Federation,,,,", Holding(HELD, ("russia",))),
        (",,,,", Holding(HELD, (SOMEBODY,))),
        ("Unknown,,,,", Holding(HELD, (SOMEBODY,))),
        ("russia;?,,,,", Holding(HELD, (SOMEBODY, "russia"))),
        ("nobody,,,,", NOBODY),
        ("russia,,contested,,", Holding(HELD, (SOMEBODY, "russia"))),
        ("russia;ukraine,,contested,,", Holding(HELD, ("russia", "ukraine"))),
        (",,contested,,", Holding(HELD, (SOMEBODY,))),
        ("nobody,,contested,,", Holding(HELD, (SOMEBODY,))),
        ("ISIS,,present,,", Holding(HELD, (SOMEBODY,), ("islamic-state",))),
        ("ISIS,russia,Present,,", Holding(HELD, (SOMEBODY,), ("islamic-state", "russia"))),
        (",,present,,", Holding(HELD, (SOMEBODY,), None)),
        ("russia,none,,,", Holding(HELD, ("russia",), ())),
        ("russia,ISIS;ukraine,,,", Holding(HELD, ("russia",), ("islamic-state", "ukraine"))),
        (",,,ISIS,must", Holding(Ground.CODED, coded=("islamic-state", MUST))),
        (",,,ISIS,May", Holding(Ground.CODED, coded=("islamic-state", MAY))),
        (",,,ISIS,cannot", Holding(Ground.CODED, coded=("islamic-state", CANNOT))),
    ],
)
def test_the_words_of_a_map_are_a_holding(holding_of, cells, meant):
    assert holding_of(cells) == (meant, [])


@pytest.mark.parametrize(
    ("cells", "meant", "told"),
    [
        (
            "3 September 2022,,,,",
            Holding(HELD, (SOMEBODY,)),
            "holder '3 September 2022' is no actor of the case: that ground counts as unknown (1 row)",
        ),
        ("None,,,,", Holding(HELD, (SOMEBODY,)), "holder 'None' is no actor"),
        ("russia;Wagner,,,,", Holding(HELD, (SOMEBODY, "russia")), "holder 'russia;Wagner' is no actor"),
        ("nobody;russia,,,,", Holding(HELD, (SOMEBODY, "russia")), "holder 'nobody;russia'"),
        ("russia|ukraine,,,,", Holding(HELD, (SOMEBODY,)), "holder 'russia|ukraine' leaves open which of them"),
        ("russia,Wagner,,,", Holding(HELD, ("russia",), None), "present 'Wagner' is no actor"),
        ("russia,,advancing,,", Holding(HELD, (SOMEBODY,)), "status 'advancing' is no status"),
        (",,,Wagner,must", Holding(HELD, (SOMEBODY,)), "party 'Wagner' is no actor"),
        (",,,ISIS,probably", Holding(Ground.CODED, coded=("islamic-state", MAY)), "standing 'probably' is no standing"),
        (",,,ISIS,", Holding(Ground.CODED, coded=("islamic-state", MAY)), "standing '' is no standing"),
        (
            "russia,,,ISIS,must",
            Holding(Ground.CODED, coded=("islamic-state", MUST)),
            "holder 'russia' is given beside party and standing",
        ),
    ],
)
def test_words_that_nobody_knows_widen_and_are_told(holding_of, cells, meant, told):
    holding, problems = holding_of(cells)
    assert holding == meant
    assert [told in problem for problem in problems] == [True]


def test_the_table_of_a_map_says_who_is_meant(holding_of):
    table = '[maps.holders]\n"Donetsk PR" = "Россия"\nContested = ["russia", "ukraine"]\n"No one" = "nobody"\n"Gray" = "unknown"\n"3" = "Wagner"\n'
    meant = [("russia",), ("russia", "ukraine"), (), (SOMEBODY,), (SOMEBODY,)]
    for cell, holders in zip(("donetsk pr", "Contested", "No one", "Gray", "3"), meant, strict=True):
        holding, problems = holding_of(f"{cell},,,,", table)
        assert holding.holders == holders
        assert [problem.startswith("2 widened: '3' is put down to 'Wagner'") for problem in problems] == [True]


def test_an_unknown_holder_of_many_rows_is_one_problem(map_of):
    control, problems = map_of(
        "place,lon,lat,from,holder\n" + "".join(f"p{n},1,2,2015,XXX\n" for n in range(12)), "", "m.csv"
    )
    assert len(control.faces) == 12
    assert problems == [
        "2 widened: holder 'XXX' is no actor of the case: that ground counts as unknown (12 rows) (name it in [maps.holders])"
    ]


def test_a_feature_stands_until_the_end_of_its_last_day(map_of, geojson):
    control, problems = map_of(
        geojson(((30, 30), {"holder": "russia", "from": "2022-02-24", "until": "2022-02-28", "name": "N"}))
    )
    face = control.faces[0]
    assert problems == []
    assert [face.period.holds_on(day(text)) for text in ("2022-02-23", "2022-02-24", "2022-02-28", "2022-03-01")] == [
        CANNOT,
        MUST,
        MUST,
        CANNOT,
    ]
    assert (control.timing, control.listed, face.name, face.row, face.file, face.place) == (
        Timing.INTERVALS,
        False,
        "N",
        1,
        "m.geojson",
        "",
    )


@pytest.mark.parametrize(
    ("dates", "before", "on", "after"),
    [
        ({"from": "2022-02-24"}, CANNOT, MUST, MUST),
        ({"until": "2022-02-24"}, MUST, MUST, CANNOT),
        ({"from": "2022-02-24", "until": "?"}, CANNOT, MUST, MAY),
        ({"from": "?", "until": "?"}, MAY, MAY, MAY),
        ({"from": "2022-02-25", "until": "2022-02-24"}, MAY, MAY, MAY),
        ({"from": "yesterday"}, MAY, MAY, MAY),
        ({"from": "2022-02-24", "until": "2022-02-24"}, CANNOT, MUST, CANNOT),
    ],
)
def test_a_face_stands_on_the_days_that_its_dates_say(map_of, geojson, dates, before, on, after):
    control, _ = map_of(geojson(((30, 30), {"holder": "russia", **dates})))
    assert [control.faces[0].period.holds_on(day("2022-02-24") + step) for step in (-1, 0, 1)] == [before, on, after]


def test_a_map_without_any_day_is_refused_and_says_what_to_write(map_of, geojson):
    control, problems = map_of(geojson(((30, 30), {"holder": "russia"})))
    assert control is None
    assert problems == [
        "2 refused: nothing in the map 'm' says on which days it holds (say on which day it was drawn: on = \"2015-10-21\")"
    ]


def test_a_map_drawn_on_a_day_is_a_snapshot_and_one_drawn_in_a_month_is_not(map_of, geojson):
    faces = geojson(((30, 30), {"holder": "russia"}))
    control, _ = map_of(faces, 'on = "2015-10-21"')
    assert (control.timing, control.snapshot_days) == (Timing.SNAPSHOTS, (day("2015-10-21"),))
    loose, _ = map_of(faces, 'on = "2015-10"', folder="loose")
    assert loose.timing is Timing.INTERVALS
    assert [loose.faces[0].period.holds_on(day(text)) for text in ("2015-09-30", "2015-10-15", "2015-11-01")] == [
        CANNOT,
        MAY,
        CANNOT,
    ]


def test_dates_of_features_make_snapshots_unless_one_has_a_period(map_of, geojson):
    first, second = (
        ((30, 30), {"holder": "russia", "date": "2022-03-01"}),
        ((30, 30), {"holder": "russia", "date": "2022-03-04"}),
    )
    control, _ = map_of(geojson(first, second))
    assert control.snapshot_days == (day("2022-03-01"), day("2022-03-04"))
    mixed, _ = map_of(geojson(first, ((32, 30), {"holder": "russia", "from": "2022-03-04"})), folder="mixed")
    assert (mixed.timing, mixed.snapshot_days) == (Timing.INTERVALS, ())


NAMES = {
    "2022-03-01.geojson": "2022-03-01",
    "20220302.geojson": "2022-03-02",
    "map_2022_03_03_v2.geojson": "2022-03-03",
    "04Mar2022.geojson": "2022-03-04",
    "March 5, 2022.geojson": "2022-03-05",
    "06-march-2022.geojson": "2022-03-06",
    "27-03-2022.geojson": "2022-03-27",
    "03.28.2022.geojson": "2022-03-28",
    "10-10-2022.geojson": "2022-10-10",
}
NO_DAYS = {
    "01-03-2022.geojson": "may be any of 2022-01-03, 2022-03-01",
    "2022-03.geojson": "there is no date in its name",
    "latest.geojson": "there is no date in its name",
    "20221301.geojson": "there is no date in its name",
    "120220301.geojson": "there is no date in its name",
    "2022-03-01_to_2022-03-05.geojson": "may be any of 2022-03-01, 2022-03-05",
}


def test_dated_files_of_a_folder_are_snapshots_of_the_days_in_their_names(case_of, actors, geojson):
    content = geojson(((30, 30), {"holder": "russia"}))
    files = {f"control/m/{name}": content for name in (*NAMES, *NO_DAYS, ".hidden-2022-01-01.geojson")}
    case = case_of('[[maps]]\nfile = "control/m"\n', actors=actors, files=files)
    assert case.maps["m"].snapshot_days == tuple(sorted(day(text) for text in NAMES.values()))
    assert {face.file: face.period.possible for face in case.maps["m"].faces} == {
        f"control/m/{name}": Days(day(text), day(text) + 1) for name, text in NAMES.items()
    }
    assert {problem.file: problem.what for problem in case.problems} == {
        f"control/m/{name}": next(p.what for p in case.problems if p.file.endswith(name) and what in p.what)
        for name, what in NO_DAYS.items()
    }
    assert {problem.effect for problem in case.problems} == {Effect.REFUSED}
    assert sum(count.kept for count in case.rows) == len(NAMES)


def test_a_pattern_takes_the_files_that_match_it(case_of, actors, geojson):
    content = geojson(((30, 30), {"holder": "russia"}))
    files = {"control/2022-03-01.geojson": content, "control/2022-03-02.geojson": content, "control/within.txt": "x"}
    case = case_of('[[maps]]\nid = "m"\nfile = "control/*.geojson"\n', actors=actors, files=files)
    assert len(case.maps["m"].snapshot_days) == 2
    assert case.problems == ()


def test_an_empty_map_of_a_day_is_a_day_on_which_nothing_was_mapped(case_of, actors, geojson):
    files = {"m/2022-03-01.geojson": geojson(((30, 30), {"holder": "russia"})), "m/2022-03-02.geojson": geojson()}
    assert len(case_of('[[maps]]\nfile = "m"\n', actors=actors, files=files).maps["m"].snapshot_days) == 2
    files["m/2022-03-02.geojson"] = "not json"
    assert len(case_of('[[maps]]\nfile = "m"\n', actors=actors, files=files, folder="bad").maps["m"].snapshot_days) == 1


def test_a_folder_without_files_is_a_problem(case_of, tell):
    assert tell(case_of('[[maps]]\nid = "m"\nfile = "control/*.geojson"\n')) == [
        "2 refused: there is no file at 'control/*.geojson' (put the maps there or correct the name)"
    ]


def test_what_is_no_polygon_is_refused_and_counted(case_of, actors, geojson):
    text = geojson(
        ((30, 30), {"holder": "russia", "from": "2022"}),
        ({"type": "Point", "coordinates": [1, 2]}, {"from": "2022"}),
        (None, {}),
    )
    case = case_of('[[maps]]\nid = "m"\nfile = "m.geojson"\n', actors=actors, files={"m.geojson": text})
    count = case.rows[0]
    assert (count.dataset, count.read, count.kept, count.refused) == ("m", 3, 1, {"not a polygon": 2})
    assert [(problem.row, problem.effect) for problem in case.problems] == [(2, Effect.REFUSED)]


WITHIN = {"type": "Polygon", "coordinates": [[[29, 29], [33, 29], [33, 33], [29, 33], [29, 29]]]}


@pytest.mark.parametrize(
    ("settings", "meant", "told"),
    [
        ("", UNMAPPED, ""),
        ('elsewhere = "unknown"', UNMAPPED, ""),
        ('elsewhere = "nobody"\nwithin = "w.geojson"', NOBODY, ""),
        ('elsewhere = "Россия"\nwithin = "w.geojson"', Holding(HELD, ("russia",)), ""),
        ('elsewhere = "russia"', UNMAPPED, "no `within` says how far"),
        ('elsewhere = "nobody"', UNMAPPED, "no `within` says how far"),
        ('elsewhere = "rusia"\nwithin = "w.geojson"', UNMAPPED, "`elsewhere` 'rusia' is no actor"),
        ('elsewhere = "nobody"\nwithin = "m.csv"', UNMAPPED, "no `within` says how far"),
    ],
)
def test_absence_means_what_the_case_says_if_it_says_how_far(map_of, geojson, settings, meant, told):
    files = {"w.geojson": geojson((WITHIN, {})), "m.csv": "a\n1\n"}
    control, problems = map_of(geojson(((30, 30), {"holder": "ukraine", "from": "2022"})), settings, files=files)
    assert control.elsewhere == meant
    assert any(told in problem and "widened" in problem for problem in problems) == bool(told)


def test_ground_of_a_refused_feature_does_not_fall_to_whoever_holds_the_rest(map_of, geojson):
    bow_tie = {"type": "Polygon", "coordinates": [[[30, 30], [31, 31], [31, 30], [30, 31], [30, 30]]]}
    good = ((31.5, 30), {"holder": "ukraine", "from": "2022"})
    settings = 'elsewhere = "russia"\nwithin = "w.geojson"'
    files = {"w.geojson": geojson((WITHIN, {}))}
    label = ({"type": "Point", "coordinates": [30, 30]}, {})
    assert map_of(geojson(good, label), settings, files=files)[0].elsewhere.holders == ("russia",)
    control, problems = map_of(
        geojson(good, (bow_tie, {"holder": "ukraine", "from": "2022"})), settings, files=files, folder="bad"
    )
    assert control.elsewhere == UNMAPPED
    assert any(
        "1 feature of the map 'm' were refused, so `elsewhere` counts as unknown" in problem for problem in problems
    )


def test_overlaps_with_different_holders_on_a_common_day_are_counted(map_of, geojson):
    one = ((30, 30), {"holder": "russia", "from": "2022-03-01", "until": "2022-03-05"})
    beside = ((31, 30), {"holder": "ukraine", "from": "2022-03-01", "until": "2022-03-05"})
    over = ((30.5, 30), {"holder": "ukraine", "from": "2022-03-05", "until": "2022-03-09"})
    later = ((30.5, 30), {"holder": "ukraine", "from": "2022-03-06"})
    same = ((30.5, 30), {"holder": "russia", "from": "2022-03-01"})
    assert map_of(geojson(one, beside))[1] == []
    assert map_of(geojson(one, later), folder="later")[1] == []
    assert map_of(geojson(one, same), folder="same")[1] == []
    problems = map_of(geojson(one, over), folder="over")[1]
    assert [
        "2 noted: 1 pair of faces overlap" in problem and "contested by both" in problem for problem in problems
    ] == [True]


def test_the_folder_of_a_kml_map_names_the_holder(map_of):
    square = "<Polygon><outerBoundaryIs><LinearRing><coordinates>30,30 31,30 31,31 30,31 30,30</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>Russian Federation</name><Folder><name>detail</name><Placemark><name>P</name>{square}</Placemark></Folder></Folder></Document></kml>'
    control, problems = map_of(text, 'on = "2022-03-01"', "m.kml")
    assert control.faces[0].holding.holders == ("russia",)
    assert problems == []


PLACES = {
    "places.csv": "id,name,aliases,lon,lat,radius_km\nbakhmut,Bakhmut,Бахмут,38,48.6,5\nkyiv,Kyiv,,,,\na1,Shevchenkove,,1,1,1\na2,Shevchenkove,,2,2,1\n"
}


def test_places_of_a_list_go_by_the_id_of_the_case_or_by_their_folded_name(map_of):
    rows = "place,lon,lat,holder,from\nБахмут,0.5,0.5,russia,2022\nNew York,37.8,48.3,ukraine,2022\nShevchenkove,36,49,ukraine,2022\nNowhere,,,ukraine,2022\nKyiv,,,ukraine,2022\n"
    control, problems = map_of(rows, "", "m.csv", files=PLACES)
    assert [face.place for face in control.faces] == ["bakhmut", "newyork", "shevchenkove", "nowhere", "kyiv"]
    assert [face.geometry and (face.geometry.x, face.geometry.y) for face in control.faces] == [
        (38, 48.6),
        (37.8, 48.3),
        (36, 49),
        None,
        None,
    ]
    assert (control.listed, control.timing, control.faces[0].name) == (True, Timing.INTERVALS, "Бахмут")
    assert ["that of several places" in problems[0], "'nowhere' (row 5)" in problems[1], len(problems)] == [
        True,
        True,
        2,
    ]


def test_a_row_that_names_no_place_is_refused_and_one_with_a_point_is_not(case_of, actors):
    rows = "place,lon,lat,holder,from\n,,,russia,2022\n,30,40,russia,2022\n=======,,,russia,2022\n"
    case = case_of('[[maps]]\nid = "m"\nfile = "m.csv"\n', actors=actors, files={"m.csv": rows})
    assert [face.place for face in case.maps["m"].faces] == ["30.00000,40.00000", "======="]
    assert (case.rows[0].read, case.rows[0].kept, case.rows[0].refused) == (3, 2, {"names no place": 1})


def test_a_place_whose_coordinates_move_lies_at_their_median(map_of):
    rows = (
        "place,lon,lat,holder,from\n"
        + "Lviv,24.03,49.84,ukraine,2022\n" * 2
        + "Lviv,49.84,24.03,ukraine,2022\nOdesa,30.7,46.5,ukraine,2022\nOdesa,30.71,46.5,ukraine,2022\n"
    )
    control, problems = map_of(rows, "", "m.csv")
    assert (control.faces[0].geometry.x, control.faces[0].geometry.y) == (24.03, 49.84)
    assert [
        "noted: 1 place with coordinates more than 5 km apart" in problem and "'lviv' by" in problem
        for problem in problems
    ] == [True]


def test_a_list_without_any_day_is_refused_and_a_day_of_the_map_helps(map_of):
    rows = "place,lon,lat,holder\na,1,2,russia\n"
    assert map_of(rows, "", "m.csv")[0] is None
    assert map_of(rows, 'on = "2022-03-01"', "m.csv", folder="on")[0].faces[0].period.certain == Days(
        day("2022-03-01"), day("2022-03-01") + 1
    )


def sightings(*rows):
    return "place,lon,lat,date,holder\n" + "".join(f"{place},1,2,{date},{holder}\n" for place, date, holder in rows)


def periods(control):
    return [(face.place, face.holding.holders, str(face.period)) for face in control.faces]


def test_sightings_of_one_holder_are_one_period_up_to_the_longest_gap(map_of):
    rows = sightings(("a", "2022-03-01", "russia"), ("a", "2022-03-15", "russia"), ("a", "2022-03-30", "russia"))
    control, problems = map_of(rows, "", "m.csv")
    assert periods(control) == [("a", ("russia",), "2022-03-01/2022-03-15"), ("a", ("russia",), "2022-03-30")]
    assert [face.row for face in control.faces] == [2, 4]
    assert problems == []
    wider, _ = map_of(rows, "max_gap_days = 15", "m.csv", folder="wider")
    assert periods(wider) == [("a", ("russia",), "2022-03-01/2022-03-30")]


def test_a_change_of_hands_and_back_is_three_periods_whatever_the_order_of_rows(map_of):
    rows = sightings(
        ("a", "2022-03-05", "russia"),
        ("a", "2022-03-03", "ukraine"),
        ("a", "2022-03-01", "russia"),
        ("b", "2022-03-02", "ukraine"),
        ("a", "2022-03-01", "russia"),
    )
    assert sorted(periods(map_of(rows, "", "m.csv")[0])) == [
        ("a", ("russia",), "2022-03-01"), ("a", ("russia",), "2022-03-05"), ("a", ("ukraine",), "2022-03-03"), ("b", ("ukraine",), "2022-03-02"),
    ]  # fmt: skip


def test_two_rows_for_one_place_at_one_moment_are_both_possible_and_end_every_period(map_of):
    rows = sightings(
        ("a", "2022-03-01", "russia"),
        ("a", "2022-03-02", "russia"),
        ("a", "2022-03-02", "ukraine"),
        ("a", "2022-03-03", "russia"),
    )
    control, _ = map_of(rows, "", "m.csv")
    assert sorted(periods(control)) == [
        ("a", ("russia",), "2022-03-01"), ("a", ("russia",), "2022-03-02"), ("a", ("russia",), "2022-03-03"), ("a", ("ukraine",), "2022-03-02"),
    ]  # fmt: skip
    stands = [face.period.holds_on(day("2022-03-02")) for face in control.faces]
    assert sorted(stands) == [CANNOT, CANNOT, MAY, MAY]


def test_the_time_of_day_tells_which_of_two_holders_was_later(map_of):
    rows = sightings(
        ("a", "2022-03-01T08:00:00Z", "russia"),
        ("a", "2022-03-02T08:00:00Z", "russia"),
        ("a", "2022-03-02T20:00:00Z", "ukraine"),
        ("a", "2022-03-05T08:00:00Z", "ukraine"),
    )
    assert sorted(periods(map_of(rows, "", "m.csv")[0])) == [
        ("a", ("russia",), "2022-03-01/2022-03-02"),
        ("a", ("ukraine",), "2022-03-02/2022-03-05"),
    ]


def test_a_sighting_without_a_day_may_be_of_any_day(map_of):
    control, problems = map_of(
        sightings(
            ("a", "2022-03-01", "russia"), ("a", "", "ukraine"), ("a", "soon", "ukraine"), ("a", "2022-04", "ukraine")
        ),
        "",
        "m.csv",
    )
    loose = control.faces[1:]
    assert [face.period.certain.empty for face in loose] == [True] * 3
    assert [face.period.known for face in loose] == [False, False, True]
    assert ["(rows 3 and 4)" in problem and "widened" in problem for problem in problems] == [True]


def test_a_layout_that_does_not_exist_and_a_missing_column_are_told(map_of):
    _, problems = map_of(
        "place,lon,lat,from,held_by\na,1,2,2022,russia\n",
        'layout = "placelist"\n[maps.columns]\nholder = "heldby"\nholdr = "x"',
        "m.csv",
    )
    assert any("the layout 'placelist' is not known (did you mean \"place-list\"?)" in problem for problem in problems)
    assert any("is called 'heldby', named as `holder` (did you mean \"held_by\"?)" in problem for problem in problems)
    assert any(
        "`columns` has 'holdr', which is no column of a map (did you mean \"holder\"?)" in problem
        for problem in problems
    )


def test_a_map_that_is_refused_has_its_other_problems_told_too(case_of, tell):
    problems = tell(
        case_of('[[maps]]\nid = "m"\nfile = "none.geojson"\nelsewhre = "x"\nmax_gap_days = "long"\ntitle = "M"\n')
    )
    assert ["elsewhre" in problem for problem in problems].count(True) == 1
    assert not any("'title'" in problem for problem in problems)


WIKIPEDIA = """[[maps]]
id = "w"
file = "{file}"
layout = "{layout}"
[maps.columns]
place = "name"
holder = "held_by"
{dates}
[maps.holders]
"Donetsk PR" = "russia"
"Luhansk PR" = "russia"
"Contested" = ["russia", "ukraine"]
"Unknown" = "unknown"
"""


def test_a_real_list_of_towns_is_read_row_by_row(case_of, actors, shared):
    data = shared("data/ukraine_control_wikipedia/control_intervals.csv.gz").read_bytes()
    text = WIKIPEDIA.format(
        file="w.csv.gz", layout="place-list", dates='from = "first_seen_utc"\nuntil = "last_seen_utc"'
    )
    case = case_of(text, actors=actors, files={"w.csv.gz": data})
    faces = case.maps["w"].faces
    assert (len(faces), case.rows[0].read) == (1489, 1489)
    bakhmut = [face for face in faces if face.place == "bakhmut"]
    taken = [face.holding.holders for face in bakhmut if face.period.holds_on(day("2023-05-20")) is not CANNOT]
    assert ("russia",) in taken
    assert ("russia", "ukraine") in taken
    assert [problem.row for problem in case.problems if "'3 September 2022' is no actor" in problem.what]
    assert {problem.effect for problem in case.problems} == {Effect.WIDENED}


def test_a_real_list_seen_thousands_of_times_becomes_periods(case_of, actors, shared):
    data = shared("data/ukraine_control_wikipedia/snapshots_2022-03_2024-08.parquet").read_bytes()
    text = WIKIPEDIA.format(file="w.parquet", layout="place-snapshots", dates='date = "snapshot_utc"')
    case = case_of(text, actors=actors, files={"w.parquet": data})
    control = case.maps["w"]
    count = case.rows[0]
    assert (count.read, count.kept, count.refused) == (734_216, 734_040, {"names no place": 176})
    assert len(control.faces) < 2000
    kherson = [face for face in control.faces if face.place == "kherson"]
    assert [face.holding.holders for face in kherson if face.period.holds_on(day("2022-07-01")) is MUST] == [
        ("russia",)
    ]
    assert [face.holding.holders for face in kherson if face.period.holds_on(day("2023-07-01")) is MUST] == [
        ("ukraine",)
    ]
    lviv = next(face.geometry for face in control.faces if face.place == "lviv")
    assert (round(lviv.x), round(lviv.y)) == (24, 50)


def test_every_sighting_lies_in_a_period_of_its_holding(map_of, tmp_path):
    """The fast merge against the plain rule, on random sightings."""
    rng = np.random.default_rng(7)
    rows = [
        (f"p{rng.integers(3)}", day("2022-03-01") + int(rng.integers(60)), ("russia", "ukraine")[rng.integers(2)])
        for _ in range(400)
    ]
    texts = [(place, str(np.datetime64("0001-01-01") + (seen - 1)), holder) for place, seen, holder in rows]
    path = tmp_path / "s.parquet"
    pq.write_table(
        pa.table(
            {
                "place": [t[0] for t in texts],
                "date": [t[1] for t in texts],
                "holder": [t[2] for t in texts],
                "lon": [1.0] * 400,
                "lat": [2.0] * 400,
            }
        ),
        path,
    )
    control, _ = map_of(path.read_bytes(), "max_gap_days = 3", "m.parquet")
    found = {(face.place, face.holding.holders[0], *face.period.possible) for face in control.faces}
    expected = set()
    for place in {row[0] for row in rows}:
        days = sorted({row[1] for row in rows if row[0] == place})
        several = {seen for seen in days if {(place, seen, "russia"), (place, seen, "ukraine")} <= set(rows)}
        for holder in ("russia", "ukraine"):
            run: list[int] = []
            for position, seen in enumerate(days):
                if (place, seen, holder) not in rows:
                    continue
                apart = run and (days[position - 1] != run[-1] or seen - run[-1] > 3)
                if apart or (run and (seen in several) != (run[-1] in several)):
                    expected.add((place, holder, run[0], run[-1] + 1))
                    run = []
                run.append(seen)
            expected.add((place, holder, run[0], run[-1] + 1))
    assert found == expected


def test_an_open_end_stays_open(map_of):
    control, _ = map_of("place,lon,lat,from,until,holder\na,1,2,2022-03-01,,russia\n", "", "m.csv")
    assert control.faces[0].period.certain == Days(day("2022-03-01"), NO_STOP)


def test_the_day_in_the_name_of_a_file_goes_before_the_dates_in_it(case_of, actors, geojson):
    text = geojson(((30, 30), {"holder": "russia", "from": "2021-01-01"}))
    case = case_of('[[maps]]\nfile = "m"\n', actors=actors, files={"m/2022-03-01.geojson": text})
    assert case.maps["m"].snapshot_days == (day("2022-03-01"),)
    assert [(problem.row, problem.effect) for problem in case.problems] == [(1, Effect.NOTED)]


def test_a_list_of_places_says_nothing_of_the_ground_elsewhere(map_of, geojson):
    files = {"w.geojson": geojson((WITHIN, {}))}
    rows = "place,lon,lat,from,holder\na,1,2,2022,russia\n"
    control, problems = map_of(rows, 'elsewhere = "nobody"\nwithin = "w.geojson"', "m.csv", files=files)
    assert control.elsewhere == UNMAPPED
    assert ["is a list of places" in problem for problem in problems] == [True]
