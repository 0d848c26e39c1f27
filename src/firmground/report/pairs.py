"""Pairs of events in words: their names, how near they came as far as is known, and why it is left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.case.questions import Met
from firmground.dates import NO_START, NO_STOP, Days
from firmground.engine.separation import FARTHEST_KM, separation
from firmground.hold.taken import taken_place
from firmground.measures.units import NO, OUT
from firmground.report.chapters.encounters_words import hours_range, km_range
from firmground.report.words import count_words, days_words

if TYPE_CHECKING:
    from firmground.check import ClaimFindings
    from firmground.hold import Held
    from firmground.measures.units import Units

HOURS = 24


def counts_pairs(found: ClaimFindings) -> bool:
    """Are its units pairs of events, and events of unknown place or day that stand for all the pairs they may be in?"""
    return isinstance(found.test.about, Met)


def name_pair(held: Held, events: list[int]) -> str:
    """Both events by place and day; of an event alone that it is one."""
    names = [_name(held, event) for event in events]
    return " and ".join(names) if len(names) > 1 else f"{names[0]}, with any other" if names else ""


def _name(held: Held, event: int) -> str:
    events = held.case.events
    label = held.located.region(event).label or "place not named"
    return f"{label}, {days_words(Days(int(events.start[event]), int(events.stop[event])))} ({events.id[event]})"


def why_pair(held: Held, found: ClaimFindings, events: list[int]) -> str:
    """How far apart in place and time they were, at least and at most."""
    table = held.case.events
    if len(events) < 2:
        return "; ".join(_unknown(held, event) for event in events)
    one, two = events
    radius = found.headline.specification.radius
    places = [taken_place(held.located.region(event), radius) for event in (one, two)]
    apart = separation(places[0], places[1])
    gap = max(int(table.start[two] - table.stop[one]), int(table.start[one] - table.stop[two]))
    span = max(int(table.stop[two] - table.start[one]), int(table.stop[one] - table.start[two]))
    hours = hours_range(max(0.0, HOURS * gap), float(HOURS * span), more=gap >= 0)
    return f"{km_range(float(apart.low), float(apart.high), FARTHEST_KM).text}; {hours.text}"


def _unknown(held: Held, event: int) -> str:
    events = held.case.events
    if held.located.unplaced[event]:
        return held.located.unplaced[event]
    if int(events.start[event]) <= NO_START or int(events.stop[event]) >= NO_STOP:
        return "its day is not known"
    return "one of the places that it may be is not known"


def say_pair_reasons(units: Units) -> str:
    """Why pairs are undecided, with the number of each reason; nothing where none is."""
    undecided = units.undecided
    lone = np.diff(units.first) == 1
    unsure = undecided & ~lone & ((units.states & OUT) != 0)
    wide = undecided & ~lone & ~unsure & ((units.states & NO) != 0)
    reasons = [
        (int(wide.sum()), "their places are too wide, or their days too many, for one answer"),
        (int(unsure.sum()), "it is not sure that both events count"),
        (int((undecided & lone).sum()), "the place or the day of an event is not known at all"),
    ]
    parts = [f"{words} ({number:,})" for number, words in sorted(reasons, reverse=True) if number]
    total = int(undecided.sum())
    return f"Why {total:,} {'is' if total == 1 else 'are'} undecided: {'; '.join(parts)}." if parts else ""


def open_words(units: Units) -> str:
    """What the events of unknown place or day add to the upper end; nothing where there are none."""
    lone = np.diff(units.first) == 1
    if not lone.any():
        return ""
    number, most = int(lone.sum()), int(units.high[lone].sum())
    stands = "It stands" if number == 1 else "Each of them stands"
    return (
        f"The place or the day of {count_words(number, 'event')} is not known, so that up to "
        f"{count_words(most, 'more pair')} may be. {stands} once among the undecided, for all the pairs that it may "
        "be in."
    )
