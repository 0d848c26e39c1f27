"""The bar: what must, may and cannot be, against the bracket of what was claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from firmground.render.figures.axis import Axis, anchor_of, draw_bracket
from firmground.render.figures.shelf import lay
from firmground.render.figures.svg import at, frame, group, join, line, path, rect, strip, text
from firmground.render.numbers import COUNTED, say_claimed, say_number, say_range

if TYPE_CHECKING:
    from firmground.render.figures.shelf import Shelf
    from firmground.report.model import BestValue, Claimed, ClaimSection, Range

# Measures of an amount: what must be there fills the bar from zero. Of a distance or a gain only the span
# is drawn.
FILLED: Final = COUNTED | {"area"}
_LETTER: Final = 7.4  # pixels of a digit of the bounds, in bold
_LEAST_WIDE: Final = 340.0  # pixels of the narrowest screen that a bar is laid out for
_SMALL_WIDE: Final = 240.0  # the same, for one facet among several


def draw_bar(section: ClaimSection) -> Markup:
    """The claim's own bar."""
    axis = Axis.of(section.axis, section.measure)
    title = _say_title(section)
    desc = _say_desc(section.bounds, section.claimed, axis) + _say_best(section.best)
    body = [
        draw_body(section.bounds, axis, 26, 30),
        _draw_best(section.best, axis, 41),
        _draw_claim(section.claimed, axis, 18, 62),
        _draw_scale(section.bounds, axis, 56, 76, _LEAST_WIDE),
    ]
    return frame("bar", 84, title=title, desc=desc, body=join(body))


def draw_small_bar(
    bounds: Range | None, claimed: Claimed | None, axis: Axis, title: str, shelf: Shelf | None = None
) -> Markup:
    """A bar without words around it, for a question that has one answer only."""
    body = [draw_body(bounds, axis, 8, 20, shelf=shelf)]
    if claimed is not None:
        body.append(lay(draw_bracket(axis, claimed, 3, 33), shelf))
    body.append(_draw_scale(bounds, axis, 28, 48, _SMALL_WIDE))
    return frame("bar", 54, title=title, desc=_say_desc(bounds, claimed, axis), body=join(body))


def draw_strip(bounds: Range | None, claimed: Claimed | None, axis: Axis, shelf: Shelf | None = None) -> Markup:
    """A bar of one line, for a row of a list whose words stand beside it."""
    body = [draw_body(bounds, axis, 5, 12, words=False, shelf=shelf)]
    if claimed is not None:
        body.append(lay(draw_bracket(axis, claimed, 2, 20), shelf))
    return strip("bar", 22, join(body))


def _say_title(section: ClaimSection) -> str:
    found = say_range(section.bounds, section.measure)
    what = f"{section.unit_words} {section.that}".strip()
    claimed = f", where {say_claimed(section.claimed, section.measure)} was claimed" if section.claimed else ""
    return f"{what}: {found}{claimed}"


def _say_desc(bounds: Range | None, claimed: Claimed | None, axis: Axis) -> str:
    ends = f"An axis from {say_number(axis.low, axis.measure)} to {say_number(axis.high, axis.measure)}."
    if bounds is None:
        found = "Nothing could be counted, so there are no bounds."
    else:
        low = "without a lower limit" if bounds.low is None else f"from {say_number(bounds.low, axis.measure)}"
        high = "without an upper limit" if bounds.high is None else f"to {say_number(bounds.high, axis.measure)}"
        found = f"What may be is hatched, {low} {high}."
    bracket = f" A bracket marks what was claimed: {say_claimed(claimed, axis.measure)}." if claimed else ""
    return f"{ends} {found}{bracket}"


def _say_best(best: BestValue | None) -> str:
    if best is None:
        return ""
    line_words = f"a thin line runs where it lies for the most part, {best.interval.text}"
    return f" Under a model, {line_words}; a tick marks the best value, {best.value.text}."


def _draw_best(best: BestValue | None, axis: Axis, middle: int) -> Markup:
    """The interval as a thin line on what may be, and the best value as a tick, or two where it lies between two."""
    if best is None:
        return Markup("")
    left, right = axis.at(best.interval.low, 0.0), axis.at(best.interval.high, 100.0)
    ticks = dict.fromkeys((axis.at(best.value.low, 0.0), axis.at(best.value.high, 100.0)))
    lines = [(left, middle, right, middle), *((tick, middle - 6, tick, middle + 6) for tick in ticks)]
    return join(group(css, (line(*one, "") for one in lines)) for css in ("best-ground", "best"))


