"""Laws of sums as slow and plain as they can be."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise, product


def law_by_worlds(chances, weights, groups):
    """Every draw of every group: value -> chance, exactly. Things of a group are so if their chance is above the draw."""
    members = defaultdict(list)
    for chance, weight, group in zip(chances, weights, groups, strict=True):
        members[group].append((Fraction(chance), weight))
    options = []
    for things in members.values():
        cuts = sorted({Fraction(0), Fraction(1), *(chance for chance, _ in things)})
        options.append(
            [(high - low, sum(weight for chance, weight in things if chance > low)) for low, high in pairwise(cuts)]
        )
    law = defaultdict(Fraction)
    for world in product(*options):
        chance = Fraction(1)
        for part, _ in world:
            chance *= part
        law[sum(value for _, value in world)] += chance
    return dict(law)


def law_by_steps(chances, weights, number=Fraction):
    """One thing after another, each alone, in exact fractions unless another `number`: a list, chance of each value."""
    law = [number(1)]
    for chance, weight in zip(chances, weights, strict=True):
        part = number(chance)
        longer = [number(0)] * (len(law) + weight)
        for value, mass in enumerate(law):
            longer[value] += mass * (1 - part)
            longer[value + weight] += mass * part
        law = longer
    return law


def worst_at_least(chances, weights, value):
    """The greatest P(S >= value) over every dependence there is: a linear program over all worlds."""
    import numpy as np  # noqa: PLC0415 - only this oracle needs the solver
    from scipy.optimize import linprog  # noqa: PLC0415

    worlds = list(product((0, 1), repeat=len(chances)))
    reached = [-float(sum(w for w, so in zip(weights, world, strict=True) if so) >= value) for world in worlds]
    rows = np.array([[1.0] * len(worlds), *([float(world[i]) for world in worlds] for i in range(len(chances)))])
    solved = linprog(reached, A_eq=rows, b_eq=[1.0, *map(float, chances)], bounds=(0, None), method="highs")
    return -solved.fun
