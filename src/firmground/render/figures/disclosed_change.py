"""When a rate changed, if it changed once: the rate before and after, and between them how likely each day is.

A rate is hatched from the least to the most that it may be, and reaches as far as the days on which it surely held; in
the gap between both stands how likely it is that the new rate began on each day. Nothing is drawn of a change that is
hardly better than none.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from firmground.render.figures.day_scale import say_short
from firmground.render.figures.disclosed import draw_ticks, scale_of
from firmground.render.figures.svg import frame, join, line, rect, text
from firmground.render.numbers import say_digits

if TYPE_CHECKING:
    from firmground.render.figures.day_scale import DayScale
    from firmground.report.chapters.disclosure_model import Change, Disclosure, RateRange, Series

_CLEARLY: Final = 10.0  # how many times better, as in the words of the chapter
_TOP: Final = 20
_TALL: Final = 74
_RIDGE: Final = 34
_SEVERAL: Final = 3  # segments; two say what the boxes say
_SEEN: Final = 0.002  # of the likeliest day; less is thinner than a hair


def is_drawn(change: Change) -> bool:
    """Whether one change explains the days so much better than none that it is called one, with rates to draw."""
    known = change.before is not None and change.after is not None and change.likely
    return bool(known and change.posterior and change.evidence is not None and change.evidence >= _CLEARLY)


def draw_change(one: Disclosure, series: Series, change: Change) -> Markup:
    """Only for a change that `is_drawn`."""
    before, after = change.before, change.after
    if before is None or after is None:
        return Markup("")
    scale = scale_of(one)
    skipped = (date.fromisoformat(one.first) - scale.first).days
    low, high, likely = (
        (date.fromisoformat(day) - scale.first).days for day in (change.low, change.high, change.likely)
    )
    most = 1.0 if series.shares else max(before.high, after.high) or 1.0
    floor = _TOP + _TALL
    ground = floor + 14 + _RIDGE
    start, stop = scale.at(skipped), scale.at(skipped + len(one.days))
    edge = scale.at(likely)
    body = [
        line(scale.left, _TOP, 100, _TOP, "hair"),
        *_draw_rate(before, (start, scale.at(low)), most, floor),
        *_draw_rate(after, (scale.at(high + 1), stop), most, floor),
        line(scale.left, floor, 100, floor, "hair"),
        _draw_several(change, scale, most, floor),
        text(start, _label_y(before, most, floor), say_rate(before, series), "found"),
        text(100, _label_y(after, most, floor), say_rate(after, series), "found", anchor="end"),
        _draw_ridge(change, scale, skipped, ground),
        line(scale.left, ground, 100, ground, "hair"),
        *_draw_day(change, edge, ground),
        *draw_ticks(scale, ground),
    ]
    return frame("changed", ground + 22, title=_say_title(series, change, before, after), desc=_DESC, body=join(body))


_DESC: Final = (
    "Two hatched boxes span what the rate before and the rate after may be, a line in each is its mean. Beneath, the "
    "height of a day says how likely it is that the new rate began on it."
)


def _draw_rate(rate: RateRange, ends: tuple[float, float], most: float, floor: float) -> list[Markup]:
    left, right = ends
    if right <= left:
        return []
    top, bottom, mean = (floor - value / most * _TALL for value in (rate.high, rate.low, rate.mean))
    return [rect(left, top, right - left, max(bottom - top, 1.0), "may"), line(left, mean, right, mean, "mean")]


def _draw_several(change: Change, scale: DayScale, most: float, floor: float) -> Markup:
    """The rates between several changes, as steps; nothing where one change or none is left."""
    if len(change.segments) < _SEVERAL:
        return Markup("")
    first = scale.first
    d = ""
    for segment in change.segments:
        start, stop = ((date.fromisoformat(day) - first).days for day in (segment.first, segment.last))
        y = _short(1 - min(1.0, segment.rate / most))
        d += f"V{y}H{stop + 1}" if d else f"M{start} {y}H{stop + 1}"
    return Markup(
        '<svg x="{}%" y="{}" width="{}%" height="{}" viewBox="0 0 {} 1" preserveAspectRatio="none" overflow="visible">'
        '<path class="several" d="{}"/></svg>'
    ).format(f"{scale.left:g}", f"{floor - _TALL:g}", f"{100 - scale.left:g}", _TALL, scale.days, d)


def _label_y(rate: RateRange, most: float, floor: float) -> float:
    """Over the box of its rate."""
    return floor - rate.high / most * _TALL - 6


def _draw_ridge(change: Change, scale: DayScale, skipped: int, ground: float) -> Markup:
    """The chances of days as steps; in units of days and of the likeliest day, so that the path is short."""
    most = max(change.posterior)
    parts = []
    open_at = -1
    for day, chance in enumerate((*change.posterior, 0.0)):
        if chance > most * _SEEN:
            step = f"V{_short(1 - chance / most)}H{day + 1 + skipped}"
            parts.append(step if open_at >= 0 else f"M{day + skipped} 1{step}")
            open_at = day
        elif open_at >= 0:
            parts.append("V1")
            open_at = -1
    return Markup(
        '<svg x="{}%" y="{}" width="{}%" height="{}" viewBox="0 0 {} 1" preserveAspectRatio="none">'
        '<path class="ridge" d="{}"/></svg>'
    ).format(f"{scale.left:g}", f"{ground - _RIDGE:g}", f"{100 - scale.left:g}", _RIDGE, scale.days, "".join(parts))


def _short(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".").removeprefix("0") or "0"


def _draw_day(change: Change, edge: float, ground: float) -> list[Markup]:
    """The likeliest day and the days that hold ninety percent, beside the ridge, where there is room."""
    low, high, likely = (say_short(date.fromisoformat(day)) for day in (change.low, change.high, change.likely))
    right = edge < 55
    anchor, shift = ("start", 28.0) if right else ("end", -28.0)
    span = likely if low == high else f"{low} to {high}"
    return [
        line(edge, _TOP, edge, ground, "when"),
        text(edge, ground - 20, f"most likely {likely}", "step", anchor=anchor, dx=shift),
        text(edge, ground - 6, f"90 % within {span}", "tick", anchor=anchor, dx=shift),
    ]


def say_rate(rate: RateRange, series: Series) -> str:
    """As "87 % (73 to 96)" or "3.1 (2.4 to 4)"."""
    if series.shares:
        mean, low, high = (say_digits(100 * value, 0) for value in (rate.mean, rate.low, rate.high))
        return f"{mean} % ({low} to {high})"
    mean, low, high = (say_digits(value, 1) for value in (rate.mean, rate.low, rate.high))
    return f"{mean} ({low} to {high})"


def _say_title(series: Series, change: Change, before: RateRange, after: RateRange) -> str:
    way = "fell" if (change.fell or 0.0) > 0.5 else "rose"
    day = say_short(date.fromisoformat(change.likely))
    return f"{series.title} {way} from {say_rate(before, series)} to {say_rate(after, series)}, most likely on {day}"
