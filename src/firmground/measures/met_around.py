"""What was near an incident, before it, on its day and after it: each event with all the answers that it may be.

That something was near says nothing of why. Days are counted from the incident's day to the event's, both as
widely as they are known: an event of "October" may have been before and after an incident of the 20th.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.dates import NO_START, NO_STOP, window
from firmground.measures.met_pairs import is_known
from firmground.measures.units import NO, OUT, YES
from firmground.modality import MAY, MUST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.case.choices import Specification
    from firmground.case.encounters import Around
    from firmground.case.releases import Incident
    from firmground.hold import Held
    from firmground.measures.met_pairs import Ground
    from firmground.measures.select import Selector

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Answers = NDArray[np.int8]

BEFORE, ON, AFTER, BEYOND = 1, 2, 4, 8  # bits: when it may have been, from the incident's day; BEYOND the days asked
PHASES = (BEFORE, ON, AFTER)


@dataclass(frozen=True, eq=False)
class Vicinity:
    """Events that may count and may have been within the distance on one of the days, as columns.

    `counted`, `near`: must or may. `when`: bits. `first`, `last`: days from the incident to the event, at least and
    at most; negative is before. `least_km`, `greatest_km`: from the incident, 0 to half way round the Earth where
    the place is not known.
    """

    events: Ints
    counted: Answers
    near: Answers
    when: NDArray[np.uint8]
    first: Ints
    last: Ints
    least_km: Floats
    greatest_km: Floats
    placed: NDArray[np.bool_]
    dated: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.events)

    def __getitem__(self, chosen: NDArray[np.bool_] | Ints) -> Vicinity:
        return Vicinity(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))

    @property
    def known(self) -> NDArray[np.bool_]:
        """Those of which place and day are known, however widely."""
        return np.asarray(self.placed & self.dated)

    def states(self, phase: int) -> NDArray[np.uint8]:
        """As units: near it in that part of the days, or not. `phase`: bits, of which one must be right."""
        there = np.where(self.when & ~np.uint8(phase), MAY, MUST)
        there = np.where(self.when & np.uint8(phase), there, 0)
        that = np.minimum(there, self.near)
        states = np.where(that == MUST, YES, np.where(that == MAY, YES | NO, NO))
        return np.asarray(states | np.where(self.counted == MUST, 0, OUT), dtype=np.uint8)

    def bounds(self, phase: int) -> tuple[int, int]:
        """How many of these events were near it in that part of the days, at least and at most."""
        states = self.states(phase)
        return int((states == YES).sum()), int(((states & YES) != 0).sum())


def why_not(incident: Incident) -> str:
    """What keeps us from saying what was near it; nothing where its place and day are known."""
    if not is_known(incident.where):
        return getattr(incident.where, "reason", "") or "one of its places is not known"
    days = incident.when.possible
    return "" if days.start > NO_START and days.stop < NO_STOP else "its day is not known"


def look_around(
    held: Held,
    incident: Incident,
    around: Around,
    specification: Specification,
    selector: Selector,
    ground: Ground,
) -> Vicinity:
    """Every event that may count and may be near. The incident's place and day must be known (`why_not`)."""
    events, days = held.case.events, incident.when.possible
    limits = window(around.among.first, around.among.last)
    start, stop = np.maximum(events.start, limits.start), np.minimum(events.stop, limits.stop)
    first, last = start - (days.stop - 1), stop - 1 - days.start
    when = _when(first, last, around)
    counted = selector.counted(around.among, specification)
    chosen = np.flatnonzero((counted >= MAY) & ((when & ~np.uint8(BEYOND)) != 0))
    regions, place = np.unique(held.located.region_of[chosen], return_inverse=True)
    least, greatest = (ends[place.reshape(-1)] for ends in ground.distances(incident.where, regions, around.km))
    within = least <= around.km
    chosen, least, greatest = chosen[within], least[within], greatest[within]
    return Vicinity(
        events=chosen,
        counted=counted[chosen],
        near=np.where(greatest <= around.km, MUST, MAY).astype(np.int8),
        when=when[chosen],
        first=first[chosen],
        last=last[chosen],
        least_km=least,
        greatest_km=greatest,
        placed=ground.known[held.located.region_of[chosen]],
        dated=(events.start[chosen] > NO_START) & (events.stop[chosen] < NO_STOP),
    )


def _when(first: Ints, last: Ints, around: Around) -> NDArray[np.uint8]:
    """Every whole number of days from `first` to `last` is possible: which parts of the days do they touch?"""
    before, after = -around.days_before, around.days_after
    bits = BEFORE * ((first <= -1) & (last >= before) & (before < 0))
    bits = bits | ON * ((first <= 0) & (last >= 0))
    bits = bits | AFTER * ((last >= 1) & (first <= after) & (after > 0))
    bits = bits | BEYOND * ((first < before) | (last > after))
    return np.asarray(bits, dtype=np.uint8)
