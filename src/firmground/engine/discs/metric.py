"""Where points near a disc's centre lie on the flat sheet around it, fast.

The sheet is the one of `engine/plane.py`: azimuth and distance of the geodesic from the centre, areas those of the
ellipsoid. A geodesic for every vertex and every disc would be too slow. Instead each vertex is laid once on the
authalic sphere, which has the ellipsoid's areas (Snyder, Map Projections, USGS 1395, 1987, p. 16); around a centre
Lambert's equal-area projection of that sphere, stretched along the parallel by what the sphere shrinks there, differs
from the sheet by no more than terms of the second and third order. Those are fitted to geodesics, once for every half
degree of latitude: what is left is less than a centimetre at 200 km, at every latitude. All is in radii of the sphere.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.plane import AUTHALIC_RADIUS_M
from firmground.places import geod

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RADIUS_KM = AUTHALIC_RADIUS_M / 1000
EQUATOR_KM = 6378.137  # WGS84
FLATTENING = 1 / 298.257223563  # WGS84
SQUARED_ECCENTRICITY = FLATTENING * (2 - FLATTENING)
_ECCENTRICITY = float(np.sqrt(SQUARED_ECCENTRICITY))

FARTHEST_KM = 200.0  # the largest radius for which the terms are fitted
LATITUDES_PER_DEGREE = 2


def _authalic_q(sine: Floats) -> Floats:
    square = SQUARED_ECCENTRICITY * sine**2
    log = np.log((1 - _ECCENTRICITY * sine) / (1 + _ECCENTRICITY * sine)) / (2 * _ECCENTRICITY)
    return np.asarray((1 - SQUARED_ECCENTRICITY) * (sine / (1 - square) - log))


Q_AT_POLE = float(_authalic_q(np.array(1.0)))


def on_sphere(lon: Floats, lat: Floats) -> Floats:
    """Points in degrees as vectors of length one on the authalic sphere: shape (n, 3)."""
    sine = _authalic_q(np.sin(np.radians(lat))) / Q_AT_POLE
    cosine = np.sqrt(np.maximum(0.0, 1 - sine**2))
    turn = np.radians(lon)
    return np.stack([cosine * np.cos(turn), cosine * np.sin(turn), sine], -1)


@cache
def terms() -> Floats:
    """For latitudes 0 to 90 in steps of half a degree: shape (182, 8), the last row once more.

    Columns: the stretch along the parallel; then, for a point `e` east and `n` north, the factors of en, e³, en² that
    are added to e, and of e², n², e²n, n³ that are added to n. South of the equator those of en, e², n² change sign.
    """
    steps = np.arange(90 * LATITUDES_PER_DEGREE + 1) / LATITUDES_PER_DEGREE
    rows = np.array([_terms_at(float(lat)) for lat in steps])
    return np.concatenate([rows, rows[-1:]])


def _terms_at(lat: float) -> list[float]:
    azimuth, distance = (
        grid.ravel() for grid in np.meshgrid(np.arange(0.0, 360.0, 15.0), np.array([0.1, 0.3, 0.5, 0.75, 1.0]))
    )
    distance = distance * FARTHEST_KM
    zeros = np.zeros(len(azimuth))
    lon, there, _ = geod().fwd(zeros, zeros + lat, azimuth, distance * 1000)
    reach = 2 * np.sin(distance / (2 * RADIUS_KM))
    stretch, east, north = _lambert(lat, on_sphere(np.asarray(lon), np.asarray(there)))
    over_east = reach * np.sin(np.radians(azimuth)) - east
    over_north = reach * np.cos(np.radians(azimuth)) - north
    to_east = np.stack([east * north, east**3, east * north**2], 1)
    to_north = np.stack([east**2, north**2, east**2 * north, north**3], 1)
    found_east = np.linalg.lstsq(to_east, over_east, rcond=None)[0]
    found_north = np.linalg.lstsq(to_north, over_north, rcond=None)[0]
    return [stretch, *found_east.tolist(), *found_north.tolist()]


def _lambert(lat: float, vectors: Floats) -> tuple[float, Floats, Floats]:
    """Lambert's projection about (0, lat), true at its centre: its stretch there, and points east and north."""
    _, _, sine = on_sphere(np.array(0.0), np.array(lat))
    cosine = float(np.sqrt(max(0.0, 1 - sine**2)))
    tilt = np.radians(lat)
    across = EQUATOR_KM / np.sqrt(1 - SQUARED_ECCENTRICITY * np.sin(tilt) ** 2) * np.cos(tilt)
    stretch = float(across / (RADIUS_KM * cosine)) if lat < 90 else 1.0
    x, y, z = vectors.T
    factor = np.sqrt(2 / (1 + x * cosine + z * sine))
    return stretch, factor * y * stretch, factor * (z * cosine - x * sine) / stretch
