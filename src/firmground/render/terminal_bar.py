"""The bar in letters: █ must, ▒ may, ░ cannot, and the claim's bracket under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from firmground.render.figures.axis import Axis
from firmground.render.figures.bar import FILLED
from firmground.render.numbers import say_claimed, say_number
from firmground.render.wrap import wrap

if TYPE_CHECKING:
    from firmground.report.model import BestValue, Claimed, ClaimSection

MUST, MAY, CANNOT = "█", "▒", "░"
_LEFT_END: Final = {"none": "←", "open": "╰", "closed": "└"}
_RIGHT_END: Final = {"none": "→", "open": "╯", "closed": "┘"}


def draw_bar(section: ClaimSection, width: int) -> list[str]:
    """Two to four lines: the axis' ends, the bar, the bracket and its words."""
    axis = Axis.of(section.axis, section.measure)
    left, right = say_number(axis.low, axis.measure, unit=False), say_number(axis.high, axis.measure)
    lines = [left + right.rjust(width - len(left)), _draw_body(section, axis, width)]
    if section.claimed is not None:
        lines += _draw_claim(section.claimed, axis, width)
    if section.best is not None:
        lines.append(_draw_best(section.best, axis, width))
    return lines


def _draw_best(best: BestValue, axis: Axis, width: int) -> str:
    """A thin line where a model has it for the most part, and a stroke across it at the best value, or at both ends."""
    start, end = (
        min(width - 1, int(axis.at(value, missing) / 100 * width))
        for value, missing in ((best.interval.low, 0.0), (best.interval.high, 100.0))
    )
    cells = [" "] * start + ["┄"] * (end - start + 1)
    for value, missing in ((best.value.low, 0.0), (best.value.high, 100.0)):
        cells[min(end, max(start, int(axis.at(value, missing) / 100 * width)))] = "┼"
    return "".join(cells)


def _draw_body(section: ClaimSection, axis: Axis, width: int) -> str:
    if section.bounds is None:
        return "undefined: nothing could be counted".center(width, "·")[:width]
    start = round(axis.at(section.bounds.low, 0.0) / 100 * width)
    end = round(axis.at(section.bounds.high, 100.0) / 100 * width)
    if end == start:  # one value, or a span too narrow for a cell: it is still to be seen
        start, end = (start - 1, end) if end == width else (start, end + 1)
    before = MUST if axis.measure in FILLED and axis.low >= 0 else CANNOT
    cells = [*before * start, *MAY * (end - start), *CANNOT * (width - end)]
    if section.bounds.high is None:
        cells[-1] = "→"
    if section.bounds.low is None:
        cells[0] = "←"
    return "".join(cells)


def _draw_claim(claimed: Claimed, axis: Axis, width: int) -> list[str]:
    """The bracket: square ends count, round ends do not, an arrow has no limit."""
    start = min(width - 1, round(axis.at(claimed.low, 0.0) / 100 * width))
    end = min(width - 1, max(start, round(axis.at(claimed.high, 100.0) / 100 * width) - 1))
    if end == start:
        bracket = "▲"
    else:
        low = _LEFT_END["none" if claimed.low is None else "open" if claimed.low_open else "closed"]
        high = _RIGHT_END["none" if claimed.high is None else "open" if claimed.high_open else "closed"]
        bracket = low + "─" * (end - start - 1) + high
    words = f"claimed: {say_claimed(claimed, axis.measure)}"
    if start + len(bracket) + 1 + cell_len(words) <= width:
        return [" " * start + bracket + " " + words]
    if cell_len(words) + 1 <= start:
        return [" " * (start - cell_len(words) - 1) + words + " " + bracket]
    if cell_len(words) > width:
        return [" " * start + bracket, *wrap(words, width)]
    return [" " * start + bracket, " " * min(start, width - cell_len(words)) + words]
