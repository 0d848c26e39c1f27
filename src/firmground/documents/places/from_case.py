"""Names of places from a case: its own places, the units of its boundary files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapely import Point

from firmground.documents.places.index import level_of
from firmground.documents.places.nouns import Entry
from firmground.documents.places.tokens import read_tokens
from firmground.places import Area, Disc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from firmground.case.gazetteer import Gazetteer
    from firmground.places import Where

CASE = "case"


def entries_of_case(gazetteer: Gazetteer) -> Iterator[Entry]:
    """The places of `places.csv`, then each unit of the [[areas]] once."""
    countries = {area.id: area for (level, _), area in gazetteer.areas.items() if level == "country"}
    for place in gazetteer.places.values():
        names = _outer(place.name)
        yield Entry(
            place.id, place.name, (*names, *place.aliases), place.where, CASE, place.unit,
            level_named((place.name, *place.aliases)), centre_of(place.where), _width(place.where),
            _country(place.where, countries),
        )  # fmt: skip
    seen: set[tuple[str, str]] = set()
    for (level, _), area in gazetteer.areas.items():
        if level and (level, area.id) not in seen:
            seen.add((level, area.id))
            why = "its border is in [[areas]]"
            yield Entry(area.id, area.name, (), area, CASE, level=level, centre=centre_of(area), why=why)


def level_named(names: tuple[str, ...]) -> str:
    """The level that one of the names says: "Idlib governorate" is of level 1."""
    levels = (level_of([token.fold for token in read_tokens(name)]) for name in names)
    return next((level for level in levels if level), "")


def centre_of(where: Where) -> tuple[float, float] | None:
    if isinstance(where, Disc):
        return where.lon, where.lat
    if isinstance(where, Area):
        west, south, east, north = where.geometry.bounds
        return (west + east) / 2, (south + north) / 2
    return None


def _outer(name: str) -> tuple[str, ...]:
    """A name without what stands behind it in brackets: "Tadmor (Palmyra)" is Tadmor; inside may be anything."""
    before, bracket, _ = name.partition("(")
    return (before.strip(),) if bracket and before.strip() else ()


def _country(where: Where, countries: Mapping[str, Area]) -> str:
    """The country whose border in [[areas]] holds the middle of a place."""
    centre = centre_of(where)
    if centre is None:
        return ""
    return next((area.name for area in countries.values() if area.geometry.covers(Point(centre))), "")


def _width(where: Where) -> str:
    return f"{where.radius_km:g} km by places.csv" if isinstance(where, Disc) else ""
