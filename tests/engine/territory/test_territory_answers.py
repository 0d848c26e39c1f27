"""Territory against the plain path, point by point and disc by disc; and in blocks and groups against itself whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from benchmarks.engine.invented import SMALL, invent_events, invent_faces
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.engine.arrange import arrange
from firmground.engine.edges.faces import Faces, faces_of
from firmground.engine.territory.territory import ON_BORDER, Territory
from firmground.places import Disc
from oracles.plain_ground import PlainGround

if TYPE_CHECKING:
    from firmground.engine.points.runs import Runs

MANY = replace(SMALL, overlapping=True, polygons=120, holders=90, states=12)


@pytest.fixture(scope="module", params=[False, True], ids=["apart", "overlapping"])
def faces(request) -> Faces:
    return invent_faces(replace(SMALL, overlapping=request.param))


def asked(faces: Faces, rows: int):
    events = invent_events(SMALL, faces, rows)
    return events.lon, events.lat, events.radius_km, events.state, events.stop


def by_state(runs: Runs, coverings) -> list[list[tuple[int, int, tuple[int, ...]]]]:
    """For each row its runs, those that follow each other with the same covering as one."""
    rows = []
    for row in range(len(runs.row_first) - 1):
        told: list[tuple[int, int, tuple[int, ...]]] = []
        for run in range(runs.row_first[row], runs.row_first[row + 1]):
            held = coverings[runs.value[run]] if runs.value[run] >= 0 else (-1,)
            if told and told[-1][2] == held:
                told[-1] = (told[-1][0], int(runs.stop[run]), held)
            else:
                told.append((int(runs.start[run]), int(runs.stop[run]), held))
        rows.append(told)
    return rows


def test_points_are_answered_as_geos_answers_them(faces):
    territory, plain = Territory(faces), PlainGround(faces)
    lon, lat, _, first, stop = asked(faces, 4_000)
    lon[:200], lat[:200] = faces.xy[:200].T
    told = territory.points_over(lon, lat, first, stop)
    assert by_state(told, territory.coverings) == by_state(plain.points_over(lon, lat, first, stop), plain.coverings)
    np.testing.assert_array_equal(territory.points(lon, lat, first), told.value[told.row_first[:-1]])
    assert (told.value == ON_BORDER).any()


@pytest.mark.parametrize("limits", [{"most_states": 3}, {"most_edges": 2_500}])
def test_blocks_of_states_answer_as_all_of_them_do(faces, limits):
    whole, blocks = Territory(faces), Territory(faces, **limits)
    assert len(blocks._limits) > 2
    lon, lat, radius, first, stop = asked(faces, 300)
    assert by_state(blocks.points_over(lon, lat, first, stop), blocks.coverings) == by_state(
        whole.points_over(lon, lat, first, stop), whole.coverings
    )
    held = [blocks.coverings[code] for code in blocks.points(lon, lat, first)]
    assert held == [whole.coverings[code] for code in whole.points(lon, lat, first)]
    for one, other in zip(
        blocks.extremes_over(lon, lat, radius, first, stop),
        whole.extremes_over(lon, lat, radius, first, stop),
        strict=True,
    ):
        np.testing.assert_allclose(one, other, atol=1e-6)
    for one, other in zip(
        blocks.presence_over(lon, lat, radius, first, stop),
        whole.presence_over(lon, lat, radius, first, stop),
        strict=True,
    ):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_allclose(blocks.nearest_km(lon, lat, first, stop), whole.nearest_km(lon, lat, first, stop))


def test_blocks_tell_of_discs_on_all_their_states(faces):
    blocks = Territory(faces, most_states=3)
    lon, lat, radius, first, stop = asked(faces, 200)
    runs = blocks.discs_over(lon, lat, radius, first, stop)
    sums = np.add.reduceat(runs.share, runs.cell_first[:-1])
    np.testing.assert_allclose(sums, 1)
    for row in np.flatnonzero(~runs.doubtful):
        mine = slice(runs.row_first[row], runs.row_first[row + 1])
        assert runs.start[mine][0] == first[row]
        assert runs.stop[mine][-1] == stop[row]
        np.testing.assert_array_equal(runs.start[mine][1:], runs.stop[mine][:-1])
    assert (np.diff(runs.row_first)[runs.doubtful] == 0).all()


def test_more_holdings_than_bits_are_answered_in_groups():
    faces = invent_faces(MANY)
    territory, plain = Territory(faces), PlainGround(faces)
    events = invent_events(MANY, faces, 1_000)
    assert len(np.unique(faces.holding)) > 63
    told = territory.points_over(events.lon, events.lat, events.state, events.stop)
    oracle = plain.points_over(events.lon, events.lat, events.state, events.stop)
    assert by_state(told, territory.coverings) == by_state(oracle, plain.coverings)
    assert any(held and held[0] < 63 <= held[-1] for held in territory.coverings)


def test_more_states_than_fit_a_table_are_asked_in_blocks():
    states = 70_000
    faces = faces_of(
        [shapely.box(40, 35, 41, 36), shapely.box(40, 35, 40.5, 36), shapely.box(43, 35, 44, 36)],
        [0, 1, 0], [0, 65_534, 66_000], [65_536, states, states], states=states, holdings=2,
    )  # fmt: skip
    territory = Territory(faces)
    told = territory.points_over(np.array([40.25]), np.array([35.5]), np.array([5]), np.array([states]))
    assert by_state(told, territory.coverings) == [
        [(5, 65_534, (0,)), (65_534, 65_536, (0, 1)), (65_536, states, (1,))]
    ]
    assert territory.coverings[territory.points(np.array([43.5]), np.array([35.5]), np.array([69_999]))[0]] == (0,)


@settings(max_examples=40)
@given(
    lon=st.floats(39.9, 42.1),
    lat=st.floats(34.9, 37.1),
    radius=st.sampled_from([1.0, 10.0, 60.0]),
    state=st.integers(0, 1),
)
def test_discs_are_cut_as_the_plain_path_cuts_them(lon, lat, radius, state):
    shapes = [shapely.box(40, 35, 41, 36), shapely.box(40.5, 35.25, 42, 37), shapely.box(41, 35, 42, 36)]
    faces = faces_of(shapes, [0, 1, 2], [0, 0, 1], [2, 2, 2], states=2, holdings=3)
    territory = Territory(faces)
    runs = territory.discs(np.array([lon]), np.array([lat]), np.array([radius]), np.array([state]))
    if runs.doubtful[0]:
        return
    told = {territory.coverings[code]: share for code, share in zip(runs.covering, runs.share, strict=True)}
    plain: dict[tuple[int, ...], float] = {}
    for cell in arrange(Disc(lon, lat, radius), shapes[: 2 + state]):
        held = tuple(sorted(cell.faces))
        plain[held] = plain.get(held, 0.0) + cell.share
    assert told.keys() == plain.keys()
    assert told == pytest.approx(plain, abs=1e-4)


def test_rows_on_the_seams_of_the_degrees_are_left_to_the_plain_path():
    faces = faces_of([shapely.box(170, 80, 180, 90)], [0], [0], [1], states=1, holdings=1)
    territory = Territory(faces)
    lon, lat, none = np.array([180.0, -180, 175, 175]), np.array([85.0, 0, 90, 85]), np.zeros(4, np.int32)
    assert territory.points(lon, lat, none).tolist() == [ON_BORDER, ON_BORDER, ON_BORDER, 1]
    assert territory.points_over(lon, lat, none, none + 1).value.tolist() == [ON_BORDER, ON_BORDER, ON_BORDER, 1]


@pytest.mark.parametrize("limits", [{}, {"most_states": 1}])
@pytest.mark.parametrize("run", [(-1, 1), (0, 3), (1, 1), (1, 0)])
def test_states_that_the_map_has_not_are_refused(run, limits):
    territory = Territory(faces_of([shapely.box(0, 0, 1, 1)], [0], [0], [2], states=2, holdings=1), **limits)
    with pytest.raises(ValueError, match="states"):
        territory.points_over(np.zeros(1), np.zeros(1), np.array([run[0]]), np.array([run[1]]))


@pytest.mark.parametrize("limits", [{}, {"most_states": 1}])
def test_no_rows_get_no_answers(limits):
    territory = Territory(faces_of([shapely.box(0, 0, 1, 1)], [0], [0], [2], states=2, holdings=1), **limits)
    none, states = np.zeros(0), np.zeros(0, np.int32)
    assert len(territory.points(none, none, states)) == 0
    assert territory.points_over(none, none, states, states).row_first.tolist() == [0]
    assert territory.discs_over(none, none, none, states, states).row_first.tolist() == [0]


def test_a_map_without_faces_is_bare_ground():
    no_faces = faces_of([shapely.box(0, 0, 1, 1)], [0], [0], [2], states=2, holdings=1).some(np.zeros(0, np.int64))
    territory = Territory(no_faces)
    here, state = np.array([0.5]), np.array([1], np.int32)
    assert territory.points(here, here, state).tolist() == [0]
    assert territory.discs(here, here, np.array([5.0]), state).covering.tolist() == [0]
    assert territory.identity.median == 1


def test_a_source_drawn_anew_each_time_is_told_by_its_identity():
    faces = invent_faces(replace(SMALL, states=6))
    assert Territory(faces).identity.median > 0.9
    anew = redigitised(faces)
    assert Territory(anew).identity.drawn_anew
    in_blocks = Territory(anew, most_edges=8_000)
    assert len(in_blocks._limits) > 2
    assert in_blocks.identity.drawn_anew


def redigitised(faces: Faces) -> Faces:
    """Every polygon with other digits on every state."""
    snapshots = [np.flatnonzero((faces.first <= s) & (s < faces.stop)) for s in range(faces.states)]
    every = faces.some(np.concatenate(snapshots))
    state = np.repeat(np.arange(faces.states), [len(s) for s in snapshots]).astype(np.int32)
    begin = every.ring_first[every.part_first[every.face_first]]
    shift = np.repeat(1e-7 * (1 + state), np.diff(begin))
    return replace(every, xy=every.xy + shift[:, None], first=state, stop=state + np.int32(1))


@pytest.mark.parametrize("holders", [5, 70])
def test_points_of_a_source_drawn_anew_are_answered_as_geos_answers_them(holders):
    faces = redigitised(invent_faces(replace(SMALL, states=6, holders=holders, overlapping=True)))
    territory, plain = Territory(faces, most_edges=8_000), PlainGround(faces)
    assert len(territory._limits) > 2
    assert territory._drawn_anew
    plan = replace(SMALL, states=6)
    events = invent_events(plan, faces, 3_000)
    lon, lat = events.lon, events.lat
    lon[:500], lat[:500] = faces.xy[::7][:500].T
    told = territory.points_over(lon, lat, events.state, events.stop)
    mine, theirs = (
        by_state(told, territory.coverings),
        by_state(plain.points_over(lon, lat, events.state, events.stop), plain.coverings),
    )
    assert mine == theirs
    np.testing.assert_array_equal(territory.points(lon, lat, events.state), told.value[told.row_first[:-1]])
    assert (told.value == ON_BORDER).any()


@pytest.mark.parametrize("limits", [{}, {"most_states": 1}])
def test_states_whose_borders_do_not_close_are_left_to_the_plain_path(limits):
    """On the second state a spike thinner than can be told stands on the northern border of a square."""
    spike = [(40, 35), (42, 35), (42, 36), (41, 36), (41, 38), (41 - 2e-9, 38), (41 - 2e-9, 36), (40, 36)]
    faces = faces_of(
        [shapely.box(40, 35, 42, 36), shapely.Polygon(spike), shapely.box(40.5, 35.5, 43, 37)],
        [0, 0, 1], [0, 1, 0], [1, 2, 2], states=2, holdings=2,
    )  # fmt: skip
    territory = Territory(faces, **limits)
    place, first, stop = (np.full(3, 41.0), np.full(3, 36.0), np.full(3, 5.0)), np.array([0, 1, 0]), np.array([1, 2, 2])
    assert territory.discs_over(*place, first, stop).doubtful.tolist() == [False, True, True]
    assert np.isnan(territory.extremes_over(*place, first, stop)[1]).any(axis=1).tolist() == [False, True, True]
    assert np.isinf(territory.nearest_km(*place[:2], first, stop)).all(axis=1).tolist() == [False, True, True]
    touches, touches_always, _, inside_always = territory.presence_over(*place, first, stop)
    assert touches.all()
    assert touches_always.all(axis=1).tolist() == [True, False, False]
    assert inside_always.any(axis=1).tolist() == [True, False, False]
