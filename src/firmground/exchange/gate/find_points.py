"""Where numbers give the point of a secret: in degrees, minutes and seconds, in metres of a map, in bytes.

Two numbers that stand together and both fit, in either order, are the point: from two decimals on, rounded or cut. A
number alone is half a point: it counts from four decimals on, and only if it is no half of some other point, for in
one region many points share a latitude. Signs are not compared: "W 36.6" and "-36.6" are the same to whoever reads.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from firmground.exchange.gate.find_names import Met
from firmground.exchange.gate.leaks import Sign

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from numpy.typing import NDArray

    from firmground.exchange.views import Secret

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

_DOT: Final = re.compile(r"\d{1,3}\.\d{2,18}(?:[eE][+-]?\d{1,2})?")
_COMMA: Final = re.compile(r"(?<![\d.,])\d{1,3}[,\u066b]\d{2,18}(?![\d.])")
_WHOLE: Final = re.compile(r"(?<![\d.,])\d{5,10}(?:\.\d+)?(?![\d])")
# Degrees, minutes, seconds with whatever marks people give them: primes, quotation marks, letters.
_MINUTE: Final = "'\u2032\u2019\u02b9"
_SECOND: Final = '"\u2033\u201d\u02ba'
_SEXAGESIMAL: Final = re.compile(
    r"(\d{1,3})\s*(?:[\u00b0\u00ba\u02da]|deg)\s*"
    rf"(\d{{1,2}}(?:[.,]\d+)?)\s*(?:[{_MINUTE}]|min|m)?\s*"
    rf"(?:(\d{{1,2}}(?:[.,]\d+)?)\s*(?:[{_SECOND}]|[{_MINUTE}]{{2}}|sec|s)?)?"
)
_OF_DEGREES: Final = ("\u00b0", "\u00ba", "\u02da", "deg")
_OTHER_DIGITS: Final = re.compile(r"(?![0-9])\d")
_DEGREES: Final = 3  # digits before the point
_BESIDE: Final = 3  # numbers on either side that may be the other half
_NEAR: Final = 80  # characters between the two numbers of a point
_RECORD: Final = 2000  # the same for exact numbers in one line
_FINEST: Final = 1e-5  # degrees, about a metre: numbers are never asked to fit closer
_ALONE: Final = 4  # decimals from which on half a point counts
_CHANCE: Final = 1e-3  # both halves somewhere in a text are a leak if chance makes them so seldom


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers of a text, in order. `within`: by how much each may differ, in its own unit."""

    values: Floats
    within: Floats
    decimals: Whole
    spans: list[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.spans)


