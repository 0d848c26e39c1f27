"""Places: discs are on Earth, distances are geodesics and inclusive at their ends."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from firmground.places import Disc, disc_distance, distance_km

WGS84 = Geod(ellps="WGS84")


@pytest.mark.parametrize(
    ("lon", "lat", "radius_km"),
    [
        (181, 0, 0),
        (-180.1, 0, 0),
        (0, 90.1, 0),
        (0, -91, 0),
        (math.nan, 0, 0),
        (0, math.nan, 0),
        (0, 0, -1),
        (0, 0, math.nan),
        (0, 0, 20_005),
        (0, 0, math.inf),
    ],
)
def test_what_is_not_on_earth_is_refused(lon, lat, radius_km):
    with pytest.raises(ValueError, match=r"not on Earth|not between"):
        Disc(lon, lat, radius_km)


@pytest.mark.parametrize(("lon", "lat"), [(180, 90), (-180, -90), (0, 0)])
def test_the_ends_of_the_earth_are_on_it(lon, lat):
    assert Disc(lon, lat).radius_km == 0


def test_known_geodesics():
    # The quarter meridian of WGS84 is 10,001.966 km; a degree of the equator 111.319 km.
    assert distance_km(0, 0, 0, 90) == pytest.approx(10_001.965_729, abs=1e-6)
    assert distance_km(179.5, 0, -179.5, 0) == pytest.approx(111.319_491, abs=1e-6)
    assert distance_km(10, 90, 100, 90) == pytest.approx(0, abs=1e-9)


@given(
    st.floats(-180, 180), st.floats(-80, 80), st.floats(0, 100), st.floats(-180, 180), st.floats(-80, 80), st.floats(0, 100),
    st.lists(st.tuples(st.floats(0, 360), st.floats(0, 1), st.floats(0, 360), st.floats(0, 1)), min_size=5, max_size=5),
)  # fmt: skip
@settings(deadline=None, max_examples=100)
def test_no_two_points_of_two_discs_lie_outside_their_bounds(lon_a, lat_a, r_a, lon_b, lat_b, r_b, draws):
    bounds = disc_distance(Disc(lon_a, lat_a, r_a), Disc(lon_b, lat_b, r_b))
    for azimuth_a, part_a, azimuth_b, part_b in draws:
        x_a, y_a, _ = WGS84.fwd(lon_a, lat_a, azimuth_a, part_a * r_a * 1000)
        x_b, y_b, _ = WGS84.fwd(lon_b, lat_b, azimuth_b, part_b * r_b * 1000)
        _, _, metres = WGS84.inv(x_a, y_a, x_b, y_b)
        assert bounds.low - 1e-6 <= metres / 1000 <= bounds.high + 1e-6
