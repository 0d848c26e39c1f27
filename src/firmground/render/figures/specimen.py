"""How to read the page: one made-up bar with its parts named on the thing itself. It says nothing of any case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.render.figures.axis import Axis, draw_bracket
from firmground.render.figures.bar import draw_body
from firmground.render.figures.svg import frame, join, line, text
from firmground.report.model import Claimed, Range

if TYPE_CHECKING:
    from markupsafe import Markup

_BOUNDS = Range(0.42, 0.7)
_CLAIMED = Claimed(0.6, 0.8, low_open=False, high_open=False, text="")


def draw_specimen() -> Markup:
    """A bar of which 42 percent must be, 28 may be and 30 cannot be, under a bracket."""
    axis = Axis(0.0, 1.0, "share")
    body = [
        draw_body(_BOUNDS, axis, 26, 26),
        draw_bracket(axis, _CLAIMED, 19, 58),
        text(70, 12, "what was claimed", "claim-word", anchor="middle"),
        text(21, 78, "must be", "found", anchor="middle"),
        text(56, 78, "may be", "found", anchor="middle"),
        text(85, 78, "cannot be", "found", anchor="middle"),
        *(line(x, 54, x, 64, "hair") for x in (21, 56, 85)),
    ]
    return frame(
        "bar",
        84,
        title="An example of a bar",
        desc="Solid: what must be. Hatched: what may be. Hollow: what cannot be. A bracket spans what was claimed.",
        body=join(body),
    )
