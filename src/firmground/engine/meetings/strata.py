"""Events of like size together: one vague event must not make the net wide for all the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.engine.meetings.happenings import Happenings, Reach

# A disc of a quarter of the reach, or a day, widens the net little; beyond, each stratum is twice as wide as the last.
_SMALL_PART, _LEAST_KM, _SHORT_HOURS = 0.25, 0.25, 24.0
_ENDLESS = 1_000
# Laying two strata on a net takes as long as comparing this many pairs.
_FEW_PAIRS = 1 << 16


def stratify(events: Happenings, reach: Reach, others: int) -> list[NDArray[np.int64]]:
    """The numbers of the events of each stratum, ascending; every event is in exactly one.

    There is one stratum where comparing them all with so many others is little work.
    """
    if len(events) * others <= _FEW_PAIRS:
        return [np.arange(len(events))]
    wide = _doublings(events.radius_km, max(reach.km * _SMALL_PART, _LEAST_KM))
    long = _doublings(events.stop - events.start, max(reach.hours, _SHORT_HOURS))
    if len(wide) == len(long) == 1:
        return [np.arange(len(events))]
    kind = wide * (_ENDLESS + 1) + long
    return [np.flatnonzero(kind == each) for each in np.unique(kind)]


def _doublings(size: NDArray[np.float64], small: float) -> NDArray[np.int64]:
    """0 up to the small size, then one more each time the size doubles."""
    if size.max(initial=0.0) <= small:
        return np.zeros(1, dtype=np.int64)
    with np.errstate(divide="ignore"):
        steps = np.ceil(np.log2(size / small))
    return np.clip(steps, 0, _ENDLESS).astype(np.int64)
