"""Every world of one event and one clause, one by one: whether it must, may or cannot break it.

A world says on which day it happened, which reading of each cell is the right one, where in its place it was, and who
exactly stood behind the name of a coalition. In each world the clause is plainly broken or not. Ties are of a single
strength here: on each day they stand or do not.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firmground.modality import CANNOT, MAY, MUST, Modality

if TYPE_CHECKING:
    from collections.abc import Iterator

STRANGER = "a stranger"


@dataclass(frozen=True)
class World:
    """What the case knows for certain. Ties are (actor, kind, other, days on which it stands)."""

    actors: tuple[str, ...]
    ties: tuple[tuple[str, str, str, frozenset[int]], ...]
    covers: frozenset[str] = frozenset()
    excludes: frozenset[str] = frozenset()
    fights: frozenset[str] = frozenset()
    open: bool = False

    def wholes(self, actor: str, day: int) -> set[str]:
        """The actor and every coalition that it is part of, through any chain."""
        found, grown = {actor}, True
        while grown:
            more = {to for one, kind, to, days in self.ties if kind == "member-of" and one in found and day in days}
            grown = not more <= found
            found |= more
        return found

    def parts(self, actor: str, day: int) -> set[str]:
        return {other for other in self.actors if actor in self.wholes(other, day)} | {actor}

    def labelled(self, actor: str, day: int) -> set[bool]:
        """The ways in which the label may mean the actor: by name or membership surely, by another's tie perhaps."""
        if actor in self.excludes:
            return {False}
        if actor not in self.covers and self.wholes(actor, day) & self.excludes:
            return {False}
        if self.wholes(actor, day) & self.covers:
            return {True}
        perhaps = self.open
        for one, kind, other, days in self.ties:
            if kind != "fights" or day not in days:
                continue
            for own, far, sure in ((one, other, True), (other, one, False)):
                for enemy in self.fights - {actor}:
                    exactly = own == actor and far == enemy
                    akin = self.akin(own, actor, day) and self.akin(far, enemy, day)
                    if exactly and sure:
                        return {True}
                    perhaps = perhaps or akin
        return {True, False} if perhaps else {False}

    def akin(self, one: str, other: str, day: int) -> bool:
        return one in self.wholes(other, day) or other in self.wholes(one, day)


@dataclass(frozen=True)
class Event:
    """`days`: on one of them. `by`, `kind`, `target`: readings, each a tuple of names; () is not said."""

    days: tuple[int, ...]
    by: tuple[tuple[str, ...], ...]
    kind: tuple[str, ...]
    target: tuple[tuple[str, ...], ...]
    inside: frozenset[bool] = field(default_factory=lambda: frozenset({True}))


@dataclass(frozen=True)
class Undertaking:
    """`surely`: days on which it binds, `possibly`: on which it may or may not."""

    parties: tuple[str, ...]
    acts: tuple[str, ...]
    protects: tuple[str, ...]  # actors, and "label"
    exempt: tuple[str, ...]
    surely: frozenset[int]
    possibly: frozenset[int] = frozenset()


def answer(world: World, undertaking: Undertaking, event: Event) -> Modality:
    found = set(_broken(world, undertaking, event))
    return MUST if found == {True} else CANNOT if found == {False} else MAY


def _broken(world: World, undertaking: Undertaking, event: Event) -> Iterator[bool]:
    anybody = tuple((name,) for name in (*world.actors, STRANGER))
    kinds = event.kind or ("air-strike", "shelling", "something else")
    for day, by, kind, target, inside in itertools.product(
        event.days, event.by or anybody, kinds, event.target or anybody, event.inside
    ):
        for bound in _binds(undertaking, day):
            doers = itertools.product(*(world.parts(name, day) for name in by))
            hits = itertools.product(*(world.parts(name, day) for name in target))
            for did, hit in itertools.product(doers, hits):
                theirs = any(world.wholes(one, day) & set(undertaking.parties) for one in did)
                for guarded in _guarded(world, undertaking, hit, day):
                    right_act = not undertaking.acts or kind in undertaking.acts
                    yield bound and theirs and right_act and inside and guarded


def _binds(undertaking: Undertaking, day: int) -> tuple[bool, ...]:
    if day in undertaking.surely:
        return (True,)
    return (True, False) if day in undertaking.possibly else (False,)


def _guarded(world: World, undertaking: Undertaking, hit: tuple[str, ...], day: int) -> Iterator[bool]:
    """Whether somebody protected was hit, under every way in which a label may mean each of them."""
    ways = [world.labelled(one, day) if one != STRANGER else {True, False} for one in hit]
    for meant in itertools.product(*ways):
        yield any(_protected(world, undertaking, one, labelled, day) for one, labelled in zip(hit, meant, strict=True))


def _protected(world: World, undertaking: Undertaking, actor: str, labelled: bool, day: int) -> bool:  # noqa: FBT001
    wholes = world.wholes(actor, day)
    named = not undertaking.protects or any(
        labelled if one == "label" else one in wholes for one in undertaking.protects
    )
    return named and not any(one in wholes for one in undertaking.exempt)
