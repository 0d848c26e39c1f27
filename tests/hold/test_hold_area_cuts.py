"""An area cut polygon by polygon has the cells that `arrange` gives it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.engine.area_cuts import AreaCuts
from firmground.engine.arrange import arrange
from firmground.places import Area
from oracles.worlds import box

POINTS = np.random.default_rng(5).uniform([36, 35], [38, 37], (25, 2))
CELLS = list(shapely.voronoi_polygons(shapely.MultiPoint(POINTS), extend_to=box(36, 35, 38, 37)).geoms)
UNIT = Area("unit", "unit", shapely.union_all([CELLS[3], CELLS[4], box(36.5, 35.5, 37.2, 36.1)]).convex_hull)
polygons = st.one_of(
    st.sampled_from(CELLS),
    st.sampled_from(CELLS),
    st.builds(lambda x, y, wide: box(36 + x / 4, 35 + y / 4, 36 + (x + wide) / 4, 35 + (y + wide) / 4), st.integers(0, 7), st.integers(0, 7), st.integers(1, 3)),
    st.builds(lambda cell, by: shapely.transform(cell, lambda points: points + by), st.sampled_from(CELLS), st.sampled_from([1e-9, 1e-6, 2e-5])),
)  # fmt: skip


def shares(cells):
    return {(cell.faces, cell.inside): cell.share for cell in cells}


@given(
    st.lists(st.lists(polygons, max_size=20), min_size=1, max_size=3),
    st.sampled_from([None, box(30, 30, 40, 40), box(36, 35, 37, 36)]),
)
@settings(deadline=None, max_examples=40)
def test_the_cells_are_those_of_arrange(days, within):
    cuts = AreaCuts(UNIT, within)
    for drawn in days:
        named = {shapely.to_wkb(one): one for one in drawn}
        found, truth = shares(cuts.cells(named)), shares(arrange(UNIT, list(named.values()), within))
        assert found == pytest.approx(truth, abs=1e-9)


def test_an_area_wholly_covered_by_cells_that_share_borders_has_no_bare_ground():
    found = AreaCuts(UNIT).cells({shapely.to_wkb(one): one for one in CELLS})
    assert frozenset() not in {cell.faces for cell in found}
    assert sum(cell.share for cell in found) == pytest.approx(1)
