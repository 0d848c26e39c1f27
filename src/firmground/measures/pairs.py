"""The fewest undecided units whose gains reach two needs at once, and which ones.

Gains are pairs, one part a side. Units of one kind have the same gains, so what is searched is small even where
the units are many; fractions are brought to one denominator, so that all sums are whole numbers and stay exact.
"""

from __future__ import annotations

import heapq
import math
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    Score = Fraction | float
    Kinds = list[tuple[list[int], tuple[tuple[Score, ...], ...]]]  # numbers in ascending order, gains of each
    Whole = int | float  # a float only for what has no limit
    Pair = tuple[Whole, Whole]
    Sums = dict[Pair, tuple[int, ...]]


def find_fewest(worst: list[Score], kinds: Kinds, strict: tuple[bool, bool]) -> tuple[int, ...] | None:
    """The fewest units that lift both of `worst` to zero, above it where `strict`; None if all of them cannot.

    Exact. Sizes are tried upwards from a limit that no set of units can stay under.
    """
    scale = _denominator(worst, kinds)
    missing: list[Whole] = [_missing(total, scale, above=above) for total, above in zip(worst, strict, strict=True)]
    whole = [(numbers, [_scaled(gain, scale) for gain in gains]) for numbers, gains in kinds]
    price = _price([gain for _, gains in whole for gain in gains])
    most = sum(len(numbers) for numbers, _ in whole)
    if not _within_reach(whole, missing):
        return None
    least = max(1, math.ceil(_owed((0, 0), missing, price)))
    for size in range(least, most + 1):
        if (chosen := _with_so_many(size, whole, missing, price)) is not None:
            return chosen
    return None


def _within_reach(kinds: list[tuple[list[int], list[Pair]]], missing: list[Whole]) -> bool:
    """False where one side alone is out of reach, which saves trying every size."""
    return all(
        sum(len(numbers) * max(gain[side] for gain in gains) for numbers, gains in kinds) >= missing[side]
        for side in (0, 1)
    )


def _denominator(worst: list[Score], kinds: Kinds) -> int:
    scores = [*worst, *(part for _, gains in kinds for gain in gains for part in gain)]
    return math.lcm(*(Fraction(score).denominator for score in scores if math.isfinite(score)))


def _scaled(gain: tuple[Score, ...], scale: int) -> Pair:
    first, second = (int(part * scale) if math.isfinite(part) else math.inf for part in gain)
    return first, second


def _missing(total: Score, scale: int, *, above: bool) -> Whole:
    """How much a side still needs; a whole number lies above zero if it is at least one."""
    return max(0, int(-total * scale) + above) if math.isfinite(total) else 0


def _price(gains: list[Pair]) -> tuple[Fraction, Fraction]:
    """A price for a gain on each side at which no unit brings more than one: so many units a need costs at least."""
    best = [max((gain[side] for gain in gains), default=0) for side in (0, 1)]
    price = [Fraction(1, int(most)) if most and math.isfinite(most) else Fraction(0) for most in best]
    dearest = max((sum(_paid(gain, price)) for gain in gains), default=Fraction(1))
    return (price[0] / dearest, price[1] / dearest) if dearest > 1 else (price[0], price[1])


def _paid(gain: Pair, price: Iterable[Fraction]) -> list[Fraction]:
    return [each * int(part) if each else Fraction(0) for part, each in zip(gain, price, strict=True)]


def _owed(sums: Pair, missing: list[Whole], price: tuple[Fraction, Fraction]) -> Fraction:
    """At least so many more units are needed."""
    owed = [max(need - have, 0) for have, need in zip(sums, missing, strict=True)]
    return sum((each * int(part) for part, each in zip(owed, price, strict=True) if each and part), Fraction(0))


