"""The nearest ground, against the sheet around each point and, far away, against geodesics."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from benchmarks.engine.invented import SMALL, invent_faces

from firmground.engine.edges.faces import faces_of
from firmground.engine.separation import point_to_shape
from firmground.engine.territory.territory import Territory
from firmground.places import geod


@pytest.fixture(scope="module")
def war():
    faces = invent_faces(SMALL)
    return faces, faces.shapes(), Territory(faces)


def test_it_is_as_far_as_the_plain_path_says(war):
    faces, shapes, territory = war
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(33, 47, 40), rng.uniform(30, 40, 40)
    first = rng.integers(0, SMALL.states - 3, 40).astype(np.int32)
    stop = (first + rng.integers(1, 4, 40)).astype(np.int32)
    found = territory.nearest_km(lon, lat, first, stop)
    for row in range(len(lon)):
        for holder in range(SMALL.holders):
            there = (faces.holding == holder) & (faces.first < stop[row]) & (faces.stop > first[row])
            least = min(point_to_shape(lon[row], lat[row], shape)[0] for shape in shapes[there])
            assert found[row, holder] == pytest.approx(least, abs=2e-4, rel=3e-6)


def test_far_away_it_is_a_geodesic(war):
    faces, shapes, territory = war
    lon, lat = np.array([-70.0, 150.0, 18.0, 40.0, -120.0]), np.array([-30.0, -20.0, -75.0, 89.0, 50.0])
    zero = np.zeros(5, np.int32)
    found = territory.nearest_km(lon, lat, zero, zero + 1)
    for holder in range(SMALL.holders):
        there = (faces.holding == holder) & (faces.first == 0)
        corners = shapely.get_coordinates(shapely.segmentize(shapes[there], 0.01))
        for row in range(5):
            at = np.full(len(corners), lon[row]), np.full(len(corners), lat[row])
            least = geod().inv(*at, *corners.T)[2].min() / 1000
            assert found[row, holder] == pytest.approx(least, rel=1e-5)


BOX = shapely.box(10, 50, 11, 51)
LATER = shapely.box(20, 50, 21, 51)
ALL = (np.array([0], np.int32), np.array([2], np.int32))
FIRST = (np.array([0], np.int32), np.array([1], np.int32))


@pytest.fixture(scope="module")
def boxes():
    """Holder 0 in two boxes that share a border; 1 elsewhere on the second state only; 2 nowhere."""
    halves = [shapely.box(10, 50, 10.5, 51), shapely.box(10.5, 50, 11, 51)]
    return Territory(faces_of([*halves, LATER], [0, 0, 1], [0, 0, 1], [2, 2, 2], states=2, holdings=3))


@pytest.mark.parametrize(("lon", "lat"), [(10.25, 50.5), (10.5, 50.5), (10.0, 50.5), (11.0, 51.0)])
def test_inside_and_on_a_border_it_is_nothing(boxes, lon, lat):
    assert boxes.nearest_km(np.array([lon]), np.array([lat]), *FIRST)[0, 0] == pytest.approx(0, abs=1e-5)


def test_ground_that_is_nowhere_is_unknown(boxes):
    found = boxes.nearest_km(np.array([10.5]), np.array([52.0]), *FIRST)[0]
    assert np.isnan(found).tolist() == [False, True, True]
    assert np.isnan(boxes.nearest_km(np.array([10.5]), np.array([52.0]), *ALL)[0]).tolist() == [False, False, True]


def test_columns_of_several_holders_have_the_least(boxes):
    at = (np.array([15.6]), np.array([50.5]), *ALL)
    alone = boxes.nearest_km(*at)[0]
    either = boxes.nearest_km(*at, lambda held: [bool({0, 1} & set(held))])[0, 0]
    assert either == min(alone[:2])
