"""KML puts the areas of a side into a folder of its name. GeoJSON has no folders, so the name becomes a property."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from firmground.read.control_faces import folder_holder
from firmground.read.holdings import Holdings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.formats.feature import Feature
    from firmground.read.map_entries import MapEntry
    from firmground.read.names import Parties
    from firmground.read.records import Record


def fill_holders(
    features: Sequence[Feature], entry: MapEntry, holders: Record | None, parties: Parties
) -> list[Feature]:
    """Features that name their holder themselves where only their folder did."""
    if not any(feature.folders for feature in features):
        return list(features)
    present = sorted({name for feature in features for name in feature.properties})
    column = entry.column("holder", present) or entry.columns.get("holder", "holder")
    holdings = Holdings(holders, parties)
    filled = []
    for feature in features:
        own = feature.properties.get(column, "").strip()
        name = own or folder_holder(feature, holdings)
        filled.append(feature if own or not name else replace(feature, properties={**feature.properties, column: name}))
    return filled
