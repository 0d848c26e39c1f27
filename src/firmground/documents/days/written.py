"""Dates with a month, a year or figures: "Oct. 21", "21-23 October 2015", "mid-October", "2015-10-21", "1980s".

A year that is not written is the nearest to the document's date. Early, middle and late parts of a month overlap so
little and so much that no day is left out; "mid-October" is "2015-10-15~", as everywhere in the project.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from firmground.dates import parse_when
from firmground.documents.days.atoms import NEAREST, NEAREST_TOLD, NO_YEAR, Atom, Scene, groups
from firmground.documents.days.reckoning import Anchor, days_in, month_text, nearest_year
from firmground.documents.days.vocabulary import MONTHS, ORDINALS, SEASONS, SHORT_DAYS, UNITS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.documents.days.atoms import Built, Rule

_WEEKDAY_NAMES = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


# -- months with days


def _month_and_day(scene: Scene, match: re.Match[str]) -> Built:
    month, day, year, weekday = groups(match, "m", "d", "y", "w")
    if _of_a_name(scene, match.end()):
        return None
    return _day(scene, (match.start(), match.end()), month, day, year, weekday)


def _day(scene: Scene, at: tuple[int, int], month: int, day: int, year: int, weekday: int) -> Atom:
    number, which = MONTHS[scene.lower(month)], int(scene.lower(day))
    wanted = -1 if weekday < 0 else _weekday(scene.lower(weekday))
    if year >= 0:
        return written_day(at, int(scene.lower(year)), number, which, wanted)
    return yearless_day(scene, at, number, which, wanted)


def _weekday(lower: str) -> int:
    return WEEKDAYS.get(lower, SHORT_DAYS.get(lower, -1))


def written_day(at: tuple[int, int], year: int, month: int, day: int, weekday: int) -> Atom:
    text = f"{year:04d}-{month:02d}-{day:02d}"
    try:
        written = date(year, month, day)
    except ValueError:
        return Atom(*at, "", doubt=f"There is no {text} in the calendar.")
    doubt = ""
    if weekday >= 0 and written.weekday() != weekday:
        doubt = f"{text} was a {_WEEKDAY_NAMES[written.weekday()]}, not a {_WEEKDAY_NAMES[weekday]}."
    return Atom(*at, text, doubt=doubt)


def yearless_day(scene: Scene, at: tuple[int, int], month: int, day: int, weekday: int = -1) -> Atom:
    """A day of the year; with a weekday, of a year in which it is one."""

    def in_year(year: int) -> tuple[date, date] | None:
        try:
            found = date(year, month, day)
        except ValueError:
            return None
        return (found, found) if weekday < 0 or found.weekday() == weekday else None

    if day > days_in(date(2000, month, 1)):
        return Atom(*at, "", doubt=f"The month {month} has no day {day}.")
    return once_a_year(scene, at, in_year, lambda year: f"{year:04d}-{month:02d}-{day:02d}", (month, day))


def once_a_year(
    scene: Scene,
    at: tuple[int, int],
    in_year: Callable[[int], tuple[date, date] | None],
    write: Callable[[int], str],
    yearly: tuple[int, int] | None = None,
) -> Atom:
    """Something that comes once a year, in the year that is nearest to the document's date."""
    if scene.told is not None:
        told = scene.told
        text = Anchor(told, told).reckon(lambda day: write(nearest_year(day, in_year, ahead=None)))
        doubt = f"The year is not written: is {text} meant?"
        return Atom(*at, text, how=f"{NEAREST_TOLD}, {told.isoformat()}", doubt=doubt, yearly=yearly)
    anchor = scene.anchor
    if anchor is None:
        return Atom(*at, "", how=NEAREST, doubt=NO_YEAR, yearly=yearly)
    ahead = scene.ahead(at[0])
    text = anchor.reckon(lambda day: write(nearest_year(day, in_year, ahead=ahead)))
    doubt = "" if text else "No year near the document's date has such a day."
    if text and not ahead and not doubt:
        chosen = parse_when(text).possible.start
        if chosen > anchor.last.toordinal():
            doubt = f"The year is not written: is {text} meant, or the year before?"
        elif anchor.first.toordinal() - parse_when(text).possible.stop > _FAR:
            doubt = f"The year is not written: is {text} meant, or the year after?"
    return Atom(*at, text, how=NEAREST, doubt=doubt, yearly=yearly)


