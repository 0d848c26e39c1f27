"""Days reckoned from the document's date, written as EDTF.

A document may be dated by a month or an interval. All reckoning here runs forward with the day that it starts from: a
later date of the document never gives an earlier day. So the answers for its first and its last day hold all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from firmground.dates import Days, When, iso_day, parse_when, write_edtf

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Anchor:
    """What relative dates are reckoned from: some day from `first` to `last`."""

    first: date
    last: date

    @classmethod
    def of(cls, published: When) -> Anchor | None:
        """None if nothing, or not enough, is known of when the document was published."""
        if not published.possible.limited or published.possible.empty:
            return None
        return cls(date.fromordinal(published.possible.start), date.fromordinal(published.possible.stop - 1))

    @property
    def exact(self) -> bool:
        return self.first == self.last

    def reckon(self, days_from: Callable[[date], str]) -> str:
        """EDTF of what `days_from` says of every day that this may be; "" where the calendar has no such day."""
        try:
            first = days_from(self.first)
            last = first if self.exact else days_from(self.last)
            if first == last:
                return first
            low, high = parse_when(first).possible, parse_when(last).possible
            return write_edtf(_plain(Days(low.start, high.stop)))
        except (ValueError, OverflowError):
            return ""


def _plain(days: Days) -> When:
    return When(days, days)


def day_text(day: date) -> str:
    return day.isoformat()


def run_text(first: date, last: date) -> str:
    """A run of days, both included; one day alone if they are the same."""
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def shift_days(day: date, by: int) -> date:
    return day + timedelta(days=by)


def shift_months(day: date, by: int) -> date:
    """The same day of another month, or the last day of it."""
    months = day.year * 12 + day.month - 1 + by
    first = date(months // 12, months % 12 + 1, 1)
    return first.replace(day=min(day.day, days_in(first)))


def days_in(month: date) -> int:
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - timedelta(days=1)).day


def month_text(year: int, month: int) -> str:
    if not 1 <= year <= 9999:
        raise ValueError("no such year")
    return f"{year:04d}-{month:02d}"


def week_text(day: date, by: int) -> str:
    """A week of the calendar, wide enough for one that begins on Sunday and one that begins on Monday."""
    monday = shift_days(day, 7 * by - day.weekday())
    return run_text(shift_days(monday, -1), shift_days(monday, 6))


def weekday_before(day: date, weekday: int) -> date:
    """The nearest such day that is not after `day`."""
    return shift_days(day, -((day.weekday() - weekday) % 7))


def weekday_after(day: date, weekday: int) -> date:
    """The nearest such day that is not before `day`."""
    return shift_days(day, (weekday - day.weekday()) % 7)


def nearest_year(day: date, starts: Callable[[int], tuple[date, date] | None], *, ahead: bool | None) -> int:
    """The year for something that comes once a year (`starts`: its first and last day in a year, None if not in it).

    News speaks of what has been: a year ahead is taken only if it is less than half as far, or if the sentence speaks
    of what is to come (`ahead`). With None the nearer is taken. Raises ValueError where no year near has it.
    """
    past: tuple[int, int] | None = None
    future: tuple[int, int] | None = None
    for year in range(max(1, day.year - 8), min(9999, day.year + 8) + 1):
        found = starts(year)
        if found is None:
            continue
        first, last = found
        if first <= day:
            past = (max(0, (day - last).days), year)
        elif future is None:
            future = ((first - day).days, year)
    if past is None or future is None:
        known = past or future
        if known is None:
            raise ValueError("no year near has such a day")
        return known[1]
    if ahead:
        return past[1] if past[0] == 0 else future[1]
    if ahead is None:
        return future[1] if future[0] < past[0] else past[1]
    return future[1] if 2 * future[0] < past[0] else past[1]


def ends(text: str) -> tuple[str, str]:
    """The first and the last date of an interval in EDTF; of a single date, itself twice."""
    first, slash, last = text.partition("/")
    return (first, last) if slash else (text, text)


def day_before(text: str) -> str:
    """The last day before a date."""
    start = parse_when(text).possible.start
    return text if parse_when(text).approximate else iso_day(start - 1)


def day_after(text: str) -> str:
    """The first day after a date."""
    stop = parse_when(text).possible.stop
    return text if parse_when(text).approximate else iso_day(stop)
