"""What was near an incident: a small map of the places around it, and a strip of the days before and after.

Places are as wide as they are known and events as long as their days: nothing is a dot, nothing a moment. Solid must
have been near, hatched may have been. The incident itself is a ring of ink, without filling; the dashed ring around
it is as far as something may have been and still be near.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from markupsafe import Markup

from firmground.render.figures.labels import Anchor, place_labels
from firmground.render.figures.map import _draw_discs, _draw_land, _draw_scale, _outline, _place_discs
from firmground.render.figures.projection import TALL, WIDE, find_view
from firmground.render.figures.svg import esc, frame, group, join, line, num, rect, text
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from firmground.render.figures.map import Disc
    from firmground.render.figures.projection import View
    from firmground.report.chapters.encounters_model import IncidentNote, NearNote
    from firmground.report.model import Mark

_LEAST_UNITS: Final = 9.0  # radius of the incident's ring where its place is known to the point
_NARROW: Final = 340.0  # pixels of width for which names are laid out
_MOST_NAMES: Final = 9
_LETTERS: Final = 17
_LANE: Final = 12  # pixels from one row of the strip to the next
_BAR: Final = 9
_MOST_LANES: Final = 14
_HIGH: Final = 84  # pixels of the columns of a strip with many events
_TOP: Final = 6


def draw_vicinity(note: IncidentNote, name: str) -> Markup:
    """The map: the events' places, the incident, and how far "near" may reach."""
    view = find_view([replace(mark, radius_km=mark.radius_km + note.km) for mark in note.here])
    discs = _place_discs(note.marks, view) if note.marks else []
    inner = Markup('<svg viewBox="0 0 {} {}" width="100%" height="100%">{}</svg>').format(
        WIDE,
        TALL,
        join((_draw_land(view), _draw_discs(discs, name, None), *(_ring(mark, view, note) for mark in note.here))),
    )
    shown = [disc for disc in discs if _has_room(disc.x, disc.y)]
    sure = sum(mark.standing == "must" for mark in note.marks)
    title = f"Places of events near {one_line(note.kind)}: {sure} must, {len(note.marks) - sure} may have been near"
    names = list(dict.fromkeys(one_line(mark.label) for mark in note.marks if mark.label))
    desc = f"{', '.join(names[:12])}{' and others' if len(names) > 12 else ''}." if names else "None."
    return frame("map", None, title=title, desc=desc, body=join((inner, _names(shown), _draw_scale(view))))


def _has_room(x: float, y: float) -> bool:
    """A name may stand there: inside the frame, and not where the scale is."""
    return 0 <= x <= WIDE and 0 <= y <= TALL and not (x < WIDE / 4 and y > TALL * 0.84)


def _names(discs: list[Disc]) -> Markup:
    """The map is narrow on a wide page as well: one set of names for all."""
    anchors = [
        Anchor(one_line(disc.label), disc.x / WIDE * 100, disc.y / TALL * 100, disc.radius / WIDE, undecided=True)
        for disc in discs
        if disc.label
    ]
    labels = place_labels(anchors, _NARROW, _NARROW * TALL / WIDE, _MOST_NAMES, _LETTERS)
    texts = (
        Markup('<text x="{}%" y="{}%" dx="{}" dy="{}" text-anchor="{}">{}</text>').format(
            num(label.x), num(label.y), num(label.dx), num(label.dy), label.align, esc(label.words)
        )
        for label in labels
    )
    return group("place", texts)


def _ring(mark: Mark, view: View, note: IncidentNote) -> Markup:
    if mark.rings:
        d = "".join(_outline(view.place(*np.array(ring).T), closed=True) for ring in mark.rings if len(ring) > 2)
        return Markup('<path class="here" d="{}"/>').format(d)
    ((x, y),) = view.place(np.array([mark.lon]), np.array([mark.lat]))
    own = max(_LEAST_UNITS, mark.radius_km * view.scale)
    reach = (mark.radius_km + note.km) * view.scale
    return Markup(
        '<circle class="reach" cx="{x}" cy="{y}" r="{reach}"/><circle class="here" cx="{x}" cy="{y}" r="{own}"/>'
    ).format(x=num(float(x)), y=num(float(y)), reach=num(reach), own=num(own))


