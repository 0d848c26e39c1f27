"""An area on many states at once has the cells that `arrange` gives it on each."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.engine.area_runs import BARE, Standing, area_runs
from firmground.engine.arrange import arrange
from firmground.engine.plane import boxes_around
from firmground.places import Area, Disc
from oracles.worlds import box

POINTS = np.random.default_rng(5).uniform([36, 35], [38, 37], (25, 2))
CELLS = list(shapely.voronoi_polygons(shapely.MultiPoint(POINTS), extend_to=box(36, 35, 38, 37)).geoms)
UNITS = [
    Area("hull", "", shapely.union_all([CELLS[3], CELLS[4], box(36.5, 35.5, 37.2, 36.1)]).convex_hull),
    Area("cells", "", shapely.union_all([CELLS[3], CELLS[4]])),
    Area("far", "", box(35.9, 34.9, 36.3, 35.3)),
    Disc(36.9, 35.9, 20.0),
    Disc(36.1, 35.1, 15.0),
]
a_run = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(sorted).map(lambda ends: (ends[0], ends[1] + 1))
standing = st.lists(st.tuples(st.sampled_from(CELLS), st.integers(0, 2), a_run), max_size=40)


@given(st.sampled_from(UNITS), standing, a_run)
@settings(deadline=None, max_examples=60)
def test_the_cells_of_each_state_are_those_of_arrange(unit, faces, asked):
    columns = zip(*((code, *run) for _, code, run in faces), strict=True) if faces else ((), (), ())
    near = Standing(
        np.array([shape for shape, _, _ in faces], dtype=object), *(np.array(one, dtype=np.int64) for one in columns)
    )
    found = area_runs(unit, near, *asked)
    outline = (
        unit.geometry if isinstance(unit, Area) else box(*boxes_around(unit.lon, unit.lat, unit.radius_km * 1000)[0])
    )
    over = [
        any(one is other and one_run[0] < other_run[1] and other_run[0] < one_run[1] and max(one_run[0], other_run[0], asked[0]) < min(one_run[1], other_run[1], asked[1])
            and shapely.relate_pattern(one, outline, "T********")
            for n, (one, _, one_run) in enumerate(faces) for other, _, other_run in faces[:n])
    ]  # fmt: skip
    if found is None:
        assert any(over)
        return
    assert (found.start[0], found.stop[-1]) == asked
    assert (found.start[1:] == found.stop[:-1]).all()
    for run in range(len(found.start)):
        cells = slice(found.first[run], found.first[run + 1])
        told = dict(zip(found.code[cells].tolist(), found.share[cells], strict=True))
        for state in range(found.start[run], found.stop[run]):
            drawn = [(shape, code) for shape, code, (first, stop) in faces if first <= state < stop]
            truth: dict[int, float] = {}
            for cell in arrange(unit, [shape for shape, _ in drawn]):
                code = drawn[min(cell.faces)][1] if cell.faces else BARE
                truth[code] = truth.get(code, 0.0) + cell.share
            assert told == pytest.approx(truth, abs=1e-9)
