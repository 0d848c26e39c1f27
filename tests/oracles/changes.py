"""Changes and silences the slow way: every division, every day, every way a record may fall."""

from __future__ import annotations

import math
from itertools import combinations, pairwise, product


def _log_integral(log_density, low, high, steps=6_001):
    """The logarithm of an integral over log λ, by Simpson's rule on a fine grid."""
    width = (high - low) / (steps - 1)
    values = [log_density(low + i * width) for i in range(steps)]
    most = max(values)
    weights = [1 if i in (0, steps - 1) else 4 if i % 2 else 2 for i in range(steps)]
    return most + math.log(sum(w * math.exp(v - most) for w, v in zip(weights, values, strict=True)) * width / 3)


def poisson_evidence(counts, exposures, shape, days):
    """One rate for these days, its gamma prior integrated numerically; without the factors of counts in their days."""
    number, exposed = sum(counts), sum(exposures)

    def log_density(x):
        rate = math.exp(x)
        prior = shape * math.log(days) - math.lgamma(shape) + shape * x - days * rate
        return prior + number * x - exposed * rate

    return _log_integral(log_density, math.log(1e-9), math.log(1e3))


def share_evidence(counts, exposures):
    """One share of days for these days, a uniform prior integrated exactly by the formula for whole numbers."""
    number, days = sum(counts), round(sum(exposures))
    return math.log(math.factorial(number) * math.factorial(days - number) / math.factorial(days + 1))


def posterior(counts, exposures, evidence):
    """The chance of each day as the first of a new rate, and the log Bayes factor of a change."""
    n = len(counts)
    each = [evidence(counts[:day], exposures[:day]) + evidence(counts[day:], exposures[day:]) for day in range(1, n)]
    most = max(each)
    weights = [math.exp(value - most) for value in each]
    change = most + math.log(sum(weights) / len(weights))
    return [0.0] + [w / sum(weights) for w in weights], change - evidence(counts, exposures)


def shortest(chances, mass):
    """How many days the shortest run has that holds so much."""
    n = len(chances)
    return min(
        last - first + 1
        for first in range(n)
        for last in range(first, n)
        if sum(chances[first : last + 1]) >= mass - 1e-12
    )


def cost_of(counts, exposures, *, yes_or_no):
    """Minus the greatest log-likelihood of one rate; of counts without what no division changes (all of them)."""
    number, exposed = sum(counts), sum(exposures)
    if yes_or_no:
        share = number / exposed if exposed else 0.0
        return -sum(
            math.log(share) if count else math.log(1 - share)
            for count, days in zip(counts, exposures, strict=True)
            if days
        )
    if not number:
        return 0.0
    return -number * math.log(number / exposed)


def least_cost(counts, exposures, penalty, least_days, *, yes_or_no=False):
    """The least cost of any division into segments of at least so many days: all of them are tried."""
    n = len(counts)
    found = math.inf
    for number in range(n):
        for cuts in combinations(range(1, n), number):
            edges = [0, *cuts, n]
            pairs = list(pairwise(edges))
            if any(stop - start < least_days for start, stop in pairs):
                continue
            cost = sum(cost_of(counts[a:b], exposures[a:b], yes_or_no=yes_or_no) for a, b in pairs)
            found = min(found, cost + penalty * number)
    return found


def chance_of_run(exposures, length, rate):
    """The chance of a silent run worth so much: every record of days with and without a release."""
    total = 0.0
    for silent in product((True, False), repeat=len(exposures)):
        chance, run, longest = 1.0, 0.0, 0.0
        for quiet, days in zip(silent, exposures, strict=True):
            none = math.exp(-rate * days)
            chance *= none if quiet else 1 - none
            run = run + days if quiet else 0.0
            longest = max(longest, run)
        if longest >= length - 1e-9:
            total += chance
    return total
