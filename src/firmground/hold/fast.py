"""The fast path: the discs and points of all sites asked of the engine at once, its runs of states made into spells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.territory.territory import ON_BORDER
from firmground.hold.ground import NOTHING_KNOWN, merge_cells
from firmground.hold.ground_runs import Coverings, GroundRuns, one_after_another
from firmground.hold.map_areas import MapAreas
from firmground.hold.spells import Spells, spread
from firmground.hold.timeline import combine_options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from firmground.case.control import Holding
    from firmground.engine.territory.territory import Territory
    from firmground.hold.ground import GroundWriter
    from firmground.hold.states import StatedMap, States
    from firmground.places import Area

    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]


class FastMap:
    """A map of polygons whose ground the engine knows. `territory` is made when a disc is first asked about."""

    def __init__(self, stated: StatedMap, territory: Callable[[], Territory]) -> None:
        self.stated = stated
        self._make = territory
        self._coverings = Coverings()
        self._options: dict[tuple[int, int], list[tuple[Holding, ...]]] = {}

    @cached_property
    def territory(self) -> Territory:
        return self._make()

    def disc_spells(
        self, lon: Floats, lat: Floats, radius_km: Floats, start: Ints, stop: Ints, ground: GroundWriter
    ) -> tuple[Spells, Bools]:
        """What is known of each disc from day `start` to `stop`, excluded; and which of them only the plain path can
        tell of: those have no spells.
        """
        first, last = (states.astype(np.int32) for states in self.stated.states.asked(start, stop))
        doubtful = np.zeros(len(lon), dtype=np.bool_)
        points = np.flatnonzero((radius_km == 0) & (first < last))
        discs = np.flatnonzero((radius_km > 0) & (first < last))
        parts = []
        if len(points):
            parts.append(self._point_runs(points, lon, lat, first, last, doubtful))
        if len(discs):
            parts.append(self._disc_runs(discs, lon, lat, radius_km, first, last, doubtful))
        return self._told(one_after_another(parts), start, stop, doubtful, ground), doubtful

    def area_spells(
        self, areas: Sequence[Area], start: Ints, stop: Ints, ground: GroundWriter, tell: Callable[[str], None]
    ) -> tuple[Spells, Bools]:
        """The same for areas."""
        first, last = self.stated.states.asked(start, stop)
        asked = MapAreas(self.stated, self._coverings)
        found = asked.runs(areas, first, last, tell)
        doubtful = np.array(
            [one is None and a < b for one, a, b in zip(found, first, last, strict=True)], dtype=np.bool_
        )
        return self._told(one_after_another([one for one in found if one]), start, stop, doubtful, ground), doubtful

    def _told(self, runs: GroundRuns, start: Ints, stop: Ints, doubtful: Bools, ground: GroundWriter) -> Spells:
        told = self._readings(self._split(runs), ground)
        return _tiled(self.stated.states, told, start, stop, ~doubtful, ground.reading(NOTHING_KNOWN))

    def _disc_runs(
        self, discs: Ints, lon: Floats, lat: Floats, radius_km: Floats, first: Codes, last: Codes, doubtful: Bools
    ) -> GroundRuns:
        found = self.territory.discs_over(lon[discs], lat[discs], radius_km[discs], first[discs], last[discs])
        doubtful[discs] = found.doubtful
        row = np.repeat(discs, np.diff(found.row_first))
        covering = self._coverings.of(self.territory.coverings)[found.covering]
        start, stop = found.start.astype(np.int64), found.stop.astype(np.int64)
        return GroundRuns(row, start, stop, found.cell_first, covering, found.share)

    def _point_runs(
        self, points: Ints, lon: Floats, lat: Floats, first: Codes, last: Codes, doubtful: Bools
    ) -> GroundRuns:
        found = self.territory.points_over(lon[points], lat[points], first[points], last[points])
        row = np.repeat(points, np.diff(found.row_first))
        doubtful[row[found.value == ON_BORDER]] = True
        sure = np.flatnonzero(~doubtful[row])
        covering = self._coverings.of(self.territory.coverings)[found.value[sure]]
        start, stop = found.start[sure].astype(np.int64), found.stop[sure].astype(np.int64)
        return GroundRuns(row[sure], start, stop, np.arange(len(sure) + 1), covering, np.ones(len(sure)))

    def _split(self, runs: GroundRuns) -> GroundRuns:
        """Cut where bare ground begins to mean something else, and by state where ground may be several things."""
        states = self.stated.states
        unclear = self._unclear(runs)
        number = np.where(unclear, runs.start, states.stretch[runs.start])
        until = np.where(unclear, runs.stop - 1, states.stretch[runs.stop - 1])
        if (number == until).all():
            return runs
        begins = np.flatnonzero(np.diff(states.stretch, prepend=-1))
        ends = np.append(begins[1:], len(states))
        run, part = spread(until - number + 1)
        piece = number[run] + part
        stretch = np.where(unclear[run], 0, piece)
        start = np.where(unclear[run], piece, np.maximum(runs.start[run], begins[stretch]))
        stop = np.where(unclear[run], piece + 1, np.minimum(runs.stop[run], ends[stretch]))
        return runs.taken(run, start, stop)

    def _unclear(self, runs: GroundRuns) -> Bools:
        """Runs with ground that may be several things."""
        plain = np.array([self.stated.is_plain(covering) for covering in self._coverings.held], dtype=np.bool_)
        result = np.zeros(len(runs), dtype=np.bool_)
        if not plain.all():
            result[runs.owner[~plain[runs.covering]]] = True
        return result

    def _readings(self, runs: GroundRuns, ground: GroundWriter) -> _Told:
        """The readings of every run: one, or on a single state perhaps several."""
        doubtful = self._unclear(runs)
        count = np.ones(len(runs), dtype=np.int64)
        sure, unclear = np.flatnonzero(~doubtful), np.flatnonzero(doubtful)
        several = [self._several(runs, int(run), ground) for run in unclear.tolist()]
        count[unclear] = [len(codes) for codes in several]
        first = np.concatenate([[0], np.cumsum(count)])
        reading = np.empty(int(first[-1]), dtype=np.int32)
        reading[first[sure]] = self._single(runs.taken(sure, runs.start[sure], runs.stop[sure]), ground)
        for run, codes in zip(unclear.tolist(), several, strict=True):
            reading[first[run] : first[run + 1]] = codes
        return _Told(runs, first, reading)

    def _single(self, runs: GroundRuns, ground: GroundWriter) -> Codes:
        """The reading of each run whose coverings mean one thing only."""
        states, owner = self.stated.states, runs.owner
        speaks = states.speaks[runs.start[owner]]
        held = np.empty(len(owner), dtype=np.int64)
        for value in (False, True):
            cells = np.flatnonzero(speaks == value)
            state = int(runs.start[owner[cells[0]]]) if len(cells) else 0
            distinct, which = np.unique(runs.covering[cells], return_inverse=True)
            codes = [ground.holdings(self._of(covering, state)[0]) for covering in distinct.tolist()]
            held[cells] = np.array(codes, dtype=np.int64)[which.reshape(-1)]
        # Cells of one run with the same holdings are one.
        keys, cell = np.unique((owner << 32) | held, return_inverse=True)
        share = np.bincount(cell.reshape(-1), runs.share, minlength=len(keys)).astype(np.float64)
        first = np.searchsorted(keys >> 32, np.arange(len(runs) + 1))
        return ground.readings(first, (keys & 0xFFFFFFFF).astype(np.int32), share)

    def _several(self, runs: GroundRuns, run: int, ground: GroundWriter) -> list[int]:
        cells = slice(int(runs.first[run]), int(runs.first[run + 1]))
        shares = runs.share[cells].tolist()
        options = [self._of(covering, int(runs.start[run])) for covering in runs.covering[cells].tolist()]
        return [ground.reading(merge_cells(zip(chosen, shares, strict=True))) for chosen in combine_options(options)]

    def _of(self, covering: int, state: int) -> list[tuple[Holding, ...]]:
        key = (covering, state)
        if key not in self._options:
            self._options[key] = self.stated.options(self._coverings.held[covering], state)
        return self._options[key]


@dataclass(frozen=True, eq=False)
class _Told:
    """Run r has the readings `first[r]` to `first[r + 1]`."""

    runs: GroundRuns
    first: Ints
    reading: Codes


_Lot = tuple["Ints", "Ints", "Ints", "Codes", "Floats"]  # row, start, stop, reading, weight


def _tiled(states: States, told: _Told, start: Ints, stop: Ints, asked: Bools, nothing: int) -> Spells:
    """The days of each row that is asked for, from its first to its last, with what is known of them."""
    runs = told.runs
    rows = len(start)
    begin, end = states.start[runs.start], states.stop[runs.stop - 1]
    one, number = spread(np.diff(told.first))
    weight = 1 / np.diff(told.first)
    lots = [(runs.row[one], begin[one], end[one], told.reading[told.first[one] + number], weight[one])]
    lots += _between(states, told, begin, end, nothing)
    # Before the first state and after the last, or where the map has none at all, nothing is known.
    reached_from, reached_to = stop.copy(), stop.copy()
    if len(runs):
        first = np.flatnonzero(np.diff(runs.row, prepend=-1))
        last = np.append(first[1:], len(runs)) - 1
        reached_from[runs.row[first]], reached_to[runs.row[first]] = begin[first], end[last]
    for row, since, until in (
        (np.flatnonzero(asked & (start < reached_from)), start, reached_from),
        (np.flatnonzero(asked & (reached_to < stop)), reached_to, stop),
    ):
        codes = np.full(len(row), nothing, dtype=np.int32)
        lots.append((row, since[row], until[row], codes, np.ones(len(row))))
    return Spells.of_rows(rows, *(np.concatenate(column) for column in zip(*lots, strict=True)))


def _between(states: States, told: _Told, begin: Ints, end: Ints, nothing: int) -> list[_Lot]:
    """The days between two snapshots with different ground: as before or as after, or not known.

    Periods leave no days between them, so here a run has one reading.
    """
    runs = told.runs
    before = np.flatnonzero((runs.row[1:] == runs.row[:-1]) & (begin[1:] > end[:-1]))
    after = before + 1
    known = states.stretch[runs.stop[before] - 1] == states.stretch[runs.start[after]]
    one, other = told.reading[told.first[before]], told.reading[told.first[after]]
    one = np.where(known, one, nothing).astype(np.int32)
    changed = np.flatnonzero(known & (one != other))
    weight = np.ones(len(before))
    weight[changed] = 0.5
    row, since, until = runs.row[before], end[before], begin[after]
    return [
        (row, since, until, one, weight),
        (row[changed], since[changed], until[changed], other[changed], weight[changed]),
    ]
