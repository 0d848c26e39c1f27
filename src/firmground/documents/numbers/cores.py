"""The number itself, without what compares it: "80 percent", "15 of the 64", "two-thirds", "10 to 15", "dozens"."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from firmground.bounds import Bounds
from firmground.documents.numbers.accepted import (
    accept_count,
    accept_exact_ratio,
    accept_fraction,
    accept_percent,
    accept_range,
)
from firmground.documents.numbers.vocabulary import MEASURES, PARTS, PERCENT, SETS, TENS_OF, TIMES, VAGUE
from firmground.documents.numerals import MULTIPLES, SMALL, Numeral, read_numeral

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.documents.numbers.line import Line


@dataclass(frozen=True, slots=True)
class Core:
    """Words `start` to `stop` (excluded). `accept`: what a test accepts, given the operator.

    `operator`: what the words themselves compare ("most" is more than half), "" if only words around them do.
    `of_what`: the index at which "of what" is told for a ratio, -1 where it is told behind "of".
    """

    start: int
    stop: int
    kind: str
    value: Bounds | None
    accept: Callable[[str], str]
    operator: str = ""
    out_of: int | None = None
    bare: bool = False  # a count of which only figures are written


def exactly(value: int | Fraction) -> Bounds:
    return Bounds(value, value)


def read_core(line: Line, at: int) -> Core | None:
    """The number that begins at this word, if one does."""
    return _part(line, at) or _number(line, at) or _vague(line, at)


# -- parts in words


def _part(line: Line, at: int) -> Core | None:
    """“Half”, “a third”, “two-thirds”, “four fifths”."""
    word = line.lower[at]
    if word == "half":
        return _half(line, at)
    top, hyphen, bottom = word.partition("-")
    if hyphen and bottom in PARTS and (top in SMALL or top == "a"):
        return _fraction(at, at + 1, SMALL.get(top, 1), PARTS[bottom])
    if word in ("a", "one") or word in SMALL:
        bottom, stop = line.word(at + 1), at + 2
        if bottom in ("-", "‑") and line.is_glued(at + 1):
            bottom, stop = line.word(at + 2), at + 3
        if bottom not in PARTS or bottom in ("half", "halves"):
            return None
        # "A third attack" counts attacks: only "a third of" and "by a third" are parts.
        if word == "a" and line.word(stop) != "of" and line.word(at - 1) != "by" and line.word(stop - 1) != "quarter":
            return None
        return _fraction(at, stop, SMALL.get(word, 1), PARTS[bottom])
    return None


def _half(line: Line, at: int) -> Core | None:
    if line.is_glued(at + 1) and line.word(at + 1) in ("-", "‑"):
        return None
    if line.word(at + 1) == "a" and read_numeral(line.words, at) is not None:
        return None
    before, after = line.word(at - 1), line.word(at + 1)
    if before in _OTHER_HALVES or after in TIMES or (after == "an" or (after == "a" and line.word(at + 2) in TIMES)):
        return None
    compared = before in (
        "than",
        "least",
        "most",
        "about",
        "almost",
        "nearly",
        "over",
        "roughly",
        "under",
        "around",
        "by",
    )
    if not compared and after not in ("of", "the", "its", "their", "his", "all", "these", "those"):
        return None
    return _fraction(at, at + 1, 1, 2)


_OTHER_HALVES = frozenset(
    "first second other latter top bottom in and early late a northern southern eastern western".split()
)


def _fraction(start: int, stop: int, top: int, bottom: int) -> Core | None:
    if not 0 < top <= bottom:
        return None
    value = Fraction(top, bottom)
    return Core(start, stop, "share", exactly(value), lambda sign: accept_fraction(value, sign))


# -- numbers


def _number(line: Line, at: int) -> Core | None:
    between = line.lower[at] in ("between", "from")
    numeral = read_numeral(line.words, at + between) if at + between < len(line.words) else None
    if numeral is None:
        return None
    joined = _joined(line, at, numeral)
    return joined if joined or between else _one_number(line, at, numeral)


def _joined(line: Line, start: int, low: Numeral) -> Core | None:
    """“Between 10 and 20”, “10 to 15 percent”, “20-30”."""
    opening = line.lower[start]
    low_stop = _percent(line, low.stop) or low.stop
    link = line.word(low_stop)
    if link not in ({"and"} if opening == "between" else {"to", "-", "–", "‑", "or"}) or low_stop + 1 >= len(
        line.words
    ):
        return None
    if line.dated[low_stop] or line.dated[low_stop + 1]:
        return None
    high = read_numeral(line.words, low_stop + 1)
    if high is None or (link == "or" and high.value != low.value + 1):
        return None
    # "10 to 15 million": what multiplies the second is meant for both.
    value = low.value
    if high.value >= 1000 and value < 1000 and line.word(high.stop - 1) in ("thousand", "million", "billion"):
        value = value * {"thousand": 1000, "million": 10**6, "billion": 10**9}[line.word(high.stop - 1)]
    if not value < high.value:
        return None
    if stop := _percent(line, high.stop):
        bounds = Bounds(Fraction(value) / 100, Fraction(high.value) / 100)
        return Core(start, stop, "share", bounds, lambda sign: accept_range(value, high.value, sign, 100))
    return Core(
        start, high.stop, "range", Bounds(value, high.value), lambda sign: accept_range(value, high.value, sign)
    )


def _percent(line: Line, at: int) -> int:
    """The index after "percent" or "per cent"; 0 if it does not stand here, or means points."""
    stop = 0
    if line.word(at) in PERCENT:
        stop = at + 1
    elif line.word(at) == "per" and line.word(at + 1) == "cent":
        stop = at + 2
    return 0 if line.word(stop) in ("point", "points") else stop


def _one_number(line: Line, at: int, numeral: Numeral) -> Core | None:
    value = numeral.value
    if stop := _percent(line, numeral.stop):
        decimals = len(line.lower[at].partition(".")[2]) if line.numeric(at) else 0
        share = Fraction(value) / 100
        return Core(at, stop, "share", exactly(share), lambda sign: accept_percent(value, decimals, sign))
    if ratio := _ratio(line, at, numeral):
        return ratio
    printed = _printed(line, at, numeral)
    return Core(
        at,
        numeral.stop,
        "count",
        exactly(value),
        lambda sign: accept_count(value, sign, printed),
        operator="about" if numeral.round else "",
        bare=True,
    )


def _printed(line: Line, at: int, numeral: Numeral) -> int | Fraction:
    """How far a number reaches that is written in millions (half of its last figure) or dozens (two to each)."""
    if numeral.round:
        return Fraction(numeral.value, 6)
    times = MULTIPLES.get(line.lower[numeral.stop - 1], 1)
    if times < 10**6 or not line.numeric(at):
        return 0
    return Fraction(times, 2 * 10 ** len(line.lower[at].partition(".")[2]))


_ROUND_WHOLES = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 50, 100, 1000})


def _ratio(line: Line, at: int, part: Numeral) -> Core | None:
    """“One in 20”, “nine out of ten”: a way of speaking. “15 of the 64”: two counts."""
    stop = part.stop
    linked = line.word(stop)
    if linked == "out" and line.word(stop + 1) == "of":
        place = stop + 2
    elif linked in ("in", "of"):
        place = stop + 1
    else:
        return None
    spoken = linked in ("in", "out")
    for word in ("every", "the", "its", "their", "all", "these", "those"):
        if line.word(place) == word:
            place += 1
            spoken = spoken and word == "every"
    if place >= len(line.words) or line.dated[place] or line.word(place) in ("a", "half", "several"):
        return None
    whole = read_numeral(line.words, place)
    if whole is None or _percent(line, whole.stop) or line.word(whole.stop) in TIMES:
        return None
    top, bottom = part.value, whole.value
    if not isinstance(top, int) or not isinstance(bottom, int) or not 0 < top <= bottom or bottom < 2:
        return None
    if linked == "in" and bottom not in _ROUND_WHOLES:
        return None
    value = Fraction(top, bottom)
    round_way = spoken and bottom in _ROUND_WHOLES

    def accept(sign: str) -> str:
        return accept_fraction(value, sign) if round_way else accept_exact_ratio(top, bottom, sign)

    return Core(at, whole.stop, "ratio", exactly(value), accept, out_of=None if round_way else bottom)


# -- words without a number

_LIMITS = frozenset({">", ">=", "<", "<="})
_MEASURED = TIMES | MEASURES


def _vague(line: Line, at: int) -> Core | None:
    """“Multiple”, “dozens”, “tens of thousands”: at least what such a word can mean."""
    word = line.lower[at]
    least, stop = VAGUE.get(word, 0), at + 1
    if word in TENS_OF and line.word(at + 1) == "of" and line.word(at + 2) in ("thousands", "millions"):
        least, stop = TENS_OF[word] * (1000 if line.word(at + 2) == "thousands" else 10**6), at + 3
    elif word in ("several", "many") and line.word(at + 1) in ("hundred", "thousand", "million", "dozen"):
        least, stop = 2 * {"hundred": 100, "thousand": 1000, "million": 10**6, "dozen": 12}[line.word(at + 1)], at + 2
    elif (word, line.word(at + 1)) in SETS:
        least, stop = SETS[word, line.word(at + 1)], at + 2
    if not least or line.word(stop) in TIMES or (line.word(stop) == "of" and line.word(stop + 1) in _MEASURED):
        return None
    return Core(at, stop, "vague", None, lambda sign: f"{sign if sign in _LIMITS else '>='} {least}", operator=">=")
