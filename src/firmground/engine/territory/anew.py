"""Points asked of a map that is drawn anew for each state: nothing is kept from state to state, and no table is made.

To answer the points of a state costs about as much as to read its faces once. Here a point between two faces of one
holding counts as on a border, since only a table knows that they meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.compiled import load
from firmground.engine.points.runs import Runs
from firmground.engine.territory.joining import joined, merged
from firmground.engine.threads import in_parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from firmground.engine.edges.faces import Faces

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]
    Masks = NDArray[np.uint64]

_KERNELS = "firmground.engine.territory.anew_kernels"
_IN_BAND = 16  # points of one band, on average
_AT_ONCE = 1 << 24  # points, each on one state
_MOST_BANDS = 65_535  # numbers of 16 bits are sorted much faster


class DrawnAnew:
    """The faces of a map by state, to be asked about points."""

    def __init__(self, faces: Faces, groups: int, tell: Callable[[str], None] | None = None) -> None:
        """`groups`: of 63 holdings each, for each of which there is a mask."""
        self._faces, self._groups = faces, groups
        self._face_ring = faces.part_first[faces.face_first]
        self._kernels = load(_KERNELS, tell)
        self._by_first = np.argsort(faces.first, kind="stable")
        self._first = faces.first[self._by_first]
        self._longest = int((faces.stop - faces.first).max(initial=1))

    def masks(self, lon: Floats, lat: Floats, state: Codes) -> list[Masks]:
        """For each group the mask of each point on its state: bit h for holding h of the group, 63 for on a border."""
        masks = [np.zeros(len(lon), np.uint64) for _ in range(self._groups)]
        order = np.argsort(_small(state), kind="stable")
        states, first = np.unique(state[order], return_index=True)
        limits = np.append(first, len(order))

        def ask(part: slice) -> None:
            for number in range(part.start, part.stop):
                rows = order[limits[number] : limits[number + 1]]
                for mask, answer in zip(masks, self._on_state(lon[rows], lat[rows], int(states[number])), strict=True):
                    mask[rows] = answer

        in_parts(ask, len(states), least=1)
        return masks

    def over(
        self,
        lon: Floats,
        lat: Floats,
        first: Codes,
        stop: Codes,
        coverings: Callable[[list[Masks], Floats, Floats], Codes],
    ) -> Runs:
        """What lies over each point on each of its states, as `coverings` says it of masks and points."""
        ends = np.append(0, np.cumsum(stop.astype(np.int64) - first))
        parts, row = [], 0
        while row < len(lon):
            end = max(row + 1, int(np.searchsorted(ends, ends[row] + _AT_ONCE, side="right")) - 1)
            lengths = np.diff(ends[row : end + 1])
            rows = np.repeat(np.arange(row, end), lengths)
            state = (first[rows] + np.arange(len(rows)) - (ends[rows] - ends[row])).astype(np.int32)
            x, y = lon[rows], lat[rows]
            codes = coverings(self.masks(x, y, state), x, y)
            runs = merged(Runs(ends[row : end + 1] - ends[row], state, state + np.int32(1), codes))
            parts.append((np.arange(row, end), 0, runs))
            row = end
        return joined(parts, len(lon))

    def _on_state(self, lon: Floats, lat: Floats, state: int) -> list[Masks]:
        south, bands = float(lat.min()), max(1, min(_MOST_BANDS, len(lat) // _IN_BAND))
        per_degree = bands / max(1e-9, float(lat.max()) - south)
        band = np.minimum((lat - south) * per_degree, bands - 1).astype(np.uint16)
        by_x = np.argsort(lon)
        order = by_x[np.argsort(band[by_x], kind="stable")]
        band_first = np.append(0, np.cumsum(np.bincount(band, minlength=bands)))
        since, until = np.searchsorted(self._first, [state - self._longest + 1, state + 1])
        begun = self._by_first[since:until]
        standing = begun[self._faces.stop[begun] > state]
        x, y = lon[order], lat[order]
        answers = []
        for group in range(self._groups):
            found, answer = np.zeros(len(lat), np.uint64), np.empty(len(lat), np.uint64)
            self._kernels.lie_in(
                self._faces.xy, self._faces.ring_first, self._face_ring, self._faces.holding, standing, group,
                x, y, band_first, south, per_degree, found,
            )  # fmt: skip
            answer[order] = found
            answers.append(answer)
        return answers


def _small(state: Codes) -> NDArray[np.uint16] | Codes:
    """States as numbers that sort fast, where they are few enough."""
    return state.astype(np.uint16) if len(state) and state.max() <= np.iinfo(np.uint16).max else state
