"""A flat sheet laid on the ellipsoid around one point, on which discs are round and areas true.

Each point is placed by the geodesic from the centre: its azimuth and, for its distance d, the radius
2 R sin(d / 2R) of Lambert's azimuthal equal-area projection. A disc around the centre is exactly a disc here
and "nearer to the centre" means the same as on the ground; areas are those of the ellipsoid to a few parts in
a million within 500 km. There is no seam at the antimeridian and none at the poles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from firmground.places import geod

AUTHALIC_RADIUS_M = 6_371_007.181  # of WGS84: the sphere of equal surface
# A straight line between two vertices is straight in degrees (RFC 7946, section 3.1.1), so it is a curve on this
# sheet: steps of 0.02 degrees stay within 0.2 m of it up to 60 degrees of latitude.
STEP_DEGREES = 0.02
# A polygon of 512 sides drawn around a circle leaves it by at most 1.9e-5 of its radius: 0.5 m at 25 km.
QUARTER_SIDES = 128


@dataclass(frozen=True, slots=True)
class Plane:
    """The sheet around one point. All methods work in metres."""

    lon: float
    lat: float

    def lay(self, geometry: Any, step: float = STEP_DEGREES) -> Any:
        """A geometry in degrees laid on the sheet, its edges bent as they are on the ground."""
        return shapely.transform(shapely.segmentize(geometry, step), self.points)

    def points(self, degrees: np.ndarray) -> np.ndarray:
        """Places points, shape (n, 2), longitude first, on the sheet: shape (n, 2), metres east and north."""
        count = len(degrees)
        azimuth, _, distance = geod().inv(
            np.full(count, self.lon), np.full(count, self.lat), degrees[:, 0], degrees[:, 1]
        )
        radius = radius_on_sheet(np.asarray(distance))
        turn = np.radians(np.asarray(azimuth))
        return np.column_stack([radius * np.sin(turn), radius * np.cos(turn)])

    @staticmethod
    def disc(radius_m: float) -> Any:
        """A polygon around the disc about the centre: it never leaves out a part of it."""
        outer = float(radius_on_sheet(np.float64(radius_m))) / np.cos(np.pi / (4 * QUARTER_SIDES))
        return shapely.Point(0, 0).buffer(outer, quad_segs=QUARTER_SIDES)


def middle_of(degrees: np.ndarray) -> tuple[float, float]:
    """Longitude and latitude of the mean of points, shape (n, 2), in space: it does not mind the antimeridian."""
    turn, tilt = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    x, y, z = np.cos(tilt) * np.cos(turn), np.cos(tilt) * np.sin(turn), np.sin(tilt)
    lon = np.degrees(np.arctan2(y.mean(), x.mean()))
    lat = np.degrees(np.arctan2(z.mean(), np.hypot(x.mean(), y.mean())))
    return float(lon), float(lat)


def radius_on_sheet(distance_m: Any) -> Any:
    """From metres on the ground, measured from the centre, to metres on the sheet."""
    return 2 * AUTHALIC_RADIUS_M * np.sin(distance_m / (2 * AUTHALIC_RADIUS_M))


def distance_on_ground(radius_m: Any) -> Any:
    """From metres on the sheet, measured from the centre, to metres on the ground."""
    return 2 * AUTHALIC_RADIUS_M * np.arcsin(np.minimum(1, radius_m / (2 * AUTHALIC_RADIUS_M)))


def boxes_around(lon: float, lat: float, radius_m: float) -> list[tuple[float, float, float, float]]:
    """Boxes in degrees (west, south, east, north) that hold a disc: two where it crosses the antimeridian or goes round
    a pole, so that none of them comes back to itself when it is laid on a sheet.
    """
    reach = radius_m * 1.01 + 1000  # with room, so that no edge of the box comes near the disc
    tall = np.degrees(reach / 6_335_439)  # the smallest radius of curvature of the meridian
    south, north = lat - tall, lat + tall
    if south <= -90 or north >= 90:
        return _halves(max(south, -90.0), min(north, 90.0))
    widest = max(abs(south), abs(north))
    wide = np.degrees(reach / (6_356_752 * np.cos(np.radians(widest))))
    if wide >= 180:
        return _halves(south, north)
    west, east = lon - wide, lon + wide
    if west < -180:
        return [(-180.0, south, east, north), (west + 360, south, 180.0, north)]
    if east > 180:
        return [(west, south, 180.0, north), (-180.0, south, east - 360, north)]
    return [(west, south, east, north)]


def _halves(south: float, north: float) -> list[tuple[float, float, float, float]]:
    return [(-180.0, south, 0.0, north), (0.0, south, 180.0, north)]
