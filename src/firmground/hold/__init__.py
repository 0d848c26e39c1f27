"""hold: who must, may, cannot have held the ground of each event, on its days, on each map."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.choices import parse_choice
from firmground.dates import Days
from firmground.engine.swell import swell_area
from firmground.hold.table import HoldTable, build_table
from firmground.hold.timeline import NOTHING_KNOWN, Spell, Timeline
from firmground.places import Area, Candidates, Disc, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from firmground.case.case import Case
    from firmground.case.choices import Specification
    from firmground.locate import Located, Region

TELL_EVERY = 1000  # places and days between two words on the progress

__all__ = ["Held", "HoldTable", "hold_events", "hold_more"]


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
    """Does the geometry for every map, radius and margin among the case's and the claims' choices."""
    return Held(located, _hold_tables(located, _wanted_tables(located.case), progress))


def hold_more(
    held: Held, wanted: Iterable[tuple[str, float, float]], *, progress: Callable[[str], None] | None = None
) -> Held:
    """With the tables of further maps, radii and margins in km; what is held already is not done again."""
    missing = [key for key in dict.fromkeys(wanted) if key not in held.tables]
    if not missing:
        return held
    return Held(held.located, held.tables | _hold_tables(held.located, missing, progress))


def _hold_tables(
    located: Located, wanted: list[tuple[str, float, float]], progress: Callable[[str], None] | None
) -> dict[tuple[str, float, float], HoldTable]:
    case = located.case
    occurrence_of, occurrences = _occurrences(located)
    breaks = case.break_days()
    tables = {}
    timelines = {name: Timeline(case.maps[name]) for name in dict.fromkeys(name for name, _, _ in wanted)}
    for name, radius, margin_km in wanted:
        spells = []
        for number, (region, days) in enumerate(occurrences):
            if progress and number % TELL_EVERY == 0:
                done = f"{number:,} of {len(occurrences):,} places and days"
                progress(f"who held what: map {name}, radius x{radius:g}, margin {margin_km:g} km, {done}")
            spells.append(_region_spells(timelines[name], located.regions[region], days, radius, margin_km))
        tables[name, radius, margin_km] = build_table(spells, occurrence_of, breaks)
    return tables


def _wanted_tables(case: Case) -> list[tuple[str, float, float]]:
    """Every map, radius and margin among the case's choices, with those that a claim was meant in."""
    offered = {name: getattr(case.choices, name) for name in ("map", "radius", "margin_km")}
    wanted = list(product(*offered.values()))
    for test in (claim.test for claim in case.claims.values() if claim.test is not None):
        own = {name: (parse_choice(name, text),) for name, text in test.choices if name in offered}
        wanted += product(*(values + own.get(name, ()) for name, values in offered.items()))
    return list(dict.fromkeys(wanted))


def _occurrences(located: Located) -> tuple[np.ndarray, list[tuple[int, Days]]]:
    """Events that share region and days are one occurrence: their ground is looked up once."""
    events = located.case.events
    keys = np.column_stack([located.region_of, events.start, events.stop])
    distinct, inverse = np.unique(keys, axis=0, return_inverse=True)
    return inverse.reshape(-1), [(int(row[0]), Days(int(row[1]), int(row[2]))) for row in distinct]


def _region_spells(timeline: Timeline, region: Region, days: Days, radius: float, margin_km: float) -> list[Spell]:
    """Spells of a region; of several candidates each is possible, and all have equal weight."""
    options = region.where.options if isinstance(region.where, Candidates) else (region.where,)
    names = region.names or ((),)
    if len(names) == 1:
        names *= len(options)  # one named place of which it is not known where it lies
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
