"""hold: who must, may, cannot have held the ground of each event, on its days, on each map."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from firmground.case.choices import parse_choice
from firmground.hold.ask import AskedMap
from firmground.hold.ground import GroundWriter
from firmground.hold.sites import find_occurrences, find_questions, find_sites
from firmground.hold.table import HoldTable, build_table
from firmground.hold.way import Way

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from firmground.case.case import Case
    from firmground.case.choices import Specification
    from firmground.hold.ask import Path
    from firmground.locate import Located

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


def hold_events(located: Located, *, progress: Callable[[str], None] | None = None, path: Path = "auto") -> Held:
    """Does the geometry for every map, radius and margin among the case's and the claims' choices.

    `path`: "plain" asks GEOS about every place, "engine" asks the engine, "auto" whichever is sooner done. Both give
    the same answers.
    """
    return Held(located, _hold_tables(located, _wanted_tables(located.case), progress, path))


def hold_more(
    held: Held,
    wanted: Iterable[tuple[str, float, float]],
    *,
    progress: Callable[[str], None] | None = None,
    path: Path = "auto",
) -> Held:
    """With the tables of further maps, radii and margins in km; what is held already is not done again."""
    missing = [key for key in dict.fromkeys(wanted) if key not in held.tables]
    if not missing:
        return held
    return Held(held.located, held.tables | _hold_tables(held.located, missing, progress, path))


def _hold_tables(
    located: Located,
    wanted: list[tuple[str, float, float]],
    progress: Callable[[str], None] | None,
    path: Path,
) -> dict[tuple[str, float, float], HoldTable]:
    case = located.case
    occurrences, sites = find_occurrences(located), find_sites(located.regions)
    asked = find_questions(occurrences).of_sites(sites)
    breaks = case.break_days()
    tables = {}
    for name in dict.fromkeys(name for name, _, _ in wanted):
        ways = [Way(radius, margin_km) for of, radius, margin_km in wanted if of == name]
        control = AskedMap(case, name, ways, path, _teller(progress, f"map {name}"))
        for way in ways:
            ground = GroundWriter()
            tell = _teller(progress, f"map {name}, radius x{way.radius:g}, margin {way.margin_km:g} km")
            told = control.spells(sites, asked, ground, way, tell)
            spells = occurrences.cut(sites, told)
            tables[name, *way] = build_table(ground.table(), occurrences.of_event, spells, breaks)
    return {key: tables[key] for key in wanted}


def _teller(progress: Callable[[str], None] | None, which: str) -> Callable[[str], None]:
    def tell(what: str) -> None:
        if progress:
            progress(f"who held what: {which}, {what}")

    return tell


def _wanted_tables(case: Case) -> list[tuple[str, float, float]]:
    """Every map, radius and margin among the case's choices, with those that a claim was meant in."""
    offered = {name: getattr(case.choices, name) for name in ("map", "radius", "margin_km")}
    wanted = list(product(*offered.values()))
    for test in (claim.test for claim in case.claims.values() if claim.test is not None):
        own = {name: (parse_choice(name, text),) for name, text in test.choices if name in offered}
        wanted += product(*(values + own.get(name, ()) for name, values in offered.items()))
    return list(dict.fromkeys(wanted))
