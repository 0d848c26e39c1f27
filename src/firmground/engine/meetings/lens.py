"""How much two discs on a plane share, and how likely a point of one disc and a point of another are near.

Let two points be uniform in discs of radii r1 and r2 whose middles are c apart. That they are within D is the common
measure of three discs, which does not ask which is which: the convolution of the discs of radii r1, r2 and D at c.
Of the three let S be the smallest, m the next, M the largest. Then

    P = (S m)^2 / (r1 r2)^2 * E[ shared(rho; m, M) / (pi m^2) ]

where rho is the distance from the one middle to a point uniform in the disc S around the other, and shared(rho; m, M)
is the lens that two circles have in common. The mean over rho is one integral; where rho <= M - m the lens is the whole
small disc, and that part is itself a lens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Double-exponential rule (Takahasi and Mori 1974): its nodes crowd at both ends, where the integrands have roots and,
# with radii that nearly touch, almost a corner. Nodes t in (0, 1) with their distance from 1, and weights.
_STEP = 0.15
_STEPS = np.arange(-20, 21) * _STEP
_INNER = np.pi / 2 * np.sinh(_STEPS)
_FROM_LOW = 1 / (1 + np.exp(-2 * _INNER))
_WEIGHTS = _STEP * np.pi / 4 * np.cosh(_STEPS) / np.cosh(_INNER) ** 2


def shared_area(apart: Floats, radius_a: Floats, radius_b: Floats) -> Floats:
    """Area that two discs have in common: pi r^2 of the smaller where it lies in the other, 0 where they are apart."""
    small, large = np.minimum(radius_a, radius_b), np.maximum(radius_a, radius_b)
    whole = np.pi * small**2
    return whole * shared_part(apart, small, large)


def shared_part(apart: Floats, small: Floats, large: Floats) -> Floats:
    """That area as a part of the smaller disc, `small` <= `large`; a disc of radius 0 is a point: 1 or 0."""
    inside, outside = apart <= large - small, apart >= large + small
    touching = ~inside & ~outside
    safe = np.where(touching, apart, 1.0)
    s, b = np.where(touching, small, 1.0), np.where(touching, large, 1.0)
    # Half the angle of each circle's arc, from its half-angle: acos would lose half the digits where the circles touch.
    # The difference of the radii comes first: circles nearly the same, hardly apart, would lose the rest of them.
    turn_s = _turn((b + s - safe) * ((b - s) + safe), 4 * safe * s)
    turn_b = _turn((b + s - safe) * (safe - (b - s)), 4 * safe * b)
    part = (_segment(turn_s) + (b / s) ** 2 * _segment(turn_b)) / np.pi
    return np.where(inside, 1.0, np.where(outside, 0.0, np.clip(part, 0.0, 1.0)))


def _turn(over: Floats, under: Floats) -> Floats:
    return 2 * np.arcsin(np.sqrt(np.clip(over / under, 0.0, 1.0)))


def _segment(turn: Floats) -> Floats:
    """Area between an arc of half-angle `turn` on the unit circle and its chord: turn - sin(turn) cos(turn)."""
    double = 2 * turn
    # x - sin x cancels for small x; its series is exact to the last digit below 0.3.
    square = double**2
    series = double**3 / 6 * (1 - square / 20 * (1 - square / 42 * (1 - square / 72 * (1 - square / 110))))
    area: Floats = np.where(double < 0.3, series, double - np.sin(double)) / 2
    return area


def chance_within(centres: Floats, radius_a: Floats, radius_b: Floats, within: Floats) -> Floats:
    """P that two points, each uniform in its disc on a plane, are at most `within` apart; arrays of one shape (n,).

    Right to 1e-10. A disc of radius 0 is a point. Exactly 1 where every pair of points is, exactly 0 where none is.
    """
    answer = np.zeros(len(centres))
    reach = radius_a + radius_b
    sure, never = centres + reach <= within, centres - reach > within
    answer[sure] = 1.0
    point = ~sure & ~never & (np.minimum(radius_a, radius_b) == 0)
    disc = np.maximum(radius_a, radius_b)[point]
    # A point against a disc; where both are points the rest is decided: they are not within, or `sure`.
    with np.errstate(divide="ignore", invalid="ignore"):
        part = shared_area(centres[point], disc, within[point]) / (np.pi * disc**2)
    answer[point] = np.where(disc > 0, part, 0.0)
    rest = np.flatnonzero(~sure & ~never & ~point & (within > 0))
    for start in range(0, len(rest), _TOGETHER):
        block = rest[start : start + _TOGETHER]
        answer[block] = _two_discs(centres[block], radius_a[block], radius_b[block], within[block])
    return answer


_TOGETHER = 4096  # pairs integrated at a time: their nodes stay within a few megabytes


def _two_discs(centres: Floats, radius_a: Floats, radius_b: Floats, within: Floats) -> Floats:
    small, middle, large = np.sort([radius_a, radius_b, within], axis=0)
    known = large - middle
    part = shared_area(centres, small, known) / (np.pi * small**2)
    low = np.maximum(known, np.maximum(centres - small, 0.0))
    high = np.maximum(np.minimum(large + middle, centres + small), low)
    # Circles around the middle that lie wholly in the small disc meet it in a whole turn: the integrand bends there.
    bend = np.clip(small - centres, low, high)
    for start, stop in ((low, bend), (bend, high)):
        part = part + _integral(centres, small, middle, large, start, stop)
    share: Floats = np.clip(part * (small * middle / (radius_a * radius_b)) ** 2, 0.0, 1.0)
    return share


def _integral(c: Floats, small: Floats, middle: Floats, large: Floats, start: Floats, stop: Floats) -> Floats:
    """Of the part of `small` that lies at each distance rho, times the part of `middle` that is shared at rho."""
    width = stop - start
    some = np.flatnonzero(width > 0)
    result = np.zeros(len(c))
    c, small, middle, large = (x[some, None] for x in (c, small, middle, large))
    rho = start[some, None] + width[some, None] * _FROM_LOW
    wholly = rho <= small - c
    turn = np.where(wholly, np.pi, _turn((small + c - rho) * (rho + (small - c)), np.where(wholly, 1.0, 4 * rho * c)))
    values = 2 * rho * turn / (np.pi * small**2) * shared_part(rho, middle, large)
    result[some] = width[some] * (values @ _WEIGHTS)
    return result
