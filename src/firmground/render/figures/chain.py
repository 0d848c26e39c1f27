"""How a figure drifted as it was repeated: each saying's bracket under the last, over what the data allow for it.

Every saying has its own question, so each has its own bounds; a thin line leads from a bracket to the one that
repeats it. The words stand in the list beneath; here each line carries the number under which they do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.phrases import list_words
from firmground.render.figures.axis import Axis, anchor_of, draw_bracket
from firmground.render.figures.bar import draw_body
from firmground.render.figures.svg import frame, join, line, text
from firmground.render.numbers import say_claimed, say_range
from firmground.render.visible import one_line, shorten

if TYPE_CHECKING:
    from markupsafe import Markup

    from firmground.report.model import ClaimSection, Restatement

_STEP: Final = 50  # pixels from one saying to the next
_CELLS: Final = 50  # letters over a line of the narrowest figure


def draw_chain(section: ClaimSection) -> Markup:
    """The sayings from the first to the last on the claim's own axis."""
    axis = Axis.of(section.axis, section.measure)
    places = {step.id: n for n, step in enumerate(section.chain)}
    links, rows = [], []
    for n, step in enumerate(section.chain):
        if step.restates in places:
            links.append(_draw_link(section.chain[places[step.restates]], places[step.restates], step, n, axis))
        rows.append(_draw_step(step, n, axis))
    bottom = _STEP * len(section.chain)
    ticks = [
        part
        for place, words in axis.say_ticks()
        for part in (
            line(place, bottom, place, bottom + 5, "hair"),
            text(place, bottom + 18, words, "tick", anchor=anchor_of(place)),
        )
    ]
    return frame(
        "chain", bottom + 24, title=_say_title(section), desc=_say_desc(section), body=join((*links, *rows, *ticks))
    )


def _fits(step: Restatement, axis: Axis) -> bool:
    return (
        step.claimed is not None
        and step.measure == axis.measure
        and axis.shows(step.claimed.low)
        and axis.shows(step.claimed.high)
    )


def _middle(step: Restatement, axis: Axis) -> float:
    if step.claimed is None:
        return 0.0
    return (axis.at(step.claimed.low, 0.0) + axis.at(step.claimed.high, 100.0)) / 2


def _draw_link(earlier: Restatement, above: int, step: Restatement, n: int, axis: Axis) -> Markup:
    if not (_fits(earlier, axis) and _fits(step, axis)):
        return join(())
    return line(_middle(earlier, axis), _STEP * above + 44, _middle(step, axis), _STEP * n + 20, "link")


def _draw_step(step: Restatement, n: int, axis: Axis) -> Markup:
    top = _STEP * n
    said = dict(step.said).get("value", "")
    words = ", ".join(one_line(part) for part in (step.by, step.on) if part)
    label = shorten(f"{n + 1} {words}{': ' if said else ''}{one_line(said)}", _CELLS)
    parts = [text(0, top + 13, label, "step own" if step.own else "step")]
    if step.measure == axis.measure and step.bounds is not None:
        parts.append(draw_body(step.bounds, axis, top + 26, 12, words=False))
    else:
        parts.append(line(0, top + 32, 100, top + 32, "hair"))
    if _fits(step, axis) and step.claimed is not None:
        parts.append(draw_bracket(axis, step.claimed, top + 20, top + 44))
    else:
        parts.append(text(100, top + 28, "not on this axis", "tick", anchor="end"))
    return join(parts)


def _say_title(section: ClaimSection) -> str:
    first, last = section.chain[0], section.chain[-1]
    if first.claimed is None or last.claimed is None:
        return f"The figure was said {len(section.chain)} times"
    was, now = (say_claimed(step.claimed, step.measure) for step in (first, last) if step.claimed is not None)
    return f"Said {len(section.chain)} times: from {was} to {now}"


def _say_desc(section: ClaimSection) -> str:
    said = []
    for n, step in enumerate(section.chain, start=1):
        claimed = say_claimed(step.claimed, step.measure) if step.claimed else "no number"
        allow = f", where the data allow {say_range(step.bounds, step.measure)}" if step.bounds else ""
        said.append(f"{n}: {step.by}, {step.on}, {claimed}{allow}")
    return f"{list_words(said)}."
