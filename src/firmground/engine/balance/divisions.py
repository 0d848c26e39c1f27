"""The best divisions of a signed graph into at most k blocs: what they leave, how many there are, which ones."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import perm
from typing import TYPE_CHECKING

from firmground.engine.balance.circles import fewest_at_least, good_division
from firmground.engine.balance.elimination import TooWideError, solve
from firmground.engine.balance.signed import components, renumber

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from firmground.engine.balance.elimination import Solution, Step
    from firmground.engine.balance.signed import Block, Component, Edge

MOST_LISTED = 64


@dataclass(frozen=True, slots=True)
class Division:
    """`bloc_of[i]`: the bloc, from 0, of the i-th node of the group. Blocs are numbered as they first occur."""

    bloc_of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that edges connect, sorted, with what their best divisions leave.

    `least`, `most`: contradictions, equal unless the group is too entangled for an exact answer. `number`: how many
    best divisions there are, whatever blocs are called; None where that is not known. `listed`: the first of them, all
    if there are no more; if `number` is None the one with `most` contradictions, which may not be best.
    """

    nodes: tuple[int, ...]
    least: int
    most: int
    number: int | None
    listed: tuple[Division, ...]


def divide(size: int, edges: Sequence[Edge], blocs: int, *, most_listed: int = MOST_LISTED) -> tuple[Group, ...]:
    """The best divisions of every group, the largest group first. Nodes without an edge are in none.

    Groups have nothing to do with each other: which bloc of one goes with which of another nobody can say. Raises
    ValueError for fewer than one bloc.
    """
    if blocs < 1:
        raise ValueError(f"a division has at least one bloc, not {blocs}")
    found = [_divide_one(component, edges, blocs, most_listed) for component in components(size, edges)]
    return tuple(sorted(found, key=lambda group: (-len(group.nodes), group.nodes)))


def _divide_one(component: Component, edges: Sequence[Edge], blocs: int, most_listed: int) -> Group:
    if blocs == 1:
        foes = sum(edges[place].against for block in component.blocks for place in block.edges)
        return Group(component.nodes, foes, foes, 1, (Division((0,) * len(component.nodes)),))
    blocs = min(blocs, len(component.nodes))  # more are never filled, and would only fill the tables
    try:
        solved = [
            _solve_block(block, edges, blocs, entry)
            for block, entry in zip(component.blocks, component.entries, strict=True)
        ]
    except TooWideError:
        return _bounds_only(component, edges, blocs)
    least = sum(solution.cost for solution in solved)
    number = _count(component, edges, blocs, solved)
    listed = tuple(islice(_walk(component, blocs, solved), most_listed))
    return Group(component.nodes, least, least, number, listed)


def _solve_block(block: Block, edges: Sequence[Edge], blocs: int, entry: int) -> Solution:
    own = renumber(block.nodes, [edges[place] for place in block.edges])
    return solve(len(block.nodes), own, blocs, block.nodes.index(entry))


def _count(component: Component, edges: Sequence[Edge], blocs: int, solved: Sequence[Solution]) -> int:
    """How many best divisions there are when blocs have no names.

    With a palette of m names there are L(m) = sum over j of P(j) m!/(m-j)! of them, P(j) being those that fill j
    blocs. L(m) is m times a product over the blocks, since names can be swapped at a cut vertex.
    """
    filling: list[Fraction] = []
    for palette in range(1, blocs + 1):
        named = palette
        for block, entry, best in zip(component.blocks, component.entries, solved, strict=True):
            named *= _named(block, edges, palette, entry, best)
            if not named:
                break
        rest = named - sum(part * perm(palette, j + 1) for j, part in enumerate(filling))
        filling.append(Fraction(rest) / perm(palette, palette))
    return int(sum(filling))


def _named(block: Block, edges: Sequence[Edge], palette: int, entry: int, best: Solution) -> int:
    """How many best divisions of a block use these names alone, its entry having the first of them."""
    if palette == best.blocs:
        return best.number
    if palette == 1:
        return int(sum(edges[place].against for place in block.edges) == best.cost)
    solution = _solve_block(block, edges, palette, entry)
    return solution.number if solution.cost == best.cost else 0


def _walk(component: Component, blocs: int, solved: Sequence[Solution]) -> Iterator[Division]:
    """Every best division once: node after node takes a bloc that is best for it, of the empty ones only the first."""
    turns = [
        _Turn(block.nodes, entry, solution, step)
        for block, entry, solution in zip(component.blocks, component.entries, solved, strict=True)
        for step in reversed(solution.steps)
    ]
    bloc_of = {component.entries[0]: 0}
    open_ways = [iter(turns[0].ways(bloc_of, min(2, blocs)))]
    used = [1]
    while open_ways:
        depth = len(open_ways)
        bloc = next(open_ways[-1], None)
        if bloc is None:
            open_ways.pop()
            used.pop()
            continue
        bloc_of[turns[depth - 1].node] = bloc
        if depth == len(turns):
            yield Division(_in_order(bloc_of[node] for node in component.nodes))
            continue
        used.append(max(used[-1], bloc + 1))
        open_ways.append(iter(turns[depth].ways(bloc_of, min(used[-1] + 1, blocs))))
        # Blocs of later turns are still in `bloc_of`, and are written anew before any turn reads them.


@dataclass(frozen=True, slots=True)
class _Turn:
    """The node that a step of a block places, once the block's entry and the nodes after it are placed."""

    nodes: tuple[int, ...]
    entry: int
    solution: Solution
    step: Step

    @property
    def node(self) -> int:
        return self.nodes[self.step.node]

    def ways(self, bloc_of: dict[int, int], most: int) -> list[int]:
        """The blocs below `most` that are best for the node.

        The block was solved with its entry in bloc 0: that bloc and the one that the entry has change names.
        """
        home = bloc_of[self.entry]

        def renamed(bloc: int) -> int:
            return 0 if bloc == home else home if bloc == 0 else bloc

        stand = tuple(renamed(bloc_of[self.nodes[node]]) for node in self.step.after)
        best = self.step.best
        return [bloc for bloc in range(most) if best[(renamed(bloc), *stand)]]


def _bounds_only(component: Component, edges: Sequence[Edge], blocs: int) -> Group:
    """What can be said of a group that is too entangled: no fewer than this, and no more than that."""
    own = renumber(component.nodes, [edges[place] for block in component.blocks for place in block.edges])
    least = fewest_at_least(len(component.nodes), own, blocs)
    bloc_of = good_division(len(component.nodes), own, blocs)
    most = sum(edge.contradicts(bloc_of) for edge in own)
    return Group(component.nodes, least, most, None, (Division(_in_order(bloc_of)),))


def _in_order(bloc_of: Iterable[int]) -> tuple[int, ...]:
    """The blocs numbered as they first occur."""
    names: dict[int, int] = {}
    return tuple(names.setdefault(bloc, len(names)) for bloc in bloc_of)
