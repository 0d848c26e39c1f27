"""Land and borders around a view, cut from the outlines beside this file."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

Box = tuple[float, float, float, float]


@cache
def _read() -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """All land polygons and all border lines, in degrees."""
    source = resources.files("firmground.render.basemap").joinpath("land.json")
    data = json.loads(source.read_text(encoding="utf-8"))
    arcs = [np.cumsum(np.array(arc, dtype=np.float64).reshape(-1, 2), axis=0) / 100 for arc in data["arcs"]]

    def ring(numbers: Sequence[int]) -> NDArray[np.float64]:
        lines = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
        return np.concatenate([lines[0], *(each[1:] for each in lines[1:])])

    land = [shapely.Polygon(ring(rings[0]), [ring(each) for each in rings[1:]]) for rings in data["land"]]
    borders = [shapely.LineString(arcs[n]) for n in data["borders"]]
    return np.array(land, dtype=object), np.array(borders, dtype=object)


def cut_land(box: Box) -> tuple[list[list[NDArray[np.float64]]], list[NDArray[np.float64]]]:
    """Land (polygons as lists of rings) and borders (lines) within west, south, east, north.

    The box may run past 180 degrees on either side; coordinates then do too.
    """
    land, borders = _read()
    polygons = [
        [_close(part.exterior), *(_close(hole) for hole in part.interiors)] for part in _cut(land, box, "Polygon")
    ]
    return polygons, [_close(part) for part in _cut(borders, box, "LineString")]


def _cut(shapes: NDArray[np.object_], box: Box, kind: str) -> Iterator[Any]:
    west, south, east, north = box
    for turn in (-360.0, 0.0, 360.0):
        bounds = shapely.bounds(shapes)
        near = (
            (bounds[:, 0] + turn < east)
            & (bounds[:, 2] + turn > west)
            & (bounds[:, 1] < north)
            & (bounds[:, 3] > south)
        )
        for piece in shapely.clip_by_rect(shapes[near], west - turn, south, east - turn, north):
            for part in shapely.get_parts(piece):
                if part.geom_type == kind and not part.is_empty:
                    yield shapely.transform(part, lambda xy, by=turn: xy + np.array([by, 0.0]))


def _close(part: Any) -> NDArray[np.float64]:
    """The line with a point at least every half degree, so that it bends as the projection does."""
    return np.asarray(shapely.get_coordinates(shapely.segmentize(part, 0.5)))


def box_around(lon: float, lat: float, reach_km: float) -> Box:
    """A box of degrees that holds everything within `reach_km` (below a quarter of the Earth) of a point."""
    up = math.degrees(min(reach_km, 9000.0) / 6371.0)
    south, north = max(-89.9, lat - up), min(89.9, lat + up)
    steepest = math.cos(math.radians(max(abs(south), abs(north))))
    across = min(179.0, up / max(steepest, 0.05))
    return lon - across, south, lon + across, north
