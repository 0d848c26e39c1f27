"""Held: for every event, map, radius and margin the readings of its ground, as columns.

Geometry is done once to fill it. After that every question - who, under which definition, contested or not, in
which window of days - is a selection over these columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.claims import Relation
from firmground.case.control import Ground
from firmground.case.parties import holds, is_present
from firmground.dates import Days
from firmground.hold.ground import settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.case.control import Holding
    from firmground.case.definitions import Definition
    from firmground.hold.ground import GroundTable
    from firmground.hold.spells import Spells

    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]
    Answers = NDArray[np.int8]  # values of Modality


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
    occurrence_of: Codes
    first: Ints
    start: Codes
    stop: Codes
    reading: Codes
    weight: NDArray[np.float64]
    epoch: Codes
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
            self.per_holding(case, party, definition, contested=contested, presence=presence)[self.ground.cell_holdings]
        )

    def per_holding(
        self, case: Case, party: str, definition: Definition | None, *, contested: bool, presence: bool
    ) -> Answers:
        """Answers per set of holdings and epoch, shape (sets of holdings, epochs)."""
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
        per_cell = self.per_holding(case, party, definition, contested=contested, presence=False)[
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


def build_table(ground: GroundTable, occurrence_of: Codes, spells: Spells, epoch_breaks: Sequence[int]) -> HoldTable:
    """From the spells of each occurrence, cut at the days on which ties or definitions change."""
    breaks = np.asarray(sorted(epoch_breaks), dtype=np.int64)
    cut = spells.cut_at(breaks)
    used, reading = ground.used(cut.reading)
    return HoldTable(
        ground=used,
        occurrence_of=occurrence_of,
        first=cut.first,
        start=cut.start,
        stop=cut.stop,
        reading=reading,
        weight=cut.weight,
        epoch=np.searchsorted(breaks, cut.start, side="right").astype(np.int32),
        epoch_days=(int(breaks[0]) - 1 if len(breaks) else 1, *(int(day) for day in breaks)),
    )
