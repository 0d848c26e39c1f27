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
from firmground.measures.ground_sets import spread
from firmground.measures.on_list import site_withheld
from firmground.measures.units import OUT
from firmground.modality import MUST
from firmground.report.ground import placed_by_name
from firmground.report.target_words import asked_tie, is_named
from firmground.texts import Texts, code_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from firmground.case.claims import Condition, OnList
    from firmground.case.control import Holding
    from firmground.check import ClaimFindings, Findings
    from firmground.hold import HoldTable
    from firmground.measures import Measurement

    Ints = NDArray[np.int64]

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
    UNREVEALED = "not every entry of the sealed list is known here, and one that is not may lie there"
    SEALING = "it is not sure that they came after the list was sealed"
    MEMBERSHIP = "it is not sure whether those who held their ground belong to those that are meant"
    WIDE = "their place is too wide for one answer, and a better known one would narrow them"
    NUMBER = "their number of strikes is not sure"


_OWN_WORDS = list(Reason).index(Reason.NO_BORDER)  # where words that a case has for an unplaced event are tried

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
    open_units = np.flatnonzero(measured.units.undecided)
    if not len(open_units):
        return ""
    reasons = (ListedReasons if measured.labels else EventReasons)(findings, found, measured)
    counts = reasons.count(open_units)
    parts = [f"{words} ({number:,})" for words, number in counts[:MOST_REASONS]]
    if rest := sum(number for _, number in counts[MOST_REASONS:]):
        parts.append(f"other reasons ({rest:,})")
    return f"Why {len(open_units):,} {'is' if len(open_units) == 1 else 'are'} undecided: {'; '.join(parts)}."


class EventReasons:
    """The reasons of units that stand for events, by numbers: those of `Reason` first, then the case's own words."""

    def __init__(self, findings: Findings, found: ClaimFindings, measured: Measurement) -> None:
        self.findings, self.measured, self.specification = findings, measured, found.headline.specification
        self.condition, self.near = found.test.that, _asks_near(found.test.that)
        self.relations = _relations(self.condition)
        self.list = next(self.condition.lists(), None)
        self.table = findings.held.table(self.specification) if self.relations else None
        self._words = {str(reason): number for number, reason in enumerate(Reason)}

    def count(self, open_units: Ints) -> list[tuple[str, int]]:
        """The reasons of these units with their numbers, the most frequent first."""
        units = self.measured.units
        if units is None:
            return []
        states = units.states[open_units]
        reasons = np.where(states & OUT, self._number(Reason.NOT_COUNTED), self._number(Reason.NUMBER))
        several = np.flatnonzero(((states & OUT) == 0) & ((states & (states - 1)) != 0))
        if len(several):
            places, owner = spread(units.first, open_units[several])
            # Of several events of one unit the reason that is tried first.
            keys = self._keys(self._of_events(units.members[places]))
            reasons[several] = np.minimum.reduceat(keys, np.flatnonzero(np.diff(owner, prepend=-1))) % len(self._words)
        words = list(self._words)
        return Counter(words[reason] for reason in reasons.tolist()).most_common()

    def _number(self, words: str) -> int:
        return self._words.setdefault(str(words), len(self._words))

    def _keys(self, reasons: Ints) -> Ints:
        """Reasons as numbers in the order in which they are tried; the case's own words come with `NO_BORDER`."""
        rank = [number if number < len(Reason) else _OWN_WORDS for number in self._words.values()]
        return np.asarray(np.array(rank)[reasons] * len(self._words) + reasons)

    def _of_events(self, events: Ints) -> Ints:
        table = self.findings.case.events
        unplaced = Texts.of(self.findings.held.located.unplaced).taken(events)
        if self.table is None:
            alike, first = code_rows(unplaced.codes, table.level.codes[events], table.target.codes[events])
            plain = np.array([self._number(self._without_table(event)) for event in events[first].tolist()])[alike]
            if self.list is None or self.relations or self.near:
                return plain
            return np.where(unplaced.filled(), plain, self._of_list(self.list, events))
        parts, reasons = self._of_occurrences(self.table)
        occurrence = self.table.occurrence_of[events]
        unmapped = parts[occurrence, _UNMAPPED]
        nothing = unmapped > 1 - LEAST_PART
        undated = (table.start[events] == NO_START) & (table.stop[events] == NO_STOP)
        found = np.select(
            [unmapped <= LEAST_PART, undated, nothing],
            [reasons[occurrence], self._number(Reason.UNDATED), self._number(Reason.UNMAPPED)],
            self._number(Reason.PARTLY_MAPPED),
        )
        held = self.findings.held
        by_name = self.findings.selector.once("placed by name", lambda: placed_by_name(held))[events]
        lost = np.flatnonzero(nothing & unplaced.filled() & ~by_name)
        if len(lost):
            alike, first = code_rows(unplaced.codes[lost], table.level.codes[events[lost]])
            words = [self._number(self._unplaced(event)) for event in events[lost[first]].tolist()]
            found[lost] = np.array(words)[alike]
        return found

    def _of_occurrences(self, table: HoldTable) -> tuple[NDArray[np.float64], Ints]:
        """The mean parts of the ground of each occurrence, and the reason that follows from who held it."""
        presence = bool(self.relations & {Relation.WITH, Relation.WITHOUT})
        one = self.specification
        key = ("reasons", one.map, one.radius, one.margin_km, presence)
        return self.findings.selector.once(key, lambda: _find_reasons(table, presence=presence))

    def _of_list(self, asked: OnList, events: Ints) -> Ints:
        """Of events that can be placed: what leaves open whether a place on a sealed list lies around them."""
        findings = self.findings
        regions = findings.selector.list_regions(asked, self.specification.radius)
        sure = regions[findings.held.located.region_of[events]] == MUST
        otherwise = Reason.WIDE if findings.case.sealed[asked.list].whole else Reason.UNREVEALED
        wide = site_withheld(findings.case.events)[events]
        return np.where(sure & ~wide, self._number(Reason.SEALING), self._number(otherwise))

    def _without_table(self, event: int) -> str:
        if self.relations:
            return Reason.NO_MAP
        if self.near or self.list is not None:
            return self._unplaced(event) if self.findings.held.located.unplaced[event] else Reason.WIDE
        asks_ties = asked_tie(self.condition) is not None
        return Reason.TIES if asks_ties and is_named(self.findings.case, event) else Reason.TARGET

    def _unplaced(self, event: int) -> str:
        reason = self.findings.held.located.unplaced[event]
        if self.findings.case.events.level[event] and "[[areas]]" in reason:
            return Reason.NO_BORDER
        return _QUOTED.sub("", reason)


