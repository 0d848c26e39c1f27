"""who_held with the frames that people bring: what cannot be read is refused with its row, never passed over."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from shapely import LineString, MultiPoint, Point, Polygon, box

from firmground import Columns, who_held
from firmground.errors import BadRequestError

CONTROL = [
    {"holder": "north", "geometry": box(19, 49, 21, 51), "from": "2024-01-01"},
    {"holder": "south", "geometry": box(21, 49, 23, 51), "from": "2024-01-01"},
]
EVENT = {"id": "1", "date": "2024-03-01", "lon": 20, "lat": 50}


def rows(events, control=CONTROL, **options):
    return {(row["event"], row["party"]): row for row in who_held(events, control, **options).to_pylist()}


@pytest.mark.parametrize("day", ["2024-03-01", date(2024, 3, 1), datetime(2024, 3, 1, 23, 59)])  # noqa: DTZ001 - as frames have it
def test_a_day_may_come_as_text_as_date_or_as_time(day):
    assert rows([EVENT | {"date": day}])["1", "north"]["must"]


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({"lon": "20E"}, "event 2: '20E' is not a number"),
        ({"lon": 200}, "event 2: longitude 200.0, latitude 50.0 is not on Earth"),
        ({"radius_km": -1}, "event 2: a radius of -1.0 km"),
        ({"date": "yesterday"}, "event 2: 'yesterday' is not a date"),
        ({"geometry": LineString([(0, 0), (1, 1)])}, "event 2: a LineString is neither a point nor a polygon"),
        ({"geometry": MultiPoint([(0, 0), (1, 1)])}, "event 2: a MultiPoint is neither a point nor a polygon"),
        ({"geometry": Polygon([(19, 49), (21, 51), (21, 49), (19, 51)])}, "event 2: the outline crosses itself at 20"),
    ],
)
def test_an_event_that_cannot_be_read_is_named(event, told):
    with pytest.raises(BadRequestError, match=told):
        who_held([EVENT, EVENT | event], CONTROL)


@pytest.mark.parametrize(
    ("face", "told"),
    [
        ({"geometry": Polygon()}, "it has no geometry and no coordinates"),
        ({"geometry": None}, "it has no geometry and no coordinates"),
        ({"geometry": None, "lon": 20}, "it has 'lon' and no 'lat'"),
        ({"geometry": LineString([(0, 0), (1, 1)])}, "a LineString covers no ground"),
        ({"geometry": Polygon([(19, 49), (21, 51), (21, 49), (19, 51)])}, "the outline crosses itself at 20, 50"),
        ({"geometry": box(1.9e6, 6.3e6, 2e6, 6.4e6)}, "these look like metres"),
        ({"from": "2024-02", "until": "2024-01"}, "runs backwards"),
    ],
)
def test_ground_that_cannot_be_used_is_refused_and_not_mended_in_silence(face, told):
    with pytest.raises(BadRequestError, match=f"row of the control map 2: .*{told}"):
        who_held([EVENT], [CONTROL[0], CONTROL[1] | face])


def test_columns_that_are_called_otherwise_are_asked_for_and_not_read_as_unknown():
    event = {"Date": "2024-03-01", "Longitude": 20, "Latitude": 50}
    with pytest.raises(BadRequestError, match=r"no columns 'lon' and 'lat' .*: they have Date, Latitude, Longitude"):
        who_held([event], CONTROL)
    with pytest.raises(BadRequestError, match="no column 'date'"):
        who_held([event], CONTROL, columns=Columns(lon="Longitude", lat="Latitude"))
    names = Columns(date="Date", lon="Longitude", lat="Latitude")
    assert rows([event], columns=names)["1", "north"]["must"]


def test_without_days_on_either_side_no_day_is_asked_for():
    assert rows([{"lon": 20, "lat": 50}], [{"holder": "north", "geometry": box(19, 49, 21, 51)}])["1", "north"]["must"]


@pytest.mark.parametrize("nothing", [None, "", float("nan"), " "])
def test_an_empty_holder_is_no_party_called_nan(nothing):
    found = rows([EVENT], [CONTROL[0] | {"holder": nothing}, CONTROL[1]])
    assert set(found) == {("1", "south")}
    assert (found["1", "south"]["must"], found["1", "south"]["may"]) == (False, True)


def test_an_event_without_coordinates_may_be_anywhere():
    found = rows([EVENT | {"lon": None}])
    assert [(row["must"], row["may"], row["km"]) for row in found.values()] == [(False, True, None)] * 2


def test_no_events_give_no_rows():
    assert who_held([], CONTROL).num_rows == 0


def test_rows_that_a_file_loses_are_warned_of(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("id,date,lon,lat\n1,2024-03-01,20,50\n2,2024-03-01\n")
    with pytest.warns(UserWarning, match=r"events.csv:3: has 2 cells where the header has 4"):
        assert who_held(path, CONTROL).num_rows == 2


def test_frames_in_metres_answer_as_those_in_degrees():
    geopandas = pytest.importorskip("geopandas")
    control = geopandas.GeoDataFrame(CONTROL, geometry="geometry", crs=4326)
    events = geopandas.GeoDataFrame({"date": ["2024-03-01"]}, geometry=[Point(20, 50)], crs=4326)
    degrees, metres = who_held(events, control), who_held(events.to_crs(3857), control.to_crs(32634))
    assert degrees.drop(columns="km").equals(metres.drop(columns="km"))
    assert degrees["km"].tolist() == pytest.approx(metres["km"].tolist(), abs=0.01)