_FAR = 183  # days: farther back than this the next year's date is nearer


def _days_of_month(scene: Scene, match: re.Match[str]) -> Built:
    """“October 21-23”, “11 and 12 February”: a run of days; days that do not follow each other are two dates."""
    month, first, last, year = groups(match, "m", "d", "e", "y")
    if _of_a_name(scene, match.end()) or _counts_things(scene, match, last):
        return None
    at = (match.start(), match.end())
    one, two = int(scene.lower(first)), int(scene.lower(last))
    low, high = _day(scene, at, month, first, year, -1), _day(scene, at, month, last, year, -1)
    joined = match.group("j") == "&" and scene.sentence.before(match.start()) != "b"
    if two == one + 1 or (two > one and not joined):
        if not low.text or not high.text:
            return low if not low.text else high
        if not low.text <= high.text:
            return low
        return Atom(*at, f"{low.text}/{high.text}", how=low.how, doubt=low.doubt)
    if not joined:
        return Atom(*at, "", doubt="The days run backwards.")
    # The month stands beside one of them only; the other takes it from there.
    split = match.start("j")
    return [
        Atom(at[0], split, low.text, "date", low.how, low.doubt),
        Atom(last, at[1], high.text, "date", high.how, high.doubt),
    ]


def _counts_things(scene: Scene, match: re.Match[str], last: int) -> bool:
    """“On Nov. 2 and 3 strikes followed”: the second number counts."""
    stop = match.end()
    return match.group("j") == "&" and last == stop - 1 and _plural(scene, stop)


def _plural(scene: Scene, at: int) -> bool:
    if at >= len(scene.sentence.lower) or scene.sentence.letters[at] not in "wC":
        return False
    word = scene.lower(at)
    return (word[-1:] == "s" and word not in _NO_PLURALS and word[-2:] not in ("ss", "us", "is")) or word in _PEOPLE


_NO_PLURALS = frozenset("was has as its his us always perhaps says".split())
_PEOPLE = frozenset("people men women children troops civilians dead km miles percent aircraft pounds police".split())


def _of_a_name(scene: Scene, stop: int) -> bool:
    """“The March 14 Alliance” is no date."""
    letters = scene.sentence.letters
    return stop < len(letters) and letters[stop] == "C" and scene.lower(stop) in _BODIES


_BODIES = frozenset(
    "alliance movement coalition brigade brigades battalion forces division group revolution bridge square street "
    "university plot bloc front war day stadium hospital mosque martyrs".split()
)


# -- months and years


def _month(scene: Scene, match: re.Match[str]) -> Built:
    month, year, part, relative = groups(match, "m", "y", "p", "l")
    at = (match.start(), match.end())
    if _of_a_name(scene, match.end()) or not _means_month(scene, match):
        return None
    number = MONTHS[scene.lower(month)]
    if year >= 0:
        found = Atom(*at, month_text(int(scene.lower(year)), number))
    elif relative >= 0:
        found = _related_month(scene, at, number, scene.sentence.letters[relative])
    else:
        found = once_a_year(
            scene, at, lambda year: _month_days(year, number), lambda year: month_text(year, number), (number, 0)
        )
    return found if part < 0 or not found.text else part_of_month(found, scene.sentence.letters[part])


def _means_month(scene: Scene, match: re.Match[str]) -> bool:
    """May, March and other words that are names as well need a sign that a month is meant."""
    if match.group("m") == "M" or match.group("y") or match.group("p") or match.group("l"):
        return scene.sentence.before(match.start()) != "C" or match.group("m") != "M" or not _named_after(scene, match)
    before = scene.sentence.before(match.start())
    if before in "iosueBF" or (before in "b-&f" and scene.sentence.after(match.end()) not in "wC"):
        return True
    return before in "&t-" and "M" in scene.sentence.letters[max(0, match.start() - 5) : match.start()]


def _named_after(scene: Scene, match: re.Match[str]) -> bool:
    """“Black September”, “Red October”: a capital before and no day or year."""
    before = match.start() - 1
    return not match.group("y") and before >= 0 and scene.lower(before) in ("black", "red", "operation")


def _month_days(year: int, month: int) -> tuple[date, date]:
    first = date(year, month, 1)
    return first, first.replace(day=days_in(first))


