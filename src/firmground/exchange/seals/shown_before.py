"""Does what is revealed of a record lie inside what the package showed of it? Who was shown a month relied on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.case.events import parse_parties
from firmground.dates import parse_when
from firmground.exchange.viewing.treat import MAY, SOMEBODY
from firmground.places import Disc, distance_km
from firmground.read.records import read_count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.exchange.tables import Json

_DATES: Final = frozenset({"date", "date_from", "date_until", "reported"})
_PARTIES: Final = frozenset({"by", "target"})
_DISC: Final = ("lon", "lat", "radius_km")
_PLACE: Final = frozenset({*_DISC, "area", "level", "place", "unplaced"})
_ROUNDING_KM: Final = 1e-6


def differing(shown: Mapping[str, Json], revealed: Mapping[str, Json], *, event: bool) -> list[str]:
    """What is revealed and does not lie inside what was shown, in words; nothing where all of it does.

    `shown`: the cells that the package shows of fields that it withholds. `event`: does the record tell of an event?
    """
    compared = [name for name in shown if name in revealed and not (event and name in _PLACE)]
    told = [
        f"{name} is {revealed[name] or 'empty'}, and it shows {shown[name]}"
        for name in compared
        if not _lies_in(name, revealed[name], shown[name], event=event)
    ]
    return told + (_far_off(shown, revealed) if event else [])


def unchecked_place(shown: Mapping[str, Json], revealed: Mapping[str, Json]) -> bool:
    """Is a place revealed for which a wider one was shown, and neither said by coordinates?"""
    wider = bool(_PLACE & shown.keys()) and bool(_PLACE & revealed.keys())
    return wider and (_disc(shown) is None or _disc(revealed) is None)


def _lies_in(name: str, true: Json, shown: Json, *, event: bool) -> bool:
    if not event:
        return shown in (SOMEBODY, MAY) or _part_of(shown, true)
    try:
        if name in _DATES:
            own, wider = parse_when(str(true or "")).possible, parse_when(str(shown)).possible
            return wider.start <= own.start and own.stop <= wider.stop
        if name == "strikes":
            (low, high), (least, most) = read_count(str(true or "")), read_count(str(shown))
            return least <= low and high <= most
    except ValueError:
        return False
    if name in _PARTIES:
        readings = parse_parties(str(shown))
        return any(SOMEBODY in one for one in readings) or set(parse_parties(str(true or ""))) <= set(readings)
    return bool(true == shown)


def _part_of(shown: Json, true: Json) -> bool:
    """Of lists and tables some may be left out; nothing may stand there that is not in the record."""
    if isinstance(shown, dict):
        return isinstance(true, dict) and all(key in true and _part_of(own, true[key]) for key, own in shown.items())
    if isinstance(shown, list):
        return isinstance(true, list) and all(any(_part_of(one, other) for other in true) for one in shown)
    return bool(shown == true)


def _far_off(shown: Mapping[str, Json], revealed: Mapping[str, Json]) -> list[str]:
    wider, own = _disc(shown), _disc(revealed)
    if wider is None or own is None:
        return []
    away = distance_km(wider.lon, wider.lat, own.lon, own.lat)
    if away + own.radius_km <= wider.radius_km + _ROUNDING_KM:
        return []
    words = ", ".join(str(revealed[name]) for name in _DISC if revealed.get(name) is not None)
    return [
        f"it lies at {words} ({away:,.1f} km from the middle of the disc of {wider.radius_km:,.1f} km that it shows)"
    ]


def _disc(cells: Mapping[str, Json]) -> Disc | None:
    lon, lat, radius = (cells.get(name) for name in _DISC)
    try:
        return Disc(float(str(lon)), float(str(lat)), float(str(radius or 0.0)))
    except ValueError:
        return None
