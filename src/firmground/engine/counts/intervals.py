"""The shortest interval that surely holds so much of the chance, between a lower and an upper law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.counts.law import ROUNDING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """`high` infinite: no limit. `holds`: so much of the chance at least lies within, both ends included."""

    low: float
    high: float
    holds: float


def shortest_interval(low: Floats, below: Floats, high: Floats, above: Floats, holds: float) -> Interval:
    """`low`, `high`: ascending values of the lower and the upper law. `below`, `above`: the chance that the lower is
    less than each of `low`, and the upper law more than each of `high`.

    A number between the two leaves the interval with the chance of both together at most, wherever it lies between.
    Of equally short intervals it is the one that holds most.
    """
    spare = 1 - holds + ROUNDING
    begins = np.flatnonzero(below <= spare)
    # `above` falls: the first value of the upper law beyond which little enough lies.
    ends = len(high) - np.searchsorted(above[::-1], spare - below[begins], side="right")
    found = ends < len(high)
    if not found.any():
        begin = begins[-1]
        return Interval(float(low[begin]), float("inf"), float(1 - below[begin]))
    begins, ends = begins[found], ends[found]
    length = high[ends] - low[begins]
    out = below[begins] + above[ends]
    short = length <= length.min() + ROUNDING * max(1.0, abs(float(length.min())))
    best = np.flatnonzero(short)[np.argmin(out[short])]
    return Interval(float(low[begins[best]]), float(high[ends[best]]), float(min(1.0, 1 - out[best])))
