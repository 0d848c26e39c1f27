"""The places of a claim as the map draws them: as wide as they are known, never as dots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from firmground.measures.units import NO, YES
from firmground.modality import CANNOT, MAY, MUST
from firmground.places import Area, Candidates, Disc
from firmground.report.model import Mark
from firmground.report.undecided import UnitNames, number_undecided
from firmground.report.words import STANDINGS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.check import ClaimFindings, Findings
    from firmground.hold import Held
    from firmground.measures.units import Units
    from firmground.places import Where

FINEST_RING_DEGREES = 0.005  # of a drawn border: finer than a pixel of the figure


def draw_marks(findings: Findings, found: ClaimFindings, *, most: int | None = None) -> tuple[Mark, ...]:
    """A mark for every counted unit whose place is known; several for one with candidates.

    With more units than `most`, those of one place and standing that have no number are one mark together.
    """
    measured = found.headline.measurement
    if measured is None or measured.units is None or found.test.numbers is not None or measured.labels:
        return ()
    held, units, numbers = findings.held, measured.units, number_undecided(found)
    names, regions, states = UnitNames(held, found), _unit_regions(held, units), units.states & (YES | NO)
    # A region is drawn once, however many units were there, and whatever was asked: only their names differ.
    blank: dict[int, list[Mark]] = findings.selector.once("blank marks", dict)
    for region in np.unique(regions).tolist():
        if region not in blank:
            blank[region] = [_mark(where, "", "") for where in _options(held.located.regions[region].where)]
    alone = np.ones(len(units), dtype=bool)
    if most is not None and len(units) > most:
        alone[:] = False
        alone[list(numbers)] = True
    marks = []
    for unit in np.flatnonzero(alone).tolist():
        if places := blank[int(regions[unit])]:
            marks += _named(places, int(states[unit]), label := names.of(unit), label, numbers.get(unit, 0))
    crowd = np.flatnonzero(~alone)
    together, first, count = np.unique(regions[crowd] * 8 + states[crowd], return_index=True, return_counts=True)
    order = np.argsort(first)
    for key, number in zip(together[order].tolist(), count[order].tolist(), strict=True):
        if places := blank[key // 8]:
            label = held.located.regions[key // 8].label
            marks += _named(places, key % 8, label, f"{label}, {number:,} there")
    return tuple(marks)


def _named(places: list[Mark], states: int, label: str, title: str, number: int = 0) -> list[Mark]:
    """The marks of a region for a unit, or for all units of one standing there."""
    standing = STANDINGS[_STANDING.get(states, MAY)]
    return [
        Mark(label, standing, one.lon, one.lat, one.radius_km, one.rings, title + one.title, number) for one in places
    ]


def _unit_regions(held: Held, units: Units) -> NDArray[np.int64]:
    """The region of each unit: that of its first event."""
    return held.located.region_of[units.members[units.first[:-1]]] if len(units) else np.zeros(0, dtype=np.int64)


def count_undrawn(held: Held, found: ClaimFindings) -> int:
    """How many of the units of `draw_marks` have no place that could be drawn."""
    measured = found.headline.measurement
    if measured is None or measured.units is None or found.test.numbers is not None or measured.labels:
        return 0
    different, number = np.unique(_unit_regions(held, measured.units), return_counts=True)
    empty = [not _options(held.located.regions[region].where) for region in different.tolist()]
    return int(number[empty].sum())


_STANDING = {YES: MUST, NO: CANNOT}


def mark_place(where: Where, label: str, standing: str) -> tuple[Mark, ...]:
    """A mark for every point set that a place may be; none for a place that is not known."""
    return tuple(_mark(option, label, standing) for option in _options(where))


def _options(where: Where) -> list[Disc | Area]:
    if isinstance(where, Candidates):
        return [option for each in where.options for option in _options(each)]
    return [where] if isinstance(where, Disc | Area) else []


def _mark(where: Disc | Area, label: str, standing: str) -> Mark:
    if isinstance(where, Disc):
        width = f"within {where.radius_km:g} km" if where.radius_km else "an exact point"
        return Mark(label, standing, where.lon, where.lat, where.radius_km, title=f"{label}: {width}")
    middle = where.geometry.representative_point()
    coarse = shapely.simplify(where.geometry, FINEST_RING_DEGREES)
    rings = tuple(
        tuple((float(lon), float(lat)) for lon, lat in part.exterior.coords)
        for part in shapely.get_parts(coarse)
        if part.geom_type == "Polygon"
    )
    return Mark(label, standing, middle.x, middle.y, 0.0, rings, f"{label}: somewhere in {where.name}")
