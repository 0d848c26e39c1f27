"""The middle of a disc: whoever is shown a circle around a place is shown the place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_NUMBER: Final = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
_JSON_RING: Final = re.compile(rf"\[(?:\s*\[\s*{_NUMBER}\s*,\s*{_NUMBER}(?:\s*,\s*{_NUMBER})?\s*\]\s*,?){{8,}}\s*\]")
_WKT_RING: Final = re.compile(rf"\((?:\s*{_NUMBER}\s+{_NUMBER}(?:\s+{_NUMBER})?\s*,?){{8,}}\s*\)")
_PAIR: Final = re.compile(rf"({_NUMBER})[\s,]+({_NUMBER})(?:[\s,]+{_NUMBER})?\s*[\],)]")
_LEAST_POINTS: Final = 8
_ROUND: Final = 0.03  # how much of its radius the corners of a disc may be off
_LEAST_WITHIN: Final = 2e-4  # degrees
_PART_OF_RADIUS: Final = 0.01


def centre_of(ring: Floats) -> tuple[float, float, float] | None:
    """Middle of a ring of degrees, shape (n, 2), and how exact it is; None for one that is no disc."""
    corners = ring[:-1] if len(ring) > 1 and np.array_equal(ring[0], ring[-1]) else ring
    if len(corners) < _LEAST_POINTS or not np.isfinite(corners).all():
        return None
    lon, lat = ((corners.min(axis=0) + corners.max(axis=0)) / 2).tolist()
    east = (corners[:, 0] - lon) * np.cos(np.radians(min(abs(lat), 89.0)))
    far = np.hypot(east, corners[:, 1] - lat)
    radius = float(far.mean())
    if radius <= 0 or float(np.abs(far - radius).max()) > _ROUND * radius:
        return None
    return lon, lat, max(_LEAST_WITHIN, _PART_OF_RADIUS * radius)


def centres(rings: Iterable[Floats]) -> tuple[Floats, Floats] | None:
    """Middles of all discs among rings, shape (n, 2), and how exact each is; None if there is none."""
    found = [middle for ring in rings if (middle := centre_of(ring)) is not None]
    if not found:
        return None
    table = np.array(found)
    return table[:, :2], table[:, 2]


def centres_in_text(text: str) -> tuple[Floats, Floats] | None:
    """`centres` of what a text has as rings, in GeoJSON or as well-known text."""
    rings = []
    for pattern, mark in ((_JSON_RING, "[["), (_WKT_RING, "((")):
        if mark in text.replace(" ", "") if len(text) < 10_000 else mark in text:
            rings += [
                np.array([[float(x), float(y)] for x, y in _PAIR.findall(found[0])]) for found in pattern.finditer(text)
            ]
    return centres(ring for ring in rings if len(ring))


def of_geometry(shape: Any) -> tuple[Floats, Floats] | None:
    """All corners of a shape (shapely), and the middles of its discs; None for none or an empty one."""
    import shapely  # noqa: PLC0415 - only for files that hold shapes

    if shape is None or shapely.is_empty(shape):
        return None
    corners = shapely.get_coordinates(shape)
    parts = [part for part in shapely.get_parts(shape) if shapely.get_type_id(part) == shapely.GeometryType.POLYGON]
    middles = centres(shapely.get_coordinates(ring) for part in parts for ring in shapely.get_rings(part))
    exact = np.full(len(corners), 1e-5)
    return (
        (corners, exact)
        if middles is None
        else (np.concatenate((corners, middles[0])), np.concatenate((exact, middles[1])))
    )
