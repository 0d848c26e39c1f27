"""Areas and candidates: the disc around them loses no pair, and their own distances decide."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely

from firmground.bounds import Bounds
from firmground.engine.meetings.enclose import decide_apart, enclosing_disc
from firmground.engine.meetings.happenings import Happenings, Reach
from firmground.engine.meetings.join import pairs_within
from firmground.engine.separation import separation
from firmground.places import Area, Candidates, Disc, Unknown, distance_km


def area(*corners):
    return Area("area", "An area", shapely.Polygon(corners))


def random_place(random):
    lon, lat = 38 + random.random() * 2, 35 + random.random() * 2
    kind = random.integers(4)
    if kind == 0:
        return Disc(lon, lat, float(random.choice([0, 5, 30])))
    if kind == 1:
        return area((lon, lat), (lon + random.random(), lat + 0.1), (lon + 0.3, lat + random.random()))
    if kind == 2:
        return Candidates((Disc(lon, lat, 2), Disc(lon + random.random() * 2, lat, 0)))
    return Candidates((Disc(lon, lat, 1), area((lon, lat), (lon + 0.2, lat), (lon, lat + 0.2))))


def as_happenings(places, days):
    discs = [enclosing_disc(place) for place in places]
    start = 24.0 * np.asarray(days)
    return Happenings([d.lon for d in discs], [d.lat for d in discs], [d.radius_km for d in discs], start, start + 24)


def test_a_disc_is_its_own_and_the_unknown_is_anywhere():
    assert enclosing_disc(Disc(3, 4, 5)) == Disc(3, 4, 5)
    assert enclosing_disc(Unknown()).radius_km == 20_004


@pytest.mark.parametrize("seed", range(10))
def test_the_disc_around_a_place_holds_all_of_it(seed):
    random = np.random.default_rng(seed)
    for _ in range(20):
        place = random_place(random)
        around = enclosing_disc(place)
        options = place.options if isinstance(place, Candidates) else [place]
        for option in options:
            if isinstance(option, Disc):
                assert (
                    distance_km(around.lon, around.lat, option.lon, option.lat) + option.radius_km
                    <= around.radius_km + 1e-6
                )
                continue
            for lon, lat in shapely.get_coordinates(shapely.segmentize(option.geometry, 0.003)):
                assert distance_km(around.lon, around.lat, lon, lat) <= around.radius_km


@pytest.mark.parametrize("seed", range(8))
def test_pairs_of_places_of_any_shape_are_those_of_their_distances(seed):
    random = np.random.default_rng(seed)
    places, days = [random_place(random) for _ in range(14)], random.integers(0, 4, 14)
    reach = Reach(float(random.choice([0, 10, 60])), 24)
    events = as_happenings(places, days)
    shaped = np.array([not isinstance(place, Disc) for place in places])
    pairs = pairs_within(events, None, reach)
    found = decide_apart(
        pairs, reach, shaped[pairs.first] | shaped[pairs.second], lambda i, j: separation(places[i], places[j])
    )
    expected = []
    for i, j in itertools.combinations(range(14), 2):
        apart = separation(places[i], places[j])
        if apart.low <= reach.km + 1e-9 and abs(days[i] - days[j]) <= 1:
            expected.append((i, j, bool(apart.high <= reach.km + 1e-9 and days[i] == days[j])))
    assert list(zip(found.first.tolist(), found.second.tolist(), found.must.tolist(), strict=True)) == expected
    assert (np.isnan(found.centres_km) == (shaped[found.first] | shaped[found.second])).all()


def test_a_pair_that_the_disc_let_in_falls_out_by_its_own_distance():
    events = as_happenings([Disc(38, 35, 3), Disc(38, 35, 3)], [0, 0])
    pairs = pairs_within(events, None, Reach(5, 24))
    assert len(pairs) == 1
    assert not pairs.must[0]
    every = np.array([True])
    assert len(decide_apart(pairs, Reach(5, 24), every, lambda *_: Bounds(5.1, 9))) == 0
    assert not decide_apart(pairs, Reach(5, 24), every, lambda *_: Bounds(4.9, 9)).must[0]
    assert decide_apart(pairs, Reach(5, 24), every, lambda *_: Bounds(0, 5)).must[0]
    assert decide_apart(pairs, Reach(5, 24), ~every, lambda *_: Bounds(9, 9)).km_high[0] == 6
