"""Rows of events of which something is withheld: no constant and no default says more than was shown."""

from __future__ import annotations

import math

import pytest

import firmground as fg
from firmground.bounds import Bounds
from firmground.case.choices import Specification
from firmground.case.claims import Selection
from firmground.case.events import STRIKES_UNLIMITED
from firmground.check import check_claims
from firmground.dates import NO_START, NO_STOP, parse_when
from firmground.hold import hold_events
from firmground.hold.taken import taken_place
from firmground.locate import locate_events
from firmground.measures import Selector, met_pairs
from firmground.modality import CANNOT, MAY, MUST
from firmground.places import Area, Disc, Unknown

PLACES = "id,name,lon,lat,radius_km\np1,One,36.2,35.5,3\np2,Two,36.9,35.5,10\n"
UNIT = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"West"},"geometry":{"type":"Polygon",'
    '"coordinates":[[[36,35],[37,35],[37,36],[36,36],[36,35]]]}}]}'
)
CONSTANTS = '[events.constants]\nby = "a"\nkind = "shelling"\nstrikes = "3"\nradius_km = "2"\nreported = "2015-10-09"\n'


def read(folder, rows, head="", constants=CONSTANTS, claims=""):
    (folder / "events.csv").write_text("\n".join(rows) + "\n")
    (folder / "places.csv").write_text(PLACES)
    (folder / "units.geojson").write_text(UNIT)
    (folder / "sources.toml").write_text('[[sources]]\nid = "somebody"\ntitle = "Somebody"\n')
    (folder / "actors.toml").write_text("".join(f'[[actors]]\nid = "{one}"\nname = "{one}"\n' for one in "ab"))
    (folder / "claims.toml").write_text(claims)
    areas = '[[areas]]\nfile = "units.geojson"\nlevel = "1"\nname = "name"\n'
    entry = f'[[events]]\nid = "e"\nfile = "events.csv"\nsource = "somebody"\n{constants}'
    (folder / "case.toml").write_text(f'title = "t"\n{entry}{areas}{head}')
    return fg.read_case(folder)


def place_of(case, row=0):
    return locate_events(case).region(row)


def answers(case, **selection):
    held = hold_events(locate_events(case))
    return Selector(held).counted(Selection(**selection), Specification()).tolist()


def test_constants_fill_what_is_empty_and_not_what_is_withheld(tmp_path):
    case = read(
        tmp_path,
        ["id,date,by,kind,strikes,reported,withheld", "1,2015-10-01,,,,,", "2,,,,,,by;kind;strikes;reported;date"],
    )
    events = case.events
    assert (events.by[0], events.kind[0], events.strikes_low[0], events.strikes_high[0]) == ("a", "shelling", 3, 3)
    assert (events.by[1], events.kind[1], events.strikes_low[1], events.strikes_high[1]) == (
        "",
        "",
        0,
        STRIKES_UNLIMITED,
    )
    assert (events.start[1], events.reported_start[1], events.reported_stop[1]) == (NO_START, NO_START, NO_STOP)
    assert answers(case, by="a", kind=("shelling",)) == [MUST, MAY]


def test_of_a_hidden_row_only_the_data_set_is_known(tmp_path):
    case = read(tmp_path, ["id,date,by,withheld", "1,2015-10-01,b,", ",,,*"])
    assert (case.events.by[1], case.events.source[1], case.events.strikes_low[1]) == ("", "", 0)
    assert answers(case, datasets=("e",), by="b") == [MUST, MAY]
    assert answers(case, datasets=("other",)) == [CANNOT, CANNOT]
    assert answers(case, where=(("id", ("e:3",)),)) == [CANNOT, MAY]
    assert isinstance(place_of(case, 1).where, Unknown)


def test_a_coarser_value_is_taken_as_it_stands(tmp_path):
    case = read(tmp_path, ["date,strikes,by,withheld", "2015-10,1..9,a|b,date;strikes;by"], constants="")
    october = parse_when("2015-10").possible
    assert (case.events.start[0], case.events.stop[0]) == (october.start, october.stop)
    assert (case.events.strikes_low[0], case.events.strikes_high[0]) == (1, 9)
    assert answers(case, by="a") == [MAY]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # place, lon, lat, radius_km, area, level, withheld
        ("p1,,,,,,", Disc(36.2, 35.5, 3)),
        ("p1,,,,,,lon", Unknown),  # it may have had coordinates of its own
        ("p1,,,,,,note", Disc(36.2, 35.5, 3)),
        (",,,,,,place", Unknown),
        (",36.3,35.4,,,,place", Disc(36.3, 35.4, 2)),  # its own, and the constant holds
        (",36.3,35.4,,,,radius_km", Unknown),
        (",36.3,35.4,5,,,lon;lat;radius_km", Disc(36.3, 35.4, 5)),
        (",36.3,,5,,,lat", Unknown),
        (",36.3,35.4,1,,,level", Unknown),  # a unit would have gone before the coordinates
        (",36.3,35.4,1,,,unplaced", Unknown),
        (",,,,West,1,area;level", Area),
        (",36.3,35.4,1,West,1,lon", Area),  # the unit goes before what is withheld
        (",,,,,1,area", Unknown),
        (",36.3,35.4,5,,,*", Disc(36.3, 35.4, 5)),
    ],
)
def test_where_it_was_is_never_narrower_than_what_is_shown(tmp_path, row, expected):
    case = read(tmp_path, ["place,lon,lat,radius_km,area,level,withheld", row])
    found = place_of(case).where
    assert found == expected if isinstance(expected, Disc) else isinstance(found, expected)
    assert not case.problems


