"""Meetings of events, pair by pair and possibility by possibility: slow, and plain enough to be seen to be right."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from firmground.places import geod

if TYPE_CHECKING:
    from firmground.engine.meetings.happenings import Happenings, Reach

MICROMETRE = 1e-9
FARTHEST_KM = 20_004.0


class Met(NamedTuple):
    first: int
    second: int
    must: bool


def every_pair(a: Happenings, b: Happenings | None, reach: Reach) -> list[Met]:
    """All pairs that may be within reach, from comparing each with each."""
    other = a if b is None else b
    numbers = (
        itertools.combinations(range(len(a)), 2) if b is None else itertools.product(range(len(a)), range(len(other)))
    )
    found = []
    for first, second in numbers:
        may_near, must_near = kilometres(a, first, other, second, reach.km)
        may_soon, must_soon = hours(span(a, first), span(other, second), Fraction(reach.hours))
        if may_near and may_soon:
            found.append(Met(first, second, must_near and must_soon))
    return found


def kilometres(a: Happenings, first: int, b: Happenings, second: int, km: float) -> tuple[bool, bool]:
    _, _, metres = geod().inv(a.lon[first], a.lat[first], b.lon[second], b.lat[second])
    reach = a.radius_km[first] + b.radius_km[second]
    least, greatest = max(0.0, metres / 1000 - reach), min(FARTHEST_KM, metres / 1000 + reach)
    return least <= km + MICROMETRE, greatest <= km + MICROMETRE


class Span(NamedTuple):
    """All moments from start to before stop; where they are the same, that moment."""

    start: Fraction | float
    stop: Fraction | float


def span(events: Happenings, number: int) -> Span:
    return Span(
        *(Fraction(x) if np.isfinite(x) else x for x in (float(events.start[number]), float(events.stop[number])))
    )


def hours(a: Span, b: Span, limit: Fraction) -> tuple[bool, bool]:
    """Whether some moments, and whether all moments, are within the limit of one another (without any rounding)."""
    if a.start > b.start:
        a, b = b, a
    # Some: where a may still be happening when b begins, both may be at that moment. Else a's last moment is nearest,
    # which it has if it is an instant; if not, its moments come as near to its stop as you like, not to it.
    if a.start == a.stop:  # noqa: SIM108 - two sentences, not one
        some = b.start - a.start <= limit
    else:
        some = b.start < a.stop or b.start - a.stop < limit
    # All: the two farthest ends; that an end may be excluded makes no difference to "at most".
    every = b.stop - a.start <= limit and a.stop - b.start <= limit
    return some, every


def hours_by_trying(a: Span, b: Span, limit: Fraction, step: Fraction) -> tuple[bool, bool]:
    """The same by trying the moments on a raster finer than anything that is compared (finite spans only)."""
    found = [abs(x - y) <= limit for x in moments(a, step) for y in moments(b, step)]
    return any(found), all(found)


def moments(of: Span, step: Fraction) -> list[Fraction]:
    """The start, every raster point before the stop, and one moment shortly before the stop."""
    if of.start == of.stop:
        return [Fraction(of.start)]
    first, stop = Fraction(of.start), Fraction(of.stop)
    inside = [first + step * n for n in range(int((stop - first) / step) + 1) if first + step * n < stop]
    return [*inside, stop - step / 1000]


def simulate(
    centres_km: float, radius_a: float, radius_b: float, km: float, *, draws: int, seed: int
) -> tuple[float, float]:
    """The share of draws of two points, uniform in their discs on a plane, that are within km; and its standard error."""
    random = np.random.default_rng(seed)

    def points(radius: float) -> np.ndarray:
        turn, out = random.random(draws) * 2 * np.pi, radius * np.sqrt(random.random(draws))
        return out * np.exp(1j * turn)

    share = float((np.abs(points(radius_a) - points(radius_b) - centres_km) <= km).mean())
    return share, float(np.sqrt(max(share * (1 - share), 1 / draws) / draws))


def knox_by_shuffling(near: np.ndarray, soon: np.ndarray) -> list[int]:
    """Pairs near in place and time for every order of the times of `a`: near (n, m) and soon (n, m) of 0 and 1."""
    count = len(near)
    return [
        int(sum(near[row] @ soon[moved] for row, moved in enumerate(order)))
        for order in itertools.permutations(range(count))
    ]
