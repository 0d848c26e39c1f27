"""On which days a publisher must, may or cannot have put something out, and the bounds that follow for their number.

A world is one way in which it may have been. In each, every issue came out on one of its days. On an *open* day
something that nobody found may have come out besides: on every day, unless the record is complete or somebody attests
that there was nothing. Bounds equal the enumeration of all worlds.

An attested silence is believed as long as it leaves every issue a day to have come out on. Where it does not, a release
was found against the witness, and his word is not taken for the days on which that release may have come out.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.bounds import Bounds
from firmground.dates import Days
from firmground.errors import BadRequestError
from firmground.measures.units import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from firmground.case.releases import Release
    from firmground.measures.publishing import Issue, Publishing

    Flags = NDArray[np.bool_]

MOST_DAYS = 36_525  # a century: beyond, a year was mistyped


@dataclass(frozen=True, eq=False)
class Loose:
    """An issue of which several days are possible: those of them inside the window, ascending, counted from its start.

    `outside`: it may as well have come out on a day outside.
    """

    days: NDArray[np.int64]
    outside: bool


@dataclass(frozen=True, eq=False)
class PublishedDays:
    """One entry a day of `window`. `sure`: something surely came out. `open`: something may have come out that nobody
    found. `attested`: somebody says that nothing did, and nothing contradicts him; `contradicted`: something does.
    `withheld`: something of the record is, and days may be open for that alone.
    """

    window: Days
    sure: Flags
    open: Flags
    attested: Flags
    contradicted: Flags
    loose: tuple[Loose, ...]
    withheld: bool = False

    def __len__(self) -> int:
        return len(self.sure)

    @property
    def can(self) -> Flags:
        """Days on which something may have come out, the sure ones among them."""
        found = self.sure | self.open
        for issue in self.loose:
            found[issue.days] = True
        return found

    @property
    def states(self) -> NDArray[np.uint8]:
        """The states of the days as units, each by itself."""
        return np.where(self.sure, YES, np.where(self.can, YES | NO, NO)).astype(np.uint8)

    def count(self) -> Bounds:
        """On how many days something came out.

        At least: the sure days, and as few others as give each loose issue one of its days. At most: also the open
        days, and as many of the rest as there are loose issues to come out on them, each on one.
        """
        sure = int(self.sure.sum())
        least = sure + _fewest_days(issue.days for issue in self.loose if not self._elsewhere(issue))
        rest = ~(self.sure | self.open)
        most = int((self.sure | self.open).sum()) + _most_days([issue.days[rest[issue.days]] for issue in self.loose])
        return Bounds(least, most)

    def _elsewhere(self, issue: Loose) -> bool:
        """May it have come out without adding a day: outside the window, or on a day that has something anyway?"""
        return issue.outside or bool(self.sure[issue.days].any())

    def part(self, days: Days) -> PublishedDays:
        """The same for some days of the window. Raises ValueError if they are not all in it."""
        if days.empty or days.overlap(self.window) != days:
            raise ValueError(f"{days} is no part of {self.window}")
        inside = slice(days.start - self.window.start, days.stop - self.window.start)
        loose = (_clip(issue.days, inside, outside=issue.outside) for issue in self.loose)
        return PublishedDays(
            window=days,
            sure=self.sure[inside],
            open=self.open[inside],
            attested=self.attested[inside],
            contradicted=self.contradicted[inside],
            loose=tuple(issue for issue in loose if issue),
            withheld=self.withheld,
        )

    @property
    def hangs_together(self) -> bool:
        """Do loose issues narrow the number more than the days, each taken by itself, would?"""
        bounds = self.count()
        return bounds.low > int(self.sure.sum()) or bounds.high < int(self.can.sum())


def find_days(publishing: Publishing, gives: Iterable[str], window: Days) -> PublishedDays:
    """What may have come out on each day of the window that says all of `gives` (nothing named: anything at all).

    Raises BadRequestError if the window has no end or is longer than a century.
    """
    _check_window(window)
    wanted = frozenset(gives)
    return _sort_days(_Spread(publishing, window), window, wanted, publishing.issues)


def split_days(publishing: Publishing, gives: Iterable[str], window: Days) -> tuple[PublishedDays, PublishedDays]:
    """What may have come out that says all of `gives`, and what may have that does not; raises as `find_days` does.

    No issue is in both. An open day of the first is one of the second as well.
    """
    _check_window(window)
    wanted, spread = frozenset(gives), _Spread(publishing, window)
    others = (issue for issue in publishing.issues if not wanted <= issue.gives | issue.may_give)
    given = _sort_days(spread, window, wanted, publishing.issues)
    return given, _sort_days(spread, window, frozenset(), others, spread.unsure(wanted))


def _check_window(window: Days) -> None:
    if not window.limited or window.stop - window.start > MOST_DAYS:
        raise BadRequestError("the days that are asked about have no end: say from = ... and until = ... in the test")


def _sort_days(
    spread: _Spread, window: Days, wanted: frozenset[str], issues: Iterable[Issue], unsure: Flags | None = None
) -> PublishedDays:
    """The days of those issues that say all that is wanted. `unsure`: days that are open for what is withheld."""
    unsure = spread.unsure(wanted) if unsure is None else unsure
    attested, contradicted = spread.attested(wanted)
    attested, contradicted = attested & ~unsure, contradicted & ~unsure
    sure, loose = spread.clear(), []
    for issue in issues:
        if not wanted <= issue.gives:
            continue
        days, outside = spread.possible(issue.days, attested)
        if len(days) == 1 and not outside:
            sure[days] = True
        elif len(days):
            loose.append((days, outside))
    inside = spread.inside
    closed = attested | (spread.complete & ~unsure)
    return PublishedDays(
        window=window,
        sure=sure[inside],
        open=~closed[inside],
        attested=(attested & ~sure)[inside],
        contradicted=contradicted[inside],
        loose=tuple(clipped for days, outside in loose if (clipped := _clip(days, inside, outside=outside))),
        withheld=spread.withheld,
    )


def _clip(days: NDArray[np.int64], inside: slice, *, outside: bool) -> Loose | None:
    own = days[(days >= inside.start) & (days < inside.stop)]
    return Loose(own - inside.start, outside or len(own) < len(days)) if len(own) else None


class _Spread:
    """Days as places in arrays that reach over the window and everything that the record says with limits."""

    def __init__(self, publishing: Publishing, window: Days) -> None:
        watched = publishing.publisher.days
        spans = [window, *(one.covers.certain for one in publishing.silences), *([watched] if watched else [])]
        spans += [issue.days for issue in publishing.issues if issue.days.limited]
        known = [days for days in spans if not days.empty]
        # Issues and silences far away say nothing of the window; a mistyped year must not ask for a million days.
        reach = Days(window.start - MOST_DAYS, window.stop + MOST_DAYS)
        self.start = max(reach.start, min(max(days.start, reach.start) for days in known))
        self.stop = min(reach.stop, max(min(days.stop, reach.stop) for days in known))
        self.inside = slice(window.start - self.start, window.stop - self.start)
        self._publishing = publishing
        self.complete = self.clear()
        if publishing.publisher.complete and watched:
            self.complete[self._slice(watched)] = True

    @property
    def withheld(self) -> bool:
        return self._publishing.withheld

    def unsure(self, wanted: frozenset[str]) -> Flags:
        """Days on which something may have come out that says all that is wanted, for all that what is withheld of the
        record leaves open: no witness of a silence, and no word that the record is complete, speaks against it.
        """
        found = self.clear()
        for days in self._publishing.unsure:
            found[self._slice(days)] = True
        # A detail that it perhaps gave may also be the one of which somebody says that it was not given.
        denied = frozenset(kind for silence in self._publishing.silences for kind in silence.gives)
        for issue in self._publishing.issues:
            left = wanted - issue.gives
            if issue.may_give and left and (left <= issue.may_give or issue.may_give & denied):
                found[self._slice(issue.days)] = True
        return found

    def clear(self) -> Flags:
        return np.zeros(self.stop - self.start, dtype=bool)

    def _slice(self, days: Days) -> slice:
        own = days.overlap(Days(self.start, self.stop))
        return slice(own.start - self.start, max(own.start, own.stop) - self.start)

    def attested(self, wanted: frozenset[str]) -> tuple[Flags, Flags]:
        """Days of which somebody says that nothing came out, or nothing with a detail that is wanted; and those days of
        which he says so against an issue that has no other day.
        """
        found, refuted = self.clear(), self.clear()
        forced = self._forced()
        for silence in self._publishing.silences:
            if silence.gives and not wanted & set(silence.gives):
                continue
            own, against = self.clear(), self.clear()
            own[self._slice(silence.covers.certain)] = True
            for issue in forced:
                if _speaks_against(issue, silence):
                    against[self._slice(issue.days)] = True
            found |= own & ~against
            refuted |= own & against
        return found, refuted & ~found

    def _forced(self) -> list[Issue]:
        """Issues that no attested silence leaves a day to come out on."""
        forced, told = [], dict[frozenset[str], "Flags"]()
        for issue in self._publishing.issues if self._publishing.silences else ():
            if issue.days.start < self.start or issue.days.stop > self.stop:
                continue
            if issue.gives not in told:
                told[issue.gives] = self.clear()
                for silence in self._publishing.silences:
                    if _speaks_against(issue, silence):
                        told[issue.gives][self._slice(silence.covers.certain)] = True
            if told[issue.gives][self._slice(issue.days)].all():
                forced.append(issue)
        return forced

    def possible(self, days: Days, attested: Flags) -> tuple[NDArray[np.int64], bool]:
        """The days that attested silences leave to an issue, and whether there are others beyond these arrays."""
        own = self._slice(days)
        places = np.flatnonzero(~attested[own]) + own.start
        return places, days.start < self.start or days.stop > self.stop


def _speaks_against(issue: Issue, silence: Release) -> bool:
    """Would it have been no such silence if this came out? A silence of some details is broken only by one of them."""
    return not silence.gives or bool(issue.gives & set(silence.gives))


def _fewest_days(issues: Iterable[NDArray[np.int64]]) -> int:
    """The fewest days that give each of these issues one of its own: always the last day of the first that has none.

    Exact because the days of an issue are all the days of a span but those that no issue may have.
    """
    number, last = 0, -1
    for days in sorted(issues, key=lambda days: int(days[-1])):
        if last not in days:
            number, last = number + 1, int(days[-1])
    return number


def _most_days(issues: list[NDArray[np.int64]]) -> int:
    """The most days on which these issues, each on one, can have come out: on each day the one that must come first."""
    own = sorted((days for days in issues if len(days)), key=lambda days: int(days[0]))
    waiting: list[int] = []  # last days of the issues that may come out
    number, place = 0, 0
    for day in sorted({int(day) for days in own for day in days}):
        while place < len(own) and own[place][0] <= day:
            heapq.heappush(waiting, int(own[place][-1]))
            place += 1
        while waiting and waiting[0] < day:
            heapq.heappop(waiting)
        if waiting:
            heapq.heappop(waiting)
            number += 1
    return number
