"""Rings that all turn the same way: ground on the left of each edge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from firmground.engine.compiled import load
from firmground.engine.threads import in_parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.engine.edges.faces import Faces

_KERNELS = "firmground.engine.edges.rings_kernels"


def orient_rings(faces: Faces, tell: Callable[[str], None] | None = None) -> Faces:
    """The same faces with shells counter-clockwise and holes the other way; the points are copied only if need be.

    ValueError where a coordinate is no finite number.
    """
    kernels = load(_KERNELS, tell)
    faces = faces.for_kernels()
    rings = len(faces.ring_first) - 1
    turns = np.empty(rings, np.int8)
    in_parts(
        lambda part: kernels.ring_turns(faces.xy, faces.ring_first, part.start, part.stop, turns), rings, least=512
    )
    for ring in np.flatnonzero(turns == 0):
        points = faces.xy[faces.ring_first[ring] : faces.ring_first[ring + 1]]
        if not np.isfinite(points).all():
            raise ValueError("a border has a coordinate that is no finite number: mend the map's geometry")
        turns[ring] = 1 if shapely.is_ccw(shapely.linearrings(points)) else -1
    wanted = np.full(rings, -1, np.int8)
    wanted[faces.part_first[:-1]] = 1
    wrong = np.flatnonzero(turns != wanted)
    if not len(wrong):
        return faces
    xy = faces.xy.copy()
    kernels.turn_round(xy, faces.ring_first, wrong)
    return replace(faces, xy=xy)
