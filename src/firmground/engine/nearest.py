"""Which listed place speaks for which part of a region: the nearest one, as far as it reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from firmground.engine.plane import Plane, radius_on_sheet
from firmground.places import Disc, geod

if TYPE_CHECKING:
    from firmground.places import Area


def nearest_cells(region: Disc | Area, sites: np.ndarray, reach_km: float) -> list[tuple[int | None, float]]:
    """Pairs of site (index into `sites`, shape (n, 2) in degrees; None where none reaches) and share.

    Shares sum to one. Of several sites equally near to a point each has an equal share. Between sites the
    distance is taken on the sheet laid around the region, which is off by less than 1e-4 within 100 km.
    """
    if not reach_km or not len(sites):
        return [(None, 1.0)]
    if isinstance(region, Disc) and region.radius_km == 0:
        return _point_cells(region, sites, reach_km)
    plane, shape, extent_km = _sheet(region)
    distance = _distances_km(plane, sites)
    near = np.flatnonzero(distance <= reach_km + extent_km)
    if not len(near):
        return [(None, 1.0)]
    # Places less than a metre apart are at one spot: no list is drawn so finely, and cells between them have no shape.
    places = np.round(plane.points(sites[near]))
    cells = _voronoi(places, shape)
    # Places at one spot have the same cell: each speaks for its part of it.
    _, spot, together = np.unique(places, axis=0, return_inverse=True, return_counts=True)
    twins = together[spot.reshape(-1)]
    reach = float(radius_on_sheet(np.float64(reach_km * 1000)))
    result: list[tuple[int | None, float]] = []
    for index, place, cell, twin in zip(near, places, cells, twins, strict=True):
        spoken = shapely.intersection(
            shapely.intersection(cell, shape), shapely.Point(place).buffer(reach, quad_segs=64)
        )
        if spoken.area > 0:
            result.append((int(index), spoken.area / shape.area / float(twin)))
    silent = 1 - sum(share for _, share in result)
    if silent > 1e-6:
        result.append((None, silent))
    whole = sum(share for _, share in result)
    return [(site, share / whole) for site, share in result]


def _point_cells(region: Disc, sites: np.ndarray, reach_km: float) -> list[tuple[int | None, float]]:
    distance = _distances_km(Plane(region.lon, region.lat), sites)
    least = float(distance.min())
    if least > reach_km:
        return [(None, 1.0)]
    nearest = np.flatnonzero(distance <= least + 1e-6)  # a millimetre: two places under one point
    return [(int(index), 1 / len(nearest)) for index in nearest]


def _sheet(region: Disc | Area) -> tuple[Plane, Any, float]:
    if isinstance(region, Disc):
        plane = Plane(region.lon, region.lat)
        return plane, plane.disc(region.radius_km * 1000), region.radius_km
    middle = region.geometry.representative_point()
    plane = Plane(middle.x, middle.y)
    shape = plane.lay(region.geometry, 0.05)
    corners = shapely.get_coordinates(shape)
    return plane, shape, float(np.hypot(corners[:, 0], corners[:, 1]).max()) / 1000 * 1.01


def _distances_km(plane: Plane, sites: np.ndarray) -> np.ndarray:
    count = len(sites)
    _, _, metres = geod().inv(np.full(count, plane.lon), np.full(count, plane.lat), sites[:, 0], sites[:, 1])
    return np.asarray(metres) / 1000


def _voronoi(places: np.ndarray, shape: Any) -> list[Any]:
    """The cell of each place, in order; places at one spot share a cell."""
    if len(np.unique(places, axis=0)) == 1:
        return [shape] * len(places)
    points = shapely.MultiPoint(places)
    cells = shapely.voronoi_polygons(points, extend_to=shape.envelope)
    tree = shapely.STRtree(list(cells.geoms))
    found = []
    for place in shapely.points(places):
        index = tree.query(place, predicate="intersects")
        found.append(cells.geoms[int(index[0])])
    return found
