"""Sources, actors, ties, definitions, undertakings, places, areas, releases and incidents."""

from __future__ import annotations

import hashlib

import pytest

from firmground.bounds import Bounds
from firmground.case.actors import TieKind
from firmground.case.undertakings import PledgeState
from firmground.dates import Days, When, parse_when
from firmground.errors import Effect
from firmground.modality import CANNOT, MAY, MUST
from firmground.places import Candidates, Disc, Unknown

DAY = parse_when("2015-10-01").possible.start


def test_a_kept_copy_that_has_changed_is_noted_with_what_it_is_now(case_of):
    digest = hashlib.sha256(b"now").hexdigest()
    text = '[[sources]]\nid = "s"\nfile = "documents/p.html"\nsha256 = "%s"\n'
    assert case_of(sources=text % digest.upper(), files={"documents/p.html": "now"}).problems == ()
    changed = case_of(sources=text % ("0" * 64), files={"documents/p.html": "now"})
    assert [(problem.effect, digest in problem.hint) for problem in changed.problems] == [(Effect.NOTED, True)]


def test_an_id_used_twice_keeps_the_first_and_names_the_line_of_the_second(case_of):
    case = case_of(sources='[[sources]]\nid = "s"\ntitle = "one"\n[[sources]]\nid = "s"\ntitle = "two"\n')
    assert case.sources["s"].title == "one"
    assert [(problem.row, problem.effect) for problem in case.problems] == [(4, Effect.REFUSED)]


@pytest.mark.parametrize("key", ["a;b", "a|b", "?", "unknown", "nobody", "none", ""])
def test_an_id_that_would_be_read_as_something_else_is_refused(case_of, key):
    assert list(case_of(actors=f'[[actors]]\nid = "{key}"\n').actors) == []


def test_a_tie_finds_its_actors_by_any_name(case_of, actors):
    tie = case_of(actors=actors + '[[ties]]\nactor = "isis"\ntie = "fights"\nto = "Россия"\n').actors.ties[0]
    assert (tie.actor, tie.kind, tie.to, tie.period.certain) == ("islamic-state", TieKind.FIGHTS, "russia", Days())


def test_a_tie_of_nobody_known_is_refused_with_the_nearest_name(case_of, actors):
    case = case_of(actors=actors + '[[ties]]\nactor = "islamic-sate"\ntie = "fights"\nto = "russia"\n')
    assert case.actors.ties == ()
    assert 'did you mean "islamic-state"?' in case.problems[0].hint


@pytest.mark.parametrize(
    ("dates", "before", "on", "after"),
    [
        ('from = "2015-10-01"', CANNOT, MUST, MUST),
        ('until = "2015-10-01"', MUST, MUST, CANNOT),
        ('from = "2015-10-01"\nuntil = "2015-10-01"', CANNOT, MUST, CANNOT),
        ('from = "2015-10-01"\nuntil = "?"', CANNOT, MUST, MAY),
        ('from = "?"', MAY, MAY, MAY),
        ('as_of = "2015-10-01"', MAY, MUST, MAY),
        ('as_of = "2015-10-01"\nfrom = "2015-10-01"', CANNOT, MUST, MAY),
        ('as_of = "2015-10"', MAY, MAY, MAY),
        ('from = "soon"', MAY, MAY, MAY),
        ('from = "2015-10-02"\nuntil = "2015-10-01"', MAY, MAY, MAY),
        ('as_of = "2014"\nfrom = "2015"', MAY, MAY, MAY),
    ],
)
def test_a_tie_stands_on_the_days_that_its_dates_say(case_of, actors, dates, before, on, after):
    tie = case_of(actors=actors + f'[[ties]]\nactor = "russia"\ntie = "backs"\nto = "ukraine"\n{dates}\n').actors.ties[
        0
    ]
    assert [tie.stands_on(day) for day in (DAY - 1, DAY, DAY + 1)] == [before, on, after]


def test_a_period_known_in_two_places_is_certain_in_between(case_of, actors):
    text = '[[ties]]\nactor = "russia"\ntie = "backs"\nto = "ukraine"\nfrom = "2015-03-24"\nas_of = "2015-10-01"\n'
    tie = case_of(actors=actors + text).actors.ties[0]
    assert tie.stands_on(DAY - 100) is MUST
    assert tie.stands_on(DAY + 1) is MAY


def test_a_label_that_covers_a_stranger_may_mean_anybody(case_of, actors):
    text = '[[definitions]]\nid = "d"\n[[definitions.labels]]\nlabel = "terrorist"\ncovers = ["ISIS"%s]\n'
    known = case_of(actors=actors, definitions=text % "")
    assert known.definitions["d"].includes("terrorist", "ukraine", DAY, known.actors) is CANNOT
    strange = case_of(actors=actors, definitions=text % ', "nusra"')
    assert strange.definitions["d"].includes("terrorist", "ukraine", DAY, strange.actors) is MAY
    assert strange.definitions["d"].includes("terrorist", "islamic-state", DAY, strange.actors) is MUST
    assert [(problem.row, problem.effect) for problem in strange.problems] == [(3, Effect.WIDENED)]


