"""What makes an outline usable, the same for every format; and the three repairs, made only when asked for by
name.

An outline that crosses itself has no inside that everyone agrees on, so a must or a cannot computed from it
could be wrong. It is refused with the place where it crosses, and the way out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from firmground.formats.feature import Feature
    from firmground.formats.findings import Findings

REPAIRS = {
    "make-valid": "outlines that cross themselves are split into the pieces that they enclose",
    "close-rings": "a ring whose last position is not its first gets the first once more",
    "swap-axes": "the two coordinates of every position of the file change places",
}

# Exporters write 180.00000000000003; a ten-millionth of a degree is a centimetre.
_TOLERANCE = 1e-7

# GEOS's words (operation/valid/TopologyValidationError.cpp) in plain ones.
_PLAIN_WORDS = {
    "Self-intersection": "the outline crosses itself",
    "Ring Self-intersection": "a ring touches or crosses itself",
    "Hole lies outside shell": "a hole lies outside the outline that it is a hole of",
    "Holes are nested": "a hole lies inside another hole",
    "Nested shells": "one part lies inside another",
    "Interior is disconnected": "holes cut the inside into pieces that do not hang together",
    "Duplicate Rings": "two rings are the same",
    "Too few points in geometry component": "it has too few different positions",
}
_REASON = re.compile(r"(?P<what>[^\[]+)\[(?P<x>\S+) (?P<y>[^\] ]+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a geometry is refused. `reason` is short and counted; `what` is exact."""

    reason: str
    what: str
    hint: str = ""


