"""A country file of geonames.org: one place a line, 19 columns between tabs, no header, no quotation marks.

The columns are those of https://download.geonames.org/export/dump/readme.txt. A quotation mark is part of a name there,
so this is no CSV. The names of the world are CC BY 4.0: who publishes from them names GeoNames.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from firmground.formats.files import read_bytes
from firmground.formats.findings import Findings, UnreadableFileError

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.errors import CaseProblem

_COLUMNS = 19
_LONGEST_CODE = 4
# A file of a large country has 2 million lines; the file of the whole world, 13 million, is not for this.
MOST_LINES = 3_000_000


class GeoName(NamedTuple):
    """A line. `code`: feature class and code, "P.PPL"; `admin`: country and codes of its units, "SY.12.55"."""

    id: str
    name: str
    names: tuple[str, ...]
    lon: float
    lat: float
    code: str
    country: str
    admin: str
    population: int


def read_geonames(path: Path, *, name: str) -> tuple[list[GeoName], list[CaseProblem]]:
    """The places of a file, unpacked if its name ends in ".gz", and what is wrong with it. `name`: as it is shown."""
    found = Findings(name)
    places: list[GeoName] = []
    try:
        for row, line in enumerate(_lines(path), start=1):
            if line.strip() and (place := _read_line(line.rstrip("\r"), row, found)):
                places.append(place)
    except UnreadableFileError as fault:
        found.refuse_file(fault)
    return places, found.finish()


def _lines(path: Path) -> list[str]:
    try:
        lines = read_bytes(path).decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        hint = "fetch it again from geonames.org and unpack it"
        raise UnreadableFileError("is not UTF-8 text", hint) from None
    if len(lines) > MOST_LINES:
        hint = "bring the file of one country from https://download.geonames.org/export/dump/"
        raise UnreadableFileError(f"has more than {MOST_LINES:,} lines", hint)
    return lines


def _read_line(line: str, row: int, found: Findings) -> GeoName | None:
    cells = line.split("\t")
    if len(cells) != _COLUMNS:
        hint = f"a GeoNames country file has {_COLUMNS} columns between tabs"
        found.refuse(row, "not as many columns as GeoNames has", f"has {len(cells)} columns", hint)
        return None
    try:
        lat, lon = float(cells[4]), float(cells[5])
    except ValueError:
        lat = lon = math.nan
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        found.refuse(row, "no coordinates", f"has the latitude {cells[4]!r} and the longitude {cells[5]!r}")
        return None
    names = dict.fromkeys(name.strip() for name in (cells[2], *cells[3].split(",")) if _is_name(name.strip()))
    admin = ".".join(code for code in (cells[8], *cells[10:14]) if code)
    population = int(cells[14]) if cells[14].isascii() and cells[14].isdigit() else 0
    own = cells[1].strip()
    return GeoName(
        cells[0].strip(), own, tuple(name for name in names if name != own), lon, lat,
        f"{cells[6]}.{cells[7]}", cells[8], admin, population,
    )  # fmt: skip


def _is_name(text: str) -> bool:
    """Among the other names stand codes of airports and addresses of pages."""
    code = len(text) <= _LONGEST_CODE and text.isascii() and text.isupper()
    return bool(text) and not code and "://" not in text
