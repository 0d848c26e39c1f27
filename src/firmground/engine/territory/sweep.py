"""Points asked of a map without making a table of it: those of a state are swept past the faces of that state.

To answer the points of a state costs about as much as to read, once, the faces in whose boxes they lie. This is what
pays for few points, and for a map that is drawn anew for each state, of which a table would save nothing. Here a point
between two faces of one holding counts as on a border, since only a table knows that they meet.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.compiled import load
from firmground.engine.points.runs import Runs
from firmground.engine.territory.joining import joined, merged
from firmground.engine.threads import in_parts, processors

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from firmground.engine.edges.faces import Faces

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]
    Masks = NDArray[np.uint64]

_KERNELS = "firmground.engine.territory.sweep_kernels"
_IN_BAND = 8  # points of one band, on average, or more
_AT_ONCE = 1 << 24  # points, each on one state
_MOST_BANDS = 65_535  # numbers of 16 bits are sorted much faster
_FEW = 65_536  # vertices and points for which a second thread costs more than it brings
# Processor seconds, measured with `benchmarks.engine.points` on its full jobs, two threads on a busy machine of two
# processors, each job by a sweep and by a table; rounded so that all jobs come out within a factor of two, but for
# tables of long thin or of tiny polygons, which take more than this says.
_STATE = 1e-4  # to choose the faces of a state and sort its points into bands
_POINT = 1.4e-7  # to sort a point
_BOX = 8e-9  # a point in the box of a face, whose edges it passes in its band
_EDGE = 2e-8  # an edge that finds its bands
_PASS = 1.2e-9  # an edge that passes a single point, where there are few
_TABLE = 1e-3  # to begin a table
_TABLE_POINT = 6e-8  # to ask a grid
_TABLE_VERTEX = 2.5e-8  # a vertex of the faces as given, most of which, as a rule, are those of the state before
_TABLE_EDGE = 2.5e-7  # an edge of a table and its grid: there are at least those of one state
_SAMPLE = 1_000  # points from which it is guessed how many lie where


class Sweep:
    """The faces of a map by state, to be asked about points."""

    def __init__(self, faces: Faces, groups: int, tell: Callable[[str], None] | None = None) -> None:
        """`faces`: as kernels take them. `groups`: of 63 holdings each, for each of which there is a mask.

        ValueError where a coordinate is no finite number.
        """
        self._faces, self._groups = faces, groups
        self._face_ring = faces.part_first[faces.face_first]
        self._kernels = load(_KERNELS, tell)
        self._vertices = np.diff(faces.ring_first[self._face_ring])
        self._boxes = faces.boxes
        self._by_first = np.argsort(faces.first, kind="stable")
        self._first = faces.first[self._by_first]
        self._longest = int((faces.stop - faces.first).max(initial=1))

    def pays(self, lon: Floats, lat: Floats, first: Codes, stop: Codes, *, before: float) -> float | None:
        """About how many processor seconds these points take; None if they, and those `before`, are more than a table.

        A point passes by on each of its states; a table would be asked once for all of them.
        """
        table = self._work_of_table + _TABLE_POINT * len(lon) - before
        points = float(stop.sum(dtype=np.int64) - first.sum(dtype=np.int64))
        if len(lon) == 0 or len(self._boxes) == 0:
            return 0.0
        if (most := self._most_work(points)) <= table:
            return most
        some = slice(None, None, -(-len(lon) // _SAMPLE))
        near = self._near(lon[some], lat[some])
        points *= len(near) / len(lon[some])
        if _POINT * points > table:
            return None
        work = self._work(points, lon[some][near], lat[some][near], first, stop)
        return work if work <= table else None

    def _work(self, points: float, lon: Floats, lat: Floats, first: Codes, stop: Codes) -> float:
        """The same for so many points, each on one state, of which some are `lon`, `lat`."""
        if len(lon) == 0:
            return 0.0
        faces, states = self._faces, self._faces.states
        changes = np.bincount(first, minlength=states) - np.bincount(stop, minlength=states + 1)[:states]
        asked = np.append(0, np.cumsum(np.cumsum(changes) > 0))
        west, south, east, north = self._boxes.T
        wide = np.minimum(east, lon.max()) - np.maximum(west, lon.min())
        tall = np.minimum(north, lat.max()) - np.maximum(south, lat.min())
        met = np.flatnonzero((wide >= 0) & (tall >= 0))
        part = wide[met] / max(1e-9, np.ptp(lon)) * (tall[met] / max(1e-9, np.ptp(lat)))
        on = asked[faces.stop[met]] - asked[faces.first[met]]
        vertices = self._vertices[met] * on
        each = points / max(1.0, float(asked[-1]))
        edges = min(_EDGE * float(vertices.sum()), _PASS * each * float((part * vertices).sum()))
        return _STATE * float(asked[-1]) + _POINT * points + _BOX * each * float((part * on).sum()) + edges

    def _most_work(self, points: float) -> float:
        """The most that so many points may take, wherever they lie."""
        states = min(points, self._faces.states)
        return _STATE * states + (_POINT + _BOX * len(self._boxes)) * points + _EDGE * self._standing

    @cached_property
    def _standing(self) -> float:
        """How many vertices stand on a state, summed over all states."""
        return float((self._vertices * (self._faces.stop - self._faces.first)).sum())

    @cached_property
    def _work_of_table(self) -> float:
        on_one = self._standing / max(1, self._faces.states)
        return _TABLE + _TABLE_VERTEX * len(self._faces.xy) + _TABLE_EDGE * on_one

    def masks(self, lon: Floats, lat: Floats, state: Codes) -> list[Masks]:
        """For each group the mask of each point on its state: bit h for holding h of the group, 63 for on a border."""
        masks = [np.zeros(len(lon), np.uint64) for _ in range(self._groups)]
        near = self._near(lon, lat)
        if len(near) == 0:
            return masks
        order = near[np.argsort(_small(state[near]), kind="stable")]
        at = state[order]
        limits = np.concatenate([[0], np.flatnonzero(at[1:] != at[:-1]) + 1, [len(at)]])
        few = len(self._faces.xy) + 8 * len(near) <= _FEW
        cuts = processors() if len(limits) <= 2 * processors() and not few else 1

        def ask(part: slice) -> None:
            for number in range(part.start, part.stop):
                rows = order[limits[number // cuts] : limits[number // cuts + 1]]
                some = rows[_belt(lat[rows], number % cuts, cuts)] if cuts > 1 else rows
                if len(some):
                    answers = self._on_state(lon[some], lat[some], int(state[some[0]]))
                    for mask, answer in zip(masks, answers, strict=True):
                        mask[some] = answer

        in_parts(ask, (len(limits) - 1) * cuts, least=1, threads=1 if few else None)
        return masks

    def _near(self, lon: Floats, lat: Floats) -> Ints:
        """The points that lie in the box of all faces."""
        west, south, east, north = self._box
        return np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))

    @cached_property
    def _box(self) -> list[float]:
        """The box of all faces; of none it has no inside."""
        least = np.fmin.reduce(self._boxes, axis=0, initial=np.inf)
        most = np.fmax.reduce(self._boxes, axis=0, initial=-np.inf)
        return [*least[:2].tolist(), *most[2:].tolist()]

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
        since, until = np.searchsorted(self._first, [state - self._longest + 1, state + 1])
        begun = self._by_first[since:until]
        standing = begun[self._faces.stop[begun] > state]
        if len(standing) == 0:
            return [np.zeros(len(lat), np.uint64)] * self._groups
        order, band_first, south, per_degree = self._in_bands(lon, lat, standing)
        x, y = lon[order], lat[order]
        answers = []
        for group in range(self._groups):
            found, answer = np.zeros(len(lat), np.uint64), np.empty(len(lat), np.uint64)
            self._kernels.lie_in(
                self._faces.xy, self._faces.ring_first, self._face_ring, self._faces.holding, self._boxes,
                standing, group,
                x, y, band_first, south, per_degree, found,
            )  # fmt: skip
            answer[order] = found
            answers.append(answer)
        return answers

    def _in_bands(self, lon: Floats, lat: Floats, standing: Ints) -> tuple[Ints, Ints, float, float]:
        """The points by band and from west to east, where each band begins, the southernmost, bands per degree."""
        by_x, south = np.argsort(lon), float(lat.min())
        height = max(1e-9, float(lat.max()) - south)
        if len(lat) < 2 * _IN_BAND:
            return by_x, np.array([0, len(lat)]), south, 1 / height
        bands = _bands(len(lat), float(self._vertices[standing].mean()))
        band = np.minimum((lat - south) * (bands / height), bands - 1).astype(np.uint16)
        order = by_x[np.argsort(band[by_x], kind="stable")]
        return order, np.append(0, np.cumsum(np.bincount(band, minlength=bands))), south, bands / height


def _bands(points: int, vertices: float) -> int:
    """Into how many bands to put these points, for faces of so many vertices each, on average.

    Bands B cost a face, of height h on a map of height H: h B / H times to look for points (about 8) and for each edge
    that passes (about 4 of them in any latitude of it), and, h times n / B for each edge, points that are of its band
    only. This is least where B is the root of n times the vertices over 12.
    """
    return int(max(1, min(_MOST_BANDS, points // _IN_BAND, (points * vertices / 12) ** 0.5)))


def _small(state: Codes) -> NDArray[np.uint16] | Codes:
    """States as numbers that sort fast, where they are few enough."""
    return state.astype(np.uint16) if len(state) and state.max() <= np.iinfo(np.uint16).max else state


def _belt(lat: Floats, number: int, count: int) -> NDArray[np.bool_]:
    """Which points are in the belt of latitude with this number, of some that have about as many points each."""
    limits = np.quantile(lat[:: max(1, len(lat) // 1_000)], np.linspace(0, 1, count + 1))
    limits[0], limits[-1] = -np.inf, np.inf
    return np.asarray((lat >= limits[number]) & (lat < limits[number + 1]))
