"""The days that a sentence of a release speaks of: "Aug. 16", "Aug. 18-20", "yesterday", "the last 24 hours".

Each is reckoned from the release's own date, which stands in its dateline more surely than in the page around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from firmground.dates import When, calendar_day
from firmground.documents.releases.counts import read_number
from firmground.documents.releases.phrases import Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.documents.releases.phrases import Line

_MONTH_NAMES = "january february march april may june july august september october november december".split()
_MONTHS = {name: i + 1 for i, name in enumerate(_MONTH_NAMES)}
_MONTHS |= {name[:3]: i + 1 for i, name in enumerate(_MONTH_NAMES)} | {"sept": 9}
_WEEKDAYS = {name: i for i, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_BACK = {"yesterday": (1, 1), "today": (0, 0), "tonight": (0, 0), "overnight": (1, 0)}
_RUNS = Lexicon(
    {
        "1": ["last night", "last 24 hours", "past 24 hours", "past day", "last day", "past twenty-four hours"],
        "2": ["last 48 hours", "past 48 hours", "past two days", "last two days"],
        "3": ["last 72 hours", "past 72 hours", "past three days", "last three days"],
        "7": ["past week", "last week", "past seven days", "last seven days"],
        "0": ["this morning", "this afternoon", "this evening", "earlier today"],
    }
)  # fmt: skip
_SINCE = Lexicon(["since", "starting from", "starting", "beginning"])
_SINCE_START = Lexicon([
    "since the beginning of", "since the start of", "from the beginning of", "from the start of",
    "since operations began", "since the operation began",
])  # fmt: skip
_JOINS = frozenset({"and", "to", "through", "until", "-", "&"})
TO_ITS_END = "the release's date as its end"
_AHEAD = timedelta(days=2)  # a date without a year that lies further ahead than a time zone is of the year before


class DaySaid(NamedTuple):
    """Words `start` to `stop`, excluded. `how`: what it was reckoned from, "" if written in full."""

    start: int
    stop: int
    when: When
    how: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class _Point:
    """One date as written; `year` None if it is left out."""

    stop: int
    month: int
    day: int
    year: int | None


def find_days(line: Line, release: date | None) -> list[DaySaid]:
    """Every date of the line, in order. Those that only a release date could settle are unknown without one."""
    found = []
    index = 0
    while index < len(line):
        said = _since(line, index, release) or _written(line, index, release) or _reckoned(line, index, release)
        if said:
            found.append(said)
            index = said.stop
        else:
            index += 1
    return _join_relative(line, found)


def datelines(line: Line) -> Iterator[tuple[int, int, date]]:
    """Every date of the line that is written with its year: its words and the day."""
    for index in range(len(line)):
        point = _read_date(line, index)
        if point and point.year and (day := calendar_day(point.year, point.month, point.day)):
            yield index, point.stop, day


def short_dateline(line: Line, year: int) -> tuple[int, int, date] | None:
    """A date in brackets, "(Sept. 1)", or before a colon, "July 4: …", of a release whose number gives its year."""
    first = _read_date(line, 0)
    if first and not first.year and first.stop < len(line) and line.plain[first.stop] == ":":
        day = calendar_day(year, first.month, first.day)
        return (0, first.stop, day) if day else None
    for index in range(1, len(line)):
        opens = line.plain[index - 1] == "("
        point = _read_date(line, index) if opens else None
        if point and not point.year and (day := calendar_day(year, point.month, point.day)):
            return index, point.stop, day
    return None


def number_year(line: Line) -> int | None:
    """The year in the number of a release, "2010-09-CA-149"."""
    for index in range(len(line) - 2):
        year, dash, month = line.plain[index : index + 3]
        if (
            year.isascii()
            and year.isdigit()
            and len(year) == 4
            and "1990" <= year <= "2100"
            and dash == "-"
            and month.isdigit()
        ):
            return int(year)
    return None


def _since(line: Line, index: int, release: date | None) -> DaySaid | None:
    if opened := _SINCE_START.at(line, index):
        doubt = "from the beginning of the operation: its first day is not said"
        until = When.on(release) if release else When.unknown()
        return DaySaid(index, opened.stop, _between(When.unknown(), until), TO_ITS_END, doubt)
    opened = _SINCE.at(line, index)
    point = _read_date(line, opened.stop) if opened else None
    first = _day(point, release) if point else None
    if point is None or first is None or release is None:
        return None
    return DaySaid(index, point.stop, _between(When.on(first), When.on(release)), TO_ITS_END)


def _written(line: Line, index: int, release: date | None) -> DaySaid | None:
    """A written date or a run of them; times of day are read over."""
    start = index
    opening = line.folded[index]
    if opening in {"between", "from"}:
        index = _skip_time(line, index + 1)
    first = _read_date(line, index)
    if first is None:
        return None
    last = _read_end(line, first, run=opening in {"between", "from"})
    begin = _day(first, release, last)
    end = _day(last, release) if last else begin
    stop = last.stop if last else first.stop
    how = "" if first.year or (last and last.year) else "the release's year"
    if begin is None or end is None:
        return DaySaid(start, stop, When.unknown(), how, "the year is not said")
    if begin > end:
        return DaySaid(start, stop, When.unknown(), how, "the days run backwards")
    return DaySaid(start, stop, _between(When.on(begin), When.on(end)), how)


def _read_end(line: Line, first: _Point, *, run: bool) -> _Point | None:
    """The last day of "Aug. 18-20", "Aug. 31-Sept. 2", "Aug. 13 and Aug. 19", "between …, May 15, and …, May 16"."""
    index = first.stop
    if run and index < len(line) and line.plain[index] == ",":
        index += 1
    if index >= len(line) or line.folded[index] not in _JOINS:
        return None
    index = _skip_time(line, index + 1)
    if point := _read_date(line, index):
        return point
    number = read_number(line, index) if line.plain[first.stop] != "and" or run else _bare_day(line, index)
    if (
        number
        and 1 <= number[0] <= 31
        and (run or line.plain[first.stop] == "-" or not _counts_something(line, number[1]))
    ):
        stop, year = _read_year(line, number[1])
        return _Point(stop, first.month, number[0], year)
    return None


def _bare_day(line: Line, index: int) -> tuple[int, int] | None:
    """The second day of "Aug. 13 and 14": figures, and nothing counted after them."""
    return read_number(line, index) if index < len(line) and line.plain[index].isdigit() else None


def _counts_something(line: Line, index: int) -> bool:
    """In "on Aug. 13 and 14 strikes" the number has a word after it that it may count, so it is no day of a month."""
    return index < len(line) and line.plain[index][0].isalpha() and line.folded[index] not in {"in", "near", "and"}


def _skip_time(line: Line, index: int) -> int:
    """Past "8 a.m.," and "8 a.m., local time,"."""
    words = line.folded
    if index + 3 < len(line) and words[index][0].isdigit() and words[index + 1] in {"a", "p"}:
        index += 2
        while index < len(line) and words[index] in {".", "m", ","}:
            index += 1
    return index


def _read_date(line: Line, index: int) -> _Point | None:
    """As "Aug. 16", "August 16, 2017", "16 August 2017". Releases do not write "2017-08-16"."""
    if index + 1 >= len(line):
        return None
    month = _month(line, index)
    if month:
        after = index + 1 + (line.plain[index + 1] == ".")
        number = _ordinal(line, after)
        if number is None:
            return None
        stop, year = _read_year(line, after + 1)
        return _Point(stop, month, number, year)
    number = _ordinal(line, index)
    after = index + 1 + (line.folded[index + 1] == "of")
    month = _month(line, after) if number else 0
    if not number or not month:
        return None
    stop, year = _read_year(line, after + 1)
    return _Point(stop, month, number, year)


def _month(line: Line, index: int) -> int:
    """The number of the month; a word without a capital letter ("may", "march") is none."""
    if index >= len(line) or not line.plain[index][0].isupper():
        return 0
    return _MONTHS.get(line.folded[index].rstrip("."), 0)


def _ordinal(line: Line, index: int) -> int | None:
    """A day of a month in figures: "16", "16th", "05"."""
    if index >= len(line):
        return None
    word = line.folded[index]
    digits = word[:-2] if word.endswith(("st", "nd", "rd", "th")) else word
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 3 and 1 <= int(digits) <= 31 else None


def _read_year(line: Line, index: int) -> tuple[int, int | None]:
    comma = index < len(line) and line.plain[index] == ","
    place = index + comma
    word = line.plain[place] if place < len(line) else ""
    sound = len(word) == 4 and word.isascii() and word.isdigit() and "1900" <= word <= "2199"
    return (place + 1, int(word)) if sound else (index, None)


def _day(point: _Point | None, release: date | None, last: _Point | None = None) -> date | None:
    """The day of the calendar. Without a year: the last such day that is not after the release."""
    if point is None:
        return None
    year = point.year or (last.year if last else None)
    if year:
        return calendar_day(year, point.month, point.day)
    if release is None:
        return None
    day = calendar_day(release.year, point.month, point.day)
    return day if day and day <= release + _AHEAD else calendar_day(release.year - 1, point.month, point.day)


def _reckoned(line: Line, index: int, release: date | None) -> DaySaid | None:
    word = line.folded[index]
    if run := _RUNS.at(line, index):
        back = int(run.meaning)
        return DaySaid(index, run.stop, _back(release, back, 0), "reckoned from the release's date", _no_date(release))
    if word in _BACK:
        return DaySaid(
            index, index + 1, _back(release, *_BACK[word]), "reckoned from the release's date", _no_date(release)
        )
    if word in _WEEKDAYS and line.plain[index][0].isupper():
        night = index + 1 < len(line) and line.folded[index + 1] in {"night", "morning", "afternoon", "evening"}
        back = (release.weekday() - _WEEKDAYS[word]) % 7 if release else 0
        how = "reckoned from the release's date: the last such weekday"
        return DaySaid(index, index + 1 + night, _back(release, back, back), how, _no_date(release))
    return None


def _no_date(release: date | None) -> str:
    return "" if release else "the release has no date to reckon this from"


def _back(release: date | None, first: int, last: int) -> When:
    if release is None or release.toordinal() <= first:
        return When.unknown()
    return _between(When.on(release - timedelta(days=first)), When.on(release - timedelta(days=last)))


def _between(first: When, last: When) -> When:
    if not first.known and not last.known:
        return When.unknown()
    return first if first == last else When.between(first, last)


def _join_relative(line: Line, found: list[DaySaid]) -> list[DaySaid]:
    """Makes one run of days of "Sunday and today"."""
    joined: list[DaySaid] = []
    for said in found:
        before = joined[-1] if joined else None
        near = before and said.start == before.stop + 1 and line.folded[before.stop] in {"and", "to", "through"}
        if before and near and before.how and said.how and before.when.known and said.when.known:
            first, last = before.when.possible, said.when.possible
            if first.start <= last.start:
                when = _between(When.on(first.start), When.on(last.stop - 1))
                joined[-1] = DaySaid(before.start, said.stop, when, said.how, before.doubt or said.doubt)
                continue
        joined.append(said)
    return joined
