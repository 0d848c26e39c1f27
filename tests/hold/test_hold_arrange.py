"""A region is cut into cells whose shares are those of the ground, anywhere on Earth."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.engine.arrange import arrange
from firmground.places import Area, Disc
from oracles.ground_points import WGS84, coverings, points_of


def shares(cells) -> dict[frozenset[int], float]:
    found: dict[frozenset[int], float] = {}
    for cell in cells:
        found[cell.faces] = found.get(cell.faces, 0) + cell.share
    return found


def assert_same(cells, truth, tolerance):
    assert sum(cell.share for cell in cells) == pytest.approx(1, abs=1e-9)
    ours = shares(cells)
    for covering in {*ours, *truth}:
        assert ours.get(covering, 0) == pytest.approx(truth.get(covering, 0), abs=tolerance), sorted(covering)


def star(lon, lat, size, corners, spikes):
    """A polygon around a point whose corners lie between a third of its size and all of it."""
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    reach = size * np.array(spikes[:corners])
    return shapely.Polygon(np.column_stack([lon + reach * np.cos(turn), lat + reach * np.sin(turn)]))


spikes = st.lists(st.floats(0.34, 1), min_size=9, max_size=9)
a_star = st.builds(star, st.floats(-1, 1), st.floats(-1, 1), st.floats(0.3, 1.5), st.integers(3, 9), spikes)
a_face = st.one_of(
    a_star,
    st.builds(lambda one, hole: shapely.difference(one, shapely.affinity.scale(hole, 0.4, 0.4)), a_star, a_star),
    st.builds(lambda one, other: shapely.union(one, shapely.affinity.translate(other, 2, 1)), a_star, a_star),
).filter(lambda shape: shape.is_valid and not shape.is_empty)


@given(st.lists(a_face, min_size=1, max_size=4), st.floats(0, 75), st.floats(1, 200))
@settings(deadline=None, max_examples=60)
def test_a_disc_on_random_ground_has_the_shares_of_its_points(faces, latitude, radius_km):
    moved = [shapely.affinity.translate(face, 36, latitude) for face in faces]
    disc = Disc(36.0, latitude, radius_km)
    assert_same(arrange(disc, moved), coverings(points_of(disc, 8_000), moved), 0.012)


@given(st.lists(a_face, min_size=1, max_size=3), a_star, st.floats(-60, 60))
@settings(deadline=None, max_examples=30)
def test_an_area_on_random_ground_has_the_shares_of_its_points(faces, region, latitude):
    moved = [shapely.affinity.translate(face, 36, latitude) for face in faces]
    area = Area("area", "area", shapely.affinity.translate(region, 36, latitude))
    assert_same(arrange(area, moved), coverings(points_of(area, 30_000), moved), 0.02)


@pytest.mark.parametrize("latitude", [0, 35, -50, 65, 75])
@pytest.mark.parametrize("radius_km", [1, 25, 100, 200])
def test_shares_of_a_disc_are_honest_to_one_in_ten_thousand(latitude, radius_km):
    tall = radius_km / 111.2
    faces = [
        shapely.box(30, latitude + 0.31 * tall, 42, latitude + 3 * tall),  # a parallel is no great circle
        shapely.Polygon(
            [(36 - 9 * tall, latitude - 2 * tall), (36 + 5 * tall, latitude - 2 * tall), (36.1, latitude + tall)]
        ),
    ]
    disc = Disc(36.0, latitude, radius_km)
    assert_same(arrange(disc, faces), coverings(points_of(disc, 400_000), faces), 1e-4)


def wrapped(west, south, east, north):
    """A box across the antimeridian, split there as RFC 7946 asks; `east` is beyond 180."""
    return shapely.MultiPolygon([shapely.box(west, south, 180, north), shapely.box(-180, south, east - 360, north)])


@pytest.mark.parametrize("lon", [179.0, 179.9999, 180.0, -180.0, -179.9999, -179.2])
@pytest.mark.parametrize("radius_km", [5, 150])
def test_a_disc_on_either_side_of_the_antimeridian_sees_ground_on_both(lon, radius_km):
    faces = [wrapped(178.5, 64, 180.7, 66), shapely.box(-180, 65.2, -170, 70), shapely.box(170, 60, 180, 64.9)]
    disc = Disc(lon, 65.0, radius_km)
    assert_same(arrange(disc, faces), coverings(points_of(disc, 40_000), faces), 0.004)


def test_a_disc_inside_a_face_that_is_split_at_180_lies_wholly_inside():
    for lon in (180.0, -180.0, 179.99, -179.99):
        cells = arrange(Disc(lon, 65.0, 20), [wrapped(170, 60, 190, 70)])
        assert shares(cells) == {frozenset({0}): pytest.approx(1)}


@pytest.mark.parametrize("lon", [180.0, -180.0])
def test_a_point_on_the_antimeridian_is_inside_ground_that_is_split_there(lon):
    assert shares(arrange(Disc(lon, 65.0), [wrapped(170, 60, 190, 70)])) == {frozenset({0}): pytest.approx(1)}
    assert shares(arrange(Disc(lon, 75.0), [wrapped(170, 60, 190, 70)])) == {frozenset(): pytest.approx(1)}


@pytest.mark.parametrize("lon", [0.0, 36.0, 180.0, -180.0, -90.0])
@pytest.mark.parametrize("pole", [90, -90])
def test_a_disc_on_the_pole_sees_the_ground_around_it(lon, pole):
    low, high = sorted((pole, np.sign(pole) * 85))
    faces = [shapely.box(-180, low, 180, high), shapely.box(0, low, 90, high)]
    disc = Disc(lon, pole, 100)
    assert_same(arrange(disc, faces), {frozenset({0}): 0.75, frozenset({0, 1}): 0.25}, 1e-3)


@pytest.mark.parametrize("lon", [0.0, 45.0, 180.0, -135.0])
def test_the_pole_as_a_point_touches_all_ground_that_reaches_it(lon):
    found = shares(arrange(Disc(lon, 90.0), [shapely.box(0, 80, 90, 90)]))
    assert set(found) == {frozenset(), frozenset({0})}
    assert shares(arrange(Disc(lon, 90.0), [shapely.box(-180, 80, 180, 90)])) == {frozenset({0}): pytest.approx(1)}


@pytest.mark.parametrize("lon", [-20.0, 170.0])
def test_a_disc_near_the_pole_reaches_across_it(lon):
    faces = [shapely.box(-90, 80, 90, 90)]
    disc = Disc(lon, 89.5, 120)
    assert_same(arrange(disc, faces), coverings(points_of(disc, 40_000), faces), 0.004)


def test_an_area_that_is_split_at_180_is_one_region():
    area = Area("chukotka", "", wrapped(175, 64, 185, 68))
    faces = [shapely.box(-180, 60, -170, 70), wrapped(178, 62, 182, 66)]
    points = np.vstack([points_of(Area("part", "", part), 20_000) for part in area.geometry.geoms])
    assert_same(arrange(area, faces), coverings(points, faces), 0.01)
    assert shares(arrange(area, [wrapped(170, 60, 190, 70)])) == {frozenset({0}): pytest.approx(1)}


SQUARE = shapely.box(36, 35, 37, 36)
EAST = shapely.box(37, 35, 38, 36)
RING = shapely.difference(SQUARE, shapely.box(36.4, 35.4, 36.6, 35.6))


def test_a_point_is_inside_or_outside_exactly():
    assert shares(arrange(Disc(36.5, 35.5), [SQUARE])) == {frozenset({0}): 1}
    assert shares(arrange(Disc(35.999_999_9, 35.5), [SQUARE])) == {frozenset(): 1}
    assert shares(arrange(Disc(36.000_000_1, 35.5), [SQUARE])) == {frozenset({0}): 1}


def test_a_point_on_the_outer_border_may_be_on_either_side():
    assert set(shares(arrange(Disc(36, 35.5), [SQUARE]))) == {frozenset({0}), frozenset()}
    assert set(shares(arrange(Disc(36, 35), [SQUARE]))) == {frozenset({0}), frozenset()}


def test_a_point_on_the_border_of_two_faces_is_in_one_of_them_and_never_on_bare_ground():
    assert set(shares(arrange(Disc(37, 35.5), [SQUARE, EAST]))) == {frozenset({0}), frozenset({1})}
    assert set(shares(arrange(Disc(37, 35), [SQUARE, EAST]))) == {frozenset({0}), frozenset({1}), frozenset()}


def test_a_point_in_a_hole_is_outside_and_on_its_edge_it_may_be_inside():
    assert shares(arrange(Disc(36.5, 35.5), [RING])) == {frozenset(): 1}
    assert set(shares(arrange(Disc(36.4, 35.5), [RING]))) == {frozenset(), frozenset({0})}
    assert set(shares(arrange(Disc(36.4, 35.5), [RING, shapely.box(36.4, 35.4, 36.6, 35.6)]))) == {
        frozenset({0}),
        frozenset({1}),
    }


def test_a_point_on_the_border_of_one_face_inside_another_may_be_under_both_or_under_the_other_alone():
    wide = shapely.box(35, 34, 39, 38)
    assert set(shares(arrange(Disc(36, 35.5), [SQUARE, wide]))) == {frozenset({0, 1}), frozenset({1})}
    assert set(shares(arrange(Disc(37, 35.5), [SQUARE, EAST, wide]))) == {frozenset({0, 2}), frozenset({1, 2})}


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=4
    ),
    st.integers(0, 5),
    st.integers(0, 5),
)
@settings(deadline=None, max_examples=150)
def test_a_point_on_a_lattice_misses_no_covering_that_is_beside_it(boxes, x, y):
    """Every side of a border is possible: a covering that any neighbouring ground has is found."""
    faces = [shapely.box(30 + a, 30 + b, 30 + a + wide, 30 + b + tall) for a, b, wide, tall in boxes]
    cells = arrange(Disc(30.0 + x, 30.0 + y), faces)
    assert sum(cell.share for cell in cells) == pytest.approx(1)
    # Around the point there are four quarters.
    near = np.array([[30 + x + dx, 30 + y + dy] for dx in (-0.01, 0.01) for dy in (-0.01, 0.01)])
    found = {cell.faces for cell in cells}
    for covering in coverings(near, faces):
        weaker = any(one <= covering for one in found)
        stronger = frozenset().union(*(one for one in found if one <= covering)) if weaker else frozenset()
        assert stronger == covering, (sorted(covering), [sorted(one) for one in found])
        assert covering or frozenset() in found


def test_a_disc_that_touches_a_face_from_outside_does_not_reach_it():
    lon, lat, _ = WGS84.fwd(36, 35.5, 270, 10_000)
    assert shares(arrange(Disc(lon, lat, 9.99), [SQUARE])) == {frozenset(): 1}
    assert frozenset({0}) in shares(arrange(Disc(lon, lat, 10.05), [SQUARE]))


def test_a_disc_that_holds_a_face_wholly_shares_its_area():
    small = shapely.box(36.49, 35.49, 36.51, 35.51)
    metres, _ = WGS84.geometry_area_perimeter(small)
    found = shares(arrange(Disc(36.5, 35.5, 20), [small]))
    assert found[frozenset({0})] == pytest.approx(abs(metres) / (np.pi * 20_000**2), rel=1e-3)
    assert found[frozenset()] == pytest.approx(1 - found[frozenset({0})])


def test_a_disc_inside_a_face_lies_wholly_inside():
    assert shares(arrange(Disc(36.5, 35.5, 40), [SQUARE])) == {frozenset({0}): 1}


def test_two_files_that_draw_the_same_border_a_little_differently_leave_no_ground_between():
    shifted = shapely.box(37.000_001, 35, 38, 36)  # 9 cm
    assert set(shares(arrange(Disc(37, 35.5, 10), [SQUARE, shifted]))) == {frozenset({0}), frozenset({1})}
    apart = shapely.box(37.000_1, 35, 38, 36)  # 9 m
    assert set(shares(arrange(Disc(37, 35.5, 10), [SQUARE, apart]))) == {frozenset({0}), frozenset({1}), frozenset()}


def test_ground_outside_the_limits_of_the_map_is_told_apart():
    cells = arrange(Disc(37, 35.5, 10), [shapely.box(36, 35, 38, 36)], SQUARE)
    assert {(cell.faces, cell.inside): cell.share for cell in cells} == {
        (frozenset({0}), True): pytest.approx(0.5, abs=1e-3),
        (frozenset({0}), False): pytest.approx(0.5, abs=1e-3),
    }


def test_a_point_on_the_limits_of_the_map_may_be_on_either_side():
    cells = arrange(Disc(37, 35.5), [], SQUARE)
    assert {(cell.faces, cell.inside) for cell in cells} == {(frozenset(), True), (frozenset(), False)}
    assert [cell.inside for cell in arrange(Disc(36.5, 35.5), [], SQUARE)] == [True]
    assert [cell.inside for cell in arrange(Disc(39, 35.5), [], SQUARE)] == [False]


def test_a_face_without_a_shape_is_passed_over_and_no_face_at_all_is_bare_ground():
    assert shares(arrange(Disc(36.5, 35.5, 5), [None, SQUARE])) == {frozenset({1}): 1}
    assert shares(arrange(Disc(36.5, 35.5, 5), [])) == {frozenset(): 1}
    assert shares(arrange(Disc(36.5, 35.5), [None])) == {frozenset(): 1}


@pytest.mark.parametrize("radius_km", [0.0001, 0.0005, 0.002, 0.05])
def test_a_disc_of_less_than_a_few_metres_is_still_all_there(radius_km):
    cells = arrange(Disc(37, 35.5, radius_km), [SQUARE, EAST])
    assert set(shares(cells)) == {frozenset({0}), frozenset({1})}
    assert sum(cell.share for cell in cells) == pytest.approx(1)


@pytest.mark.parametrize("north", [True, False])
def test_ground_around_a_pole_holds_what_is_inside_it(north):
    cap = shapely.box(-180, 85, 180, 90) if north else shapely.box(-180, -90, 180, -85)
    for lat in (88.0, 89.0, 89.9, 90.0):
        for lon in (-180.0, 0.0, 50.0):
            (cell,) = arrange(Disc(lon, lat if north else -lat, 200), [cap])
            assert (cell.faces, cell.share) == (frozenset({0}), 1.0)


def test_half_of_the_ground_around_a_pole_is_half_of_a_disc_on_it():
    cells = {cell.faces: cell.share for cell in arrange(Disc(0, 90, 200), [shapely.box(-180, 85, 0, 90)])}
    assert cells == pytest.approx({frozenset({0}): 0.5, frozenset(): 0.5}, abs=1e-6)
