"""The small map's view: from longitude and latitude to the units of its frame, true in km around its centre.

Azimuthal equidistant on a sphere (Snyder, Map Projections: A Working Manual, USGS 1987, chapter 25): lengths
from the centre are true, others within half a percent up to 1,000 km away. It is for looking; nothing is
measured on it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firmground.report.model import ClaimSection, Mark

EARTH_KM: Final = 6371.0088  # mean radius, IUGG
WIDE: Final = 1200  # units of the frame, so that all coordinates are whole numbers
TALL: Final = 900
_LEAST_KM: Final = 12.0  # half the height of the smallest view: a lone village still shows its surroundings
_MARGIN: Final = 1.14
_MORE: Final = 1.25


@dataclass(frozen=True, slots=True)
class View:
    """A frame around `lon`, `lat`; `x`, `y` in km say where its middle lies, `scale` is units a km."""

    lon: float
    lat: float
    x: float
    y: float
    scale: float

    def place(self, lons: NDArray[np.float64], lats: NDArray[np.float64]) -> NDArray[np.float64]:
        """Longitudes and latitudes as units of the frame, y downwards; shape (n, 2)."""
        east, north = project(lons, lats, self.lon, self.lat)
        across = (east - self.x) * self.scale + WIDE / 2
        down = TALL / 2 - (north - self.y) * self.scale
        return np.column_stack((across, down))

    @property
    def reach_km(self) -> float:
        """From the projection's centre to the farthest corner of the frame."""
        half = math.hypot(WIDE, TALL) / 2 / self.scale
        return half + math.hypot(self.x, self.y)


def project(
    lons: NDArray[np.float64], lats: NDArray[np.float64], lon: float, lat: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Kilometres east and north of the centre."""
    turn = np.radians(lons - lon)
    phi, phi0 = np.radians(lats), math.radians(lat)
    cos_c = math.sin(phi0) * np.sin(phi) + math.cos(phi0) * np.cos(phi) * np.cos(turn)
    c = np.arccos(np.clip(cos_c, -1.0, 1.0))
    k = np.where(c < 1e-9, 1.0, c / np.where(c < 1e-9, 1.0, np.sin(c).clip(1e-6))) * EARTH_KM
    east = k * np.cos(phi) * np.sin(turn)
    north = k * (math.cos(phi0) * np.sin(phi) - math.sin(phi0) * np.cos(phi) * np.cos(turn))
    return east, north


def find_view(marks: Sequence[Mark], least_km: float = _LEAST_KM) -> View:
    """The least 4:3 frame that shows every mark in full, with a margin; it is never less than 2 x `least_km` high."""
    table, radius = _extents(marks)
    lon, lat = _middle_lon(table[:, 0]), float((table[:, 1].min() + table[:, 1].max()) / 2)
    east, north = project(table[:, 0], table[:, 1], lon, lat)
    left, right = float((east - radius).min()), float((east + radius).max())
    low, high = float((north - radius).min()), float((north + radius).max())
    half = max((right - left) / 2 * TALL / WIDE, (high - low) / 2, least_km) * _MARGIN
    return View(lon, lat, (left + right) / 2, (low + high) / 2, TALL / 2 / half)


def views_of(claims: Sequence[ClaimSection]) -> dict[str, View]:
    """The view of each claim's map by its id; a map that moves begins with the same as the one that stands still."""
    mapped = [claim for claim in claims if claim.marks]
    views = share_views([claim.marks for claim in mapped])
    return {claim.id: view for claim, view in zip(mapped, views, strict=True)}


def share_views(claims: Sequence[Sequence[Mark]]) -> list[View]:
    """A view for each claim's marks; claims that show nearly the same ground show it in the same frame.

    Maps of one page can then be compared by eye, and what lies under them is held once. No claim's frame grows by
    more than a part of `_MORE`.
    """
    own = [find_view(marks) for marks in claims]
    shared: list[View] = []
    found: dict[int, View] = {}
    for n in sorted(range(len(own)), key=lambda n: own[n].scale):
        fits = (view for view in shared if view.scale * _MORE >= own[n].scale and _shows(view, claims[n]))
        found[n] = next(fits, own[n])
        if found[n] is own[n]:
            shared.append(own[n])
    return [found[n] for n in range(len(own))]


def _shows(view: View, marks: Sequence[Mark]) -> bool:
    """Whether every mark lies in the frame in full, with some room at the edge."""
    points, radius = _extents(marks)
    placed, radius = view.place(points[:, 0], points[:, 1]), radius * view.scale
    edge = 0.02 * WIDE
    return bool(
        (placed[:, 0] - radius).min() >= edge
        and (placed[:, 0] + radius).max() <= WIDE - edge
        and (placed[:, 1] - radius).min() >= edge
        and (placed[:, 1] + radius).max() <= TALL - edge
    )


def _extents(marks: Sequence[Mark]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The points of all marks, as longitude and latitude, with the km around each."""
    points = [(m.lon, m.lat, m.radius_km) for m in marks if not m.rings]
    points += [(lon, lat, 0.0) for m in marks for ring in m.rings for lon, lat in ring]
    table = np.array(points or [(m.lon, m.lat, 0.0) for m in marks], dtype=np.float64)
    return table[:, :2], table[:, 2]


def _middle_lon(lons: NDArray[np.float64]) -> float:
    """The middle of the shorter arc that holds all longitudes, so that no map is split at 180 degrees."""
    ring = np.unique(lons % 360)
    gaps = np.diff(np.append(ring, ring[0] + 360))
    start = (int(gaps.argmax()) + 1) % len(ring)
    span = 360 - float(gaps.max())
    return (float(ring[start]) + span / 2 + 180) % 360 - 180
