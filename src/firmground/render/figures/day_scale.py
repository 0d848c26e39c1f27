"""Days along the width of a figure, with ticks that people use: firsts and middles of months, months, years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120)  # months between two ticks
_MOST_TICKS: Final = 7
_ONE_MONTH: Final = 31
_BOTH_HALVES: Final = 75  # days; so many leave room for the middles of months


@dataclass(frozen=True, slots=True)
class DayScale:
    """Days from `first`, each `1 / days` of the width right of `left` (percent)."""

    first: date
    days: int
    left: float = 0.0

    def at(self, day: float) -> float:
        """Percent of the width at which a day begins; days are counted from 0."""
        return self.left + day / self.days * (100 - self.left)

    @property
    def wide(self) -> float:
        """Percent of the width that a day takes."""
        return (100 - self.left) / self.days

    def date_of(self, day: int) -> date:
        return self.first + timedelta(days=day)

    def ticks(self) -> list[tuple[int, str]]:
        """Days and their words, none so late that its words would leave the figure."""
        found = list(self._months())
        if self.days <= _BOTH_HALVES:
            told = {1, 15} if self.days > _ONE_MONTH else {1, 8, 15, 22}
            halves = [(day, say_short(on)) for day in range(self.days) if (on := self.date_of(day)).day in told]
            return halves or [(0, say_short(self.first))]
        step = next((step for step in _STEPS if len(found) / step <= _MOST_TICKS), _STEPS[-1])
        chosen = [(day, on) for day, on in found if (12 * on.year + on.month - 1) % step == 0]
        return [(day, _say_tick(on, step, first=not number)) for number, (day, on) in enumerate(chosen)]

    def _months(self) -> Iterator[tuple[int, date]]:
        on = self.first if self.first.day == 1 else (self.first.replace(day=28) + timedelta(days=4)).replace(day=1)
        while (day := (on - self.first).days) < self.days:
            yield day, on
            on = (on.replace(day=28) + timedelta(days=4)).replace(day=1)


def _say_tick(on: date, step: int, *, first: bool) -> str:
    if step >= 12:
        return str(on.year)
    year = f" {on.year}" if first or on.month <= step else ""
    return f"{_MONTHS[on.month - 1]}{year}"


def say_short(on: date) -> str:
    """As "23 Oct"."""
    return f"{on.day} {_MONTHS[on.month - 1]}"