def _find_reasons(table: HoldTable, *, presence: bool) -> tuple[NDArray[np.float64], Ints]:
    """See `EventReasons._of_occurrences`. `presence`: whether it is asked who was present."""
    parts, first, order = _mean_parts(table), table.first[:-1], list(Reason)
    least, most = (end.reduceat(table.reading, first) for end in (np.minimum, np.maximum))
    fits = {
        Reason.CODED: parts[:, _CODED] > LEAST_PART,
        Reason.NO_HOLDER: _any_holding(table, lambda one: SOMEBODY in one.holders),
        Reason.PRESENCE: _any_holding(table, lambda one: presence and one.present is None),
        Reason.CONTESTED: parts[:, _CONTESTED] > LEAST_PART,
        Reason.READINGS: least != most,
        Reason.MEMBERSHIP: np.diff(table.ground.first)[least] == 1,
    }
    numbers = np.select(list(fits.values()), [order.index(reason) for reason in fits], order.index(Reason.WIDE))
    return parts, numbers


def _any_holding(table: HoldTable, holds: Callable[[Holding], bool]) -> NDArray[np.bool_]:
    """For each occurrence whether it holds of any holding of its ground, on any of its days."""
    per_set = np.array([any(map(holds, held)) for held in table.ground.holdings], dtype=bool)
    per_reading = np.logical_or.reduceat(per_set[table.ground.cell_holdings], table.ground.first[:-1])
    return np.asarray(np.logical_or.reduceat(per_reading[table.reading], table.first[:-1]))


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

    def count(self, open_units: Ints) -> list[tuple[str, int]]:
        """As `EventReasons.count`."""
        return Counter(self._of(unit) for unit in open_units.tolist()).most_common()

    def _of(self, unit: int) -> str:
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
