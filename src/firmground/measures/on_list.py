"""Whether a place on a sealed list lies inside the region of an event, and whether the list was sealed before it.

The question is about the region as the record has it. Where that is withheld, and a wider one shown in its place, a
place inside the wider one may lie outside the other: the answer is then never more than MAY.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.containment import lies_in
from firmground.engine.separation import FARTHEST_KM, point_to_shape
from firmground.errors import BadRequestError
from firmground.hold.taken import taken_place, taken_radii
from firmground.modality import CANNOT, MAY, MUST, Modality, any_of, one_of
from firmground.places import Area, Candidates, Disc, Unknown, geod

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.case.claims import OnList
    from firmground.case.events import EventTable
    from firmground.case.sealed import SealedList
    from firmground.dates import Days
    from firmground.hold import Held
    from firmground.places import Where

    Answers = NDArray[np.int8]
    Floats = NDArray[np.float64]

# What says where an event was: with one of these withheld, its region is wider than the record's.
SITE = ("place", "lon", "lat", "radius_km", "area", "level")
_SLACK = 1.01  # chords on a sphere against geodesics on the ellipsoid, which differ by less than 0.6 %
_EARTH_KM = 6371.0088


def find_list(case: Case, name: str) -> SealedList:
    """A sealed list of the case by id. Raises BadRequestError if there is none."""
    if name not in case.sealed:
        raise BadRequestError(f"{name!r} is no sealed list of the case")
    return case.sealed[name]


def sealed_before(case: Case, asked: OnList, days: Days) -> Answers:
    """Must, may or cannot the list have been sealed before each event, on those of its days that lie in `days`?

    On the very day of the sealing nobody knows which came first. Never more than MAY for events whose site is withheld.
    """
    sealed, events = find_list(case, asked.list), case.events
    start, stop = np.maximum(events.start, days.start), np.minimum(events.stop, days.stop)
    after = np.where(start > sealed.by, MUST, np.where(stop > sealed.said, MAY, CANNOT)).astype(np.int8)
    return np.where(site_withheld(events), np.minimum(after, np.int8(MAY)), after)


def site_withheld(events: EventTable) -> NDArray[np.bool_]:
    """Of which events does the record say where they were, and not here?"""
    return events.withholds(*SITE)


def sealing_days(case: Case, asked: Iterable[OnList]) -> list[int]:
    """The days at which answers of `sealed_before` change, for lists that the case has."""
    lists = [case.sealed[one.list] for one in asked if one.list in case.sealed]
    return [day for sealed in lists for day in (sealed.said, sealed.by + 1)]


def list_regions(held: Held, asked: OnList, radius: float) -> Answers:
    """Must, may or cannot a place on the list lie in each region or within `km` of it, being so many times as wide?

    What is not known of the list may lie anywhere. Raises BadRequestError if the case has no such list.
    """
    sealed = find_list(held.case, asked.list)
    regions, places = held.located.regions, _Places(sealed)
    answers = np.zeros(len(regions), dtype=np.int8)
    discs = np.flatnonzero(np.isfinite(regions.lon))
    own = (regions.lon[discs], regions.lat[discs], taken_radii(regions, radius)[discs] + asked.km)
    answers[discs] = places.in_discs(*own)
    for number in regions.others:
        answers[number] = places.lie_in(taken_place(regions[number], radius), asked.km)
    return answers if sealed.whole else np.maximum(answers, np.int8(MAY))


def deciding_entries(held: Held, asked: OnList, regions: Iterable[int], radius: float) -> list[list[int]]:
    """For each of these regions the numbers of all entries that surely lie in it, or within `km` of it.

    A region that is one of several places has a list for each of them: it takes an entry in every one.
    """
    sealed = find_list(held.case, asked.list)
    entries = [entry for entry in sealed.entries if isinstance(entry.where, Disc | Area | Candidates)]
    wheres = [entry.where for entry in entries if entry.where is not None]
    discs = [where if isinstance(where, Disc) else Disc(0.0, 0.0, FARTHEST_KM) for where in wheres]
    points = _on_sphere(np.array([disc.lon for disc in discs]), np.array([disc.lat for disc in discs]))
    radii = np.array([disc.radius_km for disc in discs])
    found = []
    for region in regions:
        for zone in _options(taken_place(held.located.regions[region], radius)):
            middle, far = _hull(zone)
            near = np.flatnonzero(_chords(points, middle) <= _SLACK * (far + asked.km + radii))
            found.append([entries[one].number for one in near.tolist() if _one_in(wheres[one], zone, asked.km) is MUST])
    return found


def _options(zone: Where) -> Iterator[Where]:
    if isinstance(zone, Candidates):
        for option in zone.options:
            yield from _options(option)
    else:
        yield zone


def _hull(zone: Where) -> tuple[NDArray[np.float64], float]:
    """A point, as a unit vector, and how far from it the ground of a zone reaches, in km."""
    if isinstance(zone, Disc):
        return _on_sphere(np.array([zone.lon]), np.array([zone.lat]))[0], zone.radius_km
    if not isinstance(zone, Area):
        return np.array([1.0, 0.0, 0.0]), FARTHEST_KM
    middle = zone.geometry.representative_point()
    far = point_to_shape(middle.x, middle.y, zone.geometry)[1]
    return _on_sphere(np.array([middle.x]), np.array([middle.y]))[0], far


class _Places:
    """The places of the known entries: discs as columns, all others one by one."""

    def __init__(self, sealed: SealedList) -> None:
        wheres = [entry.where for entry in sealed.entries if entry.where is not None]
        discs = [where for where in wheres if isinstance(where, Disc)]
        self._lon, self._lat, self._radius = (
            np.array([getattr(disc, name) for disc in discs], dtype=np.float64) for name in ("lon", "lat", "radius_km")
        )
        self._points = _on_sphere(self._lon, self._lat)
        self._others = [where for where in wheres if not isinstance(where, Disc | Unknown)]
        self._least = MAY if any(isinstance(where, Unknown) for where in wheres) else CANNOT

    def in_discs(self, lon: Floats, lat: Floats, reach: Floats) -> Answers:
        """Whether any lies in each of these discs."""
        answers = np.full(len(lon), self._least, dtype=np.int8)
        if len(lon) <= len(self._lon):
            for number, disc in enumerate(zip(lon.tolist(), lat.tolist(), reach.tolist(), strict=True)):
                answers[number] = self._least | self._discs_in(*disc)
        else:
            points = _on_sphere(lon, lat)
            for entry in range(len(self._lon)):
                own = (self._lon[entry], self._lat[entry], self._radius[entry])
                near = np.flatnonzero(_chords(points, self._points[entry]) <= _SLACK * (reach + own[2]))
                apart = _apart(lon[near], lat[near], own[0], own[1])
                answers[near] = np.maximum(answers[near], _inside(apart, own[2], reach[near]))
        for where in self._others:
            for number in np.flatnonzero(answers < MUST).tolist():
                zone = Disc(float(lon[number]), float(lat[number]), min(float(reach[number]), FARTHEST_KM))
                answers[number] = max(answers[number], lies_in(where, zone))
        return answers

    def lie_in(self, zone: Where, km: float) -> Modality:
        """Whether any lies in a zone of any kind, or within `km` of it."""
        if isinstance(zone, Unknown):
            return MAY if len(self._lon) or self._others else self._least
        if isinstance(zone, Candidates):
            return one_of(self.lie_in(option, km) for option in zone.options)
        others = self._least | any_of(_one_in(where, zone, km) for where in self._others)
        if isinstance(zone, Disc):
            return others | self._discs_in(zone.lon, zone.lat, zone.radius_km + km)
        middle, far = _hull(zone)
        near = np.flatnonzero(_chords(self._points, middle) <= _SLACK * (far + km + self._radius))
        columns = (self._lon[near].tolist(), self._lat[near].tolist(), self._radius[near].tolist())
        return others | any_of(_one_in(Disc(*disc), zone, km) for disc in zip(*columns, strict=True))

    def _discs_in(self, lon: float, lat: float, reach: float) -> Modality:
        """Whether any of the places that are discs lies in one disc."""
        chords = _chords(self._points, _on_sphere(np.array([lon]), np.array([lat]))[0])
        near = np.flatnonzero(chords <= _SLACK * (reach + self._radius))
        apart = _apart(self._lon[near], self._lat[near], lon, lat)
        inside = _inside(apart, self._radius[near], np.full(len(near), reach))
        return Modality(int(inside.max(initial=0)))


def _one_in(where: Where, zone: Where, km: float) -> Modality:
    if isinstance(where, Unknown) or isinstance(zone, Unknown):
        return MAY
    if isinstance(zone, Candidates):
        return one_of(_one_in(where, option, km) for option in zone.options)
    if isinstance(zone, Disc):
        return lies_in(where, Disc(zone.lon, zone.lat, min(zone.radius_km + km, FARTHEST_KM)))
    inside = lies_in(where, zone)
    return inside if not km else inside | _near_area(where, zone, km)


def _near_area(where: Where, zone: Area, km: float) -> Modality:
    """Whether all of a place is within so many km of an area, or some; of ground without one radius it only may be."""
    if isinstance(where, Candidates):
        return one_of(_near_area(option, zone, km) for option in where.options)
    if not isinstance(where, Disc):
        return MAY
    least = point_to_shape(where.lon, where.lat, zone.geometry)[0]
    return Modality.of(every=least + where.radius_km <= km, some=least - where.radius_km <= km)


def _inside(apart: Floats, radius: Floats | float, reach: Floats) -> Answers:
    """Places so far from the middles of discs: all of the place in the disc, some, or nothing."""
    return np.where(apart + radius <= reach, 2, np.maximum(0.0, apart - radius) <= reach).astype(np.int8)


def _apart(lon: Floats, lat: Floats, to_lon: float, to_lat: float) -> Floats:
    metres = geod().inv(lon, lat, np.full(len(lon), to_lon), np.full(len(lon), to_lat))[2]
    return np.asarray(metres, dtype=np.float64) / 1000


def _on_sphere(lon: Floats, lat: Floats) -> NDArray[np.float64]:
    """Unit vectors, shape (points, 3)."""
    east, north = np.radians(lon), np.radians(lat)
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def _chords(points: NDArray[np.float64], to: NDArray[np.float64]) -> Floats:
    """Straight distances through the Earth in km: never longer than those over the ground, but for its flattening."""
    return np.asarray(np.linalg.norm(points - to, axis=1) * _EARTH_KM, dtype=np.float64)
