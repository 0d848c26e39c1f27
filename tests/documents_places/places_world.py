"""A small gazetteer and pages for it."""

from __future__ import annotations

from firmground.case.documents import Document
from firmground.dates import When
from firmground.documents.page import Page
from firmground.documents.places import Entry, PlaceFinder
from firmground.places import Area, Disc, Unknown
from oracles.worlds import box


def page(text: str) -> Page:
    return Page(Document("d", "", "", "", "", "", "", "text", When.unknown()), text)


def spot(name, *names, at=(36.0, 35.0), radius=5.0, unit="", key="", gazetteer="case"):
    return Entry(key or name.lower(), name, names, Disc(*at, radius), gazetteer, unit, centre=at)


def unit(name, *names, level="1", area=None, above=""):
    where = Area(name, name, area) if area is not None else Unknown("no border")
    return Entry(f"{level}:{name}", name, names, where, "case", above, level)


NORTH, SOUTH = box(36.0, 35.0, 38.0, 37.0), box(36.0, 33.0, 38.0, 35.0)
WORLD = (
    spot("Salma", at=(36.5, 36.0), unit="North", key="salma-north"),
    spot("Salma", at=(36.5, 34.0), unit="South", key="salma-south"),
    spot("Zor", at=(37.0, 36.0), unit="North"),
    spot("Deir ez-Zor", "Dayr az-Zawr", "دير الزور", "Дейр-эз-Зор", at=(37.5, 36.5), unit="North", key="deir"),
    spot("Raqqa", "الرقة", "Ракка", "רקה", at=(37.2, 36.2), unit="Raqqa"),
    spot("Palmyra", "Tadmor", at=(37.0, 34.0), unit="South"),
    spot("Al-Latamneh", "اللطامنة", at=(36.2, 35.5), unit="North", key="latamneh"),
    spot("Hit", at=(36.8, 34.2), unit="South"),
    spot("Damascus", at=(36.3, 33.5), radius=10.0, unit="South"),
    spot("15 km south-west of Raqqa", at=(37.1, 36.1), key="raqqa-15km-sw"),
    unit("North", "North governorate", area=NORTH, above="Land"),
    unit("South", "South governorate", area=SOUTH, above="Land"),
    unit("Raqqa", "Raqqa province", area=box(36.9, 36.0, 37.6, 37.0), above="Land"),
    unit("Land", level="country", area=box(36.0, 33.0, 38.0, 37.0)),
)


def world() -> PlaceFinder:
    return PlaceFinder(WORLD)


def ids(found) -> list[str]:
    return [match.id for match in found.candidates]
