"""Layouts of published event data: one small table each, naming the codebook it follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Precision:
    radius_km: float | None
    level: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class EventLayout:
    id: str
    title: str
    codebook: str
    columns: Mapping[str, str | tuple[str, ...]]
    date_format: str
    where_precision: tuple[str, Mapping[str, Precision]] | None
    area_columns: Mapping[str, str]
    date_precision: tuple[str, Mapping[str, str]] | None
    signs: tuple[str, ...]


EVENT_LAYOUTS: dict[str, EventLayout] = {}
