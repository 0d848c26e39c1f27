"""Whether the target of an event is backed, fought, … by somebody on the day it was hit.

An attribution may name several parties, or leave open which of several is right; ties begin and end, or are known of
one day only; a coalition is not each of its members. All of these widen the answer. No tie is ever inferred from
another: whoever fights one's enemy is not therefore one's friend.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.actors import SOMEBODY
from firmground.modality import CANNOT, MAY, Modality, any_of, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.case.actors import Actors
    from firmground.case.claims import TargetTie
    from firmground.case.definitions import Definition

    Readings = tuple[tuple[str, ...], ...]  # what `parse_parties` gives

# Written instead of a party: whoever is on the side of the event's own actor (`Actors.partners`).
PARTNERS = "partners"


def target_tied(
    asked: TargetTie, target: Readings, by: Readings, day: int, actors: Actors, definition: Definition | None
) -> Modality:
    """Is one of those hit tied so to the party on that day? Nothing written is anybody: MAY."""
    doers = by if asked.of == PARTNERS else ((),)
    return one_of(
        any_of(_tied(asked, one, doer, day, actors, definition) for one in hit) for hit in target for doer in doers
    )


def _tied(
    asked: TargetTie, hit: str, by: tuple[str, ...], day: int, actors: Actors, definition: Definition | None
) -> Modality:
    if hit == SOMEBODY or hit not in actors:
        return MAY  # nothing is known of somebody who is no actor of the case
    if asked.of == hit:
        return CANNOT  # nobody backs or fights itself
    answer = any_of(
        meant & actors.tied(hit, asked.bond, party, day)
        for party, meant in target_parties(asked.of, by, day, actors, definition)
    )
    if asked.of == PARTNERS and SOMEBODY in by:
        answer |= MAY
    return answer if asked.complete else answer | MAY


def target_parties(
    party: str, by: tuple[str, ...], day: int, actors: Actors, definition: Definition | None
) -> Iterator[tuple[str, Modality]]:
    """The actors that the party of a condition may be, each with how surely it is meant. `by`: who did it."""
    if party == PARTNERS:
        for doer in by:
            yield from actors.partners(doer, day).items()
    elif party in actors:
        yield party, Modality.MUST
    else:
        for actor in actors:
            # A label that nobody defines may mean anybody.
            yield actor.id, MAY if definition is None else definition.includes(party, actor.id, day, actors)
