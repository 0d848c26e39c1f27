"""The units of a share or a count as the model sees them: surely so, with a chance, or as open as in the bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.claims import Unit
from firmground.measures.select import counts_all
from firmground.measures.units import NO, OUT, YES, group_states
from firmground.modality import MAY, MUST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firmground.case.choices import Specification
    from firmground.case.claims import Test
    from firmground.measures.chances import Draw
    from firmground.measures.select import Selector
    from firmground.measures.units import Units

    Answers = NDArray[np.int8]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_SAME = 1e-9  # two chances that differ by less are one


@dataclass(frozen=True, slots=True)
class Weights:
    """What units weigh together that are no undecided ones with a chance: surely "that", surely not, and those that may
    not count at all but can be "that" (`open_yes`) or can fail to be (`open_no`).
    """

    yes: float
    no: float
    open_yes: float
    open_no: float


@dataclass(frozen=True, eq=False)
class LikelyUnits:
    """Units that surely count and may or may not be "that", one entry each, with the weight of all others.

    `least`, `most`: the chance of each; 0 and 1 where nothing is known of it. `group`: units of one number are decided
    by one draw. `low`, `high`: the weight of each. `least_weights`, `most_weights`: of all other units.
    `perhaps`: units that may not count at all. `flips_to_yes`, `flips_to_no`: how many events at places that nobody
    knows may have made any place "that", or kept it from being so.
    """

    least: Floats
    most: Floats
    group: Ints
    low: Floats
    high: Floats
    least_weights: Weights
    most_weights: Weights
    perhaps: int
    flips_to_yes: int = 0
    flips_to_no: int = 0


def likely_units(test: Test, specification: Specification, selector: Selector, units: Units, draw: Draw) -> LikelyUnits:
    """The units of a measurement under one draw of the map."""
    if specification.unit != Unit.PLACE:
        events = units.members
        places = selector.places()[events]
        return _sorted_out(units, units.states, draw.least[events], draw.most[events], places)
    counted = selector.counted(test.among, specification)[units.members]
    that = selector.that(test.that, test.among, specification)[units.members]
    every = counts_all(test.that)
    states = group_states(counted, that, units.first, every=every) if len(units) else units.states
    chance = _place_chances(counted, draw.least[units.members], draw.most[units.members], units.first, every=every)
    nameless = selector.layout(test.among, specification).nameless
    flips = 0
    if nameless is not None and nameless.any():
        # What such an event can do to another place is worse than what it does as a place of its own.
        able = NO if every else YES
        flips = int((nameless & ((states & able) != 0)).sum())
        states = np.where(nameless, (states | OUT) & ~np.uint8(able), states).astype(np.uint8)
    to_yes, to_no = (0, flips) if every else (flips, 0)
    return _sorted_out(units, states, *chance, np.arange(len(units)), flips_to_yes=to_yes, flips_to_no=to_no)


def _place_chances(counted: Answers, least: Floats, most: Floats, first: Ints, *, every: bool) -> tuple[Floats, Floats]:
    """A place is "that" if one of its events is, or (`every`) if all are; its events are decided by one draw."""
    if every:
        turned = _place_chances(counted, 1 - most, 1 - least, first, every=False)
        return 1 - turned[1], 1 - turned[0]
    starts = first[:-1]
    if not len(starts):
        return np.zeros(0), np.zeros(0)
    return (
        np.maximum.reduceat(np.where(counted == MUST, least, 0.0), starts),
        np.maximum.reduceat(np.where(counted >= MAY, most, 0.0), starts),
    )


def _sorted_out(
    units: Units,
    states: NDArray[np.uint8],
    least: Floats,
    most: Floats,
    group: Ints,
    *,
    flips_to_yes: int = 0,
    flips_to_no: int = 0,
) -> LikelyUnits:
    drawn = states == YES | NO
    own = np.flatnonzero(drawn)
    return LikelyUnits(
        least[own],
        most[own],
        group[own],
        units.low[own],
        units.high[own],
        _weights(states, units.low),
        _weights(states, units.high),
        int((states[~drawn] & OUT != 0).sum()),
        flips_to_yes,
        flips_to_no,
    )


def _weights(states: NDArray[np.uint8], weight: Floats) -> Weights:
    perhaps = (states & OUT) != 0
    chosen = (states == YES, states == NO, perhaps & ((states & YES) != 0), perhaps & ((states & NO) != 0))
    return Weights(*(float(weight[rows].sum()) for rows in chosen))


def tally_chances(draws: Sequence[LikelyUnits]) -> tuple[int, int, int]:
    """How many units have a chance, have one that is known in part only, and are open altogether, over all draws."""
    least = np.array([one.least for one in draws])
    most = np.array([one.most for one in draws])
    known = (most - least <= _SAME).all(axis=0)
    unknown = (most - least >= 1 - _SAME).all(axis=0)
    perhaps = draws[0].perhaps
    return int(known.sum()), int((~known & ~unknown).sum()), int(unknown.sum()) + perhaps
