"""Which side of an edge a point lies on, against arithmetic with fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.engine.compiled import load

SMALLEST = 5e-324
coordinate = st.one_of(
    st.floats(-180, 180, allow_subnormal=False).filter(lambda value: value == 0 or abs(value) > 1e-100),
    st.integers(-3, 3).map(float),
    st.integers(-1800, 1800).map(lambda tenths: tenths / 10),
)


@pytest.fixture(scope="module")
def kernels():
    return load("firmground.engine.points.orientation_kernels")


def side_by_fractions(*coordinates):
    x1, y1, x2, y2, x, y = (Fraction(one) for one in coordinates)
    turn = (x1 - x) * (y2 - y) - (x2 - x) * (y1 - y)
    return (turn > 0) - (turn < 0)


@given(st.tuples(*[coordinate] * 6))
def test_any_point(kernels, six):
    assert kernels.exact_side(*six) == kernels.side(*six) == side_by_fractions(*six)


@given(st.tuples(*[coordinate] * 4), st.floats(0, 1), st.integers(-2, 2))
def test_a_point_as_near_to_the_edge_as_numbers_go(kernels, four, along, steps):
    x1, y1, x2, y2 = four
    x, y = x1 + along * (x2 - x1), y1 + along * (y2 - y1)
    y += steps * 2.0**-46
    if 0 < abs(x) < 1e-100 or 0 < abs(y) < 1e-100:
        return
    assert kernels.exact_side(*four, x, y) == kernels.side(*four, x, y) == side_by_fractions(*four, x, y)


@pytest.mark.parametrize("x", [SMALLEST, -SMALLEST, 1e-310])
def test_the_smallest_number_beside_0_is_not_0(kernels, x):
    assert kernels.side(0, 20, 0, 25, x, 23) == side_by_fractions(0, 20, 0, 25, x, 23)
    assert kernels.side(-2.5, 35.75, 2.5, 33.75, x, 34.75) == side_by_fractions(-2.5, 35.75, 2.5, 33.75, x, 34.75)


@given(st.tuples(*[coordinate] * 4), st.floats(-180, 180))
def test_a_point_counts_as_left_of_an_edge_or_of_the_same_edge_backwards(kernels, four, y):
    x1, y1, x2, y2 = four
    if (x1, y1) != (x2, y2):
        there, back = kernels.is_left(x1, y1, x2, y2, x1, y), kernels.is_left(x2, y2, x1, y1, x1, y)
        assert there + back == 1
