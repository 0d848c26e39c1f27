"""Codes by which systems write a point as one word: geohash, H3, plus code, MGRS.

Only codes so long that they say about as much as two decimals of a degree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from firmground.exchange.gate.find_names import Met
from firmground.exchange.gate.leaks import Sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmground.exchange.gate.vocabulary import Vocabulary
    from firmground.exchange.views import Secret

_BASE32: Final = "0123456789bcdefghjkmnpqrstuvwxyz"
_SHORTEST_GEOHASH: Final = 6  # cells of 1.2 by 0.6 km
_LONGEST_GEOHASH: Final = 12
_PLUS: Final = "23456789CFGHJMPQRVWX"
_CELLS: Final = range(9, 16)  # H3; a rule that coarsens shows larger cells than these
_MGRS_SPACED: Final = re.compile(
    r"\b\d{1,2}[A-Z]\s?[A-Z]{2}\s?\d{2,5}\s\d{2,5}\b|\b\d{1,2}[A-Z]\s[A-Z]{2}\s?\d{4,10}\b"
)
_GRID: Final = re.compile(r"\d{2}[a-z]{3}\d{4,10}")
_A_DIGIT: Final = re.compile(r"[0-9]")


class PointCodes:
    """The codes of the points of all secrets."""

    def __init__(self, secrets: Sequence[Secret]) -> None:
        self._codes: dict[str, set[int]] = {}
        for number, secret in enumerate(secrets):
            for lon, lat in dict.fromkeys(secret.points):
                for code in _codes(lon, lat):
                    self._codes.setdefault(code.lower(), set()).add(number)
        # As a grid reference begins that is written with spaces: the zone alone, or with its square.
        grid = [code for code in self._codes if _GRID.fullmatch(code)]
        self._zones = {part for code in grid for part in (code[:3], code[:5])}

    def find(self, vocabulary: Vocabulary) -> list[Met]:
        """Every place where the text holds such a code as a word of its own."""
        if not self._codes:
            return []
        text = vocabulary.text
        wanted = list(self._codes.keys() & vocabulary.parts)
        wanted += [code for code in self._codes if "+" in code and code[:8] in vocabulary.parts]
        spaced = (match for match in _MGRS_SPACED.finditer(text)) if self._zones & vocabulary.parts else ()
        return [
            *(
                Met(*match.span(), number, Sign.CODE)
                for code in wanted
                for match in re.finditer(rf"(?<!\w){re.escape(code)}(?!\w)", text, re.IGNORECASE)
                for number in self._codes[code]
            ),
            *(
                Met(*match.span(), number, Sign.CODE)
                for match in spaced
                for number in self._codes.get("".join(match[0].split()).lower(), ())
            ),
        ]


def _codes(lon: float, lat: float) -> Iterator[str]:
    import h3  # noqa: PLC0415 - heavy, and only for cases that keep a point back

    whole = geohash(lon, lat, _LONGEST_GEOHASH)
    yield from (code for n in range(_SHORTEST_GEOHASH, len(whole) + 1) if _A_DIGIT.search(code := whole[:n]))
    for fineness in _CELLS:
        cell = h3.latlng_to_cell(lat, lon, fineness)
        yield from (cell, str(h3.str_to_int(cell)))
    plus = plus_code(lon, lat)
    yield from (plus, plus[:11])
    yield from _mgrs(lon, lat)


def geohash(lon: float, lat: float, length: int) -> str:
    """The geohash of a point (Niemeyer 2008): longitude and latitude are halved in turn."""
    west, east, south, north = -180.0, 180.0, -90.0, 90.0
    bits = 0
    for turn in range(length * 5):
        if turn % 2 == 0:
            middle = (west + east) / 2
            west, east, bit = (middle, east, 1) if lon >= middle else (west, middle, 0)
        else:
            middle = (south + north) / 2
            south, north, bit = (middle, north, 1) if lat >= middle else (south, middle, 0)
        bits = bits << 1 | bit
    return "".join(_BASE32[bits >> 5 * (length - 1 - n) & 31] for n in range(length))


def plus_code(lon: float, lat: float) -> str:
    """The Open Location Code of a point, of ten digits and one more of the grid of 4 by 5."""
    across, up = int((lon + 180) % 360 * 8000), int(min(lat + 90, 180 - 1e-9) * 8000)
    fine = int(((lat + 90) * 8000 - up) * 5) * 4 + int(((lon + 180) % 360 * 8000 - across) * 4)
    digits = ""
    for _ in range(5):
        digits = _PLUS[up % 20] + _PLUS[across % 20] + digits
        up, across = up // 20, across // 20
    return f"{digits[:8]}+{digits[8:]}{_PLUS[fine]}"


def _mgrs(lon: float, lat: float) -> Iterator[str]:
    """The Military Grid Reference, to 1 m, 10 m, 100 m and 1 km (NGA.STND.0037); not beyond 80 S and 84 N."""
    from pyproj import Transformer  # noqa: PLC0415 - as h3

    if not -80 <= lat < 84:
        return
    zone = min(int((lon + 180) // 6) + 1, 60)
    turn = Transformer.from_crs("EPSG:4326", f"EPSG:{(32600 if lat >= 0 else 32700) + zone}", always_xy=True)
    east, north = turn.transform(lon, lat)
    band = "CDEFGHJKLMNPQRSTUVWXX"[int((lat + 80) // 8)]
    column = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")[zone % 3][int(east // 100_000) - 1]
    row = ("FGHJKLMNPQRSTUVABCDE", "ABCDEFGHJKLMNPQRSTUV")[zone % 2][int(north // 100_000) % 20]
    for digits in (5, 4, 3, 2):
        step = 10 ** (5 - digits)
        numbers = f"{int(east % 100_000) // step:0{digits}}{int(north % 100_000) // step:0{digits}}"
        yield f"{zone:02}{band}{column}{row}{numbers}"
