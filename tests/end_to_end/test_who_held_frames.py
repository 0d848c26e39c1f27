"""Whatever library a frame is of, who_held reads it by columns and answers as for a list of mappings."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from shapely import Point, box

from firmground import who_held
from firmground.frames.distances import find_distances

DAYS = [f"2024-01-0{day}" for day in range(1, 6)]
CORNERS = [(20, 50), (21, 50), (20, 51), (21, 51)]
HOLDERS = ["north", "south", "north;south", "east"]
CONTROL = [
    {"holder": HOLDERS[(corner + day * (corner % 2)) % 4], "geometry": box(x, y, x + 1, y + 1), "date": date}
    for day, date in enumerate(DAYS)
    for corner, (x, y) in enumerate(CORNERS)
]
"""Four squares that change hands on some days."""


def invented(count=40):
    random = np.random.default_rng(11)
    return pd.DataFrame(
        {
            "id": [f"e{number}" for number in range(count)],
            "lon": random.uniform(19.5, 22.5, count),
            "lat": random.uniform(49.5, 52.5, count),
            "radius_km": random.choice([0, 5, 30, np.nan], count),
            "date": pd.to_datetime(random.choice(DAYS, count)),
        }
    )


def answers(events, control=CONTROL):
    found = who_held(events, control, contested=False)
    frame = found if isinstance(found, pd.DataFrame) else found.to_pandas()
    return frame.astype({"km": float}).to_dict("list")


def as_points(frame):
    plain = frame.drop(columns=["lon", "lat"])
    return gpd.GeoDataFrame(plain, geometry=list(map(Point, frame.lon, frame.lat)), crs="EPSG:4326")


@pytest.mark.parametrize(
    "turned",
    [
        lambda frame: frame,
        as_points,
        pa.Table.from_pandas,
        lambda frame: frame.assign(date=frame.date.dt.date),
        lambda frame: frame.assign(date=frame.date.dt.strftime("%Y-%m-%d"), lon=frame.lon.map(repr)),
    ],
    ids=["DataFrame", "GeoDataFrame", "Arrow", "dates", "texts"],
)
def test_every_kind_of_frame_gives_the_same_answer(turned):
    frame = invented()
    frame.loc[3, "date"] = pd.NaT
    plain = answers(frame.to_dict("records"))
    found = answers(turned(frame))
    assert {name: found[name] for name in ("event", "party", "must", "may")} == {
        name: plain[name] for name in ("event", "party", "must", "may")
    }
    assert np.allclose(found["share"], plain["share"], atol=1e-9)
    assert np.allclose(found["km"], plain["km"], atol=1e-6, equal_nan=True)


def test_the_map_may_have_moments_for_days():
    frame = invented()
    moments = gpd.GeoDataFrame([row | {"date": pd.Timestamp(row["date"])} for row in CONTROL], crs="EPSG:4326")
    found, plain = answers(frame, moments), answers(frame)
    assert np.array_equal(found.pop("km"), plain.pop("km"), equal_nan=True)
    assert found == plain


def test_many_distances_are_those_of_a_few(monkeypatch):
    frame = invented(150)
    frame["date"] += pd.to_timedelta(np.arange(150) % 9 - 2, unit="D")  # some before and after all maps
    few = who_held(frame, CONTROL).km
    monkeypatch.setattr("firmground.frames.find_distances", lambda held, parties: find_distances(held, parties, many=0))
    many = who_held(frame, CONTROL).km
    assert few.isna().tolist() == many.isna().tolist()
    assert np.nanmax(np.abs(few - many)) < 0.001


def test_an_id_is_the_text_of_what_was_given_else_the_number_of_the_row():
    frame = invented(2)
    assert set(answers(frame.assign(id=[7, 8]))["event"]) == {"7", "8"}
    assert set(answers(frame.drop(columns="id"))["event"]) == {"1", "2"}
