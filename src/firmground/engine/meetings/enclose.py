"""Places of any shape among the meetings: first by the disc around them, then by their own distances.

The disc finds every pair that may be within reach and some that cannot; the caller's distance settles these.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from firmground.engine.meetings.apart import SLACK_HOURS, SLACK_KM
from firmground.engine.plane import middle_of
from firmground.engine.separation import FARTHEST_KM, point_to_shape
from firmground.places import Area, Disc, Unknown, distance_km

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from firmground.bounds import Bounds
    from firmground.engine.meetings.happenings import Reach
    from firmground.engine.meetings.pairs import Pairs
    from firmground.places import Where

# Edges are laid in steps of 0.02 degrees and bend by less than a metre between them; the rest is for their rounding.
_ROOM = 1.0001
_ROOM_KM = 0.01


def enclosing_disc(where: Where) -> Disc:
    """A disc that holds every point the place may be; it need not be the smallest."""
    if isinstance(where, Disc):
        return where
    if isinstance(where, Unknown):
        return Disc(0.0, 0.0, FARTHEST_KM)
    if isinstance(where, Area):
        corners = shapely.get_coordinates(shapely.convex_hull(where.geometry))
        lon, lat = middle_of(corners)
        _, greatest = point_to_shape(lon, lat, where.geometry)
        return Disc(lon, lat, min(FARTHEST_KM, greatest * _ROOM + _ROOM_KM))
    return _around([enclosing_disc(option) for option in where.options])


def _around(discs: list[Disc]) -> Disc:
    lon, lat = middle_of(np.array([(disc.lon, disc.lat) for disc in discs]))
    reach = max(distance_km(lon, lat, disc.lon, disc.lat) + disc.radius_km for disc in discs)
    return Disc(lon, lat, min(FARTHEST_KM, reach + SLACK_KM))


def decide_apart(pairs: Pairs, reach: Reach, which: NDArray[np.bool_], separate: Callable[[int, int], Bounds]) -> Pairs:
    """The pairs with those of `which` settled by `separate(first, second)`, bounds in km of the places themselves.

    Pairs that cannot be within km fall out; `centres_km` of the others is NaN, as a place that is no disc has none.
    """
    asked = np.flatnonzero(which)
    bounds = [separate(int(pairs.first[k]), int(pairs.second[k])) for k in asked]
    low, high, centres = (x.copy() for x in (pairs.km_low, pairs.km_high, pairs.centres_km))
    low[asked] = [float(found.low) for found in bounds]
    high[asked] = [float(found.high) for found in bounds]
    centres[asked] = np.nan
    must = pairs.must.copy()
    limit = reach.km + SLACK_KM
    must[asked] = (high[asked] <= limit) & (pairs.hours_high[asked] <= reach.hours + SLACK_HOURS)
    return replace(pairs, centres_km=centres, km_low=low, km_high=high, must=must)[low <= limit]
