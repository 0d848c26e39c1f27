"""What a publisher put out: releases, and events that stand for them, each with the days on one of which it came out.

Nothing is counted twice. A sum of other releases, and the events read from a day's releases, show that something came
out on their day and what it said; they are no further release of a day that has one. What somebody else made of a
publisher's figures is none of its releases.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from firmground.case.events import STRIKES_UNLIMITED
from firmground.case.releases import ReleaseKind
from firmground.dates import NO_START, NO_STOP, Days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.case.events import EventTable
    from firmground.case.releases import Publisher, Release

OTHERS = "made by others from its figures"
REPEATED = "events that repeat another row"
UNSURE = "events of which it is withheld when they were reported, or whether they repeat another row"
UNREPORTED = "events without a day on which they were reported"
SUMMED = "sums of other releases: nothing is added to the days, and no release to a day that has one"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that came out on one of `days`. `gives`: what it says.

    `single`: a release of its own; otherwise it only shows that there was one. `places`: how many places it names, None
    if that is not known. `release`: its row; None for events, of which `rows` were read. `may_give`: what it may say
    besides, as far as what is withheld of it leaves that open.
    """

    days: Days
    gives: frozenset[str]
    single: bool = True
    places: int | None = None
    release: Release | None = None
    rows: int = 1
    may_give: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Publishing:
    """A publisher's record, sorted. `silences`: rows that attest that nothing came out. `left_out`: rows that are
    no release of it, by reason. `unsure`: days on one of which something more may have come out that may say anything:
    events of which too much is withheld, once each.
    """

    publisher: Publisher
    issues: tuple[Issue, ...]
    silences: tuple[Release, ...]
    left_out: dict[str, int]
    unsure: tuple[Days, ...] = ()

    @property
    def withheld(self) -> bool:
        """Is anything withheld that its days hang on?"""
        return bool(self.unsure) or any(issue.may_give for issue in self.issues)

    @property
    def rows(self) -> int:
        return sum(issue.rows for issue in self.issues) + len(self.silences) + sum(self.left_out.values())


def read_publishing(case: Case, publisher: Publisher) -> Publishing:
    """Everything that the case holds of what this publisher put out."""
    own = [one for one in case.releases if one.by == publisher.by]
    files = {one.file for one in own}
    others = sum(1 for one in case.releases if one.file in files and one.by not in case.publishers)
    issues = [_issue_of(one) for one in own if one.status != "silence"]
    grouped, unused, unsure = _issues_of_events(case.events, publisher)
    left_out = {OTHERS: others} | unused
    return Publishing(
        publisher=publisher,
        issues=(*issues, *grouped),
        silences=tuple(one for one in own if one.status == "silence"),
        left_out={reason: number for reason, number in left_out.items() if number},
        unsure=unsure,
    )


def _issue_of(release: Release) -> Issue:
    single = release.kind is ReleaseKind.RELEASE
    places = release.places_named
    if places is None and "place" not in release.gives and single:
        places = 0  # as far as it was read: the count of places named is never more than a lower bound
    return Issue(release.published.possible, frozenset(release.gives), single, places, release)


def _issues_of_events(events: EventTable, publisher: Publisher) -> tuple[list[Issue], dict[str, int], tuple[Days, ...]]:
    """The events of one day of report are one issue; the rows that are none, by reason; and the days of those of which
    it is withheld whether they are one, or when it came out.
    """
    if not publisher.events:
        return [], {}, ()
    mine = np.array([dataset in publisher.events for dataset in events.dataset], dtype=bool)
    repeats = np.array([bool(other) for other in events.duplicate_of], dtype=bool)
    hidden = mine & ~repeats & events.withholds("reported", "duplicate_of")
    rows = np.flatnonzero(mine & ~repeats & ~hidden)
    told = (events.reported_start[rows] > NO_START) | (events.reported_stop[rows] < NO_STOP)
    says = _says(events, publisher)
    issues = list(_issues_of_days(events, says, rows[told]))
    left_out = {REPEATED: int((mine & repeats).sum()), UNSURE: int(hidden.sum())}
    reported = (events.reported_start[hidden].tolist(), events.reported_stop[hidden].tolist())
    unsure = tuple(Days(start, stop) for start, stop in zip(*reported, strict=True))
    if publisher.complete:
        issues += _issues_of_rows(events, says, rows[~told])
    else:
        # In an open record they change nothing: something may have come out on every day anyway.
        left_out[UNREPORTED] = int((~told).sum())
    return issues, left_out, unsure


