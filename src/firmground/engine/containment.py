"""Does an imprecise place lie in a zone? Ground in ground, without any map of who held it.

What lies on the zone's border may be inside and may be outside. Ground that only shares a border with the zone is
outside it, and ground that is the zone is inside: a shared border is no ground.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from firmground.engine.arrange import SLIVER_M
from firmground.engine.plane import Plane, boxes_around, radius_on_sheet
from firmground.engine.separation import separation
from firmground.modality import CANNOT, MAY, MUST, Modality, one_of
from firmground.places import Area, Candidates, Disc, Unknown

if TYPE_CHECKING:
    from firmground.places import Where

_CENTRE = shapely.Point(0, 0)


def lies_in(where: Where, zone: Where) -> Modality:
    """Must, may or cannot the point that `where` may be lie in `zone`?"""
    if isinstance(where, Unknown) or isinstance(zone, Unknown):
        return MAY
    if isinstance(where, Candidates):
        return one_of(lies_in(option, zone) for option in where.options)
    if isinstance(zone, Candidates):
        return one_of(lies_in(where, option) for option in zone.options)
    if isinstance(zone, Disc):
        from_centre = separation(where, Disc(zone.lon, zone.lat))
        return Modality.of(every=from_centre.high <= zone.radius_km, some=from_centre.low <= zone.radius_km)
    return _area_in(where, zone) if isinstance(where, Area) else _disc_in(where, zone)


def _area_in(area: Area, zone: Area) -> Modality:
    if shapely.covers(zone.geometry, area.geometry):
        return MUST
    shared = shapely.intersection(zone.geometry, area.geometry)
    return MAY if shared.area > 0 else CANNOT


def _disc_in(disc: Disc, zone: Area) -> Modality:
    if disc.radius_km == 0:
        point = shapely.Point(disc.lon, disc.lat)
        if shapely.contains_properly(zone.geometry, point):
            return MUST
        return MAY if shapely.intersects(zone.geometry, point) else CANNOT
    boxes = [shapely.box(*box) for box in boxes_around(disc.lon, disc.lat, disc.radius_km * 1000)]
    answers = {_box_in(box, zone.geometry) for box in boxes}
    # Most discs are answered by boxes that hold them; the others are laid on the sheet around their centre.
    return answers.pop() if len(answers) == 1 and MAY not in answers else _around(disc, zone.geometry, boxes)


def _box_in(box: Any, geometry: Any) -> Modality:
    shapely.prepare(geometry)
    if shapely.contains_properly(geometry, box):
        return MUST
    return MAY if shapely.intersects(geometry, box) else CANNOT


def _around(disc: Disc, geometry: Any, boxes: list[Any]) -> Modality:
    """The part of the zone near the disc has its border farther from the centre than the radius, or it has not."""
    plane = Plane(disc.lon, disc.lat)
    near = [plane.lay(shapely.intersection(geometry, box)) for box in boxes]
    laid = shapely.union_all(near, grid_size=0.01) if len(near) > 1 else near[0]
    border = shapely.distance(shapely.boundary(laid), _CENTRE)
    if border <= float(radius_on_sheet(disc.radius_km * 1000)) + SLIVER_M:
        return MAY
    return MUST if shapely.contains(laid, _CENTRE) else CANNOT
