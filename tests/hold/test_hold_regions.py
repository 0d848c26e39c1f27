"""Where an event may be, and what a case without maps, without events or with very many holders says."""

from __future__ import annotations

import numpy as np
import pytest

from firmground.case.choices import Choices, Specification
from firmground.case.claims import Relation
from firmground.case.definitions import Definition, Label
from firmground.case.gazetteer import Place, fold_name
from firmground.dates import Days, parse_when
from firmground.locate import locate_events
from firmground.modality import CANNOT, MAY, MUST, Modality
from firmground.places import Area, Candidates, Disc, Unknown
from oracles.worlds import (
    actors,
    as_of,
    box,
    case_of,
    event_table,
    face,
    held_by,
    hold,
    member,
    on_map,
    place_list,
    polygons,
    row,
)  # fmt: skip

WEST, EAST = box(36, 35, 37, 36), box(37, 35, 38, 36)
MAP = polygons(face("a", "../..", WEST), face("b", "../..", EAST))
NOW = {"date": "2015-10-01"}


def answers(case, party="a", specification=None, *, contested=True, definition=None):
    table = hold(case).table(specification or on_map())
    found = table.answer(case, Relation.IN, party, definition, Days(), contested=contested)
    return [Modality(int(one)) for one in found]


def test_an_imprecise_place_is_inside_only_if_all_of_it_is():
    rows = [{**NOW, "lon": 36.9, "lat": 35.5, "radius_km": radius} for radius in (0, 5, 10, 100)]
    assert answers(case_of(event_table(*rows), MAP)) == [MUST, MUST, MAY, MAY]


def test_a_place_with_several_candidates_may_be_any_of_them():
    places = tuple(Place(f"salma-{number}", "Salma", Disc(lon, 35.5)) for number, lon in enumerate((36.2, 36.8, 37.5)))
    event = event_table({**NOW, "place": "Salma"})
    assert answers(case_of(event, MAP, places=places[:2])) == [MUST]
    assert answers(case_of(event, MAP, places=places)) == [MAY]
    assert answers(case_of(event, MAP, places=places[2:])) == [CANNOT]
    table = hold(case_of(event, MAP, places=places)).table(on_map())
    assert table.weight.sum() == pytest.approx(1)
    assert table.share(case_of(event, MAP, places=places), "a", None, Days(), contested=True)[0] == pytest.approx(2 / 3)


def test_candidates_one_of_which_is_unknown_may_be_anywhere():
    places = (Place("one", "Salma", Disc(36.2, 35.5)), Place("two", "Salma", Unknown("no coordinates")))
    assert answers(case_of(event_table({**NOW, "place": "Salma"}), MAP, places=places)) == [MAY]


def test_a_place_that_is_itself_one_of_several_points_is_understood():
    place = Place("salma", "Salma", Candidates((Disc(36.2, 35.5), Disc(37.5, 35.5))))
    assert answers(case_of(event_table({**NOW, "place": "Salma"}), MAP, places=(place,))) == [MAY]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({}, "no place is given"),
        ({"place": "Nowhere"}, "is not in places.csv"),
        ({"area": "Raqqa", "level": "1"}, "no [[areas]] file of the case has its border"),
        ({"level": "1"}, "a unit that is not named"),
        ({"lon": 36.5, "lat": 35.5, "unplaced": "the coordinates are swapped"}, "the coordinates are swapped"),
    ],
)
def test_an_event_that_cannot_be_placed_says_why_and_may_be_anywhere(event, reason):
    case = case_of(event_table({**NOW, **event}), MAP)
    assert reason in locate_events(case).unplaced[0]
    assert answers(case) == [MAY]


def test_an_event_coded_to_a_unit_lies_anywhere_in_it_and_not_at_its_coordinates():
    areas = {
        ("1", fold_name("Both")): Area("both", "Both", box(36.5, 35.2, 37.5, 35.8)),
        ("1", fold_name("One")): Area("one", "One", box(36.2, 35.2, 36.8, 35.8)),
    }
    rows = [{**NOW, "lon": 36.5, "lat": 35.5, "area": name, "level": "1"} for name in ("Both", "One")]
    assert answers(case_of(event_table(*rows), MAP, areas=areas)) == [MAY, MUST]


def test_events_in_one_region_share_it_and_each_keeps_its_own_days():
    control = polygons(face("a", "2015-10-01/2015-10-05", WEST), face("b", "2015-10-06/..", WEST))
    spot = {"lon": 36.5, "lat": 35.5}
    case = case_of(
        event_table({**spot, "date": "2015-10-05"}, {**spot, "date": "2015-10-06"}, {**spot, "date": "2015-10-05"}),
        control,
    )
    located = locate_events(case)
    assert len(located.regions) == 1
    assert answers(case) == [MUST, CANNOT, MUST]


