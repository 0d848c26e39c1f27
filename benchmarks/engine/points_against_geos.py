"""Do the grid for points, and a sweep past the faces, say what GEOS says? At several latitudes, across 180, on borders.

Usage: .venv/bin/python -m benchmarks.engine.points_against_geos [--points 1000000]

GEOS is asked, state by state, whether each point meets the ground of each holding, and whether it lies properly inside.
The grid has to give the same answer to both; so has the sweep, but that it calls borders between faces of one holding
borders. Points are drawn at random over the map and beyond it; and, as many again, where it is hard: on vertices and
one step of the last digit beside them, on the middle of edges and elsewhere along them (most of these are not exactly
on the edge, but as near as numbers go), level with vertices, and exactly on edges of maps whose coordinates are small
whole numbers. Then runs of states are compared with one state after another.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from benchmarks.engine.invented import Plan, invent_faces

from firmground.engine.edges.build import edges_of
from firmground.engine.edges.faces import Faces, faces_of
from firmground.engine.points.grid import ON_BORDER_BIT, PointGrid
from firmground.engine.territory.sweep import Sweep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int32]
    Masks = NDArray[np.uint64]

LATITUDES = (0.0, 35.0, 60.0, 75.0, -35.0, -75.0)
_BORDER = np.uint64(1 << ON_BORDER_BIT)
LATTICE_WEST, LATTICE_SOUTH = 100, 30
_FAR = 12  # one random point in so many lies far from the map


@dataclass(frozen=True)
class World:
    """A map, by name, and the box in which points are drawn."""

    name: str
    faces: Faces
    box: tuple[float, float, float, float]


def worlds(plan: Plan) -> Iterator[World]:
    """Maps made after a plan: at each latitude, up to 180, across it, and in small whole numbers."""
    for latitude in LATITUDES:
        box = (35.0, latitude, 45.0, latitude + 6.0)
        yield World(f"latitude {latitude:g}", invent_faces(replace(plan, box=box)), box)
    for west in (170.0, -180.0):
        box = (west, 50.0, west + 10.0, 56.0)
        yield World(f"from {west:g}", invent_faces(replace(plan, box=box)), box)
    across = invent_faces(replace(plan, box=(175.0, 35.0, 185.0, 41.0)))
    yield World("across 180", cut_at_180(across), (-181.0, 35.0, 181.0, 41.0))
    overlapping = replace(plan, overlapping=True)
    yield World("fronts crossed by pockets", invent_faces(overlapping), overlapping.box)
    yield World("whole numbers", lattice(np.random.default_rng(plan.seed), plan.states, 200), (99.0, 29.0, 141.0, 71.0))


def cut_at_180(faces: Faces) -> Faces:
    """Faces drawn up to 185 degrees, cut at 180; what lies east of that comes back at -180."""
    east, west = shapely.box(180, -90, 540, 90), shapely.box(-180, -90, 180, 90)
    shapes, rows = [], []
    for row, shape in enumerate(faces.shapes()):
        beyond = shapely.transform(shape & east, lambda xy: xy - [360.0, 0.0])
        parts = [part for half in (shape & west, beyond) for part in shapely.get_parts(half) if part.area > 0]
        shapes.append(shapely.MultiPolygon(parts))
        rows.append(row)
    said = (faces.holding[rows], faces.first[rows], faces.stop[rows])
    return faces_of(shapes, *(column.tolist() for column in said), states=faces.states, holdings=faces.holdings)


def lattice(rng: np.random.Generator, states: int, polygons: int, *, side: int = 40, holdings: int = 5) -> Faces:
    """Polygons whose corners are whole numbers, so that points fall on corners and edges often; they may overlap.

    Those of one holding do not meet each other at the same time, except in points.
    """
    shapes, holding, first, stop = [], [], [], []
    south_west = np.array([LATTICE_WEST, LATTICE_SOUTH])
    taken: dict[tuple[int, int], list[shapely.Geometry]] = {}
    while len(shapes) < polygons:
        corners = south_west + rng.integers(0, side + 1, 2) + rng.integers(-6, 7, (int(rng.integers(3, 8)), 2))
        hull = shapely.Polygon(corners)
        shape = hull if hull.is_valid else shapely.convex_hull(hull)
        if shape.geom_type != "Polygon" or shape.area == 0:
            continue
        if rng.random() < 0.3:
            hole = shapely.affinity.scale(shape, 0.5, 0.5)
            shape = shape.difference(hole) if shape.contains(hole) else shape
        said, begin = int(rng.integers(holdings)), int(rng.integers(states))
        end = int(rng.integers(begin, states)) + 1
        if shape.geom_type != "Polygon" or any(
            other.intersection(shape).length > 0
            for state in range(begin, end)
            for other in taken.get((said, state), [])
        ):
            continue
        for state in range(begin, end):
            taken.setdefault((said, state), []).append(shape)
        shapes.append(shape)
        holding.append(said)
        first.append(begin)
        stop.append(end)
    return faces_of(shapes, holding, first, stop, states=states, holdings=holdings)


def random_points(rng: np.random.Generator, world: World, count: int) -> tuple[Floats, Floats, Codes]:
    """Points anywhere in the box and a little beyond, some far away; half of those of whole numbers on them."""
    west, south, east, north = world.box
    lon, lat = rng.uniform(west - 1, east + 1, count), rng.uniform(south - 1, north + 1, count)
    if west < -180 and east > 180:
        lon = np.where(rng.random(count) < 0.5, rng.uniform(174.5, 180.5, count), rng.uniform(-180.5, -174.5, count))
    if world.name == "whole numbers":
        whole = rng.random(count) < 0.5
        lon, lat = np.where(whole, np.rint(2 * lon) / 2, lon), np.where(whole, np.rint(2 * lat) / 2, lat)
    far = rng.integers(0, _FAR, count) == 0
    lon[far], lat[far] = rng.uniform(-180, 180, far.sum()), rng.uniform(-90, 90, far.sum())
    return lon, lat, rng.integers(0, world.faces.states, count).astype(np.int32)


def awkward_points(rng: np.random.Generator, world: World, count: int) -> tuple[Floats, Floats, Codes]:
    """Points on vertices and edges that stand on the asked state, one step beside them, and level with vertices."""
    faces = world.faces
    face_point = faces.ring_first[faces.part_first[faces.face_first]]
    size = np.diff(face_point)
    face = rng.choice(len(faces), count, p=size / size.sum())
    point = face_point[face] + rng.integers(0, size[face])
    a, b = faces.xy[point], faces.xy[np.minimum(point + 1, face_point[face + 1] - 1)]
    along = rng.choice([0.0, 0.0, 0.0, 0.5, 0.5, 0.25, 2.0], count)
    along = np.where(along == 2.0, rng.random(count), along)
    spot = a + along[:, None] * (b - a)
    step = rng.integers(-1, 2, (count, 2))
    # Not beside 0, where GEOS, with its 106 bits, cannot tell the smallest number there is from 0. The grid can.
    spot = np.where((step == 0) | (spot == 0), spot, np.nextafter(spot, step * 1e9))
    level = rng.random(count) < 0.15
    spot[level, 0] = rng.uniform(world.box[0], world.box[2], level.sum())
    state = faces.first[face] + (rng.random(count) * (faces.stop - faces.first)[face]).astype(np.int32)
    return np.ascontiguousarray(spot[:, 0]), np.ascontiguousarray(spot[:, 1]), state.astype(np.int32)


def geos_masks(faces: Faces, lon: Floats, lat: Floats, state: Codes) -> Masks:
    """What GEOS says of each point: the holdings that properly contain it, and whether it is on a border of one."""
    shapes, points = faces.shapes(), shapely.points(lon, lat)
    out = np.zeros(len(lon), np.uint64)
    for number in np.unique(state):
        rows = np.flatnonzero(state == number)
        tree = shapely.STRtree(points[rows])
        standing = np.flatnonzero((faces.first <= number) & (number < faces.stop))
        for holding in np.unique(faces.holding[standing]):
            # Faces of one holding do not overlap here; common borders, vertex for vertex the same, are dissolved.
            ground = shapely.coverage_union_all(list(shapes[standing[faces.holding[standing] == holding]]))
            parts = shapely.get_parts(ground)
            out[rows[tree.query(parts, predicate="contains_properly")[1]]] |= np.uint64(1) << np.uint64(holding)
            meets, inside = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
            meets[tree.query(parts, predicate="intersects")[1]] = True
            inside[tree.query(parts, predicate="contains_properly")[1]] = True
            out[rows[meets & ~inside]] |= _BORDER
    return out


def mismatches(world: World, points: tuple[Floats, Floats, Codes], grid: PointGrid) -> tuple[int, int]:
    """How many points the grid and GEOS do not agree about; how many are on a border."""
    truth = geos_masks(world.faces, *points)
    return int((grid.masks(*points) != truth).sum()), int(((truth & _BORDER) > 0).sum())


def mismatches_over(world: World, points: tuple[Floats, Floats, Codes], grid: PointGrid) -> int:
    """How many points of which runs of states say something else than one state after another."""
    lon, lat, first = points
    states = world.faces.states
    stop = (first + 1 + (np.arange(len(first)) % (states - first))).astype(np.int32)
    runs = grid.masks_over(lon, lat, first, stop)
    row = np.repeat(np.arange(len(lon)), np.diff(runs.row_first))
    told = np.zeros((states, len(lon)), np.uint64)
    for state in range(states):
        on = (runs.start <= state) & (state < runs.stop)
        told[state, row[on]] = runs.mask[on]
    any_one, every, wrong = np.zeros(len(lon), np.uint64), ~np.zeros(len(lon), np.uint64), np.zeros(len(lon), bool)
    for state in range(states):
        asked = (first <= state) & (state < stop)
        masks = grid.masks(lon[asked], lat[asked], np.full(asked.sum(), state))
        wrong[asked] |= told[state, asked] != masks
        wrong[~asked] |= told[state, ~asked] != 0
        any_one[asked] |= masks
        every[asked] &= masks
    every = (every & ~_BORDER) | (any_one & _BORDER)
    wrong |= grid.masks_any(lon, lat, first, stop) != any_one
    wrong |= grid.masks_every(lon, lat, first, stop) != every
    return int(wrong.sum())


def mismatches_swept(world: World, points: tuple[Floats, Floats, Codes]) -> int:
    """Of how many points a sweep past the faces says something else; it calls a border what is one of any face."""
    lon, lat, state = points
    faces = world.faces
    shapes, places = faces.shapes(), shapely.points(lon, lat)
    touched = np.zeros(len(lon), np.bool_)
    for number in np.unique(state):
        rows = np.flatnonzero(state == number)
        tree = shapely.STRtree(places[rows])
        standing = shapes[(faces.first <= number) & (number < faces.stop)]
        met, inside = (
            np.bincount(tree.query(standing, predicate=predicate)[1], minlength=len(rows))
            for predicate in ("intersects", "contains_properly")
        )
        touched[rows] = met > inside
    swept = Sweep(faces.for_kernels(), 1).masks(*points)[0]
    wrong = ((swept & _BORDER) > 0) != touched
    wrong |= ~touched & (swept != geos_masks(faces, *points))
    return int(wrong.sum())


def main() -> int:
    """Compares, prints the counts, and says by the exit code whether all is the same."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--points", type=int, default=1_000_000, help="of each of the two kinds")
    count = arguments.parse_args().points
    everywhere = list(worlds(Plan(states=6, polygons=300, vertices=40_000, changing=40, holders=8)))
    rng = np.random.default_rng(1)
    total = 0
    print(f"{'map':28}{'points':>10}{'on borders':>12}{'not as GEOS':>13}{'not as runs':>13}{'swept, not so':>15}")
    for world in everywhere:
        grid = PointGrid.build(edges_of(world.faces))
        for kind, draw in (("random", random_points), ("awkward", awkward_points)):
            points = draw(rng, world, -(-count // len(everywhere)))
            wrong, on_border = mismatches(world, points, grid)
            over = mismatches_over(world, points, grid)
            swept = mismatches_swept(world, points)
            total += wrong + over + swept
            print(f"{world.name + ', ' + kind:28}{len(points[0]):10,}{on_border:12,}{wrong:13,}{over:13,}{swept:15,}")
    print(f"points not as GEOS, swept or not, or not the same over runs: {total:,}")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
