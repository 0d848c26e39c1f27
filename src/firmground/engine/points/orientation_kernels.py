"""On which side of an edge a point lies: by a quick sum whose error is known, and exactly where that cannot tell.

The quick sum is trusted beyond (3 + 16 u) u times the sum of its two products, u = 2^-53: the bound proved in J. R.
Shewchuk, "Adaptive precision floating-point arithmetic and fast robust geometric predicates", Discrete & Computational
Geometry 18 (1997), section 4.2 (ccwerrboundA). Below it, and where digits may have been lost to underflow, the
determinant is written out as six products of coordinates, each of them exactly as two numbers, and their sum is kept
exactly, as an expansion (same paper, sections 2.3 and 2.4). Coordinates are scaled up before, so that not even the
smallest number there is loses a digit in a product with one above 1e-270. They may be up to a million in size.
"""

from __future__ import annotations

# mypy: allow-untyped-defs, allow-untyped-calls
import numpy as np

from firmground.engine.compiled import inlined, kernel

TRUSTED_FROM = 3.3306690738754716e-16
SPLITTER = 134217729.0  # 2^27 + 1
# Products below this may have lost digits to underflow.
FAINTEST = 1e-280
SCALE = 2.0**480


@inlined
def two_sum(a, b):
    """The sum of two numbers, rounded, and what rounding lost."""
    total = a + b
    virtual = total - a
    return total, (a - (total - virtual)) + (b - virtual)


@inlined
def split(a):
    """A number as the sum of two of 26 bits."""
    big = SPLITTER * a
    high = big - (big - a)
    return high, a - high


@kernel("int64(float64, float64, float64, float64, float64, float64)")
def exact_side(x1, y1, x2, y2, x, y):
    """1 where (x, y) lies left of the line from (x1, y1) to (x2, y2), -1 right of it, 0 on it."""
    x1, y1, x2, y2, x, y = x1 * SCALE, y1 * SCALE, x2 * SCALE, y2 * SCALE, x * SCALE, y * SCALE
    factors = (x1, y2, x1, -y, x2, -y1, x2, y, x, y1, x, -y2)
    parts = np.zeros(12)
    for term in range(6):
        a, b = factors[2 * term], factors[2 * term + 1]
        product = a * b
        a_high, a_low = split(a)
        b_high, b_low = split(b)
        lost = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)
        # Both numbers of the product join the expansion, whose parts do not overlap and grow in size.
        for held in range(2 * term):
            lost, parts[held] = two_sum(parts[held], lost)
        parts[2 * term] = lost
        for held in range(2 * term + 1):
            product, parts[held] = two_sum(parts[held], product)
        parts[2 * term + 1] = product
    for held in range(11, -1, -1):
        if parts[held] != 0.0:
            return 1 if parts[held] > 0.0 else -1
    return 0


@inlined
def side(x1, y1, x2, y2, x, y):
    """As `exact_side`, mostly without its cost."""
    rising = (x1 - x) * (y2 - y)
    falling = (x2 - x) * (y1 - y)
    size = abs(rising) + abs(falling)
    turn = rising - falling
    if abs(turn) > TRUSTED_FROM * size and size > FAINTEST:
        return 1 if turn > 0.0 else -1
    return exact_side(x1, y1, x2, y2, x, y)


@inlined
def is_left(x1, y1, x2, y2, x, y):
    """1 where a point lies left of an edge, else 0; a point on its line counts as moved north a little, then east less.

    So a point always lies on one side, and all that asks for the same point agrees about it.
    """
    turn = side(x1, y1, x2, y2, x, y)
    if turn == 0:
        turn = 1 if x2 > x1 or (x2 == x1 and y1 > y2) else -1
    return 1 if turn > 0 else 0
