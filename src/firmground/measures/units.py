"""Units that are counted, each as the set of states it may be in, and the bounds that follow for all of them.

A unit is left out, or counted as "that", or counted as not "that". What is known of it is the set of those
three that are possible; everything else here is arithmetic on these sets and equals the enumeration of all
worlds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from firmground.bounds import Bounds, Number
from firmground.case.claims import Unit
from firmground.case.events import STRIKES_UNLIMITED
from firmground.modality import CANNOT, MAY, MUST, Modality

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from firmground.hold import Held

    Answers = NDArray[np.int8]

OUT, YES, NO = 1, 2, 4  # bits of a unit's states: left out, counted as "that", counted as not "that"


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

    def tally(self) -> tuple[int, int, int, int]:
        """How many units must, may, cannot be "that" if counted, and how many of them may not count at all."""
        counted = self.states & (YES | NO)
        return (
            int((counted == YES).sum()),
            int((counted == (YES | NO)).sum()),
            int((counted == NO).sum()),
            int(((self.states & OUT) != 0).sum()),
        )


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
    countable = counted >= MAY
    states = OUT * (counted != MUST) | YES * (countable & (that >= MAY)) | NO * (countable & (that <= MAY))
    return np.asarray(states, dtype=np.uint8)


def group_states(counted: Answers, that: Answers, first: NDArray[np.int64], *, every: bool) -> NDArray[np.uint8]:
    """States of units that stand for several events each, the events of unit u being `first[u]` to `first[u+1]`.

    The unit is "that" if one of its counted events is (`every` False) or if all of them are (`every` True).
    """
    if every:
        turned = group_states(counted, (2 - that).astype(np.int8), first, every=False)
        return np.asarray((turned & OUT) | ((turned & YES) << 1) | ((turned & NO) >> 1), dtype=np.uint8)
    starts = first[:-1]
    sure, countable = counted == MUST, counted >= MAY
    any_sure = np.logical_or.reduceat(sure, starts)
    can_be = np.logical_or.reduceat(countable & (that >= MAY), starts)
    # Not "that": no event that surely counts is surely "that", and at least one that can count need not be.
    forced = np.logical_or.reduceat(sure & (that == MUST), starts)
    can_fail = np.logical_or.reduceat(countable & (that <= MAY), starts) & ~forced
    return np.asarray(OUT * ~any_sure | YES * can_be | NO * can_fail, dtype=np.uint8)


def make_units(held: Held, unit: Unit, counted: Answers, that: Answers, *, every: bool) -> Units:
    """The units that can be counted at all. `every`: see `group_states`; matters for places only."""
    chosen = np.flatnonzero(counted >= MAY)
    if unit is Unit.PLACE:
        return _places(held, chosen, counted, that, every=every)
    events = held.case.events
    if unit is Unit.STRIKE:
        low = events.strikes_low[chosen].astype(np.float64)
        high = events.strikes_high[chosen].astype(np.float64)
        high[events.strikes_high[chosen] >= STRIKES_UNLIMITED] = math.inf
    else:
        low = high = np.ones(len(chosen))
    return Units(unit_states(counted[chosen], that[chosen]), low, high, chosen, np.arange(len(chosen) + 1))


def _places(held: Held, chosen: NDArray[np.int64], counted: Answers, that: Answers, *, every: bool) -> Units:
    keys = place_codes(held)[chosen]
    order = np.argsort(keys, kind="stable")
    members, sorted_keys = chosen[order], keys[order]
    starts = np.flatnonzero(np.diff(sorted_keys, prepend=-1 if len(keys) else 0))
    first = np.append(starts, len(members)).astype(np.int64)
    if not len(members):
        return Units(np.zeros(0, np.uint8), np.zeros(0), np.zeros(0), members, np.zeros(1, np.int64))
    states = group_states(counted[members], that[members], first, every=every)
    states, lent = _with_nameless(states, sorted_keys[starts] >= len(held.located.regions), every=every)
    ones = np.ones(len(states))
    return Units(states, ones, ones, members, first, lent)


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
    codes: dict[str, int] = {}
    own = np.array(
        [codes.setdefault(region.counts_as, number) for number, region in enumerate(regions)], dtype=np.int64
    )
    result = own[held.located.region_of] if len(regions) else np.zeros(0, dtype=np.int64)
    unknown = np.array([region.counts_as == "" for region in regions], dtype=bool)
    if unknown.any():
        nameless = np.flatnonzero(unknown[held.located.region_of])
        result[nameless] = len(regions) + np.arange(len(nameless))
    return result


def _exact(value: float) -> Number:
    return Fraction(value) if math.isfinite(value) else value


def _ratio(part: Number, rest: Number) -> Number:
    if part == math.inf:
        return Fraction(1)
    return Fraction(0) if rest == math.inf else Fraction(part) / (Fraction(part) + Fraction(rest))


def share_bounds(units: Units) -> tuple[Bounds | None, Modality]:
    """Bounds of the share that is "that", and whether there is a share at all (whether anything is counted).

    low = A / (A + B): A must count and must be "that", B is everything that can count without being "that".
    high = C / (C + D): C is everything that can be "that", D must count and cannot be. Weights go to the end
    that widens. None if nothing can be counted.
    """
    states, low, high = units.states, units.low, units.high
    yes_sure = _exact(float(low[states == YES].sum()))
    no_most = _exact(float(high[(states & NO) != 0].sum()))
    yes_most = _exact(float(high[(states & YES) != 0].sum()))
    no_sure = _exact(float(low[states == NO].sum()))
    if yes_most == 0 and no_most == 0:
        return None, CANNOT
    # Without a single sure unit the share is that of whatever happens to be counted.
    least = _ratio(yes_sure, no_most) if yes_sure or no_most else Fraction(1)
    most = _ratio(yes_most, no_sure) if yes_most or no_sure else Fraction(0)
    always = float(low[(states & OUT) == 0].sum()) > 0
    return Bounds(least, most), MUST if always else MAY


def count_bounds(units: Units, *, complete: bool = True) -> Bounds:
    """Bounds of the (weighted) number of units that are "that"; without a limit above for an incomplete record."""
    least = _exact(float(units.low[units.states == YES].sum()))
    most = _exact(float(units.high[(units.states & YES) != 0].sum()))
    return Bounds(least, most if complete else math.inf)


def part_bounds(units: Units, out_of: int) -> Bounds:
    """Bounds of the share among `out_of` units of which only these are known.

    Raises ValueError if more units than that are surely counted.
    """
    surely = float(units.low[(units.states & OUT) == 0].sum())
    if surely > out_of:
        raise ValueError(f"out_of is {out_of}, but at least {surely:g} units are counted")
    yes_sure = Fraction(float(units.low[units.states == YES].sum()))
    no_sure = Fraction(float(units.low[units.states == NO].sum()))
    return Bounds(yes_sure / out_of, (out_of - no_sure) / out_of)
