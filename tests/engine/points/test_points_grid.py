"""What the grid says of points, against GEOS, one state after another, and where inputs are odd."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from benchmarks.engine.invented import SMALL
from benchmarks.engine.points_against_geos import (
    LATTICE_SOUTH,
    LATTICE_WEST,
    World,
    awkward_points,
    geos_masks,
    lattice,
    mismatches,
    mismatches_over,
    random_points,
    worlds,
)
from hypothesis import given
from hypothesis import strategies as st

from firmground.engine.edges.build import edges_of
from firmground.engine.edges.edges import Edges
from firmground.engine.edges.faces import faces_of
from firmground.engine.points.grid import ON_BORDER_BIT, PointGrid

BORDER = 1 << ON_BORDER_BIT
INVENTED = list(worlds(replace(SMALL, states=4, polygons=40, vertices=2_000)))


def ring(*corners, holding=0, first=0, stop=1):
    """The edges of one ring, as rows for `table`."""
    return [(*a, *b, holding, first, stop) for a, b in zip(corners, corners[1:] + corners[:1], strict=True)]


def square(west, south, side, **said):
    east, north = west + side, south + side
    return ring((west, south), (east, south), (east, north), (west, north), **said)


def table(rows, states=1, holdings=1):
    columns = np.array(rows, np.float64).reshape(-1, 7)
    said = [np.ascontiguousarray(columns[:, column], np.int32) for column in (4, 5, 6)]
    return Edges(np.ascontiguousarray(columns[:, :4]), *said, states, holdings)


def masks(grid, points, state=0):
    lon, lat = np.array(points, np.float64).reshape(-1, 2).T
    return grid.masks(lon, lat, np.full(len(lon), state)).tolist()


def on_one_state(shapes):
    return faces_of(shapes, [0] * len(shapes), [0] * len(shapes), [1] * len(shapes), states=1, holdings=1)


# Against GEOS


@pytest.mark.parametrize("world", INVENTED, ids=lambda world: world.name)
@pytest.mark.parametrize("draw", [random_points, awkward_points])
def test_the_grid_says_what_geos_says(world, draw):
    points = draw(np.random.default_rng(5), world, 3_000)
    grid = PointGrid.build(edges_of(world.faces))
    assert mismatches(world, points, grid)[0] == 0
    assert mismatches_over(world, points, grid) == 0


@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(1, 5), st.sampled_from([None, 1, 30]))
def test_small_worlds_of_whole_numbers(seed, polygons, states, rows):
    rng = np.random.default_rng(seed)
    box = (LATTICE_WEST - 2.0, LATTICE_SOUTH - 2.0, LATTICE_WEST + 10.0, LATTICE_SOUTH + 10.0)
    world = World("whole numbers", lattice(rng, states, polygons, side=8, holdings=2), box)
    grid = PointGrid.build(edges_of(world.faces), rows)
    for points in (random_points(rng, world, 150), awkward_points(rng, world, 150)):
        assert mismatches(world, points, grid)[0] == 0
        assert mismatches_over(world, points, grid) == 0


def test_a_star_whose_spikes_meet_in_one_point():
    turn = np.linspace(0, 2 * np.pi, 800, endpoint=False)
    tips = 50 + np.column_stack([np.cos(turn), np.sin(turn)])
    spikes = [shapely.Polygon([(50, 50), tips[at], tips[at + 1]]) for at in range(0, 800, 2)]
    world = World("star", on_one_state(spikes), (49.9, 49.9, 50.1, 50.1))
    grid = PointGrid.build(edges_of(world.faces))
    for draw in (random_points, awkward_points):
        assert mismatches(world, draw(np.random.default_rng(1), world, 3_000), grid)[0] == 0


def test_a_crowd_of_squares_far_from_an_island_gets_finer_grids():
    rng = np.random.default_rng(2)
    places = 10 + np.array([(x, y) for x in range(40) for y in range(40)]) * 1e-3
    crowd = [
        shapely.box(x, y, x + size, y + size)
        for (x, y), size in zip(places, rng.uniform(1e-4, 9e-4, 1600), strict=True)
    ]
    world = World("crowd", on_one_state([*crowd, shapely.box(-170, -60, -169, -59)]), (10, 10, 10.04, 10.04))
    grid = PointGrid.build(edges_of(world.faces))
    assert len(grid.places) > 1
    for draw in (random_points, awkward_points):
        assert mismatches(world, draw(np.random.default_rng(1), world, 3_000), grid)[0] == 0


def test_slivers_across_the_whole_map():
    turn = np.random.default_rng(3).uniform(0, np.pi, 60)
    way, across = np.column_stack([np.cos(turn), np.sin(turn)]), np.column_stack([-np.sin(turn), np.cos(turn)])
    slivers = [
        shapely.Polygon([30 - 5 * a, 30 + 5 * a, 30 + 5 * a + 1e-3 * b]) for a, b in zip(way, across, strict=True)
    ]
    holding = list(range(60))  # they cross each other
    faces = faces_of(slivers, holding, [0] * 60, [1] * 60, states=1, holdings=60)
    world = World("slivers", faces, (29, 29, 31, 31))
    points = awkward_points(np.random.default_rng(1), world, 2_000)
    assert mismatches(world, points, PointGrid.build(edges_of(faces)))[0] == 0


def test_a_map_of_the_size_of_a_pinhead():
    faces = on_one_state([shapely.box(44.000001, 35.000001, 44.000001 + 3e-12, 35.000001 + 3e-12)])
    world = World("pinhead", faces, (44.0, 35.0, 44.00001, 35.00001))
    points = awkward_points(np.random.default_rng(1), world, 500)
    assert mismatches(world, points, PointGrid.build(edges_of(faces)))[0] == 0


# What the answers mean


def test_inside_on_a_border_and_outside():
    grid = PointGrid.build(table(square(0, 0, 4)))
    assert masks(grid, [(2, 2), (4, 2), (0, 0), (2, 4), (5, 2), (-1, 0), (9, 0)]) == [
        1,
        BORDER,
        BORDER,
        BORDER,
        0,
        0,
        0,
    ]


def test_a_border_of_one_holding_inside_the_ground_of_another():
    grid = PointGrid.build(table(square(0, 0, 4, holding=5) + square(2, 1, 9, holding=62), holdings=63))
    assert masks(grid, [(2, 2), (3, 2), (9, 9)]) == [BORDER | 1 << 5, 1 << 5 | 1 << 62, 1 << 62]


def test_ground_that_winds_twice_is_ground_and_a_hole_is_none():
    hole = ring((1, 1), (1, 2), (2, 2), (2, 1))
    grid = PointGrid.build(table(square(0, 0, 4) + square(3, 3, 4) + hole))
    assert masks(grid, [(3.5, 3.5), (1.5, 1.5), (0.5, 0.5), (6, 6)]) == [1, 0, 1, 1]


def test_two_polygons_that_touch_in_a_corner():
    grid = PointGrid.build(table(square(0, 0, 1) + square(1, 1, 1)))
    assert masks(grid, [(1, 1), (0.5, 0.5), (1.5, 1.5), (0.5, 1.5)]) == [BORDER, 1, 1, 0]


def test_ground_that_comes_and_goes_with_every_state():
    rows = [row for first in range(0, 998, 2) for row in square(0, 0, 1, first=first, stop=first + 1)]
    grid = PointGrid.build(table(rows, states=1_000))
    spot = np.array([0.5]), np.array([0.5])
    runs = grid.masks_over(*spot, np.array([3]), np.array([9]))
    assert list(zip(runs.start.tolist(), runs.stop.tolist(), runs.mask.tolist(), strict=True)) == [
        (3, 4, 0), (4, 5, 1), (5, 6, 0), (6, 7, 1), (7, 8, 0), (8, 9, 1),
    ]  # fmt: skip
    assert grid.masks_any(*spot, np.array([0]), np.array([1_000])).tolist() == [1]
    assert grid.masks_every(*spot, np.array([0]), np.array([1_000])).tolist() == [0]
    assert [masks(grid, [(0.5, 0.5)], state) for state in (996, 997, 999)] == [[1], [0], [0]]


def test_the_last_of_the_most_states():
    rows = square(0, 0, 1, first=65_534, stop=65_535) + square(0, 0, 1, first=7, stop=40_000)
    grid = PointGrid.build(table(rows, states=65_535))
    told = [masks(grid, [(0.5, 0.5)], state) for state in (6, 7, 39_999, 40_000, 65_533, 65_534)]
    assert told == [[0], [1], [1], [0], [0], [1]]


def test_runs_follow_one_another_for_many_points_on_several_threads():
    rng = np.random.default_rng(4)
    world = INVENTED[0]
    lon, lat, first = random_points(rng, world, 70_000)
    grid = PointGrid.build(edges_of(world.faces))
    runs = grid.masks_over(lon, lat, first, np.full(len(lon), world.faces.states))
    begins, ends = runs.row_first[:-1], runs.row_first[1:] - 1
    assert (runs.start[begins] == first).all()
    assert (runs.stop[ends] == world.faces.states).all()
    same_row = np.ones(len(runs.start) - 1, bool)
    same_row[ends[:-1]] = False
    assert (runs.stop[:-1][same_row] == runs.start[1:][same_row]).all()
    assert (runs.mask[:-1][same_row] != runs.mask[1:][same_row]).all()
    assert (grid.masks(lon, lat, first) == runs.mask[begins]).all()


# Odd inputs


def test_a_map_without_edges_is_bare_ground():
    grid = PointGrid.build(table([], states=3, holdings=2))
    assert masks(grid, [(0, 0), (180, 90)], 2) == [0, 0]
    assert grid.masks_over([1.0], [1.0], [0], [3]).mask.tolist() == [0]


def test_no_points():
    grid = PointGrid.build(table(square(0, 0, 1)))
    none = np.empty(0)
    assert len(grid.masks(none, none, none)) == len(grid.masks_any(none, none, none, none)) == 0
    assert grid.masks_over(none, none, none, none).row_first.tolist() == [0]


def test_edges_of_no_length_and_on_no_state_are_none():
    grid = PointGrid.build(table([*square(0, 0, 4), (2, 2, 2, 2, 0, 0, 1), *square(1, 1, 1, first=1, stop=1)]))
    assert masks(grid, [(2, 2), (1, 1.5)]) == [1, 1]


def test_all_edges_on_one_line():
    there_and_back = [(0, 0, 4, 0, 0, 0, 1), (4, 0, 0, 0, 0, 0, 1)]
    assert masks(PointGrid.build(table(there_and_back)), [(1, 0), (1, 1e-9), (5, 0)]) == [BORDER, 0, 0]


def test_points_far_away_are_on_bare_ground():
    grid = PointGrid.build(table(square(0, 0, 4)))
    assert masks(grid, [(1e300, 2), (2, -1e300), (-1e300, -1e300)]) == [0, 0, 0]


@pytest.mark.parametrize("spot", [(np.nan, 1.0), (1.0, np.nan), (np.inf, 1.0), (1.0, -np.inf)])
def test_a_point_that_is_no_place_is_refused(spot):
    grid = PointGrid.build(table(square(0, 0, 4)))
    with pytest.raises(ValueError, match=r"point 1 .* needs finite coordinates"):
        masks(grid, [(1, 1), spot])


@pytest.mark.parametrize(("first", "stop"), [(-1, 1), (0, 0), (1, 0), (0, 3), (2, 3)])
def test_states_that_the_map_has_not_are_refused(first, stop):
    grid = PointGrid.build(table(square(0, 0, 4, stop=2), states=2))
    for ask in (grid.masks_over, grid.masks_any, grid.masks_every):
        with pytest.raises(ValueError, match="states among the map's 0 to 1"):
            ask([1.0], [1.0], [first], [stop])


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="differ in length"):
        PointGrid.build(table(square(0, 0, 4))).masks([1.0, 2.0], [1.0], [0])


@pytest.mark.parametrize(("states", "holdings"), [(65_536, 1), (1, 64)])
def test_more_than_fits_into_one_grid_is_refused(states, holdings):
    with pytest.raises(ValueError, match="split the map"):
        PointGrid.build(table(square(0, 0, 4), states, holdings))


def test_an_edge_on_a_state_that_the_map_has_not_is_refused():
    with pytest.raises(ValueError, match="a state, or is of a holding, that the map has not"):
        PointGrid.build(table(square(0, 0, 4, stop=2)))


def test_an_edge_that_ends_nowhere_is_refused():
    with pytest.raises(ValueError, match="no finite number"):
        PointGrid.build(table([*square(0, 0, 4), (0, 0, np.nan, 1, 0, 0, 1)]))


def test_a_grid_kept_in_files_answers_the_same(tmp_path):
    world = INVENTED[0]
    edges = edges_of(world.faces)
    grid = PointGrid.build(edges)
    for name, array in grid.packed().items():
        np.save(tmp_path / name, array)
    mapped = {name: np.load(tmp_path / f"{name}.npy", mmap_mode="c") for name in grid.packed()}
    points = random_points(np.random.default_rng(1), world, 1_000)
    assert (PointGrid.unpacked(mapped, edges).masks(*points) == grid.masks(*points)).all()


def test_geos_itself_finds_the_borders_of_whole_numbers():
    faces = lattice(np.random.default_rng(1), 1, 30, side=8)
    points = awkward_points(np.random.default_rng(2), World("whole numbers", faces, (99, 29, 109, 39)), 500)
    on_border = geos_masks(faces, *points) >> np.uint64(ON_BORDER_BIT)
    assert 50 < on_border.sum() < 500
