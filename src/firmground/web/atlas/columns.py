"""The events of a case as columns, with the shapes of the places where they may have been.

Events share places and places share shapes, so that a shape crosses over once however many events lie in it. A disc
crosses as its centre and radius and is drawn as a geodesic disc; an area as its border; candidates as all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from firmground.dates import NO_START, NO_STOP
from firmground.render.visible import one_line
from firmground.report.scene_model import SceneDisc

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from numpy.typing import NDArray

    from firmground.report.model import Report
    from firmground.report.scene_model import Scene, SceneArea, ScenePlace
    from firmground.web.atlas.facets import Facet

DEGREE_DIGITS: Final = 4  # of a drawn border: eleven metres
NO_DAY: Final = -1


def atlas_data(report: Report, scene: Scene, facets: dict[str, Facet]) -> dict[str, Any]:
    """Everything that the page needs before the reader chooses anything. Days are counted from `first`."""
    shapes = _Shapes()
    options = [[shapes.number(option) for option in place.options] for place in scene.places]
    start, stop = count_days(scene, scene.events.start, scene.events.stop)
    by, by_of = _numbered(scene.events.by)
    return {
        "first": scene.first,
        "days": scene.stop - scene.first,
        "bounds": find_bounds(scene),
        "places": {"label": [one_line(place.label) for place in scene.places], "shapes": options},
        "discs": shapes.discs,
        "areas": shapes.areas,
        "events": {"place": scene.events.place.tolist(), "start": start, "stop": stop, "by": by_of},
        "by": by,
        "facets": {name: facet.plain() for name, facet in facets.items()},
        "parties": [one_line(party.name) for party in scene.parties],
        "holdings": [
            {"ground": one.ground, "holders": one.holders, "coded": one.coded, "words": one_line(one.words)}
            for one in scene.holdings
        ],
        "maps": [{"id": one.id, "title": one_line(one.title), "listed": one.listed} for one in scene.maps],
        "claims": _claims(report, scene),
    }


def precision_of(place: ScenePlace) -> str:
    """How wide a place is known: one of `facets.PRECISIONS`."""
    if len(place.options) != 1:
        return "candidates" if place.options else "none"
    option = place.options[0]
    if not isinstance(option, SceneDisc):
        return "area"
    if not option.radius_km:
        return "exact"
    return "5" if option.radius_km <= 5 else "25" if option.radius_km <= 25 else "wider"


class _Shapes:
    """Equal shapes once. Discs have the numbers from 0, areas those from -1 downwards."""

    def __init__(self) -> None:
        self.discs: list[float] = []
        self.areas: list[Any] = []
        self._known: dict[Hashable, int] = {}

    def number(self, option: SceneDisc | SceneArea) -> int:
        key: Hashable = option if isinstance(option, SceneDisc) else id(option.geometry)
        if key not in self._known:
            if isinstance(option, SceneDisc):
                self._known[key] = len(self.discs) // 3
                self.discs += [round(option.lon, 6), round(option.lat, 6), option.radius_km]
            else:
                self._known[key] = -1 - len(self.areas)
                self.areas.append(plain_geometry(option.geometry))
        return self._known[key]


def plain_geometry(geometry: Any) -> dict[str, Any]:
    """The polygons of a geometry as GeoJSON, fine enough to be looked at."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and not part.is_empty]
    rings = [[_ring(part.exterior), *(_ring(hole) for hole in part.interiors)] for part in parts]
    return {"type": "MultiPolygon", "coordinates": rings}


def _ring(line: Any) -> list[list[float]]:
    points = shapely.get_coordinates(line).round(DEGREE_DIGITS)
    moved = np.r_[True, np.any(np.diff(points, axis=0) != 0, axis=1)]
    kept = points[moved]
    # A ring that shrinks to nothing is still drawn where it was.
    return (kept if len(kept) > 3 else points).tolist()  # type: ignore[no-any-return]


def count_days(scene: Scene, start: NDArray[Any], stop: NDArray[Any]) -> tuple[list[int], list[int]]:
    """Days from the scene's first. `NO_DAY` in both where no end is known; an end that is not known is the clock's."""
    days = scene.stop - scene.first
    unknown = (start == NO_START) & (stop == NO_STOP)
    begin = np.where(unknown, NO_DAY, np.where(start == NO_START, 0, start - scene.first))
    end = np.where(unknown, NO_DAY, np.where(stop == NO_STOP, days, stop - scene.first))
    return begin.tolist(), end.tolist()


def _numbered(texts: Iterable[str]) -> tuple[list[str], list[int]]:
    """The distinct texts, and for every one its number among them."""
    number: dict[str, int] = {}
    column = [number.setdefault(text, len(number)) for text in texts]
    return [one_line(text) for text in number], column


def _claims(report: Report, scene: Scene) -> list[dict[str, Any]]:
    sections = {section.id: section for section in report.claims}
    return [
        {
            "number": number,
            "id": claim.id,
            "by": one_line(sections[claim.id].by),
            "on": one_line(sections[claim.id].on),
            "says": one_line(sections[claim.id].says),
            "that": one_line(claim.that),
            "unit": one_line(claim.unit_words),
            "map": claim.map,
        }
        for number, claim in enumerate(scene.claims)
        if claim.id in sections
    ]


def find_bounds(scene: Scene) -> list[float]:
    """West, south, east, north of all places and all ground, discs with their width; the Earth if there is nothing."""
    boxes = [_box(option) for place in scene.places for option in place.options]
    boxes += [
        shapely.bounds(piece.geometry)
        for control in scene.maps
        for piece in control.pieces
        if piece.geometry is not None
    ]
    if not boxes:
        return [-180.0, -60.0, 180.0, 75.0]
    found = np.array(boxes)
    west, south = found[:, :2].min(axis=0)
    east, north = found[:, 2:].max(axis=0)
    return [max(-180.0, float(west)), max(-85.0, float(south)), min(180.0, float(east)), min(85.0, float(north))]


def _box(option: SceneDisc | SceneArea) -> NDArray[np.float64]:
    if not isinstance(option, SceneDisc):
        bounds: NDArray[np.float64] = shapely.bounds(option.geometry)
        return bounds
    up = option.radius_km / 111.0
    across = min(180.0, up / max(0.05, float(np.cos(np.radians(option.lat)))))
    return np.array([option.lon - across, option.lat - up, option.lon + across, option.lat + up])
