"""What others said on the same matter: one axis, and each figure in its own unit beside its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from firmground.render.figures.axis import Axis, anchor_of, draw_bracket
from firmground.render.figures.bar import draw_strip
from firmground.render.figures.shelf import lay
from firmground.render.figures.svg import group, join, line, strip, text
from firmground.render.numbers import say_claimed, say_range

if TYPE_CHECKING:
    from firmground.render.figures.shelf import Shelf
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


def draw_rivals(section: ClaimSection, shelf: Shelf | None = None) -> tuple[list[RivalRow], Markup]:
    """The rows (the claim itself first, what the data allow last) and the axis under them."""
    axis = Axis.of(section.axis, section.measure)
    rows = [_draw_rival(rival, axis, shelf) for rival in section.rivals]
    said = say_claimed(section.claimed, section.measure) if section.claimed else "no number"
    first = RivalRow(
        section.by,
        section.on,
        section.unit_words,
        section.anonymous,
        section.standing,
        said,
        _draw_claimed(section.claimed, axis, shelf),
        own=True,
    )
    last = RivalRow(
        "What the data allow",
        "",
        section.unit_words,
        anonymous=False,
        standing="",
        value=say_range(section.bounds, section.measure),
        figure=draw_strip(section.bounds, None, axis, shelf),
        own=True,
    )
    return [first, *rows, last], draw_axis(axis, shelf=shelf)


def _draw_rival(rival: Rival, axis: Axis, shelf: Shelf | None) -> RivalRow:
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
        figure = _draw_claimed(rival.claimed, axis, shelf)
    elif rival.claimed is not None:
        value += " (not on this axis)"
    return RivalRow(rival.by, rival.on, rival.unit, rival.anonymous, rival.standing, value, figure)


def _draw_claimed(claimed: Claimed | None, axis: Axis, shelf: Shelf | None) -> Markup:
    if claimed is None:
        return Markup("")
    ruled = lay(line(0, 11, 100, 11, "hair"), shelf)
    return strip("row", 22, join((ruled, lay(draw_bracket(axis, claimed, 4, 18), shelf))))


def draw_axis(axis: Axis, *, above: bool = False, shelf: Shelf | None = None) -> Markup:
    """The axis that the rows of a list share, under them or `above`; its numbers stand in the rows in words."""
    edge, tip, base = (21, 17, 12) if above else (1, 5, 18)
    ticks = axis.say_ticks()
    lines = [line(0, edge, 100, edge, ""), *(line(place, edge, place, tip, "") for place, _ in ticks)]
    words = [text(place, base, said, "", anchor=anchor_of(place)) for place, said in ticks]
    return strip("row", 22, lay(Markup("<g>{}{}</g>").format(group("hair", lines), group("tick", words)), shelf))
