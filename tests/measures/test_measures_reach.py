"""Distances of events from places and from a party's ground, against points."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.bounds import Bounds
from firmground.case.choices import Choices
from firmground.case.claims import MeasureKind, Selection
from firmground.case.claims import Test as ClaimTest
from firmground.case.events import RowCount
from firmground.case.gazetteer import Place, fold_name
from firmground.engine.separation import FARTHEST_KM
from firmground.measures import measure
from firmground.measures.reach import extreme_distance
from firmground.modality import CANNOT, MAY, MUST
from firmground.places import Area, Candidates, Disc
from oracles.ground_points import distances_km, points_of
from oracles.worlds import box, case_of, event_table, face, hold, on_map, polygons

HOMS = Place("homs", "Homs", Disc(36.7, 34.7))
GROUND = box(36, 35, 37, 36)
MAP = polygons(face("a", "../..", GROUND), face("b", "../..", box(37, 35, 38, 36)))
TO_HOMS = ClaimTest(MeasureKind.DISTANCE, to="homs")
TO_A = ClaimTest(MeasureKind.DISTANCE, party="a")


def distance(events, test, *, complete=True, specification=None, **more):
    case = case_of(
        event_table(*events), MAP, places=(HOMS, *more.pop("places", ())), choices=Choices(map=("map",), radius=(1.0, 2.0)),
        complete=frozenset({"strikes"} if complete else ()), **more,
    )  # fmt: skip
    return measure(hold(case), test, specification or on_map())


def rim_km(lon, lat, shape):
    """To the nearest point of the rim: the nearest of many on it, then of many between its two neighbours."""
    rim = shapely.get_coordinates(shapely.segmentize(shape.exterior, 0.002))
    nearest = int(distances_km(lon, lat, rim).argmin())
    around = shapely.LineString(
        [rim[nearest - 1 if nearest else -2], rim[nearest], rim[(nearest + 1) % (len(rim) - 1)]]
    )
    return float(distances_km(lon, lat, shapely.get_coordinates(shapely.segmentize(around, 4e-6))).min())


@given(st.floats(35, 39), st.floats(34, 37), st.sampled_from([0.0, 5.0, 40.0]))
@settings(deadline=None, max_examples=40)
def test_the_distance_to_a_partys_ground_holds_for_every_point_the_event_may_be_at(lon, lat, radius):
    found = distance([{"date": "2015-10-01", "lon": lon, "lat": lat, "radius_km": radius}], TO_A).bounds
    points = points_of(Disc(lon, lat, radius), 60)
    truth = [0.0 if shapely.intersects_xy(GROUND, *point) else rim_km(*point, GROUND) for point in points]
    assert found.low <= min(truth) + 1e-3
    assert found.high >= max(truth) - 1e-3
    if radius == 0:
        assert (found.low, found.high) == pytest.approx((truth[0], truth[0]), abs=1e-3)


def test_the_farthest_point_of_an_area_need_not_be_a_corner():
    # Ground of the party at both ends of a long area: its middle is farthest.
    ends = polygons(face("a", "../..", shapely.MultiPolygon([box(36, 35, 36.1, 35.1), box(38, 35, 38.1, 35.1)])))
    unit = Area("unit", "Unit", box(36, 35, 38.1, 35.1))
    case = case_of(
        event_table({"date": "2015-10-01", "area": "Unit", "level": "1"}), ends,
        areas={("1", fold_name("Unit")): unit}, complete=frozenset({"strikes"}),
    )  # fmt: skip
    found = measure(hold(case), TO_A, on_map()).bounds
    assert found.low == 0
    assert found.high >= rim_km(37.05, 35.05, box(36, 35, 36.1, 35.1)) - 1e-3


def test_a_doubled_radius_widens_the_distance_of_an_event_and_of_its_candidates():
    row = {"date": "2015-10-01", "lon": 36.7, "lat": 35.2, "radius_km": 5.0}
    plain, doubled = (distance([row], TO_HOMS, specification=on_map(radius=radius)).bounds for radius in (1.0, 2.0))
    assert (doubled.low, doubled.high) == pytest.approx((plain.low - 5, plain.high + 5))
    to_ground = [
        distance([row | {"lat": 34.5}], TO_A, specification=on_map(radius=radius)).bounds for radius in (1.0, 2.0)
    ]
    assert to_ground[1].low == pytest.approx(to_ground[0].low - 5)
    either = Place("salma", "Salma", Candidates((Disc(36.7, 35.2, 5.0), Disc(36.7, 35.4, 5.0))))
    named = [
        distance(
            [{"date": "2015-10-01", "place": "Salma"}], TO_HOMS, places=(either,), specification=on_map(radius=radius)
        ).bounds
        for radius in (1.0, 2.0)
    ]
    assert (named[1].low, named[1].high) == pytest.approx((named[0].low - 5, named[0].high + 5))


def test_a_record_that_is_not_complete_may_lack_the_nearest_and_the_farthest_event():
    row = {"date": "2015-10-01", "lon": 36.7, "lat": 35.2, "by": "a"}
    own = distance([row], TO_HOMS).bounds
    assert distance([row], TO_HOMS, complete=False).bounds == Bounds(0.0, own.high)
    farthest = ClaimTest(MeasureKind.DISTANCE, to="homs", greatest=True)
    assert distance([row], farthest, complete=False).bounds == Bounds(own.low, FARTHEST_KM)


def test_where_no_recorded_event_surely_counts_one_that_the_record_lacks_may_be_the_only_one():
    row = {"date": "2015-10-01", "lon": 36.7, "lat": 35.2, "by": ""}
    for greatest in (True, False):
        test = ClaimTest(MeasureKind.DISTANCE, to="homs", greatest=greatest, among=Selection(by="a"))
        assert distance([row], test, complete=False).bounds == Bounds(0.0, FARTHEST_KM)
        assert distance([row], test).defined is MAY


def test_an_undated_event_may_be_at_any_distance_from_ground_that_changes():
    assert distance([{"lon": 36.5, "lat": 35.5}], TO_A).bounds == Bounds(0.0, FARTHEST_KM)
    assert distance([{"date": "2015-10-01"}], TO_A).bounds == Bounds(0.0, FARTHEST_KM)


def test_a_record_with_refused_rows_is_not_complete():
    test = ClaimTest(MeasureKind.COUNT)
    assert distance([{"date": "2015-10-01"}], test).bounds == Bounds(1, 1)
    refused = (RowCount("events.csv", "strikes", 2, 1, {"no record": 1}),)
    assert distance([{"date": "2015-10-01"}], test, rows=refused).bounds.high == np.inf


kilometres = st.integers(0, 9)
a_bound = st.tuples(kilometres, kilometres).map(lambda pair: Bounds(float(min(pair)), float(max(pair))))


@given(st.lists(st.tuples(a_bound, st.sampled_from([CANNOT, MAY, MUST])), max_size=4), st.booleans())
@settings(deadline=None, max_examples=200)
def test_the_extreme_distance_is_that_of_every_world(events, greatest):
    found, defined = extreme_distance(
        [bounds for bounds, _ in events], np.array([int(how) for _, how in events], np.int8), greatest=greatest
    )
    worlds = [[]]
    for bounds, how in events:
        counted = [[*world, end] for world in worlds for end in (bounds.low, bounds.high)]
        worlds = {CANNOT: worlds, MAY: worlds + counted, MUST: counted}[how]
    values = [(max if greatest else min)(world) for world in worlds if world]
    if not values:
        assert (found, defined) == (None, CANNOT)
        return
    assert found == Bounds(min(values), max(values))
    assert defined is (MUST if all(worlds) else MAY)
