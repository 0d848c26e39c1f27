"""Which two rows could be one event: near in space, near in time. Found without comparing every row with every other.

The rows of a place lie in one list, by the day on which they may begin. Places that may be near each other come from a
tree of boxes; for each row the rows that can begin before it must have ended are then one stretch of such a list.
A row of which the place or the day is not known, or is too wide, could be the same as nearly any other: such rows are
not compared here, which `left_out` of the queue says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from firmground.places import Area, Candidates, Disc, geod

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.locate import Located
    from firmground.places import Where

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_KM_OF_A_DEGREE = 110.5  # least length of a degree of latitude on WGS84, so that boxes err on the wide side


@dataclass(frozen=True, slots=True)
class Windows:
    """When two rows are near enough to ask whether they are one event. Our judgement; each number is told in the docs.

    `km`: how far apart the nearest points of two places may be. `days`: days between two dates, since a night falls on
    two days and sources take either. `widest_km`, `widest_days`: rows that are known less exactly are not compared.
    `named_km`: how far apart, if the note of one row names the other's place. `each`: of the rows of one place that
    come into question for a row, at most so many are compared, the earliest. `most`: questions that are asked at all.
    """

    km: float = 5.0
    days: int = 1
    widest_km: float = 60.0
    widest_days: int = 14
    named_km: float = 100.0
    each: int = 12
    most: int = 1000


@dataclass(frozen=True)
class Near:
    """Pairs of rows as indices, `first` beginning no later than `second`; the km between the nearest points of their
    places and between their centres (NaN where they are one area), and how many pairs were cut off by `each`.
    """

    first: Ints
    second: Ints
    km: Floats
    centre_km: Floats
    cut: int


@dataclass(frozen=True)
class Spots:
    """The regions of a case as discs, one entry a disc: a place with candidates has several. `region` of each."""

    region: Ints
    lon: Floats
    lat: Floats
    radius: Floats
    areas: Ints  # regions that are areas: compared with themselves alone


def find_spots(located: Located, widest_km: float) -> Spots:
    """Every region narrow enough to be compared."""
    rows: list[tuple[int, float, float, float]] = []
    areas: list[int] = []
    for number, region in enumerate(located.regions):
        if isinstance(region.where, Area):
            areas.append(number)
        rows.extend(
            (number, disc.lon, disc.lat, disc.radius_km)
            for disc in discs_of(region.where)
            if disc.radius_km <= widest_km
        )
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    return Spots(table[:, 0].astype(np.int64), table[:, 1], table[:, 2], table[:, 3], np.array(areas, dtype=np.int64))


def discs_of(where: Where) -> list[Disc]:
    if isinstance(where, Disc):
        return [where]
    if isinstance(where, Candidates):
        return [disc for option in where.options for disc in discs_of(option)]
    return []


@dataclass(frozen=True)
class Neighbours:
    """Ordered pairs of regions, sorted by `one`; each with itself too. km as in `Near`."""

    one: Ints
    other: Ints
    km: Floats
    centre_km: Floats


def find_neighbours(spots: Spots, within_km: float) -> Neighbours:
    """Regions whose nearest points are at most so far apart."""
    boxes, owner = _boxes(spots, within_km / 2)
    left, right = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    left, right = owner[left], owner[right]
    keep = left <= right
    pairs = np.unique(np.column_stack((left[keep], right[keep])), axis=0)
    left, right = pairs[:, 0], pairs[:, 1]
    _, _, metres = geod().inv(spots.lon[left], spots.lat[left], spots.lon[right], spots.lat[right])
    centre = np.asarray(metres, dtype=np.float64) / 1000
    gap = np.maximum(0.0, centre - spots.radius[left] - spots.radius[right])
    near = gap <= within_km
    one, other = spots.region[left[near]], spots.region[right[near]]
    return _nearest_of_each(one, other, gap[near], centre[near], spots.areas)


def _boxes(spots: Spots, more_km: float) -> tuple[NDArray[np.object_], Ints]:
    """A box round each disc; one that crosses 180 degrees stands on both sides."""
    up = (spots.radius + more_km) / _KM_OF_A_DEGREE
    steepest = np.cos(np.radians(np.minimum(89.0, np.abs(spots.lat) + up)))
    across = np.minimum(180.0, up / np.maximum(steepest, 0.02))
    owner = np.arange(len(spots.lon))
    parts, owners = [], []
    for turn in (-360.0, 0.0, 360.0):
        west, east = spots.lon + turn - across, spots.lon + turn + across
        inside = (west <= 180) & (east >= -180)
        parts.append(
            shapely.box(west[inside], spots.lat[inside] - up[inside], east[inside], spots.lat[inside] + up[inside])
        )
        owners.append(owner[inside])
    return np.concatenate(parts), np.concatenate(owners)


def _nearest_of_each(one: Ints, other: Ints, gap: Floats, centre: Floats, areas: Ints) -> Neighbours:
    """Both directions of each pair of regions, once, by their nearest discs; areas beside themselves."""
    a = np.concatenate((one, other, areas))
    b = np.concatenate((other, one, areas))
    km = np.concatenate((gap, gap, np.zeros(len(areas))))
    apart = np.concatenate((centre, centre, np.full(len(areas), np.nan)))
    order = np.lexsort((km, b, a))
    a, b, km, apart = a[order], b[order], km[order], apart[order]
    fresh = np.r_[True, (a[1:] != a[:-1]) | (b[1:] != b[:-1])] if len(a) else np.zeros(0, dtype=bool)
    return Neighbours(a[fresh], b[fresh], km[fresh], apart[fresh])


def pair_rows(rows: Ints, region_of: Ints, start: Ints, stop: Ints, neighbours: Neighbours, windows: Windows) -> Near:
    """Pairs among `rows` (indices of events) whose days may coincide and whose regions are neighbours.

    `start`, `stop`, `region_of` are columns of all events; days half-open.
    """
    if not len(rows) or not len(neighbours.one):
        nothing = np.zeros(0, dtype=np.int64)
        return Near(nothing, nothing, np.zeros(0), np.zeros(0), 0)
    order = rows[np.lexsort((rows, start[rows], region_of[rows]))]
    base = int(start[order].min())
    span = int(stop[order].max()) - base + windows.days + 2
    keys = region_of[order] * span + (start[order] - base)
    # One entry a row and neighbouring region: the stretch of rows there that begin while this one may last.
    low = np.searchsorted(neighbours.one, region_of[order], side="left")
    high = np.searchsorted(neighbours.one, region_of[order], side="right")
    who, which = _spread(low, high)
    row = order[who]
    there = neighbours.other[which] * span
    first = np.searchsorted(keys, there + start[row] - base, side="left")
    last = np.searchsorted(keys, there + stop[row] - base + windows.days, side="left")
    cut = int(np.maximum(0, last - first - windows.each - 1).sum())
    entry, place = _spread(first, np.minimum(last, first + windows.each + 1))
    one, other, edge = row[entry], order[place], which[entry]
    # Rows that may begin on the same day find each other twice, and each row finds itself.
    keep = (start[other] > start[one]) | (other > one)
    one, other, edge = one[keep], other[keep], edge[keep]
    return Near(one, other, neighbours.km[edge], neighbours.centre_km[edge], cut)


def _spread(low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """For stretches [low, high): the number of the stretch and the place in it, one entry a place."""
    count = np.maximum(0, high - low)
    who = np.repeat(np.arange(len(low)), count)
    place = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)
    return who, place
