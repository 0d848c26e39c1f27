"""Least and greatest distances, margins and areas, against points on the ellipsoid and known figures."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.engine.areas import area_km2
from firmground.engine.plane import Plane, boxes_around
from firmground.engine.separation import FARTHEST_KM, point_to_shape, separation
from firmground.engine.swell import swell_area
from firmground.places import Area, Candidates, Disc, Unknown
from oracles.ground_points import WGS84, disc_points, distances_km, inside

a_disc = st.builds(Disc, st.floats(34, 38), st.floats(33, 37), st.sampled_from([0.0, 1.0, 30.0]))
a_box = st.builds(
    lambda west, south, wide, tall: Area("box", "", shapely.box(west, south, west + wide, south + tall)),
    st.floats(34, 38), st.floats(33, 37), st.floats(0.05, 2), st.floats(0.05, 2),
)  # fmt: skip


def some_points(where):
    """Points in and on the rim of a region."""
    if isinstance(where, Candidates):
        return np.vstack([some_points(option) for option in where.options])
    if isinstance(where, Disc):
        rim = [WGS84.fwd(where.lon, where.lat, turn, where.radius_km * 1000)[:2] for turn in range(0, 360, 5)]
        return np.vstack([disc_points(where, 40), rim])
    west, south, east, north = where.geometry.bounds
    grid = np.array([(x, y) for x in np.linspace(west, east, 15) for y in np.linspace(south, north, 15)])
    return grid[shapely.intersects_xy(where.geometry, grid)]


a_where = st.one_of(a_disc, a_box, st.builds(lambda *options: Candidates(options), a_disc, a_box))


@given(a_where, a_where)
@settings(deadline=None, max_examples=80)
def test_no_pair_of_points_lies_outside_the_separation_of_two_places(a, b):
    bounds = separation(a, b)
    others = some_points(b)
    table = np.column_stack([distances_km(lon, lat, others) for lon, lat in some_points(a)])
    assert bounds.low <= table.min() + 1e-3
    assert bounds.high >= table.max() * (1 - 1e-6) - 1e-6
    # And they are not idle: the points are that dense.
    assert bounds.low >= table.min() - 40
    assert bounds.high <= table.max() + 40
    assert separation(b, a).low == pytest.approx(bounds.low, abs=1e-3)
    assert separation(b, a).high == pytest.approx(bounds.high, abs=1e-3)


def test_of_an_unknown_place_every_distance_is_possible():
    assert (separation(Unknown(), Disc(36, 35)).low, separation(Disc(36, 35), Unknown()).high) == (0, FARTHEST_KM)


def test_the_distance_to_a_shape_is_zero_inside_and_counts_from_the_edge_of_a_hole():
    ring = shapely.difference(shapely.box(36, 35, 38, 37), shapely.box(36.5, 35.5, 37.5, 36.5))
    assert point_to_shape(36.2, 36, ring)[0] == 0
    metres = WGS84.inv(37.0, 36.0, 36.5, 36.0)[2]
    assert point_to_shape(37.0, 36.0, ring)[0] == pytest.approx(metres / 1000, rel=1e-3)


@pytest.mark.parametrize(("lon", "lat"), [(30.0, 35.5), (36.5, 20.0), (40.0, 60.0), (-10.0, 40.0), (-179.0, 66.0)])
def test_the_distance_to_a_far_shape_is_that_of_its_nearest_point(lon, lat):
    shape = shapely.box(36, 35, 37, 36)
    rim = shapely.get_coordinates(shapely.segmentize(shape.exterior, 0.001))
    truth = distances_km(lon, lat, rim)
    assert point_to_shape(lon, lat, shape) == pytest.approx((truth.min(), truth.max()), rel=1e-5)


def test_distances_run_across_the_antimeridian():
    shape = shapely.MultiPolygon([shapely.box(179, 64, 180, 66), shapely.box(-180, 64, -179, 66)])
    assert point_to_shape(-179.5, 65, shape)[0] == 0
    assert point_to_shape(-178.9, 65, shape)[0] == pytest.approx(WGS84.inv(-178.9, 65, -179, 65)[2] / 1000, rel=1e-4)
    assert separation(Disc(179.9, 65), Disc(-179.9, 65)).low == pytest.approx(WGS84.inv(179.9, 65, 180.1, 65)[2] / 1000)


@given(a_box, st.sampled_from([0.5, 5.0, 50.0]), st.integers(0, 359))
@settings(deadline=None, max_examples=60)
def test_a_margin_reaches_every_point_within_it_and_none_beyond(area, margin_km, turn):
    grown = swell_area(area, margin_km).geometry
    corners = shapely.get_coordinates(shapely.segmentize(area.geometry, 0.2))
    for lon, lat in corners[:: max(1, len(corners) // 12)]:
        within = WGS84.fwd(lon, lat, turn, margin_km * 1000 * 0.998)[:2]
        assert shapely.contains_xy(grown, *within)
        x, y, _ = WGS84.fwd(lon, lat, turn, margin_km * 1000 * 1.01)
        if point_to_shape(x, y, area.geometry)[0] > margin_km * 1.005:
            assert not shapely.contains_xy(grown, x, y)
    assert shapely.covers(grown, area.geometry)


def test_a_margin_across_the_antimeridian_is_cut_there():
    grown = swell_area(Area("cape", "", shapely.box(179.5, 64, 180, 66)), 30).geometry
    assert -180 <= grown.bounds[0] <= grown.bounds[2] <= 180
    assert inside(grown, np.array([(-179.6, 65.0), (179.0, 65.0), (180.0, 65.0)])).all()
    assert not inside(grown, np.array([(-179.0, 65.0), (178.0, 65.0), (0.0, 65.0)])).any()


def test_the_whole_earth_has_the_area_of_the_ellipsoid():
    # 4 pi times the square of the authalic radius of WGS84.
    assert area_km2(shapely.box(-180, -90, 180, 90)) == pytest.approx(510_065_621.7, abs=1)


@given(st.floats(-170, 160), st.floats(-80, 75), st.floats(0.01, 8), st.floats(0.01, 8), st.floats(-1, 1))
@settings(deadline=None, max_examples=60)
def test_areas_are_those_of_the_geodesics_along_dense_edges(lon, lat, wide, tall, skew):
    shape = shapely.Polygon(
        [(lon, lat), (lon + wide, lat + skew * tall / 3), (lon + wide, lat + tall), (lon, lat + tall)]
    )
    truth = abs(WGS84.geometry_area_perimeter(shapely.segmentize(shape, 0.002 * max(wide, tall)))[0]) / 1e6
    assert area_km2(shape) == pytest.approx(truth, rel=1e-5)


def test_the_area_of_a_ring_is_without_its_hole_and_of_parts_their_sum():
    whole, hole = shapely.box(36, 35, 38, 37), shapely.box(36.5, 35.5, 37, 36)
    assert area_km2(shapely.difference(whole, hole)) == pytest.approx(area_km2(whole) - area_km2(hole))
    apart = shapely.MultiPolygon([hole, shapely.box(40, 35, 41, 36)])
    assert area_km2(apart) == pytest.approx(area_km2(hole) + area_km2(apart.geoms[1]))
    assert area_km2(shapely.Polygon()) == 0


@given(st.floats(-180, 180), st.floats(-89, 89), st.sampled_from([1.0, 100.0, 500.0]))
@settings(deadline=None, max_examples=40)
def test_a_disc_on_the_sheet_has_its_true_area_and_leaves_out_none_of_its_points(lon, lat, radius_km):
    plane = Plane(lon, lat)
    disc = plane.disc(radius_km * 1000)
    rim = np.array([WGS84.fwd(lon, lat, turn, radius_km * 1000)[:2] for turn in range(0, 360, 2)])
    laid = plane.points(rim)
    assert shapely.distance(disc, shapely.points(laid)).max() < 1e-3
    truth = abs(
        WGS84.polygon_area_perimeter(
            *np.array([WGS84.fwd(lon, lat, turn / 4, radius_km * 1000)[:2] for turn in range(1440)]).T
        )[0]
    )
    assert disc.area == pytest.approx(truth, rel=1e-4)


@given(st.floats(-180, 180), st.floats(-90, 90), st.sampled_from([0.0, 1.0, 100.0, 2000.0]))
@settings(deadline=None, max_examples=100)
def test_the_boxes_around_a_disc_hold_all_of_it(lon, lat, radius_km):
    boxes = boxes_around(lon, lat, radius_km * 1000)
    for x, y in disc_points(Disc(lon, lat, radius_km), 300):
        assert any(west <= x <= east and south <= y <= north for west, south, east, north in boxes)
    assert all(-180 <= west <= east <= 180 for west, _, east, _ in boxes)
