"""Faces: polygons and the states of a map on which they stand, as flat arrays."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from firmground.engine.compiled import load
from firmground.engine.threads import in_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]

_KERNELS = "firmground.engine.edges.rings_kernels"
_FEW = 65_536  # points below which a second thread costs more than it brings


@dataclass(frozen=True, eq=False)
class Faces:
    """Multipolygons in the layout of GeoArrow, each saying one thing of its ground on a run of states.

    A *state* of a map is a run of days on which it does not change: a snapshot, or the days between two changes; states
    are numbered from 0 in the order of time. `xy`: longitude, latitude in degrees, shape (n, 2), rings closed (their
    first point repeated). `ring_first`, `part_first`, `face_first`: ring r owns the points `ring_first[r]` to
    `ring_first[r + 1]` of `xy`, part p the rings from `part_first[p]` (the first is its shell, the others its holes),
    face f the parts from `face_first[f]`. `holding[f]`: what the face says of its ground, a code from 0 to
    `holdings - 1`. It stands on the states `first[f]` to `stop[f]`, excluded.
    """

    xy: Floats
    ring_first: Ints
    part_first: Ints
    face_first: Ints
    holding: Codes
    first: Codes
    stop: Codes
    states: int
    holdings: int

    def __len__(self) -> int:
        return len(self.holding)

    def some(self, chosen: Ints) -> Faces:
        """The faces with these indices, in this order."""
        part_of, part_first = _picked(self.face_first, chosen)
        ring_of, ring_first = _picked(self.part_first, part_of)
        begins, ends = (self.ring_first[self.part_first[self.face_first[chosen + step]]] for step in (0, 1))
        points = [self.xy[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        return Faces(
            np.concatenate([self.xy[:0], *points]),
            np.append(0, np.cumsum(self.ring_first[ring_of + 1] - self.ring_first[ring_of])),
            ring_first,
            part_first,
            self.holding[chosen],
            self.first[chosen],
            self.stop[chosen],
            self.states,
            self.holdings,
        )

    @cached_property
    def boxes(self) -> Floats:
        """The west, south, east and north of each face, (n, 4), in degrees; NaN of a face without points.

        ValueError where a coordinate is no finite number.
        """
        faces, boxes = self.for_kernels(), np.empty((len(self), 4))
        face_ring = faces.part_first[faces.face_first]
        begin = faces.ring_first[face_ring]
        limits = np.searchsorted(begin, np.arange(0, begin[-1] + _FEW, _FEW))
        limits[-1] = len(faces)
        kernels = load(_KERNELS)

        def measure(part: slice) -> None:
            rows = int(limits[part.start]), int(limits[part.stop])
            kernels.measure_boxes(faces.xy, faces.ring_first, face_ring, *rows, boxes)

        in_parts(measure, len(limits) - 1, least=1)
        if np.diff(begin)[np.isnan(boxes[:, 0])].any():
            raise ValueError("a border has a coordinate that is no finite number: mend the map's geometry")
        return boxes

    def for_kernels(self) -> Faces:
        """The same with arrays as kernels take them: contiguous, of these types, writable; copied only if need be."""
        fit = replace(
            self,
            xy=np.require(self.xy, np.float64, ["C", "W"]),
            ring_first=np.require(self.ring_first, np.int64, ["C", "W"]),
            part_first=np.require(self.part_first, np.int64, ["C", "W"]),
            face_first=np.require(self.face_first, np.int64, ["C", "W"]),
            holding=np.require(self.holding, np.int32, ["C", "W"]),
            first=np.require(self.first, np.int32, ["C", "W"]),
            stop=np.require(self.stop, np.int32, ["C", "W"]),
        )
        same = all(getattr(fit, field.name) is getattr(self, field.name) for field in fields(self))
        return self if same else fit

    def shapes(self) -> NDArray[Any]:
        """The faces as shapely MultiPolygons, in order."""
        offsets = (self.ring_first, self.part_first, self.face_first)
        return np.asarray(shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, self.xy, offsets))


def _picked(first: Ints, chosen: Ints) -> tuple[Ints, Ints]:
    """The members of the chosen owners, one after the other, and where those of each begin."""
    counts = first[chosen + 1] - first[chosen]
    begins = np.append(0, np.cumsum(counts))
    return np.repeat(first[chosen] - begins[:-1], counts) + np.arange(begins[-1]), begins


def faces_of(
    shapes: Sequence[Any],
    holding: Sequence[int],
    first: Sequence[int],
    stop: Sequence[int],
    *,
    states: int,
    holdings: int,
) -> Faces:
    """Faces from shapely Polygons and MultiPolygons in longitude, latitude."""
    kind, xy, offsets = shapely.to_ragged_array([_multi(shape) for shape in shapes], include_z=False)
    if kind is not shapely.GeometryType.MULTIPOLYGON:
        raise TypeError(f"faces are polygons, not {kind.name}")
    rings, parts, ends = (np.asarray(offset, dtype=np.int64) for offset in offsets)
    said, begin, end = (np.asarray(values, dtype=np.int32) for values in (holding, first, stop))
    return Faces(np.ascontiguousarray(xy), rings, parts, ends, said, begin, end, states, holdings)


def _multi(shape: Any) -> Any:
    return shape if shape.geom_type == "MultiPolygon" else shapely.MultiPolygon([shape])
