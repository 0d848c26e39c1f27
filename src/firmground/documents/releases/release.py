"""A release as it was read: its events, its totals, what it says did not happen, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from firmground.dates import When
    from firmground.documents.releases.counts import Count
    from firmground.documents.releases.effects import Effect
    from firmground.documents.releases.format import ReleaseFormat
    from firmground.spans import Span


class Said(NamedTuple):
    """A value with the words that say it; `how` where no words of its own do, `doubt` why a person should look."""

    value: str = ""
    spans: tuple[Span, ...] = ()
    how: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class DayOf:
    """The days that something is said to have happened on, and how that is known."""

    when: When
    spans: tuple[Span, ...] = ()
    how: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a unit that the format counts: strikes, engagements, sorties, targets."""

    unit: str
    count: Count
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """Strikes at one place, or one incident. `section`: the part of the release whose totals count it.

    `relation`: "near", "southwest of"; `units`: administrative units by level, as written. `people`: numbers of killed
    or captured by column.
    """

    span: Span
    kind: str
    place: Said
    relation: str
    units: dict[str, Said]
    country: Said
    strikes: Figure | None
    figures: tuple[Figure, ...]
    target: Said
    effects: tuple[Effect, ...]
    day: DayOf
    section: int
    people: dict[str, Said]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """A number that the release itself gives for many events. `country`: of which, "" for all of its part."""

    figure: Figure
    country: str
    section: int
    span: Span
    day: DayOf


@dataclass(frozen=True, slots=True)
class Quiet:
    """As "There were no strikes in Iraq"."""

    span: Span
    country: str
    section: int
    day: DayOf


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that looks like one of an event and is none that can be read, or one that corrects another release."""

    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class Release:
    """All that was read of one release. `summary`: effects that it gives without a place."""

    form: ReleaseFormat
    text: str
    span: Span
    published: date | None
    dateline: Span | None
    day: DayOf
    events: tuple[Event, ...]
    totals: tuple[Total, ...]
    quiet: tuple[Quiet, ...]
    unread: tuple[Unread, ...]
    summary: tuple[Effect, ...]
    means: tuple[Said, ...]
    sections: tuple[str, ...]
    doubt: str = ""

    @property
    def says_anything(self) -> bool:
        """An event, a total, or that there was none; a text that merely has the words of a format says nothing."""
        return bool(self.events or self.totals or self.quiet or self.summary or self.unread)
