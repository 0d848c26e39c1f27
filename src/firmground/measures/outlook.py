"""Best values: what the model says of a share or a count, always within its bounds and never instead of them.

Under the model every event that may be "that" has a chance (`measures.chances`). Events at one place are decided by
one draw, places by a draw each. What no chance is known of stays as open as it is in the bounds: a unit that may not
count, a number of strikes between two, ground of which nothing is known, the part of a whole that was not disclosed.
So every draw leaves bounds, and there are two laws: that of the lower and that of the upper end. Where nothing is
open they are one law.

Of a share the weight of all that is counted is taken at its greatest, as in the bounds, so that both ends are sums of
chances over one number. That errs towards wider, and only where a number of strikes is not known exactly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from firmground.bounds import Bounds
from firmground.case.claims import MeasureKind
from firmground.engine.counts.anyhow import least_at_least, most_at_least
from firmground.engine.counts.groups import TooHeavyError, group_things
from firmground.engine.counts.intervals import Interval, shortest_interval
from firmground.engine.counts.law import Law, mix, sure_law
from firmground.engine.counts.sums import law_of_sum
from firmground.measures.chances import draw_chances, stated_margins
from firmground.measures.likely_units import LikelyUnits, likely_units, tally_chances
from firmground.modality import MAY, MUST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.bounds import Accepted, Number
    from firmground.case.choices import Specification
    from firmground.case.claims import Test
    from firmground.hold import Held
    from firmground.measures.measurement import Measurement
    from firmground.measures.select import Selector
    from firmground.measures.settle import Question

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

HOLDS = 0.9  # of the chance: what the interval holds at least


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the model says. All numbers in the measure's own unit, within its bounds; infinite: no limit.

    `best`: the expected value; between two where something is open. `interval`: the shortest that holds at least
    `HOLDS` of the chance, whatever the open ones are. `accepted`: the chance that the claim's value is accepted,
    `anyhow` its limits whatever hangs on what; both None for a claim without a value. `likely`, `partly`, `open`:
    undecided units with a chance, with one that is known in part only, and those of which the model does not speak.
    `margins`, `readings`: by how many km borders may be off, and how many ways of reading the map there are (on
    average over the margins), one of each for all events together. `lost`: at most so much of the chance is left
    out.
    """

    best: Bounds
    interval: Interval
    accepted: Bounds | None
    anyhow: Bounds | None
    likely: int
    partly: int
    open: int
    margins: tuple[float, ...] = (0.0,)
    readings: int = 1
    lost: float = 0.0


def look_out(
    held: Held, test: Test, specification: Specification, selector: Selector, measured: Measurement
) -> Outlook | str:
    """The outlook of a share or a count that was measured, or the reason why the model has nothing to say."""
    if measured.bounds is None or measured.units is None or measured.defined is not MUST:
        return "no unit is sure to count, so there is no number that the model could speak of"
    if _something_withheld(held, test, specification, selector, measured):
        return "something is withheld of what counts or may count, and nothing says how likely that is"
    draws = draw_chances(held, test, specification, selector)
    parts = [likely_units(test, specification, selector, measured.units, draw) for draw in draws]
    likely, partly, opened = tally_chances(parts)
    if not likely and not partly:
        return "no undecided unit has a chance that could be known, so the model says no more than the bounds"
    try:
        low, high = _ends(measured.question, measured.bounds, parts, [draw.chance for draw in draws])
    except TooHeavyError as fault:
        return str(fault)
    interval = shortest_interval(low.values(), low.law.below, high.values(), high.law.above, HOLDS)
    margins = stated_margins(held, specification)
    return Outlook(
        best=Bounds(min(low.mean(), high.mean()), high.mean()),
        interval=interval,
        accepted=None if test.value is None else _accepted(low, high, test.value),
        anyhow=None if test.value is None else _anyhow(low, high, test.value),
        likely=likely,
        partly=partly,
        open=opened,
        margins=margins,
        readings=len(draws) // len(margins),
        lost=low.law.lost + high.law.lost,
    )


def _something_withheld(
    held: Held, test: Test, specification: Specification, selector: Selector, measured: Measurement
) -> bool:
    """Chances are those of what is known imprecisely, by the model. What is hidden was chosen to be hidden."""
    hidden = held.case.events.withholds()
    return bool(measured.withheld) or bool((hidden & (selector.counted(test.among, specification) >= MAY)).any())


