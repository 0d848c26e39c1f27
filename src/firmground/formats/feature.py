"""A thing on a map, before anybody says what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Feature:
    """`number`: from 1, in the order of the file, refused ones counted. `geometry`: shapely, in degrees of
    longitude and latitude (WGS84), valid and within range; None where the file gives none. `properties`:
    every value as text, "" for null, compact JSON for a structure. `folders`: of KML, outermost first.
    """

    number: int
    geometry: Any
    properties: dict[str, str]
    folders: tuple[str, ...] = ()


@dataclass(frozen=True)
class FeatureSet:
    """`read`: features met, refused ones too. `refused`: reason to how many."""

    features: list[Feature]
    read: int
    refused: dict[str, int]
