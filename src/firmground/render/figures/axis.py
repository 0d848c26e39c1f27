"""An axis: numbers to percent of a figure's width, ticks at round numbers, and the bracket of a claim."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from firmground.render.figures.svg import at, group, line, num, rect
from firmground.render.numbers import PARTS_OF_ONE, say_number

if TYPE_CHECKING:
    from firmground.report.model import Claimed


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` to `high` in the unit of `measure`. An axis of no length is stretched to one."""

    low: float
    high: float
    measure: str

    @classmethod
    def of(cls, ends: tuple[float, float], measure: str) -> Axis:
        low, high = (end if math.isfinite(end) else 0.0 for end in ends)
        return cls(low, high if high > low else low + 1.0, measure)

    def at(self, value: float | None, missing: float = 0.0) -> float:
        """Percent of the width, kept on the axis; `missing` where there is no number."""
        if value is None or math.isnan(value):
            return missing
        return min(100.0, max(0.0, (value - self.low) / (self.high - self.low) * 100))

    def shows(self, value: float | None) -> bool:
        """Whether the number lies on the axis; no number does."""
        return value is None or self.low <= value <= self.high

    def ticks(self, about: int = 4) -> list[float]:
        """Round numbers on the axis, both ends of a share among them."""
        step = round_step((self.high - self.low) / about)
        if self.measure in PARTS_OF_ONE and (self.low, self.high) == (0.0, 1.0):
            step = 0.25
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [n * step for n in range(first, last + 1)]

    def say_ticks(self, about: int = 4) -> list[tuple[float, str]]:
        """Each tick's percent and its digits; the last carries the unit."""
        ticks = self.ticks(about)
        return [(self.at(tick), say_number(tick, self.measure, unit=tick == ticks[-1])) for tick in ticks]


def round_step(rough: float) -> float:
    """The least of 1, 2, 2.5, 5 times a power of ten that is not under `rough`."""
    power = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    return next((power * lead for lead in (1, 2, 2.5, 5) if power * lead >= rough * (1 - 1e-9)), power * 10)


def anchor_of(percent: float) -> str:
    """Which way a text at this place grows without leaving the figure."""
    return "start" if percent < 5 else "end" if percent > 95 else "middle"


def draw_bracket(axis: Axis, claimed: Claimed, top: float, bottom: float) -> Markup:
    """The accepted values as a bracket: an end that counts is square, one that does not is round, and where
    there is none the bracket stays open.
    """
    left, right = axis.at(claimed.low, 0.0), axis.at(claimed.high, 100.0)
    parts = [line(left, top, right, top, "")]
    ends = ((claimed.low, claimed.low_open, left, 1), (claimed.high, claimed.high_open, right, -1))
    tall = bottom - top
    for value, is_open, place, inward in ends:
        if value is None:
            tip = f"M{4 * inward}-4L0 0L{4 * inward} 4"
        elif is_open:
            tip = f"M{5 * inward} 0Q{-3 * inward} {num(tall / 2)} {5 * inward} {num(tall)}"
        else:
            tip = f"M{5 * inward} 0H0V{num(tall)}H{5 * inward}"
        parts.append(at(place, top, Markup('<path d="{}"/>').format(tip)))
    wash = rect(left, top, right - left, tall, "claim-wash")
    return Markup("<g>{}{}</g>").format(wash, group("claim-line", parts))
