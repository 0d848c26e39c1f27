"""What is known of two events that may have come within reach."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from firmground.engine.compiled import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

KERNELS = "firmground.engine.meetings.pairs_kernels"
_MANY = 1_000_000  # pairs that take longer to sort than it takes to load a kernel


class Count(NamedTuple):
    """Pairs that must be within reach, and pairs that may be: `possible` includes `must`."""

    must: int
    possible: int

    def plus(self, other: Count) -> Count:
        return Count(self.must + other.must, self.possible + other.possible)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """n pairs that may be within reach. MUST where `must`, MAY elsewhere; a pair that is not here CANNOT.

    `first` and `second` number the events in the two sets. `centres_km` lies between the middles of the discs: the
    geodesic to a centimetre, or NaN where a place is no disc. The km are bounds that are reached (the higher one unless
    the discs lie on opposite sides of the Earth); an hour bound that is not reached is marked open: "more than
    24 hours", "less than 48 hours". See `apart.py`.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    centres_km: NDArray[np.float64]
    km_low: NDArray[np.float64]
    km_high: NDArray[np.float64]
    hours_low: NDArray[np.float64]
    hours_high: NDArray[np.float64]
    low_open: NDArray[np.bool_]
    high_open: NDArray[np.bool_]
    must: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.first)

    def __getitem__(self, chosen: Any) -> Pairs:
        """Those pairs, chosen by a mask, numbers or a slice."""
        return Pairs(*(getattr(self, field.name)[chosen] for field in fields(self)))

    @property
    def count(self) -> Count:
        return Count(int(self.must.sum()), len(self))

    @classmethod
    def joined(cls, blocks: Iterable[Pairs]) -> Pairs:
        """All pairs of the blocks, by `first`, then `second`."""
        parts = list(blocks)
        if not parts:
            kinds: list[Any] = [np.int64] * 2 + [np.float64] * 5 + [np.bool_] * 3
            return cls(*(np.zeros(0, dtype=kind) for kind in kinds))
        whole = cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))
        return whole[_order(whole.first, whole.second)]


def _order(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    """By first, then second."""
    most = int(max(first.max(initial=0), second.max(initial=0)))
    if len(first) < _MANY or most > _MANY + 4 * len(first):
        return np.lexsort((second, first))
    kernels, order, ordered = load(KERNELS), np.arange(len(first)), np.empty(len(first), np.int64)
    kernels.order_by(second, order, np.zeros(most + 2, np.int64), ordered)
    kernels.order_by(first, ordered, np.zeros(most + 2, np.int64), order)
    return order
