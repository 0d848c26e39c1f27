"""Every number that the cube gives equals the one counted event by event; where cells are many, or days, or outcomes."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import firmground.engine.cube.count as counting
from firmground.bounds import Accepted
from firmground.engine.cube.axes import Axes, Axis
from firmground.engine.cube.bounds import bound_shares, tip
from firmground.engine.cube.count import Outcomes
from firmground.engine.cube.cube import Cube, Specifications
from firmground.engine.cube.numbering import Numbering
from firmground.measures.settle import tipping_values
from firmground.measures.units import NO, YES, Units, share_bounds


def world(seed, events, outcomes=3, sizes=(3, 2), precisions=3, days=20):
    """Axes, outcomes and weights of random events."""
    random = np.random.default_rng(seed)
    axes = Axes(
        tuple(Axis(random.integers(0, size, events), size) for size in sizes),
        Axis(random.integers(0, precisions, events).astype(np.uint8), precisions),
        Axis(random.integers(0, days, events).astype(np.int32), days),
    )
    can = random.random((events, outcomes)) < 0.6
    must = can & (random.random((events, outcomes)) < 0.5)
    chance = np.where(must, 1.0, np.where(can, random.random((events, outcomes)), 0.0))
    low = random.integers(0, 4, events)
    return axes, must, can, chance, {"low": low, "high": low + random.integers(0, 3, events)}


def bits(held):
    """Truth as bits, 64 a word."""
    words = np.zeros((len(held), -(-held.shape[1] // 64)), dtype=np.uint64)
    for outcome in range(held.shape[1]):
        words[:, outcome // 64] |= held[:, outcome].astype(np.uint64) << np.uint64(outcome % 64)
    return words


def cube_of(axes, must, can, chance, weights):
    return Cube(axes, Outcomes(must.shape[1], bits(must), bits(can), chance), weights)


def ask(seed, axes, outcomes, number=30):
    random = np.random.default_rng(seed)
    attributes, precisions, days = axes.shape
    first = random.integers(0, days, number)
    return Specifications(
        sets=random.random((4, attributes)) < 0.5,
        of_set=random.integers(0, 4, number),
        precision=random.integers(0, precisions, number),
        first=first,
        stop=first + random.integers(0, days - first + 1),
        outcome=random.integers(0, outcomes, number),
    )


def chosen(axes, asked, one):
    """The events of one specification, by going through all of them."""
    attribute = np.zeros(len(axes), dtype=np.int64)
    for axis in axes.attributes:
        attribute = attribute * axis.size + axis.codes
    day = axes.day.codes
    return (
        asked.sets[asked.of_set[one]][attribute]
        & (axes.precision.codes <= asked.precision[one])
        & (day >= asked.first[one])
        & (day < asked.stop[one])
    )


def check_all(seed, axes, must, can, chance, weights):
    cube, asked = cube_of(axes, must, can, chance, weights), ask(seed, axes, must.shape[1])
    for layer, weight in {"number": np.ones(len(axes), dtype=np.int64), **weights}.items():
        for _ in range(2):
            found = cube.count(asked, layer)
            for one in range(len(asked)):
                events, outcome = chosen(axes, asked, one), asked.outcome[one]
                assert found.whole[one] == weight[events].sum()
                assert found.must[one] == weight[events & must[:, outcome]].sum()
                assert found.can[one] == weight[events & can[:, outcome]].sum()
    expected = [chance[chosen(axes, asked, one), asked.outcome[one]].sum() for one in range(len(asked))]
    assert cube.expect(asked) == pytest.approx(expected, abs=1e-6)
    return cube, asked


@given(st.integers(0, 10**6), st.integers(0, 300), st.sampled_from([1, 3, 8, 9, 64, 65, 130]))
@settings(deadline=None, max_examples=25)
def test_sums_of_every_specification_are_those_over_its_events(seed, events, outcomes):
    check_all(seed, *world(seed, events, outcomes))


def test_a_cell_with_more_events_than_a_lane_can_hold_loses_none():
    check_all(1, *world(1, 3000, sizes=(1,), precisions=1, days=2))


def test_many_parts_on_several_threads_add_up(monkeypatch):
    monkeypatch.setattr(counting, "_CHUNK", 1000)
    check_all(2, *world(2, 70_000))


def test_where_cells_are_too_many_only_those_that_are_met_are_kept():
    axes, *rest = world(3, 4000, sizes=(1000, 50), precisions=4, days=400)
    cube, _ = check_all(3, axes, *rest)
    assert cube._counted.key is not None
    assert len(cube._counted.key) <= 4000 < np.prod(axes.shape)


def test_with_little_memory_the_numbers_are_the_same(monkeypatch):
    monkeypatch.setattr(counting, "MOST_BYTES", 1)
    check_all(4, *world(4, 20_000))


def test_equal_keys_get_one_number_in_the_order_they_are_met():
    keys = np.random.default_rng(5).integers(-(10**12), 10**12, 3000)[np.random.default_rng(6).integers(0, 3000, 9000)]
    numbering = Numbering()
    numbers = np.concatenate([numbering.number(np.ascontiguousarray(part)) for part in np.array_split(keys, 7)])
    known: dict[int, int] = {}
    assert numbers.tolist() == [known.setdefault(key, len(known)) for key in keys.tolist()]
    assert numbering.keys.tolist() == list(known)


def units(must, can, low, high):
    states = np.where(must, YES, np.where(can, YES | NO, NO)).astype(np.uint8)
    return Units(states, low.astype(float), high.astype(float), np.arange(len(low)), np.arange(len(low) + 1))


@given(st.integers(0, 10**6), st.integers(0, 12))
@settings(deadline=None, max_examples=60)
def test_bounds_and_tipping_values_are_those_of_the_units_of_a_claim(seed, events):
    axes, must, can, chance, weights = world(seed, events, days=4)
    cube, asked = cube_of(axes, must, can, chance, weights), ask(seed, axes, must.shape[1], 12)
    number, low, high = (cube.count(asked, layer) for layer in ("number", "low", "high"))
    plain, weighted = bound_shares(number), bound_shares(low, high)
    out_of, fewest, greatest = number.whole + 5, np.full(12, 2), np.full(12, 4)
    tipping = tip(number, out_of, fewest, greatest)
    for one in range(len(asked)):
        mine, outcome = chosen(axes, asked, one), asked.outcome[one]
        ones = np.ones(int(mine.sum()))
        alone = units(must[mine, outcome], can[mine, outcome], ones, ones)
        for shares, own in (
            (plain, alone),
            (weighted, units(must[mine, outcome], can[mine, outcome], weights["low"][mine], weights["high"][mine])),
        ):
            bounds, _ = share_bounds(own)
            if bounds is None:
                assert np.isnan(shares.low[one])
                assert np.isnan(shares.high[one])
            else:
                assert Fraction(int(shares.least[0][one]), int(shares.least[1][one])) == bounds.low
                assert Fraction(int(shares.most[0][one]), int(shares.most[1][one])) == bounds.high
        whole = int(out_of[one])
        told = tipping_values(alone, whole, Accepted(Fraction(2, whole), Fraction(4, whole)))
        assert tipping.unknown[one] == told.unknown
        for mine_run, theirs in ((tipping.allow, told.allow), (tipping.require, told.require)):
            assert (int(mine_run[0][one]), int(mine_run[1][one])) == (theirs or (-1, -1))


def test_codes_outside_an_axis_are_refused():
    with pytest.raises(ValueError, match="codes must lie from 0 to 2, not 0 to 3"):
        Axis(np.array([0, 3]), 3)


def test_axes_need_one_code_an_event():
    with pytest.raises(ValueError, match="one code an event"):
        Axes((), Axis(np.zeros(2, np.int64), 1), Axis(np.zeros(3, np.int64), 1))


def test_a_set_of_attributes_is_named_by_the_codes_of_each_axis():
    axes = Axes((Axis(np.zeros(1, np.int64), 2), Axis(np.zeros(1, np.int64), 3)), *[Axis(np.zeros(1, np.int64), 1)] * 2)
    assert axes.attribute_set([1], None).tolist() == [False] * 3 + [True] * 3
    assert axes.attribute_set(None, [0, 2]).tolist() == [True, False, True] * 2