@dataclass(frozen=True, eq=False)
class _End:
    """One end of what each draw leaves: (`shift` + the sum) / `scale`, kept within the bounds. `law`: of the sum.

    `chance`, `weight`: of every undecided unit by itself, for what holds whatever hangs on what.
    """

    law: Law
    shift: int
    scale: int
    bounds: Bounds
    chance: Floats
    weight: Floats

    def values(self) -> Floats:
        found = (self.shift + self.law.values.astype(np.float64)) / self.scale
        return np.asarray(np.clip(found, float(self.bounds.low), float(self.bounds.high)))

    def mean(self) -> float:
        if self.law.endless:
            return math.inf
        return min(max(float(self.values() @ self.law.mass), float(self.bounds.low)), float(self.bounds.high))

    def needed(self, value: Fraction, *, over: bool) -> int:
        """The least sum with which the end is at least `value`, or, if `over`, more than it."""
        exact = value * self.scale - self.shift
        return math.floor(exact) + 1 if over else math.ceil(exact)

    def at_least(self, value: Fraction, *, over: bool) -> float:
        """The chance that the end is at least `value`, or more than it."""
        sure = self._sure(value, over=over)
        return self.law.at_least(self.needed(value, over=over)) if sure is None else sure

    def anyhow(self, value: Fraction, *, over: bool) -> tuple[float, float]:
        """The least and the greatest that `at_least` may be, however the units hang together."""
        sure = self._sure(value, over=over)
        if sure is not None:
            return sure, sure
        needed = self.needed(value, over=over)
        return least_at_least(self.chance, self.weight, needed), most_at_least(self.chance, self.weight, needed)

    def _sure(self, value: Fraction, *, over: bool) -> float | None:
        """1 or 0 where the bounds alone say so: an end lies within them."""
        reached, missed = self.bounds.low >= value, self.bounds.high < value
        if over:
            reached, missed = self.bounds.low > value, self.bounds.high <= value
        return 1.0 if reached else 0.0 if missed else None


@dataclass(frozen=True, eq=False)
class _Counted:
    """What an end has without any undecided unit, what it is divided by, and the weight of each undecided unit."""

    shift: float
    scale: float
    weight: Floats


def _ends(question: Question, bounds: Bounds, parts: list[LikelyUnits], chances: list[float]) -> tuple[_End, _End]:
    """The lower and the upper end; one and the same where nothing is open."""
    lowest, highest = _lowest(question, parts[0]), _highest(question, parts[0])
    low = _end(lowest, bounds, [one.least for one in parts], parts[0].group, chances)
    known = all(np.array_equal(one.least, one.most) for one in parts)
    if known and _same(lowest, highest):
        return low, low
    return low, _end(highest, bounds, [one.most for one in parts], parts[0].group, chances)


def _same(one: _Counted, other: _Counted) -> bool:
    return (one.shift, one.scale) == (other.shift, other.scale) and np.array_equal(one.weight, other.weight)


def _lowest(question: Question, units: LikelyUnits) -> _Counted:
    least, most = units.least_weights, units.most_weights
    shift = least.yes - units.flips_to_no
    if question.kind is MeasureKind.COUNT:
        return _Counted(shift, 1, units.low)
    whole = question.out_of or least.yes + most.no + most.open_no + float(units.high.sum())
    return _Counted(shift, whole, units.low)


def _highest(question: Question, units: LikelyUnits) -> _Counted:
    least, most = units.least_weights, units.most_weights
    if question.kind is MeasureKind.COUNT:
        shift = most.yes + most.open_yes + units.flips_to_yes if question.complete else math.inf
        return _Counted(shift, 1, units.high)
    whole = question.out_of or most.yes + most.open_yes + least.no + float(units.high.sum())
    # All but what surely is not and what turns out not to be, each at its least weight.
    return _Counted(whole - least.no - float(units.low.sum()) + units.flips_to_yes, whole, units.low)


def _end(counted: _Counted, bounds: Bounds, chance: list[Floats], group: Ints, chances: list[float]) -> _End:
    if math.isinf(counted.scale):
        return _fixed_end(bounds.high if math.isinf(counted.shift) else bounds.low)
    if math.isinf(counted.shift):
        return _fixed_end(bounds.high)
    laws = [law_of_sum(group_things(one, counted.weight, group)) for one in chance]
    mean = np.clip(np.sum([one * part for one, part in zip(chance, chances, strict=True)], axis=0), 0.0, 1.0)
    return _End(mix(laws, chances), int(counted.shift), int(counted.scale), bounds, mean, counted.weight)


def _fixed_end(value: Number) -> _End:
    """Something without a limit is counted: the end is that of the bounds, whatever is drawn."""
    nothing = np.zeros(0)
    if math.isinf(value):
        return _End(Law(0, np.zeros(1), endless=1.0), 0, 1, Bounds(value, value), nothing, nothing)
    exact = Fraction(value)
    return _End(sure_law(0), exact.numerator, exact.denominator, Bounds(value, value), nothing, nothing)


def _accepted(low: _End, high: _End, value: Accepted) -> Bounds:
    """The chance that the number is accepted: at least that both ends are, at most that anything between them is."""
    low_reaches, high_reaches, low_exceeds, high_exceeds = 1.0, 1.0, 0.0, 0.0
    if value.low is not None:
        low_reaches, high_reaches = (end.at_least(value.low, over=value.low_open) for end in (low, high))
    if value.high is not None:
        low_exceeds, high_exceeds = (end.at_least(value.high, over=not value.high_open) for end in (low, high))
    lost = low.law.lost + high.law.lost
    least, most = low_reaches - high_exceeds, high_reaches - low_exceeds
    return Bounds(max(0.0, min(least, most) - lost), min(1.0, most + lost))


def _anyhow(low: _End, high: _End, value: Accepted) -> Bounds:
    least, most = 1.0, 1.0
    if value.low is not None:
        least = low.anyhow(value.low, over=value.low_open)[0]
        most = high.anyhow(value.low, over=value.low_open)[1]
    if value.high is not None:
        least -= high.anyhow(value.high, over=not value.high_open)[1]
        most = min(most, 1 - low.anyhow(value.high, over=not value.high_open)[0])
    return Bounds(min(max(0.0, least), most), most)
