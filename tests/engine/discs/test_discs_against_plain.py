"""Discs against the plain path: what lies in them, how much of it, and on which states; also day by day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from benchmarks.engine.invented import SMALL, invent_events, invent_faces
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.engine.edges.faces import faces_of
from firmground.engine.territory.territory import Territory
from oracles.plain_discs import PlainDiscs, farthest, grounds

SHARE = 3e-5  # of the disc: what the fast path may be off, and the plain one by its straightened borders


def assert_as_plain(territory, plain, lon, lat, radius_km, first, stop) -> int:
    """All runs of all discs, each on its first and on its last state. How many discs were doubtful."""
    runs = territory.discs_over(lon, lat, radius_km, first, stop)
    for row in np.flatnonzero(~runs.doubtful):
        told = grounds(runs, row, territory.coverings)
        assert [begin for begin, _, _ in told] == [first[row], *(end for _, end, _ in told[:-1])]
        assert told[-1][1] == stop[row]
        for begin, end, ours in told:
            assert sum(ours.values()) == pytest.approx(1, abs=1e-12)
            for state in {begin, end - 1}:
                theirs = plain.on(state, lon[row], lat[row], radius_km[row])
                assert ours.keys() == theirs.keys()
                assert farthest(ours, theirs) < SHARE
    return int(runs.doubtful.sum())


@pytest.mark.parametrize("overlapping", [False, True])
@pytest.mark.parametrize("box", [(35.0, 32.0, 45.0, 38.0), (10.0, 62.0, 22.0, 68.0)])
def test_an_invented_war_is_cut_as_geos_cuts_it(overlapping, box):
    plan = replace(SMALL, overlapping=overlapping, box=box)
    faces = invent_faces(plan)
    events = invent_events(plan, faces, 40)
    doubtful = assert_as_plain(
        Territory(faces), PlainDiscs(faces), events.lon, events.lat, events.radius_km, events.state, events.stop
    )
    assert doubtful <= 2


CORNERS = st.lists(st.floats(-1, 1, width=16), min_size=6, max_size=12).map(
    lambda values: shapely.MultiPoint(np.reshape(values[: len(values) // 2 * 2], (-1, 2))).convex_hull
)
PLACES = st.tuples(st.floats(-175, 175), st.floats(-84, 84))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(CORNERS, st.integers(0, 2), st.integers(0, 3), st.integers(1, 3)), min_size=1, max_size=4),
    PLACES,
    st.tuples(st.floats(-1.2, 1.2), st.floats(-1.2, 1.2), st.sampled_from([0.3, 2.0, 20.0, 150.0])),
)
def test_any_small_world_is_cut_as_geos_cuts_it(pieces, place, disc):
    """Faces that overlap, meet, and come and go, of three holders on four states."""
    faces = [
        (shapely.affinity.translate(shape, *place), holder, first, min(4, first + lasting))
        for shape, holder, first, lasting in pieces
        if shape.geom_type == "Polygon" and shape.area > 1e-6
    ]
    if not faces:
        return
    faces = faces_of(*zip(*faces, strict=True), states=4, holdings=3)
    one = [np.array([value]) for value in (place[0] + disc[0], place[1] + disc[1], disc[2])]
    assert_as_plain(Territory(faces), PlainDiscs(faces), *one, np.array([0], np.int32), np.array([4], np.int32))


@pytest.mark.parametrize("width_m", [0.3, 0.8, 0.97, 1.03, 1.3, 3.0, 30.0])
@pytest.mark.parametrize("radius_km", [1.0, 20.0, 150.0])
def test_a_spike_is_ground_where_it_is_wide_enough(width_m, radius_km):
    """It ends within the disc; where it enters, it is about so wide."""
    reach = radius_km / 111.2
    half = width_m / 111_320 / 2
    spike = shapely.Polygon([(-2 * half, -2 * reach), (2 * half, -2 * reach), (0, 0)])
    faces = faces_of([spike], [0], [0], [1], states=1, holdings=1)
    one = [np.array([value]) for value in (0.0, 0.0, radius_km, 0, 1)]
    doubtful = assert_as_plain(Territory(faces), PlainDiscs(faces), *one)
    assert doubtful == (width_m < 3)


@pytest.mark.parametrize("depth_m", [-6.0, -1.0, 0.2, 0.8, 1.0, 1.2, 2.0, 7.0])
@pytest.mark.parametrize("radius_km", [1.0, 20.0, 150.0])
def test_ground_at_the_edge_is_there_where_it_reaches_in(depth_m, radius_km):
    ground = shapely.box((radius_km - depth_m / 1000) / 111.3195, -2, 3, 2)
    faces = faces_of([ground], [0], [0], [1], states=1, holdings=1)
    one = [np.array([value]) for value in (0.0, 0.0, radius_km, 0, 1)]
    doubtful = assert_as_plain(Territory(faces), PlainDiscs(faces), *one)
    assert not doubtful or -4 < depth_m < 2


@pytest.fixture(scope="module")
def war():
    faces = invent_faces(SMALL)
    return Territory(faces), invent_events(SMALL, faces, 3_000)


def test_extremes_are_those_of_every_state_by_itself(war):
    territory, events = war
    discs = (events.lon, events.lat, events.radius_km)
    least, mean, greatest = territory.extremes_over(*discs, events.state, events.stop)
    assert not np.isnan(mean).any()
    seen = [np.full_like(least, np.inf), np.zeros_like(mean), np.full_like(greatest, -np.inf)]
    for state in range(SMALL.states):
        there = (events.state <= state) & (state < events.stop)
        on = np.full(int(there.sum()), state, np.int32)
        share = territory.extremes_over(*(values[there] for values in discs), on, on + 1)[1]
        seen[0][there] = np.minimum(seen[0][there], share)
        seen[1][there] += share
        seen[2][there] = np.maximum(seen[2][there], share)
    seen[1] /= (events.stop - events.state)[:, None]
    for ours, theirs in zip((least, mean, greatest), seen, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-9)


def test_presence_is_that_of_the_runs(war):
    territory, events = war
    discs = (events.lon, events.lat, events.radius_km, events.state, events.stop)
    runs = territory.discs_over(*discs)
    some, every, inside_some, inside_every = territory.presence_over(*discs)
    for row in range(0, len(events.lon), 7):
        if runs.doubtful[row]:
            assert some[row].all()
            assert not (every[row] | inside_some[row] | inside_every[row]).any()
            continue
        told = [ground for _, _, ground in grounds(runs, row, territory.coverings)]
        for holder in range(SMALL.holders):
            touched = [any(holder in held for held in ground) for ground in told]
            inside = [all(holder in held for held in ground) for ground in told]
            assert (some[row, holder], every[row, holder]) == (any(touched), all(touched))
            assert (inside_some[row, holder], inside_every[row, holder]) == (any(inside), all(inside))


def test_few_discs_are_doubtful(war):
    territory, events = war
    runs = territory.discs_over(events.lon, events.lat, events.radius_km, events.state, events.stop)
    assert runs.doubtful.mean() < 0.01
