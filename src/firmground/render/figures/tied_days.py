"""How many ties contradict the best division, day by day: solid as many as must, hatched as many as may."""

from __future__ import annotations

from datetime import date
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from firmground.render.figures.axis import anchor_of
from firmground.render.figures.day_scale import DayScale
from firmground.render.figures.svg import frame, join, line, rect, text

if TYPE_CHECKING:
    from markupsafe import Markup

    from firmground.report.chapters.ties_model import TieChange

_TALL: Final = 40  # pixels of all contradictions together
_LEFT: Final = 5.0  # percent, for the numbers


def draw_tied_days(changes: tuple[TieChange, ...], until: str) -> Markup:
    """A step from each day on which ties change to the next, the last to `until` (ISO, included)."""
    first, last = date.fromisoformat(changes[0].on), date.fromisoformat(until)
    scale = DayScale(first, max((last - first).days, 0) + 1, _LEFT)
    most = max(1, *(round(change.contradictions.high or 0) for change in changes))
    # Days on which ties change but the number does not are no steps.
    changes = tuple(next(alike) for _, alike in groupby(changes, lambda change: change.contradictions))
    starts = [(date.fromisoformat(change.on) - first).days for change in changes]
    unit = _TALL / most

    def y(number: float) -> float:
        return 6 + _TALL - number * unit

    steps = []
    for change, (start, stop) in zip(changes, pairwise([*starts, scale.days]), strict=True):
        low, high = change.contradictions.low or 0, change.contradictions.high or 0
        x, wide = scale.at(start), scale.at(stop) - scale.at(start)
        if low:
            steps.append(rect(x, y(low), wide, low * unit, "must"))
        if high > low:
            steps.append(rect(x, y(high), wide, (high - low) * unit, "may"))
    shown = range(0, most + 1, -(-most // 4))
    lines = [line(_LEFT, y(n), 100, y(n), "hair") for n in shown]
    words = [text(0, y(n) + 4, str(n), "tick") for n in shown]
    ticks = [
        part
        for day, said in scale.ticks()
        for part in (
            line(scale.at(day), y(0), scale.at(day), y(0) + 5, "hair"),
            text(scale.at(day), y(0) + 18, said, "tick", anchor=anchor_of(scale.at(day) - _LEFT)),
        )
    ]
    most_words = f"at most {most} at any time"
    return frame(
        "tie-days",
        6 + _TALL + 24,
        title=f"Ties that contradict the best division into two blocs, from {changes[0].day} on: {most_words}",
        desc=" ".join(f"From {change.day}: {change.contradictions.text}." for change in changes),
        body=join((*lines, *words, *steps, *ticks)),
    )
