"""From faces to edges: against counting faces over points, and against unions made by GEOS."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from benchmarks.engine.invented import SMALL, Plan, in_snapshots, invent_faces
from hypothesis import given
from hypothesis import strategies as st

from firmground.engine.edges.build import edges_of
from firmground.engine.edges.faces import Faces, faces_of
from firmground.engine.edges.same_faces import merge_unchanged

if TYPE_CHECKING:
    from firmground.engine.edges.edges import Edges

# Shapes on whole numbers, many of whose edges coincide: squares, oblongs, triangles, a frame with a hole.
SHAPES = [
    *(shapely.box(x, y, x + 1, y + 1) for x in range(3) for y in range(2)),
    shapely.box(0, 0, 2, 1),
    shapely.box(0, 0, 3, 2),
    shapely.Polygon([(0, 0), (1, 0), (1, 1)]),
    shapely.Polygon([(0, 0), (1, 1), (0, 1)]),
    shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2)),
    shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(1, 1, 2, 2)]),
]
STATES, HOLDINGS = 6, 3
# No shape has an edge through any of these.
POINTS = np.array([(x + dx, y + dy) for x in range(3) for y in range(3) for dx, dy in ((0.3, 0.6), (0.6, 0.3))])


def winding(edges: Edges, holding: int, state: int, points: np.ndarray) -> np.ndarray:
    """How often the edges of a holding wind round each point: upward edges right of it, less the downward ones."""
    there = (edges.holding == holding) & (edges.first <= state) & (state < edges.stop)
    x1, y1, x2, y2 = edges.ends[there].T[:, :, None]
    x, y = points.T
    left = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1) > 0
    upward, downward = (y1 <= y) & (y2 > y) & left, (y1 > y) & (y2 <= y) & ~left
    return (upward.astype(int) - downward).sum(0)


def faces_over(faces: Faces, holding: int, state: int, points: np.ndarray) -> np.ndarray:
    there = (faces.holding == holding) & (faces.first <= state) & (state < faces.stop)
    return shapely.contains_xy(faces.shapes()[there][:, None], *points.T).sum(0)


def standing(edges: Edges, state: int) -> Counter[tuple[float, ...]]:
    there = (edges.first <= state) & (state < edges.stop)
    return Counter((int(h), *map(float, e)) for h, e in zip(edges.holding[there], edges.ends[there], strict=True))


@st.composite
def small_faces(draw):
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(SHAPES),
                st.integers(0, HOLDINGS - 1),
                st.tuples(st.integers(0, STATES - 1), st.integers(1, STATES)).filter(lambda run: run[0] < run[1]),
                st.booleans(),
            ),
            max_size=12,
        )
    )
    shapes = [shapely.reverse(shape) if turned else shape for shape, _, _, turned in rows]
    runs = [run for _, _, run, _ in rows]
    return faces_of(
        shapes or [shapely.box(8, 8, 9, 9)],
        [holding for _, holding, _, _ in rows] or [0],
        [first for first, _ in runs] or [0],
        [stop for _, stop in runs] or [STATES],
        states=STATES,
        holdings=HOLDINGS,
    )


@given(faces=small_faces())
def test_edges_wind_round_a_point_as_often_as_faces_lie_over_it(faces):
    edges = edges_of(merge_unchanged(faces))
    assert (edges.first < edges.stop).all()
    for state in range(STATES):
        there = standing(edges, state)
        assert not any(there[h, x2, y2, x1, y1] for h, x1, y1, x2, y2 in list(there)), "an edge against itself"
        for holding in range(HOLDINGS):
            np.testing.assert_array_equal(
                winding(edges, holding, state, POINTS), faces_over(faces, holding, state, POINTS)
            )


@given(faces=small_faces())
def test_what_goes_on_is_one_row(faces):
    edges = edges_of(faces)
    for state in range(1, STATES):
        before, after = standing(edges, state - 1), standing(edges, state)
        begun = Counter((int(h), *map(float, e)) for h, e in _rows(edges, edges.first == state))
        assert begun == after - before


def _rows(edges: Edges, chosen: np.ndarray):
    return zip(edges.holding[chosen], edges.ends[chosen], strict=True)


@pytest.mark.parametrize("overlapping", [False, True])
def test_edges_enclose_what_geos_unites(overlapping):
    plan = replace(SMALL, overlapping=overlapping)
    faces = invent_faces(plan)
    edges = edges_of(faces)
    shapes = faces.shapes()
    points = np.random.default_rng(1).uniform((35, 32), (45, 38), (300, 2))
    for state in range(0, plan.states, 7):
        for holding in range(plan.holders):
            there = (faces.holding == holding) & (faces.first <= state) & (state < faces.stop)
            united = shapely.union_all(shapes[there])
            chosen = (edges.holding == holding) & (edges.first <= state) & (state < edges.stop)
            x1, y1, x2, y2 = (edges.ends[chosen] - [40, 35, 40, 35]).T
            assert (x1 * y2 - x2 * y1).sum() / 2 == pytest.approx(united.area, rel=1e-12)
            inside = shapely.contains_xy(united, *points.T)
            np.testing.assert_array_equal(winding(edges, holding, state, points), inside)
            assert shapely.get_num_coordinates(shapely.boundary(united)) >= chosen.sum()


@pytest.mark.parametrize("shuffled", [False, True])
def test_snapshots_give_the_table_of_the_runs_they_were_made_of(shuffled):
    faces = invent_faces(SMALL)
    snapshots = in_snapshots(faces)
    if shuffled:
        snapshots = snapshots.some(np.random.default_rng(2).permutation(len(snapshots)))
    merged = merge_unchanged(snapshots)
    assert len(merged) == len(faces)
    assert _as_set(edges_of(merged)) == _as_set(edges_of(faces)) == _as_set(edges_of(snapshots))


def _as_set(edges: Edges) -> Counter[tuple[float, ...]]:
    columns = zip(edges.holding, edges.first, edges.stop, edges.ends, strict=True)
    return Counter((int(h), int(a), int(b), *map(float, e)) for h, a, b, e in columns)


def test_vertices_put_in_and_taken_out_leave_the_other_edges_standing():
    ring = [(x, 0.0) for x in range(20)] + [(19, 5.0), (0, 5.0)]
    longer = [*ring[:7], (6.5, 0.25), *ring[7:]]
    faces = faces_of(
        [shapely.Polygon(ring), shapely.Polygon(longer), shapely.Polygon(ring[3:] + ring[:3])],
        [0, 0, 0], [0, 1, 2], [1, 2, 3], states=3, holdings=1,
    )  # fmt: skip
    edges = edges_of(faces)
    runs = Counter((int(a), int(b)) for a, b in zip(edges.first, edges.stop, strict=True))
    assert runs == {(0, 3): 21, (0, 1): 1, (2, 3): 1, (1, 2): 2}


def test_a_hair_thin_ring_is_oriented_by_geos():
    thin = shapely.Polygon([(40, 35), (41, 36), (40.5, 35.5 + 7.2e-15), (40, 35)])
    edges = edges_of(faces_of([thin, shapely.reverse(thin)], [0, 1], [0, 0], [1, 1], states=1, holdings=2))
    assert {tuple(e) for _, e in _rows(edges, edges.holding == 0)} == {
        tuple(e) for _, e in _rows(edges, edges.holding == 1)
    }


def test_a_coordinate_that_is_no_number_is_refused():
    broken = faces_of([shapely.box(0, 0, 1, 1)], [0], [0], [1], states=1, holdings=1)
    broken.xy[2, 1] = np.nan
    with pytest.raises(ValueError, match="no finite number"):
        edges_of(broken)


def test_a_plan_of_many_days_keeps_most_edges():
    edges = edges_of(invent_faces(Plan(states=5, vertices=20_000)))
    assert (edges.first == 0).mean() > 0.9


def test_arrays_that_may_only_be_read_do():
    faces = invent_faces(SMALL)
    edges = edges_of(merge_unchanged(faces))
    for column in (
        faces.xy,
        faces.ring_first,
        faces.part_first,
        faces.face_first,
        faces.holding,
        faces.first,
        faces.stop,
    ):
        column.flags.writeable = False
    assert _as_set(edges_of(merge_unchanged(faces))) == _as_set(edges) == _as_set(edges_of(faces))
