"""The places of a claim as the map draws them: as wide as they are known, never as dots."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from firmground.measures.units import NO, YES
from firmground.modality import CANNOT, MAY, MUST
from firmground.places import Area, Candidates, Disc
from firmground.report.model import Mark
from firmground.report.undecided import number_undecided, unit_label
from firmground.report.words import STANDINGS

if TYPE_CHECKING:
    from firmground.check import ClaimFindings
    from firmground.hold import Held
    from firmground.places import Where

FINEST_RING_DEGREES = 0.005  # of a drawn border: finer than a pixel of the figure


def draw_marks(held: Held, found: ClaimFindings) -> tuple[Mark, ...]:
    """A mark for every counted unit whose place is known; several for one with candidates."""
    measured = found.headline.measurement
    if measured is None or measured.units is None or found.test.numbers is not None or measured.labels:
        return ()
    marks = []
    numbers = number_undecided(found)
    for unit in range(len(measured.units)):
        counted = int(measured.units.states[unit]) & (YES | NO)
        standing = MUST if counted == YES else CANNOT if counted == NO else MAY
        label = unit_label(held, found, unit)
        event = measured.units.events_of(unit)[0]
        options = _options(held.located.region(event).where)
        marks += [replace(_mark(where, label, STANDINGS[standing]), number=numbers.get(unit, 0)) for where in options]
    return tuple(marks)


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
