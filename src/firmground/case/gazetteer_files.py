"""Gazetteers that a case names: files from which readers of documents learn the names of places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class GazetteerKind(StrEnum):
    """How such a file is written."""

    GEONAMES = "geonames"  # a country file of geonames.org, 19 columns with tabs
    UCDP_GED = "ucdp-ged"  # events of UCDP, each with its place


@dataclass(frozen=True, slots=True)
class GazetteerFile:
    """An entry of `[[gazetteers]]`. `name`: the file as it is shown, relative to the case."""

    path: Path
    name: str
    kind: GazetteerKind
