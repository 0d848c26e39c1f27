"""Every world of a few units, one by one: what bounds and settlements must equal."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING

from firmground.bounds import Bounds
from firmground.case.claims import MeasureKind
from firmground.measures.units import NO, OUT, YES, Units
from firmground.modality import CANNOT, MAY, MUST, Modality

if TYPE_CHECKING:
    from firmground.measures.settle import Question

Chosen = tuple[int, Fraction]  # a state and a weight


def ways(units: Units, number: int) -> list[Chosen]:
    """Every way in which one unit can be decided: a state and, at its ends, a weight."""
    ends = {Fraction(float(units.low[number])), Fraction(float(units.high[number]))}
    return [(state, weight) for state in (OUT, YES, NO) if units.states[number] & state for weight in sorted(ends)]


def value_in(world: tuple[Chosen, ...], question: Question) -> Fraction | None:
    yes = sum((weight for state, weight in world if state == YES), Fraction(0))
    no = sum((weight for state, weight in world if state == NO), Fraction(0))
    if question.kind is MeasureKind.COUNT:
        return yes
    return yes / (yes + no) if yes + no else None


def values(units: Units, question: Question, fixed: dict[int, Chosen] | None = None) -> list[Fraction | None]:
    """The value in every world; for a part of a whole, with every way that the unknown rest may fall."""
    fixed = fixed or {}
    options = [[fixed[number]] if number in fixed else ways(units, number) for number in range(len(units))]
    found: list[Fraction | None] = []
    for world in itertools.product(*options):
        if question.out_of is None:
            found.append(value_in(world, question))
            continue
        counted = sum((weight for state, weight in world if state != OUT), Fraction(0))
        if counted > question.out_of:
            continue
        yes = sum((weight for state, weight in world if state == YES), Fraction(0))
        rest = question.out_of - counted
        found += [yes / question.out_of, (yes + rest) / question.out_of]
    return found


def bounds(units: Units, question: Question) -> tuple[Bounds | None, Modality]:
    found = values(units, question)
    defined = [value for value in found if value is not None]
    if not defined:
        return None, CANNOT
    return Bounds(min(defined), max(defined)), MUST if len(defined) == len(found) else MAY


def standing(units, question, accepted, fixed=None) -> Modality:
    """All values accepted and none missing, some accepted or all missing, none accepted.

    Values between the ends of a range count too, so the bounds decide and not the single values.
    """
    found = values(units, question, fixed)
    defined = [value for value in found if value is not None]
    if not defined:
        return MAY
    answer = accepted.standing(Bounds(min(defined), max(defined)))
    return MAY if answer is MUST and len(defined) < len(found) else answer


def fewest(units: Units, question: Question, accepted, target: Modality) -> int | None:
    """The smallest number of units whose decision brings the claim to `target`, by trying all of them."""
    for size in range(len(units) + 1):
        for some in itertools.combinations(range(len(units)), size):
            for decided in itertools.product(*(ways(units, number) for number in some)):
                if standing(units, question, accepted, dict(zip(some, decided, strict=True))) is target:
                    return size
    return None


def place_states(events: list[tuple[Modality, Modality]], *, every: bool) -> int:
    """The states of a place from the worlds of its events, each (counts, is "that"), one by one."""
    states = 0
    truths = {CANNOT: (False,), MAY: (False, True), MUST: (True,)}
    options = [list(itertools.product(truths[counts], truths[that])) for counts, that in events]
    for world in itertools.product(*options):
        counted = [that for counts, that in world if counts]
        if not counted:
            states |= OUT
        elif (all if every else any)(counted):
            states |= YES
        else:
            states |= NO
    return states
