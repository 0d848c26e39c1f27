"""Held: for every event, map, radius and margin the readings of its ground, as columns.

Geometry is done once to fill it. After that every question - who, under which definition, contested or not, in
which window of days - is a selection over these columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.claims import Relation
from firmground.case.control import Ground
from firmground.case.parties import holds, is_present
from firmground.dates import Days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.case.control import Holding
    from firmground.case.definitions import Definition
    from firmground.hold.timeline import Reading, Spell

    Ints = NDArray[np.int64]
    Answers = NDArray[np.int8]  # values of Modality


@dataclass(frozen=True, eq=False)
class GroundTable:
    """Distinct readings of ground, cell by cell.

    `holdings[k]`: the k-th distinct set of holdings. Reading r owns the cells `first[r]` to `first[r + 1]`, and
    cell c has the holdings `cell_holdings[c]` over the part `cell_share[c]` of the region.
    """

    holdings: tuple[tuple[Holding, ...], ...]
    first: Ints
    cell_holdings: Ints
    cell_share: NDArray[np.float64]

    def ends(self, per_cell: Answers) -> Answers:
        """From answers per cell, shape (cells, epochs), to answers per reading, shape (readings, epochs)."""
        least = np.minimum.reduceat(per_cell, self.first[:-1], axis=0)
        most = np.maximum.reduceat(per_cell, self.first[:-1], axis=0)
        return settle(least, most)


def settle(least: Answers, most: Answers) -> Answers:
    """One answer from the weakest and strongest of all possibilities: MUST of all, CANNOT of all, else MAY."""
    return np.where(least == 2, 2, np.where(most == 0, 0, 1)).astype(np.int8)


@dataclass(frozen=True, eq=False)
class GroundParts:
    """What lies under each occurrence over all of its days, the largest part first.

    Occurrence k owns the entries `first[k]` to `first[k + 1]`: the set of holdings `holdings[entry]` (a place in
    `GroundTable.holdings`) over the mean part `share[entry]` of its region. Shares of one occurrence sum to one.
    """

    first: Ints
    holdings: Ints
    share: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class HoldTable:
    """The spells of every occurrence on one map, with one radius and margin.

    An occurrence is a region with its possible days; `occurrence_of[event]` finds it. Occurrence k owns the
    spells `first[k]` to `first[k + 1]`. `epoch[s]` indexes the runs of days within which no membership and no
    definition changes, `epoch_days[e]` being a day of it; every spell lies within one.
    """

    ground: GroundTable
    occurrence_of: Ints
    first: Ints
    start: Ints
    stop: Ints
    reading: Ints
    weight: NDArray[np.float64]
    epoch: Ints
    epoch_days: tuple[int, ...]

    def answer(
        self,
        case: Case,
        relation: Relation,
        party: str,
        definition: Definition | None,
        days: Days,
        *,
        contested: bool,
    ) -> Answers:
        """How the relation to the party stands for every event, over those of its days that lie in `days`.

        An event whose days all lie outside has the answer MAY: it is not counted there anyway.
        """
        spells = self.standing_of_spells(
            case, party, definition, contested=contested, presence=relation in (Relation.WITH, Relation.WITHOUT)
        )
        return self.answer_over(spells, relation, days)

    def standing_of_spells(
        self, case: Case, party: str, definition: Definition | None, *, contested: bool, presence: bool
    ) -> Answers:
        """How the party stands to the ground of every spell; `presence`: by being there, else by holding it."""
        ground = self.standing(case, party, definition, contested=contested, presence=presence)
        return np.asarray(ground[self.reading, self.epoch])

    def answer_over(self, spells: Answers, relation: Relation, days: Days) -> Answers:
        """`answer` from what `standing_of_spells` gives."""
        least = most = spells
        empty = None
        if days != Days():
            inside = (self.start < days.stop) & (self.stop > days.start)
            least, most = np.where(inside, spells, 2), np.where(inside, spells, 0)
            empty = ~np.logical_or.reduceat(inside, self.first[:-1])
        answers = settle(np.minimum.reduceat(least, self.first[:-1]), np.maximum.reduceat(most, self.first[:-1]))
        if empty is not None:
            answers[empty] = 1
        if relation in (Relation.OUTSIDE, Relation.WITHOUT):
            answers = (2 - answers).astype(np.int8)
        return answers[self.occurrence_of]

    def standing(
        self, case: Case, party: str, definition: Definition | None, *, contested: bool, presence: bool
    ) -> Answers:
        """Answers per reading and epoch, shape (readings, epochs)."""
        return self.ground.ends(
            self._per_holding(case, party, definition, contested=contested, presence=presence)[
                self.ground.cell_holdings
            ]
        )

    def _per_holding(
        self, case: Case, party: str, definition: Definition | None, *, contested: bool, presence: bool
    ) -> Answers:
        answers = np.empty((len(self.ground.holdings), len(self.epoch_days)), dtype=np.int8)
        for row, holdings in enumerate(self.ground.holdings):
            for column, day in enumerate(self.epoch_days):
                answers[row, column] = (
                    is_present(party, holdings, day, case.actors, definition)
                    if presence
                    else holds(party, holdings, day, case.actors, definition, contested=contested)
                )
        return answers

    def share(
        self, case: Case, party: str, definition: Definition | None, days: Days, *, contested: bool
    ) -> NDArray[np.float64]:
        """The part of each event's region that must be the party's, averaged over its days in `days`.

        Readings that are possible on the same days have equal weight. NaN for an event without a day there.
        """
        per_cell = self._per_holding(case, party, definition, contested=contested, presence=False)[
            self.ground.cell_holdings
        ]
        sure = np.add.reduceat((per_cell == 2) * self.ground.cell_share[:, None], self.ground.first[:-1], axis=0)
        length = np.clip(np.minimum(self.stop, days.stop) - np.maximum(self.start, days.start), 0, None)
        weight = length * self.weight
        total = np.add.reduceat(weight, self.first[:-1])
        part = np.add.reduceat(weight * sure[self.reading, self.epoch], self.first[:-1])
        with np.errstate(invalid="ignore"):
            return (part / total)[self.occurrence_of]

    @cached_property
    def parts(self) -> GroundParts:
        """The ground of every occurrence in its parts; days count by their number, readings by their weight."""
        spells = np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))  # the occurrence of each spell
        length = (self.stop - self.start) * self.weight
        total = np.bincount(spells, length, minlength=len(self.first) - 1)
        begin, number = self.ground.first[self.reading], np.diff(self.ground.first)[self.reading]
        cells = np.repeat(begin - (np.cumsum(number) - number), number) + np.arange(int(number.sum()))
        days, owner = np.repeat(length, number), np.repeat(spells, number)
        part = self.ground.cell_share[cells] * days / np.maximum(total[owner], 1e-9)
        # One entry for each occurrence and set of holdings; of equal parts the one that was met first goes first.
        keys = owner * max(1, len(self.ground.holdings)) + self.ground.cell_holdings[cells]
        distinct, seen, entry = np.unique(keys, return_index=True, return_inverse=True)
        share = np.asarray(np.bincount(entry.reshape(-1), part, minlength=len(distinct)), dtype=np.float64)
        occurrence, holdings = np.divmod(distinct, max(1, len(self.ground.holdings)))
        order = np.lexsort((seen, -share, occurrence))
        first = np.searchsorted(occurrence, np.arange(len(self.first)))
        return GroundParts(first, holdings[order], share[order])

    def account(self) -> NDArray[np.float64]:
        """Per spell the parts of the region that are held, contested, nobody's, unmapped, coded: shape (spells, 5).

        Every row sums to one: what a map says of a region is conserved.
        """
        kinds = np.array([_kind(holdings) for holdings in self.ground.holdings], dtype=np.int64)
        cells = np.zeros((len(self.ground.cell_holdings), 5))
        cells[np.arange(len(cells)), kinds[self.ground.cell_holdings]] = self.ground.cell_share
        return np.add.reduceat(cells, self.ground.first[:-1], axis=0)[self.reading]

    def unmapped(self) -> NDArray[np.bool_]:
        """Events whose ground the map does not know at all, on any of their days."""
        nothing = np.isclose(self.account()[:, 3], 1)
        return np.logical_and.reduceat(nothing, self.first[:-1])[self.occurrence_of]


def _kind(holdings: tuple[Holding, ...]) -> int:
    grounds = {holding.ground for holding in holdings}
    if Ground.UNMAPPED in grounds:
        return 3
    if Ground.CODED in grounds:
        return 4
    if grounds == {Ground.NOBODY}:
        return 2
    holders = {holder for holding in holdings for holder in holding.holders}
    return 1 if len(holders) > 1 else 0


def build_table(spells: Sequence[Sequence[Spell]], occurrence_of: Ints, epoch_breaks: Sequence[int]) -> HoldTable:
    """Lays out the spells of each occurrence as columns, cut at the days on which ties or definitions change."""
    readings: dict[Reading, int] = {}
    columns: list[tuple[int, int, int, float, int]] = []
    first = [0]
    breaks = np.asarray(sorted(epoch_breaks), dtype=np.int64)
    for own in spells:
        for spell in own:
            code = readings.setdefault(spell.reading, len(readings))
            columns += _cut(spell, code, breaks)
        first.append(len(columns))
    table = np.array([row[:3] for row in columns], dtype=np.int64).reshape(-1, 3)
    return HoldTable(
        ground=_ground_table(readings),
        occurrence_of=occurrence_of,
        first=np.asarray(first, dtype=np.int64),
        start=table[:, 0],
        stop=table[:, 1],
        reading=table[:, 2],
        weight=np.array([row[3] for row in columns], dtype=np.float64),
        epoch=np.array([row[4] for row in columns], dtype=np.int64),
        epoch_days=(int(breaks[0]) - 1 if len(breaks) else 1, *(int(day) for day in breaks)),
    )


def _cut(spell: Spell, code: int, breaks: Ints) -> list[tuple[int, int, int, float, int]]:
    inner = breaks[(breaks > spell.start) & (breaks < spell.stop)]
    edges = [spell.start, *(int(day) for day in inner), spell.stop]
    return [
        (start, stop, code, spell.weight, int(np.searchsorted(breaks, start, side="right")))
        for start, stop in pairwise(edges)
    ]


def _ground_table(readings: dict[Reading, int]) -> GroundTable:
    holdings: dict[tuple[Holding, ...], int] = {}
    first = [0]
    codes: list[int] = []
    shares: list[float] = []
    for reading in readings:
        for held, share in reading:
            codes.append(holdings.setdefault(held, len(holdings)))
            shares.append(share)
        first.append(len(codes))
    return GroundTable(
        tuple(holdings),
        np.asarray(first, dtype=np.int64),
        np.asarray(codes, dtype=np.int64),
        np.asarray(shares),
    )
