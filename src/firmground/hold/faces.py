"""The faces of one map, found quickly and cut against regions, each cut made once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from firmground.engine.arrange import arrange
from firmground.engine.nearest import nearest_cells
from firmground.engine.plane import boxes_around
from firmground.places import Disc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firmground.case.control import ControlMap, Face
    from firmground.engine.arrange import Cell
    from firmground.places import Area


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a region with the faces over it (all rows on one place, for a list). `share` of the region."""

    faces: tuple[Face, ...]
    share: float
    inside: bool = True


class MapFaces:
    """Index and memory of one map."""

    def __init__(self, control: ControlMap) -> None:
        self._control = control
        self.listed: dict[str, list[Face]] = {}
        if control.listed:
            for face in control.faces:
                self.listed.setdefault(face.place, []).append(face)
            placed = ([row for row in rows if row.geometry is not None] for rows in self.listed.values())
            self._sites = [rows[0] for rows in placed if rows]
            self._site_points = np.array(
                [(site.geometry.x, site.geometry.y) for site in self._sites], dtype=float
            ).reshape(-1, 2)
        else:
            self._tree = shapely.STRtree([face.geometry for face in control.faces])
        self._cells: dict[Any, tuple[Cell, ...]] = {}
        self._near: dict[Any, list[Face]] = {}
        self._shapes: dict[int, bytes] = {}

    def near(self, region: Disc | Area) -> list[Face]:
        """Faces whose box meets the region's, in file order."""
        key = _region_key(region)
        if key not in self._near:
            found: set[int] = set()
            for box in _boxes(region):
                found.update(int(index) for index in self._tree.query(shapely.box(*box)))
            self._near[key] = [self._control.faces[index] for index in sorted(found)]
        return self._near[key]

    def arrange(self, region: Disc | Area, active: Sequence[Face]) -> tuple[Piece, ...]:
        """The region cut by the faces; equal polygons of other days are not cut again."""
        shapes: dict[bytes, list[Face]] = {}
        for face in active:
            shapes.setdefault(self._shape(face), []).append(face)
        key = (_region_key(region), tuple(shapes))
        if key not in self._cells:
            polygons = [faces[0].geometry for faces in shapes.values()]
            self._cells[key] = arrange(region, polygons, self._control.within)
        groups = list(shapes.values())
        return tuple(
            Piece(tuple(in_order(face for index in cell.faces for face in groups[index])), cell.share, cell.inside)
            for cell in self._cells[key]
        )

    def _shape(self, face: Face) -> bytes:
        """Faces live as long as their map, so their ids are theirs alone."""
        if id(face) not in self._shapes:
            self._shapes[id(face)] = shape_digest(face.geometry)
        return self._shapes[id(face)]

    def nearest(self, region: Disc | Area) -> tuple[Piece, ...]:
        """The region cut by nearest listed place, each speaking no farther than the map's reach."""
        cells = nearest_cells(region, self._site_points, self._control.reach_km)
        return tuple(
            Piece(tuple(self.listed[self._sites[site].place]) if site is not None else (), share)
            for site, share in cells
        )


def shape_digest(shape: Any) -> bytes:
    """Equal for shapes that are made of the same points in the same order, and for no others."""
    return hashlib.sha256(shapely.to_wkb(shape)).digest()


def in_order(faces: Iterable[Face]) -> list[Face]:
    """Faces by their days and what they say, so that the same faces are always gone through in the same order."""
    found = list(faces)
    if len(found) < 2:
        return found
    return sorted(found, key=lambda face: (face.period.possible, face.period.certain, repr(face.holding)))


def _region_key(region: Disc | Area) -> Any:
    if isinstance(region, Disc):
        return region
    return (region.id, id(region.geometry))


def _boxes(region: Disc | Area) -> list[tuple[float, float, float, float]]:
    if isinstance(region, Disc):
        return boxes_around(region.lon, region.lat, region.radius_km * 1000)
    return [region.geometry.bounds]
