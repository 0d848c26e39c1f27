"""Which events came close to each other, and what was near the incidents.

Plain data: nothing here is computed and nothing is drawn. Days are ISO texts, None where they are not known; `days`
says the same in words. Distances are km, times hours; None is no limit known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.report.model import Mark, Range


@dataclass(frozen=True, slots=True)
class EventNote:
    """One event: where and when it was as far as is known, and where that stands.

    `number`: its place among all events of the case, from 0. `radius_km`: of its disc; None for other places.
    """

    number: int
    id: str
    place: str
    days: str
    first: str | None
    last: str | None
    by: str
    radius_km: float | None
    row: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class PairNote:
    """Two events that must or may have met. `hours_more`: the low end itself is not reached ("more than").

    `chance`: that they did, if every point of a disc and every moment of a day is as likely as any other; None
    where that model does not carry.
    """

    first: int  # index into the chapter's `events`
    second: int
    standing: str  # "must" or "may"
    surely_counted: bool
    km: Range
    hours: Range
    hours_more: bool
    chance: float | None


@dataclass(frozen=True, slots=True)
class Shuffled:
    """The same count after the days were dealt out anew among the events, many times (Knox 1964)."""

    observed: int
    mean: float
    low: int  # between `low` and `high` lay nine tenths of the shuffles
    high: int
    as_many: int  # shuffles with as many pairs or more
    shuffles: int
    seed: int
    sentence: str


@dataclass(frozen=True, slots=True)
class AskedEncounters:
    """One question of the case: pairs of events within `km` and `hours`.

    `must`, `may`: numbers of pairs of events whose place and day are known. `open_events` have no known place or
    day and may be in `open_pairs` more. `pairs`: the first of them, `more` the number that is left out.
    `expected`: the sum of the chances, None where one of them is not known.
    """

    id: str
    title: str
    asked: str
    km: float
    hours: float
    different_actors: bool
    sentence: str
    bounds: Range
    must: int
    may: int
    open_events: int
    open_pairs: int
    complete: bool
    expected: float | None
    pairs: tuple[PairNote, ...]
    more: int
    shuffled: Shuffled | None
    not_shuffled: str  # why not


@dataclass(frozen=True, slots=True)
class NearNote:
    """An event near an incident. `standing`: near it on one of the days asked, if it counts.

    `when`: which of "before", "on", "after", "beyond" it may have been. `from_day`, `to_day`: days from the incident
    to the event, negative before it.
    """

    event: int  # index into the chapter's `events`
    standing: str
    surely_counted: bool
    when: tuple[str, ...]
    from_day: int
    to_day: int
    km: Range


@dataclass(frozen=True, slots=True)
class PhaseNote:
    """How many of the recorded events were near, before the incident, on its day or after it, at least and at most."""

    phase: str  # "before", "on", "after"
    low: int
    high: int
    text: str


@dataclass(frozen=True, slots=True)
class IncidentNote:
    """An incident and what was recorded near it. `marks`: the places of the events; `here`: its own.

    `unplaced`: events of those days whose place is not known; `undated`: events there whose day is not known; neither
    is among `events`. `more`: events that are left out of the list. `histogram`: where `more` is not 0, per day from
    `-days_before` to `days_after` how many were surely and how many perhaps near on that day. `covered`: the first and
    the last of these days, from the incident, that lie in the case's period; None where the case names none.
    """

    id: str
    kind: str
    title: str
    days: str
    first: str
    last: str
    place: str
    by: str
    note: str
    url: str
    km: float
    days_before: int
    days_after: int
    spread: int  # days of the incident itself: 1 where its day is known
    asked: str
    sentence: str
    phases: tuple[PhaseNote, ...]
    total: int
    places: int  # different places among the events, as far as they are told apart
    events: tuple[NearNote, ...]
    more: int
    histogram: tuple[tuple[int, int], ...]
    unplaced: int
    undated: int
    complete: bool
    covered: tuple[int, int] | None
    limits: str  # what of the days asked the case does not cover, in words
    here: tuple[Mark, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class NotLooked:
    """An incident around which nothing can be looked at, and why."""

    id: str
    kind: str
    days: str
    note: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Encounters:
    """`events`: those that are named below, each once. `more_incidents`: how many were counted but not described."""

    asked: tuple[AskedEncounters, ...]
    incidents: tuple[IncidentNote, ...]
    not_looked: tuple[NotLooked, ...]
    more_incidents: int
    events: tuple[EventNote, ...]
