"""Events in belts of latitude and spells of time, each belt by longitude: what may be near lies in a few runs of it.

Let s be the widest reach of two strata on the ground, and T the longest time between two starts. Then two events that
may be within reach

1. start in the same spell of T hours, or in neighbours;
2. lie in the same belt, or in neighbours, if a belt is as high as s / r in latitude, r = b^2/a being the least radius
   of curvature of a meridian: a geodesic climbs by no more than its length over r;
3. differ in longitude by no more than asin(s / p), if the nearer to the axis lies p from it: the half plane of the
   other's longitude is p times the sine of the difference away, and the straight line between them is no shorter.
   Where s >= p, about the poles, longitude says nothing, and the whole belt is near.

Sorted by spell, belt and longitude, what may be near an event is thus three runs in each of three spells, a fourth
and a fifth where longitudes end. That is true at every latitude, and of any width.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from firmground.engine.compiled import load
from firmground.engine.meetings.apart import SLACK_HOURS
from firmground.engine.meetings.chords import ECCENTRICITY, EQUATOR_KM, TIGHTEST_KM
from firmground.engine.threads import in_parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.engine.meetings.happenings import Happenings

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

KERNELS = "firmground.engine.meetings.belts_kernels"

_LEAST_KM = 0.05  # a belt is no lower: there are less than 2^19 of them
_MOST_SPELLS, _MOST_FIELDS = 1 << 20, 1 << 22  # with the belts, a place in the order is a number below 2^62
_FINE = 8  # a reach is so many fields wide: more make the runs shorter, and the numbers longer to sort
_ROOM = 1 + 1e-9  # for the rounding of some hundred thousand belts and spells
_EACH = 1 << 11  # events that are sorted together


def _finite(column: Floats) -> Floats:
    """Those that are numbers; the column itself where all are."""
    if not len(column) or (np.isfinite(column.min()) and np.isfinite(column.max())):
        return column
    return column[np.isfinite(column)]


class Extent(NamedTuple):
    """What all events that are to be laid lie in: latitudes in degrees, the first and the last start in hours."""

    south: float
    north: float
    begin: float
    end: float

    @classmethod
    def of(cls, *sets: Happenings) -> Extent:
        starts = [_finite(each.start) for each in sets]
        return cls(
            min(float(each.lat.min()) for each in sets),
            max(float(each.lat.max()) for each in sets),
            min((float(each.min()) for each in starts if len(each)), default=0.0),
            max((float(each.max()) for each in starts if len(each)), default=0.0),
        )


@dataclass(frozen=True, eq=False)
class Belts:
    """How events are numbered: `(spell * belts + belt) * fields + field`; the first and the last belt stay empty.

    `widths[belt]`: how many fields to both sides may be near; half of all or more: the whole belt.
    """

    extent: Extent
    hours: float
    height: float
    fields: int
    widths: Ints
    spells: int

    @classmethod
    def for_reach(cls, extent: Extent, km: float, hours: float) -> Belts:
        """For events at most so many km apart, geodesic, whose starts are at most so many hours apart."""
        spell = max(hours + SLACK_HOURS, (extent.end - extent.begin) / _MOST_SPELLS) * _ROOM
        reach = max(km, _LEAST_KM)
        height = math.degrees(reach / TIGHTEST_KM) * _ROOM
        belts = int((extent.north - extent.south) / height) + 3
        fields = int(min(max(360 * _FINE / math.degrees(reach / EQUATOR_KM), 1.0), _MOST_FIELDS))
        edges = extent.south + height * np.arange(-1, belts)
        farthest = np.minimum(np.maximum(np.abs(edges[:-1]), np.abs(edges[1:])) + 1e-9, 90.0)
        turn = np.degrees(np.arcsin(np.minimum(1.0, reach / np.maximum(_from_axis(farthest), 1e-9))))
        wide = np.where(turn < 90, np.floor(turn * _ROOM / 360 * fields) + 2, fields)
        return cls(extent, spell, height, fields, wide.astype(np.int64), _spells(extent, spell))

    @property
    def belts(self) -> int:
        return len(self.widths)

    @property
    def places(self) -> int:
        return self.spells * self.belts * self.fields


def _from_axis(lat: Floats) -> Floats:
    """How far points of the ellipsoid lie from its axis, in km, or a little less."""
    tilt = np.radians(lat)
    across = EQUATOR_KM / np.sqrt(1 - ECCENTRICITY * np.sin(tilt) ** 2)
    return np.asarray(across * np.cos(tilt) * (1 - 1e-9))


def _spells(extent: Extent, hours: float) -> int:
    return 1 if math.isinf(hours) else int((extent.end - extent.begin) / hours) + 1


@dataclass(frozen=True, eq=False)
class Laid:
    """Events of one stratum in the order of their places on the belts.

    `places`: ascending, and one beyond any at the end. `numbers`: which events of the set they are. `rows`: shape
    (n, 6): x, y, z in km from the middle of the Earth, start, stop, radius in km; or (n, 4) where all are points at
    instants.
    """

    belts: Belts
    places: Ints
    numbers: Ints
    rows: Floats

    def __len__(self) -> int:
        return len(self.numbers)


def lay(events: Happenings, numbers: Ints | None, belts: Belts) -> Laid:
    """`numbers`: the events of the stratum; None for all."""
    count = len(events) if numbers is None else len(numbers)
    chosen = np.zeros(0, np.int64) if numbers is None else numbers
    # The order has parts of some thousand events, each a run of places: what the lower bits of a place leave out.
    shift = max(0, belts.places.bit_length() - max(1, count // _EACH).bit_length())
    places, slices, held = _numbered(events, chosen, count, belts, shift)
    # Where each slice puts its first event of each part: those of earlier slices stand before it.
    begins = np.concatenate([np.zeros(1, np.int64), np.cumsum(held.sum(axis=0))])
    laid = _room(events, count, belts)
    _deal(events, chosen, places, shift, slices, np.cumsum(held, axis=0) - held + begins[:-1], laid)
    sort = load(KERNELS).sort_parts
    in_parts(
        lambda some: sort(begins, some.start, some.stop, shift, laid.places, laid.numbers, laid.rows),
        len(begins) - 1,
        least=16,
    )
    return laid


def _numbered(events: Happenings, chosen: Ints, count: int, belts: Belts, shift: int) -> tuple[Ints, list[slice], Ints]:
    """The places, in slices, and how many each slice has in each part of the order."""
    number = load(KERNELS).number_events
    places = np.empty(count, np.int64)
    parts = (belts.places >> shift) + 1
    sizes = belts.extent.begin, belts.hours, belts.extent.south, belts.height, belts.belts, belts.fields

    def work(some: slice) -> tuple[slice, Ints]:
        held = np.zeros(parts, np.int64)
        columns = events.lon, events.lat, events.start
        number(*columns, chosen, *sizes, shift, some.start, some.stop, places, held)
        return some, held

    done = in_parts(work, count)
    return places, [some for some, _ in done], np.array([held for _, held in done]).reshape(-1, parts)


def _room(events: Happenings, count: int, belts: Belts) -> Laid:
    """Nothing laid yet."""
    places = np.empty(count + 1, np.int64)
    places[count] = np.iinfo(np.int64).max
    plain = np.array_equal(events.start, events.stop) and not events.radius_km.any()
    return Laid(belts, places, np.empty(count, np.int64), np.empty((count, 4 if plain else 6)))


def _deal(
    events: Happenings, chosen: Ints, places: Ints, shift: int, slices: list[slice], next_free: Ints, laid: Laid
) -> None:
    """Each event to its part of the order, which is not sorted yet."""
    kernels = load(KERNELS)
    columns = events.lon, events.lat, events.start, events.stop, events.radius_km
    table = _sines(kernels.STEPS)

    def work(which: slice) -> None:
        for each in range(which.start, which.stop):
            some = slices[each].start, slices[each].stop
            kernels.deal_events(
                *columns, chosen, places, shift, *some, next_free[each], table, laid.places, laid.numbers, laid.rows
            )

    in_parts(work, len(slices), least=1)


def _sines(steps: int) -> Floats:
    """Sine and cosine at each step of a degree from -180 to 180: shape (n, 2)."""
    angles = np.radians(np.arange(-180 * steps, 180 * steps + 1) / steps)
    return np.ascontiguousarray(np.stack([np.sin(angles), np.cos(angles)], axis=1))
