"""The fast path: the discs and points of all sites asked of the engine at once, its runs of states made into spells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from firmground.engine.territory.store import territory_at
from firmground.engine.territory.territory import ON_BORDER, Territory
from firmground.hold.ground import NOTHING_KNOWN, merge_cells
from firmground.hold.ground_runs import Coverings, GroundRuns, join_alike, one_after_another
from firmground.hold.map_areas import MapAreas
from firmground.hold.one_by_one import OneByOne
from firmground.hold.spells import Spells, spread
from firmground.hold.timeline import combine_options
from firmground.places import Disc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from firmground.case.control import Holding
    from firmground.hold.ground import GroundWriter
    from firmground.hold.states import StatedMap, States
    from firmground.places import Area

    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]


class Discs(NamedTuple):
    """Discs, and the states `first` to `last`, excluded, that each is asked about."""

    lon: Floats
    lat: Floats
    radius_km: Floats
    first: Codes
    last: Codes

    def some(self, rows: Ints) -> Discs:
        return Discs(self.lon[rows], self.lat[rows], self.radius_km[rows], self.first[rows], self.last[rows])

    def disc(self, row: int) -> Disc:
        return Disc(float(self.lon[row]), float(self.lat[row]), float(self.radius_km[row]))


class FastMap:
    """A map of polygons whose ground the engine knows.

    `kept`: folder and key of what is kept of it; None where nothing is.
    """

    def __init__(self, stated: StatedMap, kept: tuple[Path, str] | None, tell: Callable[[str], None]) -> None:
        self.stated = stated
        self._kept, self._tell = kept, tell
        self._coverings = Coverings()
        self._options: dict[tuple[int, int], list[tuple[Holding, ...]]] = {}

    @cached_property
    def territory(self) -> Territory:
        if self._kept is None:
            return Territory(self.stated.faces(), tell=self._tell)
        return territory_at(*self._kept, self.stated.faces, self._tell)

    def disc_spells(
        self,
        lon: Floats,
        lat: Floats,
        radius_km: Floats,
        start: Ints,
        stop: Ints,
        ground: GroundWriter,
        tell: Callable[[str], None],
    ) -> Spells:
        """What is known of each disc from day `start` to `stop`, excluded."""
        first, last = (states.astype(np.int32) for states in self.stated.states.asked(start, stop))
        asked = Discs(lon, lat, radius_km, first, last)
        points = np.flatnonzero((radius_km == 0) & (first < last))
        discs = np.flatnonzero((radius_km > 0) & (first < last))
        parts = self._point_runs(asked, points, tell) if len(points) else []
        parts += self._disc_runs(asked, discs, tell) if len(discs) else []
        return self._told(parts, start, stop, ground)

    def area_spells(
        self,
        areas: Sequence[Area],
        start: Ints,
        stop: Ints,
        ground: GroundWriter,
        tell: Callable[[str], None],
        name: str,
    ) -> Spells:
        """The same for areas. `name`: under which their cuts are kept."""
        first, last = self.stated.states.asked(start, stop)
        kept = None if self._kept is None else (*self._kept, name)
        found = MapAreas(self.stated, self._coverings).runs(areas, first, last, tell, kept)
        parts = [one for one in found if one is not None]
        left = [row for row, one in enumerate(found) if one is None and first[row] < last[row]]
        for number, row in enumerate(left):
            tell(f"{number:,} of {len(left):,} areas over ground that overlaps")
            parts.append(self._one_by_one.runs(row, areas[row], int(first[row]), int(last[row])))
        return self._told(parts, start, stop, ground)

    @cached_property
    def _one_by_one(self) -> OneByOne:
        return OneByOne(self.stated, self._coverings)

    def _told(self, parts: list[GroundRuns], start: Ints, stop: Ints, ground: GroundWriter) -> Spells:
        told = self._readings(self._split(one_after_another(parts)), ground)
        return _tiled(self.stated.states, told, start, stop, ground.reading(NOTHING_KNOWN))

    def _point_runs(self, asked: Discs, points: Ints, tell: Callable[[str], None]) -> list[GroundRuns]:
        lon, lat, _, first, last = asked.some(points)
        found = self.territory.points_over(lon, lat, first, last)
        row = np.repeat(points, np.diff(found.row_first))
        start, stop = found.start.astype(np.int64), found.stop.astype(np.int64)
        sure = np.flatnonzero(found.value != ON_BORDER)
        covering = self._coverings.of(self.territory.coverings)[found.value[sure]]
        whole = np.ones(len(sure))
        parts = [GroundRuns(row[sure], start[sure], stop[sure], np.arange(len(sure) + 1), covering, whole)]
        border = np.flatnonzero(found.value == ON_BORDER)
        if len(border):
            tell(f"{len(np.unique(row[border])):,} of {len(points):,} points lie on a border: looked at one by one")
        return parts + self._looked_at(asked, row[border], start[border], stop[border])

    def _disc_runs(self, asked: Discs, discs: Ints, tell: Callable[[str], None]) -> list[GroundRuns]:
        runs, doubtful = self._ask_discs(asked.some(discs), discs)
        if not doubtful.any():
            return [runs]
        # Such a disc is in doubt on a few states only.
        lon, lat, radius_km, first, last = asked.some(discs[doubtful])
        tell(f"{len(lon):,} of {len(discs):,} places nearly touch a border: looked at one by one")
        row, number = spread(last - first)
        state = (first[row] + number).astype(np.int32)
        single, unsure = self._ask_discs(
            Discs(lon[row], lat[row], radius_km[row], state, state + np.int32(1)), discs[doubtful][row]
        )
        row, since = discs[doubtful][row[unsure]], state[unsure].astype(np.int64)
        begins = np.flatnonzero((np.diff(row, prepend=-1) != 0) | (np.diff(since, prepend=-2) != 1))
        until = since[np.append(begins[1:], len(since)) - 1] + 1 if len(since) else since
        looked = self._looked_at(asked, row[begins], since[begins], until)
        return [runs, join_alike(one_after_another([single, *looked]))]

    def _ask_discs(self, asked: Discs, row: Ints) -> tuple[GroundRuns, Bools]:
        found = self.territory.discs_over(*asked)
        covering = self._coverings.of(self.territory.coverings)[found.covering]
        start, stop = found.start.astype(np.int64), found.stop.astype(np.int64)
        owner = np.repeat(row, np.diff(found.row_first))
        return GroundRuns(owner, start, stop, found.cell_first, covering, found.share), found.doubtful

    def _looked_at(self, asked: Discs, row: Ints, start: Ints, stop: Ints) -> list[GroundRuns]:
        return [
            self._one_by_one.runs(number, asked.disc(number), since, until)
            for number, since, until in zip(row.tolist(), start.tolist(), stop.tolist(), strict=True)
        ]

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


def _tiled(states: States, told: _Told, start: Ints, stop: Ints, nothing: int) -> Spells:
    """The days of each row, from its first to its last, with what is known of them."""
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
        (np.flatnonzero(start < reached_from), start, reached_from),
        (np.flatnonzero(reached_to < stop), reached_to, stop),
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
