"""Bounds for the length of a geodesic from the straight line through the Earth: cheap, proven, without poles or seams.

Between two points of the WGS84 ellipsoid (half axes a > b) let s be the geodesic and c the straight chord.

1. s >= c, as nothing is shorter than a straight line.
2. s >= 2b asin(c / 2a) and s <= 2a asin(c / 2b): stretching the polar axis by a/b makes the ellipsoid a sphere of
   radius a, and no length of a curve or chord grows by less than 1 or more than a/b.
3. s <= 2r asin(c / 2r) with r = b^2/a, the least radius of curvature: a geodesic bends nowhere more than a circle of
   that radius, so its chord is no shorter than that circle's (Schur's comparison theorem, which holds while
   s <= pi r; by 2. that is so for every c below 12,700 km).

At 10 km 1. and 3. are a millimetre apart, at 21 km a centimetre. Only what falls between them needs the geodesic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.separation import FARTHEST_KM
from firmground.places import geod

if TYPE_CHECKING:
    from numpy.typing import NDArray

EQUATOR_KM = 6378.137
POLE_KM = 6356.752314245
ECCENTRICITY = 1 - (POLE_KM / EQUATOR_KM) ** 2
TIGHTEST_KM = POLE_KM**2 / EQUATOR_KM  # radius of curvature of the meridian at the equator
PROVEN_KM = 12_600.0  # longest chord for which 3. is used
SHORT_KM = 1_000.0  # up to here simpler, slightly wider bounds do as well
# Coordinates in space are right to some 1e-12 km; a thousand times that is the room left for rounding.
ROUNDING_KM = 1e-9


def in_space(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points on the ellipsoid from its centre: shape (3, n), km."""
    turn, tilt = np.radians(lon), np.radians(lat)
    across = EQUATOR_KM / np.sqrt(1 - ECCENTRICITY * np.sin(tilt) ** 2)
    return np.stack(
        [
            across * np.cos(tilt) * np.cos(turn),
            across * np.cos(tilt) * np.sin(turn),
            across * (1 - ECCENTRICITY) * np.sin(tilt),
        ]
    )


def longest_chord(geodesic_km: NDArray[np.float64]) -> NDArray[np.float64]:
    """No two points this near on the ground are farther apart through it."""
    if geodesic_km.max(initial=0.0) <= SHORT_KM:
        return geodesic_km + ROUNDING_KM  # 1. is the narrower bound
    bent = 2 * EQUATOR_KM * np.sin(np.minimum(np.pi / 2, geodesic_km / (2 * POLE_KM)))
    return np.minimum(geodesic_km, bent) + ROUNDING_KM


def surest_chord(geodesic_km: NDArray[np.float64]) -> NDArray[np.float64]:
    """All points no farther apart through the ground than this are this near on it; 0 is one point with itself."""
    if geodesic_km.max(initial=0.0) <= SHORT_KM:
        # sin x >= x - x^3 / 6
        return np.maximum(geodesic_km * (1 - geodesic_km**2 / (24 * TIGHTEST_KM**2)) - ROUNDING_KM, 0.0)
    half = np.minimum(geodesic_km / (2 * TIGHTEST_KM), np.pi / 2)
    sure = np.minimum(2 * TIGHTEST_KM * np.sin(half), PROVEN_KM) - ROUNDING_KM
    return np.where(geodesic_km >= FARTHEST_KM, np.inf, np.maximum(sure, 0.0))


def shortest_geodesic(chord_km: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.maximum(chord_km, 2 * POLE_KM * np.arcsin(np.minimum(1.0, chord_km / (2 * EQUATOR_KM))))


def longest_geodesic(chord_km: NDArray[np.float64]) -> NDArray[np.float64]:
    bent = 2 * TIGHTEST_KM * np.arcsin(np.minimum(1.0, chord_km / (2 * TIGHTEST_KM)))
    return np.where(chord_km > PROVEN_KM, FARTHEST_KM, bent)


def geodesics(
    lon_a: NDArray[np.float64], lat_a: NDArray[np.float64], lon_b: NDArray[np.float64], lat_b: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Lengths in km, point by point (Karney 2013)."""
    if not len(lon_a):
        return np.zeros(0)
    return np.asarray(geod().inv(lon_a, lat_a, lon_b, lat_b)[2], dtype=np.float64) / 1000
