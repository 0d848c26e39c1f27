"""who_held: the rules of maps hold for frames as they do for cases."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from firmground.errors import BadRequestError
from firmground.frames import Columns, who_held
from oracles.worlds import box

GROUND, EAST, LIMITS = box(36, 35, 37, 36), box(37, 35, 38, 36), box(30, 30, 40, 40)
POINT = {"id": "one", "date": "2015-10-05", "lon": 36.5, "lat": 35.5}


def rows(answer):
    table = answer.to_pylist() if isinstance(answer, pa.Table) else answer.to_dict("records")
    return {(row["event"], row["party"]): row for row in table}


def one(events, control, party="a", **more):
    answer = rows(who_held(events, control, **more))
    (found,) = [row for (_, who), row in answer.items() if who == party]
    return found["must"], found["may"]


def face(holder, shape=GROUND, **days):
    return {"holder": holder, "geometry": shape, **days}


def test_mappings_frames_and_arrow_tables_answer_alike():
    control = [face("a"), face("b", EAST)]
    plain = [{**POINT, "radius_km": None}, {**POINT, "id": "two", "lon": 36.99, "radius_km": 5.0}]
    frame = pd.DataFrame(plain)
    points = gpd.GeoDataFrame(
        frame.drop(columns=["lon", "lat"]), geometry=gpd.points_from_xy(frame["lon"], frame["lat"]), crs="EPSG:4326"
    )
    answers = [
        rows(who_held(events, control))
        for events in (plain, frame, pa.Table.from_pylist(plain), points, points.to_crs("EPSG:32637"))
    ]
    for answer in answers:
        assert {key: (row["must"], row["may"]) for key, row in answer.items()} == {
            ("one", "a"): (True, True), ("one", "b"): (False, False), ("two", "a"): (False, True), ("two", "b"): (False, True),
        }  # fmt: skip
        assert answer["two", "a"]["share"] + answer["two", "b"]["share"] == pytest.approx(1)
        assert answer["one", "b"]["km"] == pytest.approx(answers[0]["one", "b"]["km"], abs=1e-6)
    assert isinstance(who_held(frame, control), pd.DataFrame)
    assert isinstance(who_held(plain, control), pa.Table)


def test_a_frame_without_crs_and_a_thing_that_is_no_frame_are_refused():
    with pytest.raises(BadRequestError, match="has no CRS"):
        who_held([POINT], gpd.GeoDataFrame([{"holder": "a"}], geometry=[GROUND]))
    with pytest.raises(BadRequestError, match="is not understood"):
        who_held(3, [face("a")])
    with pytest.raises(BadRequestError, match="needs `within`"):
        who_held([POINT], [face("a")], elsewhere="nobody")


def test_the_callers_frame_is_left_as_it_was():
    frame = gpd.GeoDataFrame([{"holder": "a"}], geometry=[GROUND], crs="EPSG:4326").to_crs("EPSG:3857")
    before = frame.copy()
    who_held([POINT], frame)
    assert frame.equals(before)


@pytest.mark.parametrize("nothing", [None, np.nan, ""])
def test_an_event_without_a_coordinate_a_day_or_a_radius_is_unknown_in_that(nothing):
    control = [face("a", **{"from": "2015-10-01", "until": "2015-10-31"})]
    assert one([{**POINT, "lat": nothing}], control) == (False, True)
    assert one([{**POINT, "date": nothing}], control) == (False, True)
    assert one([{**POINT, "radius_km": nothing}], control) == (True, True)
    assert one([{**POINT, "radius_km": nothing}], control, radius_km=100.0) == (False, True)


def test_a_face_holds_on_both_its_days_and_not_beside_them():
    control = [face("a", **{"from": dt.date(2015, 10, 1), "until": pd.Timestamp("2015-10-05")}), face("b", EAST)]
    for date, answer in (("2015-09-30", False), ("2015-10-01", True), ("2015-10-05", True), ("2015-10-06", False)):
        assert one([{**POINT, "date": date}], control, elsewhere="nobody", within=LIMITS) == (answer, answer)


def test_snapshots_speak_of_their_days_and_of_short_gaps():
    control = [face("a", date="2015-10-01"), face("a", date="2015-10-10"), face("b", date="2015-10-20")]
    more = {"elsewhere": "nobody", "within": LIMITS}
    assert one([{**POINT, "date": "2015-09-30"}], control, **more) == (False, True)
    assert one([{**POINT, "date": "2015-10-05"}], control, **more) == (True, True)
    assert one([{**POINT, "date": "2015-10-05"}], control, max_gap_days=8, **more) == (False, True)
    assert one([{**POINT, "date": "2015-10-15"}], control, **more) == (False, True)
    assert one([{**POINT, "date": "2015-10-20"}], control, **more) == (False, False)
    assert one([{**POINT, "date": "2015-10-21"}], control, **more) == (False, True)


def test_a_single_snapshot_says_nothing_of_the_day_after():
    control, beside = [face("a", date="2015-10-01")], {**POINT, "lon": 38.0}
    more = {"elsewhere": "nobody", "within": LIMITS}
    assert one([{**beside, "date": "2015-10-01"}], control, **more) == (False, False)
    assert one([{**beside, "date": "2015-10-02"}], control, **more) == (False, True)


def test_between_snapshots_the_distance_is_to_the_ground_of_either():
    control = [face("a", date="2015-10-01"), face("a", date="2015-10-10")]
    found = rows(who_held([POINT], control))["one", "a"]
    assert (found["must"], found["km"]) == (True, 0)


def test_contested_ground_counts_or_does_not():
    for holder in ("a;b", " b ; a "):
        assert one([POINT], [face(holder)]) == (True, True)
        assert one([POINT], [face(holder)], contested=False) == (False, False)


def test_points_are_a_list_of_places_that_reach_so_far():
    control = [{"place": "Homs", "lon": 36.5, "lat": 35.5, "holder": "a"}]
    near = {**POINT, "lat": 35.52}
    assert one([near], control, reach_km=5.0) == (True, True)
    assert one([near], control, reach_km=1.0) == (False, True)
    assert one([near], control) == (False, True)


def test_columns_may_be_called_otherwise():
    names = Columns(date="when", lon="x", lat="y", holder="who")
    event = {"id": "one", "when": "2015-10-05", "x": 36.5, "y": 35.5}
    assert one([event], [{"who": "a", "geometry": GROUND}], columns=names) == (True, True)


def test_a_map_of_both_points_and_polygons_is_refused():
    with pytest.raises(BadRequestError, match=r"points|polygons"):
        who_held([POINT], [face("a"), {"holder": "b", "geometry": shapely.Point(36.6, 35.5)}])


def test_a_map_of_both_snapshots_and_periods_is_refused():
    control = [face("a", date="2015-10-01"), face("a", date="2015-10-10"), face("b", EAST, **{"from": "2015-10-01"})]
    with pytest.raises(BadRequestError, match=r"date"):
        who_held([POINT], control)


def test_a_snapshot_of_an_imprecise_day_is_refused():
    with pytest.raises(BadRequestError, match=r"day"):
        who_held([POINT], [face("a", date="2015-10"), face("b", date="2015-11-20")])


def test_an_event_in_several_parts_lies_in_one_of_them():
    both = shapely.MultiPolygon([box(36.1, 35.1, 36.2, 35.2), box(37.1, 35.1, 37.2, 35.2)])
    assert one([{"id": "one", "date": "2015-10-05", "geometry": both}], [face("a"), face("b", EAST)]) == (False, True)