def test_labels_are_told_with_their_own_lines(case_of):
    text = '[[definitions]]\nid = "a"\n[[definitions.labels]]\nlabel = "x"\n[[definitions]]\nid = "b"\n[[definitions.labels]]\nlabel = "y"\nfrm = "2015"\n'
    assert [(problem.row, "frm" in problem.what) for problem in case_of(definitions=text).problems] == [(7, True)]


UNDERTAKINGS = """
[[agreements]]
id = "a"
parties = ["russia", "ukraine"]
on = "2015-11-26"
[[agreements.clauses]]
id = "1"
parties = ["russia"]
act = "air-strike"
protects = ["islamic-state"]
from = "2015-11-26"
[[pledges]]
id = "p"
by = ["russia"]
to = ["ukraine"]
what = "to stop"
on = "2015-11-26"
[[pledges.stages]]
state = "kept"
on = "2015-12-02"
url = "https://example.org/vote"
"""


def test_undertakings_are_read_whole(case_of, actors):
    case = case_of(actors=actors, undertakings=UNDERTAKINGS)
    assert case.problems == ()
    clause = case.agreements["a"].clauses[0]
    assert (clause.parties, clause.protects, clause.zones) == (("russia",), ("islamic-state",), ())
    assert clause.period == When.between(parse_when("2015-11-26"), None)
    assert [(stage.state, str(stage.on)) for stage in case.pledges["p"].stages] == [(PledgeState.KEPT, "2015-12-02")]


def test_a_stage_that_does_not_exist_is_refused_alone(case_of, actors):
    case = case_of(actors=actors, undertakings=UNDERTAKINGS.replace('"kept"', '"kepd"'))
    assert case.pledges["p"].stages == ()
    assert [(problem.row, problem.hint) for problem in case.problems] == [(18, 'did you mean "kept"?')]


def test_a_zone_and_a_party_that_nobody_knows_are_told(case_of, actors, tell):
    text = UNDERTAKINGS.replace("act =", 'zone = "Aleppo"\nact =').replace('"ukraine"]\non', '"ukrane"]\non')
    problems = tell(case_of(actors=actors, undertakings=text))
    assert any("zone 'Aleppo' is no area or place" in problem for problem in problems)
    assert any("'ukrane' is no actor of the case (did you mean \"Ukraine\"?" in problem for problem in problems)


PLACES = """id,name,aliases,lon,lat,radius_km,area,level,unit,url,note
aleppo,Aleppo,Halab;حلب,37.16,36.20,8,,,Aleppo,,
hill,Hill,,,,,,,,,
buoy,Null Island,,0,0,1,,,,,
"""


def test_places_are_found_by_any_name_and_may_be_unknown(case_of):
    case = case_of(files={"places.csv": PLACES})
    assert case.problems == ()
    assert [place.where for place in case.gazetteer.find("حلب")] == [Disc(37.16, 36.2, 8)]
    assert isinstance(case.gazetteer.find("hill")[0].where, Unknown)
    assert case.gazetteer.find("buoy")[0].where == Disc(0, 0, 1)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ("37.16,,8", "there is no latitude"),
        ("None,36.2,8", "'None' is not a number"),
        ("190,36.2,8", "not on Earth"),
        ("36.2,137.16,8", "swapped"),
        ("37.16,36.2,far", "`radius_km` is 'far'"),
        ("37.16,36.2,-1", "`radius_km` is -1"),
        ('"37,16","36,20",8', "'37,16' is not a number"),
        ("1_0,36.2,8", "'1_0' is not a number"),
        ("nan,36.2,8", "'nan' is not a number"),
        ("inf,36.2,8", "'inf' is not a number"),
    ],
)
def test_a_place_with_faulty_coordinates_is_unknown_and_says_why(case_of, cells, fault):
    case = case_of(files={"places.csv": f"id,name,lon,lat,radius_km\nx,X,{cells}\n"})
    assert isinstance(case.gazetteer.places["x"].where, Unknown)
    assert [(problem.row, problem.effect, fault in problem.what) for problem in case.problems] == [
        (2, Effect.WIDENED, True)
    ]


@pytest.mark.parametrize("cells", ["180,90,0", "-180,-90,20004"])
def test_the_ends_of_the_earth_are_on_it(case_of, cells):
    case = case_of(files={"places.csv": f"id,lon,lat,radius_km\nx,{cells}\n"})
    assert isinstance(case.gazetteer.places["x"].where, Disc)
    assert case.problems == ()


