"""The curve of choices: the claim under every combination that could be defended, sorted by its bounds.

Above, each combination is a column from its lower to its upper bound, with the claim as a band behind.
Beneath, each choice says how far it moves the result, and each of its values has a row with its name above it and
a dot where the column took it. Columns are drawn in a box that stretches with the width while its lines and dots
keep theirs, so one path serves any number of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from firmground.render.figures.axis import Axis, round_step
from firmground.render.figures.shelf import lay
from firmground.render.figures.svg import at, frame, group, join, line, num, path, pct, rect, text
from firmground.render.numbers import PARTS_OF_ONE, say_claimed, say_number, say_range
from firmground.render.visible import shorten
from firmground.render.words import say_drivers, say_tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.render.figures.shelf import Shelf
    from firmground.report.model import Claimed, ClaimSection, Facet, Outcome

PLOT: Final = 150  # pixels
TOP: Final = 20
ROW: Final = 25  # the name of a value, and its dots beneath
HEAD: Final = 27  # the line that names a choice, with its part of the variation
MANY: Final = 60  # columns; beyond, they are strokes
_LABEL_CELLS: Final = 48  # of the narrowest figure
_LETTER: Final = 6.8 / 340 * 100  # percent of the narrowest figure that a digit of a tick takes


@dataclass(frozen=True, slots=True)
class Heights:
    """The axis of all facets of a claim, so that they can be compared by eye."""

    axis: Axis

    @property
    def gutter(self) -> float:
        """Percent of the width that stays free of columns, for the digits of the ticks."""
        widest = max((len(words) for words in self.digits().values()), default=1)
        return min(24.0, 2.5 + _LETTER * widest)

    def digits(self) -> dict[float, str]:
        """Each tick with its words; the unit stands at the uppermost, which has room above the columns."""
        ticks = self.axis.ticks()
        return {tick: say_number(tick, self.axis.measure, unit=tick == ticks[-1]) for tick in ticks}

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
    if section.measure in PARTS_OF_ONE:
        return Heights(Axis.of((max(0.0, low), min(1.0, high)), section.measure))
    if None in ends:  # room in which an open end can be seen to be open
        high += step
    return Heights(Axis.of((low, high), section.measure))


def draw_curve(section: ClaimSection, facet: Facet, heights: Heights, shelf: Shelf | None = None) -> Markup:
    """One facet's curve. Its outcomes are drawn in the order given."""
    rows = varied_choices(facet)
    tall = TOP + PLOT + 10 + sum(HEAD + ROW * len(values) for _, values in rows)
    columns, strokes = _draw_columns(facet.outcomes, heights)
    dots, lines = _draw_dots(facet.outcomes, rows)
    stretched = _stretch(len(facet.outcomes), heights.gutter, strokes + lines + dots)
    body = [
        lay(_draw_grid(heights, section.claimed), shelf),
        columns,
        stretched,
        _draw_headline(facet.outcomes, heights.gutter),
        lay(_draw_names(rows), shelf),
        _draw_moves(facet, rows),
    ]
    title = f"{facet.title}: {say_tally(facet.outcomes)}"
    return frame("curve", tall, title=title, desc=_say_desc(section, facet), body=join(body))


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
    moves = f" {say_drivers(facet.drivers)}" if facet.drivers else ""
    return f"Bounds run from {least} to {most} over {len(facet.outcomes)} combinations.{own}{band}{moves}"


def _draw_grid(heights: Heights, claimed: Claimed | None) -> Markup:
    """What is behind the columns, the same for all facets of a claim."""
    rows = [(heights.y(tick, 0), words) for tick, words in heights.digits().items()]
    lines = group("hair", (line(0, y, 100, y, "") for y, _ in rows))
    ticks = group("tick", (text(0, y - 4, words, "") for y, words in rows))
    return Markup("<g>{}{}{}</g>").format(lines, ticks, _draw_band(claimed, heights))


def _draw_band(claimed: Claimed | None, heights: Heights) -> Markup:
    if claimed is None:
        return Markup("")
    gutter = heights.gutter
    top, bottom = heights.y(claimed.high, 100), heights.y(claimed.low, 0)
    parts = [rect(gutter, top, 100 - gutter, bottom - top, "claim-wash")]
    for value, is_open, y in (
        (claimed.high, claimed.high_open, top),
        (claimed.low, claimed.low_open, bottom),
    ):
        if value is not None:
            parts.append(line(gutter, y, 100, y, "claim-line dashed" if is_open else "claim-line"))
    return join(parts)


def _stretch(columns: int, gutter: float, body: Markup) -> Markup:
    """A box over the plot and the rows in which a column is one wide, however wide the figure is."""
    return Markup(
        '<svg x="{}" width="{}" height="1000" viewBox="0 0 {} 1000" '
        'preserveAspectRatio="none" overflow="visible">{}</svg>'
    ).format(pct(gutter), pct(100 - gutter), columns, body)


