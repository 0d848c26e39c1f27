"""What others said on the same matter: one axis, and each figure in its own unit beside its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from firmground.render.figures.axis import Axis, anchor_of, draw_bracket
from firmground.render.figures.svg import frame, join, line, rect, text
from firmground.render.numbers import say_claimed, say_range

if TYPE_CHECKING:
    from firmground.report.model import Claimed, ClaimSection, Rival


@dataclass(frozen=True, slots=True)
class RivalRow:
    """A line of the list: the page sets the words, the line is drawn here. `figure` "" where none can be."""

    by: str
    on: str
    unit: str
    anonymous: bool
    standing: str
    value: str
    figure: Markup
    own: bool = False


def draw_rivals(section: ClaimSection, name: str) -> tuple[list[RivalRow], Markup]:
    """The rows (the claim itself first, what the data allow last) and the axis under them."""
    axis = Axis.of(section.axis, section.measure)
    rows = [_draw_rival(rival, axis, f"{name}-{n}") for n, rival in enumerate(section.rivals)]
    own = _draw_claimed(section.claimed, axis, f"{name}-own", f"{section.by}, {section.on}")
    said = say_claimed(section.claimed, section.measure) if section.claimed else "no number"
    first = RivalRow(section.by, section.on, section.unit_words, section.anonymous, section.standing, said, own)
    last = RivalRow(
        "What the data allow",
        "",
        section.unit_words,
        anonymous=False,
        standing="",
        value=say_range(section.bounds, section.measure),
        figure=_draw_data(section, axis, f"{name}-data"),
        own=True,
    )
    return [first, *rows, last], _draw_axis(axis, f"{name}-axis")


def _draw_rival(rival: Rival, axis: Axis, name: str) -> RivalRow:
    measure = rival.measure or axis.measure
    value = say_claimed(rival.claimed, measure) if rival.claimed else "no number"
    fits = (
        rival.claimed is not None
        and measure == axis.measure
        and axis.shows(rival.claimed.low)
        and axis.shows(rival.claimed.high)
    )
    figure = Markup("")
    if fits:
        figure = _draw_claimed(rival.claimed, axis, name, f"{rival.by}, {rival.on}")
    elif rival.claimed is not None:
        value += " (not on this axis)"
    return RivalRow(rival.by, rival.on, rival.unit, rival.anonymous, rival.standing, value, figure)


def _draw_claimed(claimed: Claimed | None, axis: Axis, name: str, who: str) -> Markup:
    if claimed is None:
        return Markup("")
    words = say_claimed(claimed, axis.measure)
    body = join((line(0, 9, 100, 9, "hair"), draw_bracket(axis, claimed, 2, 16)))
    desc = f"A bracket on an axis from {axis.low:g} to {axis.high:g} marks the values claimed."
    return frame(name, "row", 18, title=f"{who}: {words}", desc=desc, body=body)


def _draw_data(section: ClaimSection, axis: Axis, name: str) -> Markup:
    words = say_range(section.bounds, section.measure)
    parts = [line(0, 9, 100, 9, "hair")]
    if section.bounds is not None:
        low, high = axis.at(section.bounds.low, 0.0), axis.at(section.bounds.high, 100.0)
        parts.append(rect(low, 2, high - low, 14, "may"))
        parts.extend(line(end, 1, end, 17, "edge") for end in (low, high))
    desc = f"The bounds of {section.unit_words} {section.that}, on the same axis as the claims."
    return frame(name, "row", 18, title=f"What the data allow: {words}", desc=desc, body=join(parts))


def _draw_axis(axis: Axis, name: str) -> Markup:
    parts = [line(0, 1, 100, 1, "hair")]
    for place, words in axis.say_ticks():
        parts.append(line(place, 1, place, 5, "hair"))
        parts.append(text(place, 18, words, "tick", anchor=anchor_of(place)))
    ends = " to ".join((axis.say_ticks()[0][1], axis.say_ticks()[-1][1]))
    return frame(
        name,
        "row",
        22,
        title=f"Axis from {ends}",
        desc="The axis that all lines above share.",
        body=join(parts),
    )