def _related_month(scene: Scene, at: tuple[int, int], number: int, letter: str) -> Atom:
    def related(day: date) -> str:
        passed = number < day.month if letter == "l" else number > day.month
        year = day.year if passed or letter == "T" else day.year + (-1 if letter == "l" else 1)
        return month_text(year, number)

    return scene.reckoned(*at, related)


_PARTS_OF_MONTH = {"E": (1, 12), "G": (1, 10), "L": (18, 31), "Z": (21, 31)}


def part_of_month(found: Atom, letter: str) -> Atom:
    """Early to the 12th, late from the 18th, its end from the 21st: with the middle they leave no day out."""
    month = found.text
    if len(month) != len("2015-10"):  # the document's date leaves the year open
        return found
    year, number = int(month[:4]), int(month[5:])
    if letter == "K":
        text = f"{month}-15~"
        return replace(found, text=text)
    last = days_in(date(year, number, 1))
    low, high = _PARTS_OF_MONTH[letter]
    text = f"{month}-{low:02d}/{month}-{min(high, last):02d}"
    begins = f"{month}-01" if letter == "G" else month
    stops = f"{month}-{last:02d}" if letter == "Z" else month
    return replace(found, text=text, low=begins, high=stops, yearly=None)


_PARTS_OF_YEAR = {"E": (1, 5), "G": (1, 4), "K": (4, 9), "L": (8, 12), "Z": (10, 12)}


def _year(scene: Scene, match: re.Match[str]) -> Built:
    year, part, last = groups(match, "y", "p", "e")
    at = (match.start(), match.end())
    text = scene.lower(year)
    if last >= 0:
        return _years(scene, at, text, scene.lower(last), year)
    if part < 0 and not _means_year(scene, match, int(text)):
        return None
    text = f"{int(text):04d}"
    if part < 0:
        return Atom(*at, text)
    return part_of_year(Atom(*at, text), scene.sentence.letters[part])


def part_of_year(found: Atom, letter: str) -> Atom:
    """Parts of a year overlap by a month: nobody means the same by them."""
    year = found.text
    if len(year) != len("2015"):
        return found
    low, high = _PARTS_OF_YEAR[letter]
    begins = f"{year}-01-01" if letter == "G" else year
    stops = f"{year}-12-31" if letter == "Z" else year
    return replace(found, text=f"{year}-{low:02d}/{year}-{high:02d}", low=begins, high=stops)


def _years(scene: Scene, at: tuple[int, int], first: str, last: str, where: int) -> Atom | None:
    """“2011-2015”, “2014/15”."""
    if not scene.sentence.is_glued(where + 1):
        return None
    low = int(first)
    high = int(last) if len(last) == 4 else low // 100 * 100 + int(last)
    if not low < high <= low + 100:
        return None
    return Atom(*at, f"{low:04d}/{high:04d}")


def _means_year(scene: Scene, match: re.Match[str], year: int) -> bool:
    sentence = scene.sentence
    if not 1900 <= year <= 2099 or _plural(scene, match.end()) or sentence.after(match.end()) in "/:#":
        return False
    if sentence.is_glued(match.start()) and sentence.before(match.start()) not in "(-/":
        return False
    if match.end() < len(sentence.letters) and sentence.is_glued(match.end()) and sentence.after(match.end()) in "-w$":
        return False
    before = sentence.before(match.start())
    if before in "iosufbeBFELKZG(,^&-tqlT":
        return True
    return before in "xwC" and sentence.after(match.end()) not in "wCD"


def _decade(scene: Scene, match: re.Match[str]) -> Built:
    year, figures = groups(match, "y", "n")
    at = year if year >= 0 else figures
    text = scene.lower(at)
    if not scene.sentence.is_glued(at + 1) or not text.isascii() or not text.isdecimal() or text[-1] != "0":
        return None
    if year >= 0:
        return Atom(match.start(), match.end(), f"{text[:3]}X")
    return Atom(
        match.start(), match.end(), f"19{text[0]}X", how="a decade of the last century", doubt="Which century is meant?"
    )


def _century(scene: Scene, match: re.Match[str]) -> Built:
    number = int(scene.lower(match.start("d")))
    return Atom(match.start(), match.end(), f"{number - 1:02d}XX") if 2 <= number <= 21 else None


# -- parts of a year


