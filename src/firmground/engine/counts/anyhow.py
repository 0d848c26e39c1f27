"""Limits that hold of a sum whatever hangs on what: they need the single chances and no word on how these hang
together.

If things are so with the chances p_i and add w_i, then for every set J of things with less weight than k together, a
sum of k or more needs k - w(J) from the others, and Markov's inequality limits that. For equal weights the best J are
the likeliest things, and then no better limit exists: for equal chances B. Rüger, "Das maximale Signifikanzniveau des
Tests: Lehne H0 ab, wenn k unter n gegebenen Tests zur Ablehnung führen", Metrika 25 (1978), 171-178; for others D.
Morgenstern, Metrika 27 (1980), 285-286.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def most_at_least(chance: Floats, weight: Floats, value: int) -> float:
    """No dependence makes P(S >= value) greater. `weight`: whole numbers, or infinite."""
    if value <= 0:
        return 1.0
    # What adds more than enough adds enough.
    weight = np.minimum(weight, value)
    alone = weight == value  # any of these is enough by itself
    together = min(1.0, _by_markov(chance, weight, value))
    if not alone.any():
        return together
    return min(together, float(chance[alone].sum()) + _by_markov(chance[~alone], weight[~alone], value))


def _by_markov(chance: Floats, weight: Floats, value: int) -> float:
    """The best of the limits that leave out the likeliest things, however many of them."""
    if float(weight.sum()) < value:
        return 0.0
    order = np.argsort(-chance, kind="stable")
    chance, weight = chance[order], weight[order]
    without = np.concatenate([[0.0], np.cumsum(weight)])
    rest = np.concatenate([np.cumsum((chance * weight)[::-1])[::-1], [0.0]])
    allowed = without < value
    return float((rest[allowed] / (value - without[allowed])).min())


def least_at_least(chance: Floats, weight: Floats, value: int) -> float:
    """No dependence makes P(S >= value) smaller."""
    if value <= 0:
        return 1.0
    weight = np.minimum(weight, value)
    missing = int(weight.sum()) - value + 1  # the sum is too small if things that add so much are not so
    return 1.0 - most_at_least(1 - chance, weight, missing)
