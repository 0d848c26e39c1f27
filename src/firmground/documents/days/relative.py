"""Dates that are told from another: "yesterday", "on Monday", "last week", "three days ago", "the past 24 hours".

"Ago", "last", "past" reckon from the document's date; "earlier", "later", "the day before" from the exact day that the
paragraph named last, and only without one from the document's.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from firmground.documents.days.atoms import FROM_DOCUMENT, FROM_NARRATIVE, NO_DATE, Atom, Scene, groups
from firmground.documents.days.reckoning import (
    Anchor,
    day_text,
    days_in,
    month_text,
    run_text,
    shift_days,
    shift_months,
    week_text,
    weekday_after,
    weekday_before,
)
from firmground.documents.days.vocabulary import UNITS, WEEKDAYS, number_of
from firmground.documents.days.written import part_of_month, part_of_year

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.documents.days.atoms import Built, Rule


# -- days

_POINTS: dict[str, Callable[[date], str]] = {
    "today": day_text,
    "tonight": lambda day: run_text(day, shift_days(day, 1)),
    "yesterday": lambda day: day_text(shift_days(day, -1)),
    "tomorrow": lambda day: day_text(shift_days(day, 1)),
    "overnight": lambda day: run_text(shift_days(day, -1), day),
    "last night": lambda day: run_text(shift_days(day, -1), day),
}


def _point(scene: Scene, match: re.Match[str]) -> Built:
    return scene.reckoned(match.start(), match.end(), _POINTS[scene.lower(match.start("n"))])


def _part_of_today(scene: Scene, match: re.Match[str]) -> Built:
    word = "last night" if scene.lower(match.start()) == "last" else "today"
    if word == "last night" and scene.lower(match.end() - 1) != "night":
        return None
    return scene.reckoned(match.start(), match.end(), _POINTS[word])


def _weekday(scene: Scene, match: re.Match[str]) -> Built:
    relative, weekday, part = groups(match, "l", "w", "h")
    if _is_name(scene, match.start(), match.end()):
        return None
    number, letter = WEEKDAYS[scene.lower(weekday)], scene.sentence.letters[relative] if relative >= 0 else ""
    ahead = scene.ahead(match.start())
    night = part >= 0 and scene.lower(part) == "night"

    def weekday_from(day: date) -> str:
        if letter == "l":
            found = weekday_before(shift_days(day, -1), number)
        elif letter == "X":
            found = weekday_after(shift_days(day, 1), number)
        elif letter == "T":
            found = shift_days(day, number - day.weekday())
        else:
            found = weekday_after(day, number) if ahead else weekday_before(day, number)
        return run_text(found, shift_days(found, 1)) if night else day_text(found)

    return scene.reckoned(match.start(), match.end(), weekday_from)


_PAPERS = frozenset("times telegraph mirror mail express post herald independent world sun".split())
_HOLIDAYS = frozenset("black good ash palm easter bloody holy maundy super cyber".split())


def _is_name(scene: Scene, start: int, stop: int) -> bool:
    """“The Sunday Times”, “Black Friday”."""
    lower, letters = scene.sentence.lower, scene.sentence.letters
    after = stop < len(letters) and letters[stop] == "C" and lower[stop] in _PAPERS
    return after or (start > 0 and lower[start - 1] in _HOLIDAYS and letters[start - 1] == "C")


# -- weeks, months, years of the calendar


def _calendar_unit(scene: Scene, match: re.Match[str]) -> Built:
    """“Last week”, “this month”, “next year”, “earlier this year”, “late last month”."""
    relative, unit, part, the = groups(match, "l", "u", "p", "q")
    word, letter = UNITS[scene.lower(unit)], scene.sentence.letters[relative]
    if scene.lower(unit) != word or (
        scene.sentence.after(match.end()) in "-O" and "old" in scene.sentence.lower[match.end() : match.end() + 2]
    ):
        return None
    if letter == "l" and (the >= 0 or scene.lower(relative) == "past") and part < 0:
        return _window(scene, match.start(), match.end(), 1, word)
    by = {"l": -1, "T": 0, "X": 1}[letter]
    write = _unit_from(word, by)
    if write is None:
        return None
    if part >= 0 and scene.lower(part) == "earlier" and by == 0:
        return scene.reckoned(match.start(), match.end(), lambda day: f"{_first(write(day))}/{day_text(day)}")
    if part >= 0 and scene.lower(part) == "later" and by == 0:
        return scene.reckoned(match.start(), match.end(), lambda day: f"{day_text(day)}/{_last(write(day))}")
    return scene.reckoned(match.start(), match.end(), write)


def _unit_from(word: str, by: int) -> Callable[[date], str] | None:
    def month(day: date) -> str:
        found = shift_months(day, by)
        return month_text(found.year, found.month)

    def quarter(day: date) -> str:
        first = shift_months(day.replace(day=1), 3 * by - (day.month - 1) % 3)
        last = shift_months(first, 2)
        return f"{month_text(first.year, first.month)}/{month_text(last.year, last.month)}"

    def weekend(day: date) -> str:
        # "This weekend" may be the one that was or the one that comes.
        saturday = weekday_before(day, 5)
        last = shift_days(weekday_after(day, 6), 0)
        if by < 0:
            past = saturday if shift_days(saturday, 1) < day else shift_days(saturday, -7)
            return run_text(past, shift_days(past, 1))
        if by > 0:
            coming = weekday_after(shift_days(day, 1), 5)
            return run_text(coming, shift_days(coming, 1))
        return run_text(saturday, last)

    return {
        "week": lambda day: week_text(day, by),
        "month": month,
        "year": lambda day: f"{day.year + by:04d}",
        "quarter": quarter,
        "weekend": weekend,
        "decade": lambda day: f"{day.year // 10 + by:03d}X",
        "century": lambda day: f"{day.year // 100 + by:02d}XX",
    }.get(word)


def _part_of_unit(scene: Scene, match: re.Match[str]) -> Built:
    """“The end of the month”, “the beginning of last year”."""
    part, relative, unit = groups(match, "p", "l", "u")
    word, letter = scene.lower(unit), scene.sentence.letters[part]
    by = {"l": -1, "X": 1}.get(scene.sentence.letters[relative], 0)
    write = _unit_from(word, by) if word in ("month", "year") else None
    if write is None:
        return None
    found = scene.reckoned(match.start(), match.end(), write)
    return part_of_month(found, letter) if word == "month" else part_of_year(found, letter)


def _vague_window(scene: Scene, match: re.Match[str]) -> Built:
    """“Recent weeks”, “the coming days”: how far they reach is not said."""
    relative, unit = groups(match, "l", "u")
    if scene.lower(unit) == UNITS[scene.lower(unit)] or scene.lower(relative) == "last":
        return None
    if scene.sentence.letters[relative] == "l":
        return _window(scene, match.start(), match.end(), None, UNITS[scene.lower(unit)])
    return scene.reckoned(match.start(), match.end(), lambda day: f"{day_text(day)}/")


def _first(text: str) -> str:
    first = text.partition("/")[0]
    return first if len(first) == 10 else f"{first}-01"[:10] if len(first) == 7 else f"{first}-01-01"


def _last(text: str) -> str:
    last = text.rpartition("/")[2]
    if len(last) == 7:
        return f"{last}-{days_in(date(int(last[:4]), int(last[5:]), 1)):02d}"
    return last if len(last) == 10 else f"{last}-12-31"


def _the_weekend(scene: Scene, match: re.Match[str]) -> Built:
    """“Over the weekend”: the last one that began."""
    if UNITS[scene.lower(match.end() - 1)] != "weekend":
        return None

    def weekend(day: date) -> str:
        saturday = weekday_before(day, 5)
        return run_text(saturday, shift_days(saturday, 1))

    return scene.reckoned(match.start(), match.end(), weekend)


# -- windows up to the document's date, and back from it

_DAYS = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def _back(day: date, count: int, unit: str) -> date:
    """So many units before a day; a part of a day reaches into the day before."""
    if unit in _DAYS:
        return shift_days(day, -count * _DAYS[unit])
    if unit in _MONTHS:
        return shift_months(day, -count * _MONTHS[unit])
    per_day = {"hour": 24, "minute": 1440, "second": 86400}[unit]
    # Rounded up: three hours may reach into the day before.
    return shift_days(day, -((count + per_day - 1) // per_day) if count > 0 else (-count + per_day - 1) // per_day)


def _rolling(scene: Scene, match: re.Match[str]) -> Built:
    """“The past 24 hours”, “the last two weeks”, “the next few days”."""
    relative, number, unit = groups(match, "l", "n", "u")
    count = number_of(scene.lower(number)) if number >= 0 else 1
    word = UNITS[scene.lower(unit)]
    if scene.sentence.letters[relative] == "l":
        return _window(scene, match.start(), match.end(), count, word)
    if count is None:
        return scene.reckoned(match.start(), match.end(), lambda day: f"{day_text(day)}/")
    return scene.reckoned(match.start(), match.end(), lambda day: run_text(day, _back(day, -count, word)))


def _window(scene: Scene, start: int, stop: int, count: int | None, unit: str) -> Atom:
    """Up to the document's date. Of "the past few days" nobody knows the first."""
    if count is None:
        found = scene.reckoned(start, stop, lambda day: f"/{day_text(day)}")
        return Atom(start, stop, found.text, how=found.how, doubt=found.doubt or "How far back is not said.")
    return scene.reckoned(start, stop, lambda day: run_text(_back(day, count, unit), day))


