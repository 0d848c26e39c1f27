"""Must, may, cannot: Kleene's laws on every pair and triple."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from firmground.hold.ground import settle
from firmground.modality import CANNOT, MAY, MUST, Modality, all_of, any_of, one_of

ALL = (CANNOT, MAY, MUST)
# A modality as the set of truths that are possible: the meaning that the arithmetic stands for.
TRUTHS = {CANNOT: {False}, MAY: {False, True}, MUST: {True}}


def meaning(truths: set[bool]) -> Modality:
    return Modality.of(every=truths == {True}, some=True in truths)


@pytest.mark.parametrize(("a", "b"), list(product(ALL, ALL)))
def test_and_or_are_what_holds_in_every_pair_of_independent_possibilities(a, b):
    pairs = list(product(TRUTHS[a], TRUTHS[b]))
    assert (a & b) is meaning({x and y for x, y in pairs})
    assert (a | b) is meaning({x or y for x, y in pairs})


@pytest.mark.parametrize("a", ALL)
def test_not_swaps_must_and_cannot_and_leaves_may(a):
    assert ~a is meaning({not x for x in TRUTHS[a]})
    assert ~~a is a


@pytest.mark.parametrize(("a", "b", "c"), list(product(ALL, ALL, ALL)))
def test_laws_of_kleene_hold_on_every_triple(a, b, c):
    assert (a & b) is (b & a)
    assert (a | b) is (b | a)
    assert ((a & b) & c) is (a & (b & c))
    assert ((a | b) | c) is (a | (b | c))
    assert (a & (b | c)) is ((a & b) | (a & c))
    assert (a | (b & c)) is ((a | b) & (a | c))
    assert ~(a & b) is (~a | ~b)
    assert (a & (a | b)) is a
    assert (a & ~a) <= (b | ~b)


@pytest.mark.parametrize(("a", "b", "c"), list(product(ALL, ALL, ALL)))
def test_all_of_any_of_one_of_agree_with_the_possibilities(a, b, c):
    worlds = list(product(TRUTHS[a], TRUTHS[b], TRUTHS[c]))
    assert all_of([a, b, c]) is meaning({all(world) for world in worlds})
    assert any_of([a, b, c]) is meaning({any(world) for world in worlds})
    assert one_of([a, b, c]) is meaning({truth for world in worlds for truth in world})


def test_of_nothing_at_all_all_is_must_any_is_cannot_and_one_is_may():
    assert all_of([]) is MUST
    assert any_of([]) is CANNOT
    assert one_of([]) is MAY


@pytest.mark.parametrize(("least", "most"), [(a, b) for a, b in product(ALL, ALL) if a <= b])
def test_columns_settle_as_one_of_does(least, most):
    found = settle(np.array([least], np.int8), np.array([most], np.int8))
    assert Modality(int(found[0])) is one_of([least, most])


@pytest.mark.parametrize("a", ALL)
def test_a_modality_is_never_read_as_yes_or_no(a):
    with pytest.raises(TypeError, match="compare it with MUST, MAY or CANNOT"):
        bool(a)
