"""An area with a margin around it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely

from firmground.engine.plane import Plane, distance_on_ground
from firmground.places import Area, geod


@lru_cache(maxsize=4096)
def swell_area(area: Area, margin_km: float) -> Area:
    """All points within `margin_km` of the area. Areas across the antimeridian are cut there again."""
    middle = area.geometry.representative_point()
    plane = Plane(middle.x, middle.y)
    wide = shapely.buffer(plane.lay(area.geometry, 0.05), margin_km * 1000, quad_segs=16)

    def back(points: np.ndarray) -> np.ndarray:
        turn = np.degrees(np.arctan2(points[:, 0], points[:, 1]))
        metres = distance_on_ground(np.hypot(points[:, 0], points[:, 1]))
        count = len(points)
        lon, lat, _ = geod().fwd(np.full(count, middle.x), np.full(count, middle.y), turn, metres)
        lon = np.asarray(lon)
        # Unrolled around the middle, so that an edge over the antimeridian does not run round the Earth.
        return np.column_stack([middle.x + (lon - middle.x + 180) % 360 - 180, lat])

    grown = shapely.transform(wide, back)
    if grown.bounds[2] > 180 or grown.bounds[0] < -180:
        grown = _cut_at_antimeridian(grown)
    return Area(f"{area.id}+{margin_km:g}km", area.name, grown)


def _cut_at_antimeridian(grown: object) -> object:
    parts = [shapely.intersection(grown, shapely.box(-180, -90, 180, 90))]
    for turn, box in ((360.0, shapely.box(-540, -90, -180, 90)), (-360.0, shapely.box(180, -90, 540, 90))):
        beyond = shapely.intersection(grown, box)
        parts.append(shapely.transform(beyond, lambda points, turn=turn: points + np.array([turn, 0.0])))
    return shapely.union_all(parts)
