"""How far the centres of events are from each party's ground: a few by looking at its faces, many by the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from firmground.dates import Days
from firmground.engine.edges.faces import faces_of
from firmground.engine.plane import boxes_around
from firmground.engine.separation import point_to_shape
from firmground.engine.territory.territory import Territory
from firmground.places import Area, Disc
from firmground.texts import code_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firmground.case.control import ControlMap, Face
    from firmground.hold import Held
    from firmground.places import Where

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# From so many places and days on it is worth laying out the ground of all parties as a territory.
MANY = 5_000


def find_distances(held: Held, parties: Sequence[str], *, many: int = MANY) -> Floats:
    """The least distance from the centre of each event to each party's ground on its days, in km: (events, parties).

    0 inside it; NaN where it had none on these days, or the place of the event is not known.
    """
    control, located, events = held.case.maps["control"], held.located, held.case.events
    asked, first = code_rows(located.region_of, events.start, events.stop)
    regions, start, stop = located.region_of[first], events.start[first], events.stop[first]
    faces = [face for face in control.faces if face.geometry is not None]
    km = np.full((len(first), len(parties)), np.inf)
    if len(first) >= many and all(face.geometry.geom_type != "Point" for face in faces):
        lon, lat = _centres(held)
        km = _ask_engine(control, faces, parties, lon[regions], lat[regions], (start, stop))
    left = np.flatnonzero(np.isinf(km).any(axis=1))  # all of a few, and where the engine can't be sure
    for number, party in enumerate(parties if len(left) else ()):
        near = _Nearness([face for face in faces if party in face.holding.holders], control)
        for row in left.tolist():
            found = near.km(located.regions[int(regions[row])].where, Days(int(start[row]), int(stop[row])))
            km[row, number] = np.nan if found is None else found
    return km[asked]


def _centres(held: Held) -> tuple[Floats, Floats]:
    """Longitude and latitude of the centre of each region, NaN where it is not known."""
    regions = held.located.regions
    lon, lat = regions.lon.copy(), regions.lat.copy()
    for number, region in regions.others.items():
        lon[number], lat[number] = _centre(region.where) or (np.nan, np.nan)
    return lon, lat


def _centre(where: Where) -> tuple[float, float] | None:
    if isinstance(where, Area):
        middle = where.geometry.representative_point()
        return float(middle.x), float(middle.y)
    return (where.lon, where.lat) if isinstance(where, Disc) else None


def _ask_engine(
    control: ControlMap, faces: list[Face], parties: Sequence[str], lon: Floats, lat: Floats, days: tuple[Ints, Ints]
) -> Floats:
    """The distances of many places at once; infinite where only a look at the faces can tell. A state is a run of days
    on which no face comes or goes.
    """
    holders = {face.holding.holders: None for face in faces}
    codes = {own: code for code, own in enumerate(holders)}
    spans = np.array([face.period.possible for face in faces], dtype=np.int64).reshape(-1, 2)
    cuts = np.unique(spans)
    first, stop = (np.searchsorted(cuts, spans[:, end]) for end in (0, 1))
    standing = np.flatnonzero(first < stop)
    territory = Territory(
        faces_of(
            [faces[face].geometry for face in standing.tolist()],
            [codes[faces[face].holding.holders] for face in standing.tolist()],
            first[standing].tolist(),
            stop[standing].tolist(),
            states=max(1, len(cuts) - 1),
            holdings=len(codes),
        )
    )
    members = [frozenset(own) for own in holders]

    def columns(covering: tuple[int, ...]) -> list[bool]:
        return [any(party in members[holding] for holding in covering) for party in parties]

    begin, end = _as_drawn(control, *days)
    state = np.maximum(np.searchsorted(cuts, begin, side="right") - 1, 0)
    until = np.minimum(np.searchsorted(cuts, end), len(cuts) - 1)
    rows = np.flatnonzero(np.isfinite(lon) & (state < until))
    km = np.full((len(lon), len(parties)), np.nan)
    states = (state[rows].astype(np.int32), until[rows].astype(np.int32))
    km[rows] = territory.nearest_km(lon[rows], lat[rows], *states, columns)
    return km


def _as_drawn(control: ControlMap, start: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """Between two snapshots that are near enough the ground was as on the one or as on the other."""
    drawn = np.array(control.snapshot_days, dtype=np.int64)
    if not len(drawn):
        return start, stop
    before = np.searchsorted(drawn, start, side="right") - 1
    after = np.searchsorted(drawn, stop - 1)
    begin = np.where(before >= 0, drawn[np.maximum(before, 0)], start)
    last = np.where(after < len(drawn), drawn[np.minimum(after, len(drawn) - 1)], stop - 1)
    near = last - begin <= control.max_gap_days
    return np.where(near, begin, start), np.where(near, last + 1, stop)


class _Nearness:
    """Distances to the faces of one party, one after the other."""

    def __init__(self, faces: list[Face], control: ControlMap) -> None:
        self._faces = faces
        self._control = control
        self._tree = shapely.STRtree([face.geometry for face in faces])
        self._known: dict[tuple[float, float, int], float] = {}

    def km(self, where: Where, days: Days) -> float | None:
        centre = _centre(where)
        if centre is None:
            return None
        lon, lat = centre
        begin, end = _as_drawn(self._control, *(np.array([day], dtype=np.int64) for day in days))
        days = Days(int(begin[0]), int(end[0]))
        standing = [index for index, face in enumerate(self._faces) if not face.period.possible.overlap(days).empty]
        if not standing:
            return None
        point = shapely.Point(lon, lat)
        if set(self._tree.query(point, predicate="intersects").tolist()).intersection(standing):
            return 0.0
        # Any face gives a distance that the nearest cannot exceed; only faces within it need to be looked at.
        guess = min(standing, key=lambda index: self._faces[index].geometry.distance(point))
        limit = self._distance(lon, lat, guess)
        close = {
            int(index) for box in boxes_around(lon, lat, limit * 1000) for index in self._tree.query(shapely.box(*box))
        }
        return min([limit, *(self._distance(lon, lat, index) for index in close.intersection(standing))])

    def _distance(self, lon: float, lat: float, index: int) -> float:
        key = (lon, lat, index)
        if key not in self._known:
            self._known[key] = point_to_shape(lon, lat, self._faces[index].geometry)[0]
        return self._known[key]
