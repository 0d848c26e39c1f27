"""Until the engine has them: the disc around a place, exact distances of pairs that are no discs, chances, shuffles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from firmground.engine.meetings.join import pairs_within
from firmground.engine.separation import FARTHEST_KM, point_to_shape
from firmground.places import Area, Candidates, Disc, distance_km


def enclosing_disc(where: Any) -> Disc:
    if isinstance(where, Disc):
        return where
    if isinstance(where, Area):
        middle = where.geometry.representative_point()
        return Disc(middle.x, middle.y, min(FARTHEST_KM, point_to_shape(middle.x, middle.y, where.geometry)[1] + 0.01))
    if isinstance(where, Candidates):
        discs = [enclosing_disc(option) for option in where.options]
        lon, lat = discs[0].lon, discs[0].lat
        return Disc(lon, lat, min(FARTHEST_KM, max(distance_km(lon, lat, d.lon, d.lat) + d.radius_km for d in discs)))
    return Disc(0.0, 0.0, FARTHEST_KM)


def decide_apart(pairs: Any, reach: Any, which: Any, separate: Any) -> Any:
    low, high, must, centres = pairs.km_low.copy(), pairs.km_high.copy(), pairs.must.copy(), pairs.centres_km.copy()
    for row in np.flatnonzero(which):
        apart = separate(int(pairs.first[row]), int(pairs.second[row]))
        low[row], high[row], centres[row] = apart.low, apart.high, np.nan
        must[row] = apart.high <= reach.km and pairs.hours_high[row] <= reach.hours
    return replace(pairs, km_low=low, km_high=high, must=must, centres_km=centres)[low <= reach.km]


def chance_of(a: Any, b: Any, pairs: Any, reach: Any) -> Any:
    return np.where(pairs.must, 1.0, np.nan)


def knox(a: Any, b: Any, reach: Any, **more: Any) -> Any:
    from types import SimpleNamespace

    return SimpleNamespace(observed=-1)
