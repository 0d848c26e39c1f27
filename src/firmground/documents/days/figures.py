"""Dates in figures alone: "2015-10-21", "21.10.2015", "21/10/2015", and "03/04/2015", which may be either day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firmground.documents.days.atoms import Atom, Scene, groups
from firmground.documents.days.reckoning import month_text
from firmground.documents.days.written import written_day

if TYPE_CHECKING:
    from firmground.documents.days.atoms import Built, Rule


def _one_figure(scene: Scene, match: re.Match[str]) -> bool:
    """No spaces, and nothing but whole numbers between the marks."""
    numbers = scene.sentence.lower[match.start() : match.end() : 2]
    glued = all(scene.sentence.is_glued(at) for at in range(match.start() + 1, match.end()))
    return glued and all(number.isdecimal() for number in numbers)


def _iso(scene: Scene, match: re.Match[str]) -> Built:
    year, month, day = groups(match, "y", "m", "d")
    sentence = scene.sentence
    if not _one_figure(scene, match):
        return None
    which, number = int(scene.lower(year)), int(scene.lower(month))
    stop = match.end()
    if day < 0:
        if len(scene.lower(month)) != 2 or not 1 <= number <= 12:
            return None
        if number > which % 100 and number == which % 100 + 1:
            text, doubt = (
                f"{which:04d}/{which + 1:04d}",
                f"{month_text(which, number)}, or the years {which} and {which + 1}?",
            )
            return Atom(match.start(), stop, text, doubt=doubt)
        return Atom(match.start(), stop, month_text(which, number))
    if number > 12:
        return None
    while (
        stop < len(sentence.letters)
        and stop < match.end() + 8
        and sentence.is_glued(stop)
        and _TIME.fullmatch(scene.lower(stop))
    ):
        stop += 1
    return written_day((match.start(), stop), which, number, int(scene.lower(day)), -1)


_TIME = re.compile(r"t\d{0,2}|:|\d{2}|z|\+|\d{2}[.,]\d+")


def _figures(scene: Scene, match: re.Match[str]) -> Built:
    """“21/10/2015”, and “03/04/2015”, which may be either."""
    one, two, three = groups(match, "a", "b", "y")
    if not _one_figure(scene, match):
        return None
    year = _full_year(scene, scene.lower(three))
    if year is None:
        return None
    return _either_order((match.start(), match.end()), int(scene.lower(one)), int(scene.lower(two)), year)


def _dotted(scene: Scene, match: re.Match[str]) -> Built:
    """“21.10.2015”: where dots are written the day stands first."""
    day, month, written = scene.lower(match.start()).split(".")
    year = _full_year(scene, written)
    if year is None or not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31 or len(month) > 2 or len(day) > 2:
        return None
    return written_day((match.start(), match.end()), year, int(month), int(day), -1)


def _full_year(scene: Scene, text: str) -> int | None:
    if len(text) == 4:
        return int(text) if 1000 <= int(text) <= 2199 else None
    if len(text) != 2:
        return None
    newest = scene.anchor.last.year % 100 + 1 if scene.anchor else 50
    return int(text) + (2000 if int(text) <= newest else 1900)


def _either_order(at: tuple[int, int], one: int, two: int, year: int) -> Atom | None:
    day_first = f"{year:04d}-{two:02d}-{one:02d}" if two <= 12 else ""
    month_first = f"{year:04d}-{one:02d}-{two:02d}" if one <= 12 else ""
    if day_first and month_first and day_first != month_first:
        first, last = sorted((day_first, month_first))
        return Atom(*at, f"{first}/{last}", doubt=f"Is {day_first} or {month_first} meant?", loose=True)
    text = day_first or month_first
    return written_day(at, year, int(text[5:7]), int(text[8:]), -1) if text else None


RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (r"(?P<y>y)(?P<s>[-/])(?P<m>[dn])(?P=s)(?P<d>[dn])", _iso),
        (r"(?P<y>y)-(?P<m>[dn])(?![-/])", _iso),
        (r"(?P<a>d)(?P<s>[-/])(?P<b>d)(?P=s)(?P<y>[ydn])", _figures),
        (r"#", _dotted),
    )
)
