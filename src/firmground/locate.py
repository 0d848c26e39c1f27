"""locate: each event becomes the set of points and days it may be.

The days are columns of the event table already; here every event gets its region. Events that lie in the same
region share it, so that geometry is done once. A row that cannot be placed keeps its reason and takes part as
unknown ground: it is never dropped and never moved to a centroid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.gazetteer import fold_name
from firmground.places import Candidates, Disc, Unknown

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.places import Where


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Where some events may have been.

    `names`: keys of the place the events were placed at *by name*, one for each candidate, as a list of
    places would know them (id first, then folded name); empty for coordinates of their own. `counts_as`
    identifies the place when places are counted; "" where the place is unknown and may be any other.
    """

    where: Where
    label: str
    names: tuple[tuple[str, ...], ...] = ()
    counts_as: str = ""


@dataclass(frozen=True, eq=False)
class Located:
    """The events of a case with their regions: `region_of[i]` indexes `regions`. `unplaced[i]`: "" or why not."""

    case: Case
    regions: tuple[Region, ...]
    region_of: NDArray[np.int64]
    unplaced: tuple[str, ...]

    def region(self, event: int) -> Region:
        return self.regions[int(self.region_of[event])]


def locate_events(case: Case) -> Located:
    """Finds the region of every event, by this order: the unit it was coded to, its own coordinates, its place's name.

    The coordinates of an event that is known only to a unit are the middle of the unit and say nothing.
    """
    seen: dict[Hashable, int] = {}
    regions: list[Region] = []
    region_of = np.empty(len(case.events), dtype=np.int64)
    unplaced: list[str] = []
    for index in range(len(case.events)):
        key = _key(case, index)
        if key not in seen:
            seen[key] = len(regions)
            regions.append(_region(case, index))
        region_of[index] = seen[key]
        where = regions[seen[key]].where
        unplaced.append(where.reason if isinstance(where, Unknown) else "")
    return Located(case, tuple(regions), region_of, tuple(unplaced))


def _key(case: Case, index: int) -> Hashable:
    events = case.events
    return (
        events.place[index],
        events.level[index],
        events.area[index],
        events.unplaced[index],
        *(repr(float(column[index])) for column in (events.lon, events.lat, events.radius_km)),
    )


def _region(case: Case, index: int) -> Region:
    events = case.events
    place, reason = events.place[index], events.unplaced[index]
    counts_as = _counted_place(case, place)
    if reason:
        return Region(Unknown(reason), place, counts_as=counts_as)
    if events.level[index]:
        return _unit_region(case, index, counts_as)
    lon, lat, radius = (float(column[index]) for column in (events.lon, events.lat, events.radius_km))
    if np.isfinite(lon) and np.isfinite(lat):
        disc = Disc(lon, lat, radius if np.isfinite(radius) else 0.0)
        return Region(disc, place or _degrees(lon, lat), counts_as=counts_as or f"@{lon!r},{lat!r}")
    return _named_region(case, place, counts_as)


def _degrees(lon: float, lat: float) -> str:
    return f"{abs(lat):.3f}° {'N' if lat >= 0 else 'S'}, {abs(lon):.3f}° {'E' if lon >= 0 else 'W'}"


def _unit_region(case: Case, index: int, counts_as: str) -> Region:
    """An event of which only the administrative unit is known lies anywhere in it, never at its middle."""
    level, name = case.events.level[index], case.events.area[index]
    area = case.gazetteer.find_area(level, name)
    label = case.events.place[index] or name
    if area is None:
        unit = f"the unit {name!r}" if name else "a unit that is not named"
        reason = f"known only to {unit} (level {level}), and no [[areas]] file of the case has its border"
        return Region(Unknown(reason), label, counts_as=counts_as)
    return Region(area, label, counts_as=counts_as or f"#{level}:{area.id}")


def _named_region(case: Case, place: str, counts_as: str) -> Region:
    if not place:
        return Region(Unknown("no place is given"), "")
    found = case.gazetteer.find(place)
    if not found:
        # A list of places may still know the name, even if the gazetteer does not.
        return Region(Unknown(f"the place {place!r} is not in places.csv"), place, ((fold_name(place),),), counts_as)
    names = tuple((entry.id, fold_name(entry.name)) for entry in found)
    if len(found) == 1:
        return Region(found[0].where, found[0].name, names, counts_as)
    return Region(Candidates(tuple(entry.where for entry in found)), place, names, counts_as)


def _counted_place(case: Case, place: str) -> str:
    if not place:
        return ""
    found = case.gazetteer.find(place)
    return found[0].id if len(found) == 1 else f"name:{fold_name(place)}"
