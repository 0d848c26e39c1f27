"""What is known of a rate, written out as chances of a fine scale of rates, and read off with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.engine.changes.laws import Law

    Column = NDArray[np.float64]

_MOST_PARTS = 256  # of a mixture; beyond that, parts at equal steps of their mass stand for all
_NEGLIGIBLE = 1e-9  # mass that may be left out of a mixture
_NODES = (512, 8192)  # of the scale: at least and at most
_PER_WIDTH = 3  # nodes in the standard deviation of the sharpest law


@dataclass(frozen=True, slots=True)
class Rate:
    """The mean of a rate, and the ends that leave equal chances below and above. Releases a day, or a share of days."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class RateLaw:
    """Chances of rates `rates` (λ a day, evenly spaced in their logarithm); they sum to 1."""

    law: Law
    rates: Column
    chances: Column

    @classmethod
    def after(cls, law: Law, counted: float, exposed: float) -> RateLaw:
        """What is known of a rate after so many were counted in so many days."""
        number, days = np.array([float(counted)]), np.array([float(exposed)])
        scale = _scale(law, number, days)
        return cls(law, np.exp(scale), _chances(law, number, days, scale)[0])

    def quantiles(self, chances: Column) -> Column:
        """λ at these chances, between nodes in proportion (of half a node's chance on either side of it)."""
        running = np.cumsum(self.chances) - self.chances / 2
        return np.exp(np.interp(chances, running, np.log(self.rates)))

    def say(self, mass: float) -> Rate:
        ends = self.law.shown(self.quantiles(np.array([(1 - mass) / 2, (1 + mass) / 2])))
        return Rate(float(self.chances @ self.law.shown(self.rates)), float(ends[0]), float(ends[1]))


def compare(
    law: Law,
    weights: Column,
    before: tuple[Column, Column],
    after: tuple[Column, Column],
) -> tuple[RateLaw, RateLaw, float]:
    """The rates before and after, and the chance that the one after is lower.

    `before`, `after`: (counted, exposed) for each way of dividing the days, of which each has its weight. The two rates
    of a division are independent, those of different divisions are mixed.
    """
    scale = _scale(law, np.concatenate([before[0], after[0]]), np.concatenate([before[1], after[1]]))
    one, other = (_chances(law, *side, scale) for side in (before, after))
    # Where both fall on one node, either is as likely to be the lower one.
    under = np.cumsum(other, axis=1) - other / 2
    fell = float(weights @ (one * under).sum(axis=1))
    rates = np.exp(scale)
    return RateLaw(law, rates, weights @ one), RateLaw(law, rates, weights @ other), min(1.0, fell)


def _scale(law: Law, counted: Column, exposed: Column) -> Column:
    """Logarithms of rates, fine enough for the sharpest of these laws and wide enough for all."""
    low, high = law.reach(counted, exposed)
    width = 1 / math.sqrt(1 + float(max(counted.max(), (exposed - counted).max(), 0)))
    needed = int((high - low) / width * _PER_WIDTH)
    return np.linspace(low, high, min(max(needed, _NODES[0]), _NODES[1]))


def _chances(law: Law, counted: Column, exposed: Column, scale: Column) -> Column:
    density = law.density(counted, exposed, scale)
    weights = np.exp(density - density.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def main_parts(weights: Column) -> tuple[NDArray[np.int64], Column]:
    """Which parts of a mixture to work with, and their weights: all that are not negligible, if they are few.

    Of more than 256, the parts at 256 equal steps of the mass, in order, stand for all: every run of parts keeps its
    mass to within a part in 256.
    """
    order = np.argsort(weights)[::-1]
    mass = np.cumsum(weights[order])
    needed = int(np.searchsorted(mass, mass[-1] * (1 - _NEGLIGIBLE))) + 1
    if needed <= _MOST_PARTS:
        chosen = np.sort(order[:needed])
        return chosen, weights[chosen] / weights[chosen].sum()
    running = np.cumsum(weights)
    steps = (np.arange(_MOST_PARTS) + 0.5) / _MOST_PARTS * running[-1]
    return np.searchsorted(running, steps), np.full(_MOST_PARTS, 1 / _MOST_PARTS)
