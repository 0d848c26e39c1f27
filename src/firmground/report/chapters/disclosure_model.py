"""What a publisher put out, day by day, and what it no longer said.

Plain data: nothing here is computed and nothing is drawn. Days are ISO texts ("2015-10-21"); standings are "must",
"may" and "cannot". All texts come from files and are raw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.report.model import SourceNote


@dataclass(frozen=True, slots=True)
class PublishedDay:
    """One day that was watched.

    `standing`: whether the publisher must, may or cannot have put something out on it. `details`: the same for each
    kind of detail, in the order of `Disclosure.kinds`. `found`: releases surely of that day; `perhaps`: releases that
    may be of that day. `attested`: somebody says that there was none. `places`: how many places are known to have been
    named on it, None where nothing is known; `most`: releases that there may have been, one more than were found where
    the record is open. `others`: events that others recorded for that day, None where the case
    has no record by others.
    """

    day: str
    standing: str
    details: tuple[str, ...]
    found: int
    perhaps: int
    most: int
    attested: bool
    places: int | None
    others: int | None


@dataclass(frozen=True, slots=True)
class DayTally:
    """How many days there must, may, cannot have been something; `attested`: of the last, on somebody's word."""

    must: int
    may: int
    cannot: int
    attested: int


@dataclass(frozen=True, slots=True)
class Detail:
    """A kind of detail: its word ("place"), its title ("a place"), and the days on which it was given."""

    kind: str
    title: str
    days: DayTally


@dataclass(frozen=True, slots=True)
class RateRange:
    """A rate with the interval that holds it with a probability of 90 percent."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Segment:
    """Days between two changes: `total` things counted, over an exposure that makes `rate` of it."""

    first: str
    last: str
    days: int
    total: float
    rate: float


@dataclass(frozen=True, slots=True)
class Change:
    """One change of rate, and several, in one reading of the record.

    `reading`: "found" (only what was found) or "filled" (as if on every open day there had been a release that was
    not found). `counts`, `exposure`: one entry a day of `Disclosure.days`; days of exposure 0 say nothing.
    `posterior`: for each of these days the probability that the new rate began on it, if there was one change; it
    sums to one, or is () where there is too little to say. `likely`, `low`, `high`: the likeliest day and the run of
    days that holds 90 percent. `evidence`: how many times better one change accounts for the counts than none;
    `probability`: of a change at all, if it was as likely as none. `fell`: probability that the rate fell.
    `segments`: what several changes leave.
    """

    reading: str
    counts: tuple[float, ...]
    exposure: tuple[float, ...]
    posterior: tuple[float, ...]
    likely: str
    low: str
    high: str
    evidence: float | None
    probability: float | None
    fell: float | None
    before: RateRange | None
    after: RateRange | None
    segments: tuple[Segment, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Series:
    """Something counted by the day, in both readings of an incomplete record (one reading of a complete one).

    `what`: "rate" (days with a release) or "detail" (what releases say). `shares`: its rates are parts of one, said in
    percent. `conclusion`: what both readings allow.
    """

    what: str
    title: str
    unit: str
    shares: bool
    readings: tuple[Change, ...]
    conclusion: str


@dataclass(frozen=True, slots=True)
class Weekday:
    """How many days of this weekday were watched, and on how many of them something was surely put out."""

    name: str
    days: int
    published: int


@dataclass(frozen=True, slots=True)
class Weekdays:
    """`evidence`: how many times better a habit of the week explains the days than none; `pattern`: whether it is taken
    for one, on the days `rest` ("Saturday") from `first` to `last`. `sentence` says what follows.
    """

    rows: tuple[Weekday, ...]
    evidence: float
    pattern: bool
    rest: tuple[str, ...]
    first: str
    last: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Silence:
    """A run of days without anything found. `attested`: days of it of which somebody says that there was nothing.

    `chance`: that these days stay silent if the publisher went on as before; `anywhere`: that a run as long comes up
    somewhere in the days watched. Both None where nothing went before. `later`: what the publisher said afterwards of
    these days. `others`: what others recorded on them. `doubt`: what contradicts the silence, "" if nothing does.
    """

    first: str
    last: str
    days: int
    attested: int
    attested_by: str
    source: SourceNote | None
    chance: float | None
    anywhere: float | None
    sentence: str
    later: tuple[str, ...]
    others: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A run of days of which the releases found speak without naming a place."""

    first: str
    last: str
    days: int
    releases: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Altered:
    """A release that was later changed or withdrawn. `status`: which of the two; `note`: what is known of it."""

    id: str
    day: str
    status: str
    note: str
    source: SourceNote | None
    sentence: str


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One row of the record as it was read. `counted`: as a release; `why`: if not, why not. `rows`: how many it is;
    `at`: where it is written, "releases/x.csv:12", "" for the events of a day.
    """

    id: str
    published: str
    covers: str
    status: str
    gives: tuple[str, ...]
    counted: bool
    why: str
    note: str
    source: SourceNote | None
    rows: int
    at: str = ""


@dataclass(frozen=True, slots=True)
class NotUsed:
    """Rows of the record that are not counted as releases, and why."""

    reason: str
    rows: int


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One publisher's record. `summary`: the opening sentences; `limits`: what cannot be concluded from it.

    `kinds`: the kinds of detail that the case speaks of at all, most often given first. `releases`: how many were
    found in the period, their day known or not. `entries`: all rows by day.
    """

    publisher: str
    publisher_id: str
    first: str
    last: str
    complete: bool
    releases: int
    rows: int
    not_used: tuple[NotUsed, ...]
    tally: DayTally
    kinds: tuple[Detail, ...]
    days: tuple[PublishedDay, ...]
    series: tuple[Series, ...]
    weekdays: Weekdays | None
    silences: tuple[Silence, ...]
    unnamed: tuple[Unnamed, ...]
    altered: tuple[Altered, ...]
    entries: tuple[ReleaseRow, ...]
    summary: tuple[str, ...]
    limits: tuple[str, ...]
