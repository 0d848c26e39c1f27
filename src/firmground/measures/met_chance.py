"""Beside the bounds: how likely pairs are under a model, and how many pairs there would be if days were dealt anew.

Both are best values and baselines, never bounds. The model takes every point of a disc and every moment of a day as
as likely as any other, which nobody knows. The baseline says how many pairs the same places and the same days give
if who was where on which day is left to chance; it says nothing of why there are more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.meetings.chance import chance_of
from firmground.engine.meetings.happenings import Reach
from firmground.measures.met_stand_in import knox
from firmground.modality import MUST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.case.questions import Met
    from firmground.engine.meetings.knox import Knox
    from firmground.measures.met_pairs import Ground, Meetings

SHUFFLES = 999
SEED = 1964  # the year of E. G. Knox, The detection of space-time interactions, Applied Statistics 13, 25-29
MOST_SHUFFLED = 20_000  # events; more would keep a report waiting


def chances(found: Meetings, ground: Ground, met: Met) -> NDArray[np.float64]:
    """For every pair the chance that it met, if both count; NaN where the model does not carry (areas, great discs)."""
    events, place = np.unique(np.concatenate([found.pairs.first, found.pairs.second]), return_inverse=True)
    happenings = ground.happenings(events, found.sides.start, found.sides.stop)
    place = place.reshape(-1)
    pairs = replace(found.pairs, first=place[: len(found)], second=place[len(found) :])
    return np.asarray(chance_of(happenings, happenings, pairs, Reach(met.km, met.hours)))


def shuffle(found: Meetings, ground: Ground, met: Met) -> Knox | None:
    """Pairs that may have met against those after the days were dealt anew among the events of `among`.

    None where that is no fair comparison: where events may be on either side but not all of them, where pairs were
    left out for another reason than distance and time, or with more events than can be shuffled soon.
    """
    sides = found.sides
    closed = ~sides.open
    one, two = np.flatnonzero(sides.among & closed), np.flatnonzero(sides.other & closed)
    alone = np.array_equal(one, two)
    if len(one) + len(two) > MOST_SHUFFLED or len(one) < 2 or (not alone and len(np.intersect1d(one, two))):
        return None
    sets = [ground.happenings(events, sides.start, sides.stop) for events in (one, two)]
    compared = knox(sets[0], None if alone else sets[1], Reach(met.km, met.hours), permutations=SHUFFLES, seed=SEED)
    return compared if compared.observed == len(found) and bool((found.counted == MUST).all()) else None
