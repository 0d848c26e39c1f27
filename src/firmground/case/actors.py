"""Parties, their names in several scripts, and their ties over time. A coalition is an actor like any other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from firmground.modality import CANNOT, MUST, Modality, any_of

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

    def change_days(self) -> set[int]:
        """Days on which a membership begins or ends, surely or possibly: between them nothing changes."""
        return {
            day
            for tie in self.ties
            if tie.kind is TieKind.MEMBER_OF
            for day in (*tie.period.possible, *tie.period.certain)
        }

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
