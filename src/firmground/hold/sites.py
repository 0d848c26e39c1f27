"""Sites and occurrences: what is asked of the maps, each thing once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.meetings.enclose import enclosing_disc
from firmground.hold.spells import Spells, spread
from firmground.hold.taken import COARSER_KM, coarser_radii
from firmground.places import Area, Candidates, Disc, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from firmground.hold.way import Way
    from firmground.locate import Located, Regions
    from firmground.places import Where

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_DAY_BITS = 22  # NO_STOP is less than 2 ** 22
_MORE_THAN_DAYS = 1 << 23


class Kind(IntEnum):
    UNKNOWN = 0
    DISC = 1
    AREA = 2


@dataclass(frozen=True, eq=False)
class Sites:
    """The sites of all regions: region r owns the sites `first[r]` to `first[r + 1]`, one of which is the right one.

    `weight`: how likely, all candidates being equal. `lon`, `lat`, `radius_km` of discs, NaN of others. `keys`: the
    keys of the place that a site was found by name at, as a list of places would know it; only of such sites. `areas`:
    the sites that are areas. `coarser`: the sites that stand for withheld ones inside them; None where there are none.
    """

    first: Ints
    kind: NDArray[np.int8]
    lon: Floats
    lat: Floats
    radius_km: Floats
    weight: Floats
    keys: Mapping[int, tuple[str, ...]]
    areas: Mapping[int, Area]
    coarser: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        return len(self.kind)

    def radii_km(self, sites: Ints, way: Way) -> Floats:
        """How wide these discs are taken; 0 for points."""
        coded = self.radius_km[sites]
        plain = way.radii_km(coded)
        if self.coarser is None:
            return plain
        return np.where(self.coarser[sites], coarser_radii(coded, way.radius) + way.margin_km, plain)

    def ground(self, site: int, way: Way) -> Disc | Area | Unknown:
        """The ground to look at."""
        where = self.where(site)
        if isinstance(where, Disc):
            return replace(where, radius_km=float(self.radii_km(np.array([site]), way)[0]))
        if isinstance(where, Area):
            wider = COARSER_KM if self.coarser is not None and self.coarser[site] else 0.0
            return way.widen(where, wider)
        return where

    def taken(self, way: Way) -> Sites:
        """The same, with discs round the coarser areas where radii are taken wider: see `taken_place`."""
        wide = [] if self.coarser is None or way.radius <= 1 else [site for site in self.areas if self.coarser[site]]
        if not wide:
            return self
        discs = [enclosing_disc(self.areas[site]) for site in wide]
        columns = {name: getattr(self, name).copy() for name in ("kind", "lon", "lat", "radius_km")}
        columns["kind"][wide] = Kind.DISC
        for name in ("lon", "lat", "radius_km"):
            columns[name][wide] = [getattr(disc, name) for disc in discs]
        return replace(self, **columns, areas={site: area for site, area in self.areas.items() if site not in wide})

    def where(self, site: int) -> Disc | Area | Unknown:
        """The place itself. An unknown one has no reason here."""
        if self.kind[site] == Kind.DISC:
            return Disc(float(self.lon[site]), float(self.lat[site]), float(self.radius_km[site]))
        return self.areas.get(site) or Unknown()


def find_sites(regions: Regions) -> Sites:
    """The sites of every region, in order."""
    leaves = {
        number: list(_leaves(region.where, region.names or ((),), 1.0)) for number, region in regions.others.items()
    }
    count = np.ones(len(regions), dtype=np.int64)
    count[list(leaves)] = [len(own) for own in leaves.values()]
    first = np.concatenate([[0], np.cumsum(count)])
    owner = np.repeat(np.arange(len(regions)), count)
    columns = {name: getattr(regions, name)[owner] for name in ("lon", "lat", "radius_km")}
    kind = np.where(np.isfinite(columns["lon"]), np.int8(Kind.DISC), np.int8(Kind.UNKNOWN))
    weight = np.ones(len(owner))
    keys: dict[int, tuple[str, ...]] = {}
    areas: dict[int, Area] = {}
    for number, own in leaves.items():
        for site, (where, names, likely) in enumerate(own, start=int(first[number])):
            weight[site] = likely
            if names:
                keys[site] = names
            if isinstance(where, Disc):
                kind[site] = Kind.DISC
                columns["lon"][site], columns["lat"][site] = where.lon, where.lat
                columns["radius_km"][site] = where.radius_km
            elif isinstance(where, Area):
                kind[site], areas[site] = Kind.AREA, where
    coarser = None if regions.coarser is None else regions.coarser[owner]
    return Sites(first, kind, columns["lon"], columns["lat"], columns["radius_km"], weight, keys, areas, coarser)


def _leaves(
    where: Where, names: tuple[tuple[str, ...], ...], weight: float
) -> Iterator[tuple[Where, tuple[str, ...], float]]:
    """What a region may be, each with the keys of its name; of several candidates all have equal weight."""
    if not isinstance(where, Candidates):
        yield where, names[0], weight
        return
    if len(names) == 1:
        names *= len(where.options)  # one named place of which it is not known where it lies
    for option, keys in zip(where.options, names, strict=True):
        yield from _leaves(option, (keys,), weight / len(where.options))


@dataclass(frozen=True, eq=False)
class Occurrences:
    """Events that share region and days are one occurrence, so that their ground is looked up once.

    `of_event[e]`: the occurrence of an event. `region`, `start`, `stop` (excluded) of each occurrence, sorted by them.
    """

    of_event: NDArray[np.int32]
    region: Ints
    start: Ints
    stop: Ints

    def __len__(self) -> int:
        return len(self.region)

    def cut(self, sites: Sites, told: Spells) -> Spells:
        """The spells of each occurrence, of one site after the other, from those of all sites."""
        count = np.diff(sites.first)[self.region]
        occurrence, number = spread(count)
        site = sites.first[self.region[occurrence]] + number
        found = told.taken(site, self.start[occurrence], self.stop[occurrence])
        weight = found.weight * sites.weight[np.repeat(site, np.diff(found.first))]
        first = found.first[np.concatenate([[0], np.cumsum(count)])]
        return Spells(first, found.start, found.stop, found.reading, weight)


def find_occurrences(located: Located) -> Occurrences:
    """The occurrences of all events."""
    events = located.case.events
    days, day_code = _coded((events.start << _DAY_BITS) | events.stop)
    keys, of_event = _coded(located.region_of * max(1, len(days)) + day_code)
    region, code = np.divmod(keys, max(1, len(days)))
    return Occurrences(of_event.astype(np.int32), region, days[code] >> _DAY_BITS, days[code] & ((1 << _DAY_BITS) - 1))


def _coded(values: Ints) -> tuple[Ints, Ints]:
    """The different values, sorted, and which of them each is."""
    distinct, codes = np.unique(values, return_inverse=True)
    return distinct, codes.reshape(-1)


@dataclass(frozen=True, eq=False)
class Questions:
    """Runs of days, `start` to `stop` excluded, on which something happened at a region: sorted and apart."""

    region: Ints
    start: Ints
    stop: Ints

    def __len__(self) -> int:
        return len(self.region)

    def of_sites(self, sites: Sites) -> Questions:
        """The same asked of every site: then `region` is a site."""
        begin = np.searchsorted(self.region, np.arange(len(sites.first)))  # of each region
        owner, _ = spread(np.diff(sites.first))
        count = np.diff(begin)[owner]
        site, which = spread(count)
        row = begin[owner[site]] + which
        return Questions(site, self.start[row], self.stop[row])

    def among(self, chosen: NDArray[np.bool_]) -> Questions:
        """Those about the regions that are chosen."""
        kept = chosen[self.region]
        return Questions(self.region[kept], self.start[kept], self.stop[kept])

    def mostly_whole(self) -> Questions:
        """One run for a region of whose days, from first to last, a quarter or more are asked for; others as before."""
        hulls = self.hulls()
        number = np.repeat(
            np.arange(len(hulls)), np.diff(np.append(np.searchsorted(self.region, hulls.region), len(self)))
        )
        asked = np.bincount(number, self.stop - self.start, minlength=len(hulls))
        whole = asked * 4 >= hulls.stop - hulls.start
        first = np.diff(number, prepend=-1) > 0
        kept = ~whole[number] | first
        stop = np.where(whole[number], hulls.stop[number], self.stop)
        return Questions(self.region[kept], self.start[kept], stop[kept])

    def hulls(self) -> Questions:
        """One run for each region, from its first day to its last."""
        if not len(self):
            return self
        first = np.flatnonzero(np.diff(self.region, prepend=-1))
        return Questions(self.region[first], self.start[first], np.maximum.reduceat(self.stop, first))


def find_questions(occurrences: Occurrences) -> Questions:
    """Days of occurrences that touch or overlap are asked for together."""
    region, start = occurrences.region, occurrences.start
    reached = np.maximum.accumulate(region * _MORE_THAN_DAYS + occurrences.stop)
    apart = np.ones(len(region), dtype=np.bool_)
    apart[1:] = region[1:] * _MORE_THAN_DAYS + start[1:] > reached[:-1]
    first = np.flatnonzero(apart)
    last = np.append(first[1:], len(region)) - 1 if len(first) else first
    return Questions(region[first], start[first], reached[last] % _MORE_THAN_DAYS)
