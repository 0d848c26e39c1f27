"""Shares without a number: "most", "the majority", "a minority", "all of", "none of", "mostly"."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from firmground.documents.numbers.cores import Core, exactly
from firmground.documents.numbers.units import is_plural
from firmground.documents.numbers.vocabulary import MOSTLY, NO_MOST, STRUCK, UNITS

if TYPE_CHECKING:
    from firmground.documents.numbers.line import Line

_HALF = Fraction(1, 2)
_NEARLY_ALL = "0.9..1"  # our judgement: the words say more than most, and not every one
_OF_THESE = frozenset("the these those its their his her our them us".split())
_BEFORE_MAJORITY = frozenset("a the vast overwhelming large clear great big slim small".split())
_VERBS = frozenset("was were is are have has had hit fell struck lie lay of".split())


def read_share(line: Line, at: int) -> Core | None:
    """The share that begins at this word, if one does."""
    word = line.lower[at]
    if word == "most":
        return _most(line, at)
    if word in ("all", "none"):
        return _every(line, at)
    if word in ("majority", "minority"):
        return _majority(line, at)
    if word in MOSTLY and any(line.word(place) in STRUCK for place in range(at - 2, at + 3)):
        return Core(at, at + 1, "vague", None, lambda _: "> 0.5", operator=">")
    return None


def _most(line: Line, at: int) -> Core | None:
    before, after = line.word(at - 1), line.word(at + 1)
    if (
        before in ("the", "at", "its", "their", "his", "a", "second")
        or after in NO_MOST
        or line.dated[at + 1 : at + 2] == b"\x01"
    ):
        return None
    place = at + 2
    if after == "of":
        if line.dated[place : place + 1] == b"\x01" or line.dated[place + 1 : place + 2] == b"\x01":
            return None  # "most of October"
    elif not any(is_plural(line, place) for place in (at + 1, at + 2, at + 3)):
        return None
    return Core(at, at + 1, "share", exactly(_HALF), lambda _: "> 0.5", operator=">")


def _every(line: Line, at: int) -> Core | None:
    word, after = line.lower[at], line.word(at + 1)
    of_these = after == "of" and (line.word(at + 2) in _OF_THESE or line.word(at + 3) in ("'s", "’s"))
    if word == "none":
        return Core(at, at + 1, "share", exactly(0), lambda _: "= 0", operator="=") if of_these else None
    these = after in _OF_THESE and any(line.word(place) in UNITS for place in (at + 2, at + 3, at + 4))
    if not (of_these or these) or line.word(at - 1) in ("after", "at", "above", "over", "of"):
        return None

    def accept(sign: str) -> str:
        return _NEARLY_ALL if sign in ("almost", "about") else "= 1" if sign == "=" else f"{sign} 1"

    return Core(at, at + 1, "share", exactly(1), accept)


def _majority(line: Line, at: int) -> Core | None:
    start = at
    while start and line.lower[start - 1] in _BEFORE_MAJORITY:
        start -= 1
    if start == at or (line.word(at + 1) not in _VERBS and line.word(at + 1) != "still"):
        return None
    sign = ">" if line.lower[at] == "majority" else "<"
    return Core(start, at + 1, "share", exactly(_HALF), lambda _: f"{sign} 0.5", operator=sign)
