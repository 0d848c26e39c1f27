"""hold: who must, may, cannot have held the ground of each event, on its days, on each map."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from firmground.dates import NO_START, NO_STOP, Days
from firmground.engine.swell import swell_area
from firmground.hold.table import HoldTable, build_table
from firmground.hold.timeline import NOTHING_KNOWN, Spell, Timeline
from firmground.places import Area, Candidates, Disc, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.case.case import Case
    from firmground.case.choices import Specification
    from firmground.locate import Located, Region

__all__ = ["Held", "HoldTable", "hold_events"]


@dataclass(frozen=True, eq=False)
class Held:
    """The located events and, for each (map, radius factor, margin in km), the table of what was held."""

    located: Located
    tables: dict[tuple[str, float, float], HoldTable] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        return self.located.case

    def table(self, specification: Specification) -> HoldTable | None:
        """None for a case without maps: then nothing is known of any ground."""
        return self.tables.get((specification.map, specification.radius, specification.margin_km))


def hold_events(located: Located, *, progress: Callable[[str], None] | None = None) -> Held:
    """Does the geometry for every map, radius and margin among the case's choices."""
    case = located.case
    occurrence_of, occurrences = _occurrences(located)
    breaks = _epoch_breaks(case)
    tables = {}
    for name in case.choices.map:
        timeline = Timeline(case.maps[name])
        for radius in case.choices.radius:
            for margin_km in case.choices.margin_km:
                if progress:
                    progress(f"who held what: map {name}, radius x{radius:g}, margin {margin_km:g} km")
                spells = [
                    _region_spells(timeline, located.regions[region], days, radius, margin_km)
                    for region, days in occurrences
                ]
                tables[name, radius, margin_km] = build_table(spells, occurrence_of, breaks)
    return Held(located, tables)


def _occurrences(located: Located) -> tuple[np.ndarray, list[tuple[int, Days]]]:
    """Events that share region and days are one occurrence: their ground is looked up once."""
    events = located.case.events
    keys = np.column_stack([located.region_of, events.start, events.stop])
    distinct, inverse = np.unique(keys, axis=0, return_inverse=True)
    return inverse.reshape(-1), [(int(row[0]), Days(int(row[1]), int(row[2]))) for row in distinct]


def _epoch_breaks(case: Case) -> list[int]:
    days = set(case.actors.change_days())
    for definition in case.definitions.values():
        days |= definition.change_days()
    return sorted(day for day in days if NO_START < day < NO_STOP)


def _region_spells(timeline: Timeline, region: Region, days: Days, radius: float, margin_km: float) -> list[Spell]:
    """Spells of a region; of several candidates each is possible, and all have equal weight."""
    options = region.where.options if isinstance(region.where, Candidates) else (region.where,)
    names = region.names or ((),) * len(options)
    found: list[Spell] = []
    for option, keys in zip(options, names, strict=True):
        if keys and timeline.speaks_of(keys):
            # A list's own word on a place is about the place as a whole: no radius, no margin.
            spells = timeline.listed_spells(keys, days)
        elif isinstance(option, Disc | Area):
            spells = timeline.ground_spells(_widen(option, radius, margin_km), days)
        elif isinstance(option, Unknown):
            spells = [Spell(days.start, days.stop, NOTHING_KNOWN)]
        else:
            spells = _region_spells(timeline, replace(region, where=option, names=()), days, radius, margin_km)
        found += [replace(spell, weight=spell.weight / len(options)) for spell in spells]
    return found


def _widen(where: Disc | Area, radius: float, margin_km: float) -> Disc | Area:
    """The ground to look at: a disc with its radius changed, and everything that the margin adds around it.

    That the map's borders may be off by a margin is the same as that the region reaches so much farther.
    """
    if isinstance(where, Disc):
        return replace(where, radius_km=where.radius_km * radius + margin_km)
    return swell_area(where, margin_km) if margin_km else where
