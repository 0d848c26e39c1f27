"""When: every day that an imprecise date may mean.

Two questions are asked of a date and they are not the same (Security Force Monitor, Research Handbook, on
dates of events and of holdings). An event with an imprecise date happened on *at least one* of these days: ask
`happens_in`. A holding with a period stood on *every* one of these days: ask `holds_on`, `holds_throughout`.

Days are proleptic Gregorian ordinals (`datetime.date.toordinal`), half-open inside, inclusive as people write
them. Dates are read and written in EDTF level 1 (Library of Congress, Extended Date/Time Format, 2019), which
contains the calendar dates and date intervals of ISO 8601. There are no hours here: sources that give them
disagree about time zones more often than they help; the day is the one that the source itself writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from firmground.modality import Modality

NO_START = date.min.toordinal()
NO_STOP = date.max.toordinal() + 1

# How far "about" reaches: EDTF gives "~" no width. Our judgement, on the wide side, stated in the methods.
APPROXIMATE_DAYS = {"day": 3, "month": 15, "year": 183}


class Days(NamedTuple):
    """A run of days, `stop` excluded. `NO_START` and `NO_STOP` stand for no limit on that side."""

    start: int = NO_START
    stop: int = NO_STOP

    def overlap(self, other: Days) -> Days:
        return Days(max(self.start, other.start), min(self.stop, other.stop))

    @property
    def empty(self) -> bool:
        return self.start >= self.stop

    @property
    def limited(self) -> bool:
        return self.start > NO_START and self.stop < NO_STOP

    def __contains__(self, day: object) -> bool:
        return isinstance(day, int) and self.start <= day < self.stop


@dataclass(frozen=True, slots=True)
class When:
    """The days a date or a period may mean.

    `possible` holds every day it may mean. `certain` holds the days that a *period* written so must contain:
    of "2015-10/2015-12" (from some day in October to some day in December) the days from 31 October to
    1 December. Of a plain date the two are the same; of an approximate one `certain` is empty. `text` is what
    was written.
    """

    possible: Days
    certain: Days
    text: str = ""

    @classmethod
    def unknown(cls, text: str = "") -> When:
        """A date of which nothing is known: any day at all."""
        return cls(Days(), Days(0, 0), text)

    @classmethod
    def on(cls, day: date | int) -> When:
        ordinal = day if isinstance(day, int) else day.toordinal()
        return cls(Days(ordinal, ordinal + 1), Days(ordinal, ordinal + 1), iso_day(ordinal))

    @classmethod
    def between(cls, first: When | None, last: When | None) -> When:
        """A period from two written dates; None means without limit on that side. Raises ValueError if reversed."""
        return _interval(first or _UNLIMITED, last or _UNLIMITED, "")

    @property
    def earliest_stop(self) -> int:
        """For a period: when it is over at the earliest; after its first day if none is certain."""
        return self.possible.start + 1 if self.certain.empty else self.certain.stop

    @property
    def latest_start(self) -> int:
        """For a period: the day on which it begins at the latest; its last day if none is certain."""
        return self.possible.stop - 1 if self.certain.empty else self.certain.start

    @property
    def known(self) -> bool:
        """False if no end of it is known at all: such a row is *undated*."""
        return self.possible != Days()

    @property
    def approximate(self) -> bool:
        """True for "about then": one of several days, as opposed to all days of a month or an interval."""
        return self.known and self.certain.empty

    @property
    def exact(self) -> bool:
        return self.possible.stop - self.possible.start == 1

    def happens_in(self, window: Days) -> Modality:
        """Did an event of this date, on at least one day, fall into the window? MUST if whichever day it was."""
        shared = self.possible.overlap(window)
        return Modality.of(every=shared == self.possible, some=not shared.empty)

    def holds_on(self, day: int) -> Modality:
        """Did a holding of this period stand on that day?"""
        return Modality.of(every=day in self.certain, some=day in self.possible)

    def holds_throughout(self, window: Days) -> Modality:
        """Did it stand on every day of the window? CANNOT as soon as one day lies outside all possibility."""
        return Modality.of(every=self.certain.overlap(window) == window, some=self.possible.overlap(window) == window)

    def holds_sometime(self, window: Days) -> Modality:
        """Did it stand on at least one day of the window?"""
        return Modality.of(every=not self.certain.overlap(window).empty, some=not self.possible.overlap(window).empty)

    def __str__(self) -> str:
        return self.text or write_edtf(self)


_UNLIMITED = When(Days(), Days(), "..")
_UNTOLD = When.unknown()

_PLAIN = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIMED = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?")
_PARTS = re.compile(r"Y?([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%]?)")


@lru_cache(maxsize=65536)
def parse_when(text: str) -> When:
    """Reads EDTF level 1: dates, intervals, `?` `~` `%`, `X` digits, seasons, open (`..`) and unknown ends.

    A time of day is read and set aside. Empty text is an unknown date. Raises ValueError, saying what to write
    instead, for anything else: reversed intervals, days that do not exist, years outside 1 to 9999.
    """
    body = text.strip()
    if _PLAIN.fullmatch(body):
        return When.on(_real_day(body))
    if not body:
        return When.unknown()
    if "/" in body:
        first, _, last = body.partition("/")
        return _interval(_end(first), _end(last), body)
    return _date(body)


def parse_day(text: str, written: str) -> When:
    """Reads one date in a `strptime` form such as "%d/%m/%Y", which a layout or a case names.

    Raises ValueError if the text is not such a date. Empty text is an unknown date.
    """
    from datetime import datetime  # noqa: PLC0415 - only foreign layouts need it

    body = text.strip()
    if not body:
        return When.unknown()
    try:
        found = datetime.strptime(body, written).date()  # noqa: DTZ007 - a day, in no zone
    except ValueError as fault:
        raise ValueError(f"{body!r} is not a date written as {written}") from fault
    return When.on(found)


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def iso_day(day: int) -> str:
    """A day as ISO 8601 writes it: "2015-10-21"."""
    return date.fromordinal(day).isoformat()


def write_edtf(when: When) -> str:
    """The shortest EDTF text for the days that a date may mean."""
    if not when.known:
        return "../.." if when.certain == Days() else ""
    start, stop = when.possible
    if stop - start == 1:
        return iso_day(start)
    if start > NO_START and stop < NO_STOP:
        first, last = date.fromordinal(start), date.fromordinal(stop - 1)
        if (first.year, first.month, first.day) == (last.year, 1, 1) and (last.month, last.day) == (12, 31):
            return f"{first.year:04d}"
        if (first.year, first.month, first.day) == (last.year, last.month, 1) and _month_end(first) == last:
            return f"{first.year:04d}-{first.month:02d}"
    begin = "" if start == NO_START else iso_day(start)
    end = "" if stop == NO_STOP else iso_day(stop - 1)
    unlimited_start = ".." if when.certain.start == NO_START else ""
    unlimited_stop = ".." if when.certain.stop == NO_STOP else ""
    return f"{begin or unlimited_start}/{end or unlimited_stop}"


def _end(text: str) -> When:
    if text.strip() == "..":
        return _UNLIMITED
    return _date(text.strip()) if text.strip() else _UNTOLD


def _interval(first: When, last: When, text: str) -> When:
    """From some day of `first` to some day of `last`."""
    possible = Days(first.possible.start, last.possible.stop)
    if possible.empty or (last.possible.stop <= first.possible.start):
        raise ValueError(f"{text or f'{first}/{last}'} runs backwards: write the earlier date first")
    certain_start = first.possible.stop - 1 if first.known else first.possible.start
    certain_stop = last.possible.start + 1 if last.known else last.possible.stop
    # Of an end of which nothing is known, only the other end's own day is certain, if that is a single day.
    if _untold(first):
        certain_start = certain_stop - 1 if last.exact else certain_stop
    if _untold(last):
        certain_stop = certain_start + 1 if first.exact else certain_start
    certain = Days(certain_start, certain_stop)
    return When(possible, Days(0, 0) if certain.empty else certain, text)


def _untold(end: When) -> bool:
    """Nothing is known of this end, which is not the same as knowing that there is none."""
    return not end.known and end.certain.empty


def _date(text: str) -> When:
    if timed := _TIMED.fullmatch(text):
        return When(*(When.on(_real_day(timed[1])).possible,) * 2, text)
    found = _PARTS.fullmatch(text)
    if not found:
        raise ValueError(
            f'{text!r} is not a date: write 2015-10-21, 2015-10, 2015, "2015-10-15~" or 2015-10-01/2015-10-05'
        )
    year, month, day, mark = found.groups()
    days, grain = _days(year, month, day, text)
    if not mark:
        # A season is some part of these days and nobody knows which: no day of a period written so is certain.
        return When(days, Days(0, 0) if grain == "season" else days, text)
    spread = APPROXIMATE_DAYS["year" if grain == "season" else grain]
    days = Days(max(NO_START, days.start - spread), min(NO_STOP, days.stop + spread))
    # "About the 15th" is one day near the 15th: no day of a period written so is certain.
    return When(days, Days(0, 0), text)


def _days(year: str, month: str | None, day: str | None, text: str) -> tuple[Days, str]:
    if "X" in year or month is None or month == "XX":
        if day not in (None, "XX"):
            raise ValueError(f"{text!r} has a day but no month: write the month, or XX for both")
        if "X" in year and month not in (None, "XX"):
            raise ValueError(f"{text!r} has a month in an unknown year: leave the month out")
        low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
        return Days(_ordinal(low, 1, 1, text), _ordinal(high, 12, 31, text) + 1), "year"
    if 21 <= int(month) <= 24 and day is None:
        # A season without a hemisphere may be at any time of its year; a winter, which is summer in the south,
        # may end in the next one, at the latest on 20 March (day 80 of a leap year).
        start = _ordinal(int(year), 1, 1, text)
        stop = _ordinal(int(year), 12, 31, text) + 1 + (80 if month in ("22", "24") else 0)
        return Days(start, min(NO_STOP, stop)), "season"
    first = _ordinal(int(year), int(month), 1, text)
    if day is None or day == "XX":
        return Days(first, _month_end(date.fromordinal(first)).toordinal() + 1), "month"
    ordinal = _ordinal(int(year), int(month), int(day), text)
    return Days(ordinal, ordinal + 1), "day"


def _ordinal(year: int, month: int, day: int, text: str) -> int:
    try:
        return date(year, month, day).toordinal()
    except ValueError as fault:
        raise ValueError(f"{text!r} is no day of the calendar: {fault}") from fault


def _real_day(text: str) -> int:
    year, month, day = (int(part) for part in text.split("-"))
    return _ordinal(year, month, day, text)


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def window(first: When | None, last: When | None) -> Days:
    """The days from the first possible day of `first` to the last possible day of `last`; None is no limit."""
    return Days(NO_START if first is None else first.possible.start, NO_STOP if last is None else last.possible.stop)


def sure_window(first: When | None, last: When | None) -> Days:
    """The part of `window` that is in it whichever day an approximate limit means; it may be empty.

    "Up to October" reaches to the 31st; "up to about the 15th" surely only to the first day that may be meant.
    """
    start, stop = window(first, last)
    if first is not None and first.approximate:
        start = first.possible.stop - 1
    if last is not None and last.approximate:
        stop = last.possible.start + 1
    return Days(start, stop)
