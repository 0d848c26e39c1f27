"""Least and greatest distances, in km, between imprecise places, and from a point to ground of any shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from firmground.bounds import Bounds
from firmground.engine.plane import Plane, distance_on_ground
from firmground.places import Area, Candidates, Disc, Unknown, disc_distance

if TYPE_CHECKING:
    from firmground.places import Where

FARTHEST_KM = 20_004.0  # half way round the Earth through the poles


def separation(a: Where, b: Where) -> Bounds:
    """Least and greatest distance in km between the point that `a` may be and the point that `b` may be."""
    if isinstance(a, Unknown) or isinstance(b, Unknown):
        return Bounds(0.0, FARTHEST_KM)
    if isinstance(a, Candidates):
        return _hull([separation(option, b) for option in a.options])
    if isinstance(b, Candidates):
        return _hull([separation(a, option) for option in b.options])
    if isinstance(a, Disc) and isinstance(b, Disc):
        return disc_distance(a, b)
    if isinstance(a, Area) and isinstance(b, Area):
        return _between_areas(a, b)
    disc, area = (a, b) if isinstance(a, Disc) else (b, a)
    return _disc_to_area(disc, area)  # type: ignore[arg-type]


def _hull(options: list[Bounds]) -> Bounds:
    return Bounds(min(option.low for option in options), max(option.high for option in options))


def _disc_to_area(disc: Disc, area: Area) -> Bounds:
    least, greatest = point_to_shape(disc.lon, disc.lat, area.geometry)
    return Bounds(max(0.0, least - disc.radius_km), min(FARTHEST_KM, greatest + disc.radius_km))


def _between_areas(a: Area, b: Area) -> Bounds:
    """From every corner of one to the other and back; the least distance of two shapes ends at a corner of one."""
    low, high = np.inf, 0.0
    for one, other in ((a, b), (b, a)):
        corners = shapely.get_coordinates(shapely.segmentize(one.geometry, 0.25))
        for lon, lat in corners:
            least, greatest = point_to_shape(float(lon), float(lat), other.geometry)
            low, high = min(low, least), max(high, greatest)
    if shapely.intersects(a.geometry, b.geometry):
        low = 0.0
    return Bounds(float(low), float(high))


def point_to_shape(lon: float, lat: float, geometry: Any) -> tuple[float, float]:
    """Least and greatest distance in km from a point to a shape in degrees; (0, ...) inside it.

    The least is exact on the ellipsoid but for the bend of edges between vertices 0.02 degrees apart.
    """
    plane = Plane(lon, lat)
    laid = plane.lay(geometry)
    least = shapely.distance(laid, shapely.Point(0, 0))
    corners = shapely.get_coordinates(laid)
    greatest = float(np.hypot(corners[:, 0], corners[:, 1]).max())
    return float(distance_on_ground(least)) / 1000, float(distance_on_ground(greatest)) / 1000
