"""The whole that stands before its parts: "Of the 64 places named, only 15 were held by ...".

A sentence, or what somebody says in it, that begins with "of" or "out of" and a counted whole tells its numbers as
parts of that whole, where they have no noun of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from firmground.documents.numbers.accepted import accept_exact_ratio, accept_fraction
from firmground.documents.numbers.cores import exactly
from firmground.documents.numbers.units import read_counted
from firmground.documents.numbers.vocabulary import OPERATORS, SOFT, STOPS

if TYPE_CHECKING:
    from firmground.documents.numbers.cores import Core
    from firmground.documents.numbers.line import Line
    from firmground.documents.numbers.units import Counted

_FARTHEST = 16  # words that may still tell of the whole before the comma: "that Russia named in October"
_OPENERS = frozenset("that said says and but while yet because".split())
_JOINTS = frozenset(", ; and but while : —".split())


@dataclass(frozen=True, slots=True)
class Whole:
    """`counted`: its words and its number; `number`: that number; `comma`: where the parts begin. `soft`: about so
    many.
    """

    counted: Counted
    number: int
    comma: int
    soft: bool


def fronted_whole(line: Line) -> Whole | None:
    """The whole with which the line, or what is said in it, begins."""
    for at, word in enumerate(line.lower):
        if word != "of" or not _opens(line, at - (line.word(at - 1) == "out")):
            continue
        counted = read_counted(line, at, share=True, one=False)
        if counted is None or counted.out_of is None or any(line.dated[at : counted.stop]):
            continue
        last = min(len(line.words), counted.stop + _FARTHEST)
        comma = next((place for place in range(counted.stop, last) if line.lower[place] == ","), -1)
        if comma > 0:
            soft = any(OPERATORS.get((one,)) in SOFT for one in line.lower[at + 1 : counted.start])
            return Whole(counted, counted.out_of, comma, soft)
    return None


def _opens(line: Line, at: int) -> bool:
    before = line.word(at - 1)
    return not before or not before[0].isalnum() or before in _OPENERS


def part_of(line: Line, whole: Whole, core: Core, start: int, counted: Counted | None) -> Core | None:
    """The number as a part of the whole, None if it is none. `start`: where the words that compare it begin.
    `counted`: what it counts by itself; a verb ("15 were hit") or "of them" is no noun of its own.
    """
    own = counted is not None and counted.start >= core.stop and line.word(core.stop) not in STOPS
    if own or start <= whole.comma or line.word(start - 1) not in _JOINTS:
        return None
    if core.kind == "share" and core.value is not None:
        return core
    part = core.value.low if core.kind == "count" and core.value is not None else 0
    if not isinstance(part, int) or not 0 < part <= whole.number or not _is_told(line, core.stop):
        return None
    value = Fraction(part, whole.number)

    def accept(sign: str) -> str:
        if whole.soft:
            return accept_fraction(value, "about" if sign == "=" else sign)
        return accept_exact_ratio(part, whole.number, sign)

    return replace(core, kind="ratio", value=exactly(value), accept=accept, out_of=whole.number, bare=False)


def _is_told(line: Line, at: int) -> bool:
    """Something is said of the part itself: "15 were", "15 lay in", "15 of them"; not "15 km away"."""
    return not line.word(at)[:1].isalnum() or line.word(at) in STOPS or line.word(at).endswith("ed")
