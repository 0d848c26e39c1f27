"""Ground met, joined and taken away: only what has an area is ground.

Where two shapes share a border, GEOS gives lines and points beside polygons, and cannot go on with such a mixture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence


def both(one: Any, other: Any) -> Any:
    """The ground of both."""
    return _ground(shapely.intersection(one, other))


def either(one: Any, other: Any) -> Any:
    """The ground of either."""
    return _ground(shapely.union(one, other))


def without(one: Any, other: Any) -> Any:
    """The ground of the one that is not the other's."""
    return _ground(shapely.difference(one, other))


def together(shapes: Sequence[Any]) -> Any:
    """The ground of all; an empty polygon for none."""
    return _ground(shapely.union_all(list(shapes)))


def _ground(shape: Any) -> Any:
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])
