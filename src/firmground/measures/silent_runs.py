"""The longest run of days on which a publisher put nothing out: the shortest and the longest that it may have been."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from firmground.bounds import Bounds

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from firmground.measures.published_days import PublishedDays

# So many issues of unknown day are tried out in every order. With more of them the lower end may be too low.
MOST_TRIED = 12


def longest_silence(days: PublishedDays) -> Bounds:
    """Bounds of the longest run, in days; equal to the enumeration of all worlds up to `MOST_TRIED` loose issues."""
    return Bounds(_least(days), _most(days))


def _most(days: PublishedDays) -> int:
    """The longest run without a sure day that leaves every loose issue a day outside it."""
    # The last day, from left to right, at which a run that reaches so far must begin after: see the two loops.
    begin, longest = 0, 0
    ends: dict[int, int] = {}
    for issue in days.loose:
        if not issue.outside:
            last, first = int(issue.days[-1]), int(issue.days[0])
            ends[last] = max(ends.get(last, -1), first)
    for day, sure in enumerate(days.sure.tolist()):
        begin = day + 1 if sure else max(begin, ends.get(day, -1) + 1)
        longest = max(longest, day - begin + 1)
    return longest


def _least(days: PublishedDays) -> int:
    """The shortest that the longest run can be: something on every open day, and loose issues where they part most."""
    filled = days.sure | days.open
    tokens = [issue.days[~filled[issue.days]] for issue in days.loose]
    tokens = [own for own in tokens if len(own)]
    # Where something is withheld as well: of all that is known there may have been too many.
    if len(tokens) > MOST_TRIED or days.withheld:
        filled = days.can
        tokens = []
    low, high = 0, longest_run(~filled)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _can_keep_below(filled, tokens, middle) else (middle + 1, high)
    return low


def _can_keep_below(filled: NDArray[np.bool_], tokens: list[NDArray[np.int64]], longest: int) -> bool:
    """Can the loose issues be placed so that no run of days without anything is longer than `longest`?"""
    number = len(filled)
    latest = _latest_before(filled)

    @cache
    def reaches(last: int, left: frozenset[int]) -> bool:
        """From something on the day `last` (-1: before the first), with these issues left, to the end?"""
        while True:
            deadline = last + longest + 1
            if deadline >= number:
                return True
            if latest(deadline) <= last:
                break
            last = latest(deadline)
        for token in left:
            own = tokens[token]
            place = int(np.searchsorted(own, deadline, side="right")) - 1
            if place >= 0 and own[place] > last and reaches(int(own[place]), left - {token}):
                return True
        return False

    return reaches(-1, frozenset(range(len(tokens))))


def _latest_before(filled: NDArray[np.bool_]) -> Callable[[int], int]:
    """For each day the latest filled one up to it; -1 if there is none."""
    places = np.where(filled, np.arange(len(filled)), -1)
    latest: list[int] = np.maximum.accumulate(places).tolist() if len(places) else []
    return latest.__getitem__


def longest_run(flags: NDArray[np.bool_]) -> int:
    """The number of days in the longest run that is flagged."""
    edges = np.diff(np.concatenate([[0], flags.astype(np.int8), [0]]))
    lengths = np.flatnonzero(edges == -1) - np.flatnonzero(edges == 1)
    return int(lengths.max(initial=0))
