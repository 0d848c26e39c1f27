"""Ground that overlaps, laid apart: against intersections and differences made by GEOS."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
import shapely
from benchmarks.engine.invented import SMALL, invent_faces
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.engine.edges.build import edges_of
from firmground.engine.edges.faces import faces_of
from firmground.engine.territory.apart import Apart, lay_apart
from oracles.plain_ground import PlainGround, winding


def laid_apart(faces) -> Apart:
    plain = PlainGround(faces)
    return lay_apart(edges_of(faces), plain.points_over, plain.coverings)


def area(apart: Apart, held: tuple[int, ...], state: int) -> float:
    if held not in apart.held:
        return 0.0
    edges = apart.edges
    there = (edges.holding == apart.held.index(held)) & (edges.first <= state) & (state < edges.stop)
    x1, y1, x2, y2 = (edges.ends[there] - [40, 35, 40, 35]).T
    return float((x1 * y2 - x2 * y1).sum() / 2)


def covered(faces, held: tuple[int, ...], state: int):
    """The ground that these holdings lie over, and no others."""
    standing = (faces.first <= state) & (state < faces.stop)
    shapes = faces.shapes()
    united = [shapely.union_all(shapes[standing & (faces.holding == one)]) for one in range(faces.holdings)]
    ground = united[held[0]]
    for holding, shape in enumerate(united):
        cut = shapely.intersection if holding in held else shapely.difference
        parts = shapely.get_parts(cut(ground, shape))
        ground = shapely.union_all(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
    return ground


def test_ground_that_does_not_overlap_keeps_its_edges():
    faces = invent_faces(SMALL)
    apart = laid_apart(faces)
    assert apart.whole
    assert apart.held == [(holding,) for holding in range(SMALL.holders)]
    assert len(apart.edges) == len(edges_of(faces))


def test_every_covering_is_the_ground_that_geos_cuts():
    faces = invent_faces(replace(SMALL, overlapping=True, states=6))
    apart = laid_apart(faces)
    assert not apart.whole
    assert not apart.unsound.any()
    assert any(len(held) > 1 for held in apart.held)
    points = np.random.default_rng(5).uniform((35, 32), (45, 38), (2_000, 2))
    for state, held in product((0, 5), apart.held):
        ground = covered(faces, held, state)
        assert area(apart, held, state) == pytest.approx(ground.area, abs=1e-7)
        inside = shapely.contains_xy(ground, *points.T)
        np.testing.assert_array_equal(winding(apart.edges, apart.held.index(held), state, points), inside)


SQUARES = [shapely.box(x, y, x + side, y + side) for x, y in product((0, 1, 2), (0, 1)) for side in (1, 2)]
OTHERS = [
    shapely.Polygon([(0, 0), (3, 1), (1, 3)]),
    shapely.Polygon([(0.25, 0.25), (2.5, 0.5), (1.5, 2.75)]),
    shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2)),
]


@settings(max_examples=60)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(SQUARES + OTHERS),
            st.integers(0, 2),
            st.sampled_from([(0, 1), (1, 2), (0, 2), (1, 3), (0, 3), (2, 3)]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_small_worlds_are_cut_as_geos_cuts_them(rows):
    faces = faces_of(
        [shapely.transform(shape, lambda xy: xy * 0.5 + [40, 35]) for shape, _, _ in rows],
        [holding for _, holding, _ in rows],
        [first for _, _, (first, _) in rows],
        [stop for _, _, (_, stop) in rows],
        states=3, holdings=3,
    )  # fmt: skip
    apart = laid_apart(faces)
    assert not apart.unsound.any()
    sets = [held for size in (1, 2, 3) for held in product(range(3), repeat=size) if tuple(sorted(set(held))) == held]
    for state, held in product(range(3), sets):
        assert area(apart, held, state) == pytest.approx(covered(faces, held, state).area, abs=1e-8)


@pytest.mark.parametrize("gap", [0, 1e-14, -1e-14, 3e-10, -3e-10])
def test_a_border_drawn_twice_a_hair_apart_is_one_border(gap):
    west = shapely.box(40, 35, 41, 36)
    east = shapely.Polygon([(41 + gap, 35), (42, 35), (42, 36), (41 + gap, 36), (41 - gap, 35.5)])
    faces = faces_of(
        [west, east, shapely.box(40.5, 35.25, 41.5, 35.75)], [0, 1, 2], [0] * 3, [1] * 3, states=1, holdings=3
    )
    apart = laid_apart(faces)
    assert not apart.unsound.any()
    assert apart.held == [(0,), (0, 2), (1,), (1, 2)]
    assert [area(apart, held, 0) for held in apart.held] == pytest.approx([0.75, 0.25, 0.75, 0.25], abs=1e-8)


def test_states_whose_borders_do_not_close_are_named():
    """A spike thinner than a hair: what lies beside it cannot be told, and only on the states where it stands."""
    spike = shapely.Polygon(
        [(40, 35), (42, 35), (42, 36), (41, 36), (41, 38), (41 - 2e-9, 38), (41 - 2e-9, 36), (40, 36)]
    )
    faces = faces_of(
        [shapely.box(40, 35, 42, 36), spike, shapely.box(40.5, 35.5, 43, 37)],
        [0, 0, 1], [0, 1, 0], [1, 2, 2], states=2, holdings=2,
    )  # fmt: skip
    np.testing.assert_array_equal(laid_apart(faces).unsound, [False, True])
