"""Encounters, slowly: every moment on a fine grid, every place from a few points, every world one by one."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from firmground.places import distance_km

if TYPE_CHECKING:
    from collections.abc import Iterator

HOURS = 24
# Moments of a day: its first instant, its middle, and the last moment before the next day.
MOMENTS = (0.0, 12.0, 24.0 - 1e-6)


def moments(start: int, stop: int) -> list[float]:
    """Hours at which an event of the days from `start` to `stop`, excluded, may have happened."""
    return [HOURS * day + hour for day in range(start, stop) for hour in MOMENTS]


def count_in_every_world(
    places: list[list[tuple[float, float]]], days: list[tuple[int, int]], km: float, hours: float
) -> tuple[int, int]:
    """The least and the greatest number of pairs within reach over all worlds.

    `places`: for every event the points that it may have been at. A world picks one point and one moment of each.
    """
    counts = [_met(world, km, hours) for world in _worlds(places, days)]
    return min(counts), max(counts)


def _worlds(
    places: list[list[tuple[float, float]]], days: list[tuple[int, int]]
) -> Iterator[tuple[tuple[tuple[float, float], float], ...]]:
    yield from product(*(list(product(points, moments(*span))) for points, span in zip(places, days, strict=True)))


def _met(world: tuple[tuple[tuple[float, float], float], ...], km: float, hours: float) -> int:
    return sum(
        distance_km(*one, *other) <= km and abs(at - then) <= hours
        for (one, at), (other, then) in combinations(world, 2)
    )


def must_and_may(
    events: list[tuple[float, float, float, int, int]], km: float, hours: float
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Pairs of discs (lon, lat, radius in km, first day, day after the last) that must, and those that may be within reach.

    Two discs have every distance from the least to the greatest between them; two spans of days every time between
    the least, which separate days do not reach, and the greatest, which is never reached.
    """
    must, may = set(), set()
    for (i, a), (j, b) in combinations(enumerate(events), 2):
        centres, reach = distance_km(a[0], a[1], b[0], b[1]), a[2] + b[2]
        apart = max(b[3] - a[4], a[3] - b[4])
        span = max(b[4] - a[3], a[4] - b[3])
        soon = apart < 0 or HOURS * apart < hours
        if centres - reach <= km and soon:
            may.add((i, j))
            if centres + reach <= km and HOURS * span <= hours:
                must.add((i, j))
    return must, may
