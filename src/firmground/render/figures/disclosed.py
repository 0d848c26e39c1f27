"""What a publisher put out, day by day: solid where it surely did, hatched where it may have, hollow where it did not.

A short record is a strip of days, with a thinner strip for each kind of detail beneath it. A long one is a calendar,
weeks from left to right and the days of the week from top to bottom, because a habit of the week is seen there at once.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from firmground.render.figures.day_scale import DayScale, say_short
from firmground.render.figures.svg import frame, group, join, line, rect, text
from firmground.render.numbers import say_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from firmground.report.chapters.disclosure_model import DayTally, Disclosure, Silence

MOST_IN_A_STRIP: Final = 130  # days; beyond that each is too narrow to be seen beside its neighbour
_FEW: Final = 24  # days; fewer need no more than half of a wide page
_HEAD: Final = 20  # for the numbers of silences
_TALL: Final = 26
_THIN: Final = 9
_LABEL: Final = 17
_ROW: Final = _LABEL + _THIN + 3
_BARS: Final = 24  # the tallest day of what others recorded
_CELL: Final = 12  # of the calendar, with the gap beneath it
_GUTTER: Final = 4.2  # percent, for the letters of the days of the week
_TEXTURES: Final = ("must", "may", "cannot")


def scale_of(one: Disclosure) -> DayScale:
    """The scale that the figures of one publisher share; a calendar opens with the Monday of its first week."""
    first = date.fromisoformat(one.first)
    if len(one.days) <= MOST_IN_A_STRIP:
        return DayScale(first, len(one.days))
    monday = date.fromordinal(first.toordinal() - first.weekday())
    weeks = -(-(len(one.days) + first.weekday()) // 7)
    return DayScale(monday, 7 * weeks, _GUTTER)


def draw_days(one: Disclosure) -> Markup:
    """The strip or the calendar, with what others recorded where the case has it."""
    scale = scale_of(one)
    body, height = _draw_strip(one, scale) if len(one.days) <= MOST_IN_A_STRIP else _draw_calendar(one, scale)
    if any(day.others for day in one.days):
        body.append(_draw_others(one, scale, height))
        height += _LABEL + _BARS + 4
    css = "disclosed few" if len(one.days) <= _FEW else "disclosed"
    return frame(css, height, title=_say_title(one), desc=_say_desc(one), body=join(body))


def _draw_strip(one: Disclosure, scale: DayScale) -> tuple[list[Markup], int]:
    floor = _HEAD + _TALL
    height = floor + 20
    rows = [_runs([day.standing for day in one.days], scale, _HEAD, _TALL)]
    words = []
    for number, kind in enumerate(one.kinds):
        words += [
            text(0, height + _LABEL - 4, kind.title, "step"),
            text(100, height + _LABEL - 4, _say_sure(kind.days), "tick", anchor="end"),
        ]
        rows.append(_runs([day.details[number] for day in one.days], scale, height + _LABEL, _THIN))
        height += _ROW
    must, may, cannot = (group(css, [row[css] for row in rows]) for css in _TEXTURES)
    cuts = _cuts(scale.days, _HEAD - 1, height - _HEAD + 1)
    # A silence is one thing: its days are not cut from each other.
    return [must, may, cuts, cannot, *words, *draw_ticks(scale, floor), *_number_silences(one, scale)], height


def _say_sure(days: DayTally) -> str:
    most = days.must + days.may
    least = say_digits(days.must, 0)
    return f"{least} days" if days.must == most else f"{least} to {say_digits(most, 0)} days"


def _runs(standings: Sequence[str], scale: DayScale, top: float, tall: float) -> dict[str, Markup]:
    """Days of one standing in a row are one rectangle; the cuts between days are drawn over all of them at once."""
    parts: dict[str, list[Markup]] = {css: [] for css in _TEXTURES}
    day = 0
    for standing, run in groupby(standings):
        stop = day + len(list(run))
        parts[standing].append(rect(scale.at(day), top, scale.at(stop) - scale.at(day), tall, ""))
        day = stop
    return {css: join(found) for css, found in parts.items()}


def _cuts(columns: int, top: float, tall: float, left: float = 0.0) -> Markup:
    """Paper between one column and the next."""
    d = "".join(f"M{column} 0V1" for column in range(1, columns))
    return Markup(
        '<svg x="{}%" y="{}" width="{}%" height="{}" viewBox="0 0 {} 1" preserveAspectRatio="none">'
        '<path class="cuts" d="{}"/></svg>'
    ).format(f"{left:g}", f"{top:g}", f"{100 - left:g}", f"{tall:g}", columns, d)


def draw_ticks(scale: DayScale, floor: float) -> Iterator[Markup]:
    """Ticks with their words under a floor; words that would leave the figure grow the other way."""
    for day, words in scale.ticks():
        x = scale.at(day)
        yield line(x, floor + 2, x, floor + 6, "hair")
        yield text(x, floor + 16, words, "tick", anchor="end" if x > 92 else "start")


def _number_silences(one: Disclosure, scale: DayScale) -> Iterable[Markup]:
    """Each silence that is listed carries its number."""
    first = date.fromisoformat(one.first)
    for number, silence in enumerate(one.silences, start=1):
        start, stop = (date.fromisoformat(day) - first for day in (silence.first, silence.last))
        yield text(scale.at((start.days + stop.days + 1) / 2), _HEAD - 6, str(number), "found", anchor="middle")


def _draw_calendar(one: Disclosure, scale: DayScale) -> tuple[list[Markup], int]:
    weeks = scale.days // 7
    columns = DayScale(scale.first, weeks, scale.left)
    skipped = (date.fromisoformat(one.first) - scale.first).days
    parts: dict[str, list[Markup]] = {css: [] for css in _TEXTURES}
    for weekday in range(7):
        standings = ["" for _ in range(weeks)]
        for number in range(-skipped + weekday, len(one.days), 7):
            if number >= 0:
                standings[(number + skipped) // 7] = one.days[number].standing
        week = 0
        for standing, run in groupby(standings):
            stop = week + len(list(run))
            if standing:
                x = columns.at(week)
                parts[standing].append(rect(x, 4 + weekday * _CELL, columns.at(stop) - x, _CELL - 3, ""))
            week = stop
    letters = [text(0, 4 + weekday * _CELL + 8, "MTWTFSS"[weekday], "") for weekday in range(7)]
    floor = 4 + 7 * _CELL
    cuts = [_cuts(weeks, 3, 7 * _CELL, scale.left)] if weeks <= MOST_IN_A_STRIP else []
    body = [
        *(group(css, parts[css]) for css in ("must", "may")),
        *cuts,
        group("cannot", parts["cannot"]),
        group("tick letters", letters),
        *draw_ticks(scale, floor),
    ]
    return body, floor + 22


def _draw_others(one: Disclosure, scale: DayScale, top: int) -> Markup:
    """What others recorded on each day, as bars from a common floor."""
    skipped = (date.fromisoformat(one.first) - scale.first).days
    tallest = max(day.others or 0 for day in one.days)
    floor = top + _LABEL + _BARS
    bars = []
    day = skipped
    for others, run in groupby(one.days, key=lambda each: each.others or 0):
        stop = day + len(list(run))
        if others:
            tall = others / tallest * _BARS
            bars.append(rect(scale.at(day), floor - tall, scale.at(stop) - scale.at(day), tall, ""))
        day = stop
    words = f"most on a day: {say_digits(tallest, 0)}"
    return join(
        (
            text(0, top + _LABEL - 4, "what others recorded", "step"),
            text(100, top + _LABEL - 4, words, "tick", anchor="end"),
            group("beside", bars),
            line(0, floor, 100, floor, "hair"),
        )
    )


def _say_title(one: Disclosure) -> str:
    tally = one.tally
    days = say_digits(len(one.days), 0)
    return f"{one.publisher}: something surely came out on {say_digits(tally.must, 0)} of {days} days"


def _say_desc(one: Disclosure) -> str:
    tally = one.tally
    says = (
        f"Solid days {say_digits(tally.must, 0)}, hatched (something may have come out) {say_digits(tally.may, 0)}, "
        f"hollow (nothing came out) {say_digits(tally.cannot, 0)}."
    )
    kinds = "; ".join(f"{kind.title}: {_say_sure(kind.days)}" for kind in one.kinds)
    silences = "; ".join(_say_silence(silence) for silence in one.silences)
    return " ".join(
        part for part in (says, f"{kinds}." if kinds else "", f"Silences: {silences}." if silences else "") if part
    )


def _say_silence(silence: Silence) -> str:
    first, last = (say_short(date.fromisoformat(day)) for day in (silence.first, silence.last))
    return first if first == last else f"{first} to {last}"