_FROM_WHICH = "From which day this is reckoned the text does not say."


def _ago(scene: Scene, match: re.Match[str]) -> Built:
    """“Three days ago” is a day; “two weeks ago” one near it, “two months ago” a month near it, and so on."""
    number, unit, way = groups(match, "n", "u", "g")
    if number < 0 and scene.lower(unit) == UNITS[scene.lower(unit)]:
        return None
    count, word = number_of(scene.lower(number)) if number >= 0 else None, UNITS[scene.lower(unit)]
    direction = scene.lower(way)
    start, stop = match.start(), match.end()
    if direction == "ago":
        return scene.reckoned(start, stop, lambda day: shifted(day, count, word))
    later = direction in ("later", "afterwards", "afterward")
    if count is None and scene.narrative is None:
        return Atom(start, stop, "", how=FROM_NARRATIVE, doubt=_FROM_WHICH)
    return from_narrative(scene, start, stop, lambda day: shifted(day, count, word, later=later))


def shifted(day: date, count: int | None, unit: str, *, later: bool = False) -> str:
    """So long before (or after) a day, as exactly as such words are meant."""
    if count is None:
        apart = 1 if unit in _DAYS or unit in _MONTHS else 0  # "hours later" may be the same day
        return f"{day_text(shift_days(day, apart))}/" if later else f"/{day_text(shift_days(day, -apart))}"
    found = _back(day, -count if later else count, unit)
    if unit in ("decade", "century"):
        width = 5 if unit == "decade" else 50
        return f"{found.year - width:04d}/{found.year + width:04d}"
    if unit not in _DAYS and unit not in _MONTHS:
        return run_text(*sorted((day, found)))
    near = "" if unit == "day" else "~"
    written = {"year": f"{found.year:04d}", "month": month_text(found.year, found.month)}
    return written.get("month" if unit == "quarter" else unit, day_text(found)) + near


