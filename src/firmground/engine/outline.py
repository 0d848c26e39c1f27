"""The outline of a disc on the ellipsoid, in degrees, for programs that draw straight lines between degrees.

The polygon holds the whole disc and is at most 0.13 % wider, so it errs by showing a place as less exact. Where a
disc crosses the antimeridian it is cut there (RFC 7946, section 3.1.9), and one over a pole reaches its edge.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely

from firmground.places import geod

SIDES: Final = 64
# Beyond, a side is so long that "straight in degrees" is another line than the geodesic: more sides then.
_FAR_M: Final = 300_000.0
_STEEP: Final = 70.0  # degrees of latitude, for the same reason
_SIDES_FAR: Final = 1024
_HALF_WAY_M: Final = 20_003_900.0  # from a point of the ellipsoid to its antipode, just under the least


@lru_cache(maxsize=65536)
def outline_disc(lon: float, lat: float, radius_m: float) -> Any:
    """All points within `radius_m`, more than 0, as a MultiPolygon within -180..180, -90..90."""
    if radius_m >= _HALF_WAY_M:
        return shapely.MultiPolygon([shapely.box(-180, -90, 180, 90)])
    sides = SIDES if radius_m < _FAR_M and abs(lat) < _STEEP else _SIDES_FAR
    outer = min(radius_m / math.cos(math.pi / sides), _HALF_WAY_M)
    turns = np.linspace(0.0, -360.0, sides, endpoint=False)  # counter-clockwise
    lons, lats, _ = geod().fwd(np.full(sides, lon), np.full(sides, lat), turns, np.full(sides, outer))
    lats = np.asarray(lats)
    whole = np.unwrap(lons, period=360.0)
    ring = np.column_stack([whole, lats])
    # A degree of the meridian is at most 111.7 km: most discs are far from both poles and from the antimeridian.
    if (90 - abs(lat)) * 111_700 > outer * 1.02 and whole.min() > -180 and whole.max() < 180:
        return shapely.multipolygons([shapely.polygons(ring)])
    poles = [geod().inv(lon, lat, lon, pole)[2] < outer for pole in (-90.0, 90.0)]
    if sum(poles) == 1:  # the ring runs once round the Earth: it is closed along the edge of the world
        edge, end = (90.0 if poles[1] else -90.0), whole[0] + math.copysign(360.0, whole[-1] - whole[0])
        ring = np.vstack([ring, [[end, lats[0]], [end, edge], [whole[0], edge]]])
    shape = _cut(shapely.Polygon(ring))
    if all(poles):  # what the ring goes around is the rest of the world
        shape = shapely.difference(shapely.box(-180, -90, 180, 90), shape)
    return _as_multi(shapely.orient_polygons(shape))


def _cut(shape: Any) -> Any:
    """The shape, which may run past 180 degrees on either side, within them."""
    pieces = []
    first, last = (math.floor((end + 180) / 360) for end in (shape.bounds[0], shape.bounds[2]))
    for turn in range(first, last + 1):
        piece = shapely.intersection(shape, shapely.box(turn * 360 - 180, -90, turn * 360 + 180, 90))
        pieces.append(shapely.transform(piece, lambda points, by=turn * 360.0: points - np.array([by, 0.0])))
    return shapely.union_all(pieces)


def _as_multi(shape: Any) -> Any:
    return shapely.MultiPolygon([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])
