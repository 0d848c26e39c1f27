"""The kernels find the pairs that the plain path finds, in crowds, at poles and seams, and however work is cut."""

from __future__ import annotations

import numpy as np
import pytest

from firmground.engine.meetings import at_speed, belts, join, strata
from firmground.engine.meetings.chords import in_space
from firmground.engine.meetings.happenings import Happenings, Reach, exact
from firmground.engine.meetings.join import count_pairs, pairs_within, stream_near, stream_pairs
from firmground.places import geod

# (middle lon, middle lat, spread in degrees of longitude and latitude, km)
CROWDS = [
    (38.0, 35.0, 0.5, 0.3, 2.0),
    (180.0, 35.0, 0.1, 0.5, 2.0),
    (180.0, -68.0, 1.0, 0.3, 5.0),
    (0.0, 90.0, 180.0, 0.5, 5.0),
    (0.0, -90.0, 180.0, 4.0, 60.0),
    (0.0, 0.0, 180.0, 90.0, 400.0),
    (0.0, 0.0, 180.0, 90.0, 7_000.0),
    (0.0, 75.0, 180.0, 15.0, 90.0),
    (10.0, 50.0, 0.0, 0.0, 0.0),
]


def crowd(
    lon: float, lat: float, wide: float, high: float, count: int, seed: int, *, vague: bool = False
) -> Happenings:
    random = np.random.default_rng(seed)
    lons = (lon + wide * random.uniform(-1, 1, count) + 180) % 360 - 180
    lats = np.clip(lat + high * random.uniform(-1, 1, count), -90, 90)
    lons[::7], lats[::11] = np.resize([180.0, -180.0], len(lons[::7])), np.clip(lat, -90, 90)
    start = random.integers(0, 40, count) * 6.0
    if not vague:
        return exact(lons, lats, start)
    radii = random.choice([0.0, 0.5, 3.0, 40.0], count, p=[0.5, 0.3, 0.15, 0.05])
    span = random.choice([0.0, 24.0, 100.0, np.inf], count, p=[0.5, 0.4, 0.09, 0.01])
    return Happenings(lons, lats, radii, start, start + span)


def both_paths(monkeypatch, ask):
    found = []
    for least in (1 << 60, 0):
        with monkeypatch.context() as path:
            path.setattr(join, "_MANY", least)
            path.setattr(join, "_SOME", least)
            found.append(ask())
    return found


def assert_same(plain, fast):
    assert len(plain) > 0
    for name in ("first", "second", "must", "hours_low", "hours_high", "low_open", "high_open"):
        assert np.array_equal(getattr(plain, name), getattr(fast, name)), name
    for name in ("centres_km", "km_low", "km_high"):
        assert np.abs(getattr(plain, name) - getattr(fast, name)).max() < 1e-5, name


@pytest.mark.parametrize("place", CROWDS)
@pytest.mark.parametrize("hours", [0.0, 6.0, 1e5])
def test_a_crowd_with_itself(monkeypatch, place, hours):
    *where, km = place
    for vague in (False, True):
        events, reach = crowd(*where, 900, 1, vague=vague), Reach(km, hours)
        assert_same(*both_paths(monkeypatch, lambda: pairs_within(events, None, reach)))  # noqa: B023 - asked at once
        plain, fast = both_paths(monkeypatch, lambda: count_pairs(events, None, reach))  # noqa: B023 - as above
        assert plain == fast


@pytest.mark.parametrize("place", CROWDS)
def test_two_crowds(monkeypatch, place):
    *where, km = place
    for vague in (False, True):
        few, many = crowd(*where, 60, 2, vague=vague), crowd(*where, 4000, 3, vague=not vague)
        for a, b in ((few, many), (many, few)):
            assert_same(*both_paths(monkeypatch, lambda: pairs_within(a, b, Reach(km, 6))))  # noqa: B023 - as above


def test_where_slabs_and_blocks_are_cut_makes_no_difference(monkeypatch):
    events, reach = crowd(180.0, 60.0, 0.3, 0.2, 700, 4, vague=True), Reach(3, 24)
    monkeypatch.setattr(join, "_MANY", 0)
    monkeypatch.setattr(join, "_SOME", 0)
    whole = pairs_within(events, None, reach)
    monkeypatch.setattr(strata, "_FEW_PAIRS", 0)
    for size in (1, 7, 1000):
        monkeypatch.setattr(at_speed, "SLAB", size + 1)
        monkeypatch.setattr(at_speed, "BLOCK", 37 * size)
        assert max(map(len, stream_pairs(events, None, reach))) <= 37 * size
        assert_same(whole, pairs_within(events, None, reach))


def test_the_stream_is_always_the_same(monkeypatch):
    monkeypatch.setattr(join, "_MANY", 0)
    monkeypatch.setattr(join, "_SOME", 0)
    events = crowd(38.0, 35.0, 0.5, 0.3, 3000, 5, vague=True)
    one, other = (list(stream_near(events, None, Reach(2, 6))) for _ in range(2))
    for a, b in zip(one, other, strict=True):
        assert all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def test_limits_between_the_chord_and_the_geodesic(monkeypatch):
    """Each distance of a star of points is, within a micrometre, the reach that is asked for."""
    lon, lat, _ = geod().fwd(*(np.full(720, x) for x in (179.9, 62.0)), np.arange(720) / 2, np.full(720, 30_000.0))
    events = exact(np.append(lon, 179.9), np.append(lat, 62.0), np.zeros(721))
    for km in (30 - 1e-6, 30.0, 30 + 1e-6):
        plain, fast = both_paths(monkeypatch, lambda: count_pairs(events, None, Reach(km, 0)))  # noqa: B023 - as above
        assert plain == fast


@pytest.mark.parametrize("count", [1, 20, 3000, 20_000])
def test_events_are_laid_in_order_and_none_is_lost(count):
    events = crowd(0.0, 0.0, 180.0, 90.0, count, count)
    laid = belts.lay(events, None, belts.Belts.for_reach(belts.Extent.of(events), 25.0, 6.0))
    assert (np.diff(laid.places) >= 0).all()
    assert np.array_equal(np.sort(laid.numbers), np.arange(count))
    space = in_space(events.lon, events.lat).T[laid.numbers]
    assert np.abs(laid.rows[:, :3] - space).max() < 1e-11
    assert np.array_equal(laid.rows[:, 3], events.start[laid.numbers])
