"""The law of the sum of groups: exact while it is short, and short only of a bounded mass where it is long."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.counts.convolve import Level, level_of, merge, sum_rows
from firmground.engine.counts.law import Law

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from firmground.engine.counts.groups import Groups

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MOST_EXACT = 2048  # of a sum, at most; up to here every chance is right to its last digits, however small


def law_of_sum(groups: Groups) -> Law:
    """The law of what all groups add together.

    Ours and not fast-poibin's, which knows no weights and no groups, keeps every value, and is slower for many things
    (`benchmarks/engine/counts.py`).
    """
    limited = float(np.prod(1 - groups.endless)) if len(groups) else 1.0
    if limited == 0.0 or not groups.most.any():
        return Law(groups.base, np.array([limited]), 1 - limited)
    exact = int(groups.most.sum()) <= MOST_EXACT
    parts = [part for level in _levels(groups) for part in sum_rows(level, exact=exact)]
    total = merge(parts, exact=exact)
    begin, end = _filled(total.mass[0])
    return Law(
        groups.base + int(total.start[0]) + begin,
        total.mass[0, begin:end] * limited,
        1 - limited,
        total.lost * limited,
    )


def _levels(groups: Groups) -> Iterator[Level]:
    """The groups as tables, one for each greatest sum, so that all rows of a table are of one length."""
    most, steps = groups.most, np.diff(groups.first)
    owner = np.repeat(np.arange(len(groups)), steps)
    order = np.argsort(most, kind="stable")
    begins = np.flatnonzero(np.diff(most[order], prepend=-1))
    place = np.empty(len(groups), dtype=np.int64)  # of each group in its table
    for begin, end in pairwise((*begins.tolist(), len(order))):
        size = int(most[order[begin]])
        if size == 0:
            continue  # an endless chance and nothing else
        place[order[begin:end]] = np.arange(end - begin)
        own = _steps_of(groups.first, order[begin:end])
        table = np.zeros((end - begin, size + 1))
        # Of a group with an endless chance the rest is its law where there is a limit.
        limited = (1 - groups.endless)[owner[own]]
        table[place[owner[own]], groups.adds[own]] = groups.mass[own] / limited
        table[:, 0] = np.maximum(0.0, 1 - table[:, 1:].sum(axis=1))
        yield level_of(table, size)


def _steps_of(first: Ints, chosen: Ints) -> Ints:
    """The steps of some groups."""
    number = first[chosen + 1] - first[chosen]
    return np.asarray(np.repeat(first[chosen] - (np.cumsum(number) - number), number) + np.arange(int(number.sum())))


def _filled(mass: Floats) -> tuple[int, int]:
    """From the first value that has any chance to the last, excluded."""
    some = np.flatnonzero(mass)
    return (int(some[0]), int(some[-1]) + 1) if len(some) else (0, 1)