def test_a_margin_is_as_if_the_region_reached_so_much_farther():
    rows = [{**NOW, "lon": 36.96, "lat": 35.5}, {**NOW, "lon": 36.5, "lat": 35.5}]
    case = case_of(event_table(*rows), MAP, choices=Choices(map=("map",), margin_km=(0.0, 5.0)))
    assert answers(case) == [MUST, MUST]
    assert answers(case, specification=on_map(margin_km=5.0)) == [MAY, MUST]


def test_a_margin_widens_an_area_too():
    areas = {("1", "unit"): Area("unit", "Unit", box(36.2, 35.2, 36.97, 35.8))}
    case = case_of(
        event_table({**NOW, "area": "Unit", "level": "1"}),
        MAP,
        areas=areas,
        choices=Choices(map=("map",), margin_km=(0.0, 5.0)),
    )
    assert answers(case) == [MUST]
    assert answers(case, specification=on_map(margin_km=5.0)) == [MAY]


def test_a_doubled_radius_reaches_twice_as_far_and_leaves_points_alone():
    rows = [{**NOW, "lon": 36.92, "lat": 35.5, "radius_km": 5.0}, {**NOW, "lon": 36.999, "lat": 35.5}]
    case = case_of(event_table(*rows), MAP, choices=Choices(map=("map",), radius=(1.0, 2.0)))
    assert answers(case) == [MUST, MUST]
    assert answers(case, specification=on_map(radius=2.0)) == [MAY, MUST]


def test_a_case_without_maps_knows_nothing_of_any_ground():
    held = hold(case_of(event_table({**NOW, "lon": 36.5, "lat": 35.5})))
    assert held.tables == {}
    assert held.table(Specification()) is None


def test_a_map_without_faces_knows_nothing():
    assert answers(case_of(event_table({**NOW, "lon": 36.5, "lat": 35.5}), polygons())) == [MAY]
    assert answers(case_of(event_table({**NOW, "place": "Homs"}), place_list(reach_km=5.0))) == [MAY]


@pytest.mark.parametrize("control", [MAP, polygons(), place_list(row("homs", "a", "../.."))])
def test_a_case_without_events_has_a_table_without_rows(control):
    case = case_of(event_table(), control)
    table = hold(case).table(on_map())
    assert answers(case) == []
    assert table.account().shape == (0, 5)
    assert table.unmapped().shape == (0,)
    assert table.share(case, "a", None, Days(), contested=True).shape == (0,)


def test_more_holders_than_a_machine_word_has_bits_are_kept_apart():
    names = [f"group-{number:03d}" for number in range(130)]
    everyone = held_by(*names)
    control = polygons(
        *(face(name, "../..", box(36 + n / 100, 35, 36 + (n + 1) / 100, 36)) for n, name in enumerate(names)),
        face(everyone, "../..", box(40, 35, 41, 36)),
    )
    rows = [{**NOW, "lon": 36.005 + n / 100, "lat": 35.5} for n in range(130)] + [{**NOW, "lon": 40.5, "lat": 35.5}]
    case = case_of(event_table(*rows), control)
    table = hold(case).table(on_map())
    for number in (0, 62, 63, 64, 65, 127, 128, 129):
        found = table.answer(case, Relation.IN, names[number], None, Days(), contested=True)
        assert np.flatnonzero(found == 2).tolist() == [number, 130]
        found = table.answer(case, Relation.IN, names[number], None, Days(), contested=False)
        assert np.flatnonzero(found == 2).tolist() == [number]


def test_a_member_holds_for_its_coalition_only_while_it_is_one():
    everyone = actors("nusra", "army", ties=(member("nusra", "army", "2015-03-24/2015-10-10"),))
    control = polygons(face("nusra", "../..", WEST))
    rows = [
        {"date": date, "lon": 36.5, "lat": 35.5}
        for date in ("2015-03-23", "2015-03-24", "2015-10-10", "2015-10-11", "2015-10-10/2015-10-11", "")
    ]
    assert answers(case_of(event_table(*rows), control, parties=everyone), "army") == [
        CANNOT,
        MUST,
        MUST,
        CANNOT,
        MAY,
        MAY,
    ]


def test_a_membership_known_on_one_day_may_stand_on_the_others():
    everyone = actors("nusra", "army", ties=(member("nusra", "army", as_of("2015-10-10")),))
    control = polygons(face("nusra", "../..", WEST))
    rows = [{"date": date, "lon": 36.5, "lat": 35.5} for date in ("2015-10-09", "2015-10-10", "2015-10-11")]
    assert answers(case_of(event_table(*rows), control, parties=everyone), "army") == [MAY, MUST, MAY]


def test_a_definition_that_changes_decides_by_the_day_of_the_event():
    own = Definition("d", "d", "", (Label("terrorist", ("a",), (), parse_when("2015-10-05/2015-10-07")),))
    rows = [
        {"date": date, "lon": 36.5, "lat": 35.5}
        for date in ("2015-10-04", "2015-10-05", "2015-10-07", "2015-10-08", "2015-10-01/2015-10-31")
    ]
    case = case_of(event_table(*rows), MAP, definitions={"d": own})
    assert answers(case, "terrorist", definition=own) == [CANNOT, MUST, MUST, CANNOT, MAY]
