"""Are events close in place also close in time more often than if their times were dealt anew?

E. G. Knox, The detection of space-time interactions (Applied Statistics 13, 1964, 25-29): count the pairs of events
that are near one another in both; leave every event where it was and deal out the times by lot, again and again
(Mantel 1967); compare. Whole spans are dealt, so that a week stays a week and every place keeps its disc.

It is a baseline and no cause: weather, the week, a front that moves and the habits of whoever keeps the record bring
events together as well as what one side does to the other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from firmground.engine.meetings.dealing import at_once, deal_over_classes, deal_over_pairs
from firmground.engine.meetings.happenings import Reach
from firmground.engine.meetings.join import count_pairs
from firmground.engine.meetings.timing import Timing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from firmground.engine.meetings.happenings import Happenings

Counted = Literal["possible", "must", "expected"]

# Above so many combinations of different spans the pairs are gone through one by one.
_CLASSES = 4_000_000
# Chances are sums of floats; sums that differ by less than this part are equal.
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Knox:
    """Pairs near in place and time, and how many there are when times are dealt by lot.

    `counted` says which: "possible" (MUST or MAY), "must", or "expected" (the sum of chances, `chance.py`). `low` to
    `high` is the range of the middle 90 % of the deals; both are counts that came up. `at_least` deals gave as many
    or more. The same seed deals the same, on every machine.
    """

    counted: Counted
    observed: float
    mean: float
    low: float
    high: float
    at_least: int
    permutations: int
    seed: int

    @property
    def p(self) -> float:
        """Monte Carlo p: the part of the deals, the observed one among them, that gave as many or more."""
        return (1 + self.at_least) / (1 + self.permutations)


def knox(
    a: Happenings,
    b: Happenings | None,
    reach: Reach,
    *,
    counted: Counted = "possible",
    permutations: int = 999,
    seed: int = 0,
) -> Knox:
    """Pairs within reach, against the same with the times of `a` dealt anew among the events of `a`; `b` stays.

    `b` None: the pairs of one set, whose times are dealt among all of it. "possible" is what Knox counted where
    events are points dated to days. Raises ValueError for fewer than 19 permutations, of which no 90 % range can be
    told, and for "expected" where a disc is too wide or a span has no end.

    Each permutation takes some 2 ns for each pair near in place (`count_near`), ten times that for "expected", and
    0.1 microseconds for each event. Between two sets whose events are dated to days the pairs are gone through once.
    """
    if permutations < 19:
        raise ValueError(f"{permutations} permutations are too few for a range of 90 %: use 19 or more, better 999")
    timing = Timing.of(a, b, reach, counted)
    orders = _orders(len(a), permutations, seed)
    if b is not None and timing.combinations <= _CLASSES:
        counts = deal_over_classes(a, b, reach, timing, orders, 1 + permutations)
    else:
        counts = deal_over_pairs(a, b, reach, timing, orders)
    observed, dealt = float(counts[0]), np.sort(counts[1:])
    edge = math.ceil(permutations / 20)
    return Knox(
        counted=counted,
        observed=observed,
        mean=float(dealt.mean()),
        low=float(dealt[edge - 1]),
        high=float(dealt[permutations - edge]),
        at_least=int(np.count_nonzero(dealt >= observed * (1 - _EQUAL))),
        permutations=permutations,
        seed=seed,
    )


def count_near(a: Happenings, b: Happenings | None, km: float) -> int:
    """Pairs that may be within km at any time: what `knox` has to go through for each permutation."""
    return count_pairs(at_once(a), None if b is None else at_once(b), Reach(km, 0)).possible


def _orders(events: int, permutations: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """The order as it is, then orders by lot.

    Sorting the raw output of PCG64 by its size gives every order the same chance. Both that output and the seeding are
    promised never to change (NEP 19), which `Generator.permutation` is not.
    """
    yield np.arange(events)
    lot = np.random.PCG64(seed)
    for _ in range(permutations):
        yield np.argsort(lot.random_raw(events))
