"""locate: each event becomes the set of points and days it may be.

The days are columns of the event table already; here every event gets its region. Events that lie in the same
region share it, so that geometry is done once. A row that cannot be placed keeps its reason and takes part as
unknown ground: it is never dropped and never moved to a centroid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np

from firmground.case.gazetteer import fold_name
from firmground.places import Candidates, Disc, Unknown
from firmground.texts import Texts, code_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.case.events import EventTable, Floats, Ints
    from firmground.places import Where

    Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Where some events may have been.

    `names`: keys of the place the events were placed at *by name*, one for each candidate, as a list of
    places would know them (id first, then folded name); empty for coordinates of their own. `counts_as`
    identifies the place when places are counted; "" where the place is unknown and may be any other.

    `nameless`: which place it was is withheld, so that the events may have been at any place by name. `coarser`:
    `where` is shown in the place of the true region and holds it, however that was known: by name, coordinates, unit.
    """

    where: Where
    label: str
    names: tuple[tuple[str, ...], ...] = ()
    counts_as: str = ""
    nameless: bool = False
    coarser: bool = False


@dataclass(frozen=True, eq=False)
class Regions(Sequence[Region]):
    """Regions as columns, for there may be as many as events; an object is made when one is asked for.

    `lon`, `lat`, `radius_km`: of regions that are discs round coordinates of their own, NaN for all others, which stand
    in `others` by their numbers. `label`, `counts_as`: of such a disc, "" where its coordinates say it. `nameless`,
    `coarser`: of all regions; None where nothing is withheld.
    """

    lon: Floats
    lat: Floats
    radius_km: Floats
    label: Texts
    counts_as: Texts
    others: Mapping[int, Region] = field(default_factory=dict)
    nameless: Bools | None = None
    coarser: Bools | None = None
    _made: dict[int, Region] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, regions: Sequence[Region]) -> Regions:
        """Any regions, one by one."""
        nothing, texts = np.full(len(regions), np.nan), Texts.same("", len(regions))
        return cls(nothing, nothing, nothing, texts, texts, dict(enumerate(regions)))

    def __len__(self) -> int:
        return len(self.lon)

    @overload
    def __getitem__(self, index: int) -> Region: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Region]: ...

    def __getitem__(self, index: int | slice) -> Region | Sequence[Region]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        number = range(len(self))[index]
        found = self.others.get(number) or self._made.get(number)
        if found is None:
            found = self._made[number] = self._disc(number)
        return found

    def label_of(self, number: int) -> str:
        """The label of a region, without making it."""
        if number in self.others:
            return self.others[number].label
        return self.label[number] or _degrees(float(self.lon[number]), float(self.lat[number]))

    def _disc(self, number: int) -> Region:
        lon, lat, radius_km = (float(column[number]) for column in (self.lon, self.lat, self.radius_km))
        nameless, coarser = (flags is not None and bool(flags[number]) for flags in (self.nameless, self.coarser))
        counts_as = "" if nameless else self.counts_as[number] or f"@{lon!r},{lat!r}"
        return Region(
            Disc(lon, lat, radius_km), self.label_of(number), counts_as=counts_as, nameless=nameless, coarser=coarser
        )

    @cached_property
    def counted_place(self) -> Ints:
        """For each region the first one that counts as the same place; -1 where the place is unknown."""
        named = self.counts_as.changed(
            np.fromiter(self.others, dtype=np.int64), Texts.of(region.counts_as for region in self.others.values())
        )
        known = np.ones(len(self), dtype=np.bool_) if self.nameless is None else ~self.nameless
        own = np.isfinite(self.lon) & ~named.filled() & known
        # A place counted by its coordinates is never one that is counted by a name.
        lon, lat = (code_floats(np.where(own, axis, np.nan)) for axis in (self.lon, self.lat))
        number, first = code_rows(named.codes, lon, lat)
        return np.where(own | (named.filled() & known), first[number], -1)


