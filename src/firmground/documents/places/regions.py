"""The ground that words around a name make of it: "near", "45 km south of", "northern", "between".

Every region is as wide as the words may mean, for a region that is too narrow turns MAY into CANNOT. The figures:

- *near*, *around*, *outside*, *in the area of*: 25 km about the place, or its own radius if that is wider. So much
  UCDP's codebook gives an event that is known to be near a place or within a limited area about it (where_prec 2).
- *outskirts*, *suburbs*: 10 km beyond its radius. *countryside*: 50 km about it, where no unit of that name is known.
- *45 km south of*: a disc about the point at that distance and bearing that holds every point within the distance's
  rounding (half of its last figure that is not nought; a tenth more after "about"), the place's own radius, and the
  bearing's: 45 degrees to either side of north, east, south and west, since a writer may use no other words, 22.5 of
  north-east and the like, since a writer who uses those has eight. *45 km from*: the whole disc.
- *south of*, without a distance: the half-disc of 50 km on that side: farther off another place would be named.
- *northern*: the two thirds of its bounding box on that side, and so for two sides in "north-western"; *central*: the
  middle two thirds each way. Of a place that is no unit: of the 25 km about it.
- *between X and Y*, *the X-Y road*: everything within a quarter of their distance from the straight line, at least
  10 km: roads bend.
- *the border with*: 25 km to either side of the border, if the case has it.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from firmground.places import Area, Candidates, Disc, Unknown, distance_km, geod

if TYPE_CHECKING:
    from firmground.places import Where

NEAR_KM: Final = 25.0
OUTSKIRTS_KM: Final = 10.0
COUNTRYSIDE_KM: Final = 50.0
SIDE_KM: Final = 50.0
LEAST_CORRIDOR_KM: Final = 10.0
PART: Final = 2 / 3
FOUR_WINDS, EIGHT_WINDS = 45.0, 22.5
_KM_A_DEGREE: Final = 111.2
_STEPS: Final = 64
_REMEMBERED: Final = 4096  # a text says the same again and again
# Distances on a plane about the middle are off by less than this within a country of ordinary size.
_SPARE: Final = 1.03


def one_of(wheres: list[Where], reason: str) -> Where:
    """The only one, or any of them."""
    different: list[Where] = []
    for where in wheres:
        if where not in different:
            different.append(where)
    if not different:
        return Unknown(reason)
    return different[0] if len(different) == 1 else Candidates(tuple(different))


def near(where: Where, km: float = NEAR_KM, beyond_km: float = 0.0) -> Where:
    """Everything within `km` of its centre; at least so far as it reaches itself, and `beyond_km` more."""
    if isinstance(where, Disc):
        return Disc(where.lon, where.lat, min(20_004.0, max(km, where.radius_km + beyond_km)))
    if isinstance(where, Area):
        return _area(f"near {where.name}", _buffer(where.geometry, max(km, beyond_km)))
    return where


@lru_cache(maxsize=_REMEMBERED)
def away(where: Where, km: float, rounding_km: float, bearing: float | None) -> Where:
    """What lies so far from a place, to one side of it if there is a bearing."""
    if isinstance(where, Area):
        where = _enclosing(where)
    if not isinstance(where, Disc):
        return where
    farthest = km + rounding_km + where.radius_km
    if bearing is None:
        return Disc(where.lon, where.lat, min(20_004.0, farthest))
    lon, lat, _ = geod().fwd(where.lon, where.lat, bearing, km * 1000)
    # The corner of the sector that is farthest from its middle, by the law of cosines.
    corner = math.sqrt(km**2 + farthest**2 - 2 * km * farthest * math.cos(math.radians(spread(bearing))))
    return Disc(lon, lat, min(20_004.0, max(corner, rounding_km + where.radius_km)))


def spread(bearing: float) -> float:
    """Degrees to either side that a word for this wind may mean."""
    return FOUR_WINDS if bearing % 90 == 0 else EIGHT_WINDS


def rounding(km: float, *, about: bool) -> float:
    """Half of the last figure that is not nought: 5 for 40, 2.5 for 45, 0.5 for 43; a tenth of all more for "about"."""
    step = 10.0 if km >= 10 and km % 10 == 0 else 5.0 if km >= 10 and km % 5 == 0 else 1.0
    while step >= 10 and km % (step * 10) == 0:
        step *= 10
    return step / 2 + (km / 10 if about else 0.0)


@lru_cache(maxsize=_REMEMBERED)
def side(where: Where, bearing: float) -> Where:
    """The half-disc on one side of a place."""
    if isinstance(where, Area):
        where = _enclosing(where)
    if not isinstance(where, Disc):
        return where
    from shapely import Polygon  # noqa: PLC0415 - as in `geod`

    reach = (where.radius_km + SIDE_KM) * 1000
    winds = [bearing - 90 + 180 * step / _STEPS for step in range(_STEPS + 1)]
    arc = [geod().fwd(where.lon, where.lat, wind, reach)[:2] for wind in winds]
    # Its straight edge runs behind the place, which itself may be meant.
    behind = [geod().fwd(lon, lat, bearing + 180, where.radius_km * 1000)[:2] for lon, lat in (arc[-1], arc[0])]
    return _area(f"{_wind(bearing)} of it", Polygon([*arc, *behind]).buffer(0))


@lru_cache(maxsize=_REMEMBERED)
def part(where: Where, bearing: float | None) -> Where:
    """The two thirds of a region on one side, by its bounding box; the middle two thirds each way without a bearing."""
    geometry = where.geometry if isinstance(where, Area) else _circle(where) if isinstance(where, Disc) else None
    if geometry is None:
        return where
    from shapely import box  # noqa: PLC0415 - as in `geod`

    west, south, east, north = geometry.bounds
    if bearing is None:
        trim_x, trim_y = (east - west) * (1 - PART) / 2, (north - south) * (1 - PART) / 2
        frame = (west + trim_x, south + trim_y, east - trim_x, north - trim_y)
    else:
        x, y = round(math.sin(math.radians(bearing)), 6), round(math.cos(math.radians(bearing)), 6)
        trim_x, trim_y = (east - west) * (1 - PART), (north - south) * (1 - PART)
        frame = (
            west + trim_x * (x > 0), south + trim_y * (y > 0), east - trim_x * (x < 0), north - trim_y * (y < 0)
        )  # fmt: skip
    cut = geometry.intersection(box(*frame))
    if cut.is_empty or cut.geom_type not in {"Polygon", "MultiPolygon"}:
        return where
    return _area("a part of it" if bearing is None else f"its {_wind(bearing)}", cut)


@lru_cache(maxsize=_REMEMBERED)
def between(one: Where, other: Where) -> Where:
    """A corridor about the straight line between two places."""
    for where in (one, other):
        if isinstance(where, Unknown):
            return where
    ends = [_enclosing(where) if isinstance(where, Area) else where for where in (one, other)]
    first, second = ends
    if not (isinstance(first, Disc) and isinstance(second, Disc)):
        return Unknown("one of its ends may be in several places")
    from shapely import LineString  # noqa: PLC0415 - as in `geod`

    apart = distance_km(first.lon, first.lat, second.lon, second.lat)
    width = max(LEAST_CORRIDOR_KM, apart / 4, first.radius_km, second.radius_km)
    line = LineString([(first.lon, first.lat), (second.lon, second.lat)])
    return _area("between the two", _buffer(line, width))


@lru_cache(maxsize=_REMEMBERED)
def border(where: Where, name: str) -> Where:
    """The ground on both sides of the border of an area."""
    if not isinstance(where, Area):
        return Unknown(f"the border of {name} is in none of the [[areas]]")
    return _area(f"the border of {name}", _buffer(where.geometry.boundary, NEAR_KM))


def _area(name: str, geometry: Any) -> Area:
    return Area("", name, geometry)


def _wind(bearing: float) -> str:
    return ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")[
        round(bearing / 45) % 8
    ]


def _circle(disc: Disc) -> Any:
    """A polygon about a disc that holds all of it."""
    from shapely import Polygon  # noqa: PLC0415 - as in `geod`

    reach = disc.radius_km * 1000 / math.cos(math.pi / _STEPS) + 1
    ring = [geod().fwd(disc.lon, disc.lat, 360 * step / _STEPS, reach)[:2] for step in range(_STEPS)]
    return Polygon(ring)


def _enclosing(area: Area) -> Disc:
    """The disc about the middle of an area's bounding box that holds the box."""
    west, south, east, north = area.geometry.bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    corners = [(west, south), (west, north), (east, south), (east, north)]
    return Disc(lon, lat, max(distance_km(lon, lat, *corner) for corner in corners))


def _buffer(geometry: Any, km: float) -> Any:
    """The geometry widened by so many km, on a plane about its middle."""
    from shapely import affinity  # noqa: PLC0415 - as in `geod`

    _, south, _, north = geometry.bounds
    # The narrowest degree of longitude that it reaches, so that nothing is too narrow.
    scale = max(0.05, math.cos(math.radians(min(89.0, max(abs(south), abs(north))))))
    flat = affinity.scale(geometry, scale, 1.0, origin=(0, 0))
    wide = flat.buffer(km * _SPARE / _KM_A_DEGREE)
    return affinity.scale(wide, 1 / scale, 1.0, origin=(0, 0))
