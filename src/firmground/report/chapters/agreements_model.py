"""What was agreed, clause by clause, set against the events of its days.

Plain data: nothing here is computed and nothing is drawn. Every text is as the case has it, unescaped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.report.model import PassageNote, SourceNote


@dataclass(frozen=True, slots=True)
class Tried:
    """One event set against a clause. `standing`: whether it must, may or cannot break it.

    `nameless`: nobody is named as the one who did it; such events are counted apart. `why`: what leaves it open, or
    why it is none. `row`: "file:row". `first`, `last`: the first and last day that it may have been, as "2015-11-26",
    "" without a limit.
    """

    id: str
    place: str
    days: str
    by: str
    hit: str
    standing: str
    nameless: bool
    why: tuple[str, ...]
    row: str
    source: SourceNote | None
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Events of the parties, of the kinds of the clause, on some days: those that must and may break it and those
    that do not; and those that nobody is named for and that may break it.
    """

    must: int
    may: int
    none: int
    nameless: int


@dataclass(frozen=True, slots=True)
class DaysWith:
    """On how many days an event of these kinds, by whomever, must have happened, may have, and cannot have."""

    must: int
    may: int
    none: int


@dataclass(frozen=True, slots=True)
class Span:
    """A run of days with what happened on them. `first`, `last`: as "2015-11-26", both included.

    `days`: how many they are, the exposure. `least`, `most`: breaches a day, at least and, over what is recorded and
    put down to somebody, at most. `recorded`: the days for which the record has anything at all. `ground`: title of
    the map from which whom an event hit was read, "" where it is what the record says.
    """

    title: str
    first: str
    last: str
    words: str
    days: int
    tally: Tally
    least: float
    most: float
    recorded: DaysWith
    ground: str = ""


@dataclass(frozen=True, slots=True)
class PartyRow:
    """The same for one party alone: on the days in force, and on as many days before."""

    party: str
    in_force: Tally
    before: Tally | None
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Bar:
    """Events that may have happened on the days `first` to `last` (as "2015-11-26"; the same for an exact day).

    `standing` as in `Tried`; `nameless` events have bars of their own.
    """

    first: str
    last: str
    standing: str
    nameless: bool
    count: int


@dataclass(frozen=True, slots=True)
class Protected:
    """An actor who must or may be protected on the first day in force, and why."""

    name: str
    standing: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rise:
    """Whether the violence was higher in the last days before than in the time before those: must, may, cannot."""

    standing: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Monitor:
    """A clause under one definition, set against the events. `spans`: the days in force first, then those before;
    `by_ground`: the same with whom an event hit read from each map, () where it does not matter whom it hit.

    `definition`: "" where the clause names no label. `protected`: () where whoever it is is protected. `anybody`:
    why others may be protected as well, "" if they are not.
    `more`: events that may break it and are not listed. `none_why`: reason -> number of events that are none.
    `agreed`: the day on which it was agreed, `record_last` the last day of the record, as "2015-11-26".
    """

    definition: str
    sentence: str
    protected: tuple[Protected, ...]
    anybody: str
    spans: tuple[Span, ...]
    by_ground: tuple[Span, ...]
    parties: tuple[PartyRow, ...]
    events: tuple[Tried, ...]
    none_why: tuple[tuple[str, int], ...]
    bars: tuple[Bar, ...]
    shown_first: str
    shown_last: str
    agreed: str
    rise: Rise | None
    remarks: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Clause:
    """`rule`: the clause as it is tried, in one sentence. `monitors`: one for each definition, never pooled.

    `not_tried`: why it could not be set against events, "" if it was.
    """

    id: str
    says: str
    rule: str
    period: str
    monitors: tuple[Monitor, ...]
    not_tried: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """`not_tried`: why what it says cannot be set against events; "" where it has clauses."""

    id: str
    title: str
    parties: tuple[str, ...]
    on: str
    said_by: str
    says: str
    note: str
    source: SourceNote | None
    clauses: tuple[Clause, ...]
    not_tried: str
    passages: tuple[PassageNote, ...] = ()
