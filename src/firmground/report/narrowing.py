"""Why units are undecided, by kind of reason, and what would narrow them: wide bounds alone help nobody.

Every undecided unit has the first reason that fits, in the order of `Reason`; the numbers add up to all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.actors import SOMEBODY
from firmground.case.claims import Relation
from firmground.case.control import UNMAPPED
from firmground.dates import NO_START, NO_STOP
from firmground.hold.timeline import Timeline
from firmground.measures.units import OUT
from firmground.report.ground import placed_by_name
from firmground.report.target_words import asked_tie, is_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from firmground.case.claims import Condition
    from firmground.case.control import Holding
    from firmground.check import ClaimFindings, Findings
    from firmground.hold import HoldTable
    from firmground.measures import Measurement

# Beyond so many the kinds are no longer an answer but a list.
MOST_REASONS = 4
# A part of the ground below this is the rounding of areas.
LEAST_PART = 1e-6


class Reason(StrEnum):
    """Why units are undecided, as it is read before the number of them. In the order in which they are tried."""

    NOT_COUNTED = "it is not sure that they count, by their day, their actor or another column"
    NO_MAP = "no map of the case could be used, and one that speaks of their ground would narrow them"
    NO_BORDER = (
        "they are known only to an administrative unit of which the case has no border, and a file of borders would "
        "narrow them"
    )
    UNDATED = "no day is given"
    UNMAPPED = "the map says nothing of their ground on their days"
    PARTLY_MAPPED = "the map speaks of only a part of their ground, or of their days"
    CODED = "the person who coded the map left them open"
    TARGET = "it is not sure whom they were aimed at"
    TIES = "it is not sure how those they were aimed at were tied on their days, and ties with dates would narrow them"
    NO_HOLDER = "the map does not say who held their ground"
    PRESENCE = "the map does not say who was present"
    CONTESTED = "their ground was contested, at least in part"
    READINGS = "the holder changed, or is not sure, within their days"
    MEMBERSHIP = "it is not sure whether those who held their ground belong to those that are meant"
    WIDE = "their place is too wide for one answer, and a better known one would narrow them"
    NUMBER = "their number of strikes is not sure"


_ORDER: dict[str, int] = {str(reason): number for number, reason in enumerate(Reason)}

# The parts of `HoldTable.account`: held, contested, nobody's, unmapped, coded.
_CONTESTED, _UNMAPPED, _CODED = 1, 3, 4
_QUOTED = re.compile(r"\s*(['\"]).*?\1")


def say_reasons(findings: Findings, found: ClaimFindings) -> str:
    """One sentence: how many undecided units there are for each reason, the most frequent first; "" if none is."""
    measured = found.headline.measurement
    if measured is None or measured.units is None or found.test.numbers is not None:
        return ""
    if found.test.about is not None:
        return ""  # a measure of its own says in its remarks what leaves its units open
    open_units = [int(unit) for unit in np.flatnonzero(measured.units.undecided)]
    if not open_units:
        return ""
    reasons = (ListedReasons if measured.labels else EventReasons)(findings, found, measured)
    counts = Counter(reasons.of(unit) for unit in open_units).most_common()
    parts = [f"{words} ({number:,})" for words, number in counts[:MOST_REASONS]]
    if rest := sum(number for _, number in counts[MOST_REASONS:]):
        parts.append(f"other reasons ({rest:,})")
    return f"Why {len(open_units):,} {'is' if len(open_units) == 1 else 'are'} undecided: {'; '.join(parts)}."


class EventReasons:
    """The reasons of units that stand for events."""

    def __init__(self, findings: Findings, found: ClaimFindings, measured: Measurement) -> None:
        self.findings, self.measured = findings, measured
        self.condition, self.near = found.test.that, _asks_near(found.test.that)
        self.relations = _relations(self.condition)
        self.table = findings.held.table(found.headline.specification) if self.relations else None
        self.ground = None if self.table is None else _mean_parts(self.table)
        self.by_name = placed_by_name(findings.held)
        self._known: dict[int, str] = {}

    def of(self, unit: int) -> str:
        units = self.measured.units
        state = OUT if units is None else int(units.states[unit])
        if units is None or state & OUT:
            return Reason.NOT_COUNTED
        if not state & (state - 1):
            return Reason.NUMBER
        found = {self._once(event) for event in units.events_of(unit)}
        return min(found, key=lambda words: _ORDER.get(words, _ORDER[Reason.NO_BORDER]), default=Reason.WIDE)

    def _once(self, event: int) -> str:
        """Events that share place and days share the reason."""
        if self.table is None:
            return self._of_event(event)
        occurrence = int(self.table.occurrence_of[event])
        if occurrence not in self._known:
            self._known[occurrence] = self._of_event(event)
        return self._known[occurrence]

    def _of_event(self, event: int) -> str:
        where = self.findings.held.located
        if self.ground is None or self.table is None:
            if self.relations:
                return Reason.NO_MAP
            return self._unplaced(event) if where.unplaced[event] and self.near else self._without_ground(event)
        parts = self.ground[self.table.occurrence_of[event]]
        if where.unplaced[event] and parts[_UNMAPPED] > 1 - LEAST_PART and not self.by_name[event]:
            return self._unplaced(event)
        return self._unmapped(event, parts[_UNMAPPED]) or self._of_holders(self.table, event, parts)

    def _without_ground(self, event: int) -> Reason:
        if self.near:
            return Reason.WIDE
        asks_ties = asked_tie(self.condition) is not None
        return Reason.TIES if asks_ties and is_named(self.findings.case, event) else Reason.TARGET

    def _unplaced(self, event: int) -> str:
        reason = self.findings.held.located.unplaced[event]
        if self.findings.case.events.level[event] and "[[areas]]" in reason:
            return Reason.NO_BORDER
        return _QUOTED.sub("", reason)

    def _unmapped(self, event: int, part: float) -> Reason | None:
        events = self.findings.case.events
        if part <= LEAST_PART:
            return None
        if events.start[event] == NO_START and events.stop[event] == NO_STOP:
            return Reason.UNDATED
        return Reason.UNMAPPED if part > 1 - LEAST_PART else Reason.PARTLY_MAPPED

    def _of_holders(self, table: HoldTable, event: int, parts: NDArray[np.float64]) -> Reason:
        occurrence = int(table.occurrence_of[event])
        readings = set(table.reading[table.first[occurrence] : table.first[occurrence + 1]].tolist())
        cells = [
            cell for reading in readings for cell in range(table.ground.first[reading], table.ground.first[reading + 1])
        ]
        holdings = [one for cell in cells for one in table.ground.holdings[int(table.ground.cell_holdings[cell])]]
        asks_presence = self.relations & {Relation.WITH, Relation.WITHOUT}
        fits = {
            Reason.CODED: parts[_CODED] > LEAST_PART,
            Reason.NO_HOLDER: any(SOMEBODY in one.holders for one in holdings),
            Reason.PRESENCE: asks_presence and any(one.present is None for one in holdings),
            Reason.CONTESTED: parts[_CONTESTED] > LEAST_PART,
            Reason.READINGS: len(readings) > 1,
            Reason.MEMBERSHIP: len(cells) == 1,
        }
        return next((reason for reason, fit in fits.items() if fit), Reason.WIDE)


def _relations(condition: Condition) -> set[Relation]:
    """Every relation to a party's ground that a condition asks about, however deep."""
    parts = (*condition.any_of, *condition.none_of)
    return {relation for relation, _ in condition.ground}.union(*map(_relations, parts))


