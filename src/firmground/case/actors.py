"""Parties, their names in several scripts, and their ties over time. A coalition is an actor like any other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from firmground.modality import CANNOT, MAY, MUST, Modality, any_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from firmground.dates import When

# Stands in a list of holders where the map says that somebody holds the ground and does not say who.
SOMEBODY = "?"


class TieKind(StrEnum):
    MEMBER_OF = "member-of"
    BACKS = "backs"
    FIGHTS = "fights"
    ALLIED = "allied"


class Bond(StrEnum):
    """How one actor is bound to another, as conditions and definitions ask for it."""

    BACKS = "backs"
    BACKED_BY = "backed-by"
    FIGHTS = "fights"
    FOUGHT_BY = "fought-by"
    ALLIED = "allied"


# Which tie a bond is read from, and how surely it follows from a tie that leads from the actor, and from one that
# leads to it. Whoever is fought may fight back, and nobody wrote down that it does. An alliance is one of both.
_READ_FROM: Final = {
    Bond.BACKS: (TieKind.BACKS, MUST, CANNOT),
    Bond.BACKED_BY: (TieKind.BACKS, CANNOT, MUST),
    Bond.FIGHTS: (TieKind.FIGHTS, MUST, MAY),
    Bond.FOUGHT_BY: (TieKind.FIGHTS, MAY, MUST),
    Bond.ALLIED: (TieKind.ALLIED, MUST, MUST),
}


def tie_kind(bond: Bond) -> TieKind:
    """The kind of ties that a bond is read from."""
    return _READ_FROM[bond][0]


# A word for many, such as "the opposition": to be counted under it is no tie between those that are.
GROUPING = "grouping"


@dataclass(frozen=True, slots=True)
class Actor:
    """`names` are other names and spellings, in any script."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    kind: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """`actor` is tied to `to` during `period`; on days that are only possible the tie MAY stand."""

    actor: str
    kind: TieKind
    to: str
    period: When
    source: str = ""
    note: str = ""

    def stands_on(self, day: int) -> Modality:
        return self.period.holds_on(day)


@dataclass(frozen=True)
class Actors:
    """All actors of a case by id, with their ties."""

    by_id: dict[str, Actor] = field(default_factory=dict)
    ties: tuple[Tie, ...] = ()

    def __post_init__(self) -> None:
        groups: dict[str, list[Tie]] = defaultdict(list)
        members: dict[str, list[Tie]] = defaultdict(list)
        for tie in self.ties:
            if tie.kind is TieKind.MEMBER_OF:
                groups[tie.actor].append(tie)
                members[tie.to].append(tie)
        object.__setattr__(self, "_groups", dict(groups))
        object.__setattr__(self, "_members", dict(members))
        object.__setattr__(self, "_relations", {})

    def __getitem__(self, actor: str) -> Actor:
        return self.by_id[actor]

    def __contains__(self, actor: object) -> bool:
        return actor in self.by_id

    def __iter__(self) -> Iterator[Actor]:
        return iter(self.by_id.values())

    def name(self, actor: str) -> str:
        """The name to show; an id that is no actor is shown as it is."""
        return self.by_id[actor].name if actor in self.by_id else actor

    def members_on(self, coalition: str, day: int) -> dict[str, Modality]:
        """All members of a coalition on that day, members of members too, each MUST or MAY. Without itself."""
        reached = self._reach(coalition, day, upwards=False)
        return {actor: how for actor, how in reached.items() if actor != coalition}

    def belongs(self, actor: str, to: str, day: int) -> Modality:
        """Is the actor `to` itself or, through any chain of memberships, part of it on that day?"""
        return self._reach(actor, day, upwards=True).get(to, CANNOT)

    def ties_on(self, day: int, kind: TieKind) -> Iterable[tuple[Tie, Modality]]:
        """Every tie of this kind that MUST or MAY stand on that day."""
        for tie in self.ties:
            stands = tie.stands_on(day)
            if tie.kind is kind and stands is not CANNOT:
                yield tie, stands

    def bonds(self, actor: str, bond: Bond, to: str, day: int) -> Iterator[tuple[Tie, Modality]]:
        """Every tie by which the actor must or may be bound so to `to` on that day.

        A tie of one's coalition, or of one of one's members, says MAY at most, on either side: not every member of a
        coalition fights whom the coalition fights, nor the other way round. So does a tie of a word for many, such as
        "the opposition, group not named": whoever is meant by it is one of them. Nobody is bound to itself.
        """
        if actor == to:
            return
        kind, ahead, back = _READ_FROM[bond]
        most = MAY if self.grouping(actor) else MUST
        for tie, stands in self.ties_on(day, kind):
            sides = (
                ahead & self._speaks_for(tie.actor, actor, day) & self._speaks_for(tie.to, to, day),
                back & self._speaks_for(tie.to, actor, day) & self._speaks_for(tie.actor, to, day),
            )
            if (answer := most & stands & any_of(sides)) is not CANNOT:
                yield tie, answer

    def tied(self, actor: str, bond: Bond, to: str, day: int) -> Modality:
        """Does the actor back, fight, … `to` on that day, as far as the ties of the case say so?

        CANNOT where no tie says so: whoever does not take the ties of a case for complete reads that as MAY.
        """
        return any_of(answer for _, answer in self.bonds(actor, bond, to, day))

    def partners(self, actor: str, day: int) -> dict[str, Modality]:
        """Whoever MUST or MAY be on the actor's side that day, without itself and its own members.

        That is: an actor that is allied with it; a coalition that it is part of (groupings are none); and whoever
        else is part of such a coalition.
        """
        sides = [side for side in self._reach(actor, day, upwards=True) if side != actor and not self.grouping(side)]
        found: dict[str, Modality] = {}
        for other in self.by_id:
            if other == actor or self.belongs(other, actor, day) is not CANNOT:
                continue
            shared = any_of(self.belongs(actor, side, day) & self.belongs(other, side, day) for side in sides)
            how = shared | self.tied(actor, Bond.ALLIED, other, day)
            if how is not CANNOT:
                found[other] = how
        return found

    def grouping(self, actor: str) -> bool:
        """Is it a word for many rather than a side that they joined?"""
        return actor in self.by_id and self.by_id[actor].kind == GROUPING

    def _speaks_for(self, one: str, other: str, day: int) -> Modality:
        """Does what is written of one actor hold for the other? MAY between a coalition and its members."""
        if one == other:
            return MUST
        return (self.belongs(one, other, day) | self.belongs(other, one, day)) & MAY

    def change_days(self, kinds: Iterable[TieKind] = ()) -> set[int]:
        """Days on which a membership, or a tie of these kinds, begins or ends, surely or possibly.

        Between two of them nothing changes.
        """
        wanted = {TieKind.MEMBER_OF, *kinds}
        return {day for tie in self.ties if tie.kind in wanted for day in (*tie.period.possible, *tie.period.certain)}

    def _reach(self, start: str, day: int, *, upwards: bool) -> dict[str, Modality]:
        """Everything reachable through memberships, each with its strongest chain. Cycles are harmless."""
        cache: dict[tuple[str, int, bool], dict[str, Modality]] = self._relations  # type: ignore[attr-defined]
        if (found := cache.get((start, day, upwards))) is not None:
            return found
        edges: dict[str, list[Tie]] = self._groups if upwards else self._members  # type: ignore[attr-defined]
        best = {start: MUST}
        queue = [start]
        while queue:
            here = queue.pop()
            for tie in edges.get(here, ()):
                there = tie.to if upwards else tie.actor
                chain = best[here] & tie.stands_on(day)
                if chain > best.get(there, CANNOT):
                    best[there] = any_of((chain, best.get(there, CANNOT)))
                    queue.append(there)
        cache[start, day, upwards] = best
        return best
