"""What was disclosed, and what no longer was: the chapter as pages and terminals show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from firmground.render.figures.day_scale import say_short
from firmground.render.figures.disclosed import MOST_IN_A_STRIP, draw_days
from firmground.render.figures.disclosed_change import draw_change, is_drawn
from firmground.render.numbers import say_digits
from firmground.render.terminal_bar import CANNOT, MAY, MUST
from firmground.render.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.report.chapters.disclosure_model import Disclosure, Series, Silence
    from firmground.report.model import Report

TITLE: Final = "What was disclosed, and what no longer was"
ANCHOR: Final = "disclosure"
TEMPLATE: Final = "chapters/disclosure.html.j2"
_CELLS: Final = {"must": MUST, "may": MAY, "cannot": CANNOT}
_FIRST_SILENCES: Final = 6  # in a terminal


@dataclass(frozen=True, slots=True)
class SeriesView:
    """`figures`: of the readings in which one change is better than none."""

    series: Series
    figures: list[Markup]

    @property
    def several(self) -> bool:
        """Whether more than one change is drawn."""
        return any('class="several"' in figure for figure in self.figures)


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """One publisher. `strip`: its days are one strip, in which silences have numbers; else a calendar.

    `moved`, `steady`: what is counted by the day, with and without a change that is drawn. `beside`: what is to be said
    of others' records of all silences alike, "" where it differs from one to the next.
    """

    record: Disclosure
    figure: Markup
    strip: bool
    textures: set[str]
    moved: list[SeriesView]
    steady: list[Series]
    silences: list[SilenceView]
    beside: str


@dataclass(frozen=True, slots=True)
class SilenceView:
    """`others`: "" where the same is said of all."""

    silence: Silence
    days: str
    others: str


def view(report: Report) -> list[DisclosureView] | None:
    return [_view_one(one) for one in report.disclosure] or None


def _view_one(one: Disclosure) -> DisclosureView:
    series = [SeriesView(each, _draw_changes(one, each)) for each in one.series]
    others = {silence.others for silence in one.silences}
    beside = others.pop() if len(one.silences) > 1 and len(others) == 1 else ""
    return DisclosureView(
        record=one,
        figure=draw_days(one) if one.days else Markup(""),
        strip=len(one.days) <= MOST_IN_A_STRIP,
        textures={day.standing for day in one.days},
        moved=[each for each in series if each.figures],
        steady=[each.series for each in series if not each.figures],
        silences=[_view_silence(each, beside) for each in _order(one)],
        beside=beside,
    )


def _order(one: Disclosure) -> list[Silence]:
    """As the numbers of the strip have them; without a strip the longest first."""
    strip = len(one.days) <= MOST_IN_A_STRIP
    return sorted(one.silences, key=lambda silence: (0 if strip else -silence.days, silence.first))


def _view_silence(silence: Silence, beside: str) -> SilenceView:
    return SilenceView(silence, _span(silence.first, silence.last), "" if beside else silence.others)


def _draw_changes(one: Disclosure, series: Series) -> list[Markup]:
    return [draw_change(one, series, change) for change in series.readings if is_drawn(change)]


def _span(first: str, last: str) -> str:
    """As "23 to 25 Oct 2015", "29 Oct to 1 Nov 2015" or "5 Nov 2015"."""
    start, stop = date.fromisoformat(first), date.fromisoformat(last)
    if start == stop:
        return _day(last)
    if (start.year, start.month) == (stop.year, stop.month):
        return f"{start.day} to {_day(last)}"
    return f"{say_short(start) if start.year == stop.year else _day(first)} to {_day(last)}"


def glance(report: Report) -> str:
    releases = sum(one.releases for one in report.disclosure)
    silent = sum(one.tally.cannot for one in report.disclosure)
    words = f"{say_digits(releases, 0)} release{'' if releases == 1 else 's'}"
    return f"{words}, {say_digits(silent, 0)} day{'' if silent == 1 else 's'} without one for certain"


def say(report: Report, width: int) -> Iterator[str]:
    for one in report.disclosure:
        yield ""
        yield from wrap(one.publisher, width, first="  ", indent="  ")
        yield from _say_days(one, width)
        yield from wrap(" ".join(one.summary), width, first="  ", indent="  ")
        for series in one.series:
            yield from _say_series(series, width)
        if one.weekdays:
            yield from wrap(one.weekdays.sentence, width, first="  · ", indent="    ")
        for silence in _order(one)[:_FIRST_SILENCES]:
            line = f"{_span(silence.first, silence.last)}: {silence.sentence}"
            yield from wrap(line, width, first="  ░ ", indent="    ")
        if len(one.silences) > _FIRST_SILENCES:
            yield f"  · and {say_digits(len(one.silences) - _FIRST_SILENCES, 0)} more silences, on the page"
        for words in one.limits:
            yield from wrap(words, width, first="  ! ", indent="    ")


def _say_days(one: Disclosure, width: int) -> Iterator[str]:
    """A line for some weeks: what must, may, cannot have come out on each day, after the first day of the line."""
    weeks = max(1, (width - 17) // 7)
    for start in range(0, len(one.days), 7 * weeks):
        days = one.days[start : start + 7 * weeks]
        cells = "".join(_CELLS[day.standing] for day in days)
        yield f"  {_day(days[0].day):>12} {cells}"


def _say_series(series: Series, width: int) -> Iterator[str]:
    yield from wrap(f"{series.title}: {series.conclusion}", width, first="  → ", indent="    ")
    for change in series.readings:
        yield from wrap(change.sentence, width, first="    · ", indent="      ")


def _day(day: str) -> str:
    on = date.fromisoformat(day)
    return f"{say_short(on)} {on.year}"
