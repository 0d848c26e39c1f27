"""Discs cut by GEOS, state by state: slow and plain. What the fast path must find, and how far a share may be off."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.arrange import arrange
from firmground.places import Disc

if TYPE_CHECKING:
    from firmground.engine.discs.shares import DiscRuns
    from firmground.engine.edges.faces import Faces

Ground = dict[tuple[int, ...], float]


class PlainDiscs:
    """The parts of a disc by what holds them together, on one state."""

    def __init__(self, faces: Faces) -> None:
        self.faces = faces

    @cached_property
    def _shapes(self) -> np.ndarray:
        return self.faces.shapes()

    def on(self, state: int, lon: float, lat: float, radius_km: float) -> Ground:
        standing = np.flatnonzero((self.faces.first <= state) & (state < self.faces.stop))
        parts: Ground = {}
        for cell in arrange(Disc(lon, lat, radius_km), list(self._shapes[standing])):
            held = tuple(sorted({int(self.faces.holding[standing[face]]) for face in cell.faces}))
            parts[held] = parts.get(held, 0.0) + cell.share
        return parts


def grounds(runs: DiscRuns, row: int, coverings: list[tuple[int, ...]]) -> list[tuple[int, int, Ground]]:
    """The runs of one disc: first state, stop, and what lies in it."""
    told = []
    for run in range(runs.row_first[row], runs.row_first[row + 1]):
        cells = slice(runs.cell_first[run], runs.cell_first[run + 1])
        held = [coverings[code] for code in runs.covering[cells]]
        told.append(
            (int(runs.start[run]), int(runs.stop[run]), dict(zip(held, runs.share[cells].tolist(), strict=True)))
        )
    return told


def farthest(one: Ground, other: Ground) -> float:
    """The largest difference between two shares of the same ground."""
    return max(abs(one.get(held, 0.0) - other.get(held, 0.0)) for held in one.keys() | other.keys())
