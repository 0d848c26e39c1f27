"""Borders: both sides of each stretch, once; pieces that may be taken for straight; points on the sheet."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from firmground.engine.compiled import load
from firmground.engine.discs.bins import DiscBins
from firmground.engine.discs.borders import BEND_M, LONGEST_DEGREES, borders_of, cut_short
from firmground.engine.discs.metric import terms
from firmground.engine.discs.table import table_of
from firmground.engine.edges.build import edges_of
from firmground.engine.edges.edges import Edges
from firmground.engine.edges.faces import faces_of
from firmground.engine.plane import Plane
from firmground.places import geod


def edges(rows, states=4, holdings=3) -> Edges:
    """From (x1, y1, x2, y2, holding, first, stop)."""
    values = np.array([row[:4] for row in rows], float).reshape(-1, 4)
    codes = np.array([row[4:] for row in rows], np.int32).reshape(-1, 3)
    return Edges(values, *np.ascontiguousarray(codes.T), states, holdings)


def told(borders):
    return [
        (*ends, int(left), int(right), int(first), int(stop))
        for ends, left, right, first, stop in zip(
            borders.ends.tolist(), borders.left, borders.right, borders.first, borders.stop, strict=True
        )
    ]


def as_told(*rows):
    return [tuple(float(value) for value in row[:4]) + row[4:] for row in rows]


def test_a_border_of_one_has_bare_ground_on_its_right():
    assert told(borders_of(edges([(0, 0, 1, 1, 0, 0, 4)]))) == as_told((0, 0, 1, 1, 1, 0, 0, 4))


def test_a_border_of_two_is_one():
    both = edges([(0, 0, 1, 1, 0, 0, 4), (1, 1, 0, 0, 2, 0, 4)])
    assert told(borders_of(both)) == as_told((1, 1, 0, 0, 3, 1, 0, 4))


def test_a_neighbour_that_comes_and_goes_divides_it_in_time():
    both = edges([(0, 0, 1, 1, 1, 0, 4), (1, 1, 0, 0, 0, 1, 2)])
    assert told(borders_of(both)) == as_told(
        (0, 0, 1, 1, 2, 0, 0, 1), (0, 0, 1, 1, 2, 1, 1, 2), (0, 0, 1, 1, 2, 0, 2, 4)
    )


def test_ground_that_changes_sides_turns_its_border_round():
    both = edges([(0, 0, 1, 1, 0, 0, 2), (1, 1, 0, 0, 0, 2, 4)])
    assert told(borders_of(both)) == as_told((0, 0, 1, 1, 1, 0, 0, 2), (1, 1, 0, 0, 1, 0, 2, 4))


def test_a_border_within_one_ground_is_none():
    assert not len(borders_of(edges([(0, 0, 1, 1, 0, 0, 4), (1, 1, 0, 0, 0, 0, 4)])))


def test_the_antimeridian_and_the_poles_are_no_borders():
    seam = edges([(180, 0, 180, 1, 0, 0, 4), (-180, 1, -180, 0, 0, 0, 4), (-180, 90, 180, 90, 0, 0, 4)])
    assert not len(borders_of(seam))
    assert told(borders_of(edges([(-180, 1, -180, 0, 0, 0, 4)]))) == as_told((180, 1, 180, 0, 1, 0, 0, 4))


def test_ground_that_overlaps_is_refused():
    with pytest.raises(ValueError, match="lay it apart first"):
        borders_of(edges([(0, 0, 1, 1, 0, 0, 4), (0, 0, 1, 1, 1, 3, 4)]))


@given(st.floats(-85, 85), st.floats(-3, 3), st.floats(-3, 3))
def test_pieces_bend_little_and_lie_on_their_border(lat, across, up):
    north = float(np.clip(lat + up, -89, 89))
    if abs(across) + abs(north - lat) < 1e-6:
        return
    pieces = cut_short(borders_of(edges([(10, lat, 10 + across, north, 0, 0, 4)])), LONGEST_DEGREES)
    begin, end = pieces.ends[:, :2], pieces.ends[:, 2:]
    assert (begin[1:] == end[:-1]).all()
    assert np.abs(end - begin).max() <= LONGEST_DEGREES * (1 + 1e-9)
    some = np.linspace(0, len(pieces) - 1, 5).astype(int)
    for row in some:
        plane = Plane(*begin[row])
        middle, far = plane.points(np.array([(begin[row] + end[row]) / 2, end[row]]))
        assert np.hypot(*(middle - far / 2)) < 2 * BEND_M


@given(st.floats(-180, 180), st.floats(-89.9, 89.9), st.floats(0.01, 200), st.floats(0, 6.28))
def test_points_of_the_circle_are_where_geodesics_end(lon, lat, radius_km, turn):
    kernels = load("firmground.engine.discs.share_kernels")
    found = np.empty(1), np.empty(1)
    kernels.cut_points(terms(), *(np.array([value]) for value in (lon, lat, radius_km, turn)), *found)
    azimuth, _, away = geod().inv(lon, lat, found[0][0], found[1][0])
    assert away / 1000 == pytest.approx(radius_km, abs=2e-5)
    off = np.radians(90 - azimuth) - turn
    assert abs(np.sin(off)) * radius_km < 2e-5
    assert np.cos(off) > 0


def test_a_packed_table_answers_as_before():
    shape = shapely.box(10, 50, 11, 51)
    table = table_of(edges_of(faces_of([shape], [0], [0], [1], states=1, holdings=1)))
    arrays, numbers = table.packed()
    again = DiscBins.unpacked({name: array.copy() for name, array in arrays.items()}, numbers, None).table
    for name, array in again.packed()[0].items():
        np.testing.assert_array_equal(array, arrays[name])
    assert again.packed()[1] == numbers
    assert len(again.chains) < len(again.rows)
