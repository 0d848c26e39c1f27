"""An area cut against one polygon after the other, each cut made once, however often the ground around it changes.

Where no polygons lie over each other, the parts of an area are the cuts themselves and what remains: from one day to
the next only the polygons that changed are cut anew. Where any do, or the map ends within the area, `arrange` does it
whole. The answers are those of `arrange`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from firmground.engine.arrange import SLIVER_M, Cell, arrange, is_ground, lay_near, sheet_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.places import Area

# No shape of less than this, in m², is ground: half a sliver around a point is more.
_NO_GROUND_M2 = np.pi * (SLIVER_M / 2) ** 2 * 0.9


@dataclass(frozen=True, slots=True)
class _Cut:
    """The part of an area under one polygon, on the sheet; `solid` if it is more than a sliver."""

    shape: Any
    area: float
    length: float
    solid: bool


class AreaCuts:
    """One area and what was cut from it. `within`: the limits of the map, None for none."""

    def __init__(self, area: Area, within: Any = None) -> None:
        self._region = area
        self._within = within
        self._plane, self._shape, self._boxes, self._step = sheet_of(area)
        shapely.prepare(self._shape)
        self._limited = within is not None and not shapely.covers(self._lay(within), self._shape)
        self._whole = _cut(self._shape)
        self._cuts: dict[bytes, _Cut] = {}
        self._both: dict[tuple[bytes, bytes], float | None] = {}

    def cells(self, polygons: Mapping[bytes, Any]) -> tuple[Cell, ...]:
        """As `arrange` gives for these polygons, each under a name that is only its own."""
        cuts = {index: self._cut_of(name, polygon) for index, (name, polygon) in enumerate(polygons.items())}
        over = {index: cut for index, cut in cuts.items() if cut.area > 0}
        parts = None if self._limited else self._parts(list(polygons), over)
        if not parts:
            return arrange(self._region, list(polygons.values()), self._within)
        whole = sum(parts.values())
        return tuple(Cell(faces, area / whole) for faces, area in parts.items())

    def _parts(self, names: list[bytes], over: dict[int, _Cut]) -> dict[frozenset[int], float] | None:
        """The areas of the cells, without slivers; None where some ground lies under two polygons."""
        alone = {index: cut.area for index, cut in over.items()}
        twice = 0.0
        for a, b in combinations(over, 2):
            shared = self._shared(names[a], names[b])
            if shared is None:
                return None
            if shared:
                alone[a] -= shared
                alone[b] -= shared
                twice += shared
        parts = {frozenset({index}): area for index, area in alone.items() if over[index].solid}
        if remainder := self._remainder(list(over.values()), twice):
            parts[frozenset()] = remainder
        return parts

    def _lay(self, polygon: Any) -> Any:
        return lay_near(polygon, self._plane, self._boxes, self._step)

    def _cut_of(self, name: bytes, polygon: Any) -> _Cut:
        if name not in self._cuts:
            laid = self._lay(polygon)
            shapely.prepare(laid)
            if not shapely.intersects(laid, self._shape):
                self._cuts[name] = _cut(shapely.Polygon())
            elif shapely.covers(laid, self._shape):
                self._cuts[name] = self._whole
            else:
                self._cuts[name] = _cut(shapely.intersection(self._shape, laid))
        return self._cuts[name]

    def _shared(self, one: bytes, other: bytes) -> float | None:
        """The area under both polygons; None if it is more than a sliver."""
        if (one, other) not in self._both:
            a, b = self._cuts[one].shape, self._cuts[other].shape
            shared = shapely.intersection(a, b) if shapely.intersects(a, b) else shapely.Polygon()
            solid = shared.area > 0 and is_ground(shared)
            self._both[one, other] = None if solid else float(shared.area)
        return self._both[one, other]

    def _remainder(self, cuts: list[_Cut], twice: float) -> float:
        """The area under no polygon; 0 if it is no more than a sliver. `twice`: what lies under two of them."""
        left = self._whole.area - sum(cut.area for cut in cuts) + twice
        if left < _NO_GROUND_M2:
            return 0.0
        if left > (self._whole.length + sum(cut.length for cut in cuts)) * SLIVER_M:
            return left
        bare = shapely.difference(self._shape, shapely.union_all([cut.shape for cut in cuts]))
        return float(bare.area) if bare.area > 0 and is_ground(bare) else 0.0


def _cut(shape: Any) -> _Cut:
    return _Cut(shape, float(shape.area), float(shape.length), shape.area > 0 and is_ground(shape))
