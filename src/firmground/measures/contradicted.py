"""How many ties contradict the best division into blocs."""

from __future__ import annotations

import math
from functools import reduce
from typing import TYPE_CHECKING

from firmground.bounds import Bounds
from firmground.case.actors import TieKind
from firmground.case.claims import MeasureKind
from firmground.case.questions import Contradicted
from firmground.errors import BadRequestError
from firmground.measures.blocs import find_blocs
from firmground.measures.measurement import Measurement
from firmground.measures.settle import Question
from firmground.modality import MUST

if TYPE_CHECKING:
    from firmground.case.actors import Actors
    from firmground.case.choices import Specification
    from firmground.case.claims import Test
    from firmground.dates import Days
    from firmground.hold import Held
    from firmground.measures.select import Selector

# Runs of days without a change that are looked at where the day of a claim is not exact.
MOST_RUNS = 400


def measure_contradictions(held: Held, test: Test, _: Specification, __: Selector) -> Measurement:
    """The fewest contradictions on the day; of several possible days, whichever it was.

    Ties that the case does not have can only add to them: where they are not all there were, there is no limit above.
    """
    if not isinstance(test.about, Contradicted) or test.on is None or not test.on.possible.limited:
        raise BadRequestError("contradictions are those of a day: say on = ... in the claim's test")
    actors, blocs = held.case.actors, test.about.blocs
    days = tie_days(actors, test.on.possible)
    bounds = reduce(Bounds.hull, (find_blocs(actors, day, blocs).contradictions for day in days))
    complete = test.about.complete
    bounds = bounds if complete else Bounds(bounds.low, math.inf)
    return Measurement(Question(MeasureKind.CONTRADICTIONS, complete=complete), bounds, MUST)


def tie_days(actors: Actors, days: Days) -> list[int]:
    """The first of the days and every later one on which any tie changes: between two of them none does.

    Raises BadRequestError where that is more than can be looked at.
    """
    changes = {day for day in actors.change_days(TieKind) if days.start < day < days.stop}
    if len(changes) >= MOST_RUNS:
        raise BadRequestError(f"ties change on {len(changes)} of the days that may be meant: name a shorter time")
    return [days.start, *sorted(changes)]