@dataclass(frozen=True, eq=False)
class Located:
    """The events of a case with their regions: `region_of[i]` indexes `regions`. `unplaced[i]`: "" or why not."""

    case: Case
    regions: Regions
    region_of: NDArray[np.int64]
    unplaced: Texts

    def region(self, event: int) -> Region:
        return self.regions[int(self.region_of[event])]


def locate_events(case: Case) -> Located:
    """Finds the region of every event, by this order: the unit it was coded to, its own coordinates, its place's name.

    The coordinates of an event that is known only to a unit are the middle of the unit and say nothing.
    """
    events = case.events
    texts = (events.place, events.level, events.area, events.unplaced)
    numbers = (events.lon, events.lat, events.radius_km)
    kept_back = (_nameless(events), _coarser(events))
    flags = [own.astype(np.int64) for own in kept_back]
    region_of, rows = code_rows(*(column.codes for column in texts), *map(code_floats, numbers), *flags)
    regions = _regions(case, rows)
    reasons = Texts.of(
        where.reason if isinstance(where := region.where, Unknown) else "" for region in regions.others.values()
    )
    unplaced = Texts.same("", len(rows)).changed(np.fromiter(regions.others, dtype=np.int64), reasons)
    return Located(case, regions, region_of, Texts.recoded(unplaced.values, unplaced.codes[region_of]))


def code_floats(column: Floats) -> Ints:
    """Numbers that are the same for the same value; all NaN are one, 0.0 and -0.0 are two."""
    bits = np.where(np.isnan(column), np.nan, column).view(np.int64)
    return np.unique(bits, return_inverse=True)[1]


def _coarser(events: EventTable) -> Bools:
    """Rows whose unit or coordinates stand for withheld ones."""
    of_unit = events.level.filled()
    withheld = np.where(of_unit, events.withholds("level", "area"), events.withholds("lon", "lat", "radius_km"))
    return np.asarray(withheld & (of_unit | np.isfinite(events.lon)) & ~events.unplaced.filled())


def _nameless(events: EventTable) -> Bools:
    """Rows of which it is withheld which place it was: they may have been at any. What has only coordinates or a unit
    is a place of its own by them, and by no coarser ones.
    """
    return np.asarray(events.withholds("place") | (~events.place.filled() & _coarser(events)))


def _regions(case: Case, rows: Ints) -> Regions:
    """The region of each of these events."""
    events = case.events
    nameless, coarser = _nameless(events)[rows], _coarser(events)[rows]
    own = np.isfinite(events.lon[rows]) & np.isfinite(events.lat[rows])
    own &= ~events.level.taken(rows).filled() & ~events.unplaced.taken(rows).filled()
    lon, lat = (np.where(own, axis[rows], np.nan) for axis in (events.lon, events.lat))
    radius = events.radius_km[rows]
    place = events.place.taken(rows)
    others = {
        number: _region(case, int(rows[number]), nameless=bool(nameless[number]), coarser=bool(coarser[number]))
        for number in np.flatnonzero(~own).tolist()
    }
    return Regions(
        lon,
        lat,
        np.where(own, np.where(np.isfinite(radius), radius, 0.0), np.nan),
        place,
        place.trimmed().reading(lambda text: _counted_place(case, text)),
        others,
        nameless if nameless.any() else None,
        coarser if coarser.any() else None,
    )


def _region(case: Case, index: int, *, nameless: bool, coarser: bool) -> Region:
    """Of an event without coordinates that count."""
    events = case.events
    place, reason = events.place[index], events.unplaced[index]
    counts_as = _counted_place(case, place)
    if reason:
        found = Region(Unknown(reason), place, counts_as=counts_as)
    elif events.level[index]:
        found = _unit_region(case, index, counts_as)
    elif nameless:
        found = Region(Unknown("its place is withheld"), place)
    else:
        return _named_region(case, place, counts_as)
    return replace(found, counts_as="" if nameless else found.counts_as, nameless=nameless, coarser=coarser)


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