def _asks_near(condition: Condition) -> bool:
    return bool(condition.near or condition.inside) or any(map(_asks_near, (*condition.any_of, *condition.none_of)))


def _mean_parts(table: HoldTable) -> NDArray[np.float64]:
    """For each occurrence the parts of `HoldTable.account`, averaged over its spells; shape (occurrences, 5)."""
    weight = (table.stop - table.start) * table.weight
    total = np.add.reduceat(weight, table.first[:-1])
    return np.asarray(np.add.reduceat(table.account() * weight[:, None], table.first[:-1], axis=0) / total[:, None])


class ListedReasons:
    """The reasons of units that are places of a list."""

    def __init__(self, findings: Findings, found: ClaimFindings, measured: Measurement) -> None:
        self.labels = measured.labels
        self.timeline = Timeline(findings.case.maps[found.headline.specification.map])
        self.days = [when.possible for when in (found.test.on, found.test.until) if when is not None]

    def of(self, unit: int) -> str:
        held = list(self._holdings(self.labels[unit]))
        if any(UNMAPPED in holdings for holdings in held):
            return Reason.UNMAPPED
        if any(SOMEBODY in one.holders for holdings in held for one in holdings):
            return Reason.NO_HOLDER
        if any(len({holder for one in holdings for holder in one.holders}) > 1 for holdings in held):
            return Reason.CONTESTED
        return Reason.READINGS

    def _holdings(self, place: str) -> Iterator[tuple[Holding, ...]]:
        for days in self.days:
            for spell in self.timeline.listed_spells((place,), days):
                yield from (holdings for holdings, _ in spell.reading)
