"""Maps of the world (GeoJSON, KML, GeoParquet, GeoPackage, FlatGeobuf, Shapefile) as features in lon/lat degrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.errors import CaseProblem


@dataclass(frozen=True, slots=True, eq=False)
class Feature:
    number: int
    geometry: Any
    properties: dict[str, str]
    folders: tuple[str, ...] = ()


@dataclass(frozen=True)
class FeatureSet:
    features: list[Feature]
    read: int
    refused: dict[str, int]


def read_features(
    path: Path, *, name: str, layer: str = "", repair: frozenset[str] = frozenset()
) -> tuple[FeatureSet, list[CaseProblem]]:
    raise NotImplementedError
