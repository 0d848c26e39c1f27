"""Features of a map as records, and records as a file of GeoJSON that gives them back exactly.

A record has the geometry as one value, the text of its JSON; every property is a text under its own name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from firmground.errors import BadRequestError
from firmground.exchange.plain.shapes import write_shape
from firmground.formats.files import read_bytes
from firmground.formats.findings import UnreadableFileError
from firmground.formats.json_names import find_repeated_name
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from firmground.formats.feature import Feature

GEOMETRY = "geometry"
# A property of that name would take the place of the geometry; one that looks renamed is renamed once more.
_TAKEN = re.compile(r"geometry(?: \(property\))*")
_MARK = " (property)"


class _Feature(msgspec.Struct, forbid_unknown_fields=True):
    """A feature as `write_features` writes it."""

    type: str
    geometry: msgspec.Raw
    properties: dict[str, str | None]


class _Collection(msgspec.Struct, forbid_unknown_fields=True):
    type: str
    features: list[_Feature]


def feature_columns(features: Sequence[Feature]) -> dict[str, list[Any]]:
    """The columns of features. A property that is empty is one that the feature does not have."""
    shapes: dict[int, str] = {}
    for feature in features:
        if feature.geometry is not None and id(feature.geometry) not in shapes:
            shapes[id(feature.geometry)] = write_shape(feature.geometry)
    names = dict.fromkeys(name for feature in features for name in feature.properties)
    columns: dict[str, list[Any]] = {
        GEOMETRY: [None if feature.geometry is None else shapes[id(feature.geometry)] for feature in features]
    }
    for name in names:
        columns[_renamed(name)] = [feature.properties.get(name) or None for feature in features]
    return columns


def write_features(path: Path, columns: Mapping[str, Sequence[Any]]) -> None:
    """Writes a FeatureCollection, one feature a line. Every feature has every property, null where it says nothing."""
    names = {name: _own_name(name) for name in columns if name != GEOMETRY}
    count = len(next(iter(columns.values()), ()))
    encode = msgspec.json.Encoder().encode
    lines = [
        encode(
            {
                "type": "Feature",
                "geometry": msgspec.Raw(
                    (columns[GEOMETRY][row] or "null").encode() if GEOMETRY in columns else b"null"
                ),
                "properties": {own: columns[name][row] for name, own in names.items()},
            }
        )
        for row in range(count)
    ]
    path.write_bytes(b'{"type":"FeatureCollection","features":[\n' + b",\n".join(lines) + b"\n]}\n")


def read_feature_columns(path: Path, name: str) -> dict[str, list[Any]]:
    """The columns that `write_features` wrote. BadRequestError: anything in it is not as that writes it."""
    try:
        content = read_bytes(path)
        found = msgspec.json.decode(content, type=_Collection)
        repeated = find_repeated_name(content)
    except (UnreadableFileError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise BadRequestError(
            f"{name} is not as a plain case holds it ({one_line(str(fault))}); ask for it again"
        ) from None
    kinds = {found.type} - {"FeatureCollection"} | {feature.type for feature in found.features} - {"Feature"}
    if repeated or kinds:
        what = f"the member {repeated!r} is written twice" if repeated else f"it has the type {min(kinds)!r}"
        raise BadRequestError(f"{name} is not as a plain case holds it ({what}); ask for it again")
    names = list(dict.fromkeys(own for feature in found.features for own in feature.properties))
    shapes = [bytes(feature.geometry).decode() for feature in found.features]
    columns: dict[str, list[Any]] = {GEOMETRY: [None if shape == "null" else shape for shape in shapes]}
    for own in names:
        columns[_renamed(own)] = [feature.properties.get(own) for feature in found.features]
    return columns


def _renamed(name: str) -> str:
    return name + _MARK if _TAKEN.fullmatch(name) else name


def _own_name(name: str) -> str:
    return name.removesuffix(_MARK) if _TAKEN.fullmatch(name) else name
