"""Which of the places that share a name the words leave open, in which order, and what is said of it.

No candidate is dropped. A word such as "province", or a unit named in the same sentence, decides which of them make the
region; the others stay in the list, and the doubt says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from firmground.documents.places.nouns import Match
from firmground.documents.places.vocabulary import SETTLEMENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.documents.places.known_places import KnownPlaces
    from firmground.documents.places.nouns import Nearby, PlaceMatch

    Numbered = tuple[int, PlaceMatch]

_MOST_SHOWN: Final = 3
_FAR: Final = 1e9


@dataclass(frozen=True)
class Chosen:
    """`candidates`: all, those that `open` counts first. `doubt`: what to look at."""

    candidates: tuple[PlaceMatch, ...]
    open: int
    doubt: str = ""


def choose(known: KnownPlaces, matches: Sequence[Numbered], level: str, *, spot: bool, nearby: Nearby) -> Chosen:
    """`level`: what the words say is meant; `spot`: a place is meant rather than a unit, if there is one."""
    likely = [one for one in matches if one[1].match is not Match.SPELLING]
    kept = _of_kind(likely, level, spot=spot)
    inside = [(one, why) for one in kept if (why := _inside(known, one[0], nearby))]
    narrowed = [replace_why(match, why) for (number, match), why in inside]
    chosen = [(one[0][0], match) for one, match in zip(inside, narrowed, strict=True)] if inside else kept
    chosen = _nearest_first(known, chosen, nearby.spots)
    numbers = {number for number, _ in chosen}
    rest = [one for one in matches if one[0] not in numbers]
    ordered = [*chosen, *rest]
    with_km = [
        match if place == 0 else replace(match, km=known.apart(ordered[0][0], number))
        for place, (number, match) in enumerate(ordered)
    ]
    said = _say(chosen, kept, rest, level, narrowed=bool(inside))
    town_meant = level == SETTLEMENT or (spot and not level)
    if chosen and town_meant and all(match.level for _, match in chosen):
        said = "; ".join(filter(None, ("a place is meant, and only the unit of its name is known", said)))
    return Chosen(tuple(with_km), len(chosen), said)


def replace_why(match: PlaceMatch, why: str) -> PlaceMatch:
    """The match with one more thing that speaks for it."""
    return replace(match, why="; ".join(filter(None, (why, match.why))))


def _of_kind(matches: list[Numbered], level: str, *, spot: bool) -> list[Numbered]:
    if level == SETTLEMENT or (spot and not level):
        return [one for one in matches if not one[1].level] or (matches if spot else [])
    if level:
        return [one for one in matches if one[1].level == level] or [one for one in matches if one[1].level]
    return matches


def _inside(known: KnownPlaces, number: int, nearby: Nearby) -> str:
    """The words for why a candidate lies in a unit that the sentence names."""
    shared = known.units_of(number) & nearby.units.keys()
    if shared:
        return f"in {nearby.units[min(shared)]}, which the sentence names"
    centre = known.entries[number].centre
    if centre is None or known.entries[number].level or not nearby.unit_areas:
        return ""
    from shapely import Point  # noqa: PLC0415 - only a case with borders needs it

    name = next((name for name, area in nearby.unit_areas if area.geometry.covers(Point(centre))), "")
    return f"in {name}, which the sentence names" if name else ""


def _nearest_first(known: KnownPlaces, chosen: list[Numbered], spots: Sequence[int]) -> list[Numbered]:
    """Of several, those nearer to what else the paragraph names come first; their order decides nothing."""
    others = [spot for spot in spots if spot not in {number for number, _ in chosen}]
    if len(chosen) < 2 or not others:
        return chosen
    ranked = []
    for order, (number, match) in enumerate(chosen):
        reach = [(km, spot) for spot in others if (km := known.apart(number, spot)) is not None]
        km, spot = min(reach, default=(_FAR, -1))
        told = replace_why(match, f"{km:,.0f} km from {known.entries[spot].name}, named nearby") if spot >= 0 else match
        ranked.append((bool(match.level), km, order, (number, told)))
    return [one for *_, one in sorted(ranked, key=lambda rank: rank[:3])]


def _say(chosen: list[Numbered], kept: list[Numbered], rest: list[Numbered], level: str, *, narrowed: bool) -> str:
    said = []
    if not chosen and rest:
        if all(match.match is Match.SPELLING for _, match in rest):
            said.append(f"in no gazetteer; spelled like it: {_where(rest)}")
        else:
            what = "town or village" if level == SETTLEMENT else "unit"
            said.append(f"no {what} of this name is known; {rest[0][1].name} may be meant")
    elif len(chosen) > 1:
        units = {bool(match.level) for _, match in chosen}
        if len(units) == 2:
            said.append("the place or the unit of this name")
        else:
            alike = "may be meant" if any(match.doubt for _, match in chosen) else "have this name"
            said.append(f"{len(chosen)} places {alike}: {_where(chosen)}")
    if narrowed and len(kept) > len(chosen):
        count = len(kept) - len(chosen)
        said.append(f"{count} other{'s' if count > 1 else ''} of this name elsewhere")
    if chosen and chosen[0][1].doubt:
        said.append(chosen[0][1].doubt)
    return "; ".join(said)


def _where(chosen: list[Numbered]) -> str:
    shown = [f"{match.name} in {match.unit}" if match.unit else match.name for _, match in chosen[:_MOST_SHOWN]]
    return ", ".join(shown) + (" …" if len(chosen) > _MOST_SHOWN else "")
