"""Borders made coarse enough to be drawn: never used for an answer, and told how far they may be off.

Shapes that share borders are simplified together, so that no gap opens between them (`shapely.coverage_simplify`);
others one by one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from firmground.report.scene_model import SceneArea

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from firmground.report.scene_model import Scene, SceneMap

KM_PER_DEGREE: Final = 111.7  # of latitude at a pole, the longest a degree can be
_FINEST_KM: Final = 0.05
_COARSER: Final = 1.6
_TRIES: Final = 14


@dataclass(frozen=True, slots=True)
class Outlines:
    """`shapes`: the shape to draw for each distinct one (by its bytes). `within_km`: how far a border may be off."""

    shapes: dict[bytes, Any]
    within_km: float


def simplify_scene(scene: Scene, across_km: float, most_points: int) -> Outlines:
    """Every polygon of a scene, as fine as a view of this width shows, and coarser until there are so few points."""
    groups = [group for control in scene.maps for group in _groups(control)]
    areas = [one.geometry for place in scene.places for one in place.options if isinstance(one, SceneArea)]
    groups += [[shape] for shape in _distinct([*areas, *(control.within for control in scene.maps)])]
    full = {shapely.to_wkb(shape): shape for group in groups for shape in group}
    joint = [(group, len(group) > 1 and _is_coverage(group)) for group in groups]
    tolerance = max(_FINEST_KM, across_km / 4800) / KM_PER_DEGREE
    for _ in range(_TRIES):
        shapes = _simplify(joint, tolerance)
        if sum(int(shapely.get_num_coordinates(shape)) for shape in shapes.values()) <= most_points:
            break
        tolerance *= _COARSER
    return Outlines(shapes, _farthest(full, shapes) * KM_PER_DEGREE)


def _distinct(shapes: Iterable[Any]) -> list[Any]:
    return list({shapely.to_wkb(shape): shape for shape in shapes if shape is not None}.values())


def _groups(control: SceneMap) -> list[list[Any]]:
    """Shapes that may share borders: all of a map if none overlap, else those that begin on the same day."""
    if control.listed:
        return []
    every = _distinct(piece.geometry for piece in control.pieces)
    if not every or _is_coverage(every):
        return [every]
    by_day: dict[int, list[Any]] = defaultdict(list)
    seen: set[bytes] = set()
    for piece in sorted(control.pieces, key=lambda piece: piece.possible):
        key = shapely.to_wkb(piece.geometry)
        if key not in seen:
            seen.add(key)
            by_day[max(piece.possible[0], piece.certain[0])].append(piece.geometry)
    return list(by_day.values())


def _is_coverage(shapes: list[Any]) -> bool:
    return bool(shapely.coverage_is_valid(np.array(shapes, dtype=object)))


def _simplify(groups: list[tuple[list[Any], bool]], tolerance: float) -> dict[bytes, Any]:
    result = {}
    for group, joint in groups:
        shapes = np.array(group, dtype=object)
        coarse = shapely.coverage_simplify(shapes, tolerance) if joint else shapely.simplify(shapes, tolerance)
        for shape, drawn in zip(group, coarse, strict=True):
            kept = drawn if not shapely.is_empty(drawn) else shape
            result[shapely.to_wkb(shape)] = kept
    return result


def _farthest(full: dict[bytes, Any], drawn: dict[bytes, Any]) -> float:
    """The greatest distance, in degrees, of a point of a border from its drawing."""
    farthest = 0.0
    for key, shape in full.items():
        if drawn[key] is shape:
            continue
        edges = _edges(drawn[key])
        points = shapely.points(shapely.get_coordinates(shape))
        _, distances = shapely.STRtree(edges).query_nearest(points, return_distance=True, all_matches=False)
        farthest = max(farthest, float(distances.max(initial=0.0)))
    return farthest


def _edges(shape: Any) -> NDArray[np.object_]:
    lines = []
    for ring in shapely.get_rings(shape):
        coordinates = shapely.get_coordinates(ring)
        lines.append(np.stack([coordinates[:-1], coordinates[1:]], axis=1))
    return np.asarray(shapely.linestrings(np.concatenate(lines)))
