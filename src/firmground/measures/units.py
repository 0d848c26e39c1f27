"""Units that are counted, each as the set of states it may be in, and the bounds that follow for all of them.

A unit is left out, or counted as "that", or counted as not "that". What is known of it is the set of those
three that are possible; everything else here is arithmetic on these sets and equals the enumeration of all
worlds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from firmground.bounds import Bounds, Number
from firmground.case.claims import Unit
from firmground.case.events import STRIKES_UNLIMITED
from firmground.modality import CANNOT, MAY, MUST, Modality

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from firmground.case.events import EventTable
    from firmground.hold import Held

    Answers = NDArray[np.int8]
    Numbers = NDArray[np.int64] | NDArray[np.float64]

OUT, YES, NO = 1, 2, 4  # bits of a unit's states: left out, counted as "that", counted as not "that"
_ANY = 8  # one more than the most that states can be


@dataclass(frozen=True, eq=False)
class Tallied:
    """Units added up, which is all that bounds need: by states, the place in each list, how many units there are and
    their weight, at least and at most. Weights are whole numbers, so their sums are exact in any order.
    """

    number: list[int]
    weights: tuple[list[float], list[float]]

    def __len__(self) -> int:
        return sum(self.number)

    def tally(self) -> tuple[int, int, int, int]:
        """How many units must, may, cannot be "that" if counted, and how many of them may not count at all."""
        number = self.number
        return (
            number[YES] + number[YES | OUT],
            number[YES | NO] + number[YES | NO | OUT],
            number[NO] + number[NO | OUT],
            sum(number[OUT::2]),
        )


def tally_states(states: NDArray[np.uint8], number: Numbers, low: Numbers, high: Numbers) -> Tallied:
    """Adds up entries that stand for so `number` of units and weigh so much together; states 0: no units at all."""
    counts = np.bincount(states, number, _ANY)
    counts[0] = 0
    least = np.bincount(states, low, _ANY).tolist()
    most = least if high is low else np.bincount(states, high, _ANY).tolist()
    least[0] = most[0] = 0.0
    return Tallied([int(one) for one in counts.tolist()], (least, most))


@dataclass(frozen=True, eq=False)
class Units:
    """Columns, one entry a unit.

    `states`: bits of the states it may be in (never 0). `low`, `high`: its weight, both ends included; `high`
    may be infinite. `members`: the events that the units stand for, those of unit u from `first[u]` to
    `first[u+1]`. `lent`: how many places are open only because an event at an unknown place may have hit them.
    """

    states: NDArray[np.uint8]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    members: NDArray[np.int64]
    first: NDArray[np.int64]
    lent: int = 0

    def __len__(self) -> int:
        return len(self.states)

    def events_of(self, unit: int) -> list[int]:
        return [int(event) for event in self.members[self.first[unit] : self.first[unit + 1]]]

    @property
    def undecided(self) -> NDArray[np.bool_]:
        """Units of which more than one state, or more than one weight, is possible."""
        several = (self.states & (self.states - 1)) != 0
        return np.asarray(several | ((self.low < self.high) & (self.states != OUT)), dtype=np.bool_)

    @cached_property
    def tallied(self) -> Tallied:
        """The same added up."""
        number = np.bincount(self.states, minlength=_ANY).tolist()
        low = np.bincount(self.states, self.low, minlength=_ANY).tolist()
        high = low if self.high is self.low else np.bincount(self.states, self.high, minlength=_ANY).tolist()
        return Tallied(number, (low, high))

    def tally(self) -> tuple[int, int, int, int]:
        """As `Tallied.tally`."""
        return self.tallied.tally()

    @property
    def weights(self) -> tuple[list[float], list[float]]:
        """As `Tallied.weights`."""
        return self.tallied.weights


def units_in(states: Iterable[int]) -> Units:
    """Units of weight one that are no events of the case: the claim's own, or places of a list."""
    bits = np.fromiter(states, dtype=np.uint8)
    ones = np.ones(len(bits))
    return Units(bits, ones, ones, np.zeros(0, dtype=np.int64), np.zeros(len(bits) + 1, dtype=np.int64))


def states_of(answers: Iterable[Modality]) -> list[int]:
    """States of units that surely count, from whether they are "that"."""
    return [YES if answer is MUST else NO if answer is CANNOT else YES | NO for answer in answers]


def unit_states(counted: Answers, that: Answers) -> NDArray[np.uint8]:
    """States of units that are single events, from whether they count and whether they are "that"."""
    return np.asarray(_STATES[3 * counted + that])


