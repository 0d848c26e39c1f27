"""Numbers as they are written: in figures of any script, in words, or both ("1.5 million", "two dozen").

Values are exact: whole numbers, or fractions where there is a decimal point. No float is ever made.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.documents.prose import Word


class Numeral(NamedTuple):
    """A number that begins at a word; `stop` is the index of the word after it. `round`: it names no exact number."""

    value: int | Fraction
    stop: int
    round: bool = False


_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {
    **{word: value for value, word in enumerate([*_ONES, "seventeen", "eighteen", "nineteen"])},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
}
_COMPOUND = {f"{ten}-{one}": SMALL[ten] + SMALL[one] for ten in _TENS for one in _ONES[1:10]}
SMALL |= _COMPOUND
MULTIPLES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "mln": 10**6,
    "billion": 10**9,
    "bln": 10**9,
    "bn": 10**9,
    "dozen": 12,
}
MOST_FIGURES = 15  # a longer row of figures is a number of an account, not of people or strikes

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_MIXED = re.compile(r"(\d+)-(\d+)/(\d+)")


def read_figures(text: str) -> int | Fraction | None:
    """The value of one written figure: "15", "1,204", "3.5", "2-1/2"; None for "21,2015" or "24.11.2015"."""
    if len(text) > MOST_FIGURES + 6:
        return None
    if mixed := _MIXED.fullmatch(text):
        bottom = int(mixed[3])
        return plain(int(mixed[1]) + Fraction(int(mixed[2]), bottom)) if bottom else None
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "") if "," in text else text.replace(".", "")
    elif not _PLAIN.fullmatch(text):
        return None
    return plain(Fraction(text))


def plain(value: int | Fraction) -> int | Fraction:
    """A whole number as an int."""
    return int(value) if isinstance(value, Fraction) and value.denominator == 1 else value


def read_numeral(words: Sequence[Word], at: int) -> Numeral | None:
    """The number that begins at this word, with the words that multiply it; None if none does."""
    first = words[at].text.lower()
    if first[0].isdecimal():
        value = read_figures(first)
        return None if value is None else _multiplied(words, at + 1, value)
    if first in SMALL:
        return _spelled(words, at)
    if first in ("a", "half", "several"):
        return _of_one(words, at, first)
    return None


def _of_one(words: Sequence[Word], at: int, first: str) -> Numeral | None:
    """“A hundred”, “half a million”, “half a dozen”."""
    following = [word.text.lower() for word in words[at + 1 : at + 3]]
    if first == "a" and following and following[0] in MULTIPLES:
        return _multiplied(words, at + 1, 1)
    if first == "half" and following[:1] == ["a"] and following[1:2] and following[1] in MULTIPLES:
        return Numeral(MULTIPLES[following[1]] // 2, at + 3, following[1] == "dozen")
    return None


def _spelled(words: Sequence[Word], at: int) -> Numeral:
    """“Two”, “twenty one”, “two hundred and five”."""
    value, stop = SMALL[words[at].text.lower()], at + 1
    if 20 <= value < 100 and value % 10 == 0 and stop < len(words) and 0 < SMALL.get(words[stop].text.lower(), 0) < 10:
        value, stop = value + SMALL[words[stop].text.lower()], stop + 1
    if stop < len(words) and words[stop].text.lower() == "hundred":
        value, stop = value * 100, stop + 1
        rest = stop + (stop < len(words) and words[stop].text.lower() == "and")
        if rest < len(words) and 0 < SMALL.get(words[rest].text.lower(), 0) < 100:
            value, stop = value + SMALL[words[rest].text.lower()], rest + 1
    return _multiplied(words, stop, value)


def _multiplied(words: Sequence[Word], stop: int, value: int | Fraction) -> Numeral:
    rounded = False
    for _ in range(2):  # "two hundred thousand"
        times = MULTIPLES.get(words[stop].text.lower()) if stop < len(words) else None
        if times is None:
            break
        rounded = rounded or times == MULTIPLES["dozen"]
        value, stop = value * times, stop + 1
    return Numeral(plain(value), stop, rounded)


_HALVES = frozenset({"a", "p"})
_ZONES = frozenset("gmt utc hrs".split())


def read_clock(words: Sequence[Word], at: int) -> int:
    """The index of the word after a time of day ("8 a.m.", "21:30", "0800 GMT"); `at` itself if none begins here."""
    if words[at].text.lower() in ("noon", "midnight"):
        return at + 1
    if not words[at].text[0].isdecimal():
        return at
    stop = at + 1
    while stop + 1 < len(words) and words[stop].text == ":" and _touch(words, stop):
        if not words[stop + 1].text.isdecimal():
            break
        stop += 2
    return _past_half(words, stop) or (stop if stop > at + 1 else at)


def _past_half(words: Sequence[Word], stop: int) -> int:
    """The index after "a.m.", "pm" or a zone; 0 if none stands here."""
    following = [word.text.lower() for word in words[stop : stop + 4]]
    if following[:1] and (following[0] in ("am", "pm") or following[0] in _ZONES):
        return stop + 1
    if len(following) >= 3 and following[0] in _HALVES and following[1:3] == [".", "m"]:
        return stop + 3 + (following[3:] == ["."] and words[stop + 2].stop == words[stop + 3].start)
    return 0


def _touch(words: Sequence[Word], at: int) -> bool:
    """No space stands before or after this mark."""
    return words[at - 1].stop == words[at].start and (at + 1 >= len(words) or words[at].stop == words[at + 1].start)
