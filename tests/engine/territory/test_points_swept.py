"""Few points are swept past the faces; what a table would tell of them is told too."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from benchmarks.engine.invented import SMALL, invent_events, invent_faces
from hypothesis import given
from hypothesis import strategies as st

from firmground.engine.edges.faces import Faces, faces_of
from firmground.engine.territory.sweep import Sweep
from firmground.engine.territory.territory import ON_BORDER, Territory


def tabled(faces: Faces) -> Territory:
    territory = Territory(faces)
    territory.make_ready(discs=False)
    assert territory._sweep is None
    return territory


def held(territory: Territory, codes) -> list[tuple[int, ...] | None]:
    return [territory.coverings[code] if code != ON_BORDER else None for code in codes]


@pytest.mark.parametrize("rows", [3, 300, 30_000])
@pytest.mark.parametrize("threads", ["1", "2"])
def test_a_sweep_answers_as_a_table_does(rows, threads, monkeypatch):
    monkeypatch.setenv("FIRMGROUND_THREADS", threads)
    plan = replace(SMALL, overlapping=True, states=2, vertices=40_000)
    faces = invent_faces(plan)
    events = invent_events(plan, faces, rows)
    asked = events.lon, events.lat, events.state
    table = tabled(faces)
    swept = Sweep(faces, 1).masks(*asked)[0]
    np.testing.assert_array_equal(swept, table._block(0).grids[0].masks(*asked))


@given(
    corners=st.lists(st.tuples(*[st.integers(0, 6)] * 4), min_size=1, max_size=8),
    points=st.lists(st.tuples(*[st.integers(-1, 13)] * 2), min_size=1, max_size=60),
)
def test_boxes_on_a_lattice_are_swept_exactly(corners, points):
    """Every corner, and points half-way between, many of them on edges."""
    boxes = [shapely.box(a, b, a + 1 + c, b + 1 + d) for a, b, c, d in corners]
    faces = faces_of(boxes, list(range(len(boxes))), [0] * len(boxes), [1] * len(boxes), states=1, holdings=len(boxes))
    lon, lat = np.array(points, np.float64).T / 2
    told = Sweep(faces.for_kernels(), 1).masks(lon, lat, np.zeros(len(lon), np.int32))[0]
    for mask, x, y in zip(told.tolist(), lon, lat, strict=True):
        here = shapely.Point(x, y)
        assert mask >> 63 == any(box.touches(here) for box in boxes)
        assert mask & ~(1 << 63) == sum(1 << number for number, box in enumerate(boxes) if box.contains(here))


HALVES = faces_of(
    [shapely.box(40, 35, 41, 36), shapely.box(41, 35, 42, 36)], [0, 0], [0, 0], [1, 1], states=1, holdings=1
)


def test_between_two_faces_of_one_holding_only_a_table_sees_no_border():
    lon, lat, state = np.array([41.0, 41.0, 41.5]), np.array([35.5, 35.0, 35.5]), np.zeros(3, np.int32)
    fresh, table = Territory(HALVES), tabled(HALVES)
    assert held(fresh, fresh.points(lon, lat, state)) == [None, None, (0,)]
    assert held(table, table.points(lon, lat, state)) == [(0,), None, (0,)]


def test_a_table_is_made_when_questions_together_take_more_work_than_it():
    plan = replace(SMALL, states=5)
    faces = invent_faces(plan)
    events = invent_events(plan, faces, 1_000)
    territory, answers = Territory(faces), []
    for _ in range(50):
        answers.append(held(territory, territory.points(events.lon, events.lat, events.state)))
        if len(answers) == 1:
            assert territory._made is None
    assert territory._made is not None
    assert all(answer == answers[0] for answer in answers)


def test_many_points_make_a_table_at_once():
    plan = replace(SMALL, states=2)
    faces = invent_faces(plan)
    events = invent_events(plan, faces, 200_000)
    territory = Territory(faces)
    territory.points(events.lon, events.lat, events.state)
    assert territory._made is not None


def test_a_face_without_points_holds_nothing():
    both = faces_of([shapely.Polygon(), shapely.box(0, 0, 1, 1)], [0, 1], [0, 0], [1, 1], states=1, holdings=2)
    territory = Territory(both)
    codes = territory.points(np.array([0.5, 1.5]), np.full(2, 0.5), np.zeros(2, np.int32))
    assert held(territory, codes) == [(1,), ()]


@pytest.mark.parametrize("place", [(np.nan, 35.0), (40.0, np.inf)])
def test_points_that_are_no_place_are_refused(place):
    lon, lat = np.array([[40.5, 35.5], place]).T
    with pytest.raises(ValueError, match=r"point 1 .* needs finite coordinates"):
        Territory(HALVES).points(lon, lat, np.zeros(2, np.int32))


@pytest.mark.parametrize("amiss", [np.nan, np.inf])
def test_faces_that_are_no_place_are_refused(amiss):
    xy = HALVES.xy.copy()
    xy[3, 1] = amiss
    with pytest.raises(ValueError, match="no finite number"):
        Territory(replace(HALVES, xy=xy))


def test_the_boxes_of_faces_are_those_of_geos():
    faces = invent_faces(SMALL)
    np.testing.assert_array_equal(faces.boxes, shapely.bounds(faces.shapes()))
