"""Numbers of change: "doubled", "fell by a third". They are found; that no measure of a case tests them is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from firmground.bounds import Bounds
from firmground.documents.numbers.cores import Core, exactly
from firmground.documents.numbers.units import Counted, is_plural
from firmground.documents.numbers.vocabulary import CHANGES, FELL, ROSE

if TYPE_CHECKING:
    from firmground.documents.numbers.line import Line


def read_factor(line: Line, at: int) -> Core | None:
    """“Doubled”, “tripled”, “halved”, where a number is said to have done so."""
    factor = CHANGES.get(line.lower[at])
    if factor is None or changed_thing(line, at) is None:
        return None
    value = int(factor) if factor.denominator == 1 else factor
    return Core(at, at + 1, "change", exactly(value), lambda _: "")


def as_change(line: Line, core: Core, start: int) -> Core:
    """The share as a change, if a verb before it says so: "fell by [more than] a third", "rose 30 percent"."""
    if core.kind != "share" or core.value is None or core.operator:
        return core
    at = start - 1
    by = line.word(at) == "by"
    if by:
        at -= 1
    for place in (at, at - 1) if by else (at,):
        sign = 1 if line.word(place) in ROSE else -1 if line.word(place) in FELL else 0
        if sign:
            low, high = sorted((sign * core.value.low, sign * core.value.high))
            return replace(core, start=place, kind="change", value=Bounds(low, high), accept=lambda _: "")
    return core


def changed_thing(line: Line, at: int) -> Counted | None:
    """What grew or fell: the first plural since the clause began, "strikes" of "the number of strikes"."""
    begin = max(0, at - 12)
    for place in range(at - 1, begin - 1, -1):
        if line.lower[place] in (",", ";", ":", "that", "and", "while", "but"):
            begin = place + 1
            break
    for place in range(begin, at):
        if is_plural(line, place) and not line.dated[place]:
            return Counted(place, place + 1)
    return None
