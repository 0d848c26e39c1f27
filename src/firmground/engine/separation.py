"""Least and greatest distances, in km, between imprecise places, and from a point to ground of any shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from firmground.bounds import Bounds
from firmground.engine.plane import AUTHALIC_RADIUS_M, Plane, distance_on_ground, middle_of
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
    """On one sheet between the areas, widened by what the sheet may stretch or shrink so far from its middle."""
    inner = [area.geometry.representative_point() for area in (a, b)]
    plane = Plane(*middle_of(np.array([(point.x, point.y) for point in inner])))
    one, other = plane.lay(a.geometry, 0.05), plane.lay(b.geometry, 0.05)
    corners = [shapely.get_coordinates(shapely.convex_hull(shape)) for shape in (one, other)]
    reach = max(float(np.hypot(points[:, 0], points[:, 1]).max()) for points in corners)
    stretch = _stretch(reach)
    apart = np.hypot(*(corners[0][:, None, axis] - corners[1][None, :, axis] for axis in (0, 1)))
    low = float(shapely.distance(one, other)) * stretch / 1000
    high = float(apart.max()) / stretch / 1000
    return Bounds(low, max(low, min(FARTHEST_KM, high)))


def _stretch(reach_m: float) -> float:
    """How much shorter or, as its inverse, longer a length on the sheet may be than on the ground, within a radius.

    The equal-area sheet shrinks lengths from its middle and stretches those across by the cosine of half the
    angle; the ellipsoid adds less than its squared eccentricity (0.0067) times the square of the angle.
    """
    half = float(np.arcsin(min(1.0, reach_m / (2 * AUTHALIC_RADIUS_M))))
    return max(0.0, float(np.cos(half)) * (1 - 0.0067 * (2 * half) ** 2)) or 1e-9


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
