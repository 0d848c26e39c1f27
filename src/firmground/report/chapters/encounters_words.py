"""Distances, times and events of the chapter on encounters, in words and as plain data."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from firmground.case.events import parse_parties
from firmground.dates import NO_START, NO_STOP, Days, iso_day
from firmground.places import Disc
from firmground.report.chapters.encounters_model import EventNote
from firmground.report.model import Range
from firmground.report.words import date_words, days_words, party_words, place_words, zone_words

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.case.choices import Specification
    from firmground.case.claims import Selection
    from firmground.hold import Held


class EventNotes:
    """The events that a chapter names, each once, in the order in which they were first named."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._place: dict[int, int] = {}

    def number(self, event: int) -> int:
        return self._place.setdefault(event, len(self._place))

    def all(self) -> tuple[EventNote, ...]:
        return tuple(_note(self._held, event) for event in self._place)


def _note(held: Held, event: int) -> EventNote:
    events, region = held.case.events, held.located.region(event)
    start, stop = int(events.start[event]), int(events.stop[event])
    return EventNote(
        number=event,
        id=events.id[event],
        place=region.label,
        days=span_words(Days(start, stop)),
        first=known_day(start, NO_START),
        last=known_day(stop - 1, NO_STOP - 1),
        by=by_words(held.case, events.by[event]),
        radius_km=region.where.radius_km if isinstance(region.where, Disc) else None,
        row=f"{events.file[event]}:{int(events.row_number[event])}",
        source=events.source[event],
        url=events.url[event],
    )


def span_words(days: Days) -> str:
    """`days_words` without saying a month or a year twice: "10 to 11 October 2015"."""
    words = days_words(days)
    if not days.limited or " to " not in words:
        return words
    (day, month, year), last = words.split(" to ")[0].split(), words.split(" to ")[1]
    if not last.endswith(year):
        return words
    return f"{day} to {last}" if last.endswith(f"{month} {year}") else f"{day} {month} to {last}"


def known_day(day: int, unknown: int) -> str | None:
    return None if day == unknown else iso_day(day)


def by_words(case: Case, text: str) -> str:
    """Who did it: "a and b" of both, "a or b" where one of them is right; nothing where nobody is named."""
    readings = parse_parties(text)
    names = [
        " and ".join("somebody" if one == "?" else case.actors.name(one) for one in reading) for reading in readings
    ]
    return " or ".join(names)


def km_range(low: float, high: float, farthest: float) -> Range:
    """The least and the greatest distance. `farthest`: from here on nothing is known."""
    if high >= farthest:
        text = "distance not known" if low <= 0 else f"at least {_digits(low)} km"
        return Range(low, None, text)
    if _digits(low) == _digits(high):
        return Range(low, high, f"{_digits(low)} km")
    return Range(low, high, f"up to {_digits(high)} km" if low <= 0 else f"{_digits(low)} to {_digits(high)} km")


def _digits(km: float) -> str:
    return f"{km:,.0f}" if km >= 100 else f"{km:.1f}".removesuffix(".0")


def hours_range(low: float, high: float, *, more: bool) -> Range:
    """The least and the greatest time between. The greatest between days is never reached."""
    if math.isinf(high):
        return Range(low, None, "time not known" if low <= 0 else f"more than {low:,.0f} hours")
    words = f"less than {high:,.0f} hours"
    return Range(low, high, f"more than {low:,.0f}, {words}" if more and low > 0 else words)


def hours_words(hours: float) -> str:
    """As people say it: "24 hours", "3 days"."""
    days = hours / 24
    return f"{days:g} days" if hours >= 72 and days == int(days) else f"{hours:g} {'hour' if hours == 1 else 'hours'}"


def selection_words(case: Case, selection: Selection, specification: Specification) -> str:
    """Which events are meant, as the subject of a sentence: "events of Russia from 1 to 30 October"."""
    kinds = " or ".join(selection.kind)
    words = f"events of the kind {kinds}" if kinds else "events"
    if selection.by:
        words += f" by {party_words(case, selection.by, specification)}"
    if selection.target:
        words += f" said to be aimed at {party_words(case, selection.target, specification)}"
    if selection.datasets:
        words += f" in {' and '.join(selection.datasets)}"
    for verb, first, last in (
        ("", selection.first, selection.last),
        (" named", selection.reported_first, selection.reported_last),
    ):
        if first:
            words += f"{verb} from {date_words(first)}"
        if last:
            words += f"{verb} up to {date_words(last)}"
    narrowed = [f"{name} is {' or '.join(values)}" for name, values in selection.where]
    narrowed += [f"{name} is not {' or '.join(values)}" for name, values in selection.where_not]
    narrowed += [f"within {near.km:g} km of {place_words(case, near.to)}" for near in selection.near]
    if selection.inside:
        narrowed.append(f"in {zone_words(case, selection.inside)}")
    return words + (f" ({'; '.join(narrowed)})" if narrowed else "")
