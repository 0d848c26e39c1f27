"""How much of a border goes on from state to state."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from benchmarks.engine.invented import SMALL, invent_faces

from firmground.engine.edges.build import edges_of
from firmground.engine.edges.faces import faces_of
from firmground.engine.edges.identity import identity_of, sampled_identity, standing


def test_the_share_of_edges_that_stand_on_the_next_state_too():
    """Two squares and a triangle: one square stays, the other becomes an oblong that keeps one side, then all goes."""
    shapes = [
        shapely.box(0, 0, 1, 1), shapely.box(5, 0, 6, 1), shapely.box(5, 0, 7, 1),
        shapely.Polygon([(0, 5), (1, 5), (0, 6)]),
    ]  # fmt: skip
    faces = faces_of(shapes, [0, 1, 1, 2], [0, 0, 1, 2], [2, 1, 2, 3], states=3, holdings=4)
    identity = identity_of(edges_of(faces))
    assert identity.worst == 0
    assert identity.worst_state == 1
    assert identity.median == pytest.approx((5 / 8 + 0) / 2)
    np.testing.assert_allclose(identity.by_holding, [(1 + 0) / 2, (1 / 4 + 0) / 2, np.nan, np.nan])
    assert identity.drawn_anew


def test_a_sample_tells_about_as_much_as_the_whole():
    faces = invent_faces(SMALL)
    assert sampled_identity(faces) == pytest.approx(identity_of(edges_of(faces)).median, abs=0.05)


def test_a_map_with_one_state_has_nothing_to_lose():
    faces = faces_of([shapely.box(0, 0, 1, 1)], [0], [0], [1], states=1, holdings=1)
    identity = identity_of(edges_of(faces))
    assert (identity.median, identity.worst, sampled_identity(faces)) == (1, 1, 1)
    assert np.isnan(identity.by_holding).all()


def test_faces_of_some_states_are_counted_from_the_first_of_them():
    faces = invent_faces(SMALL)
    some = standing(faces, 5, 8)
    assert some.states == 3
    assert (some.first >= 0).all()
    assert (some.stop <= 3).all()
    assert len(some) == ((faces.first < 8) & (faces.stop > 5)).sum()
