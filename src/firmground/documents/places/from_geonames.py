"""Names of places from a country file of GeoNames that the user brings.

GeoNames gives points. How far a place reaches from its point follows from its feature code and, for settlements, from
its population, by the tables below, which are ours and wide rather than narrow. A unit has the border that [[areas]] of
the case give it, else none; a river, a road, a wood or a wide region has none either: its point stands for the whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from babel import Locale

from firmground.documents.places.from_case import centre_of
from firmground.documents.places.nouns import Entry
from firmground.formats.geonames import read_geonames
from firmground.places import Disc, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.case.gazetteer import Gazetteer
    from firmground.case.gazetteer_files import GazetteerFile
    from firmground.errors import CaseProblem
    from firmground.formats.geonames import GeoName
    from firmground.places import Where

GEONAMES: Final = "geonames"
# Population up to which a settlement reaches so many km; one of unknown population has 3.
_SETTLEMENTS: Final = ((2_000, 2.0), (20_000, 4.0), (200_000, 7.0), (1_000_000, 12.0), (10**12, 25.0))
_UNCOUNTED_KM: Final = 3.0
# Feature class, or class and code -> km. None: a point cannot stand for it.
_WIDTHS_KM: Final[dict[str, float | None]] = {
    "T": 5.0, "T.HLL": 3.0, "T.PK": 3.0, "T.MT": 5.0, "T.PASS": 3.0, "T.MTS": None, "T.RDGE": None, "T.PLN": None,
    "T.DSRT": None, "T.VAL": None, "T.WAD": None, "T.PLAT": None, "T.UPLD": None, "T.ISLS": None,
    "S": 2.0, "S.AIRB": 4.0, "S.AIRP": 4.0, "S.AIRF": 3.0, "S.DAM": 3.0, "S.MILB": 4.0, "S.OILR": 3.0, "S.CMP": 3.0,
    "H": None, "H.LK": 10.0, "H.RSV": 15.0, "H.SPNG": 1.0, "H.WLL": 1.0, "H.BAY": 10.0, "H.HBR": 3.0, "H.PND": 2.0,
    "L": None, "L.LCTY": 3.0, "L.OILF": 10.0, "L.MILB": 5.0, "L.CMP": 3.0, "L.PRK": 5.0, "L.BTL": 5.0, "L.CST": None,
    "R": None, "R.RDJCT": 2.0, "R.RJCT": 2.0,
    "V": None,
}  # fmt: skip
_LEVELS: Final = {
    "A.ADM1": "1", "A.ADM2": "2", "A.ADM3": "3", "A.ADM4": "4", "A.ADM5": "5", "A.PCLI": "country", "A.PCLS": "country",
    "A.PCLD": "country", "A.TERR": "country",
}  # fmt: skip
_COUNTRIES: Final = Locale("en").territories  # by the codes of ISO 3166


def entries_of_file(file: GazetteerFile, gazetteer: Gazetteer) -> tuple[list[Entry], list[CaseProblem]]:
    """The places of a file, settlements first and those of more people before others, and what is wrong with it."""
    places, problems = read_geonames(file.path, name=file.name)
    units = {place.admin: place.name for place in places if place.code in _LEVELS}
    order = sorted(places, key=lambda place: (place.code[:1] != "P", -place.population))
    return [_entry(place, units, gazetteer) for place in order if place.name], problems


def _entry(place: GeoName, units: dict[str, str], gazetteer: Gazetteer) -> Entry:
    level = _LEVELS.get(place.code, "")
    where, why = _unit_where(place, level, gazetteer) if place.code[:1] == "A" else _where(place)
    centre = centre_of(where) or (place.lon, place.lat)
    inside = ", ".join(_units_of(place, units))
    country = _COUNTRIES.get(place.country, "")
    return Entry(f"geonames:{place.id}", place.name, place.names, where, GEONAMES, inside, level, centre, why, country)


def _units_of(place: GeoName, units: dict[str, str]) -> Iterator[str]:
    """The names of the units it lies in, from small to large."""
    codes = place.admin.split(".")
    own = place.name if place.code in _LEVELS else ""
    for count in range(len(codes), 1, -1):
        name = units.get(".".join(codes[:count]), "")
        if name and name != own:
            yield name


def _unit_where(place: GeoName, level: str, gazetteer: Gazetteer) -> tuple[Where, str]:
    names = (place.name, *place.names)
    area = next((found for name in names if level and (found := gazetteer.find_area(level, name))), None)
    if area is not None:
        return area, "its border is in [[areas]]"
    return Unknown("GeoNames gives no border of this unit, and none of the [[areas]] does"), "an administrative unit"


def _where(place: GeoName) -> tuple[Where, str]:
    if place.code[:1] == "P":
        if not place.population:
            return Disc(place.lon, place.lat, _UNCOUNTED_KM), f"{_UNCOUNTED_KM:g} km for a settlement of unknown size"
        width = next(km for most, km in _SETTLEMENTS if place.population <= most)
        return Disc(place.lon, place.lat, width), f"{width:g} km for {place.population:,} people"
    wide = _WIDTHS_KM.get(place.code, _WIDTHS_KM.get(place.code[:1]))
    if wide is None:
        return Unknown(f"GeoNames gives one point for all of it ({place.code})"), place.code
    return Disc(place.lon, place.lat, wide), f"{wide:g} km for {place.code}"
