"""The curve of choices: the claim under every combination that could be defended, sorted by its bounds.

Above, each combination is a column from its lower to its upper bound, with the claim as a band behind.
Beneath, each value of each choice has a row, and a dot where the column above took it. Columns are drawn in a
box that stretches with the width while its lines and dots keep theirs, so one path serves any number of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from firmground.render.figures.axis import Axis, round_step
from firmground.render.figures.svg import at, frame, join, line, num, path, rect, text
from firmground.render.numbers import say_claimed, say_number, say_range
from firmground.render.visible import shorten
from firmground.render.words import say_tally

if TYPE_CHECKING:
    from firmground.report.model import Claimed, ClaimSection, Facet, Outcome

GUTTER: Final = 33.0  # percent of the width that the labels of the rows take
PLOT: Final = 170  # pixels
TOP: Final = 14
ROW: Final = 16
HEAD: Final = 19  # the line that names a choice
MANY: Final = 60  # columns; beyond, they are strokes
_LABEL_CELLS: Final = 19


@dataclass(frozen=True, slots=True)
class Heights:
    """The axis of all facets of a claim, so that they can be compared by eye."""

    axis: Axis

    def y(self, value: float | None, missing: float) -> float:
        return TOP + PLOT * (1 - self.axis.at(value, missing) / 100)


def find_heights(section: ClaimSection) -> Heights:
    """From the least to the greatest of all bounds and of the claim, widened to round numbers."""
    ends = [
        end
        for facet in section.facets
        for outcome in facet.outcomes
        if outcome.bounds is not None
        for end in (outcome.bounds.low, outcome.bounds.high)
    ]
    if section.claimed is not None:
        ends += [section.claimed.low, section.claimed.high]
    known = [end for end in ends if end is not None] or list(section.axis)
    low, high = min(known), max(known)
    step = round_step((high - low) / 4 or abs(high) or 1.0)
    low, high = (low // step) * step, -((-high) // step) * step
    if section.measure == "share":
        return Heights(Axis.of((max(0.0, low), min(1.0, high)), section.measure))
    if None in ends:  # room in which an open end can be seen to be open
        high += step
    return Heights(Axis.of((low, high), section.measure))


def draw_curve(section: ClaimSection, facet: Facet, heights: Heights, name: str) -> Markup:
    """One facet's curve. Its outcomes are drawn in the order given."""
    rows = varied_choices(facet)
    tall = TOP + PLOT + 8 + sum(HEAD + ROW * len(values) for _, values in rows)
    body = [
        _draw_grid(heights),
        _draw_band(section.claimed, heights),
        _draw_columns(facet.outcomes, heights),
        _draw_headline(facet.outcomes),
        _draw_rows(facet.outcomes, rows),
    ]
    desc = _say_desc(section, facet)
    title = f"{facet.title}: {say_tally(facet.outcomes)}"
    return frame(name, "curve", tall, title=title, desc=desc, body=join(body))


def varied_choices(facet: Facet) -> list[tuple[str, list[str]]]:
    """Choices that take more than one value among the outcomes, each with its values as they appear."""
    names = dict.fromkeys(name for outcome in facet.outcomes for name in outcome.choices)
    rows = [(name, list(dict.fromkeys(outcome.choices.get(name, "") for outcome in facet.outcomes))) for name in names]
    return [(name, values) for name, values in rows if len(values) > 1]


def constant_choices(facet: Facet) -> list[tuple[str, str]]:
    """Choices that are the same in every outcome of the facet."""
    varied = {name for name, _ in varied_choices(facet)}
    first = facet.outcomes[0].choices if facet.outcomes else {}
    return [(name, value) for name, value in first.items() if name not in varied]


def _say_desc(section: ClaimSection, facet: Facet) -> str:
    lows = [o.bounds.low for o in facet.outcomes if o.bounds and o.bounds.low is not None]
    highs = [o.bounds.high for o in facet.outcomes if o.bounds and o.bounds.high is not None]
    least = say_number(min(lows), section.measure) if lows else "no lower limit"
    most = say_number(max(highs), section.measure) if highs else "no upper limit"
    band = f" A band marks the claim: {say_claimed(section.claimed, section.measure)}." if section.claimed else ""
    head = next((o for o in facet.outcomes if o.headline), None)
    own = f" The bounds given above are {say_range(head.bounds, section.measure)}." if head else ""
    return f"Bounds run from {least} to {most} over {len(facet.outcomes)} combinations.{own}{band}"


