"""What follows from the counts of many specifications at once: bounds of shares, tipping values.

The same arithmetic as for the units of one claim, for events whose being counted is beyond doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.engine.cube.cube import Counts

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Shares:
    """Bounds as exact fractions, one entry a specification: `least[0] / least[1]` to `most[0] / most[1]`.

    A whole of 0: there is nothing to have a share of.
    """

    least: tuple[Ints, Ints]
    most: tuple[Ints, Ints]

    @property
    def low(self) -> Floats:
        """NaN where there is nothing."""
        return _divided(*self.least)

    @property
    def high(self) -> Floats:
        return _divided(*self.most)


def _divided(part: Ints, whole: Ints) -> Floats:
    with np.errstate(invalid="ignore"):
        return part / whole


def bound_shares(low: Counts, high: Counts | None = None) -> Shares:
    """Bounds of the share that is so. `low`, `high`: counts by the least and the greatest weight of every event.

    low = A / (A + B), A what must be so at its least weight, B what need not be at its greatest; high = C / (C + D),
    C what can be so at its greatest, D what cannot at its least. Weights must have an end.
    """
    high = low if high is None else high
    rest_most, rest_least = high.whole - high.must, low.whole - low.can
    # Where all weights may be 0 there may be no share; what there may be is bounded by what can be counted at all.
    only_so = (low.must + rest_most == 0) & (high.can > 0)
    none_so = (high.can + rest_least == 0) & (high.whole > 0)
    return Shares(
        least=(np.where(only_so, 1, low.must), np.where(only_so, 1, low.must + rest_most)),
        most=(high.can, np.where(none_so, 1, high.can + rest_least)),
    )


@dataclass(frozen=True, eq=False)
class TippingRuns:
    """How many of the unknown units of the whole have to be so, from and to, both ends included; -1: no number does.

    `allow`: with which a claim can hold; `require`: with which it must.
    """

    unknown: Ints
    allow: tuple[Ints, Ints]
    require: tuple[Ints, Ints]


def tip(counts: Counts, out_of: Ints, fewest: Ints, greatest: Ints) -> TippingRuns:
    """For wholes of `out_of` units of which those counted are known, and claims that accept `fewest` to `greatest`."""
    unknown = out_of - counts.whole
    hopeless = fewest > greatest
    return TippingRuns(
        unknown,
        _run(np.maximum(0, fewest - counts.can), np.minimum(unknown, greatest - counts.must), hopeless),
        _run(np.maximum(0, fewest - counts.must), np.minimum(unknown, greatest - counts.can), hopeless),
    )


def _run(low: Ints, high: Ints, hopeless: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    none = hopeless | (low > high)
    return np.where(none, -1, low), np.where(none, -1, high)
