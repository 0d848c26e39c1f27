"""How many pairs of events came within a distance and a time of each other: pairs as units.

A unit is a pair that may have met; its members are its two events. An event whose place or day is not known is a
unit with itself as the only member, whose weight is anything from no pair to all in which it may be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.case.claims import MeasureKind
from firmground.case.questions import Met
from firmground.errors import BadRequestError
from firmground.measures.complete import is_complete
from firmground.measures.measurement import Measurement
from firmground.measures.met_pairs import TooManyPairsError, find_meetings
from firmground.measures.settle import Question
from firmground.measures.units import NO, OUT, YES, Units, count_bounds, unit_states
from firmground.measures.withheld import widest
from firmground.modality import MUST

if TYPE_CHECKING:
    from firmground.case.choices import Specification
    from firmground.case.claims import Test
    from firmground.hold import Held
    from firmground.measures.met_pairs import Meetings
    from firmground.measures.select import Selector


def measure_encounters(held: Held, test: Test, specification: Specification, selector: Selector) -> Measurement:
    """Pairs that cannot have met are no units: a case has as many pairs as events times events."""
    met = test.about
    if not isinstance(met, Met):
        raise BadRequestError("encounters need `other`, `km` and `hours` in the claim's test")
    try:
        units = pair_units(find_meetings(held, test.among, test.that, met, specification, selector))
    except TooManyPairsError as fault:
        if not held.case.events.withholds().any():
            raise
        # Of the whole case there may have been few enough.
        return widest(test, f"Something is withheld of the events, and {fault}.")
    complete = is_complete(held, test.among, met.other, subset=specification.subset)
    question = Question(MeasureKind.COUNT, None, complete)
    return Measurement(question, count_bounds(units, complete=complete), MUST, units)


def pair_units(found: Meetings) -> Units:
    pairs, several = len(found), found.open_most > 0
    lone, most = found.open_events[several], found.open_most[several]
    members = np.concatenate([np.column_stack([found.pairs.first, found.pairs.second]).reshape(-1), lone])
    first = np.concatenate([2 * np.arange(pairs), 2 * pairs + np.arange(len(lone) + 1)])
    return Units(
        states=np.concatenate([unit_states(found.counted, found.that), np.full(len(lone), YES | NO | OUT, np.uint8)]),
        low=np.concatenate([np.ones(pairs), np.zeros(len(lone))]),
        high=np.concatenate([np.ones(pairs), most.astype(np.float64)]),
        members=members.astype(np.int64),
        first=first.astype(np.int64),
    )
