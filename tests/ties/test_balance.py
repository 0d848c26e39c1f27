"""The best divisions into blocs: equal to trying every one, and never a guess."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmground.engine.balance import (
    APART,
    TOGETHER,
    Edge,
    contradicting_circle,
    divide,
    elimination,
    relate,
    relations,
)
from oracles.balance import best_divisions, fewest_by_table, possible_relations


def friends(one, other):
    return Edge(one, other, against=False)


def foes(one, other):
    return Edge(one, other, against=True)


@st.composite
def signed_graphs(draw, most=7):
    """A number of nodes with edges, friends and foes of the same two among them."""
    size = draw(st.integers(2, most))
    ends = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda pair: pair[0] != pair[1])
    edges = draw(st.lists(st.tuples(ends, st.booleans()), max_size=2 * size))
    return size, list(dict.fromkeys(Edge(min(pair), max(pair), against) for pair, against in edges))


def inside(group, edges):
    """The edges of a group, its nodes by their place in it."""
    place = {node: index for index, node in enumerate(group.nodes)}
    return [Edge(place[edge.one], place[edge.other], edge.against) for edge in edges if edge.one in place]


def bits(answers):
    return TOGETHER * (True in answers) | APART * (False in answers)


def random_graph(chance, size, number):
    pairs = list(combinations(range(size), 2))
    chosen = chance.choice(len(pairs), size=number, replace=False)
    return [Edge(*pairs[place], against=bool(chance.integers(2))) for place in chosen]


@settings(max_examples=300)
@given(signed_graphs(), st.integers(1, 4))
def test_every_best_division_is_found_and_nothing_else(graph, blocs):
    size, edges = graph
    for group in divide(size, edges, blocs, most_listed=100_000):
        least, best = best_divisions(len(group.nodes), inside(group, edges), blocs)
        assert (group.least, group.most) == (least, least)
        assert {division.bloc_of for division in group.listed} == best
        assert group.number == len(group.listed) == len(best)


@pytest.mark.parametrize("blocs", [2, 3])
def test_two_thousand_graphs_equal_trying_every_division(blocs):
    chance = np.random.default_rng(1956 + blocs)
    for _ in range(2_000):
        size = int(chance.integers(2, 7))
        edges = random_graph(chance, size, int(chance.integers(1, size * (size - 1) // 2 + 1)))
        for group in divide(size, edges, blocs):
            least, best = best_divisions(len(group.nodes), inside(group, edges), blocs)
            assert (group.least, group.most, group.number) == (least, least, len(best))


@pytest.mark.parametrize("blocs", [2, 3])
@pytest.mark.parametrize("seed", range(6))
def test_up_to_fourteen_actors_the_count_equals_trying_every_division(blocs, seed):
    chance = np.random.default_rng(seed)
    size = 9 + seed
    edges = random_graph(chance, size, 2 * size + 3 * seed)
    groups = divide(size, edges, blocs)
    least, named = fewest_by_table(size, edges, blocs)
    assert sum(group.least for group in groups) == least
    if len(groups) == 1 and len(groups[0].nodes) == size and blocs == 2:
        assert groups[0].number == named // 2  # the two blocs may change names


@settings(max_examples=150)
@given(signed_graphs(most=6), st.integers(1, 4), st.integers(0, 4))
def test_who_may_be_together_equals_all_best_divisions_of_all_worlds(graph, blocs, number):
    size, edges = graph
    possible, sure = edges[:number], edges[number:]
    found = relate(size, sure, possible, blocs)
    pairs, of_edges = possible_relations(size, sure, possible, blocs)
    assert found.exact
    for (one, other), answers in pairs.items():
        assert found.pairs[one, other] == found.pairs[other, one] == bits(answers)
    assert [int(one) for one in found.edges] == [bits(answers) for answers in of_edges.values()]


@settings(max_examples=100)
@given(signed_graphs(), st.integers(2, 3))
def test_without_a_list_of_divisions_the_pairs_are_the_same(graph, blocs):
    size, edges = graph
    listed = relate(size, edges, [], blocs).pairs
    apart = relations._nothing_known(size, blocs)
    relations._without_list(apart, size, edges, blocs)
    np.fill_diagonal(apart, TOGETHER)
    assert np.array_equal(apart, listed)


@settings(max_examples=100)
@given(signed_graphs(), st.integers(1, 3), st.integers(0, 6))
def test_no_world_has_fewer_than_the_sure_edges_or_more_than_all(graph, blocs, number):
    """The line index grows with the edges: whatever division is best for more of them is no worse for fewer."""
    size, edges = graph
    index = [sum(group.least for group in divide(size, part, blocs)) for part in (edges[number:], edges)]
    assert index[0] <= index[1]


def test_a_friend_of_two_foes_is_one_contradiction_in_any_number_of_blocs():
    triangle = [friends(0, 1), friends(1, 2), foes(0, 2)]
    for blocs in (1, 2, 3):
        (group,) = divide(3, triangle, blocs)
        assert group.least == group.most == 1


def test_three_foes_contradict_two_blocs_and_not_three():
    triangle = [foes(0, 1), foes(1, 2), foes(0, 2)]
    assert [divide(3, triangle, blocs)[0].least for blocs in (1, 2, 3)] == [3, 1, 0]
    assert [divide(3, triangle, blocs)[0].number for blocs in (1, 2, 3)] == [1, 3, 1]


def test_who_is_both_friend_and_foe_is_a_contradiction_by_itself():
    (group,) = divide(2, [friends(0, 1), foes(0, 1)], 2)
    assert (group.least, group.number) == (1, 2)


def test_who_has_no_edge_is_in_no_group():
    (group,) = divide(4, [friends(1, 3)], 2)
    assert group.nodes == (1, 3)
    assert divide(3, [], 2) == ()


def test_a_long_chain_does_not_end_the_program():
    chain = [foes(one, other) for one, other in pairwise(range(3_000))]
    (group,) = divide(3_000, chain, 2)
    assert (group.least, group.number) == (0, 1)


def test_numbers_beyond_64_bits_are_exact():
    chain = [foes(one, other) for one, other in pairwise(range(101))]
    (group,) = divide(101, chain, 3, most_listed=2)
    assert group.number == 2**99  # every next one in either of the two other blocs, the first two being given
    assert len(group.listed) == 2


def test_two_groups_have_nothing_to_do_with_each_other():
    found = relate(4, [friends(0, 1), friends(2, 3)], [], 2)
    assert found.pairs[0, 1] == TOGETHER
    assert found.pairs[0, 2] == TOGETHER | APART


def test_an_edge_that_may_not_stand_does_not_bind_its_ends():
    assert relate(2, [foes(0, 1)], [], 2).pairs[0, 1] == APART
    assert relate(2, [], [foes(0, 1)], 2).pairs[0, 1] == TOGETHER | APART


def entangled():
    chance = np.random.default_rng(7)
    return 26, random_graph(chance, 26, 160)


def test_what_is_too_entangled_has_bounds_and_no_number(monkeypatch):
    size, edges = entangled()
    (exact,) = divide(size, edges, 2)
    assert exact.least == exact.most
    monkeypatch.setattr(elimination, "MOST_ENTRIES", 1 << 10)
    (bounded,) = divide(size, edges, 2)
    assert bounded.number is None
    assert bounded.least <= exact.least <= bounded.most
    assert bounded.least > 0
    own = sum(edge.contradicts(bounded.listed[0].bloc_of) for edge in edges)
    assert own == bounded.most
    answers = relate(size, edges, [], 2)
    assert not answers.exact
    assert (answers.pairs[~np.eye(size, dtype=bool)] == TOGETHER | APART).all()


@settings(max_examples=100)
@given(signed_graphs(), st.integers(1, 3))
def test_bounds_of_what_is_too_entangled_hold(graph, blocs):
    size, edges = graph
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(elimination, "MOST_ENTRIES", 0)
        bounded = divide(size, edges, blocs)
    for group, exact in zip(bounded, divide(size, edges, blocs), strict=True):
        assert group.least <= exact.least <= group.most


def test_too_many_possible_edges_are_not_guessed(monkeypatch):
    square = [friends(0, 1), friends(1, 2), friends(2, 3), friends(3, 0)]
    known = relate(4, [*square[:2], friends(0, 2)], [friends(2, 3), friends(3, 0)], 2)
    assert known.exact
    assert known.pairs[0, 1] == TOGETHER
    monkeypatch.setattr(relations, "MOST_OPEN", 1)
    guarded = relate(4, [*square[:2], friends(0, 2)], [friends(2, 3), friends(3, 0)], 2)
    assert not guarded.exact
    assert guarded.pairs[0, 1] == TOGETHER | APART


@settings(max_examples=200)
@given(signed_graphs(), st.integers(1, 3))
def test_a_circle_that_is_named_contradicts_every_division_and_is_a_circle(graph, blocs):
    size, edges = graph
    for place in range(len(edges)):
        circle = contradicting_circle(size, edges, place, blocs)
        if circle is None:
            continue
        own = [edges[one] for one in circle]
        assert circle[0] == place
        assert len(set(circle)) == len(circle)
        assert best_divisions(size, own, blocs)[0] == 1
        if len(own) > 1:
            ends = [end for edge in own for end in (edge.one, edge.other)]
            assert all(ends.count(end) == 2 for end in ends)


def test_every_tie_of_a_triangle_with_one_foe_is_on_the_circle():
    triangle = [friends(0, 1), friends(1, 2), foes(0, 2), foes(2, 3)]
    for place in range(3):
        assert sorted(contradicting_circle(4, triangle, place, 2)) == [0, 1, 2]
    assert contradicting_circle(4, triangle, 3, 2) is None
    assert contradicting_circle(4, triangle, 0, 2, left=[0, 1]) is None


def test_a_division_into_no_bloc_is_refused():
    with pytest.raises(ValueError, match="at least one bloc"):
        divide(2, [friends(0, 1)], 0)
