"""Territory: who held what, over all states of one map, asked by arrays."""

from __future__ import annotations

from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.edges.build import edges_of
from firmground.engine.edges.edges import Edges
from firmground.engine.edges.identity import Identity, identity_of, sampled_identity, standing
from firmground.engine.edges.same_faces import merge_unchanged
from firmground.engine.points.grid import refuse_endless
from firmground.engine.territory.block import Block
from firmground.engine.territory.coverings import IN_GROUP, ON_BORDER, Coverings
from firmground.engine.territory.joining import joined, joined_discs
from firmground.engine.territory.sweep import Sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from firmground.engine.discs.shares import DiscRuns
    from firmground.engine.edges.faces import Faces
    from firmground.engine.points.runs import Runs
    from firmground.engine.territory.block import Shelf

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]
    Flags = NDArray[np.bool_]
    Columns = Callable[[tuple[int, ...]], Sequence[bool]]

__all__ = ["ON_BORDER", "Territory"]

MOST_STATES = 65_535  # of one block
# Edges of one block: a table of so many, with what is made of it to be asked, takes about a gigabyte.
MOST_EDGES = 8_000_000
_SMALLER = 8  # times as small are the blocks where nothing is saved by keeping edges: they are made faster


class Territory:
    """All states of a map. `coverings[c]`: the holdings, sorted, that lie together over ground of the covering c.

    Covering 0 is bare ground, `()`. More coverings may be met, and get codes, as points and discs are asked for.
    All methods take arrays, one entry a row: degrees, km, and states from `first` to `stop`, excluded, at least one
    each. `columns`, where it is taken, says for a covering which columns it counts for; None: one for each holding.

    Few points are swept past the faces: a table of edges, and a grid over it, are made once all questions together
    would take longer without, or discs are asked for; with a shelf at once. A point between two faces of one holding,
    which lies on no border of it, is `ON_BORDER` where it was swept: only the table knows that the two meet.

    As a rule all states are one block. A map with more than `MOST_STATES` states, or one that is drawn anew for each
    state, so that its table would be larger than `MOST_EDGES`, is kept as faces, and a block of states is made when
    it is asked for: ask for many rows at once.
    """

    def __init__(
        self,
        faces: Faces | None = None,
        *,
        shelf: Shelf | None = None,
        most_states: int = MOST_STATES,
        most_edges: int = MOST_EDGES,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        """From faces, whose geometry is valid; without them the edges are taken from the shelf.

        ValueError where a coordinate is no finite number; LookupError where there are neither faces nor a shelf that
        has the edges.
        """
        self._registry = Coverings()
        self._tell = tell
        self._shelf = shelf
        self._most = most_states, most_edges
        self._lock = RLock()
        self._made: tuple[int, Block] | None = None
        self._faces: Faces | None = None
        self._sweep: Sweep | None = None
        self._drawn_anew = False
        self._swept = 0.0
        kept = shelf.take("edges") if shelf else None
        if kept is not None:
            edges = Edges.unpacked(*kept)
            self.states, self.holdings = edges.states, edges.holdings
            self._limits = [0, max(1, edges.states)]
            self._made = (0, Block(edges, self._registry, shelf, tell=tell))
            return
        if faces is None:
            raise LookupError("a territory is made from faces, or from a shelf that has its edges")
        self.states, self.holdings = faces.states, faces.holdings
        self._faces = faces.for_kernels()
        self._sweep = self._swept_faces()
        if shelf and self._whole:
            self._block(0)

    @property
    def coverings(self) -> list[tuple[int, ...]]:
        return self._registry.held

    @cached_property
    def identity(self) -> Identity:
        """How much of the border goes on from state to state."""
        if self._whole:
            return identity_of(self._block(0).edges)
        return identity_of(edges_of(standing(self._given, 0, min(self.states, self._limits[1] + 1)), self._tell))

    def points(self, lon: Floats, lat: Floats, state: Codes) -> Codes:
        """The covering of each point on its state, or `ON_BORDER`.

        ValueError for a point that is no finite place, or a state that the map has not.
        """
        if self._sweep is None:
            return self._block(0).points(lon, lat, state)
        lon, lat, state, stop = self._checked(lon, lat, state, np.asarray(state) + 1)
        sweep = self._sweep_for(lon, lat, state, stop)
        if sweep is not None:
            return self._registry.of_points(sweep.masks(lon, lat, state), lon, lat)
        if self._whole:
            return self._block(0).points(lon, lat, state)
        codes = np.empty(len(lon), np.int32)
        for rows, begin, _, block in self._asked(state, stop):
            codes[rows] = block.points(lon[rows], lat[rows], state[rows] - begin)
        return codes

    def points_over(self, lon: Floats, lat: Floats, first: Codes, stop: Codes) -> Runs:
        """The coverings of each point on each of its states, `ON_BORDER` where it lies on a border."""
        if self._sweep is None:
            return self._block(0).points_over(lon, lat, first, stop)
        lon, lat, first, stop = self._checked(lon, lat, first, stop)
        sweep = self._sweep_for(lon, lat, first, stop)
        if sweep is not None:
            return sweep.over(lon, lat, first, stop, self._registry.of_points)
        if self._whole:
            return self._block(0).points_over(lon, lat, first, stop)
        parts = []
        for rows, begin, end, block in self._asked(first, stop):
            states = _within(first[rows], stop[rows], begin, end)
            parts.append((rows, begin, block.points_over(lon[rows], lat[rows], *states)))
        return joined(parts, len(lon))

    def discs(self, lon: Floats, lat: Floats, radius_km: Floats, state: Codes) -> DiscRuns:
        """The ground of each disc on its state; radii are greater than 0."""
        return self.discs_over(lon, lat, radius_km, state, np.asarray(state) + 1)

    def discs_over(self, lon: Floats, lat: Floats, radius_km: Floats, first: Codes, stop: Codes) -> DiscRuns:
        """The ground of each disc on each of its states; radii are greater than 0."""
        lon, lat, first, stop = self._checked(lon, lat, first, stop)
        radius_km = np.ascontiguousarray(radius_km, np.float64)
        if self._whole:
            return self._block(0).discs_over(lon, lat, radius_km, first, stop)
        parts = []
        for rows, begin, end, block in self._asked(first, stop):
            states = _within(first[rows], stop[rows], begin, end)
            parts.append((rows, begin, block.discs_over(lon[rows], lat[rows], radius_km[rows], *states)))
        return joined_discs(parts, len(lon))

    def extremes_over(
        self, lon: Floats, lat: Floats, radius_km: Floats, first: Codes, stop: Codes, columns: Columns | None = None
    ) -> tuple[Floats, Floats, Floats]:
        """The least, the mean and the greatest share of each column over the states of each disc: each (n, columns).

        NaN for a disc that only the plain path can answer.
        """
        lon, lat, first, stop = self._checked(lon, lat, first, stop)
        radius_km = np.ascontiguousarray(radius_km, np.float64)
        counted = columns or self._by_holding
        if self._whole:
            return self._block(0).extremes_over(lon, lat, radius_km, first, stop, counted)
        shape = (len(lon), len(counted(())))
        least, mean, greatest = np.full(shape, np.inf), np.zeros(shape), np.full(shape, -np.inf)
        for rows, begin, end, block in self._asked(first, stop):
            states = _within(first[rows], stop[rows], begin, end)
            found = block.extremes_over(lon[rows], lat[rows], radius_km[rows], *states, counted)
            least[rows] = np.minimum(least[rows], found[0])
            mean[rows] += found[1] * (states[1] - states[0])[:, None]
            greatest[rows] = np.maximum(greatest[rows], found[2])
        return least, mean / (stop - first)[:, None], greatest

    def nearest_km(self, lon: Floats, lat: Floats, first: Codes, stop: Codes, columns: Columns | None = None) -> Floats:
        """The least distance from each point to the ground of each column, over its states, in km: (n, columns).

        0 inside it; NaN where there is none on any of the states; infinite where only the plain path can tell.
        """
        lon, lat, first, stop = self._checked(lon, lat, first, stop)
        counted = columns or self._by_holding
        if self._whole:
            return self._block(0).nearest_km(lon, lat, first, stop, counted)
        nearest = np.full((len(lon), len(counted(()))), np.nan)
        unknown = np.zeros(nearest.shape, np.bool_)
        for rows, begin, end, block in self._asked(first, stop):
            states = _within(first[rows], stop[rows], begin, end)
            found = block.nearest_km(lon[rows], lat[rows], *states, counted)
            unknown[rows] |= np.isinf(found)
            nearest[rows] = np.fmin(nearest[rows], found)
        return np.where(unknown, np.inf, nearest)

    def presence_over(
        self, lon: Floats, lat: Floats, radius_km: Floats, first: Codes, stop: Codes, columns: Columns | None = None
    ) -> tuple[Flags, Flags, Flags, Flags]:
        """Which columns a disc touches on some of its states, on every one; and which it lies inside on some, on every.

        Each (n, columns). A disc that only the plain path can answer on some state touches all on some state, and
        none on every one; it may lie inside more than is told.
        """
        lon, lat, first, stop = self._checked(lon, lat, first, stop)
        radius_km = np.ascontiguousarray(radius_km, np.float64)
        counted = columns or self._by_holding
        if self._whole:
            return self._block(0).presence_over(lon, lat, radius_km, first, stop, counted)
        shape = (len(lon), len(counted(())))
        every, some = np.ones(shape, np.bool_), np.zeros(shape, np.bool_)
        touches, touches_every, inside, inside_every = some, every, some.copy(), every.copy()
        for rows, begin, end, block in self._asked(first, stop):
            states = _within(first[rows], stop[rows], begin, end)
            found = block.presence_over(lon[rows], lat[rows], radius_km[rows], *states, counted)
            touches[rows] |= found[0]
            touches_every[rows] &= found[1]
            inside[rows] |= found[2]
            inside_every[rows] &= found[3]
        return touches, touches_every, inside, inside_every

    def make_ready(self, *, discs: bool = True) -> None:
        """Makes what points (and discs) need now, not when they are first asked for; not for a map in blocks."""
        if self._whole:
            block = self._block(0)
            _ = block.grids
            _ = discs and block.bins

    def _by_holding(self, held: tuple[int, ...]) -> Sequence[bool]:
        return [holding in held for holding in range(self.holdings)]

    def _checked(self, lon: Floats, lat: Floats, first: Codes, stop: Codes) -> tuple[Floats, Floats, Codes, Codes]:
        first, stop = (np.ascontiguousarray(column, np.int32) for column in (first, stop))
        if len(first) and (first.min() < 0 or stop.max() > self.states or (first >= stop).any()):
            raise ValueError(f"a row asks for states from 0 to {self.states}, excluded, and for one or more of them")
        return np.ascontiguousarray(lon, np.float64), np.ascontiguousarray(lat, np.float64), first, stop

    def _asked(self, first: Codes, stop: Codes) -> Iterator[tuple[Ints, int, int, Block]]:
        """The blocks that some row asks for: which rows, the block's first state and the one after its last, itself."""
        order = np.argsort(first, kind="stable")
        for number, (begin, end) in enumerate(zip(self._limits, self._limits[1:], strict=False)):
            begun = order[: np.searchsorted(first[order], end)]
            rows = np.sort(begun[stop[begun] > begin])
            if len(rows):
                yield rows, begin, end, self._block(number, len(rows))

    def _block(self, number: int, rows: int | None = None) -> Block:
        """The block with this number. Of several only the one made last is kept."""
        with self._lock:
            if self._made is None or self._made[0] != number:
                self._made = None  # before the next one takes its room
                self._made = (number, self._whole_block() if self._whole else self._one_of(number, rows))
            return self._made[1]

    def _whole_block(self) -> Block:
        edges = edges_of(merge_unchanged(self._given, self._tell), self._tell)
        if self._shelf:
            self._shelf.put("edges", *edges.packed())
        self._faces = self._sweep = None
        return Block(edges, self._registry, self._shelf, tell=self._tell)

    def _one_of(self, number: int, rows: int | None) -> Block:
        faces = standing(self._given, self._limits[number], self._limits[number + 1])
        return Block(edges_of(faces, self._tell), self._registry, rows=rows, tell=self._tell)

    @property
    def _given(self) -> Faces:
        if self._faces is None:
            raise LookupError("the faces of a table that is made are not kept")
        return self._faces

    @property
    def _whole(self) -> bool:
        return len(self._limits) <= 2

    @cached_property
    def _limits(self) -> list[int]:
        """The states where blocks begin, and the one after the last."""
        with self._lock:
            faces, (most_states, most_edges) = self._given, self._most
            if faces.states <= most_states and len(faces.xy) <= most_edges:
                return [0, max(1, faces.states)]
            self._faces = merge_unchanged(faces, self._tell)
            limits, self._drawn_anew = _blocks(self._faces, most_states, most_edges, self._tell)
            self._sweep = self._swept_faces()
            return limits

    def _swept_faces(self) -> Sweep:
        return Sweep(self._given, -(-self.holdings // IN_GROUP), self._tell)

    def _sweep_for(self, lon: Floats, lat: Floats, first: Codes, stop: Codes) -> Sweep | None:
        """What answers these points with less work than a table takes; None where a table does, or is there already.

        No table is made as long as all questions so far take less work together.
        """
        sweep = self._sweep
        if sweep is None:
            return None
        work = sweep.pays(lon, lat, first, stop, before=self._swept)
        if work is None and not self._whole:  # the blocks of a map are made again for each question
            work = 0.0 if self._drawn_anew else sweep.pays(lon, lat, first, stop, before=0.0)
            sweep = self._sweep
        if work is None:
            return None
        self._swept += work
        refuse_endless(lon, lat, first, stop, self.states)
        return sweep


def _within(first: Codes, stop: Codes, begin: int, end: int) -> tuple[Codes, Codes]:
    return np.maximum(first - begin, 0), np.minimum(stop, end) - begin


def _blocks(
    faces: Faces, most_states: int, most_edges: int, tell: Callable[[str], None] | None
) -> tuple[list[int], bool]:
    """The states where blocks begin, and the one after the last; and whether the map is drawn anew for each state."""
    count, lost = -(-faces.states // most_states), 0.0
    if len(faces.xy) > most_edges:
        begin = faces.ring_first[faces.part_first[faces.face_first]]
        on_each = float((np.diff(begin) * (faces.stop - faces.first)).sum()) / max(1, faces.states)
        lost = 1 - sampled_identity(faces, tell=tell)
        edges = min(len(faces.xy), on_each * (1 + lost * (faces.states - 1)))
        count = max(count, -(-int(edges) // most_edges))
        if lost > 0.5:
            count *= _SMALLER
    count = max(1, min(count, faces.states))
    return [int(limit) for limit in np.linspace(0, max(1, faces.states), count + 1).round()], lost > 0.5
