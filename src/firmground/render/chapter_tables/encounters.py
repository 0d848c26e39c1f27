"""Events that came close to one another, and what was near the incidents: a row for each pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.render.chapter_tables.cells import ends, lines, yes_no

if TYPE_CHECKING:
    from firmground.render.csv_tables import Cell, Rows
    from firmground.report.chapters.encounters_model import Encounters, EventNote

_EVENT: Final = ("event", "place", "first", "last", "by", "radius_km", "row", "source", "url")
_PAIRS: Final = (
    "question", "title", "within_km", "within_hours",
    *(f"{which}_{name}" for which in ("one", "other") for name in _EVENT),
    "met", "surely_counted", "km_least", "km_most", "hours_least", "hours_most", "least_hours_not_reached", "chance",
    "not_listed",
)  # fmt: skip
_NEAR: Final = (
    "incident", "kind", "incident_first", "incident_last", "incident_place", "incident_url", "within_km", *_EVENT,
    "near", "surely_counted", "when", "days_after_least", "days_after_most", "km_least", "km_most", "not_listed",
)  # fmt: skip


def encounter_rows(chapter: Encounters | None) -> Rows:
    """Pairs of each question of the case; one without a pair has a row of its own, so that it is seen to be asked."""
    rows: Rows = [_PAIRS]
    if chapter is None:
        return rows
    for asked in chapter.asked:
        head = (asked.id, asked.title, asked.km, asked.hours)
        for pair in asked.pairs:
            one, other = (_event_cells(chapter.events[place]) for place in (pair.first, pair.second))
            told = (pair.standing, yes_no(flag=pair.surely_counted), *ends(pair.km), *ends(pair.hours))
            rows.append((*head, *one, *other, *told, yes_no(flag=pair.hours_more), pair.chance, asked.more))
        if not asked.pairs:
            rows.append((*head, *(None,) * (len(_PAIRS) - len(head) - 1), asked.more))
    return rows


def near_rows(chapter: Encounters | None) -> Rows:
    """Events near each incident; `days_after` negative before it; `when`: before, on, after, beyond, one a line."""
    rows: Rows = [_NEAR]
    if chapter is None:
        return rows
    for incident in chapter.incidents:
        place = (incident.first, incident.last, incident.place, incident.url)
        head = (incident.id, incident.kind, *place, incident.km)
        for near in incident.events:
            told = (near.standing, yes_no(flag=near.surely_counted), lines(near.when), near.from_day, near.to_day)
            rows.append((*head, *_event_cells(chapter.events[near.event]), *told, *ends(near.km), incident.more))
        if not incident.events:
            rows.append((*head, *(None,) * (len(_NEAR) - len(head) - 1), incident.more))
    return rows


def _event_cells(event: EventNote) -> tuple[Cell, ...]:
    return (
        event.id, event.place, event.first, event.last, event.by, event.radius_km, event.row, event.source, event.url,
    )  # fmt: skip