def _draw_columns(outcomes: tuple[Outcome, ...], heights: Heights) -> tuple[Markup, Markup]:
    """The columns as they are, and what of them is to be stretched."""
    gutter = heights.gutter
    spans = [
        (n, round(heights.y(o.bounds.high, 100)), round(heights.y(o.bounds.low, 0)))
        for n, o in enumerate(outcomes)
        if o.bounds is not None
    ]
    if len(outcomes) > MANY:
        d = "".join(f"M{n}.5 {num(top - 0.5)}V{num(low + 0.5)}" for n, top, low in spans)
        return Markup(""), path(d, "stroke")
    wide = (100 - gutter) / len(outcomes)
    part = min(0.62, 4.5 / wide)
    bars = [
        rect(round(gutter + wide * (n + (1 - part) / 2), 1), top, round(wide * part, 1), low - top, "")
        for n, top, low in spans
    ]
    left = (1 - part) / 2
    caps = "".join(f"M{_short(n + left)} {num(y)}h{_short(part)}" for n, top, low in spans for y in (top, low))
    open_ends = [
        at(gutter + wide * (n + 0.5), y, path(f"M-4 {4 * way}L0 {-2 * way}L4 {4 * way}", "arrow"))
        for n, top, low in spans
        for value, y, way in _ends(outcomes[n], top, low)
        if value is None
    ]
    return join((group("may", bars), *open_ends)), path(caps, "cap")


def _short(value: float) -> str:
    """A number of columns to a hundredth, as short as a path can have it."""
    return f"{value:.2f}".rstrip("0").rstrip(".").removeprefix("0") or "0"


def _ends(outcome: Outcome, top: float, low: float) -> list[tuple[float | None, float, int]]:
    bounds = outcome.bounds
    return [(bounds.high, top, 1), (bounds.low, low, -1)] if bounds is not None else []


def _draw_headline(outcomes: tuple[Outcome, ...], gutter: float) -> Markup:
    wide = (100 - gutter) / max(1, len(outcomes))
    return join(
        at(gutter + wide * (n + 0.5), TOP - 5, path("M-4 -6H4L0 0z", "claim-fill"))
        for n, outcome in enumerate(outcomes)
        if outcome.headline
    )


def _rows_down(rows: list[tuple[str, list[str]]]) -> Iterator[tuple[str, float, list[tuple[str, float]]]]:
    """Each choice with the height at which its part begins, and its values with the height of their dots."""
    y = float(TOP + PLOT + 10)
    for name, values in rows:
        yield name, y, [(value, y + HEAD + ROW * (n + 1) - 7) for n, value in enumerate(values)]
        y += HEAD + ROW * len(values)


def _draw_names(rows: list[tuple[str, list[str]]]) -> Markup:
    """The names of choices and of their values, the same wherever the same was chosen from."""
    heads, lines, labels = [], [], []
    for name, y, values in _rows_down(rows):
        heads.append(text(0, y + 12, shorten(name, 30), ""))
        lines.append(line(0, y + 18, 100, y + 18, ""))
        labels += [text(0, middle - 7, shorten(value, _LABEL_CELLS) or "none", "") for value, middle in values]
    parts = (group("choice", heads), group("hair", lines), group("option", labels))
    return Markup("<g>{}</g>").format(join(parts)) if rows else Markup("")


def _draw_dots(outcomes: tuple[Outcome, ...], rows: list[tuple[str, list[str]]]) -> tuple[Markup, Markup]:
    """A dot where a column took a value, and the line on which it stands; both are to be stretched."""
    dots, lines = [], []
    many = len(outcomes) > MANY
    for name, _, values in _rows_down(rows):
        for value, middle in values:
            lines.append(f"M0 {num(middle)}H{len(outcomes)}")
            took = [n for n, outcome in enumerate(outcomes) if outcome.choices.get(name, "") == value]
            dots += [f"M{n}.5 {num(middle - 4)}v8" for n in took] if many else _dot(took, middle)
    return path("".join(dots), "stroke" if many else "dots"), path("".join(lines), "hair")


def _dot(columns: list[int], y: float) -> list[str]:
    """A row of dots as a path, each from the one before it."""
    steps = [later - earlier for earlier, later in pairwise(columns)]
    return [f"M{columns[0]}.5 {num(y)}h0", *(f"m{step} 0h0" for step in steps)] if columns else []


def _draw_moves(facet: Facet, rows: list[tuple[str, list[str]]]) -> Markup:
    """Beside each choice its part of the variation of the results, as a number and as a line of that length."""
    moved = dict(facet.drivers)
    most = max(moved.values(), default=0.0)
    parts = []
    for name, y, _ in _rows_down(rows):
        part = moved.get(name)
        if part is None or part < 0.005:
            continue
        words = f"{'moves it most: ' if part == most else ''}{part * 100:.0f} %"
        parts.append(text(100, y + 12, words, "moved most" if part == most else "moved", anchor="end"))
        parts.append(rect(0, y + 16.5, part * 100, 3, "ink"))
    return join(parts)
