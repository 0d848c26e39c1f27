"""The cut of the circle, and what happens when it falls on a border. By chance it never does: here it is made to."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from firmground.engine.discs import asking
from firmground.engine.discs.bins import DiscBins
from firmground.engine.edges.build import edges_of
from firmground.engine.edges.faces import faces_of
from firmground.engine.points.runs import Runs
from firmground.places import geod
from oracles.plain_discs import PlainDiscs

ONE = (np.array([0], np.int32), np.array([1], np.int32))
RADIUS_KM = 10.0


class Asked:
    """What GEOS says of points on one face, and a record of what was asked."""

    def __init__(self, shape, lie=None) -> None:
        self.shape, self.lie, self.points = shape, lie, []

    def __call__(self, lon, lat, first, stop) -> Runs:
        self.points += list(zip(lon.tolist(), lat.tolist(), strict=True))
        points = shapely.points(lon, lat)
        value = shapely.intersects(self.shape, points).astype(np.int32)
        value[shapely.touches(self.shape, points)] = -1
        if self.lie is not None:
            value[:] = self.lie
        return Runs(np.arange(len(lon) + 1), first, stop, value)


def ground(shape, lie=None):
    faces = faces_of([shape], [0], [0], [1], states=1, holdings=1)
    asked = Asked(shape, lie)
    return DiscBins.build(edges_of(faces), asked), asked, PlainDiscs(faces)


def west_of(lon: float, lat: float) -> tuple[float, float]:
    """The point where the circle is cut first."""
    x, y, _ = geod().fwd(lon, lat, 270.0, RADIUS_KM * 1000)
    return x, y


def share(bins, lon=0.0, lat=0.0) -> float:
    return float(bins.shares(np.array([lon]), np.array([lat]), np.array([RADIUS_KM]), ONE[0])[0, 1])


def test_the_first_cut_is_due_west():
    bins, asked, _ = ground(shapely.box(-1, -1, 1, 1))
    assert share(bins, 0.3, 0.2) == 1
    assert asked.points == [pytest.approx(west_of(0.3, 0.2), abs=1e-8)]  # a millimetre


@pytest.mark.parametrize("metres", [0.0, 1e-6, 0.01, -0.01, 0.09, -0.09])
def test_a_cut_on_a_border_or_next_to_it_is_turned(metres):
    """The border runs along the equator, and so does the radius to the cut."""
    bins, asked, plain = ground(shapely.box(-1, 0, 1, 1))
    lat = metres / 110_574
    found = share(bins, 0.0, lat)
    assert len(asked.points) == 2
    assert found == pytest.approx(plain.on(0, 0.0, lat, RADIUS_KM)[(0,)], abs=3e-5)


@pytest.mark.parametrize("metres", [0.2, -0.2, 5.0])
def test_a_cut_that_is_clear_of_the_border_stays(metres):
    bins, asked, plain = ground(shapely.box(-1, 0, 1, 1))
    lat = metres / 110_574
    assert share(bins, 0.0, lat) == pytest.approx(plain.on(0, 0.0, lat, RADIUS_KM)[(0,)], abs=3e-5)
    assert len(asked.points) == 1


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize("metres", [0.0, 0.03])
def test_a_border_that_touches_the_circle_at_the_cut_turns_it(side, metres):
    """It crosses nothing and has no length inside: only its distance to the cut point can tell."""
    x, _ = west_of(0.0, 0.0)
    x += side * metres / 111_320
    bins, asked, plain = ground(shapely.box(-1, -1, x, 1) if side < 0 else shapely.box(x, -1, 1, 1))
    found = share(bins)
    assert len(asked.points) == 2
    assert found == pytest.approx(plain.on(0, 0.0, 0.0, RADIUS_KM).get((0,), 0.0), abs=3e-5)


def test_a_corner_at_the_cut_turns_it():
    x, y = west_of(0.0, 0.0)
    bins, asked, plain = ground(shapely.Polygon([(x, y), (1, -1), (1, 1)]))
    assert share(bins) == pytest.approx(plain.on(0, 0.0, 0.0, RADIUS_KM)[(0,)], abs=3e-5)
    assert len(asked.points) == 2


def test_a_disc_that_is_never_cut_clear_is_not_answered():
    bins, asked, _ = ground(shapely.box(-1, -1, 1, 1), lie=-1)
    assert np.isnan(share(bins))
    assert len(asked.points) == asking.TURNS
    runs = bins.shares_over(np.zeros(1), np.zeros(1), np.array([RADIUS_KM]), *ONE)
    assert runs.doubtful.tolist() == [True]
    assert len(runs.start) == len(runs.share) == 0


def test_points_that_contradict_the_borders_are_noticed():
    """A quarter of the disc is covered and whatever is asked said to be in it: until it is, shares do not add up."""
    bins, asked, _ = ground(shapely.box(0, 0, 1, 1), lie=1)
    assert share(bins) == pytest.approx(0.25, abs=1e-4)
    assert len(asked.points) > 1
    assert shapely.contains_xy(asked.shape, *asked.points[-1])


def test_a_disc_too_large_for_the_sheet_is_doubtful():
    bins, asked, _ = ground(shapely.box(-1, -1, 1, 1))
    runs = bins.shares_over(
        np.zeros(2), np.zeros(2), np.array([200.0, 200.1]), np.repeat(ONE[0], 2), np.repeat(ONE[1], 2)
    )
    assert runs.doubtful.tolist() == [False, True]
    assert len(asked.points) == 1


@pytest.mark.parametrize("radius_km", [0.0, -1.0, np.nan])
def test_what_is_no_disc_is_refused(radius_km):
    bins, _, _ = ground(shapely.box(-1, -1, 1, 1))
    with pytest.raises(ValueError, match="radius greater than 0"):
        bins.shares_over(np.zeros(1), np.zeros(1), np.array([radius_km]), *ONE)
