"""Cuts a region into cells, each covered by one and the same set of faces.

This is all the geometry that "who held it" needs: whether the region lies inside somebody's ground or touches
it, under whatever definition, follows from the cells by logic alone. It is plain and slow, built on GEOS, and
stays as the oracle for anything faster.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from firmground.engine.plane import Plane, boxes_around, middle_of
from firmground.places import Area, Disc

if TYPE_CHECKING:
    from collections.abc import Sequence

# Ground thinner than this is no ground: it is what remains when two files draw the same border twice.
SLIVER_M = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a region. `faces`: indices of all faces that cover it; `share`: its part of the region's area;
    `inside`: whether it lies within the limits of the map.
    """

    faces: frozenset[int]
    share: float
    inside: bool = True


def arrange(region: Disc | Area, faces: Sequence[Any], within: Any = None) -> tuple[Cell, ...]:
    """The cells of a region under `faces` (shapely polygons in degrees, None is skipped).

    Shares sum to one. A point has one cell, or several of equal share where it lies on a border: then each
    side is possible. `within`: the limits of the map, None for none.
    """
    if isinstance(region, Disc) and region.radius_km == 0 and (abs(region.lon) == 180 or abs(region.lat) == 90):
        # On the seams of the map's degrees a flat predicate sees an edge where there is none: look around. Ten
        # slivers far, so that a quarter of what is seen is more than a sliver.
        region = Disc(region.lon, region.lat, 10 * SLIVER_M / 1000)
    if isinstance(region, Disc) and region.radius_km == 0:
        return _arrange_point(shapely.Point(region.lon, region.lat), faces, within)
    plane, shape, boxes, step = sheet_of(region)
    near = [(index, lay_near(face, plane, boxes, step)) for index, face in enumerate(faces) if face is not None]
    pieces = [(shape, frozenset[int]())]
    for index, face in near:
        if not face.is_empty:
            pieces = _cut(pieces, index, face)
    if within is None:
        return _cells([(piece, covered, True) for piece, covered in pieces])
    limit = lay_near(within, plane, boxes, step)
    return _cells(
        [
            (part, covered, inside)
            for piece, covered in pieces
            for part, inside in (
                (shapely.intersection(piece, limit), True),
                (shapely.difference(piece, limit), False),
            )
        ]
    )


def sheet_of(region: Disc | Area) -> tuple[Plane, Any, list[tuple[float, float, float, float]], float]:
    """The sheet around a region, the region on it, boxes in degrees that hold it, and the step to lay edges by."""
    if isinstance(region, Disc):
        plane = Plane(region.lon, region.lat)
        metres = region.radius_km * 1000
        return plane, plane.disc(metres), boxes_around(region.lon, region.lat, metres), 0.02
    west, south, east, north = region.geometry.bounds
    step = max(0.02, (north - south) / 200)
    lon, lat = middle_of(shapely.get_coordinates(region.geometry))
    plane = Plane(lon, lat)
    return plane, plane.lay(region.geometry, step), [(west, south, east, north)], step


def lay_near(face: Any, plane: Plane, boxes: list[tuple[float, float, float, float]], step: float) -> Any:
    """The part of a face near the region, laid on the sheet."""
    parts = []
    for box in boxes:
        west, south, east, north = face.bounds
        if west > box[2] or east < box[0] or south > box[3] or north < box[1]:
            continue
        if west < box[0] or east > box[2] or south < box[1] or north > box[3]:
            cut = shapely.intersection(face, shapely.box(*box))
        else:
            cut = face
        if not cut.is_empty:
            parts.append(plane.lay(cut, step))
    if not parts:
        return shapely.Polygon()
    return shapely.union_all(parts) if len(parts) > 1 else parts[0]


def _cut(pieces: list[tuple[Any, frozenset[int]]], index: int, face: Any) -> list[tuple[Any, frozenset[int]]]:
    shapely.prepare(face)
    result = []
    for piece, covered in pieces:
        if not shapely.intersects(face, piece):
            result.append((piece, covered))
        elif shapely.covers(face, piece):
            result.append((piece, covered | {index}))
        else:
            result.append((shapely.intersection(piece, face), covered | {index}))
            result.append((shapely.difference(piece, face), covered))
    return [(piece, covered) for piece, covered in result if piece.area > 0]


def _cells(pieces: list[tuple[Any, frozenset[int], bool]]) -> tuple[Cell, ...]:
    """Cells of one covering merged; slivers give their share to the others in proportion."""
    groups: dict[tuple[frozenset[int], bool], list[Any]] = {}
    for piece, covered, inside in pieces:
        if piece.area > 0:
            groups.setdefault((covered, inside), []).append(piece)
    solid = {key: shapes for key, shapes in groups.items() if any(is_ground(shape) for shape in shapes)}
    if not solid:
        solid = groups
    areas = {key: sum(shape.area for shape in shapes) for key, shapes in solid.items()}
    whole = sum(areas.values())
    return tuple(Cell(covered, area / whole, inside) for (covered, inside), area in areas.items())


def is_ground(shape: Any) -> bool:
    """Is a shape on the sheet wider than a sliver, anywhere?"""
    if shape.area > shape.length * SLIVER_M:
        return True
    return not shapely.buffer(shape, -SLIVER_M / 2, quad_segs=2).is_empty


def _arrange_point(point: Any, faces: Sequence[Any], within: Any) -> tuple[Cell, ...]:
    """Exact in degrees, by the predicates of GEOS: nothing is projected."""
    inner: set[int] = set()
    edge: set[int] = set()
    for index, face in enumerate(faces):
        if face is not None and shapely.intersects(face, point):
            (edge if shapely.touches(face, point) else inner).add(index)
    limits = [True]
    if within is not None:
        limits = [bool(shapely.intersects(within, point))]
        if limits[0] and shapely.touches(within, point):
            limits = [True, False]
    coverings = [frozenset(inner)] if not edge else _border_coverings(point, faces, inner, edge)
    share = 1 / (len(coverings) * len(limits))
    return tuple(Cell(covering, share, inside) for covering in coverings for inside in limits)


def _border_coverings(point: Any, faces: Sequence[Any], inner: set[int], edge: set[int]) -> list[frozenset[int]]:
    """On a border each face that meets there may be the one; none of them too, where they leave a side free.

    Faces that lie around the point whole are there in either case.
    """
    coverings = [frozenset(inner | {index}) for index in sorted(edge)]
    around = shapely.union_all([faces[index] for index in sorted(edge)])
    if not shapely.contains_properly(around, point):
        coverings.append(frozenset(inner))
    return coverings
