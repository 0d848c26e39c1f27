"""Things of which one draw decides several at once, and what each group of them adds to a sum.

The things of one group move together: a number u is drawn, as likely in any part of 0 to 1 as in any other of its
length, and every thing of the group whose chance is above u is so. Things of equal chance are then all so or none is.
Between groups nothing hangs together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MOST_WEIGHT = 50_000_000  # of all things together; beyond, the law would not fit into memory


class TooHeavyError(ValueError):
    """The weights of a sum are so great that its law would not fit into memory."""


@dataclass(frozen=True, eq=False)
class Groups:
    """What each group adds, as steps: group g owns the steps `first[g]` to `first[g + 1]`, and adds `adds[s]` with the
    chance `mass[s]` of step s; with the rest of the chance it adds nothing.

    `base`: what is added for sure. `endless`: per group the chance that its sum has no limit at all. Steps of a group
    ascend, and none has the chance 0.
    """

    base: int
    first: Ints
    adds: Ints
    mass: Floats
    endless: Floats

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def most(self) -> Ints:
        """The most that each group adds, where it has a limit. Every group has a step or an endless chance."""
        filled = np.diff(self.first) > 0
        most = np.zeros(len(self), dtype=np.int64)
        most[filled] = self.adds[self.first[1:][filled] - 1]
        return most


def group_things(chance: Floats, weight: Floats, group: Ints | None = None) -> Groups:
    """Columns, one entry a thing: its chance to be so, what it then adds (a whole number, or infinite), and the
    number of its group (None: each is alone).

    Raises ValueError for chances outside 0 to 1 and weights that are no whole numbers, TooHeavyError (a ValueError)
    where they are too great together.
    """
    _check(chance, weight)
    real = (chance > 0) & (weight > 0)
    if not real.all():
        chance, weight, group = chance[real], weight[real], None if group is None else group[real]
    if group is None:
        return _alone(chance, weight)
    order = np.lexsort((-chance, group))
    chance, weight, owner = chance[order], weight[order], group[order]
    begins = np.flatnonzero(np.diff(owner, prepend=owner[:1] - 1)) if len(owner) else np.zeros(0, dtype=np.int64)
    return _in_steps(chance, weight, begins)


def _alone(chance: Floats, weight: Floats) -> Groups:
    """Each thing is a group, of one step or, without a limit, of none."""
    limited = np.isfinite(weight)
    sure = limited & (chance >= 1)
    kept = limited & ~sure
    return Groups(
        int(weight[sure].sum()),
        np.concatenate([[0], np.cumsum(kept[~sure])]),
        weight[kept].astype(np.int64),
        chance[kept],
        np.where(limited, 0.0, chance)[~sure],
    )


def _check(chance: Floats, weight: Floats) -> None:
    if len(chance) and not bool((chance >= 0).all() and (chance <= 1).all()):
        raise ValueError("a chance lies between 0 and 1")
    finite = weight[np.isfinite(weight)]
    if not bool((finite >= 0).all() and (finite == np.floor(finite)).all()) or bool(np.isnan(weight).any()):
        raise ValueError("a weight is a whole number, 0 or more, or has no limit")
    if float(finite.sum()) > MOST_WEIGHT:
        raise TooHeavyError(
            f"the weights add up to {finite.sum():,.0f}; the law of at most {MOST_WEIGHT:,} is worked out"
        )


def _in_steps(chance: Floats, weight: Floats, begins: Ints) -> Groups:
    """From things in the order of their groups, the likeliest first, group g beginning at `begins[g]`."""
    number = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(chance))))
    unlimited = np.cumsum(np.isinf(weight))
    before = unlimited[begins] - np.isinf(weight[begins])
    past = unlimited - before[number] > 0  # this thing or a likelier one of its group has no limit
    running = np.cumsum(np.where(past, 0.0, weight))
    total = running - (running[begins] - np.where(past[begins], 0.0, weight[begins]))[number]
    ends = np.append(begins[1:], len(chance)) - 1
    following = np.append(chance[1:], 0.0)
    following[ends] = 0.0
    mass = chance - following  # the chance that this thing is so and no less likely one of its group
    endless = np.zeros(len(begins))
    np.maximum.at(endless, number[past], chance[past])
    kept = ~past & (mass > 0)
    # What is so for sure in a group without any other step is no group: it is a constant.
    sure = kept & (chance >= 1.0) & (np.diff(np.append(begins, len(chance)))[number] == 1)
    base = int(total[sure].sum())
    kept &= ~sure
    owned = np.zeros(len(begins), dtype=bool)
    owned[number[kept]] = True
    owned |= endless > 0
    steps = np.bincount(number[kept], minlength=len(begins))[owned]
    first = np.concatenate([[0], np.cumsum(steps)]).astype(np.int64)
    return Groups(base, first, total[kept].astype(np.int64), mass[kept], endless[owned])