class BadGeometryError(Exception):
    """Raised inside `formats` while a geometry is put together from positions."""

    def __init__(self, reason: str, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.fault = Fault(reason, what, hint)


def make_ring(positions: NDArray[np.float64], label: str, *, close: bool) -> tuple[NDArray[np.float64], bool]:
    """A closed ring of at least four positions (RFC 7946 §3.1.6) and whether it had to be closed.

    shapely would close an open ring without a word, so it never sees one. Raises BadGeometryError.
    """
    closed = bool(len(positions)) and bool(np.array_equal(positions[0], positions[-1], equal_nan=True))
    if not closed and len(positions) >= 3:
        if not close:
            raise BadGeometryError(
                "open ring",
                f"{label} is not closed: it runs from {_show(*positions[0])} to {_show(*positions[-1])}",
                'close it in the source, or ask for repair = ["close-rings"]',
            )
        return make_ring(np.vstack([positions, positions[:1]]), label, close=False)[0], True
    if len(positions) < 4:
        raise BadGeometryError(
            "too few positions",
            f"{label} has {len(positions)} positions; a closed ring needs at least 4",
            "draw it again: it encloses nothing",
        )
    return positions, False


def settle_features(features: Iterable[Feature], repair: frozenset[str], found: Findings) -> list[Feature]:
    """The features that can be used, after the repairs asked for. All others are refused into `found`."""
    waiting = list(features)
    shapes = _shapes(waiting)
    for place in np.flatnonzero(shapely.is_empty(shapes)).tolist():  # an empty geometry is none (RFC 7946 §3.1)
        waiting[place] = replace(waiting[place], geometry=None)
    if "swap-axes" in repair:
        waiting = [replace(feature, geometry=_swap(feature.geometry)) for feature in waiting]
        found.note(None, "the axes of all features were swapped, as `repair` asks")
    settled: list[Feature] = []
    for feature, sound in zip(waiting, _plainly_sound(_shapes(waiting)).tolist(), strict=True):
        if sound:
            settled.append(feature)
        elif (kept := _settle(feature, repair, found)) is not None:
            settled.append(kept)
    return settled


def _shapes(features: list[Feature]) -> NDArray[Any]:
    shapes = np.empty(len(features), dtype=object)
    shapes[:] = [feature.geometry for feature in features]
    return shapes


def distinct_shapes(shapes: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The different objects among shapes, and for each shape the place of its own: features may share one."""
    known: dict[int, int] = {}
    place = [known.setdefault(one, len(known)) for one in map(id, shapes.tolist())]
    code = np.array(place, dtype=np.int64)
    first = np.full(len(known), len(code), dtype=np.int64)
    first[code[::-1]] = np.arange(len(code) - 1, -1, -1)
    return shapes[first], code


def find_fault(geometry: Any) -> Fault | None:
    """What is wrong with a geometry, not empty, in degrees; the first of: numbers, range, antimeridian,
    validity.
    """
    positions = shapely.get_coordinates(geometry)
    if not np.isfinite(positions).all():
        return Fault("not a number", "a coordinate is not a finite number", "write it as degrees")
    if fault := _fault_in_range(positions):
        return fault
    if fault := _fault_at_antimeridian(geometry):
        return fault
    if shapely.is_valid(geometry):
        return None
    return _fault_of_validity(geometry)


def _plainly_sound(every: NDArray[Any]) -> NDArray[np.bool_]:
    """Nothing to look at more closely: valid, inside the world, and narrower than half of it. None is
    sound.
    """
    shapes, code = distinct_shapes(every)
    missing = shapely.is_missing(shapes)
    bounds = shapely.bounds(shapes)
    with np.errstate(invalid="ignore"):
        inside = (np.abs(bounds[:, [0, 2]]) <= 180 + _TOLERANCE).all(axis=1)
        inside &= (np.abs(bounds[:, [1, 3]]) <= 90 + _TOLERANCE).all(axis=1)
        narrow = bounds[:, 2] - bounds[:, 0] <= 180
    sound: NDArray[np.bool_] = (missing | (inside & narrow & shapely.is_valid(shapes)))[code]
    return sound


def _settle(feature: Feature, repair: frozenset[str], found: Findings) -> Feature | None:
    fault = find_fault(feature.geometry)
    if fault is None:
        return feature
    if fault.reason == _CROSSES and "make-valid" in repair:
        mended = _make_valid(feature.geometry)
        if not mended.is_empty and find_fault(mended) is None:
            found.note(feature.number, _tell_mended(feature.geometry, mended, fault))
            return replace(feature, geometry=mended)
    found.refuse(feature.number, fault.reason, fault.what, fault.hint)
    return None


_CROSSES = "invalid outline"


def _fault_of_validity(geometry: Any) -> Fault:
    told = str(shapely.is_valid_reason(geometry))
    found = _REASON.match(told)
    what = _PLAIN_WORDS.get(found["what"], found["what"].lower()) if found else told
    place = f" at {_show(float(found['x']), float(found['y']))}" if found else ""
    dimension = int(shapely.get_dimensions(geometry))
    hint = 'mend it in the source, or ask for repair = ["make-valid"]' if dimension == 2 else "draw it again"
    return Fault(_CROSSES if dimension == 2 else "invalid line", f"{what}{place}", hint)


def _fault_in_range(positions: NDArray[np.float64]) -> Fault | None:
    lon, lat = np.abs(positions[:, 0]), np.abs(positions[:, 1])
    outside = (lon > 180 + _TOLERANCE) | (lat > 90 + _TOLERANCE)
    if not outside.any():
        return None
    first = positions[outside][0]
    what = f"{_show(*first)} is not on Earth"
    if max(lon.max(), lat.max()) > 1000:
        return Fault("not in degrees", f"{what}; these look like metres", "reproject the file to EPSG:4326")
    if lon.max() <= 90 and lat.max() <= 180:
        return Fault(
            "axes swapped",
            f"{what}; latitude seems to stand before longitude",
            'write longitude first, or ask for repair = ["swap-axes"], which swaps the whole file',
        )
    return Fault(
        "out of range",
        what,
        "longitudes run from -180 to 180: split what crosses the antimeridian there (RFC 7946 §3.1.9)"
        if (lat <= 90).all()
        else "longitudes run from -180 to 180, latitudes from -90 to 90",
    )


def _fault_at_antimeridian(geometry: Any) -> Fault | None:
    """An edge that spans more than half the world most likely goes the other way round; nobody can tell.

    Edges from -180 to exactly 180 are left alone: that is how the whole world is drawn.
    """
    left, _, right, _ = shapely.bounds(geometry)
    if right - left <= 180:
        return None
    for line in _lines(geometry):
        positions = shapely.get_coordinates(line)
        steps = np.abs(np.diff(positions[:, 0]))
        jumps = np.flatnonzero((steps > 180) & (np.abs(steps - 360) > _TOLERANCE))
        if len(jumps):
            start, stop = positions[jumps[0]], positions[jumps[0] + 1]
            return Fault(
                "crosses the antimeridian",
                f"the edge from {_show(*start)} to {_show(*stop)} spans more than half the world",
                "split the geometry at longitude 180 (RFC 7946 §3.1.9)",
            )
    return None


def _parts(geometry: Any) -> list[Any]:
    """The simple geometries of which it is made, however deep they are nested."""
    parts = shapely.get_parts(geometry)
    while any(part.geom_type == "GeometryCollection" for part in parts):
        parts = shapely.get_parts(parts)
    return list(shapely.get_parts(parts))


def _lines(geometry: Any) -> list[Any]:
    lines: list[Any] = []
    for part in _parts(geometry):
        if part.geom_type == "Polygon":
            lines.extend(shapely.get_rings(part))
        elif part.geom_type in {"LineString", "LinearRing"}:
            lines.append(part)
    return lines


def _make_valid(geometry: Any) -> Any:
    """Its polygonal parts made valid, and never more than its outer rings enclose.

    GEOS's "structure" method keeps ground that two parts both cover; "linework", its default, would cut it
    out. It also makes land of a hole that lies outside; the cut with the outer rings takes that away again.
    """
    mended = _polygons(shapely.make_valid(geometry, method="structure", keep_collapsed=False))
    shells = [shapely.Polygon(part.exterior) for part in _parts(geometry) if part.geom_type == "Polygon"]
    enclosed = shapely.make_valid(shapely.MultiPolygon(shells), method="structure", keep_collapsed=False)
    return _polygons(shapely.intersection(mended, enclosed))


def _polygons(geometry: Any) -> Any:
    parts = [part for part in _parts(geometry) if part.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _tell_mended(before: Any, after: Any, fault: Fault) -> str:
    old, new = float(shapely.area(before)), float(shapely.area(after))
    change = f"; its area changed by {(new - old) / old:+.2%}" if old else ""
    left = ", of which only the polygons are kept" if before.geom_type == "GeometryCollection" else ""
    return f"{fault.what}; made valid, as `repair` asks{left}{change}"


def _swap(geometry: Any) -> Any:
    return None if geometry is None else shapely.transform(geometry, lambda positions: positions[:, ::-1])


def _show(x: float, y: float) -> str:
    return f"{x:.6g}, {y:.6g}"
