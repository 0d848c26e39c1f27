"""KML and KMZ (OGC 12-007r2; the older Google namespaces too), read by ourselves through defusedxml.

What a KML file points to (network links, overlays, icons, styles elsewhere) is told and never fetched. A
document type declaration, the root of every XML attack, is refused with the file.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, ParseError

import numpy as np
import shapely
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from firmground.formats.feature import Feature
from firmground.formats.files import open_zip, read_member
from firmground.formats.findings import Findings, UnreadableFileError
from firmground.formats.geometry import BadGeometryError, make_ring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_NESTING = 64
_CONTAINERS = {"Document", "Folder"}
_GEOMETRIES = {"Point", "LineString", "LinearRing", "Polygon", "MultiGeometry"}
_NOT_MAPS = {
    "gpx": "a GPX track",
    "TrainingCenterDatabase": "a TCX training record",
}
# Parts of KML that hold no ground of their own; what of them a file has is told once.
_NOT_USED = {
    "NetworkLink": "network links",
    "GroundOverlay": "ground overlays",
    "PhotoOverlay": "photo overlays",
    "ScreenOverlay": "screen overlays",
    "Track": "tracks (gx:Track)",
    "MultiTrack": "tracks (gx:Track)",
    "Model": "3D models",
    "Tour": "tours",
}


@dataclass
class _Reading:
    found: Findings
    repair: frozenset[str]
    unused: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    dated_folders: int = 0
    closed: int = 0


def read_kmz(path: Path, found: Findings, repair: frozenset[str]) -> tuple[list[Feature], int]:
    """The features of doc.kml, else of the first .kml of the archive. Raises UnreadableFileError."""
    with open_zip(path) as archive:
        documents = [member for member in archive.infolist() if member.filename.lower().endswith(".kml")]
        if not documents:
            raise UnreadableFileError("is an archive without a .kml file in it", "export it as KML")
        main = next((member for member in documents if member.filename.lower() == "doc.kml"), documents[0])
        if len(documents) > 1:
            found.note(
                None,
                f"holds {len(documents)} KML files; only {main.filename!r} was read",
                "name the others on their own",
            )
        content = read_member(archive, main)
    return read_kml(content, found, repair)


def read_kml(content: bytes, found: Findings, repair: frozenset[str]) -> tuple[list[Feature], int]:
    """Placemarks whose geometry could be put together, and how many were met. Raises UnreadableFileError."""
    root = _parse(content)
    reading = _Reading(found, repair)
    features: list[Feature] = []
    number = 0
    for placemark, folders in _placemarks(root, reading):
        number += 1
        if (feature := _read_placemark(placemark, number, folders, reading)) is not None:
            features.append(feature)
    _tell_unused(root, reading)
    return features, number


def _parse(content: bytes) -> Element:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise UnreadableFileError(
            "declares a document type or entities, which no honest KML needs and which can harm",
            "export it again",
        ) from None
    except (ParseError, ValueError, LookupError, RecursionError) as fault:
        raise UnreadableFileError(f"is not well-formed XML: {fault}", "export it as KML again") from None
    kind = _local(root)
    if kind in _NOT_MAPS:
        raise UnreadableFileError(f"is {_NOT_MAPS[kind]}, not a map", "export areas as KML or GeoJSON")
    namespace = root.tag[1:].partition("}")[0] if root.tag.startswith("{") else ""
    if kind != "kml" or (namespace and "/kml/" not in namespace):
        raise UnreadableFileError(f"is XML, but not KML: its root is <{kind}>", "export it as KML or GeoJSON")
    return root


def _placemarks(root: Element, reading: _Reading) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """Every placemark in the order of the file, with the names of the folders that hold it."""
    stack: list[tuple[Element, tuple[str, ...], int]] = [(root, (), 0)]
    while stack:
        element, folders, depth = stack.pop()
        kind = _local(element)
        if kind == "Placemark":
            yield element, folders
            continue
        if kind in _NOT_USED:
            reading.unused[_NOT_USED[kind]] += 1
            continue
        if depth > MOST_NESTING:
            raise UnreadableFileError(f"nests folders more than {MOST_NESTING} deep", "export it again")
        if kind == "Folder":
            folders = (*folders, _child_text(element, "name"))
        if kind in _CONTAINERS and any(_local(child) in {"TimeSpan", "TimeStamp"} for child in element):
            reading.dated_folders += 1
        inside = [child for child in element if _local(child) in _HOLDERS]
        stack.extend((child, folders, depth + 1) for child in reversed(inside))


_HOLDERS = {"kml", "Placemark", *_CONTAINERS, *_NOT_USED}


def _read_placemark(placemark: Element, number: int, folders: tuple[str, ...], reading: _Reading) -> Feature | None:
    found = reading.found
    reading.closed = 0
    try:
        geometry = _read_only_shape(placemark, reading)
    except BadGeometryError as bad:
        found.refuse(number, bad.fault.reason, bad.fault.what, bad.fault.hint)
        return None
    for child in placemark:
        if _local(child) in _NOT_USED:
            reading.unused[_NOT_USED[_local(child)]] += 1
    if reading.closed:
        found.note(number, f"{reading.closed} rings were closed, as `repair` asks")
    return Feature(number, geometry, _read_properties(placemark, number, found), folders)


def _read_properties(placemark: Element, number: int, found: Findings) -> dict[str, str]:
    """Name, description, address, style, extended data, and the time as `from` and `until`, all as
    written.
    """
    properties = {
        kind: text for kind in ("name", "description", "address", "styleUrl") if (text := _child_text(placemark, kind))
    }
    if own := placemark.get("id"):
        properties["id"] = own
    for element in placemark.iter():
        kind = _local(element)
        key = element.get("name", "")
        if kind == "Data" and key:
            properties[key] = _child_text(element, "value")
        elif kind == "SimpleData" and key:
            properties[key] = (element.text or "").strip()
    for key, text in _read_time(placemark).items():
        if properties.setdefault(key, text) != text:
            found.note(
                number,
                f'its data say {key} = "{properties[key]}" and its time says "{text}"; the first is kept',
                "make them agree",
            )
    return properties


def _read_time(placemark: Element) -> dict[str, str]:
    """Dates keep the precision in which they are written: 2015, 2015-10, 2015-10-03, or with a time of
    day.
    """
    for child in placemark:
        if _local(child) == "TimeSpan":
            ends = {"from": _child_text(child, "begin"), "until": _child_text(child, "end")}
            return {key: text for key, text in ends.items() if text}
        if _local(child) == "TimeStamp" and (text := _child_text(child, "when")):
            return {"from": text, "until": text}
    return {}


def _read_only_shape(placemark: Element, reading: _Reading) -> Any:
    shapes = [child for child in placemark if _local(child) in _GEOMETRIES]
    if len(shapes) > 1:
        raise BadGeometryError(
            "several geometries",
            f"has {len(shapes)} geometries side by side",
            "put them into one MultiGeometry",
        )
    return _read_shape(shapes[0], reading, 0) if shapes else None


def _read_shape(element: Element, reading: _Reading, depth: int) -> Any:
    kind = _local(element)
    if kind == "MultiGeometry":
        return _read_collection(element, reading, depth)
    if kind == "Polygon":
        return _read_polygon(element, reading)
    positions = _read_positions(element, kind)
    if kind == "Point":
        if len(positions) != 1:
            raise BadGeometryError("wrong coordinates", f"a Point has {len(positions)} positions", "it needs one")
        return shapely.Point(positions[0])
    if len(positions) < 2:
        raise BadGeometryError("too few positions", f"a {kind} has {len(positions)} positions", "it needs two or more")
    return shapely.LineString(positions)


def _read_collection(element: Element, reading: _Reading, depth: int) -> Any:
    if depth > MOST_NESTING:
        raise BadGeometryError("nested too deep", f"its geometries are nested more than {MOST_NESTING} deep")
    parts = []
    for child in element:
        kind = _local(child)
        if kind in _GEOMETRIES:
            parts.append(_read_shape(child, reading, depth + 1))
        elif kind in _NOT_USED:
            reading.unused[_NOT_USED[kind]] += 1
    simple = [part for geometry in parts for part in shapely.get_parts(geometry)]
    kinds = {part.geom_type for part in simple}
    gather = {
        "Point": shapely.MultiPoint,
        "LineString": shapely.MultiLineString,
        "Polygon": shapely.MultiPolygon,
    }
    if len(kinds) == 1 and (one := kinds.pop()) in gather:
        return gather[one](simple)
    return shapely.GeometryCollection(parts)


def _read_polygon(element: Element, reading: _Reading) -> Any:
    rings: dict[str, list[Any]] = {"outerBoundaryIs": [], "innerBoundaryIs": []}
    for boundary in element:
        kind = _local(boundary)
        if kind not in rings:
            continue
        label = "the outer ring" if kind == "outerBoundaryIs" else f"hole {len(rings[kind]) + 1}"
        for ring in boundary:
            if _local(ring) == "LinearRing":
                positions = _read_positions(ring, label)
                made, closed = make_ring(positions, label, close="close-rings" in reading.repair)
                reading.closed += closed
                rings[kind].append(made)
    if len(rings["outerBoundaryIs"]) != 1:
        raise BadGeometryError(
            "wrong outer ring",
            f"a Polygon has {len(rings['outerBoundaryIs'])} outer rings",
            "it needs exactly one",
        )
    return shapely.Polygon(rings["outerBoundaryIs"][0], rings["innerBoundaryIs"])


def _read_positions(element: Element, label: str) -> Any:
    """Longitudes and latitudes; heights are left out."""
    text = _child_text(element, "coordinates")
    positions = []
    for written in text.split():
        position = _read_position(written)
        if position is None:
            raise BadGeometryError(
                "wrong coordinates",
                f"{label}: {written[:40]!r} is not longitude,latitude",
                "write 36.29,33.51 with commas inside a position and spaces between positions",
            )
        positions.append(position)
    if not positions:
        raise BadGeometryError("no coordinates", f"{label} has no coordinates", "draw it again or delete it")
    return np.array(positions, dtype=float)


def _read_position(written: str) -> tuple[float, float] | None:
    try:
        lon, lat = (float(number) for number in written.split(",")[:2])
    except ValueError:
        return None
    return (lon, lat) if math.isfinite(lon) and math.isfinite(lat) else None


def _tell_unused(root: Element, reading: _Reading) -> None:
    found = reading.found
    for what, count in reading.unused.items():
        found.note(None, f"not used: {what}, {count} in all", "draw what they show as polygons")
    if reading.dated_folders:
        found.note(
            None,
            f"{reading.dated_folders} folders carry a time of their own, which what they hold does not get",
            "write the time into each placemark",
        )
    links = [
        (element.text or "").strip()
        for element in root.iter()
        if _local(element) == "href" or (_local(element) == "styleUrl" and _leads_away(element.text or ""))
    ]
    if links:
        found.note(
            None,
            f"{len(links)} links to icons, styles or other files were not followed, such as {links[0][:80]}",
        )


def _leads_away(style: str) -> bool:
    return not style.strip().startswith("#") and ("/" in style or ".kml" in style)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child_text(element: Element, kind: str) -> str:
    for child in element:
        if _local(child) == kind:
            return (child.text or "").strip()
    return ""