def _issues_of_rows(events: EventTable, says: _Says, rows: NDArray[np.int64]) -> Iterator[Issue]:
    """Rows without a day of report: each came out on or after the day it speaks of, perhaps on a day of its own."""
    for row in rows.tolist():
        gives, may_give = (frozenset(kind for kind, flags in one.items() if flags[row]) for one in says)
        days, places = Days(int(events.start[row]), NO_STOP), int(bool(events.place[row]))
        yield Issue(days, gives, single=False, places=places, may_give=may_give - gives)


def _issues_of_days(events: EventTable, says: _Says, rows: NDArray[np.int64]) -> Iterator[Issue]:
    if not len(rows):
        return
    first, stop = events.reported_start[rows], events.reported_stop[rows]
    order = np.lexsort((stop, first))
    rows, first, stop = rows[order], first[order], stop[order]
    changes = (np.diff(first) != 0) | (np.diff(stop) != 0)
    starts = np.concatenate([[0], np.flatnonzero(changes) + 1])
    given, open_ = ({kind: np.logical_or.reduceat(flags[rows], starts) for kind, flags in one.items()} for one in says)
    for group, (start, end) in enumerate(zip(starts.tolist(), [*starts[1:].tolist(), len(rows)], strict=True)):
        gives = frozenset(kind for kind, flags in given.items() if flags[group])
        may_give = frozenset(kind for kind, flags in open_.items() if flags[group]) - gives
        places = {events.place[row] for row in rows[start:end].tolist()} - {""}
        days = Days(int(first[start]), int(stop[start]))
        yield Issue(days, gives, single=False, places=len(places), rows=end - start, may_give=may_give)


class _Says(NamedTuple):
    """For each kind of detail, which rows give it, and of which it is withheld whether they do."""

    sure: dict[str, NDArray[np.bool_]]
    open: dict[str, NDArray[np.bool_]]


# The columns of events that say each kind of detail.
_COLUMNS_OF = {
    "date": ("date", "date_from", "date_until"),
    "place": ("place",),
    "coordinates": ("lon", "lat"),
    "target": ("target",),
    "count": ("strikes",),
}


def _says(events: EventTable, publisher: Publisher) -> _Says:
    """By the fields of an event, or by the columns named for a kind of detail."""
    says = {
        "date": events.start > NO_START,
        "place": _written(events.place),
        "coordinates": ~np.isnan(events.lon),
        "target": _written(events.target),
        "count": events.strikes_high < STRIKES_UNLIMITED,
    }
    named = {kind: kind for kind in ("means", "outcome") if kind in events.extra} | publisher.columns
    says |= {kind: _written(events.column(column) or []) for kind, column in named.items()}
    columns = _COLUMNS_OF | {kind: (column,) for kind, column in named.items()}
    hidden = {kind: events.withholds(*columns[kind]) for kind in says}
    return _Says({kind: flags & ~hidden[kind] for kind, flags in says.items()}, hidden)


def _written(column: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([bool(text.strip()) for text in column], dtype=bool)


def count_by_day(publishing: Publishing) -> dict[int, int]:
    """How many releases surely came out on each day: of its single ones all, of anything else one."""
    exact = [issue for issue in publishing.issues if issue.days.stop - issue.days.start == 1]
    numbers: Counter[int] = Counter(issue.days.start for issue in exact if issue.single)
    return {issue.days.start: max(1, numbers[issue.days.start]) for issue in exact}
