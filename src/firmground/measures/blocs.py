"""The blocs of a day: the divisions of the actors that leave the fewest contradictions, and their bounds.

Ties that only possibly stand make several worlds possible. The fewest contradictions grow with the ties: whatever
division is best for more of them is no worse for fewer. So no world has fewer than the sure ties alone, none has more
than all possible ties together, and both bounds are reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from firmground.bounds import Bounds
from firmground.case.signed_ties import SignedTie, signed_ties
from firmground.engine.balance import APART, TOGETHER, Edge, Group, Relations, divide, relate
from firmground.modality import MAY, MUST, Modality

if TYPE_CHECKING:
    from firmground.case.actors import Actors


@dataclass(frozen=True, eq=False)
class Blocs:
    """The ties of a day and their best divisions into at most `most` blocs.

    `actors`: ids of whoever has a tie; nodes of groups are places in it. `sure`, `possible`: the groups if only the
    sure ties stood, and if every possible tie did; a node alone is in none. `ties`: the sure ones first.
    """

    day: int
    most: int
    actors: tuple[str, ...]
    ties: tuple[SignedTie, ...]
    sure: tuple[Group, ...]
    possible: tuple[Group, ...]

    @property
    def contradictions(self) -> Bounds:
        return Bounds(sum(group.least for group in self.sure), sum(group.most for group in self.possible))

    @property
    def exact(self) -> bool:
        """False where a group is too entangled: its bounds are then wider than they would have to be."""
        return all(group.number is not None for group in (*self.sure, *self.possible))

    @cached_property
    def places(self) -> dict[str, int]:
        return {actor: place for place, actor in enumerate(self.actors)}

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        return _edges(self.actors, self.ties)

    @cached_property
    def relations(self) -> Relations:
        """Over all worlds."""
        sure = sum(tie.standing is MUST for tie in self.ties)
        return relate(len(self.actors), self.edges[:sure], self.edges[sure:], self.most)

    def together(self, one: str, other: str) -> Modality:
        """Are the two in one bloc, in every best division of every world?"""
        return _standing(int(self.relations.pairs[self.places[one], self.places[other]]), TOGETHER)

    def contradicts(self, tie: int) -> Modality:
        """Does the tie contradict the best divisions: all of them in every world? MAY at most if it need not stand."""
        wrong = TOGETHER if self.ties[tie].against else APART
        answer = _standing(int(self.relations.edges[tie]), wrong)
        return answer if self.ties[tie].standing is MUST else answer & MAY


def _standing(possible: int, asked: int) -> Modality:
    return Modality.of(every=possible == asked, some=bool(possible & asked))


def _edges(actors: tuple[str, ...], ties: tuple[SignedTie, ...]) -> tuple[Edge, ...]:
    place = {actor: number for number, actor in enumerate(actors)}
    return tuple(Edge(place[tie.one], place[tie.other], tie.against) for tie in ties)


def find_blocs(actors: Actors, day: int, most: int) -> Blocs:
    """The best divisions of the actors on that day into at most so many blocs."""
    ties = tuple(sorted(signed_ties(actors, day), key=lambda tie: tie.standing is not MUST))
    ends = {end for tie in ties for end in (tie.one, tie.other)}
    tied = tuple(actor.id for actor in actors if actor.id in ends)
    edges = _edges(tied, ties)
    sure = tuple(edge for edge, tie in zip(edges, ties, strict=True) if tie.standing is MUST)
    return Blocs(day, most, tied, ties, divide(len(tied), sure, most), divide(len(tied), edges, most))
