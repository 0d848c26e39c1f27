"""The days of a publisher's record as the chapter shows them, and what everything else about it is made from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.releases import DETAILS
from firmground.dates import iso_day
from firmground.measures.publishing import count_by_day
from firmground.report.chapters.disclosure_model import DayTally, Detail, PublishedDay
from firmground.report.questions.disclosed import DETAIL_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.dates import Days
    from firmground.measures.published_days import PublishedDays
    from firmground.measures.publishing import Issue, Publishing


@dataclass(frozen=True, eq=False)
class Looked:
    """A publisher's record over the days that were watched: `days` for anything at all, `by_kind` for each detail."""

    case: Case
    publishing: Publishing
    days: PublishedDays
    by_kind: Mapping[str, PublishedDays]

    @property
    def name(self) -> str:
        return self.case.actors.name(self.publishing.publisher.by)

    @property
    def window(self) -> Days:
        return self.days.window

    @property
    def is_open(self) -> bool:
        """May anything have come out on any of the days that was not found?"""
        return bool(self.days.open.any())

    @cached_property
    def inside(self) -> tuple[Issue, ...]:
        """The issues that may have come out on a day that was watched."""
        return tuple(issue for issue in self.publishing.issues if not issue.days.overlap(self.window).empty)

    @cached_property
    def single_days(self) -> frozenset[int]:
        """Days that surely have a release of their own."""
        exact = (issue for issue in self.inside if issue.single and issue.days.stop - issue.days.start == 1)
        return frozenset(issue.days.start for issue in exact)

    @cached_property
    def found(self) -> NDArray[np.int64]:
        """How many releases surely came out on each day."""
        numbers = count_by_day(self.publishing)
        return np.array([numbers.get(day, 0) for day in range(*self.window)], dtype=np.int64)

    @cached_property
    def most(self) -> NDArray[np.int64]:
        """The same, with one more release on every day on which nothing was found and something may have come out."""
        return np.maximum(self.found, self.days.can.astype(np.int64))

    @cached_property
    def places(self) -> list[int | None]:
        """How many names of places are known of each day; None where no release is, or none says how many."""
        named: dict[int, int] = {}
        events: dict[int, int] = {}
        for issue in self.inside:
            if issue.places is not None and issue.days.stop - issue.days.start == 1:
                into = named if issue.single else events
                into[issue.days.start] = into.get(issue.days.start, 0) + issue.places
        return [named.get(day, events.get(day)) for day in range(*self.window)]

    @property
    def loose(self) -> list[Issue]:
        """Releases of their own of which no certain day is known."""
        return [issue for issue in self.inside if issue.single and issue.days.stop - issue.days.start > 1]

    @property
    def releases(self) -> int:
        return int(self.found.sum()) + len(self.loose)


def kinds_given(publishing: Publishing) -> tuple[str, ...]:
    """The kinds of detail that any issue gives, the most frequent first."""
    number: Counter[str] = Counter(kind for issue in publishing.issues for kind in issue.gives)
    return tuple(sorted(number, key=lambda kind: (-number[kind], DETAILS.index(kind))))


def list_days(looked: Looked) -> tuple[PublishedDay, ...]:
    standings = _standings(looked.days)
    details = [_standings(days) for days in looked.by_kind.values()]
    perhaps, others = _perhaps(looked), count_others(looked)
    return tuple(
        PublishedDay(
            day=iso_day(day),
            standing=standings[place],
            details=tuple(column[place] for column in details),
            found=int(looked.found[place]),
            perhaps=perhaps[place],
            most=int(looked.most[place]),
            attested=bool(looked.days.attested[place]),
            places=looked.places[place],
            others=None if others is None else int(others[place]),
        )
        for place, day in enumerate(range(*looked.window))
    )


def _standings(days: PublishedDays) -> list[str]:
    can = days.can.tolist()
    return ["must" if sure else "may" if may else "cannot" for sure, may in zip(days.sure.tolist(), can, strict=True)]


def _perhaps(looked: Looked) -> list[int]:
    """For each day how many issues without a certain day may be of it."""
    number = np.zeros(len(looked.days), dtype=np.int64)
    for issue in looked.days.loose:
        number[issue.days] += 1
    found: list[int] = number.tolist()
    return found


def count_others(looked: Looked) -> NDArray[np.int64] | None:
    """How many events others recorded of each single day; None where the case names no record of others."""
    beside = looked.publishing.publisher.beside
    if not beside:
        return None
    events = looked.case.events
    theirs = np.array([dataset in beside for dataset in events.dataset], dtype=bool)
    single = theirs & (events.stop - events.start == 1)
    own = events.start[single & (events.start >= looked.window.start) & (events.start < looked.window.stop)]
    return np.bincount(own - looked.window.start, minlength=len(looked.days)).astype(np.int64)


def count_days(days: PublishedDays) -> DayTally:
    sure, can = int(days.sure.sum()), int(days.can.sum())
    return DayTally(sure, can - sure, len(days) - can, int(days.attested.sum()))


def list_details(by_kind: Mapping[str, PublishedDays]) -> tuple[Detail, ...]:
    return tuple(Detail(kind, DETAIL_WORDS[kind], count_days(days)) for kind, days in by_kind.items())
