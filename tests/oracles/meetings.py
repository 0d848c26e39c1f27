"""Meetings of events, pair by pair and possibility by possibility: slow, and plain enough to be seen to be right."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from firmground.places import geod

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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


def knox_in_every_order(a: Happenings, b: Happenings | None, reach: Reach, counted: str) -> list[int]:
    """Pairs within reach for every order of the times of `a`."""
    return [knox_in_order(a, b, reach, counted, order) for order in itertools.permutations(range(len(a)))]


def knox_in_order(a: Happenings, b: Happenings | None, reach: Reach, counted: str, order: Sequence[int]) -> int:
    moved = list(order)
    dealt = replace(a, start=a.start[moved], stop=a.stop[moved])
    return sum(met.must or counted == "possible" for met in every_pair(dealt, b, reach))


def chance_in_time(a: Span, b: Span, limit: Fraction) -> Fraction:
    """P(|t - u| <= limit) for t uniform in a, u uniform in b, both with a length: exact, piece by piece.

    The share of b within the limit of t is straight in t between the points where an end of it passes an end of b.
    """

    def share(t: Fraction) -> Fraction:
        return max(Fraction(0), min(t + limit, b.stop) - max(t - limit, b.start)) / (b.stop - b.start)

    bends = [end + sign * limit for end in b for sign in (-1, 1)]
    edges = sorted({a.start, a.stop, *(bend for bend in bends if a.start < bend < a.stop)})
    whole = sum((share(x) + share(y)) / 2 * (y - x) for x, y in itertools.pairwise(edges))
    return whole / (a.stop - a.start)


def chance_in_place(centres: float, radius_a: float, radius_b: float, within: float) -> float:
    """P(d <= within) for points of two discs on a plane, by halving the integral until halving changes nothing.

    Over the distance rho of a's point from b's middle: the share of a that lies there times the share of b within reach.
    The textbook formulas lose digits where radii differ by more than a hundredfold.
    """

    def value(rho: np.ndarray) -> np.ndarray:
        inside = rho + centres <= radius_a
        cosine = (rho**2 + centres**2 - radius_a**2) / np.where(inside, 1.0, 2 * rho * centres)
        turn = np.where(inside, np.pi, np.arccos(np.clip(cosine, -1, 1)))
        return 2 * rho * turn * lens(rho, *sorted((radius_b, within)))

    low, high = max(0.0, centres - radius_a), min(centres + radius_a, radius_b + within)
    bends = {abs(centres - radius_a), abs(radius_b - within), low, high}
    edges = sorted(x for x in bends if low <= x <= high)
    scale = (math.pi * radius_a * radius_b) ** 2
    return sum(halved(value, *piece, 1e-11 * scale) for piece in itertools.pairwise(edges)) / scale


def lens(apart: np.ndarray, small: float, large: float) -> np.ndarray:
    one = np.arccos(np.clip((apart**2 + small**2 - large**2) / (2 * apart * small), -1, 1))
    two = np.arccos(np.clip((apart**2 + large**2 - small**2) / (2 * apart * large), -1, 1))
    kite = (small + large - apart) * (apart + small - large) * (apart - small + large) * (apart + small + large)
    area = small**2 * one + large**2 * two - np.sqrt(np.maximum(0.0, kite)) / 2
    return np.where(apart <= large - small, np.pi * small**2, np.where(apart >= large + small, 0.0, area))


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(12)


def halved(value: Callable[[np.ndarray], np.ndarray], low: float, high: float, enough: float, depth: int = 0) -> float:
    def gauss(x: float, y: float) -> float:
        half = (y - x) / 2
        return float(half * (_WEIGHTS @ value(x + half + half * _NODES)))

    middle = (low + high) / 2
    whole, left, right = gauss(low, high), gauss(low, middle), gauss(middle, high)
    if depth > 40 or abs(left + right - whole) < enough:
        return left + right
    return halved(value, low, middle, enough, depth + 1) + halved(value, middle, high, enough, depth + 1)
