"""Who backs, fights and is allied with whom, and the blocs that leave the fewest contradictions.

Plain data: nothing here is computed and nothing is drawn. Standings are "must", "may", "cannot"; actors are named by
their ids, links by their place in `Ties.links`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.report.model import Range, SourceNote


@dataclass(frozen=True, slots=True)
class TieActor:
    """An actor that some tie of the day reaches. `kind` as the case writes it ("state", "armed-group", "")."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class TieRecord:
    """One tie as the case writes it: "Russia backs Government of Syria"; `known`: when it stands, in words."""

    words: str
    known: str
    standing: str  # "must" or "may" on that day
    source: SourceNote | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TieLink:
    """Everything of one sign that stands between two actors on the day: counted once, whoever wrote it.

    `against`: they fight; otherwise they are allied, one backs the other or is part of it. `oneway`: only `actor` is
    said to do it to `to` (backs, fights, is part of); alliances and what both sides are said to do have no direction.
    """

    actor: str
    to: str
    against: bool
    oneway: bool
    standing: str  # "must" or "may"
    words: str  # "Russia backs Government of Syria"
    records: tuple[TieRecord, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A link that stands against a division: friends apart or foes together.

    `standing`: "must" if it contradicts every best division whatever possible tie stands, "may" if only some; `drawn`:
    it contradicts the division that is drawn. Those come first.
    """

    link: int
    standing: str
    drawn: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Circle:
    """Links, in order, that lead round and that no division into so many blocs satisfies: the reason why some tie must
    give way. `standing`: "must" if all of them are sure. `ties`: each of them in words.
    """

    links: tuple[int, ...]
    standing: str
    sentence: str
    ties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody whom an actor calls by a word of its definition ("terrorist"), and whom only friends connect with it.

    `links`: the shortest way from `by` to `actor` over friends, in order; `standing`: "must" if all of them are sure.
    `definition`: title of the definition; `ties`: each link in words.
    """

    by: str
    actor: str
    word: str
    definition: str
    links: tuple[int, ...]
    standing: str
    sentence: str
    ties: tuple[str, ...]
    source: SourceNote | None


@dataclass(frozen=True, slots=True)
class Place:
    """An actor's place in a bloc: "must" if it is with the bloc's first actor in every best division of every world,
    whatever possible tie stands; "may" if only in some.
    """

    actor: str
    standing: str


@dataclass(frozen=True, slots=True)
class Bloc:
    """Actors that one of the best divisions puts together. The first is the one that most of them must be with."""

    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Division:
    """One best division of the actors that ties connect, with the links that contradict it."""

    blocs: tuple[tuple[str, ...], ...]
    contradicted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Actors that ties connect with each other, and all of their best divisions.

    `least`, `most`: contradictions; they differ only where the group is too entangled for an exact answer.
    `number`: how many best divisions there are, None where not known; `listed` holds the first of them.
    """

    actors: tuple[str, ...]
    least: int
    most: int
    number: int | None
    listed: tuple[Division, ...]


@dataclass(frozen=True, slots=True)
class World:
    """What follows if only the sure ties stood ("sure"), or every possible one ("possible")."""

    ties: str
    least: int
    most: int
    groups: tuple[Group, ...]  # the largest first; actors without a tie are in none


@dataclass(frozen=True, slots=True)
class Split:
    """The best division into at most `blocs` blocs. `shown`: the division that the picture draws.

    `sentence` says the bounds; `shown` is the best if every possible tie stands, and among those the best for the sure
    ties; a group of actors that no tie connects with the largest group is not in it.
    """

    blocs: int
    contradictions: Range
    sentence: str
    shown: tuple[Bloc, ...]
    apart: tuple[str, ...]  # actors that have ties, but none that connects them with the blocs shown
    contradicted: tuple[Contradiction, ...]
    circles: tuple[Circle, ...]
    worlds: tuple[World, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TieChange:
    """A day on which ties begin or end, and what follows; `on` ISO, `day` in words.

    `ties`: what changes ("Turkey backs … : sure only from this day"); `moved`: who is no longer, or newly, together.
    """

    on: str
    day: str
    ties: tuple[str, ...]
    contradictions: Range  # of the first split, from this day on
    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ties:
    """The chapter. `splits`: two blocs, and three where they leave fewer contradictions."""

    on: str  # ISO
    day: str  # "26 November 2015"
    sentence: str
    actors: tuple[TieActor, ...]
    links: tuple[TieLink, ...]
    splits: tuple[Split, ...]
    changes: tuple[TieChange, ...]
    unplaced: tuple[TieActor, ...]  # actors without any tie on that day
    called: tuple[Called, ...] = ()
    remarks: tuple[str, ...] = ()
