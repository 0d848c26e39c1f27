"""Numbers known only between low and high, and the sets of values that a claim accepts.

Exact where it decides: counts and thresholds are fractions, so that 49 of 64 meets "at least 49/64" and no
rounding of floats turns MAY into MUST. Floats come in only with areas and distances.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from firmground.modality import Modality

Number = Fraction | int | float


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number that lies between `low` and `high`, both included.

    `best` is a most plausible value and stays None unless a probability model was asked for. Raises
    ValueError if low > high or best lies outside.
    """

    low: Number
    high: Number
    best: Number | None = None

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"bounds need low <= high, not {self.low} and {self.high}")
        if self.best is not None and not self.low <= self.best <= self.high:
            raise ValueError(f"the best value {self.best} lies outside {self.low} to {self.high}")

    def __contains__(self, value: Number | Bounds) -> bool:
        if isinstance(value, Bounds):
            return self.low <= value.low and value.high <= self.high
        return self.low <= value <= self.high

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Bounds) -> Bounds:
        return Bounds(self.low - other.high, self.high - other.low)

    def hull(self, other: Bounds) -> Bounds:
        """The narrowest bounds that contain both."""
        return Bounds(min(self.low, other.low), max(self.high, other.high))

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def width(self) -> Number:
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Accepted:
    """The values that a claim accepts: an interval whose ends may be open or absent.

    None means no end on that side. `low_open` and `high_open` say that the end itself is not accepted.
    """

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    text: str = ""

    def __contains__(self, value: Number) -> bool:
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return False
        return not (self.high is not None and (value > self.high or (self.high_open and value == self.high)))

    def standing(self, bounds: Bounds) -> Modality:
        """MUST if every value of the bounds is accepted, CANNOT if none is, MAY otherwise."""
        every = bounds.low in self and bounds.high in self
        below = self.low is not None and (bounds.high < self.low or (self.low_open and bounds.high == self.low))
        above = self.high is not None and (bounds.low > self.high or (self.high_open and bounds.low == self.high))
        return Modality.of(every=every, some=not (below or above))

    def __str__(self) -> str:
        return self.text or "any value"


_NUMBER = r"[-+]?\d+(?:\.\d+)?(?:\s*/\s*\d+(?:\.\d+)?)?\s*%?"
_COMPARISON = re.compile(rf"(>=|<=|>|<|==|=|≥|≤)?\s*({_NUMBER})")
_RANGE = re.compile(rf"({_NUMBER})\s*(?:\.\.|\u2013|to)\s*({_NUMBER})")
_AROUND = re.compile(rf"({_NUMBER})\s*(?:±|\+-|\+/-)\s*({_NUMBER})")


def parse_number(text: str) -> Fraction:
    """Reads "0.8", "49/64", "80 %" as an exact fraction. Raises ValueError."""
    body = text.strip()
    percent = body.endswith("%")
    top, _, bottom = body.removesuffix("%").replace(" ", "").partition("/")
    try:
        value = Fraction(top) / Fraction(bottom) if bottom else Fraction(top)
    except (ValueError, ZeroDivisionError) as fault:
        raise ValueError(f"{text!r} is not a number") from fault
    return value / 100 if percent else value


def parse_accepted(text: str | float) -> Accepted:
    """Reads what a claim accepts: ">= 0.75", "> 0.5", "<= 15", "= 64", "0.8 ± 0.05", "0.75..0.80", "49/64".

    A bare number accepts that number alone. Raises ValueError and names the forms that are understood.
    """
    body = str(text).strip()
    if found := _AROUND.fullmatch(body):
        middle, spread = parse_number(found[1]), parse_number(found[2])
        if spread < 0:
            raise ValueError(f"{body!r} has a negative spread")
        return Accepted(middle - spread, middle + spread, text=body)
    if found := _RANGE.fullmatch(body):
        low, high = parse_number(found[1]), parse_number(found[2])
        if low > high:
            raise ValueError(f"{body!r} runs backwards: write the smaller number first")
        return Accepted(low, high, text=body)
    if found := _COMPARISON.fullmatch(body):
        value = parse_number(found[2])
        sign = {"≥": ">=", "≤": "<="}.get(found[1], found[1])
        if sign in (">=", ">"):
            return Accepted(low=value, low_open=sign == ">", text=body)
        if sign in ("<=", "<"):
            return Accepted(high=value, high_open=sign == "<", text=body)
        return Accepted(value, value, text=body)
    raise ValueError(f'{body!r} is not understood: write ">= 0.75", "<= 15", "= 64", "0.8 ± 0.05" or "1..3"')
