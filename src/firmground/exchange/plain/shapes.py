"""Geometries as texts of JSON that are always the same for the same geometry, so that they can be committed to."""

from __future__ import annotations

from typing import Any

import msgspec
import shapely

_FLAT = {"Point", "LineString", "LinearRing"}


def write_shape(geometry: Any) -> str:
    """A shapely geometry as compact JSON (RFC 7946 section 3.1); numbers in the fewest digits that give them back."""
    return msgspec.json.encode(_members(geometry)).decode()


def _members(geometry: Any) -> dict[str, Any]:
    kind = geometry.geom_type
    if kind == "GeometryCollection":
        return {"type": kind, "geometries": [_members(part) for part in geometry.geoms]}
    return {"type": "LineString" if kind == "LinearRing" else kind, "coordinates": _coordinates(geometry)}


def _coordinates(geometry: Any) -> Any:
    kind = geometry.geom_type
    if kind in _FLAT:
        positions = shapely.get_coordinates(geometry).tolist()
        return positions if kind != "Point" else (positions or [[]])[0]
    if kind == "Polygon":
        rings = [] if geometry.is_empty else [geometry.exterior, *geometry.interiors]
        return [shapely.get_coordinates(ring).tolist() for ring in rings]
    return [_coordinates(part) for part in geometry.geoms]
