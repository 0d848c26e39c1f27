"""Counts of pairs near in place and time for many orders of the times: places are joined once, times are dealt."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.engine.meetings.chance import chance_within_hours, chance_within_km
from firmground.engine.meetings.happenings import Happenings, Reach
from firmground.engine.meetings.join import stream_near, stream_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from firmground.engine.meetings.timing import Timing

    Orders = Iterator[NDArray[np.int64]]
    Near = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]

_HELD = 4_000_000  # numbers held at a time: 32 MB
_ROWS = 255  # pairs counted at a time, so that their sum fits a byte


def at_once(events: Happenings) -> Happenings:
    """The same places, all at one instant."""
    return replace(events, start=np.zeros(len(events)), stop=np.zeros(len(events)))


def stream_weights(a: Happenings, b: Happenings | None, km: float, counted: str) -> Iterator[Near]:
    """Pairs near in place, whenever they were: first, second and what each counts for its places.

    Raises ValueError for "expected" where a disc is too wide for a chance.
    """
    one, other, reach = at_once(a), None if b is None else at_once(b), Reach(km, 0)
    if counted != "expected":
        for first, second, must in stream_near(one, other, reach):
            chosen = must if counted == "must" else np.ones(len(must), dtype=np.bool_)
            yield first[chosen], second[chosen], np.ones(int(chosen.sum()))
        return
    for pairs in stream_pairs(one, other, reach):
        radius_b = (a if b is None else b).radius_km[pairs.second]
        chance = chance_within_km(pairs.centres_km, a.radius_km[pairs.first], radius_b, km)
        if np.isnan(chance).any():
            raise ValueError("a disc is too wide for a chance to be near in place: count what is possible")
        yield pairs.first, pairs.second, chance


def deal_over_classes(
    a: Happenings, b: Happenings, reach: Reach, timing: Timing, orders: Orders, count: int
) -> NDArray[np.float64]:
    """One count for each of the `count` orders, where only the times of `a` move and there are few different spans.

    For each event of `a` it is found once how much it would count with each span; an order then picks one for each.
    """
    between = timing.between().T
    dealt = np.empty((count, len(a)), dtype=np.int32)
    for row, order in enumerate(orders):
        dealt[row] = timing.one.of_event[order]
    totals = np.zeros(count)
    step = max(1, _HELD // sum(between.shape)) if len(a) and len(b) else 1
    for start in range(0, len(a), step):
        some = slice(start, min(start + step, len(a)))
        beside = np.zeros((some.stop - some.start, len(timing.other)))
        for first, second, weight in stream_weights(a[some], b, reach.km, timing.counted):
            np.add.at(beside.ravel(), first * len(timing.other) + timing.other.of_event[second], weight)
        worth = beside @ between
        rows = np.arange(len(worth))
        for row in range(count):
            totals[row] += worth[rows, dealt[row, some]].sum()
    return totals


def deal_over_pairs(
    a: Happenings, b: Happenings | None, reach: Reach, timing: Timing, orders: Orders
) -> NDArray[np.float64]:
    """The same for any spans: every pair near in place is looked at in every order."""
    homes = [_homes(each, reach.km) for each in (a, a if b is None else b)]
    first, second, weight = _gathered(stream_weights(a, b, reach.km, timing.counted), *homes)
    look = _chances if timing.counted == "expected" else _counts
    totals = []
    together = max(1, 4 * _HELD // max(1, len(a)))
    while batch := list(itertools.islice(orders, together)):
        dealt = timing.one.of_event[np.stack([order[homes[0]] for order in batch], axis=1)]  # (events, orders)
        other = dealt if b is None else timing.other.of_event[homes[1], None]
        totals.append(look(timing, dealt, other, first, second, weight))
    return np.concatenate(totals)


def _homes(events: Happenings, km: float) -> NDArray[np.int64]:
    """The events by band of latitude and longitude, so that the spans of a pair lie near one another in memory.

    That makes the counting several times as fast and changes no number.
    """
    return np.lexsort((events.lon, np.floor(events.lat * 111 / max(km, 1.0))))


def _gathered(near: Iterator[Near], homes_a: NDArray[np.int64], homes_b: NDArray[np.int64]) -> Near:
    """All pairs, numbered and sorted by the homes of their events."""
    place_a, place_b = np.argsort(homes_a).astype(np.int32), np.argsort(homes_b).astype(np.int32)
    parts = [(place_a[first], place_b[second], weight) for first, second, weight in near]
    if not parts:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    first, second, weight = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.lexsort((second, first))
    return first.take(order), second.take(order), weight.take(order)


def _counts(
    timing: Timing,
    dealt: NDArray[np.int64],
    other: NDArray[np.int64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    _: NDArray[np.float64],
) -> NDArray[np.float64]:
    if not len(first):
        return np.zeros(dealt.shape[1])
    # Most often the places fit in two bytes, which halves what is moved.
    kind: Any = np.int16 if max(timing.one.reach.max(), timing.other.reach.max()) < 2**15 else np.int32
    place, until = timing.one.place.astype(kind)[dealt], timing.one.reach.astype(kind)[dealt]
    other_place, other_until = timing.other.place.astype(kind)[other], timing.other.reach.astype(kind)[other]
    totals = np.zeros(dealt.shape[1])
    for start in range(0, len(first), _ROWS):
        i, j = first[start : start + _ROWS], second[start : start + _ROWS]
        near = place.take(i, axis=0) < other_until.take(j, axis=0)
        near &= other_place.take(j, axis=0) < until.take(i, axis=0)
        totals += np.add.reduce(near.view(np.uint8), axis=0, dtype=np.uint8)
    return totals


def _chances(
    timing: Timing,
    dealt: NDArray[np.int64],
    other: NDArray[np.int64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    weight: NDArray[np.float64],
) -> NDArray[np.float64]:
    one, two = timing.one, timing.other
    table = timing.between().ravel() if timing.combinations <= _HELD else None
    totals = np.zeros(dealt.shape[1])
    for start in range(0, len(first), _ROWS):
        some = slice(start, start + _ROWS)
        i, j = dealt[first[some]], other[second[some]]
        if table is not None:
            chance = table.take(i * len(two) + j)
        else:
            chance = chance_within_hours(one.start[i], one.stop[i], two.start[j], two.stop[j], timing.hours)
        totals += weight[some] @ chance
    return totals
