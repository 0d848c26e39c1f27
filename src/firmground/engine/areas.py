"""Areas in km² on the WGS84 ellipsoid."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely


@cache
def _to_equal_area() -> Any:
    from pyproj import Transformer  # noqa: PLC0415 - loads slowly, and only areas need it

    return Transformer.from_crs("EPSG:4326", "+proj=cea +ellps=WGS84 +units=m", always_xy=True)


def area_km2(geometry: Any) -> float:
    """Area of a shape in degrees whose edges are straight in degrees.

    Through the cylindrical equal-area projection of the ellipsoid, whose areas are exact everywhere; edges are
    cut every 0.05 degrees so that they keep their shape.
    """

    def lay(points: np.ndarray) -> np.ndarray:
        x, y = _to_equal_area().transform(points[:, 0], points[:, 1])
        return np.column_stack([x, y])

    return float(shapely.transform(shapely.segmentize(geometry, 0.05), lay).area) / 1e6