def _with_so_many(
    size: int, kinds: list[tuple[list[int], list[Pair]]], missing: list[Whole], price: tuple[Fraction, Fraction]
) -> tuple[int, ...] | None:
    """The best sums of k decided units, for k up to `size`, keeping only pairs that no other beats.

    Of each kind the first units are as good as any others. Sums from which the rest of the units cannot reach what
    is missing are let go. Prices are counted in whole numbers here, where most of the time is spent.
    """
    units = sorted((number, gains) for numbers, gains in kinds for number in numbers[:size])
    unit_price = math.lcm(price[0].denominator, price[1].denominator)
    first_price, second_price = (int(each * unit_price) for each in price)
    front: list[Sums] = [{(0, 0): ()}, *({} for _ in range(size))]
    for place, (number, gains) in enumerate(units):
        left = len(units) - place - 1
        for taken in range(min(place, size - 1), max(-1, size - left - 2), -1):
            budget = (size - taken - 1) * unit_price
            following = front[taken + 1]
            grown = False
            for (first, second), chosen in front[taken].items():
                for gain in gains:
                    pair = (first + gain[0], second + gain[1])
                    owed = first_price * (missing[0] - pair[0]) if pair[0] < missing[0] else 0
                    owed += second_price * (missing[1] - pair[1]) if pair[1] < missing[1] else 0
                    if pair in following or owed > budget:
                        continue
                    following[pair] = (*chosen, number)
                    grown = True
            if grown:
                front[taken + 1] = _undominated(following)
    reached = (chosen for sums, chosen in front[size].items() if sums[0] >= missing[0] and sums[1] >= missing[1])
    return next(reached, None)


def _undominated(sums: Sums) -> Sums:
    kept: Sums = {}
    best: Whole = -math.inf
    for pair in sorted(sums, reverse=True):
        if pair[1] > best:
            kept[pair] = sums[pair]
            best = pair[1]
    return kept


def choose_greedily(worst: list[Score], kinds: Kinds, strict: tuple[bool, bool]) -> tuple[int, ...] | None:
    """A limit from above for very many units: always the unit that most reduces what is still needed.

    None if all of them together do not reach it. Of units that serve alike the first is taken.
    """
    scale = _denominator(worst, kinds)
    needs = [_missing(total, scale, above=False) for total in worst]
    totals: list[Whole] = [int(total * scale) if math.isfinite(total) else math.inf for total in worst]
    left = [(numbers, 0, [_scaled(gain, scale) for gain in gains]) for numbers, gains in kinds]
    chosen: list[int] = []

    def reached() -> bool:
        return all(total > 0 if above else total >= 0 for total, above in zip(totals, strict, strict=True))

    while left and not reached():
        gains = [max(own, key=lambda gain: _used(gain, needs)) for _, _, own in left]
        uses = [_used(gain, needs) for gain in gains]
        best = max(uses)
        tied = [index for index, use in enumerate(uses) if use == best]
        head = min(tied, key=lambda index: left[index][0][left[index][1]])
        gain = gains[head]
        alike = tied if all(gains[index] == gain for index in tied) else [head]
        many = _how_many(gain, [own for _, _, own in left], needs) if alike is tied else 1
        heads = [left[index][0][left[index][1] : left[index][1] + many] for index in alike]
        taken = list(islice(heapq.merge(*heads), many))
        chosen += taken
        for side in (0, 1):
            totals[side] += len(taken) * gain[side] if gain[side] else 0
            needs[side] = max(0, -totals[side])
        gone = set(taken)
        left = [
            (numbers, start + sum(number in gone for number in numbers[start : start + many]), own)
            for numbers, start, own in left
        ]
        left = [kind for kind in left if kind[1] < len(kind[0])]
    return tuple(chosen) if reached() else None


def _used(gain: Pair, needs: list[Whole]) -> Whole:
    return min(gain[0], needs[0]) + min(gain[1], needs[1])


def _how_many(gain: Pair, kinds: list[list[Pair]], needs: list[Whole]) -> int:
    """So many units can be taken at one go: until then no need is so small that another choice would serve better."""
    limits = []
    for side in (0, 1):
        if gain[side] and needs[side]:
            most = max(own[side] for gains in kinds for own in gains)
            if not math.isfinite(most) or not math.isfinite(needs[side]):
                return 1
            limits.append((needs[side] - most) // gain[side])
    return max(1, int(min(limits, default=1)))
