"""Whether a target is backed by somebody, by trying every day, every reading and every way in which ties may stand."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from firmground.case.actors import TieKind
from firmground.modality import CANNOT, MAY, MUST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmground.case.actors import Tie


def backed_answers(
    ties: Sequence[Tie], readings: Sequence[Sequence[str]], backer: str, days: Sequence[int]
) -> set[bool]:
    """What "one of those hit is backed by `backer`" may be, if the ties are all there are of their kind."""
    found: set[bool] = set()
    for day, reading in product(days, readings):
        for standing in _standings(ties, day):
            each = [_backed(standing, hit, backer) for hit in reading]
            found |= {any(answers) for answers in product(*each)}
    return found


def _standings(ties: Sequence[Tie], day: int) -> Iterator[list[Tie]]:
    """Every set of ties that may stand on the day."""
    options = [{MUST: (True,), MAY: (False, True), CANNOT: (False,)}[tie.stands_on(day)] for tie in ties]
    for chosen in product(*options):
        yield [tie for tie, one in zip(ties, chosen, strict=True) if one]


def _backed(standing: list[Tie], hit: str, backer: str) -> set[bool]:
    """Sure if it is written of these two, open if it is written of a coalition or a member of either."""
    if hit == backer:
        return {False}
    backs = [(tie.actor, tie.to) for tie in standing if tie.kind is TieKind.BACKS]
    if (backer, hit) in backs:
        return {True}
    related = any(_akin(standing, one, backer) and _akin(standing, other, hit) for one, other in backs)
    return {False, True} if related else {False}


def _akin(standing: list[Tie], one: str, other: str) -> bool:
    return one == other or _part_of(standing, one, other) or _part_of(standing, other, one)


def _part_of(standing: list[Tie], actor: str, of: str) -> bool:
    reached, queue = {actor}, [actor]
    for here in queue:
        new = {tie.to for tie in standing if tie.kind is TieKind.MEMBER_OF and tie.actor == here} - reached
        reached |= new
        queue += new
    return of in reached
