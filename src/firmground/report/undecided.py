"""The units that leave a claim open, each with what is known of it and where that stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, overload

import numpy as np

from firmground.case.claims import MeasureKind
from firmground.case.questions import Breached, Disclosed, Pledged
from firmground.dates import Days
from firmground.measures.territory import place_name
from firmground.modality import MAY
from firmground.places import Disc
from firmground.report.breach_words import BreachWords
from firmground.report.ground import ground_words
from firmground.report.model import DecidingUnit
from firmground.report.pairs import counts_pairs, name_pair, why_pair
from firmground.report.questions.pledged import PledgeWords
from firmground.report.target_words import TieWords, asked_tie
from firmground.report.words import day_words, days_words

if TYPE_CHECKING:
    from firmground.case.choices import Specification
    from firmground.check import ClaimFindings, Findings
    from firmground.hold import Held

# A page that names more than this is read by nobody; the number of all of them is in the claim's counts.
MOST_NAMED = 1000


def list_undecided(findings: Findings, found: ClaimFindings) -> tuple[DecidingUnit, ...]:
    """The undecided units of the headline, those named in a settlement first, at most `MOST_NAMED`."""
    held = findings.held
    names, grounds = UnitNames(held, found), event_words(findings, found)
    return tuple(_deciding(held, found, unit, names, grounds) for unit in number_undecided(found))


def number_undecided(found: ClaimFindings) -> dict[int, int]:
    """Each undecided unit that is named, with its number from 1; {} where the claim is not left open."""
    measured = found.headline.measurement
    if (
        measured is None
        or measured.units is None
        or found.test.numbers is not None
        or found.headline.standing is not MAY
    ):
        return {}
    undecided = measured.units.undecided
    order: dict[int, None] = {}
    for option in (found.require, found.rule_out):
        named = np.array(option.units if option else (), dtype=np.int64)
        # Those that are named already are among the first so many, and take the place of as many others.
        order |= dict.fromkeys(named[undecided[named]][:MOST_NAMED].tolist())
    order |= dict.fromkeys(np.flatnonzero(undecided)[: 2 * MOST_NAMED].tolist())
    return {unit: number for number, unit in enumerate(islice(order, MOST_NAMED), start=1)}


class UnitNames:
    """The names of a claim's units: its place, for single events with the day; for listed places the list's name."""

    def __init__(self, held: Held, found: ClaimFindings) -> None:
        self._held, self._found = held, found
        measured, specification = found.headline.measurement, found.headline.specification
        units = None if measured is None else measured.units
        self._labels = () if measured is None else measured.labels
        self._listed = found.test.measure is MeasureKind.PLACES
        self._places = specification.unit == "place"
        self._days = isinstance(found.test.about, Disclosed)
        self._pairs = units if counts_pairs(found) else None
        self._map = held.case.maps.get(specification.map)
        # The first event of each unit, its region and its days: many units are named at once.
        own = (
            np.zeros(0, dtype=np.int64) if units is None or not len(units.members) else units.members[units.first[:-1]]
        )
        self._events = own
        self._regions = held.located.region_of[own]
        self._starts, self._stops = held.case.events.start[own], held.case.events.stop[own]

    def of(self, unit: int) -> str:
        """The name of one unit; "" where nothing was counted."""
        if self._labels:
            label = self._labels[unit]
            if self._days:
                return day_words(date.fromisoformat(label).toordinal())
            return place_name(self._map, label) if self._listed and self._map is not None else label
        if not len(self._events):
            return ""
        if self._pairs is not None:
            return name_pair(self._held, self._pairs.events_of(unit))
        label = self._held.located.regions.label_of(int(self._regions[unit]))
        own = self._held.case.events.id[int(self._events[unit])]
        if self._places:
            return label or f"place not named ({own})"
        return (
            f"{label or 'place not named'}, {days_words(Days(int(self._starts[unit]), int(self._stops[unit])))} ({own})"
        )


class NamesOf(Sequence[str]):
    """The names of some units, each made when it is read: of a hundred thousand a terminal shows the first few."""

    def __init__(self, names: UnitNames, units: Sequence[int]) -> None:
        self._names, self._units = names, units

    def __len__(self) -> int:
        return len(self._units)

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...

    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [self._names.of(unit) for unit in self._units[index]]
        return self._names.of(self._units[index])


class GroundWords:
    """`ground_words` of many events: those that share place and days share the words."""

    def __init__(self, findings: Findings, specification: Specification) -> None:
        self._held, self._specification = findings.held, specification
        self._table = self._held.table(specification)
        # Kept with the check: the next question is mostly about the same events on the same map.
        key = ("ground words", specification.map, specification.radius, specification.margin_km)
        self._known: dict[int, str] = findings.selector.once(key, dict)

    def of(self, event: int) -> str:
        if self._table is None:
            return ground_words(self._held, self._specification, event)
        occurrence = int(self._table.occurrence_of[event])
        if occurrence not in self._known:
            self._known[occurrence] = ground_words(self._held, self._specification, event)
        return self._known[occurrence]


EventWords = GroundWords | BreachWords | TieWords | PledgeWords


def event_words(findings: Findings, found: ClaimFindings) -> EventWords:
    """What is known of an event as the claim asks about it: of a clause, of whom it hit, or of whose ground it was."""
    held = findings.held
    if isinstance(found.test.about, Breached):
        return BreachWords(found, findings.selector)
    if isinstance(found.test.about, Pledged):
        return PledgeWords(held.case, found)
    asked = asked_tie(found.test.that)
    if asked is not None and not found.test.that.ground:
        return TieWords(held.case, asked, held.case.definitions.get(found.headline.specification.definition))
    return GroundWords(findings, found.headline.specification)


def unit_why(held: Held, found: ClaimFindings, unit: int, events: list[int], grounds: EventWords) -> str:
    """What is known of a unit: of pledges their states, of pairs how near they came, of others whose ground it was."""
    if isinstance(grounds, PledgeWords):
        return grounds.why(unit)
    if counts_pairs(found):
        return why_pair(held, found, events)
    return " / ".join(dict.fromkeys(grounds.of(event) for event in events))


def unit_urls(held: Held, unit: int, events: list[int], grounds: EventWords) -> tuple[str, ...]:
    """Where what is known of a unit stands."""
    if isinstance(grounds, PledgeWords):
        return grounds.urls(unit)
    return tuple(dict.fromkeys(held.case.events.url[event] for event in events if held.case.events.url[event]))


def _deciding(held: Held, found: ClaimFindings, unit: int, names: UnitNames, grounds: EventWords) -> DecidingUnit:
    measured = found.headline.measurement
    events = measured.units.events_of(unit) if measured is not None and measured.units is not None else []
    table = held.case.events
    why = unit_why(held, found, unit, events, grounds)
    where = held.located.region(events[0]).where if events and not counts_pairs(found) else None
    return DecidingUnit(
        label=names.of(unit),
        why=why,
        radius_km=where.radius_km if isinstance(where, Disc) else None,
        rows=tuple(f"{table.file[event]}:{int(table.row_number[event])}" for event in events),
        urls=unit_urls(held, unit, events, grounds),
    )
