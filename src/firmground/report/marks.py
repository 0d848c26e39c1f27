"""The places of a claim as the map draws them: as wide as they are known, never as dots."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import shapely

from firmground.measures.units import NO, YES
from firmground.modality import CANNOT, MAY, MUST
from firmground.places import Area, Candidates, Disc
from firmground.report.model import Mark
from firmground.report.undecided import UnitNames, number_undecided
from firmground.report.words import STANDINGS

if TYPE_CHECKING:
    from firmground.check import ClaimFindings
    from firmground.hold import Held
    from firmground.places import Where

FINEST_RING_DEGREES = 0.005  # of a drawn border: finer than a pixel of the figure


def draw_marks(held: Held, found: ClaimFindings, *, most: int | None = None) -> tuple[Mark, ...]:
    """A mark for every counted unit whose place is known; several for one with candidates.

    With more units than `most`, those of one place and standing that have no number are one mark together.
    """
    measured = found.headline.measurement
    if measured is None or measured.units is None or found.test.numbers is not None or measured.labels:
        return ()
    units, numbers, names = measured.units, number_undecided(found), UnitNames(held, found)
    regions = held.located.region_of[units.members[units.first[:-1]]].tolist() if len(units) else []
    # A region is drawn once, however many units were there: only their names differ.
    blank: dict[int, list[Mark]] = {}
    together: Counter[tuple[int, int]] = Counter()
    crowd = most is not None and len(units) > most
    marks = []
    for unit, (states, region) in enumerate(zip((units.states & (YES | NO)).tolist(), regions, strict=True)):
        if region not in blank:
            blank[region] = [_mark(where, "", "") for where in _options(held.located.regions[region].where)]
        if not blank[region]:
            continue
        if crowd and unit not in numbers:
            together[region, states] += 1
            continue
        label, standing = names.of(unit), STANDINGS[_STANDING.get(states, MAY)]
        marks += [
            Mark(label, standing, one.lon, one.lat, one.radius_km, one.rings, label + one.title, numbers.get(unit, 0))
            for one in blank[region]
        ]
    for (region, states), number in together.items():
        standing, label = STANDINGS[_STANDING.get(states, MAY)], held.located.regions[region].label
        title = f"{label}, {number:,} there"
        marks += [
            Mark(label, standing, one.lon, one.lat, one.radius_km, one.rings, title + one.title)
            for one in blank[region]
        ]
    return tuple(marks)


def count_undrawn(held: Held, found: ClaimFindings) -> int:
    """How many of the units of `draw_marks` have no place that could be drawn."""
    measured = found.headline.measurement
    if measured is None or measured.units is None or found.test.numbers is not None or measured.labels:
        return 0
    units = measured.units
    regions = held.located.region_of[units.members[units.first[:-1]]].tolist() if len(units) else []
    empty = {region: not _options(held.located.regions[region].where) for region in set(regions)}
    return sum(empty[region] for region in regions)


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
