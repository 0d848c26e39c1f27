"""How far the counted events were from a place, an incident or a party's ground."""

from __future__ import annotations

import math
from functools import reduce
from typing import TYPE_CHECKING

import shapely

from firmground.bounds import Bounds
from firmground.engine.separation import FARTHEST_KM, point_to_shape, separation
from firmground.hold.taken import taken_place
from firmground.measures.near import find_place
from firmground.measures.territory import territories
from firmground.modality import MAY, MUST, Modality
from firmground.places import Area, Candidates, Disc

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from firmground.case.choices import Specification
    from firmground.dates import Days
    from firmground.hold import Held
    from firmground.places import Where


def extreme_distance(
    distances: list[Bounds], counted: NDArray[np.int8], *, greatest: bool
) -> tuple[Bounds | None, Modality]:
    """Bounds in km of the least (or greatest) distance among the events that count, and whether there is one.

    An event that only may count can bring the least distance down but not up.
    """
    possible = [bounds for bounds, how in zip(distances, counted, strict=True) if how >= MAY]
    sure = [bounds for bounds, how in zip(distances, counted, strict=True) if how == MUST]
    if not possible:
        return None, Modality.CANNOT
    low, high = min(bounds.low for bounds in possible), max(bounds.high for bounds in possible)
    if not sure:
        return Bounds(low, high), MAY
    if greatest:
        return Bounds(max(bounds.low for bounds in sure), high), MUST
    return Bounds(low, min(bounds.high for bounds in sure)), MUST


def distances_to_place(held: Held, to: str, wanted: NDArray[np.int8], radius: float = 1.0) -> list[Bounds]:
    """Least and greatest distance of every event to a place or incident; events that do not count are not looked up."""
    target = find_place(held, to)
    known = {
        int(region): separation(taken_place(held.located.regions[int(region)], radius), target)
        for region in set(held.located.region_of[wanted >= MAY].tolist())
    }
    anywhere = Bounds(0.0, FARTHEST_KM)
    return [known.get(int(region), anywhere) for region in held.located.region_of]


def distances_to_party(
    held: Held, specification: Specification, party: str, days: list[Days], wanted: NDArray[np.int8]
) -> list[Bounds]:
    """The same to the nearest ground of a party, on the days of each event."""
    known: dict[tuple[int, Days], Bounds] = {}
    result = []
    for event, (how, own) in enumerate(zip(wanted, days, strict=True)):
        if how < MAY or not own.limited:
            result.append(Bounds(0.0, FARTHEST_KM))
            continue
        key = (int(held.located.region_of[event]), own)
        if key not in known:
            where = taken_place(held.located.region(event), specification.radius)
            known[key] = _to_party(held, specification, party, where, own)
        result.append(known[key])
    return result


def _to_party(held: Held, specification: Specification, party: str, where: Where, days: Days) -> Bounds:
    if isinstance(where, Candidates):
        return reduce(Bounds.hull, (_to_party(held, specification, party, option, days) for option in where.options))
    if not isinstance(where, Disc | Area):
        return Bounds(0.0, FARTHEST_KM)
    low, high = math.inf, 0.0
    for ground in territories(held.case, specification, party, days, ""):
        low = min(low, _least(where, ground.may))
        high = max(high, _greatest(where, ground.must))
    return Bounds(min(low, FARTHEST_KM), max(high, min(low, FARTHEST_KM)))


def _least(where: Disc | Area, ground: object) -> float:
    if shapely.is_empty(ground):
        return FARTHEST_KM
    return float(separation(where, Area("ground", "ground", ground)).low)


def _greatest(where: Disc | Area, ground: object) -> float:
    """At most: from the region's centre to the nearest ground that is surely the party's, and across the region."""
    if shapely.is_empty(ground):
        return FARTHEST_KM
    if isinstance(where, Disc):
        return min(FARTHEST_KM, point_to_shape(where.lon, where.lat, ground)[0] + where.radius_km)
    # The farthest point of an area from scattered ground may lie anywhere in it, not only at a corner.
    middle = where.geometry.representative_point()
    across = point_to_shape(middle.x, middle.y, where.geometry)[1]
    return min(FARTHEST_KM, point_to_shape(middle.x, middle.y, ground)[0] + across)
