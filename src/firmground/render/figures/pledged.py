"""A pledge on the days: hatched while it may yet be kept, solid from when it was, hollow from when it was not.

All pledges of a board share one axis of days. It spans the case's period and what lies near it; a stage of many years
later would leave no room for the rest, so it lies beyond an arrow and is told in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from firmground.render.figures.axis import anchor_of
from firmground.render.figures.svg import at, group, join, line, path, rect, strip, text
from firmground.render.numbers import standing_class

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from firmground.report.chapters.pledges_model import Pledges, Promised

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)  # months between two ticks
_MOST_TICKS: Final = 6
_LEAST_DAYS: Final = 14  # an axis of one day shows nothing
_TOP: Final = 14
_LONG: Final = 900  # of an upright line: as long as the row of any pledge, where its figure is cut off
_TALL: Final = 12


@dataclass(frozen=True, slots=True)
class DayAxis:
    """Days from `first` to `last`, both included, as ordinals. `end`: the last day of the case's period."""

    first: int
    last: int
    end: int | None

    def at(self, day: int) -> float:
        """Percent of the width at which a day begins, kept on the axis."""
        return min(100.0, max(0.0, (day - self.first) / (self.last + 1 - self.first) * 100))

    def end_at(self) -> float | None:
        """Where the period ends, None where it has no end on the axis."""
        if self.end is None or not self.first <= self.end <= self.last:
            return None
        return self.at(self.end + 1)

    def is_beyond(self, pledge: Promised) -> bool:
        """Does a stage of it begin after the last day of the axis?"""
        return any((day := _ordinal(stage.on.first)) is not None and day > self.last for stage in pledge.stages)

    def say_ticks(self) -> list[tuple[int, str]]:
        """First days of months, or of years, with their names; the year stands at the first tick and each January."""
        starts = self._months()
        if len(starts) < 2:  # too few days for months: the ends themselves
            return [(day, _say_day(day)) for day in (self.first, self.last)]
        step = next((step for step in _STEPS if len(starts) / step <= _MOST_TICKS), _STEPS[-1])
        chosen = [day for number, day in starts if number % step == 0]
        ticks: list[tuple[int, str]] = []
        for day in chosen:
            on = date.fromordinal(day)
            month = "" if step >= 12 else _MONTHS[on.month - 1]
            year = str(on.year) if step >= 12 or on.month == 1 or not ticks else ""
            ticks.append((day, " ".join(part for part in (month, year) if part)))
        return ticks

    def _months(self) -> list[tuple[int, int]]:
        """(number of the month since the year 0, its first day) of every month that begins on the axis."""
        first, last = date.fromordinal(self.first), date.fromordinal(self.last)
        numbers = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
        found = [(number, date(number // 12, number % 12 + 1, 1).toordinal()) for number in numbers]
        return [(number, day) for number, day in found if self.first <= day <= self.last]


def _say_day(day: int) -> str:
    on = date.fromordinal(day)
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def day_axis(chapter: Pledges) -> DayAxis | None:
    """The period, or else the middle one of all days, widened while no gap is longer than the axis so far.

    None where neither a period nor any day is known.
    """
    days = sorted(set(_days(chapter)))
    start, stop = _ordinal(chapter.first), _ordinal(chapter.last)
    if start is None and stop is None and not days:
        return None
    middle = days[len(days) // 2] if days else 0
    first = start if start is not None else middle if stop is None else stop
    last = max(first, stop if stop is not None else first)
    for day in days:
        if last < day <= last + max(_LEAST_DAYS, last - first):
            last = day
    for day in reversed(days):
        if first > day >= first - max(_LEAST_DAYS, last - first):
            first = day
    return DayAxis(first, min(max(last + 2, first + _LEAST_DAYS), date.max.toordinal()), stop)


def _days(chapter: Pledges) -> Iterable[int]:
    for pledge in chapter.pledges:
        for moment in (pledge.made, *(stage.on for stage in pledge.stages)):
            yield from (day for side in (moment.first, moment.last) if (day := _ordinal(side)) is not None)


def _ordinal(iso: str | None) -> int | None:
    """A day without limit, and a text that is no day, stand nowhere on the axis."""
    try:
        return None if iso is None else date.fromisoformat(iso).toordinal()
    except ValueError:
        return None


def draw_pledge(pledge: Promised, axis: DayAxis) -> Markup:
    """One pledge as a line of the board, whose words stand beside it."""
    starts = [axis.first if (day := _ordinal(step.first)) is None else day for step in pledge.steps]
    stops = [*starts[1:], axis.last + 1]
    middle = _TOP + _TALL / 2
    parts = [group("hair", (_upright(axis.at(day)) for day, _ in axis.say_ticks()))]
    if (end := axis.end_at()) is not None:
        parts.append(line(end, 0, end, _LONG, "scale"))
    parts.append(line(0, middle, 100, middle, "hair"))
    for step, start, stop in zip(pledge.steps, starts, stops, strict=True):
        left, right = axis.at(start), axis.at(stop)
        if right > left:
            css = standing_class(step.kept) if step.made == "must" else "undefined"
            parts += [rect(left, _TOP, right - left, _TALL, "paper"), rect(left, _TOP, right - left, _TALL, css)]
    parts += [
        line(axis.at(day), _TOP - 3, axis.at(day), _TOP + _TALL + 3, "edge")
        for stage in pledge.stages
        if (day := _ordinal(stage.on.first)) is not None and axis.first <= day <= axis.last
    ]
    if axis.is_beyond(pledge):
        parts.append(at(100, middle, path("M-14 0H-2M-7 -5L-2 0L-7 5", "arrow")))
    return strip("pledge", _TALL + 2 * _TOP, join(parts))


def _upright(place: float) -> Markup:
    return line(place, 0, place, _LONG, "")


def draw_days(axis: DayAxis) -> Markup:
    """The axis over the board, with the last day of the period marked."""
    lines = [line(0, 33, 100, 33, "")]
    words = []
    for day, said in axis.say_ticks():
        place = axis.at(day)
        lines.append(line(place, 29, place, 33, ""))
        words.append(text(place, 25, said, "", anchor=anchor_of(place)))
    parts = [group("hair", lines), group("tick", words)]
    if (end := axis.end_at()) is not None:
        side = "end" if end > 50 else "start"
        parts.append(text(end, 10, "end of the period", "tick ink", anchor=side, dx=-4 if side == "end" else 4))
        parts.append(line(end, 1, end, 34, "scale"))
    return strip("row", 34, join(parts))
