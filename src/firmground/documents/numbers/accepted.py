"""Which values make a sentence with a number true, as the test of a claim writes them.

The built-in case reads "almost 80 percent" as 75 to 80, "80 percent" as it is printed, 79.5 to 80.5, "maybe 30" as 25
to 35, "one in 20" as it would be rounded, "multiple" as two or more. What follows are these readings as rules: our
judgement, on the wide side, shown with each drafted test for a person to change.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

Number = int | Fraction

# The widest that a round share is taken to reach to either side, in parts of the whole.
_FRACTION_SPREAD = Fraction(1, 20)
# How far half a step may reach, in parts of the number: "about 100" is 75 to 125, and not 50 to 150.
_LARGEST_HALF_STEP = Fraction(1, 4)


def write_number(value: Number) -> str:
    """Exact: as a decimal where it ends, else as a fraction."""
    value = Fraction(value)
    if not _ends(value):
        return f"{value.numerator}/{value.denominator}"
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    whole = abs(value.numerator * 10**digits // value.denominator)
    text = str(whole).rjust(digits + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)


def _ends(value: Fraction) -> bool:
    """As a decimal it has a last figure."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def half_step(value: Number, steps: tuple[int, ...]) -> Fraction:
    """Half the step to which a round number seems rounded: 5 for 80, 50 for 800, 2.5 for 75."""
    for step in steps:
        half = Fraction(step, 2)
        if value % step == 0 and half <= value * _LARGEST_HALF_STEP:
            return half
    return Fraction(1, 2)


_PERCENT_STEPS = (10, 5, 1)
_COUNT_STEPS = tuple(sorted((digit * 10**power for power in range(10) for digit in (1, 5)), reverse=True))


def accept_percent(percent: Number, decimals: int, operator: str) -> str:
    """Of a share that is written in percent, with so many decimals."""
    value = Fraction(percent) / 100
    printed = Fraction(1, 2 * 10 ** (decimals + 2))
    spread = half_step(percent, _PERCENT_STEPS) / 100 if not decimals else printed
    return _accept(value, operator, printed, spread, most=Fraction(1))


def accept_fraction(value: Fraction, operator: str) -> str:
    """Of a share in words: "four fifths", "two in three"; of "a of b" where b is a round way of speaking."""
    spread = min(_FRACTION_SPREAD, Fraction(1, 2 * value.denominator))
    return _accept(value, operator, spread, spread, most=Fraction(1))


def accept_exact_ratio(part: int, whole: int, operator: str) -> str:
    """“15 of the 64”: both are counted, so nothing is rounded."""
    if operator in ("about", "almost"):
        return accept_fraction(Fraction(part, whole), operator)
    return f"{operator} {part}/{whole}"


def accept_count(value: Number, operator: str, printed: Number = 0) -> str:
    """`printed`: how far a number reaches that is written as millions or dozens, where nothing says "about"."""
    spread = max(half_step(value, _COUNT_STEPS), Fraction(1), Fraction(printed))
    if operator == "=" and not printed:
        return f"= {write_number(value)}"
    return _accept(Fraction(value), operator, Fraction(printed), spread, most=None, whole=True)


def accept_range(low: Number, high: Number, operator: str, scale: int = 1) -> str:
    """Between two numbers; "about" lets each end go as far as it would alone."""
    first, last = Fraction(low) / scale, Fraction(high) / scale
    if operator == "about" and scale == 1:
        first, last = first - half_step(low, _COUNT_STEPS), last + half_step(high, _COUNT_STEPS)
    if operator in (">", ">="):
        return f"{operator} {write_number(first)}"
    if operator in ("<", "<="):
        return f"{operator} {write_number(last)}"
    return f"{write_number(max(first, Fraction(0)))}..{write_number(last)}"


def _accept(
    value: Fraction, operator: str, printed: Fraction, spread: Fraction, *, most: Fraction | None, whole: bool = False
) -> str:
    if operator in (">", ">=", "<", "<="):
        return f"{operator} {write_number(value)}"
    below, above = {"=": (printed, printed), "about": (spread, spread), "almost": (spread, Fraction(0))}[operator]
    low, high = max(value - below, Fraction(0)), value + above
    if most is not None:
        high = min(high, most) if value <= most else high
    if whole:  # no half people
        low, high = Fraction(ceil(low)), Fraction(floor(high))
    else:  # "a third" has no last decimal: outwards to whole percents
        low = low if _ends(low) else Fraction(floor(low * 100), 100)
        high = high if _ends(high) else Fraction(ceil(high * 100), 100)
    return f"{write_number(low)}..{write_number(high)}" if low < high else f"= {write_number(low)}"
