"""Why units are undecided, by kind of reason, and what would narrow them: wide bounds alone help nobody.

Every undecided unit has the first reason that fits, in the order of `Reason`; the numbers add up to all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.control import UNMAPPED
from firmground.dates import NO_START, NO_STOP, Days
from firmground.hold.timeline import Timeline
from firmground.measures.units import OUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.check import ClaimFindings, Findings
    from firmground.hold import HoldTable
    from firmground.measures import Measurement

# Beyond so many the kinds are no longer an answer but a list.
MOST_REASONS = 4
# A part of the ground below this is the rounding of areas.
LEAST_PART = 1e-6


class Reason(StrEnum):
    """Why a unit is undecided, as it is read after the number of them."""

    NOT_COUNTED = "may not count at all, by their day, their actor or another column"
    NO_BORDER = (
        "are known only to an administrative unit of which the case has no border (a file of borders would narrow them)"
    )
    UNDATED = "have no day, so they may have happened on any"
    UNMAPPED = "lie where or when the map says nothing"
    PARTLY_MAPPED = "lie only partly on ground, or on days, of which the map speaks"
    CODED = "are left open by the person who coded the map"
    CONTESTED = "lie at least partly on contested ground"
    READINGS = "lie where the holder changed, or is not sure, within their possible days"
    WIDE = "may lie on either side of a border (a better known place would narrow them)"
    NUMBER = "have an uncertain number of strikes"


# The parts of `HoldTable.account`: held, contested, nobody's, unmapped, coded.
_CONTESTED, _UNMAPPED, _CODED = 1, 3, 4
_QUOTED = re.compile(r"\s*(['\"]).*?\1")


def say_reasons(findings: Findings, found: ClaimFindings) -> str:
    """One sentence: how many undecided units there are for each reason, the most frequent first; "" if few say why."""
    measured = found.headline.measurement
    if measured is None or measured.units is None or found.test.numbers is not None:
        return ""
    open_units = [int(unit) for unit in np.flatnonzero(measured.units.undecided)]
    if not open_units:
        return ""
    reasons = _listed_reasons(findings, found, measured) if measured.labels else _reasons(findings, found, measured)
    counts = Counter(reasons(unit) for unit in open_units)
    parts = [f"{number:,} {words}" for words, number in counts.most_common(MOST_REASONS)]
    if rest := len(open_units) - sum(number for _, number in counts.most_common(MOST_REASONS)):
        parts.append(f"{rest:,} for other reasons")
    return f"Why {len(open_units):,} are undecided: {'; '.join(parts)}."


class _reasons:  # noqa: N801 - it is called like a function and remembers the columns
    """The reason of a unit that stands for events."""

    def __init__(self, findings: Findings, found: ClaimFindings, measured: Measurement) -> None:
        self.findings, self.measured = findings, measured
        self.table = findings.held.table(found.headline.specification) if found.test.that.ground else None
        self.ground = None if self.table is None else _mean_parts(self.table)

    def __call__(self, unit: int) -> str:
        units = self.measured.units
        if units is None:
            return ""
        if int(units.states[unit]) & OUT:
            return Reason.NOT_COUNTED
        if not int(units.states[unit]) & (int(units.states[unit]) - 1):
            return Reason.NUMBER
        found = {self._of_event(event) for event in units.events_of(unit)}
        order = [str(reason) for reason in Reason]
        return min(found, key=lambda words: order.index(words) if words in order else 1, default=Reason.WIDE)

    def _of_event(self, event: int) -> str:
        events, unplaced = self.findings.case.events, self.findings.held.located.unplaced[event]
        parts = None if self.ground is None or self.table is None else self.ground[self.table.occurrence_of[event]]
        off_map = parts is None or parts[_UNMAPPED] > 1 - LEAST_PART
        if unplaced and off_map:
            return Reason.NO_BORDER if events.level[event] and "[[areas]]" in unplaced else _unplaced(unplaced)
        if parts is None:
            return Reason.WIDE
        if off_map:
            undated = events.start[event] == NO_START and events.stop[event] == NO_STOP
            return Reason.UNDATED if undated else Reason.UNMAPPED
        for part, reason in ((_UNMAPPED, Reason.PARTLY_MAPPED), (_CODED, Reason.CODED), (_CONTESTED, Reason.CONTESTED)):
            if parts[part] > LEAST_PART:
                return reason
        occurrence = int(self.table.occurrence_of[event]) if self.table is not None else 0
        several = self.table is not None and self.table.first[occurrence + 1] - self.table.first[occurrence] > 1
        return Reason.READINGS if several else Reason.WIDE


def _unplaced(reason: str) -> str:
    return f"are not placed: {_QUOTED.sub('', reason)}"


def _mean_parts(table: HoldTable) -> np.ndarray:
    """For each occurrence the parts of `HoldTable.account`, averaged over its spells; shape (occurrences, 5)."""
    weight = (table.stop - table.start) * table.weight
    total = np.add.reduceat(weight, table.first[:-1])
    return np.asarray(np.add.reduceat(table.account() * weight[:, None], table.first[:-1], axis=0) / total[:, None])


def _listed_reasons(findings: Findings, found: ClaimFindings, measured: Measurement) -> _listed:
    return _listed(findings, found, measured)


class _listed:  # noqa: N801 - as above
    """The reason of a unit that is a place of a list."""

    def __init__(self, findings: Findings, found: ClaimFindings, measured: Measurement) -> None:
        self.labels = measured.labels
        self.timeline = Timeline(findings.case.maps[found.headline.specification.map])
        self.days = [when.possible for when in (found.test.on, found.test.until) if when is not None]

    def __call__(self, unit: int) -> str:
        held = list(self._holdings(self.labels[unit]))
        if any(UNMAPPED in holdings for holdings in held):
            return Reason.UNMAPPED
        if any(len({holder for one in holdings for holder in one.holders}) > 1 for holdings in held):
            return Reason.CONTESTED
        return Reason.READINGS

    def _holdings(self, place: str) -> Iterator[tuple]:
        for days in self.days:
            for spell in self.timeline.listed_spells((place,), Days(*days)):
                yield from (holdings for holdings, _ in spell.reading)
