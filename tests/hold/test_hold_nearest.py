"""A listed place speaks for the ground nearest to it, as far as the map lets it reach."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.engine.nearest import nearest_cells
from firmground.places import Area, Disc
from oracles.ground_points import WGS84, distances_km, points_of


def sampled(region, sites, reach_km, count=20_000):
    """The part of the points that each site speaks for; of several at one spot each a part."""
    points = points_of(region, count)
    table = np.column_stack([distances_km(lon, lat, points) for lon, lat in sites])
    least = table.min(axis=1)
    nearest = table <= least[:, None] + 1e-6
    heard = least <= reach_km
    shares = (nearest / nearest.sum(axis=1, keepdims=True))[heard].sum(axis=0) / len(points)
    return {index: share for index, share in enumerate(shares) if share} | {None: 1 - heard.mean()}


def assert_same(cells, truth, tolerance):
    assert sum(share for _, share in cells) == pytest.approx(1, abs=1e-9)
    ours: dict[int | None, float] = {}
    for site, share in cells:
        assert share > 0
        assert site not in ours
        ours[site] = share
    for site in {*ours, *truth}:
        assert ours.get(site, 0) == pytest.approx(truth.get(site, 0), abs=tolerance), site


# Places a metre apart are at one spot: these are at least a hundred metres apart, or the same.
a_site = st.tuples(st.integers(35500, 36500), st.integers(-500, 500)).map(lambda site: (site[0] / 1000, site[1] / 1000))
close = st.tuples(st.integers(0, 3), st.integers(-1, 2)).map(lambda pair: (36 + pair[0] / 10, pair[1] / 10))


@given(
    st.lists(st.one_of(a_site, close), min_size=1, max_size=6),
    st.sampled_from([0, 36, 70]),
    st.floats(0.5, 60),
    st.floats(0.1, 60),
)
@settings(deadline=None, max_examples=60)
def test_random_lists_of_places_speak_for_what_is_nearest(sites, latitude, radius_km, reach_km):
    moved = np.array([(lon, lat + latitude) for lon, lat in sites])
    disc = Disc(36.0, float(latitude), radius_km)
    assert_same(nearest_cells(disc, moved, reach_km), sampled(disc, moved, reach_km), 0.012)


@given(st.lists(a_site, min_size=1, max_size=5), st.floats(0.1, 60))
@settings(deadline=None, max_examples=30)
def test_an_area_is_spoken_for_by_its_nearest_places(sites, reach_km):
    moved = np.array([(lon, lat + 35) for lon, lat in sites])
    area = Area(
        "area", "", shapely.Polygon([(35.8, 34.8), (36.4, 34.7), (36.1, 35.5)], [[(36, 35), (36.1, 35), (36, 35.1)]])
    )
    assert_same(nearest_cells(area, moved, reach_km), sampled(area, moved, reach_km), 0.012)


def test_places_less_than_a_metre_apart_are_at_one_spot():
    twins = np.array([(36.0, 35.0), (36.0, 35.0 + 4e-15)])
    found = dict(nearest_cells(Disc(36, 35, 10), twins, 38.0))
    assert found == {0: pytest.approx(0.5), 1: pytest.approx(0.5)}


def test_a_point_is_spoken_for_within_reach_and_not_a_metre_beyond():
    lon, lat, _ = WGS84.fwd(36, 35, 90, 5_000)
    site = np.array([(lon, lat)])
    assert nearest_cells(Disc(36, 35), site, 5.001) == [(0, 1.0)]
    assert nearest_cells(Disc(36, 35), site, 4.999) == [(None, 1.0)]


def test_without_reach_or_without_places_nobody_speaks():
    assert nearest_cells(Disc(36, 35, 5), np.array([(36.0, 35.0)]), 0) == [(None, 1.0)]
    assert nearest_cells(Disc(36, 35, 5), np.zeros((0, 2)), 5) == [(None, 1.0)]
    assert nearest_cells(Disc(36, 35), np.zeros((0, 2)), 5) == [(None, 1.0)]


def test_two_places_at_one_spot_each_speak_for_half_and_leave_far_ground_silent():
    twins = np.array([(36.0, 35.0), (36.0, 35.0)])
    found = dict(nearest_cells(Disc(36, 35, 10), twins, 5))
    assert found == {
        0: pytest.approx(0.125, abs=1e-3),
        1: pytest.approx(0.125, abs=1e-3),
        None: pytest.approx(0.75, abs=1e-3),
    }
    assert nearest_cells(Disc(36, 35), twins, 5) == [(0, 0.5), (1, 0.5)]


def test_two_places_at_one_spot_share_their_cell_beside_a_third():
    sites = np.array([(36.0, 35.0), (36.0, 35.0), (36.2, 35.0)])
    disc = Disc(36.1, 35, 10)
    assert_same(nearest_cells(disc, sites, 100), sampled(disc, sites, 100), 0.01)
    assert_same(nearest_cells(disc, sites, 5), sampled(disc, sites, 5), 0.01)


@pytest.mark.parametrize("lon", [179.95, 180.0, -180.0, -179.95])
def test_a_place_across_the_antimeridian_speaks(lon):
    sites = np.array([(-179.99, 65.0), (179.7, 65.0)])
    disc = Disc(lon, 65.0, 4)
    assert_same(nearest_cells(disc, sites, 20), sampled(disc, sites, 20), 0.01)
