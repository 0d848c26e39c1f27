"""The words that dates are made of, each kind with its letter for `documents.letters`.

M month, m a month that is also something else (May, March), W weekday, V weekday cut short, S season, D unit of time,
d a number from 1 to 31, y one of four figures, n another, N one in words, v a vague one, P "today", H part of a day.
"""

from __future__ import annotations

from functools import lru_cache

from firmground.documents.numerals import SMALL, read_figures

_MONTHS = "january february march april may june july august september october november december".split()
MONTHS = {name: number for number, name in enumerate(_MONTHS, 1)}
MONTHS |= {name[:3]: number for name, number in list(MONTHS.items())}
MONTHS |= {f"{name}.": number for name, number in list(MONTHS.items()) if len(name) == 3}
MONTHS |= {"sept": 9, "sept.": 9}
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
WEEKDAYS = {name: number for number, name in enumerate(_WEEKDAYS)}
_SHORT_DAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
SHORT_DAYS = _SHORT_DAYS | {f"{name}.": number for name, number in _SHORT_DAYS.items()}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
UNITS = {
    **{
        unit: unit for unit in "second minute hour day week weekend fortnight month quarter year decade century".split()
    },
    **{f"{unit}s": unit for unit in "second minute hour day week weekend fortnight month quarter year decade".split()},
    "centuries": "century",
}
POINTS = frozenset("today yesterday tomorrow tonight overnight".split())
VAGUE = frozenset("several few many couple some".split())
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}

# Months that are words or names of other things as well: they need a day, a year or a word such as "in" beside them.
_AMBIGUOUS = frozenset("march may april june august mar jun mar. jun.".split())
_LETTERS = {
    "M": "january february july september october november december",
    "P": " ".join(POINTS),
    "S": "spring summer autumn fall winter",
    "D": " ".join(sorted(UNITS)),
    "H": "morning afternoon evening night",
    "v": " ".join(VAGUE),
    "R": "daily weekly monthly yearly annually hourly nightly",
    "r": "every each per",
    "1": "first third fourth",
    "&": "and",
    "q": "the",
    "x": "a an",
    "i": "in on at during within over throughout",
    "o": "of",
    "b": "between",
    "f": "from",
    "t": "to through thru",
    "u": "until till",
    "s": "since",
    "e": "by",
    "B": "before",
    "F": "after",
    "l": "last past recent",
    "L": "late",
    "E": "early",
    "J": "earlier later prior afterwards afterward",
    "T": "this",
    "X": "next coming",
    "g": "ago",
    "G": "start beginning outset launch onset",
    "Z": "end close",
    "K": "mid middle",
    "O": "old",
    "p": "up",
    "z": "so",
    "Y": "far",
    "@": "as",
    "Q": "will shall due scheduled expected plan plans planned planning would upcoming deadline tomorrow",
    "*": "st nd rd th",
    "$": "s",
    "c": "century",
    "a": "that same following previous preceding",
    "U": "for",
    "+": "onward onwards",
    ",": ",",
    ".": ".",
    "(": "(",
    "-": "- ‑ – — −",
    "/": "/",
    "=": "long",
}
_BY_WORD = {word: letter for letter, words in _LETTERS.items() for word in words.split()}
_BY_WORD |= {"half": "7", "tomorrow": "P", "century": "c", "centuries": "D", "recent": "l"}
_SHORT_MONTHS = frozenset(name for name in MONTHS if len(name) < 6 and name[:4] not in ("june", "july"))


@lru_cache(maxsize=4096)
def letter_of(word: str) -> str:
    """The letter of a word as it is written; names of months and days count with a capital only."""
    if word[0].isdecimal():
        return _number(word)
    lower = word.lower()
    if word[0].isupper():
        if letter := _named(word, lower):
            return letter
    elif lower in WEEKDAYS:
        return "W"
    elif lower in MONTHS and lower not in _AMBIGUOUS and len(lower) > 4:
        return "M"
    if lower in SMALL:
        return "N"
    return _BY_WORD.get(lower) or ("C" if word[0].isupper() else "w")


def _named(word: str, lower: str) -> str:
    if lower in MONTHS:
        return "m" if lower in _AMBIGUOUS or (len(word) < 5 and word.isupper()) else "M"
    if lower in WEEKDAYS:
        return "W"
    if lower[-1] == "s" and lower[:-1] in WEEKDAYS:
        return "%"
    if lower in SHORT_DAYS:
        return "V"
    return ""


def _number(word: str) -> str:
    if not word.isdecimal():
        if word.count(".") == 2 and len(word) <= 10:
            return "#"
        return "w" if read_figures(word) is None else "n"
    if len(word) <= 2:
        return "d" if 1 <= int(word) <= 31 else "n"
    if len(word) == 4:
        return "y" if 1000 <= int(word) <= 2199 else "n"
    return "n"


def number_of(lower: str) -> int | None:
    """The whole number that a word stands for, 1 for "a"; None for a vague one or a broken number."""
    if lower in ("a", "an"):
        return 1
    if lower in SMALL:
        return SMALL[lower]
    value = read_figures(lower) if lower[0].isdecimal() else None
    return value if isinstance(value, int) else None
