"""Who published what, when and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.dates import When


@dataclass(frozen=True, slots=True)
class Source:
    """One publication or data set. `sha256` is of the kept copy `file`, None where no copy is kept."""

    id: str
    title: str
    by: str = ""
    published: When | None = None
    url: str = ""
    licence: str = ""
    file: str = ""
    sha256: str | None = None
    note: str = ""
