"""Dates by going through the days one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.modality import Modality

if TYPE_CHECKING:
    from collections.abc import Iterable


def happens_in(possible: Iterable[int], window: Iterable[int]) -> Modality:
    """An event happened on one of the possible days: did it happen in the window?"""
    inside = [day in set(window) for day in possible]
    return Modality.of(every=all(inside), some=any(inside))


def periods(first: Iterable[int], last: Iterable[int]) -> list[set[int]]:
    """Every period that begins on a day of `first` and ends on a day of `last`, that day included."""
    return [set(range(start, stop + 1)) for start in first for stop in last if start <= stop]


def holds_on(options: list[set[int]], day: int) -> Modality:
    return Modality.of(every=all(day in days for days in options), some=any(day in days for days in options))


def holds_throughout(options: list[set[int]], window: set[int]) -> Modality:
    whole = [window <= days for days in options]
    return Modality.of(every=all(whole), some=any(whole))


def holds_sometime(options: list[set[int]], window: set[int]) -> Modality:
    touched = [bool(window & days) for days in options]
    return Modality.of(every=all(touched), some=any(touched))
