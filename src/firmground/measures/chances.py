"""How likely each event is "that", if every point of its place and every day of its date is as likely as any other.

The chance of an event is the part of its place, over its days, that is "that". Ground of which nobody says whether it
is (unmapped, a holder without a name, a label that nobody defines) has no such part: it stays open, and so does every
part of a condition that asks for something else than ground. So an event has a least and a greatest chance.

What a map leaves open is one draw for all events together: how far its borders are off, of the margins that the case
names up to the one that is asked about, and, on days on which several readings of the map are possible, which of them
is the real one: all ground is as at the drawing before, or all is as at the one after.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.claims import Relation
from firmground.dates import window
from firmground.modality import MAY, MUST
from firmground.places import Candidates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.case.choices import Specification
    from firmground.case.claims import Condition, Test
    from firmground.dates import Days
    from firmground.hold import Held, HoldTable
    from firmground.measures.select import Selector

    Answers = NDArray[np.int8]
    Floats = NDArray[np.float64]

# Readings of a map that are drawn one by one; beyond, those that lie together in their order are averaged.
MOST_DRAWS = 24
_ROUNDING = 1e-9  # by how much the parts of a region may fail to add up to one


@dataclass(frozen=True, eq=False)
class Draw:
    """One way in which the map may be, which holds for all events together, with its chance.

    `least`, `most`: for every event the least and the greatest chance that it is "that", if the map is so.
    """

    chance: float
    least: Floats
    most: Floats


def draw_chances(held: Held, test: Test, specification: Specification, selector: Selector) -> list[Draw]:
    """Every way in which the map may be; their chances add up to one."""
    margins = stated_margins(held, specification)
    relevant = selector.counted(test.among, specification) >= MAY
    draws = []
    for margin in margins:
        asked = replace(specification, margin_km=margin)
        own = _draw_readings(held, test, asked, selector, relevant)
        draws += [replace(draw, chance=draw.chance / len(margins)) for draw in own]
    return draws


def stated_margins(held: Held, specification: Specification) -> tuple[float, ...]:
    """By how many km the borders may be off: the margins on offer up to the one that is asked about."""
    smaller = [margin for margin in held.case.choices.margin_km if margin < specification.margin_km]
    return (*sorted(smaller), specification.margin_km)


def _draw_readings(
    held: Held, test: Test, specification: Specification, selector: Selector, relevant: NDArray[np.bool_]
) -> list[Draw]:
    that = selector.that(test.that, test.among, specification)
    sure, possible = (that == MUST).astype(np.float64), (that >= MAY).astype(np.float64)
    table = held.table(specification)
    asked = np.flatnonzero(relevant & (that == MAY))
    if table is None or not len(asked):
        return [Draw(1.0, sure, possible)]
    fixed = np.stack(list(_fixed_answers(test.that, test, specification, selector)))[:, asked]
    kinds, kind_of = np.unique(fixed, axis=1, return_inverse=True)
    ground = _Ground(held, specification, table)
    answers = [ground.evaluate(test.that, iter(kind.tolist())) for kind in kinds.T]
    readings = _Readings(held, table, window(test.among.first, test.among.last), asked)
    draws = []
    for part in range(readings.draws):
        least, most = sure.copy(), possible.copy()
        for kind, answer in enumerate(answers):
            own = asked[kind_of.reshape(-1) == kind]
            least[own], most[own] = (column[table.occurrence_of[own]] for column in readings.chances(answer, part))
        draws.append(Draw(1 / readings.draws, least, most))
    return draws


def _fixed_answers(
    condition: Condition, test: Test, specification: Specification, selector: Selector
) -> Iterator[Answers]:
    """What a condition and its parts say of every event, without their ground: the whole first, then each part."""
    yield selector.that(replace(condition, ground=(), any_of=(), none_of=()), test.among, specification)
    for part in (*condition.any_of, *condition.none_of):
        yield from _fixed_answers(part, test, specification, selector)


class _Ground:
    """Answers to conditions, for every set of holdings and every run of days without a change of ties."""

    def __init__(self, held: Held, specification: Specification, table: HoldTable) -> None:
        self._case: Case = held.case
        self._specification = specification
        self._table = table
        self._known: dict[tuple[Relation, str], Answers] = {}

    def evaluate(self, condition: Condition, fixed: Iterator[int]) -> Answers:
        """`fixed`: what the condition and its parts say without their ground, in the order of `_fixed_answers`."""
        result = np.full((len(self._table.ground.holdings), len(self._table.epoch_days)), next(fixed), dtype=np.int8)
        for relation, party in condition.ground:
            result = np.minimum(result, self._relation(relation, party))
        options = [self.evaluate(part, fixed) for part in condition.any_of]
        if options:
            result = np.minimum(result, np.maximum.reduce(options))
        for part in condition.none_of:
            result = np.minimum(result, 2 - self.evaluate(part, fixed))
        return result.astype(np.int8)

    def _relation(self, relation: Relation, party: str) -> Answers:
        key = (relation, party)
        if key not in self._known:
            specification = self._specification
            answers = self._table.per_holding(
                self._case,
                party,
                self._case.definitions.get(specification.definition),
                contested=specification.contested,
                presence=relation in (Relation.WITH, Relation.WITHOUT),
            )
            turned = relation in (Relation.OUTSIDE, Relation.WITHOUT)
            self._known[key] = (2 - answers).astype(np.int8) if turned else answers
        return self._known[key]


class _Readings:
    """The spells of a table, each with the part of the draw in which its reading is the real one.

    Readings of the same place and days stand in their order (between two drawings: as before, as after), each over its
    weight of the draw from 0 to 1. A place with several candidates is left out of this: its candidates and their
    readings are as likely as their weights in every draw.
    """

    def __init__(self, held: Held, table: HoldTable, days: Days, events: NDArray[np.int64]) -> None:
        self._table = table
        occurrence = np.repeat(np.arange(len(table.first) - 1), np.diff(table.first))
        within = np.minimum(table.stop.astype(np.int64), days.stop) - np.maximum(
            table.start.astype(np.int64), days.start
        )
        self._length = np.clip(within, 0, None)
        several = np.array([isinstance(region.where, Candidates) for region in held.located.regions], dtype=bool)
        averaged = np.zeros(len(table.first) - 1, dtype=bool)
        averaged[table.occurrence_of] = several[held.located.region_of]
        used = np.zeros(len(table.first) - 1, dtype=bool)
        used[table.occurrence_of[events]] = True
        # Readings of one occurrence and the same days, next to one another.
        order = np.lexsort((table.stop, table.start, occurrence))
        keys = np.column_stack([occurrence, table.start, table.stop])[order]
        begins = np.flatnonzero(np.append(True, (keys[1:] != keys[:-1]).any(axis=1)))
        number = np.diff(np.append(begins, len(order)))
        weight = table.weight[order]
        total = np.add.reduceat(weight, begins)
        running = np.cumsum(weight)
        before = running - weight - np.repeat(running[begins] - weight[begins], number)
        together = np.repeat(np.isclose(total, 1.0) & ~averaged[occurrence[order[begins]]], number)
        self._begin, self._end = np.zeros(len(order)), np.ones(len(order))
        self._begin[order[together]] = before[together]
        self._end[order[together]] = (before + weight)[together]
        self._together = np.zeros(len(order), dtype=bool)
        self._together[order] = together
        wanted = together & used[occurrence[order]] & (self._length[order] > 0)
        counts = np.unique(np.repeat(number, number)[wanted]).tolist()
        self.draws = min(MOST_DRAWS, math.lcm(*counts)) if counts else 1

    def chances(self, answers: Answers, part: int) -> tuple[Floats, Floats]:
        """The least and greatest chance of every occurrence in one part of the draw, from answers per set of holdings.

        0 and 1 for an occurrence none of whose days is asked about.
        """
        table, ground = self._table, self._table.ground
        per_cell = answers[ground.cell_holdings]
        yes, no = (
            np.add.reduceat((per_cell == wanted) * ground.cell_share[:, None], ground.first[:-1], axis=0)
            for wanted in (2, 0)
        )
        low, high = part / self.draws, (part + 1) / self.draws
        overlap = np.clip(np.minimum(self._end, high) - np.maximum(self._begin, low), 0, None) * self.draws
        weight = self._length * np.where(self._together, overlap, table.weight)
        total = np.add.reduceat(weight, table.first[:-1])
        asked = total > 0
        parts = []
        for share in (yes, no):
            sums = np.add.reduceat(weight * share[table.reading, table.epoch], table.first[:-1])
            parts.append(np.where(asked, np.clip(sums / np.where(asked, total, 1.0), 0.0, 1.0), 0.0))
        least, most = parts[0], 1 - parts[1]
        # Parts of a region add up to one but for rounding: that is no ground of which nothing is known.
        return least, np.where(most - least <= _ROUNDING, least, most)
