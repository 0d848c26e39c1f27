"""Fewer and coarser places for a small map that must stay light; never smaller ones, and never dots.

A disc of a thinned map holds all of the disc that it stands for: its centre moves to a grid, and its radius grows
by as much as the centre may have moved. So the map errs by showing places as less exact than they are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from firmground.render.figures.projection import EARTH_KM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.report.model import Mark


def thin_marks(marks: Sequence[Mark], grid_km: float) -> tuple[Mark, ...]:
    """Marks that nearly coincide as one. Undecided ones keep a name where they stand alone."""
    groups: dict[tuple[str, float, float, float], list[Mark]] = defaultdict(list)
    areas = []
    for mark in marks:
        if mark.rings:
            areas.append(_coarser(mark, grid_km))
            continue
        tall = math.degrees(grid_km / EARTH_KM)
        lat = max(-90.0, min(90.0, round(mark.lat / tall) * tall))
        wide = tall / max(0.02, math.cos(math.radians(lat)))
        lon = round(mark.lon / wide) * wide
        # From a point of a cell to its middle it is at most half a diagonal.
        radius = math.ceil((mark.radius_km + grid_km * math.sqrt(0.5)) / grid_km) * grid_km
        groups[(mark.standing, lon, lat, radius)].append(mark)
    thinned = [
        replace(group[0], lon=lon, lat=lat, radius_km=radius, title="", label=_name(group), number=_number(group))
        for (_, lon, lat, radius), group in groups.items()
    ]
    return (*areas, *thinned)


def _name(group: list[Mark]) -> str:
    names = {mark.label for mark in group}
    return names.pop() if len(names) == 1 else ""


def _number(group: list[Mark]) -> int:
    numbers = {mark.number for mark in group}
    return numbers.pop() if len(numbers) == 1 else 0


def _coarser(mark: Mark, grid_km: float) -> Mark:
    """An area with fewer corners that leaves out none of it.

    Both simplifications move an edge by at most half a step, and the widening between them by a whole one.
    """
    step = math.degrees(grid_km / EARTH_KM)
    parts = [shapely.simplify(shapely.Polygon(ring), step / 2) for ring in mark.rings if len(ring) > 3]
    coarse = shapely.simplify(shapely.buffer(shapely.union_all(parts), step, quad_segs=2), step / 2)
    rings = tuple(
        tuple((round(float(lon), 3), round(float(lat), 3)) for lon, lat in part.exterior.coords)
        for part in shapely.get_parts(coarse)
        if part.geom_type == "Polygon"
    )
    return replace(mark, rings=rings or mark.rings, title="")
