"""Who is together and who apart in the best divisions, over all worlds in which possible edges stand or do not.

For two nodes this is the set of what is possible: together, apart, or both. It is worked out block by block; along a
chain of blocks the sets compose, since at a cut vertex any division of one side goes with any of the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.balance.divisions import divide
from firmground.engine.balance.elimination import TooWideError, solve
from firmground.engine.balance.signed import components, renumber

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firmground.engine.balance.signed import Block, Edge

    Sets = NDArray[np.uint8]  # bits of TOGETHER and APART

TOGETHER, APART = 1, 2
EITHER = TOGETHER | APART

# Possible edges of one block whose every combination is tried; with more the answer is EITHER within the block.
MOST_OPEN = 7
# Best divisions of a group that are all looked at; of more of them the pairs are worked out without a list.
MOST_COMPARED = 256


@dataclass(frozen=True, eq=False)
class Relations:
    """`pairs[u, v]`: what is possible for two nodes in some best division of some world, bits of TOGETHER and APART.

    `edges[e]`: the same for the ends of an edge, in the worlds in which that edge stands. `exact`: False where some
    block was too entangled or had too many possible edges: it then says EITHER, which may be more than is possible.
    """

    pairs: Sets
    edges: Sets
    exact: bool


def relate(size: int, sure: Sequence[Edge], possible: Sequence[Edge], blocs: int) -> Relations:
    """What is possible over all worlds, in which every sure edge stands and any of the possible ones may.

    The edges of the result are the sure ones and then the possible ones.
    """
    edges = [*sure, *possible]
    pairs = _nothing_known(size, blocs)
    of_edges = np.zeros(len(edges), dtype=np.uint8)
    exact = True
    for component in components(size, edges):
        inside = []
        for block in component.blocks:
            own, own_edges, known = _over_worlds(block, edges, len(sure), blocs)
            of_edges[list(block.edges)] = own_edges
            inside.append(own)
            exact &= known
        _compose(pairs, component.blocks, inside, blocs)
    np.fill_diagonal(pairs, TOGETHER)
    return Relations(pairs, of_edges, exact)


def _over_worlds(block: Block, edges: Sequence[Edge], sure: int, blocs: int) -> tuple[Sets, Sets, bool]:
    """For one block: the sets of its pairs, those of its edges, and whether they are exact."""
    size = len(block.nodes)
    own = renumber(block.nodes, [edges[place] for place in block.edges])
    is_open = [place >= sure for place in block.edges]
    choices = [index for index, one in enumerate(is_open) if one]
    unknown = _nothing_known(size, blocs), _nothing_known(len(own), blocs)[0], False
    if len(choices) > MOST_OPEN:
        return unknown
    pairs, of_edges = np.zeros((size, size), dtype=np.uint8), np.zeros(len(own), dtype=np.uint8)
    for number in range(len(choices) + 1):
        for missing in combinations(choices, number):
            stands = [index for index in range(len(own)) if index not in missing]
            try:
                found = _in_world(size, [own[index] for index in stands], blocs)
            except TooWideError:
                return unknown
            pairs |= found
            for index in stands:
                of_edges[index] |= found[own[index].one, own[index].other]
    return pairs, of_edges, True


def _in_world(size: int, edges: Sequence[Edge], blocs: int) -> Sets:
    """The sets of all pairs of one world. Raises TooWideError."""
    pairs = _nothing_known(size, blocs)
    for group in divide(size, edges, blocs, most_listed=MOST_COMPARED):
        if group.number is None:
            raise TooWideError("a group is too entangled")
        if group.number <= MOST_COMPARED:
            table = np.array([division.bloc_of for division in group.listed])
            same = table[:, :, None] == table[:, None, :]
            found = TOGETHER * same.any(axis=0) | APART * (~same).any(axis=0)
            pairs[np.ix_(group.nodes, group.nodes)] = found
        else:
            inside = set(group.nodes)
            _without_list(pairs, size, [edge for edge in edges if edge.one in inside], blocs)
    np.fill_diagonal(pairs, TOGETHER)
    return pairs


def _without_list(pairs: Sets, size: int, edges: Sequence[Edge], blocs: int) -> None:
    """Fills in the pairs of a group that has too many best divisions to look at each."""
    for component in components(size, edges):
        inside = [
            _in_block(len(block.nodes), renumber(block.nodes, [edges[place] for place in block.edges]), blocs)
            for block in component.blocks
        ]
        _compose(pairs, component.blocks, inside, blocs)


def _nothing_known(size: int, blocs: int) -> Sets:
    return np.full((size, size), EITHER if blocs > 1 else TOGETHER, dtype=np.uint8)


def _in_block(size: int, edges: Sequence[Edge], blocs: int) -> Sets:
    """The sets of all pairs of a block: each node in turn is pinned, and the others are seen from it."""
    blocs = min(blocs, size)
    pairs = np.zeros((size, size), dtype=np.uint8)
    for pinned in range(size):
        solution = solve(size, edges, blocs, pinned)
        for node in range(size):
            ways = solution.blocs_of(node)
            pairs[pinned, node] = TOGETHER * bool(ways[0]) | APART * bool(ways[1:].any())
    return pairs


def _compose(pairs: Sets, blocks: Sequence[Block], inside: Sequence[Sets], blocs: int) -> None:
    """Fills in the pairs of one component from those of its blocks, each of which shares one node with those before."""
    placed: list[int] = []
    for block, own in zip(blocks, inside, strict=True):
        nodes = list(block.nodes)
        pairs[np.ix_(nodes, nodes)] = own
        shared = [node for node in nodes if node in placed]
        new = [node for node in nodes if node not in placed]
        if shared:
            far = [node for node in placed if node != shared[0]]
            joined = _join(pairs[far, shared[0]][:, None], own[nodes.index(shared[0])][None, :], blocs)
            columns = [nodes.index(node) for node in new]
            pairs[np.ix_(far, new)] = joined[:, columns]
            pairs[np.ix_(new, far)] = joined[:, columns].T
        placed += new


def _join(first: Sets, second: Sets, blocs: int) -> Sets:
    """What is possible for two nodes, from what is for each of them and a node between.

    Two foes of one are together where there are two blocs; where there are three they may be either.
    """
    together = (first & second & TOGETHER) != 0
    mixed = (((first & TOGETHER) != 0) & ((second & APART) != 0)) | (
        ((first & APART) != 0) & ((second & TOGETHER) != 0)
    )
    foes = (first & second & APART) != 0
    several = blocs > 2
    return np.asarray(TOGETHER * (together | foes) | APART * (mixed | (foes & several)), dtype=np.uint8)
