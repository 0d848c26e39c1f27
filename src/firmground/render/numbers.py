"""Numbers of a report in words and digits, in the unit of their measure.

A share is held as 0 to 1 and read as percent; an area is km², a distance km. Nothing is rounded to a rounder
number than it is: 63.27 percent reads "63.3 %", and a whole number reads without a decimal point.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from firmground.report.model import Claimed, Range

# measure -> (factor, decimals, what follows the number)
_READING: Final[dict[str, tuple[float, int, str]]] = {
    "share": (100.0, 1, "\u00a0%"),
    "area": (1.0, 0, "\u00a0km²"),
    "gain": (1.0, 0, "\u00a0km²"),
    "distance": (1.0, 1, "\u00a0km"),
    "disclosed": (100.0, 1, "\u00a0%"),
    "disclosed-change": (100.0, 1, "\u00a0points"),
    "silence": (1.0, 0, "\u00a0days"),
    "pledges-share": (100.0, 1, "\u00a0%"),
}
_PLAIN: Final = (1.0, 2, "")

# Measures of things that are counted; all others measure ground, distances or changes.
COUNTED: Final = frozenset(
    {
        "share",
        "count",
        "places",
        "disclosed",
        "silence",
        "breaches",
        "pledges",
        "pledges-share",
        "contradictions",
        "encounters",
    }
)
# Measures whose numbers are parts of a whole, from 0 to 1.
PARTS_OF_ONE: Final = frozenset({"share", "disclosed", "pledges-share"})

STANDING_WORDS: Final = {"must": "required", "may": "allowed", "cannot": "ruled out"}


def say_standing(standing: str, *, measured: bool, claimed: bool) -> str:
    """The one word for a claim: what cannot be measured, or names no value to compare with, stands to nothing."""
    if not measured:
        return "undefined"
    return STANDING_WORDS.get(standing, standing) if claimed else "measured"


def standing_class(standing: str) -> str:
    """One of "must", "may", "cannot"; anything else reads as "may": what is not known may be anything."""
    return standing if standing in STANDING_WORDS else "may"


def say_digits(value: float, decimals: int) -> str:
    """Digits with thousands apart, without needless zeros, with a true minus sign."""
    if not math.isfinite(value):
        return "?"
    body = f"{abs(value):,.{decimals}f}"
    body = body.rstrip("0").rstrip(".") if "." in body else body
    return ("\u2212" if value < 0 and body.strip("0.,") else "") + body.replace(",", "\u202f")


def counted_or_measured(measure: str) -> str:
    """The verb before a measure's unit: things are counted, ground and distances are measured."""
    return "counted" if measure in COUNTED else "measured"


def in_unit(value: float, measure: str) -> float:
    """The number in the unit in which it is read: percent for a share."""
    return round(value * _READING.get(measure, _PLAIN)[0], 4)


def unit_of(measure: str) -> str:
    """What follows a number of this measure, as " (km²)"; "" where the unit is the thing itself."""
    suffix = _READING.get(measure, _PLAIN)[2].strip("\u00a0")
    return f" ({suffix})" if suffix else ""


def say_number(value: float, measure: str, *, unit: bool = True) -> str:
    """One number in the unit of its measure: 0.6327 of a share is "63.3 %"."""
    factor, decimals, suffix = _READING.get(measure, _PLAIN)
    return say_digits(value * factor, decimals) + (suffix if unit else "")


def say_span(low: float | None, high: float | None, measure: str) -> str:
    """As "63.3 to 77.6 %", "at least 12", "at most 4 km", "31", or "no limit known"."""
    if low is None and high is None:
        return "no limit known"
    if low is None or high is None:
        end, words = (low, "at least") if low is not None else (high, "at most")
        return f"{words} {say_number(end or 0.0, measure)}"
    first, last = say_number(low, measure, unit=False), say_number(high, measure)
    return last if say_number(low, measure) == last else f"{first} to {last}"


def say_range(bounds: Range | None, measure: str) -> str:
    """The reading that the report gives, or one made from the numbers."""
    if bounds is None:
        return "undefined"
    return bounds.text or say_span(bounds.low, bounds.high, measure)


def say_claimed(claimed: Claimed, measure: str) -> str:
    """The accepted values in words: "at least 75 %", "more than 50 %", "75 to 80 %", "64"."""
    low, high = claimed.low, claimed.high
    if low is None and high is None:
        return claimed.text or "any value"
    if low is None or high is None or claimed.low_open or claimed.high_open:
        parts = []
        if low is not None:
            parts.append(("more than " if claimed.low_open else "at least ") + say_number(low, measure))
        if high is not None:
            parts.append(("less than " if claimed.high_open else "at most ") + say_number(high, measure))
        return " and ".join(parts)
    return say_span(low, high, measure)
