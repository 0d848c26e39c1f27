"""Distances before a name: "45 km", "about 20-25 miles", "10km", "twelve kilometres", "12.5 km"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from firmground.documents.places import regions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.documents.places.tokens import Token

UNITS_OF_LENGTH: Final = {
    **dict.fromkeys(("km", "kms", "kilometer", "kilometers", "kilometre", "kilometres"), 1.0),
    **dict.fromkeys(("mile", "miles", "mi"), 1.609344),
    **dict.fromkeys(("m", "meters", "metres", "meter", "metre"), 0.001),
}  # fmt: skip
_SMALL: Final = ["a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMBERS: Final = {
    **{word: float(number or 1) for number, word in enumerate(_SMALL)},
    "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0,
    "eighty": 80.0, "ninety": 90.0, "hundred": 100.0, "dozen": 12.0,
}  # fmt: skip
_ABOUT: Final = frozenset({"about", "around", "some", "approximately", "roughly", "nearly", "almost", "over"})
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_MOST_DIGITS: Final = 5
_FARTHEST_KM: Final = 2000.0


class Distance(NamedTuple):
    """`first`: the token where it begins; `rounding_km`: how far off it may be."""

    first: int
    km: float
    rounding_km: float


class _Figure(NamedTuple):
    """`first`: the token where it begins; `least`: of a range, else the same as `value`."""

    first: int
    value: float
    least: float


def read_distance(text: str, tokens: Sequence[Token], place: int) -> Distance | None:
    """The distance that ends at a token, None if none does."""
    word = tokens[place].fold if place >= 0 else ""
    digits = word.rstrip(_LETTERS)
    if digits and digits != word:
        figure, unit = _read_figure(text, tokens, place, digits), UNITS_OF_LENGTH.get(word[len(digits) :])
    else:
        figure = _read_figure(text, tokens, place - 1, tokens[place - 1].fold) if place > 0 else None
        unit = UNITS_OF_LENGTH.get(word)
    if figure is None or unit is None or not 0 < figure.value * unit <= _FARTHEST_KM:
        return None
    about = figure.first > 0 and tokens[figure.first - 1].fold in _ABOUT
    slack = max(regions.rounding(figure.value, about=about), figure.value - figure.least)
    return Distance(figure.first - about, figure.value * unit, slack * unit)


def _read_figure(text: str, tokens: Sequence[Token], place: int, word: str) -> _Figure | None:
    if word in _NUMBERS:
        return _Figure(place, _NUMBERS[word], _NUMBERS[word])
    if not _is_figure(word):
        return None
    value = float(word)
    before = tokens[place - 1] if place > 0 else None
    if before is None or not _is_figure(before.fold):
        return _Figure(place, value, value)
    gap = text[before.stop : tokens[place].start]
    if gap in {".", ","}:
        thousands = gap == "," and len(word) == 3
        value = float(before.fold + word) if thousands else float(f"{before.fold}.{word}")
        return _Figure(place - 1, value, value)
    if gap.strip() in {"-", "–", "—", "to"} and float(before.fold) < value:
        return _Figure(place - 1, value, float(before.fold))
    return _Figure(place, value, value)


def _is_figure(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= _MOST_DIGITS
