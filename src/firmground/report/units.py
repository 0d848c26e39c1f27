"""Every unit that a claim counts, one by one: what lies behind its bar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from firmground.case.events import STRIKES_UNLIMITED
from firmground.dates import NO_START, NO_STOP
from firmground.measures.units import NO, OUT, YES
from firmground.modality import CANNOT, MAY, MUST
from firmground.places import Disc
from firmground.report.questions.pledged import PledgeWords
from firmground.report.undecided import UnitNames, event_words, number_undecided, unit_why
from firmground.report.words import STANDINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.check import ClaimFindings, Findings
    from firmground.hold import Held
    from firmground.measures.units import Units
    from firmground.places import Where


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One counted unit of a claim as it was meant.

    `standing`: whether it must, may or cannot be "that"; `counted`: "yes", or "perhaps" where it may not count at
    all. `first`, `last`: the first and last day on which one of its events may have happened (ordinals, both
    included; None: no limit known). `strikes_most` None: no upper limit. `number`: its number among the claim's
    undecided, 0 for others. `where` is a place of the case, or None for a place of a list.
    """

    unit: int
    label: str
    standing: str
    counted: str
    number: int
    why: str
    first: int | None
    last: int | None
    where: Where | None
    strikes_least: int | None
    strikes_most: int | None
    events: tuple[str, ...]
    rows: tuple[str, ...]
    sources: tuple[str, ...]
    urls: tuple[str, ...]

    @property
    def radius_km(self) -> float | None:
        return self.where.radius_km if isinstance(self.where, Disc) else None


def list_units(
    findings: Findings, found: ClaimFindings, *, progress: Callable[[str], None] | None = None
) -> tuple[UnitRow, ...]:
    """The units of the headline in the order in which they are counted; () where no units of the case are."""
    measured = found.headline.measurement
    if measured is None or measured.units is None or found.test.numbers is not None:
        return ()
    held = findings.held
    numbers, names = number_undecided(found), UnitNames(held, found)
    grounds = event_words(findings, found)
    rows = []
    for unit in range(len(measured.units)):
        if progress and unit % 2000 == 0:
            progress(f"claim {found.claim.id}: unit {unit:,} of {len(measured.units):,}")
        why = unit_why(held, found, unit, measured.units.events_of(unit), grounds)
        row = _unit_row(held, measured.units, unit, numbers.get(unit, 0), names.of(unit), why)
        if isinstance(grounds, PledgeWords):  # no event of the case stands behind it
            row = replace(row, sources=grounds.sources(unit), urls=grounds.urls(unit))
        rows.append(row)
    return tuple(rows)


def _unit_row(held: Held, units: Units, unit: int, number: int, label: str, why: str) -> UnitRow:
    state = int(units.states[unit])
    counted = state & (YES | NO)
    events = units.events_of(unit)
    table = held.case.events
    first = min((int(table.start[event]) for event in events), default=NO_START)
    stop = max((int(table.stop[event]) for event in events), default=NO_STOP)
    most = sum(int(table.strikes_high[event]) for event in events)
    return UnitRow(
        unit=unit + 1,
        label=label,
        standing=STANDINGS[MUST if counted == YES else CANNOT if counted == NO else MAY],
        counted="perhaps" if state & OUT else "yes",
        number=number,
        why=why,
        first=first if first > NO_START else None,
        last=stop - 1 if stop < NO_STOP else None,
        where=held.located.region(events[0]).where if events else None,
        strikes_least=sum(int(table.strikes_low[event]) for event in events) if events else None,
        strikes_most=most if events and most < STRIKES_UNLIMITED else None,
        events=tuple(table.id[event] for event in events),
        rows=tuple(f"{table.file[event]}:{int(table.row_number[event])}" for event in events),
        sources=tuple(dict.fromkeys(table.source[event] for event in events if table.source[event])),
        urls=tuple(dict.fromkeys(table.url[event] for event in events if table.url[event])),
    )