def _one_state(counted: Modality, that: Modality) -> int:
    yes, no = YES * (that is not CANNOT), NO * (that is not MUST)
    return OUT * (counted is not MUST) | (0 if counted is CANNOT else yes | no)


# By three times whether a unit counts, and whether it is "that".
_STATES = np.array([_one_state(counted, that) for counted in Modality for that in Modality], dtype=np.uint8)


def group_states(counted: Answers, that: Answers, first: NDArray[np.int64], *, every: bool) -> NDArray[np.uint8]:
    """States of units that stand for several events each, the events of unit u being `first[u]` to `first[u+1]`.

    The unit is "that" if one of its counted events is (`every` False) or if all of them are (`every` True).
    """
    if every:
        return TURNED[group_states(counted, (2 - that).astype(np.int8), first, every=False)]
    return STATES_BY_SIGNS[np.bitwise_or.reduceat(unit_signs(counted, that), first[:-1])]


# What one event of several says of their unit: it surely counts; the unit can be "that", must be, can fail to be. All
# that they say together follows by "or".
_SURE, _CAN_BE, _FORCED, _CAN_FAIL = 1, 2, 4, 8
SIGN_BITS = 4


def unit_signs(counted: Answers, that: Answers) -> NDArray[np.uint8]:
    """What each event says of the unit it belongs to."""
    return np.asarray(_SIGNS[3 * counted + that])


def _signs(counted: Modality, that: Modality) -> int:
    countable = counted is not CANNOT
    return (
        _SURE * (counted is MUST)
        | _CAN_BE * (countable and that is not CANNOT)
        | _FORCED * (counted is MUST and that is MUST)
        | _CAN_FAIL * (countable and that is not MUST)
    )


def _states_by_signs(met: int) -> int:
    # Not "that": no event that surely counts is surely "that", and at least one that can count need not be.
    can_fail = bool(met & _CAN_FAIL) and not met & _FORCED
    return OUT * (not met & _SURE) | YES * bool(met & _CAN_BE) | NO * can_fail


_SIGNS = np.array([_signs(counted, that) for counted in Modality for that in Modality], dtype=np.uint8)
STATES_BY_SIGNS = np.array([_states_by_signs(met) for met in range(1 << SIGN_BITS)], dtype=np.uint8)
# States with "that" and not "that" exchanged.
TURNED = np.array([(states & OUT) | (states & YES) << 1 | (states & NO) >> 1 for states in range(8)], dtype=np.uint8)


@dataclass(frozen=True, eq=False)
class Layout:
    """Which units there are and what they stand for, whatever they turn out to be: `Units` without the states.

    `nameless`: units at places that nobody knows; None where each unit is one event.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    members: NDArray[np.int64]
    first: NDArray[np.int64]
    nameless: NDArray[np.bool_] | None = None


def make_units(held: Held, unit: Unit, counted: Answers, that: Answers, *, every: bool) -> Units:
    """The units that can be counted at all. `every`: see `group_states`; matters for places only."""
    return fill_units(lay_out(held, unit, counted), counted, that, every=every)


def lay_out(
    held: Held,
    unit: Unit,
    counted: Answers,
    places: Callable[[], NDArray[np.int64]] | None = None,
    strikes: Callable[[], tuple[NDArray[np.float64], NDArray[np.float64]]] | None = None,
) -> Layout:
    """The units that can be counted at all. `places`, `strikes`: give what `place_codes` and `strike_weights` do."""
    chosen = np.flatnonzero(counted >= MAY)
    if unit is Unit.PLACE:
        return _lay_out_places(held, chosen, place_codes(held) if places is None else places())
    if unit is Unit.STRIKE:
        weights = strike_weights(held.case.events) if strikes is None else strikes()
        low, high = (weight[chosen] for weight in weights)
    else:
        low = high = np.ones(len(chosen))
    return Layout(low, high, chosen, np.arange(len(chosen) + 1))


def strike_weights(events: EventTable) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How many strikes each event stands for, at least and at most; infinite where there is no limit."""
    low, high = events.strikes_low.astype(np.float64), events.strikes_high.astype(np.float64)
    high[events.strikes_high >= STRIKES_UNLIMITED] = math.inf
    return low, high


