"""The other's places beside one's own: what each is called so that no name of either side changes its meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.gazetteer import fold_name
from firmground.exchange.merge.model import Disagreement
from firmground.exchange.merge.naming import marked
from firmground.places import Disc, geod

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from firmground.case.gazetteer import Place
    from firmground.exchange.merge.sides import NewNames, Side
    from firmground.exchange.tables import Json
    from firmground.places import Where


def is_taken(own: Side) -> Callable[[str], bool]:
    """Does an id mean ground, or an incident, of one's own case, or is it written where one's own case names ground?"""

    def taken(identity: str) -> bool:
        case = own.case
        named = identity in case.incidents or bool(case.gazetteer.find(identity))
        return named or bool(case.gazetteer.find_area("", identity)) or fold_name(identity) in own.texts[1]

    return taken


def mark_place(names: NewNames) -> Callable[[dict[str, Json], str], dict[str, Json]]:
    """A place that is taken over: names that mean something in one's own case are marked as the other's.

    An id is a name as well: one that was given up stays among the aliases.
    """

    def add(record: dict[str, Json], identity: str) -> dict[str, Json]:
        def own(text: str) -> str:
            return marked(names.name, text) if names.marks(text) else text

        name = str(record.get("name") or record["id"])
        aliases = [part.strip() for part in str(record.get("aliases") or "").split(";") if part.strip()]
        given_up = [identity] if identity != record["id"] else []
        return record | {"name": own(name), "aliases": ";".join(dict.fromkeys(map(own, [*aliases, *given_up])))}

    return add


def differing_places(names: NewNames) -> Iterable[Disagreement]:
    """Places of one id, or of one name, that lie elsewhere on the other side."""
    told: set[tuple[str, str]] = set()
    for theirs in names.other.case.gazetteer.places.values():
        mine: dict[str, Place] = {}
        own = names.own.case.gazetteer
        if theirs.id in own.places:
            mine[theirs.id] = own.places[theirs.id]
        for text in (theirs.name, *theirs.aliases):
            mine |= {place.id: place for place in own.find(text)}
        for place in mine.values():
            if place.where != theirs.where and (place.id, theirs.id) not in told:
                told.add((place.id, theirs.id))
                yield _differ(place, theirs)


def _differ(mine: Place, theirs: Place) -> Disagreement:
    said = mine.name if mine.id == theirs.id else f"{mine.name} ({mine.id}, {theirs.id})"
    if isinstance(mine.where, Disc) and isinstance(theirs.where, Disc):
        _, _, metres = geod().inv(mine.where.lon, mine.where.lat, theirs.where.lon, theirs.where.lat)
        if metres > 0:
            said = f"{said}: {metres / 1000:,.1f} km apart"
    return Disagreement("place", said, say_where(mine.where), say_where(theirs.where), "", mine.url, theirs.url)


def say_where(where: Where) -> str:
    """Where a place is, in words for somebody who compares two."""
    if isinstance(where, Disc):
        around = f", {where.radius_km:g} km around" if where.radius_km else ""
        return f"{where.lat:.4f} N, {where.lon:.4f} E{around}"
    return "place not known" if type(where).__name__ == "Unknown" else "an area"
