"""Which two rows could be one event: near in space, near in time. Found without comparing every row with every other.

Rows are compared day by day: those that begin on one day with those that begin while they may still last. Within a day
the distances of all of them are first taken on a flat sheet, which is quick and errs on the wide side, and then exactly
for what is left. A row of which the place or the day is not known, or is too wide, could be the same as nearly any
other: such rows are not compared here, which `left_out` of the queue says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.places import Area, Candidates, Disc, geod

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.locate import Located
    from firmground.places import Where

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_KM_OF_A_DEGREE = 111.2  # mean length of a degree of latitude on WGS84
_SLACK = 1.02  # a flat sheet and a mean degree are off by less than this up to a few hundred km, away from the poles
_CELLS = 4_000_000  # distances that are held in memory at once


@dataclass(frozen=True, slots=True)
class Windows:
    """When two rows are near enough to ask whether they are one event. Our judgement; each number is told in the docs.

    `km`: how far apart the nearest points of two places may be. `days`: days between two dates, since a night falls on
    two days and sources take either. `widest_km`, `widest_days`: rows that are known less exactly are not compared.
    `named_km`: how far apart, if the note of one row names the other's place. `each`: of the rows of one day that come
    into question for a row, so many are compared, the nearest. `most`: questions that are asked at all.
    """

    km: float = 5.0
    days: int = 1
    widest_km: float = 60.0
    widest_days: int = 14
    named_km: float = 100.0
    each: int = 30
    most: int = 1000


@dataclass(frozen=True)
class Spots:
    """Where each row may have been, one entry a disc: a place with candidates has several. `row` is the index of the
    event; `area` the region where the place is an area, which is near itself alone, and -1 for a disc.
    """

    row: Ints
    lon: Floats
    lat: Floats
    radius: Floats
    area: Ints


def find_spots(located: Located, rows: Ints, widest_km: float) -> Spots:
    """The spots of those of these rows that are known narrowly enough to be compared."""
    of_region: list[list[tuple[float, float, float, int]]] = []
    for number, region in enumerate(located.regions):
        if isinstance(region.where, Area):
            of_region.append([(0.0, 0.0, 0.0, number)])
        else:
            discs = [disc for disc in discs_of(region.where) if disc.radius_km <= widest_km]
            of_region.append([(disc.lon, disc.lat, disc.radius_km, -1) for disc in discs])
    found = [(row, *spot) for row in rows.tolist() for spot in of_region[int(located.region_of[row])]]
    table = np.array(found, dtype=np.float64).reshape(-1, 5)
    return Spots(table[:, 0].astype(np.int64), table[:, 1], table[:, 2], table[:, 3], table[:, 4].astype(np.int64))


def discs_of(where: Where) -> list[Disc]:
    if isinstance(where, Disc):
        return [where]
    if isinstance(where, Candidates):
        return [disc for option in where.options for disc in discs_of(option)]
    return []


def pair_rows(spots: Spots, start: Ints, stop: Ints, windows: Windows) -> tuple[Ints, Ints, int]:
    """Pairs of rows whose places and days may coincide, each once, and how many were cut off by `each`.

    `start`, `stop`: columns of all events, days half-open.
    """
    if not len(spots.row):
        return spots.row, spots.row, 0
    order = np.lexsort((spots.row, start[spots.row]))
    begins = start[spots.row][order]
    days, first = np.unique(begins, return_index=True)
    stretch = dict(zip(days.tolist(), zip(first.tolist(), [*first.tolist()[1:], len(order)], strict=True), strict=True))
    ends = stop[spots.row][order] - 1 + windows.days
    pairs: list[NDArray[np.int64]] = [np.zeros((0, 2), dtype=np.int64)]
    cut = 0
    for day, (low, high) in stretch.items():
        for later in range(day, int(ends[low:high].max()) + 1):
            if later not in stretch:
                continue
            here = order[low:high][ends[low:high] >= later]
            there = order[slice(*stretch[later])]
            found, lost = _near(spots, here, there, windows)
            pairs.append(found)
            cut += lost
    table = np.concatenate(pairs)
    return table[:, 0], table[:, 1], cut


def _near(spots: Spots, here: Ints, there: Ints, windows: Windows) -> tuple[NDArray[np.int64], int]:
    """Pairs of rows between two sets of spots that lie near each other, and how many were cut off."""
    step = max(1, _CELLS // max(1, len(there)))
    parts, cut = [], 0
    for low in range(0, len(here), step):
        part = here[low : low + step]
        gap = _gaps(spots, part, there)
        gap[spots.row[part][:, None] == spots.row[there][None, :]] = np.inf
        near = gap <= windows.km * _SLACK + 0.01
        crowded = np.flatnonzero(near.sum(axis=1) > windows.each)
        for line in crowded.tolist():
            hits = np.flatnonzero(near[line])
            farther = hits[np.argsort(gap[line][hits], kind="stable")[windows.each :]]
            near[line, farther] = False
            cut += len(farther)
        one, other = np.nonzero(near)
        parts.append(_exactly(spots, part[one], there[other], windows.km))
    return np.concatenate(parts), cut


def _gaps(spots: Spots, here: Ints, there: Ints) -> Floats:
    """About how many km lie between the nearest points, on a flat sheet; infinite between an area and anything else."""
    turn = np.abs(spots.lon[here][:, None] - spots.lon[there][None, :])
    turn = np.minimum(turn, 360 - turn)
    steepest = np.maximum(np.abs(spots.lat[here])[:, None], np.abs(spots.lat[there])[None, :])
    east = turn * np.cos(np.radians(steepest)) * _KM_OF_A_DEGREE
    north = (spots.lat[here][:, None] - spots.lat[there][None, :]) * _KM_OF_A_DEGREE
    gap = np.hypot(east, north) - (spots.radius[here][:, None] + spots.radius[there][None, :]) * _SLACK
    one, other = spots.area[here][:, None], spots.area[there][None, :]
    return np.where((one >= 0) | (other >= 0), np.where(one == other, 0.0, np.inf), gap)


def _exactly(spots: Spots, here: Ints, there: Ints, km: float) -> NDArray[np.int64]:
    """Those of the pairs whose nearest points really are no farther apart, on the ellipsoid."""
    _, _, metres = geod().inv(spots.lon[here], spots.lat[here], spots.lon[there], spots.lat[there])
    gap = np.asarray(metres, dtype=np.float64) / 1000 - spots.radius[here] - spots.radius[there]
    near = (gap <= km) | (spots.area[here] >= 0)
    return np.column_stack((spots.row[here][near], spots.row[there][near]))
