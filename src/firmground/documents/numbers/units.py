"""What a number counts: the noun behind it, and the whole of which a share is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.documents.numbers.vocabulary import (
    CASUALTIES,
    CAUSING,
    DETERMINERS,
    FRONT_PLURALS,
    NO_PLURALS,
    OPERATORS,
    PEOPLE,
    STOPS,
    TIMES,
)
from firmground.documents.numerals import read_numeral

if TYPE_CHECKING:
    from firmground.documents.numbers.line import Line

_LONGEST = 6  # words of a noun with what stands before it


@dataclass(frozen=True, slots=True)
class Counted:
    """Words `start` to `stop` (excluded) of what is counted; `whole`: where the words behind "of" begin, -1 if none do;
    `out_of`: a number that stands in them.
    """

    start: int
    stop: int
    whole: int = -1
    out_of: int | None = None


def is_plural(line: Line, at: int) -> bool:
    word = line.word(at)
    if word in PEOPLE or (word.endswith("men") and len(word) > 5):
        return True
    if word[-1:] == "s" and line.words[at].text[-1] == "S" and any(letter.isdecimal() for letter in word):
        return False  # "Su-35S"
    if len(word) < 3 or word[-1] != "s" or word in NO_PLURALS or word in STOPS:
        return False
    # A name such as "Damascus" ends like a plural, "Kurds" is one.
    return word[-2:] not in ("ss", "us", "is") or "-" in word


def read_counted(line: Line, stop: int, *, share: bool, one: bool) -> Counted | None:
    """What stands behind a number. Of a share it follows "of" and may be one thing ("a third of the city")."""
    at, whole = stop, -1
    if line.word(at) in _CLOSING:
        at += 1  # "more than 80 percent" of the raids
    if line.word(at) == "of":
        at += 1
        whole = at
    elif share and line.word(at) in ("the", "its", "their", "all", "these", "those"):
        whole = at  # "half the men"
    at, out_of = _past_determiners(line, at, numbers=whole >= 0)
    if line.word(at) in CASUALTIES and not is_plural(line, at + 1) and line.word(at) != "dead":
        return Counted(at, at + 1, whole, out_of)
    return _noun(line, at, whole, out_of, single=share or one)


_CLOSING = frozenset("\"”»'’")


def _past_determiners(line: Line, at: int, *, numbers: bool) -> tuple[int, int | None]:
    """Past "the", "Russia's", and past a number: "of the almost 800 targets"."""
    out_of: int | None = None
    for _ in range(4):
        if line.word(at) in DETERMINERS or (
            line.word(at) in ("more", "other", "new") and line.word(at - 1).isdecimal()
        ):
            at += 1
            continue
        owner = next((place for place in range(at + 1, at + 5) if line.word(place) in ("'s", "’s")), -1)
        if owner > 0 and all(line.is_capital(place) or line.word(place) in DETERMINERS for place in range(at, owner)):
            at = owner + 1
            continue
        if not numbers:
            break
        if (line.word(at),) in OPERATORS and at + 1 < len(line.words) and read_numeral(line.words, at + 1):
            at += 1
        numeral = read_numeral(line.words, at) if at < len(line.words) and not line.dated[at] else None
        if numeral is not None and out_of is None:
            out_of = numeral.value if isinstance(numeral.value, int) else None
            at = numeral.stop
            continue
        break
    return at, out_of


def _noun(line: Line, at: int, whole: int, out_of: int | None, *, single: bool) -> Counted | None:
    """Up to the first plural; one thing alone where only one can be meant."""
    place = at
    while place < len(line.words) and place < at + _LONGEST and _may_belong(line, place):
        if is_plural(line, place) and not _stands_before(line, place):
            return Counted(at, place + 1, whole, out_of)
        if single and place > at and line.lower[place].endswith(("ed", "ing")):
            break
        place += 1
    if single and place > at:
        return Counted(at, min(place, at + 3), whole, out_of)
    return None


def _stands_before(line: Line, at: int) -> bool:
    """A plural that only describes the next one: "arms depots", "artillery platforms"."""
    if line.lower[at] in FRONT_PLURALS:
        return any(is_plural(line, place) and _run_of_words(line, at + 1, place) for place in (at + 1, at + 2))
    return line.lower[at] in PEOPLE and _run_of_words(line, at + 1, at + 1) and is_plural(line, at + 1)


def _run_of_words(line: Line, start: int, stop: int) -> bool:
    return all(_may_belong(line, place) for place in range(start, stop + 1))


def _may_belong(line: Line, at: int) -> bool:
    if at >= len(line.words) or line.dated[at]:
        return False
    word = line.lower[at]
    return word[0].isalpha() and word not in STOPS and word not in TIMES


def counted_by_verb(line: Line, start: int, stop: int) -> tuple[int, int] | None:
    """The verb that says what happened to a number alone: "killed 30", "40 were wounded"."""
    before = line.word(start - 1)
    if before in CAUSING:
        return start - 1, start
    after = stop + (line.word(stop) in ("were", "was", "are", "is"))
    if line.word(after) in ("also", "others", "more", "still"):
        after += 1
    return (after, after + 1) if line.word(after) in CASUALTIES else None