def draw_days(note: IncidentNote) -> Markup:
    """The strip: a bar for every event over all the days that it may have been; with many events a column a day."""
    # Columns stand for numbers of days between the two; bars for days, of which the incident may have several.
    spread = 1 if note.histogram else note.spread
    scale = _Days(note.days_before, note.days_before + spread + note.days_after)
    body, high = (_columns(note, scale), _HIGH) if note.histogram else _bars(note, scale)
    low = _TOP + high + 4
    parts = [
        rect(scale.at(0), 0, scale.at(spread) - scale.at(0), low, "day-of"),
        body,
        line(0, low, 100, low, "hair"),
        *_covered(note, scale, low),
        group("tick", _ticks(note, scale, low + 14)),
    ]
    return frame("strip", low + 20, title=_title(note), desc=_desc(note), body=join(parts))


class _Days:
    """From days, counted from the incident's first, to percent of the width."""

    def __init__(self, before: int, total: int) -> None:
        self._before, self._total = before, max(1, total)

    def at(self, day: float) -> float:
        return min(100.0, max(0.0, (day + self._before) / self._total * 100))


def _bars(note: IncidentNote, scale: _Days) -> tuple[Markup, int]:
    """Bars in as many rows as they need, the first free one each; beyond the last row they overlap in it."""
    ends: list[int] = []
    rows: dict[str, list[Markup]] = {"must": [], "may": []}
    for near in sorted(note.events, key=lambda each: (each.from_day, each.to_day)):
        first, last = _span(near, note)
        lane = next((n for n, end in enumerate(ends) if end < first), len(ends))
        if lane == len(ends) and lane < _MOST_LANES:
            ends.append(last)
        lane = min(lane, _MOST_LANES - 1)
        ends[lane] = max(ends[lane], last)
        x = scale.at(first)
        rows[near.standing].append(rect(x, _TOP + lane * _LANE, scale.at(last + 1) - x, _BAR, ""))
    return join(group(standing, bars) for standing, bars in rows.items()), _LANE * max(1, len(ends))


def _span(near: NearNote, note: IncidentNote) -> tuple[int, int]:
    """The days of the strip that the event may have been on, from the incident's first day."""
    return near.from_day + note.spread - 1, near.to_day


def _columns(note: IncidentNote, scale: _Days) -> Markup:
    most = max((sure + perhaps for sure, perhaps in note.histogram), default=0) or 1
    columns: dict[str, list[Markup]] = {"must": [], "may": []}
    for number, (sure, perhaps) in enumerate(note.histogram):
        day = number - note.days_before
        x, wide = scale.at(day), scale.at(day + 1) - scale.at(day)
        tall, above = sure / most * _HIGH, perhaps / most * _HIGH
        if sure:
            columns["must"].append(rect(x, _TOP + _HIGH - tall, wide, tall, ""))
        if perhaps:
            columns["may"].append(rect(x, _TOP + _HIGH - tall - above, wide, above, ""))
    return join(group(standing, bars) for standing, bars in columns.items())


def _covered(note: IncidentNote, scale: _Days, low: float) -> list[Markup]:
    """A line under the days that the case covers."""
    if note.covered is None:
        return [line(0, low, 100, low, "rule")]
    first, last = note.covered
    start, stop = scale.at(first), scale.at(last + 1)
    return [line(start, low, stop, low, "rule")] if stop > start else []


def _ticks(note: IncidentNote, scale: _Days, y: float) -> list[Markup]:
    middle = (scale.at(0) + scale.at(note.spread)) / 2
    ticks = [
        text(middle, y, note.days, "", anchor="middle" if 20 < middle < 80 else "end" if middle >= 80 else "start")
    ]
    if note.days_before and middle > 40:
        ticks.append(text(0, y, f"{note.days_before} days before", ""))
    if note.days_after and middle < 60:
        ticks.append(text(100, y, f"{note.days_after} days after", "", anchor="end"))
    return ticks


def _title(note: IncidentNote) -> str:
    return f"Days of events near {one_line(note.kind)}, {one_line(note.days)}"


def _desc(note: IncidentNote) -> str:
    return "; ".join(phase.text for phase in note.phases) + "."
