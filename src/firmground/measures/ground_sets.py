"""What lies under each event, as sets, of which there are few: no question about ground tells events of one set apart.

The answer for an event is MUST where every part of its ground is so in every reading on every day, CANNOT where none
is. So all that matters of its ground is the set of (holdings, run of days without a change) that it has anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.hold.ground import settle
from firmground.texts import code_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.dates import Days
    from firmground.hold import HoldTable

    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]
    Answers = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class GroundSets:
    """`of[i]`: the set of the i-th row, an event or an occurrence. Set k has the members `members[first[k]]` to
    `first[k + 1]`, each the place of a set of holdings and an epoch in an array of shape (holdings, epochs).
    """

    of: Codes
    first: Ints
    members: Ints

    def rows(self, rows: Ints) -> GroundSets:
        """The same for some of the rows."""
        return replace(self, of=self.of[rows])

    def answer(self, per_holding: Answers) -> Answers:
        """Must, may or cannot each row's ground be so, if it is so for each set of holdings and epoch?

        A row without any ground on the days that were looked at has the answer MAY.
        """
        answers = np.ones(len(self.first) - 1, dtype=np.int8)
        some = np.flatnonzero(np.diff(self.first))
        if len(some):
            single, starts = per_holding.reshape(-1)[self.members], self.first[some]
            answers[some] = settle(np.minimum.reduceat(single, starts), np.maximum.reduceat(single, starts))
        return answers[self.of]


def find_ground(table: HoldTable, every: GroundSets, start: Ints, stop: Ints, days: Days) -> GroundSets:
    """The sets of all events on those of their days that lie in `days`. `every`: those of all days, by occurrence.

    `start`, `stop`: the days of each event.
    """
    occurrence = np.asarray(table.occurrence_of, dtype=np.int64)
    of = every.of[occurrence]
    across = np.flatnonzero((start < days.start) | (stop > days.stop))
    if not len(across):
        return replace(every, of=of)
    # Those that lie in the window have the ground of all their days; the others are looked at again.
    again = distinct(occurrence[across])
    some = sets_of(table, again, days)
    place = np.zeros(len(every.of), dtype=np.int64)
    place[again] = np.arange(len(again))
    of[across] = len(every.first) - 1 + some.of[place[occurrence[across]]]
    first = np.concatenate([every.first, every.first[-1] + some.first[1:]])
    return GroundSets(of, first, np.concatenate([every.members, some.members]))


def sets_of(table: HoldTable, occurrences: Ints, days: Days | None = None) -> GroundSets:
    """The sets of some occurrences, on all of their days or on those that lie in `days`."""
    spells, owner = spread(table.first, occurrences)
    if days is not None:
        inside = (table.start[spells] < days.stop) & (table.stop[spells] > days.start)
        spells, owner = spells[inside], owner[inside]
    cells, of_cell = spread(table.ground.first, table.reading[spells])
    epochs = len(table.epoch_days)
    wide = max(1, len(table.ground.holdings) * epochs)
    member = table.ground.cell_holdings[cells].astype(np.int64) * epochs + table.epoch[spells][of_cell]
    owners, members = np.divmod(distinct(owner[of_cell] * wide + member), wide)
    first = edges(np.bincount(owners, minlength=len(occurrences)))
    of, one_of = number_sequences(first, members)
    taken, _ = spread(first, one_of)
    return GroundSets(of.astype(np.int32), edges(np.diff(first)[one_of]), members[taken])


def distinct(numbers: Ints) -> Ints:
    """The different numbers, in order. (`np.unique` hashes them, which takes ten times as long where few are alike.)"""
    ordered = np.sort(numbers)
    return ordered[np.diff(ordered, prepend=ordered[0] - 1) != 0] if len(ordered) else ordered


def edges(lengths: Ints) -> Ints:
    """Where runs of these lengths, one after the other, begin, and where the last one ends."""
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])


def spread(first: Ints, rows: NDArray[np.integer[Any]]) -> tuple[Ints, Ints]:
    """The places `first[row]` to `first[row + 1]` of each row, one after the other, and the row that each is of."""
    begin, number = first[rows], first[rows + 1] - first[rows]
    owner = np.repeat(np.arange(len(rows)), number)
    return np.arange(int(number.sum())) + np.repeat(begin - (np.cumsum(number) - number), number), owner


def number_sequences(first: Ints, codes: Ints) -> tuple[Ints, Ints]:
    """A number for each row, the same where the codes, `first[row]` to `first[row + 1]`, agree, and a row of each.

    Goes through the codes place by place, each time telling apart what has been the same so far.
    """
    lengths = np.diff(first)
    number, known = np.zeros(len(lengths), dtype=np.int64), 1
    rows, place = np.flatnonzero(lengths), 0
    while len(rows):
        longer, _ = code_rows(number[rows], codes[first[rows] + place])
        number[rows] = known + longer
        known += int(longer.max()) + 1
        place += 1
        rows = rows[lengths[rows] > place]
    return code_rows(number)
