"""Sums of many independent numbers, two and two at a time, all pairs of a level at once.

A level is a table with a law in each row. Short rows are multiplied out; long ones through a Fourier transform
(W. Biscarri, S. D. Zhao and R. J. Brunner, "A simple and fast method for computing the Poisson binomial distribution
function", Computational Statistics and Data Analysis 122 (2018), 92-100). A row keeps only the window outside which
Bernstein's inequality leaves less than `TAIL`, so the whole costs little more than its first levels.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.threads import in_parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

TAIL = 1e-18  # of the chance, on each side of a window
_LEAST_TRANSFORMED = 64  # values; shorter laws are multiplied out
_AT_ONCE = 1 << 13  # pairs of short laws that are multiplied at once: what a processor keeps at hand


@dataclass(frozen=True, eq=False)
class Level:
    """Laws of one length, a row each. `start`: the value of each row's first entry. `mean`, `variance`: of each row.

    `reach`: no single number in these sums lies farther from its mean. `lost`: the chance outside the windows of all
    rows together, at most.
    """

    start: Ints
    mass: Floats
    mean: Floats
    variance: Floats
    reach: int
    lost: float = 0.0

    def __len__(self) -> int:
        return len(self.start)

    @property
    def wide(self) -> int:
        return int(self.mass.shape[1])

    def rows(self, chosen: slice) -> Level:
        """Some rows; what the level has lost stays behind."""
        return Level(self.start[chosen], self.mass[chosen], self.mean[chosen], self.variance[chosen], self.reach)


def level_of(mass: Floats, reach: int) -> Level:
    """Rows that each are the law of one number from 0 to `reach`."""
    values = np.arange(mass.shape[1], dtype=np.float64)
    mean = mass @ values
    variance = np.maximum(0.0, mass @ values**2 - mean**2)
    return Level(np.zeros(len(mass), dtype=np.int64), mass, mean, variance, reach)


def sum_rows(level: Level, *, exact: bool) -> list[Level]:
    """Sums of rows: levels of one row each, whose sum is that of all. `exact`: no transform, nothing is cut away."""
    left = []
    lost = 0.0
    while len(level) > 1 and not (exact and level.wide > _LEAST_TRANSFORMED):
        if len(level) % 2:
            left.append(level.rows(slice(len(level) - 1, None)))
            level = level.rows(slice(0, len(level) - 1))
        short = level.wide <= _LEAST_TRANSFORMED
        level = add_halves(level, _multiply(level.mass) if short else _transform(level.mass))
        if not exact:
            level = trim(level)
        lost, level = lost + level.lost, level.rows(slice(None))
    rows = [level.rows(slice(place, place + 1)) for place in range(len(level))]
    rows[0] = Level(rows[0].start, rows[0].mass, rows[0].mean, rows[0].variance, rows[0].reach, lost)
    return rows + left


def add_halves(level: Level, mass: Floats) -> Level:
    """The level of the sums of row k and row k + half."""
    half = len(level) // 2
    start, mean, variance = level.start, level.mean, level.variance
    return Level(
        start[:half] + start[half:], mass, mean[:half] + mean[half:], variance[:half] + variance[half:], level.reach
    )


def _multiply(mass: Floats) -> Floats:
    """The first half of the rows with the second half, term by term."""
    half, wide = len(mass) // 2, mass.shape[1]
    result = np.empty((half, 2 * wide - 1))

    def multiply(rows: slice) -> None:
        for begin in range(rows.start, rows.stop, _AT_ONCE):
            end = min(begin + _AT_ONCE, rows.stop)
            # Columns become rows, so that each product runs over one stretch of memory.
            one, other = mass[begin:end].T.copy(), mass[half + begin : half + end].T.copy()
            together = np.zeros((2 * wide - 1, end - begin))
            for place in range(wide):
                together[place : place + wide] += one[place] * other
            result[begin:end] = together.T

    in_parts(multiply, half, least=_AT_ONCE)
    return result


def _transform(mass: Floats) -> Floats:
    half, wide = len(mass) // 2, 2 * mass.shape[1] - 1
    size = smooth_size(wide)
    result = np.empty((half, wide))

    def transform(rows: slice) -> None:
        waves = np.fft.rfft(mass[rows], size, axis=1)
        waves *= np.fft.rfft(mass[half + rows.start : half + rows.stop], size, axis=1)
        np.maximum(np.fft.irfft(waves, size, axis=1)[:, :wide], 0.0, out=result[rows])

    in_parts(transform, half, least=-(-_AT_ONCE * _LEAST_TRANSFORMED // wide))
    return result


def smooth_size(least: int) -> int:
    """The smallest number of at least so many that has no other prime factors than 2, 3 and 5: fast to transform."""
    sizes = (3**b * 5**c for b in range(least.bit_length()) for c in range(least.bit_length()))
    return int(min(odd << max(0, (-(-least // odd) - 1).bit_length()) for odd in sizes if odd < 2 * least))


def window(variance: Floats, reach: int) -> Floats:
    """How far from its mean a sum lies with a chance of less than `TAIL` on each side: Bernstein's inequality."""
    logarithm = -math.log(TAIL)
    linear = reach * logarithm / 3
    return np.asarray(linear + np.sqrt(linear**2 + 2 * variance * logarithm))


def trim(level: Level) -> Level:
    """Every row cut to its window; all windows are as wide as the widest."""
    widest = window(level.variance.max(keepdims=True), level.reach)
    kept = min(level.wide, int(np.ceil(2 * widest[0])) + 2)
    if kept == level.wide:
        return level
    far = window(level.variance, level.reach)
    begin = np.clip(np.floor(level.mean - far).astype(np.int64) - level.start, 0, level.wide - kept)
    if bool((begin == begin[0]).all()):
        mass = level.mass[:, begin[0] : begin[0] + kept]
    else:
        mass = np.take_along_axis(level.mass, begin[:, None] + np.arange(kept), axis=1)
    lost = level.lost + 2 * TAIL * len(level)
    return Level(level.start + begin, np.ascontiguousarray(mass), level.mean, level.variance, level.reach, lost)


def merge(levels: list[Level], *, exact: bool) -> Level:
    """The sum of levels of one row each, the shortest first."""
    heap = [(level.wide, number, level) for number, level in enumerate(levels)]
    heapq.heapify(heap)
    number = len(heap)
    while len(heap) > 1:
        one, other = heapq.heappop(heap)[2], heapq.heappop(heap)[2]
        both = _add_two(one, other, exact=exact)
        heapq.heappush(heap, (both.wide, number, both))
        number += 1
    return heap[0][2]


def _add_two(one: Level, other: Level, *, exact: bool) -> Level:
    if exact or min(one.wide, other.wide) <= _LEAST_TRANSFORMED:
        mass = np.convolve(one.mass[0], other.mass[0])
    else:
        wide = one.wide + other.wide - 1
        size = smooth_size(wide)
        waves = np.fft.rfft(one.mass[0], size) * np.fft.rfft(other.mass[0], size)
        mass = np.maximum(np.fft.irfft(waves, size)[:wide], 0.0)
    both = Level(
        one.start + other.start,
        mass[None, :],
        one.mean + other.mean,
        one.variance + other.variance,
        max(one.reach, other.reach),
        one.lost + other.lost,
    )
    return both if exact else trim(both)
