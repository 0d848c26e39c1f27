"""The ties of a day as friends and foes: what stands between two actors, of one sign, counted once.

Backing, being allied and being part of somebody make friends, fighting makes foes. To be counted under a word for many
("the opposition", an actor of the kind "grouping") makes no friend: nobody joined it. Two actors may be friends and
foes on the same day; that contradicts itself, and both stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.case.actors import TieKind
from firmground.modality import CANNOT, any_of

if TYPE_CHECKING:
    from firmground.case.actors import Actors, Tie
    from firmground.modality import Modality


@dataclass(frozen=True, slots=True)
class SignedTie:
    """Everything of one sign between two actors on a day. `ties`: what was written, each with how surely it stands.

    `one` and `other` as in the first of them. MUST as soon as one of them surely stands.
    """

    one: str
    other: str
    against: bool
    ties: tuple[tuple[Tie, Modality], ...]

    @property
    def standing(self) -> Modality:
        return any_of(stands for _, stands in self.ties)

    @property
    def oneway(self) -> bool:
        """Is it said of one of them only? An alliance is one of both."""
        return all(tie.actor == self.one and tie.kind is not TieKind.ALLIED for tie, _ in self.ties)


def signed_ties(actors: Actors, day: int) -> tuple[SignedTie, ...]:
    """What MUST or MAY stand between any two actors on that day, in the order of the case."""
    found: dict[tuple[frozenset[str], bool], list[tuple[Tie, Modality]]] = {}
    for tie in actors.ties:
        stands = tie.stands_on(day)
        joins_word = tie.kind is TieKind.MEMBER_OF and actors.grouping(tie.to)
        if stands is not CANNOT and tie.actor != tie.to and not joins_word:
            key = (frozenset((tie.actor, tie.to)), tie.kind is TieKind.FIGHTS)
            found.setdefault(key, []).append((tie, stands))
    return tuple(
        SignedTie(ties[0][0].actor, ties[0][0].to, against, tuple(ties)) for (_, against), ties in found.items()
    )
