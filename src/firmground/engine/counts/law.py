"""The law of a sum of whole numbers: how likely each value is, with what is left out of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROUNDING = 1e-12  # what two chances may differ by that are worked out in two ways


@dataclass(frozen=True, eq=False)
class Law:
    """`mass[k]`: the chance of the value `start + k`. `endless`: the chance that the sum has no limit.

    `lost`: at most so much of the chance lies at values that are not listed. The chances below are each right to within
    `lost` and the rounding of the sums (`ROUNDING`).
    """

    start: int
    mass: Floats
    endless: float = 0.0
    lost: float = 0.0

    @property
    def values(self) -> NDArray[np.int64]:
        return self.start + np.arange(len(self.mass))

    @cached_property
    def below(self) -> Floats:
        """The chance of less than each value."""
        return np.concatenate([[0.0], np.cumsum(self.mass)[:-1]])

    @cached_property
    def above(self) -> Floats:
        """The chance of more than each value; added from the far end, so that small chances stay exact."""
        return np.asarray(np.concatenate([np.cumsum(self.mass[:0:-1])[::-1], [0.0]]) + self.endless)

    def at_least(self, value: int) -> float:
        """P(S >= value)."""
        place = min(max(0, value - self.start), len(self.mass))
        if place == 0 and not self.lost:
            return 1.0
        return min(1.0, float(self.mass[place:].sum()) + self.endless)

    def at_most(self, value: int) -> float:
        """P(S <= value)."""
        place = min(max(0, value - self.start + 1), len(self.mass))
        if place == len(self.mass) and not self.lost and not self.endless:
            return 1.0
        return min(1.0, float(self.mass[:place].sum()))

    def quantile(self, part: float) -> int | None:
        """The least value with P(S <= value) >= `part`, to within `ROUNDING`; None where that has no limit."""
        reached = np.flatnonzero(self.below + self.mass >= part - ROUNDING - self.lost)
        return self.start + int(reached[0]) if len(reached) else None

    @property
    def mean(self) -> float:
        """Infinite where the sum may have no limit."""
        return float(self.values @ self.mass) if self.endless == 0 else float("inf")

    @property
    def variance(self) -> float:
        if self.endless:
            return float("inf")
        return float((self.values - self.mean) ** 2 @ self.mass)


def sure_law(value: int) -> Law:
    """Of a number that is not left to chance."""
    return Law(value, np.ones(1))


def mix(laws: Sequence[Law], chances: Sequence[float]) -> Law:
    """One of several laws holds for everything together, each with its chance. Raises ValueError for no law."""
    if not laws:
        raise ValueError("of no law there is no mixture")
    start = min(law.start for law in laws)
    mass = np.zeros(max(law.start + len(law.mass) for law in laws) - start)
    for law, chance in zip(laws, chances, strict=True):
        mass[law.start - start : law.start - start + len(law.mass)] += chance * law.mass
    endless, lost = (
        sum(chance * getattr(law, name) for law, chance in zip(laws, chances, strict=True))
        for name in ("endless", "lost")
    )
    return Law(start, mass, endless, lost)
