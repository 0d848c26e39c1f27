"""Where: every point that an imprecise place may mean.

A place is a disc (a point has radius 0), an area (any polygon), one of several candidates, or unknown. It is
never a dot with a note. Longitudes and latitudes are degrees on WGS84 (EPSG:4326), longitude first; distances
are geodesics on its ellipsoid (Karney 2013, through `pyproj.Geod`). A radius says how far from the centre the
event may have been; no point of the disc is likelier than another.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from firmground.bounds import Bounds

if TYPE_CHECKING:
    from pyproj import Geod


@dataclass(frozen=True, slots=True)
class Disc:
    """All points within `radius_km` of a centre. Raises ValueError for coordinates that are not on Earth."""

    lon: float
    lat: float
    radius_km: float = 0.0

    def __post_init__(self) -> None:
        if not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise ValueError(f"longitude {self.lon}, latitude {self.lat} is not on Earth")
        if not 0 <= self.radius_km <= 20_004:
            raise ValueError(f"a radius of {self.radius_km} km is not between 0 and half way round the Earth")


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """All points inside a polygon (`shapely` Polygon or MultiPolygon in longitude, latitude)."""

    id: str
    name: str
    geometry: Any


@dataclass(frozen=True, slots=True)
class Candidates:
    """One of several places, and nobody knows which."""

    options: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Anywhere at all. `reason` says why, for the account of unplaced rows."""

    reason: str = "no place is given"


Where = Disc | Area | Candidates | Unknown


@cache
def geod() -> Geod:
    """The WGS84 ellipsoid, made once."""
    from pyproj import Geod  # noqa: PLC0415 - pyproj takes time to load and `firmground --help` does not need it

    return Geod(ellps="WGS84")


def distance_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Length of the geodesic between two points."""
    _, _, metres = geod().inv(lon_a, lat_a, lon_b, lat_b)
    return float(metres) / 1000


def disc_distance(a: Disc, b: Disc) -> Bounds:
    """Least and greatest distance in km between a point of one disc and a point of the other."""
    centres = distance_km(a.lon, a.lat, b.lon, b.lat)
    reach = a.radius_km + b.radius_km
    return Bounds(max(0.0, centres - reach), centres + reach)
