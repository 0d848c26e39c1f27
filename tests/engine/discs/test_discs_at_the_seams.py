"""Discs across the antimeridian and over the poles: the sheet knows neither."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from firmground.engine.arrange import arrange
from firmground.engine.edges.faces import faces_of
from firmground.engine.territory.territory import Territory
from firmground.places import Disc
from oracles.plain_discs import PlainDiscs, farthest, grounds

ONE = (np.array([0], np.int32), np.array([1], np.int32))
BOTH_SIDES = [shapely.box(178, 60, 180, 62), shapely.box(-180, 60, -178, 62)]
CAP = [shapely.box(-180, 85, 180, 90)]
HALF_CAP = [shapely.box(0, 80, 180, 90)]


@pytest.mark.parametrize(
    ("ground", "lon", "lat", "radius_km"),
    [
        (BOTH_SIDES, 180.0, 61.0, 20.0),
        (BOTH_SIDES, -179.9, 62.0, 100.0),
        (BOTH_SIDES, 179.99, 60.0, 3.0),
        (BOTH_SIDES[:1], 179.9, 61.0, 150.0),
        (BOTH_SIDES[1:], 180.0, 61.0, 20.0),
        (CAP, 0.0, 90.0, 200.0),
        (CAP, 50.0, 85.0, 200.0),
        (HALF_CAP, 77.0, 89.9, 100.0),
        (HALF_CAP, -10.0, 89.0, 150.0),
        (HALF_CAP, 170.0, 80.0, 199.0),
    ],
)
def test_ground_is_found_on_both_sides(ground, lon, lat, radius_km):
    count = len(ground)
    faces = faces_of(ground, [0] * count, [0] * count, [1] * count, states=1, holdings=1)
    territory = Territory(faces)
    runs = territory.discs_over(np.array([lon]), np.array([lat]), np.array([radius_km]), *ONE)
    assert not runs.doubtful[0]
    ours = grounds(runs, 0, territory.coverings)[0][2]
    theirs = PlainDiscs(faces).on(0, lon, lat, radius_km)
    assert ours.keys() == theirs.keys()
    assert farthest(ours, theirs) < 3e-5


def test_a_disc_within_ground_around_the_pole_lies_in_it():
    territory = Territory(faces_of(CAP, [0], [0], [1], states=1, holdings=1))
    runs = territory.discs_over(np.array([50.0]), np.array([89.0]), np.array([200.0]), *ONE)
    assert grounds(runs, 0, territory.coverings)[0][2] == {(0,): 1.0}
    assert [cell.share for cell in arrange(Disc(50, 89, 200), list(CAP))] == [1.0]