def from_narrative(scene: Scene, start: int, stop: int, days_from: Callable[[date], str]) -> Atom:
    """Reckoned from the exact day that was named last; the document's date only stands in for it."""
    if scene.narrative is not None:
        text = Anchor(scene.narrative, scene.narrative).reckon(days_from)
        return Atom(start, stop, text, how=f"{FROM_NARRATIVE}, {scene.narrative.isoformat()}")
    if scene.anchor is None:
        return Atom(start, stop, "", how=FROM_DOCUMENT, doubt=NO_DATE)
    found = scene.reckoned(start, stop, days_from)
    return Atom(start, stop, found.text, how=FROM_DOCUMENT, doubt=_FROM_WHICH)


def _neighbour(scene: Scene, match: re.Match[str]) -> Built:
    """“The day before”, “the next day”, “the same day”."""
    word = scene.lower(match.start("n"))
    if UNITS[scene.lower(match.start("u"))] != "day":
        return None
    if scene.narrative is None:
        return Atom(match.start(), match.end(), "", how=FROM_NARRATIVE, doubt=_FROM_WHICH)
    by = {"before": -1, "after": 1, "next": 1, "following": 1, "previous": -1, "preceding": -1}.get(word, 0)
    if scene.lower(match.start("u")) != "day":
        return None
    return from_narrative(scene, match.start(), match.end(), lambda day: day_text(shift_days(day, by)))


def _so_far(scene: Scene, match: re.Match[str]) -> Built:
    return scene.reckoned(match.start(), match.end(), lambda day: f"/{day_text(day)}")


RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (r"(?P<n>P)", _point),
        (r"[Tl]H", _part_of_today),
        (r"(?:[ELK]-?i?)?(?P<l>[lTX])?(?P<w>W)(?P<h>H)?", _weekday),
        (r"(?P<q>q)?(?:(?P<p>[JEL])-?)?(?P<l>[lTX])(?P<u>D)", _calendar_unit),
        (r"(?<=i)qD", _the_weekend),
        (r"q?(?P<l>[lX])(?P<n>[dnyNv]|xv)-?(?P<u>D)", _rolling),
        (r"(?:(?P<n>[dnyNxv])-?)?(?P<u>D)(?P<g>[gJ])", _ago),
        (r"q?(?P<p>[EKL]|[GZ](?=o))o?(?P<l>[qlTX])(?P<u>D)", _part_of_unit),
        (r"q?(?P<l>[lX])(?P<u>D)", _vague_window),
        (r"q(?P<u>D)(?P<n>[BF])", _neighbour),
        (r"q?(?P<n>[aX])(?P<u>D)", _neighbour),
        (r"zY", _so_far),
    )
)