def test_a_row_whose_name_or_ground_is_withheld_counts_as_no_known_place(tmp_path):
    rows = [
        "place,lon,lat,radius_km,withheld",
        "p1,,,,",
        ",36.3,35.4,5,place",
        ",36.3,35.4,5,lon;lat;radius_km",
        ",36.3,35.4,5,",
    ]
    regions = locate_events(read(tmp_path, rows)).regions
    assert [region.counts_as for region in regions] == ["p1", "", "", "@36.3,35.4"]
    assert regions.counted_place.tolist() == [0, -1, -1, 3]


def test_what_stands_for_a_place_is_never_taken_narrower_than_it_is(tmp_path):
    case = read(
        tmp_path, ["lon,lat,radius_km,area,level,withheld", "36.3,35.4,5,,,lon;lat;radius_km", ",,,West,1,area;level"]
    )
    disc, unit = (place_of(case, row) for row in (0, 1))
    assert [round(taken_place(disc, factor).radius_km, 1) for factor in (0.0, 0.5, 1.0, 2.0)] == [5.0, 5.0, 5.0, 10.0]
    assert isinstance(taken_place(unit, 1.0), Area)
    # A disc inside the unit that is taken twice as wide may reach out of it.
    assert taken_place(unit, 2.0).radius_km > 130


def test_a_place_whose_name_is_withheld_may_be_the_one_that_is_asked_for(tmp_path):
    rows = ["place,lon,lat,radius_km,withheld", "p2,36.3,35.4,1,", ",36.3,35.4,1,place", ",36.3,35.4,1,"]
    assert answers(read(tmp_path, rows), inside=("p2",)) == [MUST, MAY, CANNOT]


def test_what_perhaps_repeats_a_row_perhaps_counts(tmp_path):
    rows = ["id,duplicate_of,withheld", "1,,", "2,1,", "3,,duplicate_of", "4,1,duplicate_of"]
    assert answers(read(tmp_path, rows)) == [MUST, CANNOT, MAY, MAY]


def test_what_repeats_a_row_that_is_not_shown_perhaps_counts(tmp_path):
    rows = ["id,duplicate_of,withheld", "1,9,", ",,*"]
    case = read(tmp_path, rows)
    assert answers(case) == [MAY, MAY]
    assert [problem.what for problem in case.problems] == [
        "duplicate_of names an event that is not shown, perhaps one with a withheld id: the row MAY repeat it: '9' (row 2)"
    ]
    # Where every id is shown it repeats nothing.
    assert answers(read(tmp_path, ["id,duplicate_of", "1,9"])) == [MUST]


def test_rows_that_look_alike_because_something_is_withheld_are_not_one(tmp_path):
    assert answers(read(tmp_path, ["id,date,withheld", "1,,date", "1,,date"])) == [MUST, MAY]


def test_a_made_id_is_no_id_that_another_row_has(tmp_path):
    case = read(tmp_path, ["id,duplicate_of,withheld", ",,id", "e:2,,", "3,e:2,"])
    assert len(set(case.events.id)) == 3
    assert answers(case) == [MUST, MUST, CANNOT]


def test_a_reason_for_which_a_place_is_not_known_is_kept(tmp_path):
    case = read(tmp_path, ["place,lon,lat,unplaced", "p1,36.2,35.5,it was 0; 0"])
    assert locate_events(case).unplaced[0] == "it was 0; 0"
    assert place_of(case).counts_as == "p1"
    assert not case.problems


def test_what_a_layout_makes_of_a_withheld_row_nobody_can_tell(tmp_path):
    rows = ["id,date_start,date_end,latitude,longitude,where_prec,date_prec,side_a,withheld",
            "1,2015-10-01,2015-10-01,35.5,36.2,1,1,a,", "2,2015-10-01,2015-10-01,35.5,36.2,1,1,a,where_prec"]  # fmt: skip
    case = read(tmp_path, rows, constants='layout = "ucdp-ged"\n')
    assert case.events.start[0] > NO_START
    assert case.events.start[1] == NO_START
    assert isinstance(place_of(case, 1).where, Unknown)


def test_too_many_pairs_of_what_is_withheld_are_any_number(tmp_path, monkeypatch):
    monkeypatch.setattr(met_pairs, "MOST_PAIRS", 0)
    claims = (
        '[[claims]]\nid = "c"\non = "2015-11-01"\nsays = "so"\n[claims.test]\nmeasure = "encounters"\n'
        "other = { }\nkm = 9\nhours = 24\n"
    )
    rows = ["date,lon,lat,radius_km,withheld", "2015-10-01,36.2,35.5,1,{}", "2015-10-01,36.2,35.5,1,"]
    found = []
    for withheld in ("", "strikes"):
        held = hold_events(locate_events(read(tmp_path, "\n".join(rows).format(withheld).split("\n"), claims=claims)))
        found.append(check_claims(held))
    assert "more than 0 pairs may be so near" in found[0].untested[0][1]
    measured = found[1].claims[0].headline.measurement
    assert (measured.says_nothing, measured.bounds) == (True, Bounds(0, math.inf))


def test_a_name_that_is_no_column_is_told(tmp_path):
    case = read(tmp_path, ["date,withheld", "2015-10-01,plaice"])
    assert [problem.what for problem in case.problems] == [
        "`withheld` names what is no column of the file: 'plaice' (row 2)"
    ]
