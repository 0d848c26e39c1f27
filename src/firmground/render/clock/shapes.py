"""The shapes of a block of data: rings of whole steps on a grid, each shape once; and the land around them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from firmground.render.basemap.land import box_around, cut_land
from firmground.render.clock.outlines import KM_PER_DEGREE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from firmground.render.clock.columns import Columns
    from firmground.render.clock.frames import Frame

_AROUND: Final = 1.5  # land reaches so many times as far as the widest frame, for zooming out and panning
_FINEST: Final = 4096  # steps of the grid across the frame
_LAND_FINE_KM: Final = 2500.0  # frames wider than this draw land coarser


class Shapes:
    """Distinct shapes by number. `drawn`: the shape to draw for each by its bytes."""

    def __init__(self, drawn: dict[bytes, Any], frame: Frame) -> None:
        self._drawn = drawn
        self._frame = frame
        self._codes: dict[bytes, int] = {}
        # A round number of steps a degree, so that a step is at most a quarter of a unit of the frame.
        wanted = _FINEST / max(frame.across_km / KM_PER_DEGREE, 1e-6)
        self.steps = int(10 ** math.ceil(math.log10(min(max(wanted, 100.0), 10_000.0))))

    @property
    def any_borders(self) -> bool:
        return bool(self._codes)

    @property
    def grain_km(self) -> float:
        return KM_PER_DEGREE / self.steps / math.sqrt(2)

    def code(self, shape: Any) -> int:
        return self._codes.setdefault(shapely.to_wkb(shape), len(self._codes))

    def write(self, columns: Columns) -> dict[str, Any]:
        """Adds all shapes and the land to the columns; returns what the header says of them."""
        shapes = [self._drawn[key] for key in self._codes]
        rings = [[shapely.get_coordinates(ring)[:-1] for ring in shapely.get_rings(shape)] for shape in shapes]
        self._write(columns, "s", rings)
        inner = [shapely.point_on_surface(shape) for shape in shapes]
        for axis, name in enumerate(("lon", "lat")):
            columns.add(f"s.{name}", [round((point.x, point.y)[axis] * self.steps) for point in inner])
        view = self._frame.view
        land, borders = cut_land(box_around(view.lon, view.lat, view.reach_km * _AROUND))
        self._write(columns, "l", [[self._land(ring)[:-1] for ring in polygon] for polygon in land])
        self._write(columns, "b", [[self._land(line)] for line in borders])
        return {"steps": self.steps}

    def _land(self, line: NDArray[np.float64]) -> NDArray[np.float64]:
        if self._frame.across_km < _LAND_FINE_KM:
            return line
        coarse = shapely.simplify(shapely.LineString(line), self._frame.across_km / 1200 / KM_PER_DEGREE)
        return np.asarray(shapely.get_coordinates(coarse))

    def _write(self, columns: Columns, prefix: str, shapes: Iterable[list[NDArray[np.float64]]]) -> None:
        counts, lengths, lons, lats = [], [], [], []
        for rings in shapes:
            whole = [_steps(ring, self.steps) for ring in rings]
            counts.append(len(whole))
            for ring in whole:
                lengths.append(len(ring))
                lons.append(ring[:, 0])
                lats.append(ring[:, 1])
        columns.add(f"{prefix}.rings", counts)
        columns.add(f"{prefix}.points", lengths)
        for name, parts in (("x", lons), ("y", lats)):
            columns.add(f"{prefix}.{name}", np.concatenate(parts) if parts else [], differences=True)


def _steps(ring: NDArray[np.float64], steps: int) -> NDArray[np.int64]:
    """A ring on the grid, without a point twice in a row."""
    whole = np.rint(ring * steps).astype(np.int64)
    keep = np.r_[True, np.any(np.diff(whole, axis=0) != 0, axis=1)] if len(whole) else np.zeros(0, dtype=bool)
    return whole[keep]
