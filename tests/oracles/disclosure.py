"""Every way in which it may have been: a publisher's days, by plain enumeration of all worlds.

Slow on purpose. A world gives each issue one of its days and adds, on any of the days that are open, something that
nobody found. Days are small whole numbers; nothing is shared with the code that is tested.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Told:
    """A record: issues as (days, details), silences as (days, details not given, () for anything), days watched."""

    issues: tuple[tuple[frozenset[int], frozenset[str]], ...]
    silences: tuple[tuple[frozenset[int], frozenset[str]], ...]
    watched: frozenset[int]
    complete: bool


def worlds(told: Told, gives: frozenset[str], calendar: range) -> Iterator[frozenset[int]]:
    """The days of the calendar on which something came out that says all of `gives`, once for every world."""
    silent = believed(told, gives)
    places = [days - silent for days, details in told.issues if gives <= details]
    closed = silent | (told.watched if told.complete else frozenset())
    free = [day for day in calendar if day not in closed]
    for chosen in product(*places):
        for more in chain.from_iterable(combinations(free, number) for number in range(len(free) + 1)):
            yield frozenset(chosen) | frozenset(more)


def worlds_of_details(told: Told, gives: frozenset[str], calendar: range) -> Iterator[dict[int, bool]]:
    """The days of the calendar on which anything came out, with whether something gave all of `gives`, for every world.

    On an open day nothing more came out, or something that does not give it, or something that does: the last only
    where nobody attests that no such detail was given.
    """
    silent, silent_of_it = believed(told, frozenset()), believed(told, gives)
    wanted = [gives <= details for _, details in told.issues]
    places = [days - (silent_of_it if gives <= details else silent) for days, details in told.issues]
    closed = told.watched if told.complete else frozenset()
    free = [
        [(day, None), (day, False)] + [(day, True)] * (day not in silent_of_it)
        for day in calendar
        if day not in silent | closed
    ]
    for chosen in product(*places):
        for more in product(*free):
            world: dict[int, bool] = {}
            for day, given in (*zip(chosen, wanted, strict=True), *more):
                if given is not None:
                    world[day] = world.get(day, False) or given
            yield world


def believed(told: Told, gives: frozenset[str]) -> frozenset[int]:
    """The days of which a witness who is not contradicted says that nothing came out, or nothing with such details."""
    found = set()
    for days, missing in told.silences:
        if missing and not missing & gives:
            continue
        for day in days:
            against = [
                own
                for own, details in told.issues
                if day in own and _breaks(details, missing) and own <= _silent_for(told, details)
            ]
            if not against:
                found.add(day)
    return frozenset(found)


def _breaks(details: frozenset[str], missing: frozenset[str]) -> bool:
    return not missing or bool(details & missing)


def _silent_for(told: Told, details: frozenset[str]) -> frozenset[int]:
    return frozenset().union(*(days for days, missing in told.silences if _breaks(details, missing)))


def longest_gap(days: frozenset[int], window: range) -> int:
    longest = run = 0
    for day in window:
        run = 0 if day in days else run + 1
        longest = max(longest, run)
    return longest