def test_places_without_a_radius_are_points_and_that_is_said_once(case_of, tell):
    case = case_of(files={"places.csv": "id,lon,lat\na,1,2\nb,3,4\n"})
    assert case.gazetteer.places["a"].where == Disc(1, 2, 0)
    assert [problem for problem in tell(case) if "taken as exact points (rows 2 and 3)" in problem] == tell(case)


def test_a_misspelt_column_is_noted_and_an_additional_one_is_not(case_of, tell):
    problems = tell(case_of(files={"places.csv": "id,alias,radius_reason\na,b,c\n"}))
    assert problems == ["1 noted: the column 'alias' is not read (did you mean \"aliases\"?)"]


def test_areas_are_found_by_level_and_name_and_by_id(case_of, geojson):
    areas = geojson(
        ((36, 36), {"shapeName": "Idlib", "shapeISO": "SY-ID"}),
        ((38, 36), {"shapeName": "Aleppo", "shapeISO": "SY-HL"}),
    )
    case = case_of('[[areas]]\nfile = "a.geojson"\nlevel = "1"\n', files={"a.geojson": areas})
    assert case.problems == ()
    found = case.gazetteer.find_area("1", "IDLIB")
    assert (found.id, found is case.gazetteer.find_area("", "SY-ID")) == ("SY-ID", True)
    assert case.gazetteer.find_area("2", "Idlib") is None


def test_two_units_of_one_name_are_both_meant(case_of, geojson):
    areas = geojson(((36, 36), {"name": "Center", "id": "1"}), ((40, 36), {"name": "Center", "id": "2"}))
    case = case_of('[[areas]]\nfile = "a.geojson"\nlevel = "2"\n', files={"a.geojson": areas})
    assert case.gazetteer.find_area("2", "center").geometry.area == pytest.approx(2)
    assert case.gazetteer.find_area("2", "2").geometry.area == pytest.approx(1)
    assert [problem.effect for problem in case.problems] == [Effect.WIDENED]


def test_a_property_and_a_level_that_do_not_exist_are_told(case_of, geojson, tell):
    areas = geojson(((36, 36), {"shapeName": "Idlib"}))
    case = case_of(
        '[[areas]]\nfile = "a.geojson"\nlevel = "1"\nname = "shapename"\n[[areas]]\nfile = "a.geojson"\nlevel = "province"\n',
        files={"a.geojson": areas},
    )
    assert any('did you mean "shapeName"?' in problem for problem in tell(case))
    assert any("`level` is 'province' (write one of 1, 2" in problem for problem in tell(case))


def test_releases_are_read_in_the_order_of_files_and_rows(case_of, tell):
    head = "id,published,from,until,status,gives,sorties,places_named\n"
    case = case_of(
        files={
            "releases/b.csv": head + "r3,2015-10-02,,,silence,,,\n",
            "releases/a.csv": head
            + "r1,2015-10-01,2015-09-30,2015-10-01,published,date;place,20..25,3\nr2,2015-10-01,,,,coordinates,3+,\n",
        }
    )
    assert tell(case) == [
        "2 noted: a silence of days that are not known (write its first and last day in `from` and `until`; until then it is not used)"
    ]
    first, second, third = case.releases
    assert (first.id, first.gives, first.sorties, first.places_named) == ("r1", ("date", "place"), Bounds(20, 25), 3)
    assert second.sorties.high == float("inf")
    assert (third.status, third.covers.known, third.sorties) == ("silence", False, None)


def test_a_release_with_a_status_or_detail_that_does_not_exist_is_told(case_of, tell):
    case = case_of(files={"releases/a.csv": "id,status,gives\na,publshed,date\nb,published,plce\n"})
    assert [release.id for release in case.releases] == ["b"]
    assert tell(case) == [
        "2 refused: `status` is 'publshed' (did you mean \"published\"?)",
        "3 noted: `gives` has 'plce' (did you mean \"place\"? Otherwise it is left out)",
    ]


def test_an_incident_is_where_it_or_its_place_says(case_of):
    places = "id,name,lon,lat,radius_km\na,Rus,1,2,3\nb,Kafr,4,5,6\nc,Kafr,7,8,9\n"
    rows = "id,date,place,lon,lat,radius_km\ni,2015-10-03,a,10,20,1\nj,2015-10,Rus,,,\nk,,Kafr,,,\nl,,elsewhere,,,\nm,,,,,\n"
    incidents = case_of(files={"places.csv": places, "incidents.csv": rows}).incidents
    assert [incidents[key].where for key in "ij"] == [Disc(10, 20, 1), Disc(1, 2, 3)]
    assert incidents["k"].where == Candidates((Disc(4, 5, 6), Disc(7, 8, 9)))
    assert isinstance(incidents["l"].where, Unknown)
    assert isinstance(incidents["m"].where, Unknown)
    assert not incidents["k"].when.known
