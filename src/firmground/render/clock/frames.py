"""The view of each moving map: the frame of the static one, and one of the whole scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import shapely

from firmground.render.figures.projection import WIDE, find_view
from firmground.report.model import Mark
from firmground.report.scene_model import SceneDisc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.render.figures.projection import View
    from firmground.report.scene_model import Scene

_MOST: Final = 4000  # places; of more, every so many-th gives the frame


@dataclass(frozen=True, slots=True)
class Frame:
    """A view as the script needs it: centre of the projection, middle of the frame in km, units a km."""

    view: View

    @property
    def across_km(self) -> float:
        return WIDE / self.view.scale

    def numbers(self) -> list[float]:
        view = self.view
        return [round(view.lon, 5), round(view.lat, 5), round(view.x, 3), round(view.y, 3), round(view.scale, 6)]


def frame_of(scene: Scene) -> Frame:
    """The frame that shows every place of a scene, and the ground of its maps where it has no place."""
    marks = list(_place_marks(scene)) or list(_ground_marks(scene)) or [Mark("", "", 0.0, 20.0, 9000.0)]
    step = max(1, len(marks) // _MOST)
    return Frame(find_view(marks[::step]))


def _place_marks(scene: Scene) -> Iterator[Mark]:
    for place in scene.places:
        for option in place.options:
            if isinstance(option, SceneDisc):
                yield Mark("", "", option.lon, option.lat, min(option.radius_km, 500.0))
            else:
                yield from _corners(option.geometry)


def _ground_marks(scene: Scene) -> Iterator[Mark]:
    for control in scene.maps:
        for piece in control.pieces:
            if piece.geometry is not None:
                yield from _corners(piece.geometry)


def _corners(geometry: object) -> Iterator[Mark]:
    west, south, east, north = (float(end) for end in shapely.bounds(geometry))
    yield from (Mark("", "", lon, lat, 0.0) for lon in (west, east) for lat in (south, north))