class PointsOf:
    """The points of all secrets. `lons`, `lats`: degrees, without signs; `owner`: number of the secret."""

    def __init__(self, secrets: Sequence[Secret]) -> None:
        flat = [
            (abs(lon), abs(lat), n) for n, secret in enumerate(secrets) for lon, lat in dict.fromkeys(secret.points)
        ]
        table = np.array(flat, dtype=np.float64).reshape(-1, 3)
        self.lons, self.lats, self.owner = table[:, 0], table[:, 1], table[:, 2].astype(np.int64)
        self._heads = _heads_of(np.concatenate((self.lons, self.lats)))
        self._metres: Floats | None = None
        self._heads_of_metres: set[str] | None = None

    def __bool__(self) -> bool:
        return bool(len(self.owner))

    # Pairs.

    def fit_pairs(self, first: Floats, second: Floats, within: Floats) -> list[tuple[int, int]]:
        """Pairs (by position) that are a secret's point in either order, each with the secret's number."""
        found = _fit(first, second, within, self.lons, self.lats) | _fit(first, second, within, self.lats, self.lons)
        return sorted({(pair, int(self.owner[point])) for pair, point in found})

    def find(self, text: str) -> list[Met]:
        """Every place where the text gives a secret's point."""
        if not self:
            return []
        if not text.isascii() and _OTHER_DIGITS.search(text):
            text = _OTHER_DIGITS.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
        return [
            *self._in_degrees(text, _read(_DOT, text, self._heads)),
            *self._in_degrees(text, _read(_COMMA, text, self._heads)),
            *self._in_minutes(text),
            *self._in_metres(text),
        ]

    def _in_degrees(self, text: str, numbers: _Numbers) -> Iterator[Met]:
        if not len(numbers):
            return
        paired: set[int] = set()
        for first, second, secret in self._together(text, numbers, self.lons, self.lats):
            paired.add(secret)
            yield _span(numbers, first, second, secret)
        yield from self._halves(numbers, paired)

    def _together(self, text: str, numbers: _Numbers, one: Floats, other: Floats) -> Iterator[tuple[int, int, int]]:
        """Numbers next to each other, or exact ones in one line, that fit both halves of a point."""
        halves = _fit_one(numbers, one), _fit_one(numbers, other)
        for point in halves[0].keys() & halves[1].keys():
            seconds = halves[1][point]
            for first in halves[0][point]:
                place = bisect_left(seconds, first)
                # The nearest on either side: whatever stands farther away says nothing more.
                beside = seconds[max(0, place - _BESIDE) : place + _BESIDE]
                for second in sorted(beside, key=lambda other, own=first: _gap(numbers, own, other)):  # type: ignore[misc]
                    if first != second and _stand_together(text, numbers, first, second):
                        yield min(first, second), max(first, second), int(self.owner[point])
                        break

    def _halves(self, numbers: _Numbers, paired: set[int]) -> Iterator[Met]:
        fine = numbers.decimals >= _ALONE
        if not fine.any():
            return
        exact = [
            {point: [n for n in at if fine[n] and _is_rounded(numbers, n, goal[point])] for point, at in found.items()}
            for goal, found in ((self.lons, _fit_one(numbers, self.lons)), (self.lats, _fit_one(numbers, self.lats)))
        ]
        values = np.unique(numbers.values[fine])
        for point in range(len(self.owner)):
            secret = int(self.owner[point])
            if secret in paired:
                continue
            own = [each.get(point, []) for each in exact]
            alone = [n for at in own for n in at if not _is_half_of_another(numbers, n)]
            chance = _chance(values, self.lons[point]) * _chance(values, self.lats[point])
            if alone or (own[0] and own[1] and chance < _CHANCE):
                n = alone[0] if alone else own[0][0]
                yield Met(*numbers.spans[n], secret, Sign.COORDINATES)

    def _in_minutes(self, text: str) -> Iterator[Met]:
        if not any(sign in text for sign in _OF_DEGREES):
            return
        found = [(match, *_degrees(match)) for match in _SEXAGESIMAL.finditer(text)]
        if not found:
            return
        numbers = _Numbers(
            np.array([value for _, value, _ in found]),
            np.array([within for *_, within in found]),
            np.zeros(len(found), dtype=np.int64),
            [match.span() for match, *_ in found],
        )
        for first, second, secret in self._together(text, numbers, self.lons, self.lats):
            yield _span(numbers, first, second, secret)

    # Metres of UTM and of the web's maps; degrees written as whole numbers.

    def _in_metres(self, text: str) -> Iterator[Met]:
        if self._heads_of_metres is None:
            self._heads_of_metres = {
                _head(f"{value:.0f}", len(f"{value:.0f}"))
                for east, north, within in self._projected()
                for middle in (*east.tolist(), *north.tolist())
                for value in (middle - within, middle, middle + within)
            }
        numbers = _read(_WHOLE, text, self._heads_of_metres)
        if np.count_nonzero(~np.isnan(numbers.values)) < 2:
            return
        for east, north, within in self._projected():
            close = _Numbers(numbers.values, np.full(len(numbers), within), numbers.decimals, numbers.spans)
            for first, second, secret in self._together(text, close, east, north):
                yield _span(numbers, first, second, secret)

    def _projected(self) -> Iterator[tuple[Floats, Floats, float]]:
        for power in (4, 5, 6, 7):
            yield self.lons * 10**power, self.lats * 10**power, max(1.0, 10**power * _FINEST)
        if self._metres is None:
            self._metres = _metres(self.lons, self.lats)
        yield self._metres[:, 0], self._metres[:, 1], 15.0
        yield self._metres[:, 2], self._metres[:, 3], 15.0

    # Bytes.

    def in_bytes(self, data: bytes) -> list[tuple[int, int]]:
        """Where two doubles or two floats that follow each other are a secret's point: (offset, secret)."""
        found: list[tuple[int, int]] = []
        if not self:
            return found
        for kind, size in (("<f8", 8), (">f8", 8), ("<f4", 4), (">f4", 4)):
            for start in range(min(size, len(data))):
                values = np.abs(np.frombuffer(data, kind, (len(data) - start) // size, start))
                low, high = self._range()
                with np.errstate(invalid="ignore"):
                    likely = np.flatnonzero((values >= low) & (values <= high))
                found += self._consecutive(values, likely, start, size)
        return found

    def _range(self) -> tuple[float, float]:
        both = np.concatenate((self.lons, self.lats))
        return float(both.min()) - 1e-4, float(both.max()) + 1e-4

    def _consecutive(self, values: NDArray[np.floating], likely: Whole, start: int, size: int) -> list[tuple[int, int]]:
        found = []
        for step in (1, 2):  # x, y; and x, x, y, y, as boxes have them
            first = likely[likely + step < len(values)]
            with np.errstate(invalid="ignore"):
                pairs = values[first].astype(np.float64), values[first + step].astype(np.float64)
            within = np.full(len(first), _FINEST)
            found += [(start + int(first[at]) * size, secret) for at, secret in self.fit_pairs(*pairs, within)]
        return found


def _read(pattern: re.Pattern[str], text: str, heads: Collection[str]) -> _Numbers:
    """The numbers of a text. Those that do not begin like one that is looked for are not read: NaN, in their place."""
    matches = list(pattern.finditer(text))
    values, decimals = np.full(len(matches), np.nan), np.zeros(len(matches), dtype=np.int64)
    for n, match in enumerate(matches):
        written = match[0]
        whole, sign, _ = written.partition(".") if "." in written else written.partition(",")
        decimals[n] = len(written) - len(whole) - 1 if sign else 0
        if _head(written, len(whole)) in heads or "e" in written or "E" in written or not written.isascii():
            values[n], decimals[n] = _parse(written)
    within = np.maximum(10.0 ** -decimals.astype(np.float64), _FINEST)
    return _Numbers(values, within, decimals, [match.span() for match in matches])


def _head(written: str, whole: int) -> str:
    """How a number begins: of degrees to two decimals, of a whole number how many digits and the first three."""
    return f"{whole}:{written[:3]}" if whole > _DEGREES else written[: whole + 3].replace(",", ".")


def _parse(written: str) -> tuple[float, int]:
    plain = written.replace(",", ".").replace("\u066b", ".")
    fraction, _, power = plain.partition(".")[2].lower().partition("e")
    return float(plain), len(fraction) - int(power or 0)


def _heads_of(degrees: Floats) -> set[str]:
    """How numbers begin that may be one of these, rounded or cut to two decimals at least."""
    return {
        f"{step / 100:.2f}" for value in degrees.tolist() for step in range(int(value * 100) - 1, int(value * 100) + 3)
    }


def _fit_one(numbers: _Numbers, goals: Floats) -> dict[int, list[int]]:
    """For each goal (by position) the numbers that fit it."""
    order = np.argsort(goals)
    ordered = goals[order]
    low = np.searchsorted(ordered, numbers.values - numbers.within * (1 + 1e-9), "left")
    high = np.searchsorted(ordered, numbers.values + numbers.within * (1 + 1e-9), "right")
    found: dict[int, list[int]] = {}
    for n in np.flatnonzero(high > low).tolist():
        for at in range(low[n], high[n]):
            found.setdefault(int(order[at]), []).append(n)
    return found


def _fit(first: Floats, second: Floats, within: Floats, one: Floats, other: Floats) -> set[tuple[int, int]]:
    order = np.argsort(one)
    ordered = one[order]
    low = np.searchsorted(ordered, first - within, "left")
    high = np.searchsorted(ordered, first + within, "right")
    return {
        (int(n), int(order[at]))
        for n in np.flatnonzero(high > low)
        for at in range(low[n], high[n])
        if abs(second[n] - other[order[at]]) <= within[n]
    }


def _gap(numbers: _Numbers, one: int, other: int) -> int:
    """Characters between two numbers."""
    return numbers.spans[max(one, other)][0] - numbers.spans[min(one, other)][1]


def _stand_together(text: str, numbers: _Numbers, first: int, second: int) -> bool:
    first, second = min(first, second), max(first, second)
    gap = _gap(numbers, first, second)
    if second - first <= 2 and gap <= _NEAR:
        return True
    fine = min(numbers.decimals[first], numbers.decimals[second]) >= _ALONE
    return bool(fine and gap <= _RECORD and "\n" not in text[numbers.spans[first][1] : numbers.spans[second][0]])


def _is_rounded(numbers: _Numbers, n: int, goal: float) -> bool:
    """Is it the goal rounded or cut to as many decimals?"""
    places = min(int(numbers.decimals[n]), 9)
    cut = int(goal * 10**places) / 10**places
    return bool(
        min(abs(numbers.values[n] - round(goal, places)), abs(numbers.values[n] - cut)) <= max(1e-9, _FINEST / 10)
    )


def _is_half_of_another(numbers: _Numbers, n: int) -> bool:
    """Does a number beside it make it the longitude or latitude of some other point?"""
    return any(
        0 <= other < len(numbers)
        and numbers.decimals[other] >= _ALONE - 1
        and abs(numbers.spans[max(n, other)][0] - numbers.spans[min(n, other)][1]) <= _NEAR
        for other in (n - 1, n + 1)
    )


def _chance(values: Floats, goal: float) -> float:
    """How likely one of so many numbers of that size fits by chance, to four decimals (within a hundredth are 200)."""
    return min(1.0, float(np.count_nonzero(np.abs(values - goal) <= 0.01)) / 200)


def _degrees(match: re.Match[str]) -> tuple[float, float]:
    """Degrees, and how exact they are written."""
    minutes, seconds = (match[2] or "0").replace(",", "."), (match[3] or "").replace(",", ".")
    value = int(match[1]) + float(minutes) / 60 + float(seconds or 0) / 3600
    last, unit = (seconds, 3600.0) if seconds else (minutes, 60.0)
    return value, max(10.0 ** -len(last.partition(".")[2]) / unit, _FINEST)


def _span(numbers: _Numbers, first: int, second: int, secret: int) -> Met:
    return Met(numbers.spans[first][0], numbers.spans[second][1], secret, Sign.COORDINATES)


def _metres(lons: Floats, lats: Floats) -> Floats:
    """Easting and northing of the own zone of UTM (north), and x and y of Web Mercator; shape (n, 4)."""
    from pyproj import Transformer  # noqa: PLC0415 - only for texts that have such numbers

    zones = np.clip(np.floor((lons + 180) / 6).astype(int) + 1, 1, 60)
    table = np.empty((len(lons), 4))
    for zone in np.unique(zones):
        own = zones == zone
        turn = Transformer.from_crs("EPSG:4326", f"EPSG:{32600 + zone}", always_xy=True)
        table[own, :2] = np.column_stack(turn.transform(lons[own], lats[own]))
    web = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    table[:, 2:] = np.column_stack(web.transform(lons, np.clip(lats, -85, 85)))
    return table
