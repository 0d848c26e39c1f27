"""Only what has an area is ground, whatever else two shapes share."""

from __future__ import annotations

import pytest
import shapely
from shapely import box

from firmground.engine.overlay import both, either, together, without

LEFT, RIGHT, FAR = box(0, 0, 1, 1), box(1, 0, 2, 1), box(5, 5, 6, 6)
BESIDE = shapely.MultiPolygon([box(0.5, 0.5, 0.75, 0.75), RIGHT])  # meets LEFT in a square and along a border


def test_a_shared_border_is_no_ground():
    assert shapely.intersection(LEFT, RIGHT).geom_type == "LineString"
    assert both(LEFT, RIGHT).is_empty
    assert shapely.intersection(LEFT, BESIDE).geom_type == "GeometryCollection"
    assert both(LEFT, BESIDE).equals(box(0.5, 0.5, 0.75, 0.75))


def test_what_is_left_of_ground_can_be_used_again():
    nothing = both(LEFT, RIGHT)
    assert either(nothing, LEFT).equals(LEFT)
    assert without(LEFT, nothing).equals(LEFT)
    assert both(together([]), LEFT).is_empty
    assert together([nothing, FAR, both(LEFT, BESIDE)]).area == pytest.approx(1 + 1 / 16)


@pytest.mark.parametrize("work", [both, either, without])
def test_the_answer_is_always_polygons(work):
    for one in (LEFT, BESIDE, shapely.Polygon(), together([])):
        for other in (RIGHT, FAR, both(LEFT, BESIDE), shapely.Polygon()):
            assert work(one, other).geom_type in ("Polygon", "MultiPolygon")
