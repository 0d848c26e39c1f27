"""One place that several gazetteers know, made one: a town in the case, in UCDP and in GeoNames is no ambiguity.

The first gazetteer's entry stays, with its id and its region; a later one of the same name at the same spot, or a unit
of the same level and name, gives it its names. Two of one gazetteer at one spot are one place too. All else stays
apart: two villages of one name are two candidates.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from firmground.documents.places.from_ucdp import core_text
from firmground.documents.places.index import core_of, heard
from firmground.documents.places.tokens import read_tokens
from firmground.places import Disc, Unknown, distance_km

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.documents.places.nouns import Entry

# Two gazetteers put the middle of one town so far apart at most; two points of one gazetteer are closer.
APART_KM: Final = 6.0
SAME_KM: Final = 1.5
_MOST_COMPARED: Final = 500  # of one name, so that a file of one name a million times is read too


def merge_entries(entries: Iterable[Entry]) -> list[Entry]:
    """The entries in their order, without those that are another's: that one has their names."""
    kept: list[Entry] = []
    names: list[dict[str, None]] = []
    also: list[dict[str, None]] = []
    by_key: dict[str, list[int]] = {}
    for entry in entries:
        keys = [key for key in dict.fromkeys(map(key_of, (entry.name, *entry.names))) if key]
        near = (number for key in keys for number in by_key.get(key, ())[:_MOST_COMPARED] if _same(kept[number], entry))
        number = next(near, None)
        if number is None:
            number = len(kept)
            kept.append(entry)
            names.append({})
            also.append({})
        elif entry.gazetteer != kept[number].gazetteer:
            also[number][entry.gazetteer] = None
            kept[number] = replace(kept[number], country=kept[number].country or entry.country)
        names[number].update(dict.fromkeys((entry.name, *entry.names)))
        for key in keys:
            held = by_key.setdefault(key, [])
            if len(held) < _MOST_COMPARED and number not in held:
                held.append(number)
    merged = [
        replace(entry, names=tuple(name for name in own if name and name != entry.name), why=_why(entry.why, more))
        for entry, own, more in zip(kept, names, also, strict=True)
    ]
    return _bound_units(merged)


def _bound_units(entries: list[Entry]) -> list[Entry]:
    """A unit of which no border is known lies in the unit above it: its ground is no wider than that one's."""
    grounds = {
        key_of(entry.name): entry for entry in entries if entry.level and not isinstance(entry.where, Unknown)
    }  # fmt: skip

    def bound(entry: Entry) -> Entry:
        if not entry.level or not isinstance(entry.where, Unknown):
            return entry
        keys = (key_of(core_text(part)) for part in entry.unit.split(","))
        above = next((grounds[key] for key in keys if key in grounds and grounds[key].level != entry.level), None)
        if above is None:
            return entry
        return replace(entry, where=above.where, why=f"its border is not known; it lies in {above.name}")

    return [bound(entry) for entry in entries]


def key_of(name: str) -> str:
    """A name as it is heard, without articles and what kind of place it is."""
    return "".join(heard(core_of([token.fold for token in read_tokens(name)])))


@lru_cache(maxsize=1 << 16)
def unit_keys(unit: str) -> frozenset[str]:
    """The keys of the units that an entry lies in."""
    return frozenset(key for part in unit.split(",") if (key := key_of(core_text(part))))


def _same(one: Entry, other: Entry) -> bool:
    if one.level != other.level:
        return False
    if one.level:
        return one.gazetteer != other.gazetteer and (one.level in {"1", "country"} or _close(one, other, 40.0))
    if one.gazetteer == other.gazetteer:
        return one.gazetteer != "case" and _close(one, other, SAME_KM)
    radius = max((place.where.radius_km for place in (one, other) if isinstance(place.where, Disc)), default=0.0)
    return _close(one, other, max(APART_KM, min(radius, 2 * APART_KM)))


def _close(one: Entry, other: Entry, km: float) -> bool:
    return one.centre is not None and other.centre is not None and distance_km(*one.centre, *other.centre) <= km


def _why(why: str, also: dict[str, None]) -> str:
    return "; ".join(filter(None, (why, f"also in {' and '.join(also)}" if also else "")))
