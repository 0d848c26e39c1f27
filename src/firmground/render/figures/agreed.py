"""A clause over time: the days before | the day from which it binds | the days after, with what happened on each.

What is known to the day (or, over a long time, to the week or to four) stands in its column; what may have happened in
one of several columns lies beneath as a bar over all of them, so that nothing is put on a day that nobody gave. Solid
must break the clause, hatched may, hollow does not; before it was in force the same say what would have broken it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from firmground.phrases import list_words
from firmground.render.figures.svg import frame, group, join, line, rect, text
from firmground.render.numbers import say_digits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from firmground.report.chapters.agreements_model import Bar, Monitor

MOST_COLUMNS: Final = 120  # beyond so many days a column is a week, beyond so many weeks it is four
MOST_NUMBERED: Final = 45  # columns that have their number over them; of more only the highest has
_HEAD: Final = 30  # above the columns: the words on the day from which it binds
_TALLEST: Final = 96  # the highest column
_UNIT: Final = 12  # an event, where the highest column leaves room for that
_LANE: Final = 15  # a bar over several columns, with the room beneath it
_THICK: Final = 9
MOST_LANES: Final = 24
_WIDTH: Final = 97.0  # of the figure in percent
_TEXTURES: Final = ("must", "may", "cannot")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days to columns of `wide` days each, counted from the day from which the clause binds."""

    first: int
    last: int
    agreed: int
    wide: int

    @property
    def columns(self) -> range:
        return range((self.first - self.agreed) // self.wide, (self.last - self.agreed) // self.wide + 1)

    def column(self, day: int) -> int:
        return (day - self.agreed) // self.wide - self.columns.start

    def at(self, column: float) -> float:
        """The left edge of a column in percent of the width, which leaves room for a number at the right."""
        return column / len(self.columns) * _WIDTH

    def say(self, day: int) -> str:
        """As "26 Nov"; with the year where there are several."""
        on = date.fromordinal(day)
        several = date.fromordinal(self.first).year != date.fromordinal(self.last).year
        return f"{on.day} {_MONTHS[on.month - 1]}{f' {on.year}' if several else ''}"


@dataclass(frozen=True, slots=True)
class _Lane:
    start: int
    stop: int  # columns, the last included
    css: str
    count: int


def draw_agreed(monitor: Monitor, title: str) -> Markup:
    scale = _scale(monitor)
    stacks, lanes = _sort(monitor.bars, scale)
    tallest = max((sum(stack.values()) for stack in stacks.values()), default=0)
    unit = min(_UNIT, _TALLEST / tallest) if tallest else 0.0
    floor = _HEAD + max(unit * tallest, 14.0)
    rows, left_out = _pack(lanes, scale)
    below, start = floor + 22, scale.at(scale.column(scale.agreed))
    height = below + (16 + _LANE * len(rows) if rows else 0)
    body = [
        rect(start, _HEAD - 8, _WIDTH - start, floor - _HEAD + 8, "claim-wash"),
        _columns(stacks, scale, floor, unit),
        line(0, floor, _WIDTH, floor, "hair"),
        *_ticks(scale, floor),
        *_draw_lanes(rows, scale, below, left_out),
        *_agreed(scale, height),
    ]
    return frame("agreed", round(height), title=title, desc=_desc(monitor), body=join(body))


def _ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def _scale(monitor: Monitor) -> _Scale:
    first, last, agreed = (_ordinal(day) for day in (monitor.shown_first, monitor.shown_last, monitor.agreed))
    wide = next((days for days in (1, 7) if last - first < MOST_COLUMNS * days), 28)
    return _Scale(first, last, agreed, wide)


def _texture(bar: Bar) -> str:
    return "undefined" if bar.nameless else bar.standing


def _sort(bars: Iterable[Bar], scale: _Scale) -> tuple[dict[int, Counter[str]], list[_Lane]]:
    """What lies within one column, by column and texture; and what reaches over several."""
    stacks: dict[int, Counter[str]] = {}
    lanes: Counter[tuple[int, int, str]] = Counter()
    for bar in bars:
        start, stop = scale.column(_ordinal(bar.first)), scale.column(_ordinal(bar.last))
        if start == stop:
            stacks.setdefault(start, Counter())[_texture(bar)] += bar.count
        else:
            lanes[start, stop, _texture(bar)] += bar.count
    order = {css: place for place, css in enumerate((*_TEXTURES, "undefined"))}
    ranked = sorted(lanes.items(), key=lambda item: (item[0][1] - item[0][0], item[0][0], order[item[0][2]]))
    return stacks, [_Lane(*key, count) for key, count in ranked]


def _columns(stacks: dict[int, Counter[str]], scale: _Scale, floor: float, unit: float) -> Markup:
    """Each column from the bottom: what must, may, does not break it; what nobody is named for on top."""
    gap = 0.12 * scale.at(1)
    tallest = max((sum(stack.values()) for stack in stacks.values()), default=0)
    parts = []
    for column, stack in sorted(stacks.items()):
        top = floor
        for css in (*_TEXTURES, "undefined"):
            if count := stack[css]:
                top -= count * unit
                parts.append(rect(scale.at(column) + gap, top, scale.at(1) - 2 * gap, count * unit, css))
        number = sum(stack.values())
        if len(scale.columns) <= MOST_NUMBERED or number == tallest:
            tallest = -1 if len(scale.columns) > MOST_NUMBERED else tallest  # of several that are as high the first
            parts.append(text(scale.at(column + 0.5), top - 4, say_digits(number, 0), "", anchor="middle"))
    return group("tick", parts)


def _pack(lanes: list[_Lane], scale: _Scale) -> tuple[list[list[_Lane]], int]:
    """The bars in as few rows as they fit in, each with room for its number; and how many events have no row."""
    room = max(1, round(len(scale.columns) * 0.05))
    rows: list[list[_Lane]] = []
    left_out = 0
    for lane in lanes:
        for row in rows:
            if all(lane.start > other.stop + room or lane.stop + room < other.start for other in row):
                row.append(lane)
                break
        else:
            if len(rows) < MOST_LANES:
                rows.append([lane])
            else:
                left_out += lane.count
    return rows, left_out


def _draw_lanes(rows: list[list[_Lane]], scale: _Scale, top: float, left_out: int) -> Iterable[Markup]:
    if not rows:
        return
    more = f"; {say_digits(left_out, 0)} more are not drawn" if left_out else ""
    where = {1: "on one of several days", 7: "in one of several weeks"}
    words = where.get(scale.wide, "in one of several spans of four weeks")
    yield text(0, top + 9, f"{words}{more}:", "tick")
    for number, row in enumerate(rows):
        y = top + 16 + number * _LANE
        for lane in row:
            x, stop = scale.at(lane.start), scale.at(lane.stop + 1)
            yield rect(x, y, stop - x, _THICK, lane.css)
            yield text(stop, y + _THICK, say_digits(lane.count, 0), "tick", dx=4)


def _ticks(scale: _Scale, floor: float) -> Iterable[Markup]:
    """The first day, each Monday's or month's beginning as far as there is room, and the day from which it binds."""
    agreed = scale.at(scale.column(scale.agreed))
    yield text(0, floor + 14, scale.say(scale.first), "tick")
    step = max(7, 7 * round((scale.last - scale.first) / 7 / 5))
    for day in range(scale.agreed - step, scale.first + step // 2, -step):
        x = scale.at(scale.column(day))
        yield line(x, floor, x, floor + 4, "hair")
        if x > 12 and agreed - x > 10:
            yield text(x, floor + 14, scale.say(day), "tick wide", anchor="middle")
    for day in range(scale.agreed + step, scale.last - step // 2, step):
        x = scale.at(scale.column(day))
        yield line(x, floor, x, floor + 4, "hair")
        yield text(x, floor + 14, scale.say(day), "tick wide", anchor="middle")
    if scale.last - scale.agreed >= step:
        yield text(_WIDTH, floor + 14, scale.say(scale.last), "tick", anchor="end")


def _agreed(scale: _Scale, height: float) -> Iterable[Markup]:
    x = scale.at(scale.column(scale.agreed))
    yield line(x, 4, x, height, "claim-line")
    words = "in force" if scale.agreed == scale.first else f"in force from {scale.say(scale.agreed)}"
    right = x > 60
    yield text(x, 14, words, "claim-word", anchor="end" if right else "start", dx=-6 if right else 6)


def _desc(monitor: Monitor) -> str:
    """What the figure shows, in numbers, for those who cannot see it."""
    said = []
    for span in monitor.spans:
        tally = span.tally
        words = [
            f"{say_digits(tally.must, 0)} must",
            f"{say_digits(tally.may, 0)} may",
            f"{say_digits(tally.none, 0)} cannot break it",
        ]
        nameless = f", {say_digits(tally.nameless, 0)} for which nobody is named may" if tally.nameless else ""
        said.append(f"{span.title}, {span.words}: {list_words(words)}{nameless}")
    return "; ".join(said) + "."
