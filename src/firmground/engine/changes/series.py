"""Counts of days, each with how much of an ordinary day it is: what every question about change is asked of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, eq=False)
class Series:
    """One entry a day. `counts`: how many were put out. `exposures`: how much of an ordinary day the day is.

    An exposure is 1 on an ordinary day, 0 on a day on which nothing could come, and anything between where less is
    usual (a weekend): the rate that is looked for is per day of exposure 1.
    """

    counts: NDArray[np.int64]
    exposures: NDArray[np.float64]

    @classmethod
    def of(cls, counts: ArrayLike, exposures: ArrayLike | None = None) -> Series:
        """Raises ValueError for lengths that differ, numbers below zero, broken counts, or a count without exposure."""
        given = np.asarray(counts)
        number = given.astype(np.int64)
        if given.ndim != 1 or (number != given).any() or (number < 0).any():
            raise ValueError("counts are whole numbers from zero up, one a day")
        days = np.ones(len(number)) if exposures is None else np.asarray(exposures, dtype=np.float64)
        if days.shape != number.shape or not np.isfinite(days).all() or (days < 0).any():
            raise ValueError("exposures are numbers from zero up, one for each count")
        if (number[days == 0] > 0).any():
            raise ValueError("something was counted on a day on which nothing could come (exposure 0)")
        return cls(number, days)

    def __len__(self) -> int:
        return len(self.counts)

    @cached_property
    def yes_or_no(self) -> bool:
        """Whether each day has a release or none, and is looked at as a whole or not at all."""
        return bool((self.counts <= 1).all() and np.isin(self.exposures, (0.0, 1.0)).all())

    @cached_property
    def counted(self) -> NDArray[np.int64]:
        """How many there are before each day, and in all: one entry more than days."""
        return np.concatenate([[0], np.cumsum(self.counts)])

    @cached_property
    def exposed(self) -> NDArray[np.float64]:
        """How much exposure there is before each day, and in all."""
        return np.concatenate([[0.0], np.cumsum(self.exposures)])

    @cached_property
    def spread(self) -> float:
        """How many times more neighbouring days differ than a Poisson law would let them; 1 where it is less.

        Half the squared difference of neighbours estimates a day's variance whatever slow changes there are (von
        Neumann 1941); it is set against the mean of the same two days, which is that variance under the law.
        """
        held = self.exposures > 0
        counts, days = self.counts[held].astype(np.float64), self.exposures[held]
        if len(counts) < 2 or not counts.any():
            return 1.0
        rates = counts / days
        local = (counts[1:] + counts[:-1]) / (days[1:] + days[:-1])
        expected = local * (1 / days[1:] + 1 / days[:-1])
        return max(1.0, float(np.square(np.diff(rates)).sum() / expected.sum()))
