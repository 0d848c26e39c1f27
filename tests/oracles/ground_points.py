"""Ground as very many points on the ellipsoid: the slow and plain way to know shares and distances."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely
from pyproj import Geod

from firmground.places import Area, Disc

WGS84 = Geod(ellps="WGS84")
RADIUS_M = 6_371_007.0


@cache
def _spread(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of numbers in [0, 1) spread evenly: the R2 sequence (Roberts 2018)."""
    plastic = 1.324717957244746
    steps = np.arange(1, count + 1)
    return (0.5 + steps / plastic) % 1, (0.5 + steps / plastic**2) % 1


def disc_points(disc: Disc, count: int = 20_000) -> np.ndarray:
    """Points of a disc, spread evenly over its area, shape (count, 2)."""
    first, second = _spread(count)
    metres = disc.radius_km * 1000
    # The cap of a sphere within angle t has the area 1 - cos t.
    reach = np.arccos(1 - second * (1 - np.cos(metres / RADIUS_M))) * RADIUS_M
    lon, lat, _ = WGS84.fwd(np.full(count, disc.lon), np.full(count, disc.lat), first * 360, reach)
    return np.column_stack([lon, lat])


def area_points(area: Area, count: int = 20_000) -> np.ndarray:
    """Points of an area in degrees, spread evenly over its ground."""
    west, south, east, north = area.geometry.bounds
    first, second = _spread(count)
    low, high = np.sin(np.radians([south, north]))
    points = np.column_stack([west + first * (east - west), np.degrees(np.arcsin(low + second * (high - low)))])
    return points[shapely.contains_xy(area.geometry, points)]


def points_of(region: Disc | Area, count: int = 20_000) -> np.ndarray:
    if isinstance(region, Area):
        return area_points(region, count)
    if region.radius_km == 0:
        return np.array([[region.lon, region.lat]])
    return disc_points(region, count)


def inside(face: Any, points: np.ndarray) -> np.ndarray:
    """Which of the points lie in a polygon in degrees; on the antimeridian, on either side of it."""
    found = shapely.intersects_xy(face, points)
    for end in (180.0, -180.0):
        there = np.abs(points[:, 0]) == 180
        found |= there & shapely.intersects_xy(face, np.full(len(points), end), points[:, 1])
    return found


def coverings(points: np.ndarray, faces: list[Any]) -> dict[frozenset[int], float]:
    """The part of the points under each set of faces."""
    table = np.column_stack([inside(face, points) for face in faces]) if faces else np.zeros((len(points), 0), bool)
    found: dict[frozenset[int], float] = {}
    rows, counts = np.unique(table, axis=0, return_counts=True)
    for row, count in zip(rows, counts, strict=True):
        found[frozenset(np.flatnonzero(row).tolist())] = count / len(points)
    return found


def distances_km(lon: float, lat: float, points: np.ndarray) -> np.ndarray:
    count = len(points)
    _, _, metres = WGS84.inv(np.full(count, lon), np.full(count, lat), points[:, 0], points[:, 1])
    return np.asarray(metres) / 1000
