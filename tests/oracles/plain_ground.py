"""Ground over states asked point by point of GEOS, and windings counted edge by edge: slow and plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from firmground.engine.points.runs import Runs

if TYPE_CHECKING:
    from firmground.engine.edges.edges import Edges
    from firmground.engine.edges.faces import Faces


class PlainGround:
    """Answers as `Territory.points_over` does; less than 0 on a border of any holding's ground."""

    def __init__(self, faces: Faces) -> None:
        self.faces, self.shapes = faces, faces.shapes()
        self.coverings: list[tuple[int, ...]] = [()]

    def points_over(self, lon, lat, first, stop) -> Runs:
        codes = np.full((len(lon), self.faces.states), -2, np.int32)
        points = shapely.points(lon, lat)
        for state in range(self.faces.states):
            asked = np.flatnonzero((first <= state) & (state < stop))
            codes[asked, state] = self._codes(points[asked], state)
        changes = np.ones(codes.shape, np.bool_)
        changes[:, 1:] = codes[:, 1:] != codes[:, :-1]
        row, start = np.nonzero(changes & (codes != -2))
        ends = np.append(start[1:], 0).astype(np.int32)
        last = np.append(row[1:] != row[:-1], True) if len(row) else np.zeros(0, np.bool_)
        ends = np.where(last, np.asarray(stop)[row], ends[: len(row)])
        row_first = np.searchsorted(row, np.arange(len(lon) + 1))
        return Runs(row_first, start.astype(np.int32), ends.astype(np.int32), codes[row, start])

    def _codes(self, points, state: int) -> np.ndarray:
        standing = np.flatnonzero((self.faces.first <= state) & (state < self.faces.stop))
        tree = shapely.STRtree(points)
        held = [set() for _ in points]
        touched: list[list[int]] = [[] for _ in points]
        border = np.zeros(len(points), np.bool_)
        for face in standing:
            for point in tree.query(self.shapes[face], predicate="contains_properly"):
                held[point].add(int(self.faces.holding[face]))
            for point in tree.query(self.shapes[face], predicate="touches"):
                touched[point].append(face)
        for point, faces in enumerate(touched):
            for holding in {int(self.faces.holding[face]) for face in faces}:
                around = shapely.union_all([self.shapes[face] for face in faces if self.faces.holding[face] == holding])
                if shapely.contains_properly(around, points[point]):
                    held[point].add(holding)
                else:
                    border[point] = True
        for one in held:
            if tuple(sorted(one)) not in self.coverings:
                self.coverings.append(tuple(sorted(one)))
        codes = np.array([self.coverings.index(tuple(sorted(one))) for one in held], np.int32)
        return np.where(border, -1, codes)


def winding(edges: Edges, holding: int, state: int, points: np.ndarray) -> np.ndarray:
    """How often the edges of a holding wind round each point: upward edges right of it, less the downward ones."""
    there = (edges.holding == holding) & (edges.first <= state) & (state < edges.stop)
    x1, y1, x2, y2 = edges.ends[there].T[:, :, None]
    x, y = points.T
    left = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1) > 0
    upward, downward = (y1 <= y) & (y2 > y) & left, (y1 > y) & (y2 <= y) & ~left
    return (upward.astype(int) - downward).sum(0)
