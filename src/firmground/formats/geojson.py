"""GeoJSON (RFC 7946), read strictly and by ourselves, so that a file of this name can do nothing but be read.

No library that guesses a format ever sees it. A member that links to something elsewhere (a linked CRS of the
2008 draft) is refused and never followed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import numpy as np
import shapely

from firmground.formats.cell import show_value
from firmground.formats.feature import Feature
from firmground.formats.findings import Findings, UnreadableFileError
from firmground.formats.geometry import BadGeometryError, make_ring
from firmground.formats.json_names import find_repeated_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_NESTING = 16

_GEOMETRY_TYPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
_WGS84_NAMES = {
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "urn:ogc:def:crs:OGC::CRS84",
    "OGC:CRS84",
    "CRS84",
    "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    "urn:ogc:def:crs:EPSG::4326",
    "EPSG:4326",
    "http://www.opengis.net/def/crs/EPSG/0/4326",
}

_Position = Annotated[list[float], msgspec.Meta(min_length=2)]
_Line = list[_Position]
_COORDINATES: dict[str, Any] = {
    "Point": _Position,
    "MultiPoint": _Line,
    "LineString": _Line,
    "MultiLineString": list[_Line],
    "Polygon": list[_Line],
    "MultiPolygon": list[list[_Line]],
}
_SHAPES = {
    "Point": "one position",
    "MultiPoint": "a list of positions",
    "LineString": "a list of positions",
    "MultiLineString": "a list of lines, each a list of positions",
    "Polygon": "a list of rings, each a list of positions",
    "MultiPolygon": "a list of polygons, each a list of rings",
}
_decode_object = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_decode_list = msgspec.json.Decoder(list[msgspec.Raw]).decode
_decode_coordinates = {kind: msgspec.json.Decoder(shape).decode for kind, shape in _COORDINATES.items()}

_Object = dict[str, msgspec.Raw]
# Geometries by the bytes that they are written in, and how many rings of each were closed.
Known = dict[bytes, tuple[Any, int]]
_ENOUGH = 64  # bytes of a geometry to find it by in its feature


class _Reading:
    """One file on its way: the repairs asked for and what is said once a file instead of once a feature."""

    def __init__(self, found: Findings, repair: frozenset[str], known: Known) -> None:
        self.found = found
        self.repair = repair
        self.known = known
        self.read = 0
        self.closed = 0


def read_geojson(
    content: bytes, found: Findings, repair: frozenset[str], known: Known | None = None
) -> tuple[list[Feature], int]:
    """Features whose geometry could be put together, and how many were met. Raises UnreadableFileError.

    Validity, range and axes are judged later, for all formats alike. `known`: the geometries that were met before, in
    this file or in others that are read with the same repairs; whatever has their bytes is one object with them.
    """
    content = _check_text(content, found)
    top = _decode_top(content)
    _check_crs(top)
    _check_box(top, None, found)
    reading = _Reading(found, repair, {} if known is None else known)
    listed = _text(top.get("type")) == "FeatureCollection" and "features" in top
    if name := find_repeated_name(_without(content, top["features"]) if listed else content):
        raise UnreadableFileError(f"the member {name!r} is written twice in one object", "keep one of them")
    features = []
    for number, source in enumerate(_list_features(top, found), start=1):
        reading.read = number
        if (feature := _read_feature(number, source, reading)) is not None:
            features.append(feature)
    return features, reading.read


def _without(content: bytes, features: msgspec.Raw) -> bytes:
    """The file with an empty list of features. A raw value is a view of the bytes that it was found in."""
    whole, part = (np.frombuffer(one, dtype=np.uint8) for one in (content, features))
    start = part.ctypes.data - whole.ctypes.data
    return content[:start] + b"[]" + content[start + len(part) :]


def note_winding(features: list[Feature], found: Findings) -> None:
    """Tells once a file that rings run the wrong way; readers must not refuse them (RFC 7946 §3.1.6)."""
    known: dict[int, int] = {}
    wrong = 0
    first = None
    for feature in features:
        shape = feature.geometry
        if id(shape) not in known:
            known[id(shape)] = _count_wrong(shape)
        first = feature.number if known[id(shape)] and first is None else first
        wrong += known[id(shape)]
    if wrong:
        found.note(
            None,
            f"{wrong} rings, the first in feature {first}, run the other way than RFC 7946 asks"
            " (outer rings counter-clockwise, holes clockwise); they are read as meant",
        )


def _count_wrong(shape: Any) -> int:
    """How many rings of its polygons run the wrong way."""
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    outer = sum(not shapely.is_ccw(polygon.exterior) for polygon in polygons)
    return outer + sum(bool(shapely.is_ccw(hole)) for polygon in polygons for hole in polygon.interiors)


def _check_text(content: bytes, found: Findings) -> bytes:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:4]:
        raise UnreadableFileError("is UTF-16 text; GeoJSON is always UTF-8", "save it as UTF-8")
    if content.startswith(b"\xef\xbb\xbf"):
        found.note(
            None,
            "starts with a byte order mark, which GeoJSON should not have",
            "save it as UTF-8 without BOM",
        )
        content = content[3:]
    if not content.isascii():
        try:
            content.decode()
        except UnicodeDecodeError as fault:
            line = content.count(b"\n", 0, fault.start) + 1
            raise UnreadableFileError(
                f"line {line} holds bytes that are not UTF-8: {content[fault.start : fault.start + 4]!r}",
                "save it as UTF-8",
            ) from None
    return content


def _decode_top(content: bytes) -> _Object:
    try:
        top = _decode_object(content)
    except msgspec.ValidationError:
        raise UnreadableFileError("is not GeoJSON: it is not a JSON object", "export it as GeoJSON") from None
    except msgspec.DecodeError as fault:
        start = content[:64].lstrip()
        kind = "XML, not JSON" if start.startswith(b"<") else f"not JSON: {_locate(fault, content)}"
        raise UnreadableFileError(f"is {kind}", "export it as GeoJSON") from None
    except RecursionError:
        raise UnreadableFileError("is nested too deep to be a map", "export it as GeoJSON") from None
    return top


def _locate(fault: msgspec.DecodeError, content: bytes) -> str:
    told = str(fault).removeprefix("JSON is malformed: ")
    if place := re.search(r" \(byte (\d+)\)", told):
        line = content.count(b"\n", 0, int(place[1])) + 1
        return f"{told.replace(place[0], '')} on line {line}"
    return told


def _list_features(top: _Object, found: Findings) -> Iterator[msgspec.Raw | _Object]:
    kind = _text(top.get("type"))
    if kind == "FeatureCollection":
        if "features" not in top:
            raise UnreadableFileError('has no member "features"', "export it as GeoJSON again")
        try:
            yield from _decode_list(top["features"])
        except msgspec.DecodeError:
            raise UnreadableFileError('its member "features" is not a list', "export it as GeoJSON again") from None
    elif kind == "Feature":
        yield top
    elif kind in _GEOMETRY_TYPES or kind == "GeometryCollection":
        found.note(None, f"is a bare {kind}: it has no properties", "wrap it in a Feature to say what it is")
        yield {"type": msgspec.Raw(b'"Feature"'), "properties": msgspec.Raw(b"{}"), "geometry": _raw(top)}
    else:
        told = 'has no member "type"' if "type" not in top else f"its type is {_short(top['type'])}"
        raise UnreadableFileError(
            f"is not GeoJSON: {told}", "its type must be FeatureCollection, Feature or a geometry"
        )


def _check_crs(holder: _Object) -> None:
    """GeoJSON is in longitude and latitude on WGS84 (RFC 7946 §4). Another CRS named the old way is
    refused.
    """
    if "crs" not in holder:
        return
    crs = msgspec.json.decode(holder["crs"])
    kind = crs.get("type") if isinstance(crs, dict) else None
    if kind == "link":
        raise UnreadableFileError(
            "names its CRS by a link, which is never followed",
            'reproject it to EPSG:4326 and leave the member "crs" out',
        )
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if kind != "name" or name not in _WGS84_NAMES:
        raise UnreadableFileError(
            f"wrong CRS: {name if isinstance(name, str) else _short(holder['crs'])}",
            'reproject it to EPSG:4326, or delete the member "crs" if it is in longitude and latitude',
        )


def _check_box(holder: _Object, number: int | None, found: Findings) -> None:
    """A bounding box is never used here; a wrong one (RFC 7946 §5) shows that the exporter made a mistake."""
    if "bbox" not in holder:
        return
    try:
        right = len(msgspec.json.decode(holder["bbox"], type=list[float])) in {4, 6}
    except msgspec.ValidationError:
        right = False
    if not right:
        found.note(number, f"its bbox is {_short(holder['bbox'])}, not four or six numbers; it is not used")


def _read_feature(number: int, source: msgspec.Raw | _Object, reading: _Reading) -> Feature | None:
    found = reading.found
    try:
        feature = source if isinstance(source, dict) else _open_feature(bytes(source), reading.known)
        _check_feature(feature)
        if source is not feature:
            _check_box(feature, number, found)
        geometry = None
        if not _is_null(feature["geometry"]):
            geometry = _find_geometry(feature["geometry"], reading)
        properties = _read_properties(feature, number, found)
    except BadGeometryError as bad:
        found.refuse(number, bad.fault.reason, bad.fault.what, bad.fault.hint)
    except UnreadableFileError as bad:
        found.refuse(number, "wrong CRS", bad.what, bad.hint)
    except (msgspec.DecodeError, RecursionError) as bad:
        found.refuse(number, "not a Feature", f"is not a GeoJSON Feature: {bad}", "export it again")
    else:
        if reading.closed:
            found.note(number, f"{reading.closed} rings were closed, as `repair` asks")
        reading.closed = 0
        return Feature(number, geometry, properties)
    reading.closed = 0
    return None


def _open_feature(source: bytes, known: Known) -> _Object:
    """The members of a feature. Raises BadGeometryError for a name that is written twice in one object.

    Nearly all of a feature is its geometry, and one that was met before need not be looked through again.
    """
    try:
        feature = _decode_object(source)
    except msgspec.DecodeError:
        _check_names(source)
        raise
    geometry = bytes(feature.get("geometry", b""))
    start = source.find(geometry[:_ENOUGH])
    end = start + len(geometry)
    if geometry in known and source[start:end] == geometry:
        _check_names(source[:start] + b"null" + source[end:])
    else:
        _check_names(source)
    return feature


def _check_names(source: bytes) -> None:
    if name := find_repeated_name(source):
        raise BadGeometryError("member written twice", f"the member {name!r} is written twice", "keep one of them")


def _find_geometry(source: msgspec.Raw, reading: _Reading) -> Any:
    """The geometry of a feature, the same object for the same bytes."""
    written = bytes(source)
    if written not in reading.known:
        before = reading.closed
        shape = _read_geometry(source, "geometry", reading, 0)
        reading.known[written] = (shape, reading.closed - before)
        return shape
    shape, closed = reading.known[written]
    reading.closed += closed
    return shape


def _check_feature(feature: _Object) -> None:
    if _text(feature.get("type")) != "Feature":
        raise BadGeometryError("not a Feature", f'its type is {_short(feature.get("type"))}, not "Feature"')
    if "geometry" not in feature:
        raise BadGeometryError("no geometry", 'has no member "geometry"', "write null if it has none")
    _check_crs(feature)


def _read_properties(feature: _Object, number: int, found: Findings) -> dict[str, str]:
    properties: dict[str, str] = {}
    if "properties" not in feature:
        found.note(number, 'has no member "properties"', "write {} if it has none")
    elif not _is_null(feature["properties"]):
        try:
            decoded = msgspec.json.decode(feature["properties"], type=dict[str, Any])
        except msgspec.ValidationError:
            raise BadGeometryError(
                "wrong properties", f"its properties are {_short(feature['properties'])}, not an object"
            ) from None
        properties = {name: show_property(value) for name, value in decoded.items()}
    if "id" in feature:
        own = msgspec.json.decode(feature["id"])
        if isinstance(own, str | int | float) and not isinstance(own, bool):
            properties.setdefault("id", show_value(own))
        else:
            found.note(number, f"its id is {_short(feature['id'])}, neither text nor a number; it is left out")
    return properties


def show_property(value: Any) -> str:
    """A property as text; a structure as compact JSON, for its commas and names may matter."""
    return msgspec.json.encode(value).decode() if isinstance(value, list | dict) else show_value(value)


def _read_geometry(source: msgspec.Raw, path: str, reading: _Reading, depth: int) -> Any:
    """A shapely geometry. `path` leads to it inside the feature, for messages. Raises BadGeometryError."""
    if depth > MOST_NESTING:
        raise BadGeometryError("nested too deep", f"{path}: collections are nested more than {MOST_NESTING} deep")
    try:
        members = _decode_object(source)
    except msgspec.ValidationError:
        raise BadGeometryError("not a geometry", f"{path} is {_short(source)}, not an object") from None
    _check_crs(members)
    kind = _text(members.get("type"))
    if kind == "GeometryCollection":
        return _read_collection(members, path, reading, depth)
    if kind not in _GEOMETRY_TYPES:
        raise BadGeometryError(
            "not a geometry",
            f"{path}.type is {_short(members.get('type'))}, not a type of geometry",
            "it must be one of " + ", ".join(_GEOMETRY_TYPES),
        )
    if "coordinates" not in members:
        raise BadGeometryError("no coordinates", f'{path} has no member "coordinates"')
    try:
        coordinates = _decode_coordinates[kind](members["coordinates"])
    except msgspec.ValidationError as fault:
        raise BadGeometryError(
            "wrong coordinates",
            f"the coordinates of a {kind} must be {_SHAPES[kind]}: {_tell(fault, f'{path}.coordinates')}",
        ) from None
    return _BUILDERS[kind](coordinates, path, reading)


def _read_collection(members: _Object, path: str, reading: _Reading, depth: int) -> Any:
    try:
        sources = _decode_list(members["geometries"])
    except (KeyError, msgspec.ValidationError):
        raise BadGeometryError("not a geometry", f'{path} has no list "geometries"') from None
    parts = [
        _read_geometry(source, f"{path}.geometries[{place}]", reading, depth + 1)
        for place, source in enumerate(sources)
    ]
    return shapely.GeometryCollection(parts)


def _positions(line: list[list[float]]) -> Any:
    """An array of longitude and latitude; heights and measures are left out (RFC 7946 §3.1.1)."""
    return np.array([(position[0], position[1]) for position in line], dtype=float).reshape(-1, 2)


def _polygon(rings: list[list[list[float]]], path: str, reading: _Reading) -> Any:
    if not rings:
        return shapely.Polygon()
    made = []
    for place, ring in enumerate(rings):
        label = f"{path}: " + ("the outer ring" if place == 0 else f"hole {place}")
        positions, closed = make_ring(_positions(ring), label, close="close-rings" in reading.repair)
        reading.closed += closed
        made.append(positions)
    return shapely.Polygon(made[0], made[1:])


def _line(line: list[list[float]], path: str) -> Any:
    if len(line) == 1:
        raise BadGeometryError("too few positions", f"{path} is a line of a single position", "a line needs two")
    return shapely.LineString(_positions(line))


_BUILDERS: dict[str, Callable[[Any, str, _Reading], Any]] = {
    "Point": lambda position, _path, _reading: shapely.Point(position[0], position[1]),
    "MultiPoint": lambda points, _path, _reading: shapely.MultiPoint(_positions(points)),
    "LineString": lambda line, path, _reading: _line(line, path),
    "MultiLineString": lambda lines, path, _reading: shapely.MultiLineString([_line(line, path) for line in lines]),
    "Polygon": _polygon,
    "MultiPolygon": lambda polygons, path, reading: shapely.MultiPolygon(
        [_polygon(rings, f"{path}, polygon {place}", reading) for place, rings in enumerate(polygons, start=1)]
    ),
}


def _raw(members: _Object) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(members))


def _text(value: msgspec.Raw | None) -> str:
    decoded = None if value is None else msgspec.json.decode(value)
    return decoded if isinstance(decoded, str) else ""


def _is_null(value: msgspec.Raw) -> bool:
    return bytes(value).strip() == b"null"


def _short(value: msgspec.Raw | None) -> str:
    if value is None:
        return "missing"
    told = bytes(value).decode(errors="replace")
    return told if len(told) <= 40 else told[:37] + "..."


def _tell(fault: msgspec.ValidationError, path: str) -> str:
    """A message of msgspec, which names the spot, in the words of GeoJSON."""
    told = str(fault).replace("`", "")
    for theirs, ours in (
        ("Expected array of length >= 2", "a position needs two numbers"),
        ("float", "number"),
        ("int", "number"),
        ("array", "list"),
        ("str", "text"),
        ("Expected", "expected"),
    ):
        told = told.replace(theirs, ours)
    return told.replace(" - at ", " at ").replace("$", path)
