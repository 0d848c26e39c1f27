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
from firmground.engine.meetings.knox import count_near, knox
from firmground.modality import MUST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.case.questions import Met
    from firmground.engine.meetings.knox import Knox
    from firmground.measures.met_pairs import Ground, Meetings

# Pairs near in place, at most, and how often their days are dealt: so that a report waits for seconds.
MOST_NEAR = ((4_000_000, 999), (40_000_000, 99))
SEED = 1964  # the year of E. G. Knox, The detection of space-time interactions, Applied Statistics 13, 25-29


def chances(found: Meetings, ground: Ground, met: Met) -> NDArray[np.float64]:
    """For every pair the chance that it met, if both count; NaN where the model does not carry (areas, great discs)."""
    events, place = np.unique(np.concatenate([found.pairs.first, found.pairs.second]), return_inverse=True)
    happenings = ground.happenings(events, found.sides.start, found.sides.stop)
    place = place.reshape(-1)
    pairs = replace(found.pairs, first=place[: len(found)], second=place[len(found) :])
    return np.asarray(chance_of(happenings, happenings, pairs, Reach(met.km, met.hours)))


def shuffle(found: Meetings, ground: Ground, met: Met) -> Knox | str:
    """Pairs that may have met against those after the days were dealt anew among the events of `among`.

    A sentence instead where that is no fair comparison, or would keep a report waiting.
    """
    sides = found.sides
    closed = ~sides.open
    one, two = np.flatnonzero(sides.among & closed), np.flatnonzero(sides.other & closed)
    alone = np.array_equal(one, two)
    if len(one) < 2 or not len(two):
        return "There are too few events to deal their days anew."
    if not alone and len(np.intersect1d(one, two)):
        return "Some events may be on either side and others not, so dealing the days anew would not compare the same."
    if bool((found.counted != MUST).any()):
        return "Not all events are sure to count, so dealing the days anew would not compare the same."
    first, second = ground.happenings(one, sides.start, sides.stop), ground.happenings(two, sides.start, sides.stop)
    other = None if alone else second
    near = count_near(first, other, met.km)
    if near > MOST_NEAR[-1][0]:
        return f"{near:,} pairs are near in place: too many to deal their days anew while a report waits."
    deals = next(deals for most, deals in MOST_NEAR if near <= most)
    compared = knox(first, other, Reach(met.km, met.hours), permutations=deals, seed=SEED)
    if compared.observed != len(found):
        return "Pairs were left out for their actors, so dealing the days anew would not compare the same."
    return compared