def _draw_grid(heights: Heights) -> Markup:
    parts = []
    for tick in heights.axis.ticks():
        y = heights.y(tick, 0)
        parts.append(line(GUTTER, y, 100, y, "hair"))
        parts.append(text(GUTTER, y + 4, say_number(tick, heights.axis.measure), "tick", anchor="end", dx=-8))
    return join(parts)


def _draw_band(claimed: Claimed | None, heights: Heights) -> Markup:
    if claimed is None:
        return Markup("")
    top, bottom = heights.y(claimed.high, 100), heights.y(claimed.low, 0)
    parts = [rect(GUTTER, top, 100 - GUTTER, bottom - top, "claim-wash")]
    for value, is_open, y in (
        (claimed.high, claimed.high_open, top),
        (claimed.low, claimed.low_open, bottom),
    ):
        if value is not None:
            parts.append(line(GUTTER, y, 100, y, "claim-line dashed" if is_open else "claim-line"))
    return join(parts)


def _stretch(columns: int, body: Markup) -> Markup:
    """A box over the plot and the rows in which a column is one wide, however wide the figure is."""
    return Markup(
        '<svg x="{}%" y="0" width="{}%" height="1000" viewBox="0 0 {} 1000" '
        'preserveAspectRatio="none" overflow="visible">{}</svg>'
    ).format(num(GUTTER), num(100 - GUTTER), columns, body)


def _draw_columns(outcomes: tuple[Outcome, ...], heights: Heights) -> Markup:
    spans = [
        (n, heights.y(o.bounds.high, 100), heights.y(o.bounds.low, 0))
        for n, o in enumerate(outcomes)
        if o.bounds is not None
    ]
    many = len(outcomes) > MANY
    if many:
        d = "".join(f"M{n}.5 {num(top - 0.5)}V{num(low + 0.5)}" for n, top, low in spans)
        return _stretch(len(outcomes), path(d, "stroke"))
    wide = (100 - GUTTER) / len(outcomes)
    part = min(0.62, 4.5 / wide)
    bars = [
        rect(GUTTER + wide * (n + (1 - part) / 2), top, wide * part, low - top, "may plain") for n, top, low in spans
    ]
    left, right = (1 - part) / 2, (1 + part) / 2
    caps = "".join(f"M{n + left:.2f} {num(y)}H{n + right:.2f}" for n, top, low in spans for y in (top, low))
    open_ends = [
        at(GUTTER + wide * (n + 0.5), y, path(f"M-4 {4 * way}L0 {-2 * way}L4 {4 * way}", "arrow"))
        for n, top, low in spans
        for value, y, way in _ends(outcomes[n], top, low)
        if value is None
    ]
    return join((*bars, _stretch(len(outcomes), path(caps, "cap")), *open_ends))


def _ends(outcome: Outcome, top: float, low: float) -> list[tuple[float | None, float, int]]:
    bounds = outcome.bounds
    return [(bounds.high, top, 1), (bounds.low, low, -1)] if bounds is not None else []


def _draw_headline(outcomes: tuple[Outcome, ...]) -> Markup:
    wide = (100 - GUTTER) / max(1, len(outcomes))
    return join(
        at(GUTTER + wide * (n + 0.5), TOP - 5, path("M-4 -6H4L0 0z", "claim-fill"))
        for n, outcome in enumerate(outcomes)
        if outcome.headline
    )


def _draw_rows(outcomes: tuple[Outcome, ...], rows: list[tuple[str, list[str]]]) -> Markup:
    parts = []
    dots = []
    many = len(outcomes) > MANY
    y = float(TOP + PLOT + 8)
    for name, values in rows:
        parts.append(text(0, y + 13, shorten(name, 40), "choice"))
        y += HEAD
        for value in values:
            middle = y + ROW / 2
            parts.append(line(GUTTER, middle, 100, middle, "hair"))
            label = shorten(value, _LABEL_CELLS) or "none"
            parts.append(text(GUTTER, middle + 4, label, "option", anchor="end", dx=-8))
            took = [n for n, outcome in enumerate(outcomes) if outcome.choices.get(name, "") == value]
            dots += [f"M{n}.5 {num(middle - 4)}v8" if many else f"M{n}.5 {num(middle)}h0" for n in took]
            y += ROW
    parts.append(_stretch(len(outcomes), path("".join(dots), "stroke" if many else "dots")))
    return join(parts)
