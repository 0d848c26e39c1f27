"""Who is meant by a word in a test: an actor of the case, or a label under somebody's definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.actors import SOMEBODY
from firmground.case.control import Ground
from firmground.modality import CANNOT, MAY, MUST, Modality, all_of, any_of, one_of

if TYPE_CHECKING:
    from firmground.case.actors import Actors
    from firmground.case.control import Holding
    from firmground.case.definitions import Definition


def meant(party: str, actor: str, day: int, actors: Actors, definition: Definition | None) -> Modality:
    """Is `actor`, on that day, the party or part of it?

    MUST for the party itself and its members. MAY for a coalition of which only some members are meant: its
    ground may be theirs. MAY for a holder that the map does not name, and for a label without a definition.
    """
    if actor == SOMEBODY:
        return MAY
    whole = _meant_itself(party, actor, day, actors, definition)
    if whole is MUST:
        return MUST
    parts = (
        _meant_itself(party, member, day, actors, definition) & how
        for member, how in actors.members_on(actor, day).items()
    )
    return whole | (any_of(parts) & MAY)


def _meant_itself(party: str, actor: str, day: int, actors: Actors, definition: Definition | None) -> Modality:
    if party in actors:
        return actors.belongs(actor, party, day)
    if definition is not None:
        return definition.includes(party, actor, day, actors)
    return MUST if actor == party else MAY  # a label that nobody defines may mean anybody


def names_party(
    party: str,
    readings: tuple[tuple[str, ...], ...],
    day: int,
    actors: Actors,
    definition: Definition | None,
) -> Modality:
    """Does an attribution (`parse_parties`) name the party? Nothing written is anybody: MAY."""
    return one_of(any_of(meant(party, actor, day, actors, definition) for actor in reading) for reading in readings)


def holds(
    party: str,
    ground: tuple[Holding, ...],
    day: int,
    actors: Actors,
    definition: Definition | None,
    *,
    contested: bool,
) -> Modality:
    """Is ground with these holdings held by the party?

    Ground under several holders, or under several overlapping faces, is contested by each. `contested`: it
    then counts as held by each of them; otherwise only if all of them are the party.
    """
    fold = any_of if contested else all_of
    return fold(_holds_one(party, entry, day, actors, definition, contested=contested) for entry in ground)


def _holds_one(
    party: str, holding: Holding, day: int, actors: Actors, definition: Definition | None, *, contested: bool
) -> Modality:
    if holding.ground is Ground.UNMAPPED or (holding.ground is Ground.HELD and not holding.holders):
        return MAY
    if holding.ground is Ground.NOBODY:
        return CANNOT
    if holding.coded is not None:
        return _coded(party, holding.coded, day, actors, definition)
    fold = any_of if contested else all_of
    return fold(meant(party, holder, day, actors, definition) for holder in holding.holders)


def _coded(
    party: str, coded: tuple[str, Modality], day: int, actors: Actors, definition: Definition | None
) -> Modality:
    """A coded standing speaks for its own party, for wider ones only if it is MUST, for others not at all."""
    about, standing = coded
    if about == party:
        return standing
    covered = meant(party, about, day, actors, definition)
    return standing & covered if standing is MUST and covered is MUST else MAY


def is_present(
    party: str, ground: tuple[Holding, ...], day: int, actors: Actors, definition: Definition | None
) -> Modality:
    """Is there any presence of the party, as a holder or beside one?

    A face that lists who is present lists all of them; a face that does not speak of presence leaves it open.
    """
    return any_of(_present_in(party, entry, day, actors, definition) for entry in ground)


def _present_in(party: str, holding: Holding, day: int, actors: Actors, definition: Definition | None) -> Modality:
    held = _holds_one(party, holding, day, actors, definition, contested=True)
    if held is MUST:
        return MUST
    if holding.present is None:
        return MAY
    return held | any_of(meant(party, group, day, actors, definition) for group in holding.present)