def _lay_out_places(held: Held, chosen: NDArray[np.int64], places: NDArray[np.int64]) -> Layout:
    keys = places[chosen]
    order = np.argsort(keys, kind="stable")
    members, sorted_keys = chosen[order], keys[order]
    starts = np.flatnonzero(np.diff(sorted_keys, prepend=-1 if len(keys) else 0))
    first = np.append(starts, len(members)).astype(np.int64)
    ones = np.ones(len(starts))
    return Layout(ones, ones, members, first, sorted_keys[starts] >= len(held.located.regions))


def fill_units(layout: Layout, counted: Answers, that: Answers, *, every: bool) -> Units:
    """The units with the states that follow from the answers for their events."""
    members, lent = layout.members, 0
    if layout.nameless is None:
        states = unit_states(counted[members], that[members])
    elif not len(members):
        states = np.zeros(0, np.uint8)
    else:
        states = group_states(counted[members], that[members], layout.first, every=every)
        states, lent = _with_nameless(states, layout.nameless, every=every)
    return Units(states, layout.low, layout.high, members, layout.first, lent)


def _with_nameless(
    states: NDArray[np.uint8], nameless: NDArray[np.bool_], *, every: bool
) -> tuple[NDArray[np.uint8], int]:
    """Events at places that nobody knows may have hit places that are counted already.

    Such an event need not add a place. If it can make a place "that" (or not "that", if all events must be), it
    may have done so to any place that otherwise is surely the contrary; no share or count is changed more than by
    that. Which place it was is not known: one for each event, the first ones, is left open in their stead.
    """
    result = states.copy()
    result[nameless] |= OUT
    able, contrary = (NO, YES) if every else (YES, NO)
    events = np.flatnonzero(nameless & ((result & able) != 0))
    places = np.flatnonzero(~nameless & (states == contrary))
    lent = min(len(events), len(places))
    result[places[:lent]] |= able
    result[events[:lent]] &= np.uint8(~able & 0xFF)
    return result, lent


def place_codes(held: Held) -> NDArray[np.int64]:
    """A number a place, the same for all events at it; events at unknown places have one of their own each."""
    regions = held.located.regions
    result = regions.counted_place[held.located.region_of]
    nameless = result < 0
    result[nameless] = len(regions) + np.arange(int(nameless.sum()))
    return result


def _exact(value: float) -> Number:
    return Fraction(value) if math.isfinite(value) else value


def _ratio(part: Number, rest: Number) -> Number:
    if part == math.inf:
        return Fraction(1)
    return Fraction(0) if rest == math.inf else Fraction(part) / (Fraction(part) + Fraction(rest))


def share_bounds(units: Units | Tallied) -> tuple[Bounds | None, Modality]:
    """Bounds of the share that is "that", and whether there is a share at all (whether anything is counted).

    low = A / (A + B): A must count and must be "that", B is everything that can count without being "that".
    high = C / (C + D): C is everything that can be "that", D must count and cannot be. Weights go to the end
    that widens. None if nothing can be counted.
    """
    low, high = units.weights
    yes_sure, no_sure = _exact(low[YES]), _exact(low[NO])
    yes_most = _exact(sum(high[states] for states in range(_ANY) if states & YES))
    no_most = _exact(sum(high[states] for states in range(_ANY) if states & NO))
    if yes_most == 0 and no_most == 0:
        return None, CANNOT
    # Without a single sure unit the share is that of whatever happens to be counted.
    least = _ratio(yes_sure, no_most) if yes_sure or no_most else Fraction(1)
    most = _ratio(yes_most, no_sure) if yes_most or no_sure else Fraction(0)
    always = sum(low[::2]) > 0
    return Bounds(least, most), MUST if always else MAY


def count_bounds(units: Units | Tallied, *, complete: bool = True) -> Bounds:
    """Bounds of the (weighted) number of units that are "that"; without a limit above for an incomplete record."""
    low, high = units.weights
    least = _exact(low[YES])
    most = _exact(sum(high[states] for states in range(_ANY) if states & YES))
    return Bounds(least, most if complete else math.inf)


def part_bounds(units: Units | Tallied, out_of: int) -> Bounds:
    """Bounds of the share among `out_of` units of which only these are known.

    Raises ValueError if more units than that are surely counted.
    """
    low, _ = units.weights
    surely = sum(low[::2])
    if surely > out_of:
        raise ValueError(f"out_of is {out_of}, but at least {surely:g} units are counted")
    yes_sure, no_sure = Fraction(low[YES]), Fraction(low[NO])
    return Bounds(yes_sure / out_of, (out_of - no_sure) / out_of)
