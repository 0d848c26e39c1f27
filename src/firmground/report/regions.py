"""Where something may be, as a shape for other programs: as wide as it is known, never a dot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import shapely

from firmground.engine.outline import outline_disc
from firmground.places import Area, Candidates, Disc

if TYPE_CHECKING:
    from firmground.places import Where

# An exact point has no width and no polygon; drawn so wide it can be seen and clicked, and stays far below a block.
LEAST_KM: Final = 0.05


def where_kind(where: Where) -> str:
    """In one word what is known: "disc", "area", "candidates" (one of several places), "unknown"."""
    names = ((Disc, "disc"), (Area, "area"), (Candidates, "candidates"))
    return next((name for kind, name in names if isinstance(where, kind)), "unknown")


def where_shape(where: Where) -> Any:
    """A MultiPolygon in longitude and latitude; None for a place that is not known.

    Of several candidates all of them: it is at one, and nobody knows at which.
    """
    if isinstance(where, Disc):
        return outline_disc(where.lon, where.lat, max(where.radius_km, LEAST_KM) * 1000)
    if isinstance(where, Area):
        return many(where.geometry)
    if isinstance(where, Candidates):
        shapes = [shape for option in where.options if (shape := where_shape(option)) is not None]
        return many(shapely.union_all(shapes)) if shapes else None
    return None


def many(geometry: Any) -> Any:
    """The polygons of a geometry as one MultiPolygon, so that a layer holds one kind; None if there are none."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and not part.is_empty]
    return shapely.MultiPolygon(parts) if parts else None
