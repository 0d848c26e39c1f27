"""What would settle a claim: the fewest undecided units, and which ones.

Whether a share, a count or a part of a whole reaches a threshold is a question about a sum: every unit adds a
score that depends on its state and weight, and the threshold is reached where the sum is not negative. While a
unit is undecided its worst score counts; to decide it is to exchange that for a better one. So the fewest units
that settle one side are those with the greatest gains, and for two sides at once the smallest number whose
gains, as pairs, reach both needs. Scores are exact fractions.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.claims import MeasureKind
from firmground.measures.pairs import choose_greedily, find_fewest
from firmground.measures.units import NO, OUT, YES, Units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from firmground.bounds import Accepted

    Score = Fraction | float

# Pairs of gains are searched exactly up to this many undecided units; beyond, a limit from above is given.
MOST_UNITS_IN_PAIRS = 400


@dataclass(frozen=True, slots=True)
class Threshold:
    """One side of what a claim accepts (or of its opposite): the value is at least / at most `at`.

    `at_least` False means at most. `open`: `at` itself does not do.
    """

    at: Fraction
    at_least: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Settlement:
    """`fewest` units (0 if it is settled already, None if no number of them can), the units, and whether
    `fewest` is exact or only a limit from above.
    """

    fewest: int | None
    units: tuple[int, ...] = ()
    exact: bool = True


IMPOSSIBLE = Settlement(None)


@dataclass(frozen=True, slots=True)
class Question:
    """What is measured: a share, a count, or the part of `out_of`. `complete`: see `count_bounds`."""

    kind: MeasureKind
    out_of: int | None = None
    complete: bool = True


def settle_require(units: Units, question: Question, accepted: Accepted) -> Settlement:
    """The fewest undecided units that, decided rightly, make every remaining possibility accepted."""
    if _may_be_undefined(units, question):
        return _with_one_counted(units, question, accepted, settle_require)
    sides = []
    if accepted.low is not None:
        sides.append(Threshold(accepted.low, at_least=True, open=accepted.low_open))
    if accepted.high is not None:
        sides.append(Threshold(accepted.high, at_least=False, open=accepted.high_open))
    if len(sides) == 1:
        return _one_side(units, question, sides[0])
    return _two_sides(units, question, sides[0], sides[1]) if sides else Settlement(0)


def settle_rule_out(units: Units, question: Question, accepted: Accepted) -> Settlement:
    """The fewest undecided units that, decided rightly, leave no possibility that is accepted."""
    sides = []
    if accepted.low is not None:
        sides.append(Threshold(accepted.low, at_least=False, open=not accepted.low_open))
    if accepted.high is not None:
        sides.append(Threshold(accepted.high, at_least=True, open=not accepted.high_open))
    if _may_be_undefined(units, question):
        options = [_none_alone(units, question, side) for side in sides]
        options.append(_with_one_counted(units, question, accepted, settle_rule_out))
    else:
        options = [_one_side(units, question, side) for side in sides]
    return _smallest(options)


def _smallest(options: Iterable[Settlement]) -> Settlement:
    possible = [option for option in options if option.fewest is not None]
    return min(possible, key=lambda option: (option.fewest or 0, not option.exact), default=IMPOSSIBLE)


def _may_be_undefined(units: Units, question: Question) -> bool:
    """A share of nothing is no share; a claim about it is neither met nor missed until something counts."""
    if question.kind is not MeasureKind.SHARE or question.out_of is not None:
        return False
    return not bool(((units.states & OUT) == 0).any())


def _with_one_counted(
    units: Units,
    question: Question,
    accepted: Accepted,
    settle: Callable[[Units, Question, Accepted], Settlement],
) -> Settlement:
    """Where nothing surely counts, one unit is decided to count, each kind in turn, and the rest is as usual."""
    options = []
    for kind in sorted(_kinds(units), key=lambda kind: int(kind.numbers[0])):
        number = int(kind.numbers[0])
        if not math.isfinite(kind.high):
            continue
        for state in (YES, NO):
            for weight in {kind.low, kind.high} if kind.states & state else ():
                rest = settle(_decided(units, number, state, float(weight)), question, accepted)
                if rest.fewest is not None:
                    options.append(Settlement(rest.fewest + 1, (number, *rest.units), rest.exact))
    return _smallest(options)


def _decided(units: Units, number: int, state: int, weight: float) -> Units:
    states, low, high = units.states.copy(), units.low.copy(), units.high.copy()
    states[number], low[number], high[number] = state, weight, weight
    return replace(units, states=states, low=low, high=high)


def _none_alone(units: Units, question: Question, side: Threshold) -> Settlement:
    """Where nothing surely counts, any unit may be counted alone: those that miss the side must be left out."""
    missing = sorted(
        number
        for kind in _kinds(units)
        if any(
            not _reached(_score(state, weight, question, side), side)
            for state in (YES, NO)
            if kind.states & state
            for weight in (kind.low, kind.high)
        )
        for number in kind.numbers.tolist()
    )
    # With every unit left out there is no share at all, which rules out nothing.
    return Settlement(len(missing), tuple(missing)) if len(missing) < len(units) else IMPOSSIBLE


def _score(state: int, weight: Score, question: Question, side: Threshold) -> Score:
    """What one unit adds to the sum that must not be negative."""
    if state == OUT:
        return Fraction(0)
    if question.kind is MeasureKind.SHARE and question.out_of is None:
        score = _times(1 - side.at, weight) if state == YES else -_times(side.at, weight)
        return score if side.at_least else -score
    if question.out_of is not None:
        # At least: each sure YES counts. At most: each sure NO takes away from the whole.
        if side.at_least:
            return weight if state == YES else Fraction(0)
        return weight if state == NO else Fraction(0)
    if state != YES:
        return Fraction(0)
    return weight if side.at_least else -weight


def _times(factor: Fraction, weight: Score) -> Score:
    return Fraction(0) if factor == 0 else factor * weight


def _constant(question: Question, side: Threshold) -> Score:
    if question.out_of is not None:
        whole = Fraction(question.out_of)
        return -side.at * whole if side.at_least else side.at * whole - whole
    if question.kind is MeasureKind.SHARE:
        return Fraction(0)
    if not side.at_least and not question.complete:
        return -math.inf  # an incomplete record never limits a count from above
    return -side.at if side.at_least else side.at


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """Units that nothing tells apart: the same possible states, the same weight. `numbers` in ascending order."""

    states: int
    low: Score
    high: Score
    numbers: NDArray[np.int64]


def _kinds(units: Units) -> list[_Kind]:
    """The kinds of units, which are few where the units are many: what is worked out for one holds for all of it."""
    lows, low_codes = np.unique(units.low, return_inverse=True)
    highs, high_codes = np.unique(units.high, return_inverse=True)
    codes = (low_codes.reshape(-1) * len(highs) + high_codes.reshape(-1)) * 8 + units.states
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
    kinds = []
    for numbers in np.split(order, starts[1:]) if len(order) else ():
        rest, states = divmod(int(codes[numbers[0]]), 8)
        low, high = float(lows[rest // len(highs)]), float(highs[rest % len(highs)])
        kinds.append(_Kind(states, Fraction(low), Fraction(high) if math.isfinite(high) else high, numbers))
    return kinds


@dataclass(frozen=True, slots=True, eq=False)
class _Open:
    """Undecided units of one kind: the gains over the worst score that each way of deciding one brings, per side."""

    numbers: NDArray[np.int64]
    gains: tuple[tuple[Score, ...], ...]


@dataclass(frozen=True, slots=True)
class _Need:
    """The sums at their worst, one a side, and the units that can better them.

    `endless` units have a weight without limit that counts against a side: until they are decided no other
    unit helps. They are left out of `worst`, and their `gains` are their scores once decided.
    """

    worst: list[Score]
    open: list[_Open]
    endless: list[_Open]


def _prepare(units: Units, question: Question, sides: tuple[Threshold, ...]) -> _Need:
    need = _Need([_constant(question, side) for side in sides], [], [])
    for kind in _kinds(units):
        scores = _scores(kind, question, sides)
        own = [min(score[side] for score in scores) for side in range(len(sides))]
        if -math.inf in own:
            finite = tuple(score for score in scores if -math.inf not in score)
            need.endless.append(_Open(kind.numbers, finite))
            continue
        for side, score in enumerate(own):
            need.worst[side] += _times(Fraction(len(kind.numbers)), score)
        gains = {tuple(_gain(score[side], own[side]) for side in range(len(sides))) for score in scores}
        best = [gain for gain in gains if any(gain) and not any(_dominates(other, gain) for other in gains)]
        if best:
            need.open.append(_Open(kind.numbers, tuple(sorted(best, reverse=True))))
    return need


def _scores(kind: _Kind, question: Question, sides: tuple[Threshold, ...]) -> list[tuple[Score, ...]]:
    """The scores of every way in which one unit can be decided: a state and, at its ends, a weight."""
    weights = (kind.low,) if kind.low == kind.high else (kind.low, kind.high)
    states = [state for state in (OUT, YES, NO) if kind.states & state]
    return [tuple(_score(state, weight, question, side) for side in sides) for state in states for weight in weights]


def _gain(score: Score, worst: Score) -> Score:
    return Fraction(0) if score == worst else score - worst


def _dominates(one: tuple[Score, ...], other: tuple[Score, ...]) -> bool:
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


def _reached(total: Score, side: Threshold) -> bool:
    return total > 0 if side.open else total >= 0


def _one_side(units: Units, question: Question, side: Threshold) -> Settlement:
    need = _prepare(units, question, (side,))
    (total,) = need.worst
    if total == -math.inf:
        return IMPOSSIBLE
    chosen = sorted(number for kind in need.endless for number in kind.numbers.tolist())
    for kind in need.endless:
        total += _times(Fraction(len(kind.numbers)), _largest(kind))
    by_gain: dict[Score, list[_Open]] = {}
    for kind in need.open:
        by_gain.setdefault(_largest(kind), []).append(kind)
    for gain, kinds in sorted(by_gain.items(), reverse=True):
        if _reached(total, side):
            break
        wanted = 1 if math.isinf(gain) else math.floor(-total / gain) + 1 if side.open else math.ceil(-total / gain)
        numbers = [number for kind in kinds for number in kind.numbers.tolist()]
        taken = heapq.nsmallest(wanted, numbers)
        chosen += taken
        total += _times(Fraction(len(taken)), gain)
    return Settlement(len(chosen), tuple(chosen)) if _reached(total, side) else IMPOSSIBLE


def _largest(kind: _Open) -> Score:
    return max(gain[0] for gain in kind.gains)


def _two_sides(units: Units, question: Question, low: Threshold, high: Threshold) -> Settlement:
    sides = (low, high)
    need = _prepare(units, question, sides)
    if -math.inf in need.worst:
        return IMPOSSIBLE
    if need.endless:
        return Settlement(None, exact=False)  # rows without any limit to their number: not searched
    if all(_reached(total, side) for total, side in zip(need.worst, sides, strict=True)):
        return Settlement(0)
    opened = [(kind.numbers.tolist(), kind.gains) for kind in need.open]
    strict = (low.open, high.open)
    if sum(len(numbers) for numbers, _ in opened) > MOST_UNITS_IN_PAIRS:
        chosen = choose_greedily(need.worst, opened, strict)
        return Settlement(None, exact=False) if chosen is None else Settlement(len(chosen), chosen, exact=False)
    fewest = find_fewest(need.worst, opened, strict)
    return IMPOSSIBLE if fewest is None else Settlement(len(fewest), fewest)


@dataclass(frozen=True, slots=True)
class Tipping:
    """How many of the `unknown` units of the whole would have to be "that".

    `allow`: the smallest and greatest number with which the claim can still hold; `require`: with which it
    must hold. None where no number does.
    """

    unknown: int
    allow: tuple[int, int] | None
    require: tuple[int, int] | None


def tipping_values(units: Units, out_of: int, accepted: Accepted) -> Tipping:
    """For a claim about `out_of` units, each of weight one, of which those that surely count are known."""
    surely = units.states[(units.states & OUT) == 0]
    least, most = int((surely == YES).sum()), int(((surely & YES) != 0).sum())
    unknown = out_of - len(surely)
    fewest, greatest = _accepted_counts(out_of, accepted)
    if fewest > greatest:
        return Tipping(unknown, None, None)  # no number of so many units has a share that is accepted
    return Tipping(
        unknown,
        allow=_run(max(0, fewest - most), min(unknown, greatest - least)),
        require=_run(max(0, fewest - least), min(unknown, greatest - most)),
    )


def _accepted_counts(out_of: int, accepted: Accepted) -> tuple[int, int]:
    """The smallest and greatest number of units whose share of the whole is accepted."""
    fewest, greatest = 0, out_of
    if accepted.low is not None:
        fewest = math.ceil(accepted.low * out_of)
        fewest += accepted.low_open and fewest == accepted.low * out_of
    if accepted.high is not None:
        greatest = math.floor(accepted.high * out_of)
        greatest -= accepted.high_open and greatest == accepted.high * out_of
    return fewest, greatest


def _run(low: int, high: int) -> tuple[int, int] | None:
    return (low, high) if low <= high else None