def draw_body(
    bounds: Range | None, axis: Axis, top: int, tall: int, *, words: bool = True, shelf: Shelf | None = None
) -> Markup:
    """Solid to the low bound, hatched to the high one, hollow beyond; `words` False where others say "undefined"."""
    if bounds is None and not words:
        return rect(0, top, 100, tall, "undefined")
    if bounds is None:
        return join(
            (
                rect(0, top, 100, tall, "undefined"),
                text(50, top + tall / 2 + 4, "undefined: nothing could be counted", "tick", anchor="middle"),
            )
        )
    low, high = axis.at(bounds.low, 0.0), axis.at(bounds.high, 100.0)
    parts = [lay(rect(0, top, 100, tall, "cannot"), shelf)]
    if axis.measure in FILLED and axis.low >= 0 and low:
        parts.append(rect(0, top, low, tall, "must"))
    if high > low:
        parts.append(rect(low, top, high - low, tall, "may"))
    middle = top + tall / 2
    parts.extend(
        at(place, middle, _arrow(way))
        for value, place, way in ((bounds.low, 0.0, -1), (bounds.high, 100.0, 1))
        if value is None or not axis.shows(value)
    )
    if high - low < 0.4:
        parts.append(line(low, top - 3, low, top + tall + 3, "edge"))  # one value, or too narrow to see
    return join(parts)


def _arrow(way: int) -> Markup:
    """No limit on this side, or one beyond the axis: the frame is broken open and an arrow leads out."""
    return join(
        (
            Markup('<rect class="paper" x="{}" y="-9" width="8" height="18"/>').format(-7 if way > 0 else -1),
            path(f"M{-12 * way} 0H{8 * way}M{3 * way} -5L{8 * way} 0L{3 * way} 5", "arrow"),
        )
    )


def _draw_claim(claimed: Claimed | None, axis: Axis, top: int, bottom: int) -> Markup:
    if claimed is None:
        return Markup("")
    left, right = axis.at(claimed.low, 0.0), axis.at(claimed.high, 100.0)
    middle = (left + right) / 2
    place, anchor = (left, "start") if middle < 30 else (right, "end") if middle > 70 else (middle, "middle")
    words = f"claimed: {say_claimed(claimed, axis.measure)}"
    label = text(place, top - 7, words, "claim-word", anchor=anchor)
    return join((draw_bracket(axis, claimed, top, bottom), label))


def _draw_scale(bounds: Range | None, axis: Axis, top: int, baseline: int, wide: float) -> Markup:
    """Ticks with their digits, and the bounds in bold; a tick that would touch a bound keeps quiet."""
    parts = []
    taken = []
    letter = _LETTER / wide * 100
    for place, anchor, words in _bound_words(bounds, axis, letter):
        parts.append(text(place, baseline, words, "found", anchor=anchor))
        taken.append(_extent(place, anchor, letter * len(words)))
    for place, words in axis.say_ticks():
        parts.append(line(place, top, place, top + 5, "hair"))
        left, right = _extent(place, anchor_of(place), letter * (len(words) + 1))
        if all(right < start or left > end for start, end in taken):
            parts.append(text(place, baseline, words, "tick", anchor=anchor_of(place)))
    return join(parts)


def _extent(place: float, anchor: str, wide: float) -> tuple[float, float]:
    """From where to where a text runs, in percent of the width."""
    back = {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return place - back, place - back + wide


def _bound_words(bounds: Range | None, axis: Axis, letter: float) -> list[tuple[float, str, str]]:
    """Where the bounds' digits stand: outside the span, or together where there is no room."""
    if bounds is None or (bounds.low is None and bounds.high is None):
        return []
    low, high = axis.at(bounds.low, 0.0), axis.at(bounds.high, 100.0)
    if bounds.high is None:
        return [(low, "start" if low < 70 else "end", f"{say_number(bounds.low or 0.0, axis.measure)} or more")]
    if bounds.low is None:
        return [(high, "end" if high > 30 else "start", f"{say_number(bounds.high, axis.measure)} or less")]
    first, last = say_number(bounds.low, axis.measure), say_number(bounds.high, axis.measure)
    if first == last:
        return [(low, anchor_of(low), last)]
    if low >= letter * len(first) and high <= 100 - letter * len(last):
        return [(low, "end", first), (high, "start", last)]
    both = f"{say_number(bounds.low, axis.measure, unit=False)} to {last}"
    return [(low, "start", both)] if low < 50 else [(high, "end", both)]