def _season(scene: Scene, match: re.Match[str]) -> Built:
    """A season is any part of its year, as EDTF has it: the text does not say which side of the equator is meant."""
    season, year, relative = groups(match, "s", "y", "l")
    at = (match.start(), match.end())
    number = SEASONS[scene.lower(season)]
    if year >= 0:
        return Atom(*at, f"{int(scene.lower(year)):04d}-{number}")
    if relative >= 0 and scene.sentence.letters[relative] == "T":
        return scene.reckoned(*at, lambda day: f"{day.year:04d}-{number}")
    if relative >= 0 and scene.sentence.letters[relative] == "X":
        return scene.reckoned(*at, lambda day: f"{day.year:04d}-{number}/{day.year + 1:04d}-{number}")
    found = scene.reckoned(*at, lambda day: f"{day.year - 1:04d}-{number}/{day.year:04d}-{number}")
    return replace(found, loose=True)


def _fraction_of_year(scene: Scene, match: re.Match[str]) -> Built:
    """“The third quarter of 2015”, “the first half of last October”."""
    order, unit, year, month = groups(match, "n", "u", "y", "m")
    number = ORDINALS.get(scene.lower(order))
    at = (match.start(), match.end())
    if number is None:
        return None
    if scene.lower(unit) == "half":
        return _half(scene, at, number, year, month)
    if UNITS.get(scene.lower(unit)) != "quarter" or month >= 0:
        return None
    first, last = 3 * number - 2, 3 * number

    def write(year: int) -> str:
        return f"{month_text(year, first)}/{month_text(year, last)}"

    if year >= 0:
        return Atom(*at, write(int(scene.lower(year))))
    return once_a_year(scene, at, lambda year: (date(year, first, 1), _month_days(year, last)[1]), write)


def _half(scene: Scene, at: tuple[int, int], number: int, year: int, month: int) -> Atom | None:
    if number > 2:
        return None
    if month < 0:
        text = f"{int(scene.lower(year)):04d}" if year >= 0 else ""
        return Atom(*at, f"{text}-{6 * number - 5:02d}/{text}-{6 * number:02d}") if text else None
    which = MONTHS[scene.lower(month)]
    if year >= 0:
        whole = Atom(*at, month_text(int(scene.lower(year)), which))
    else:
        whole = once_a_year(scene, at, lambda year: _month_days(year, which), lambda year: month_text(year, which))
    if len(whole.text) != len("2015-10"):
        return whole
    last = days_in(date(int(whole.text[:4]), which, 1))
    low, high = (1, 16) if number == 1 else (15, last)
    return Atom(*at, f"{whole.text}-{low:02d}/{whole.text}-{high:02d}", how=whole.how, doubt=whole.doubt)


RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (r"(?P<m>[Mm])(?P<d>d)\*?(?P<j>[-t&])q?(?P<e>d)\*?(?!-?o?[Mm])(?:,?(?P<y>y))?", _days_of_month),
        (r"(?<![Mm])(?P<d>d)\*?(?P<j>[-t&])q?(?P<e>d)\*?o?(?P<m>[Mm])(?:,?(?P<y>y))?", _days_of_month),
        (r"(?:(?P<w>[WV])[,(]?q?)?(?P<m>[Mm])\.?q?(?P<d>d)\*?(?:,?(?P<y>y))?", _month_and_day),
        (r"(?:(?P<w>[WV])[,(]?(?:iq|q)?)?q?(?P<d>d)\*?o?(?P<m>[Mm])(?:,?(?P<y>y))?", _month_and_day),
        (r"(?:q?(?P<p>[EKL]|[GZ](?=o))[-io]?q?)?(?P<l>[lTX])?(?P<m>[Mm])(?!d)(?:,?o?(?P<y>y))?", _month),
        (r"(?P<y>y)[-/](?P<e>[yd])", _year),
        (r"(?:q?(?P<p>[EKL]|[GZ](?=o))[-io]?)?(?P<y>y)", _year),
        (r"q?(?:[EKL]-?)?(?P<y>y)\$", _decade),
        (r"q(?P<n>n)\$", _decade),
        (r"q?(?P<d>d)\*c", _century),
        (r"(?:q?[EKL][-i]?)?q?(?P<s>S)(?:o|,)?(?P<y>y)", _season),
        (r"(?P<l>[lTX])(?P<s>S)", _season),
        (r"(?<=[iusBFe])q?(?P<s>S)(?![wC])", _season),
        (r"q?(?P<n>[1D])-?(?P<u>[D7])(?:o?(?:(?P<m>[Mm]),?)?(?P<y>y)?)?", _fraction_of_year),
    )
)
