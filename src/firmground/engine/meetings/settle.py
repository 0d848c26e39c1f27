"""Which candidates may be within reach and which must: by the chord where that proves it, else by the geodesic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.compiled import load
from firmground.engine.meetings.apart import SLACK_HOURS, SLACK_KM, hours_apart
from firmground.engine.meetings.chords import (
    geodesics,
    longest_chord,
    longest_geodesic,
    shortest_geodesic,
    surest_chord,
)
from firmground.engine.meetings.pairs import Count, Pairs
from firmground.engine.separation import FARTHEST_KM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.engine.meetings.happenings import Happenings
    from firmground.engine.meetings.net import Candidates, Meeting

KERNELS = "firmground.engine.meetings.pairs_kernels"
NEARLY_KM = 1e-5  # a centimetre: as near as a stated distance needs to be to the geodesic


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Pairs that may be within reach, and which of them must: numbers in the sets `a` and `b`.

    `one_set`: both are one set, and a pair has no first and second of its own.
    """

    a: Happenings
    b: Happenings
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    chord_km: NDArray[np.float64]
    geodesic_km: NDArray[np.float64]  # NaN where the chord proved the answer
    must: NDArray[np.bool_]
    one_set: bool


def settle(meeting: Meeting, candidates: Candidates) -> Settled:
    pairs, chord = _near_enough(meeting, candidates)
    farthest, nearest = _limits(meeting, pairs)
    sure, doubtful = _by_chord(chord, farthest)
    must_sure, must_doubtful = _by_chord(chord, nearest)
    geodesic = np.full(len(chord), np.nan)
    open_cases = np.flatnonzero(doubtful | must_doubtful)
    geodesic[open_cases] = _geodesics(meeting, pairs.of(open_cases))
    with np.errstate(invalid="ignore"):  # NaN <= x is False, as it should be
        may = sure | (doubtful & (geodesic <= farthest))
        must = must_sure | (must_doubtful & (geodesic <= nearest))
    must &= may
    must[must] = _surely_in_time(meeting, pairs.of(np.flatnonzero(must)))
    if not may.all():
        kept = np.flatnonzero(may)
        pairs, chord, geodesic, must = pairs.of(kept), chord.take(kept), geodesic.take(kept), must.take(kept)
    first, second = meeting.one.numbers.take(pairs.first), meeting.other.numbers.take(pairs.second)
    if meeting.turned:
        first, second = second, first
    return Settled(*meeting.sets, first, second, chord, geodesic, must, meeting.one_set)


def _near_enough(meeting: Meeting, candidates: Candidates) -> tuple[Candidates, NDArray[np.float64]]:
    """Those that may be within hours and, in a straight line, within the widest reach of their strata; its lengths."""
    one, other = meeting.one, meeting.other
    first, second = candidates
    squares = np.zeros(len(first))
    for from_one, from_other in zip(one.space, other.space, strict=True):
        across = from_one.take(first)
        across -= from_other.take(second)
        across *= across
        squares += across
    near = squares <= meeting.chord_km**2
    # The net has seen to it that the second does not start too late; here, that it does not end too early.
    near &= other.last.take(second) >= (one.events.start - meeting.reach.hours).take(first)
    kept = np.flatnonzero(near)
    return candidates.of(kept), np.sqrt(squares.take(kept))


def _limits(meeting: Meeting, pairs: Candidates) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far apart the middles may be so that the events may, and must, be within km; below 0 if never."""
    km = meeting.reach.km
    radius_one, radius_other = meeting.one.events.radius_km, meeting.other.events.radius_km
    if radius_one.any() or radius_other.any():
        radii = radius_one.take(pairs.first) + radius_other.take(pairs.second)
    else:
        radii = np.zeros(1)
    farthest = km + radii + SLACK_KM
    nearest = np.full_like(radii, FARTHEST_KM) if km >= FARTHEST_KM else km - radii + SLACK_KM
    return farthest, nearest


def _by_chord(chord: NDArray[np.float64], limit: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Surely within the limit on the ground; not surely, but perhaps."""
    ever = limit >= 0
    sure = (chord <= surest_chord(limit)) & ever
    return sure, (chord <= longest_chord(limit)) & ever & ~sure


def _surely_in_time(meeting: Meeting, pairs: Candidates) -> NDArray[np.bool_]:
    hours = meeting.reach.hours + SLACK_HOURS
    one, other = meeting.one.events, meeting.other.events
    in_time = other.stop.take(pairs.second) - one.start.take(pairs.first) <= hours
    in_time &= one.stop.take(pairs.first) - other.start.take(pairs.second) <= hours
    return in_time


def _geodesics(meeting: Meeting, pairs: Candidates) -> NDArray[np.float64]:
    one, other = meeting.one.events, meeting.other.events
    return geodesics(
        one.lon.take(pairs.first), one.lat.take(pairs.first), other.lon.take(pairs.second), other.lat.take(pairs.second)
    )


def count_settled(settled: Settled) -> Count:
    return Count(int(np.count_nonzero(settled.must)), len(settled.must))


def name_settled(settled: Settled) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """First, second, and whether they must be within reach."""
    return settled.first, settled.second, settled.must


def list_settled(settled: Settled) -> Pairs:
    first, second = _named(settled)
    one, other = settled.a[first], settled.b[second]
    low, high = shortest_geodesic(settled.chord_km), longest_geodesic(settled.chord_km)
    near = np.where(high - low <= NEARLY_KM, (low + high) / 2, np.nan)
    centres = _measured(settled, first, second, np.where(np.isnan(settled.geodesic_km), near, settled.geodesic_km))
    radii = one.radius_km + other.radius_km
    hours = hours_apart(one, other)
    return Pairs(
        first=first,
        second=second,
        centres_km=centres,
        km_low=np.maximum(0.0, centres - radii),
        km_high=np.minimum(FARTHEST_KM, centres + radii),
        hours_low=hours.low,
        hours_high=hours.high,
        low_open=hours.low_open,
        high_open=hours.high_open,
        must=settled.must,
    )


def list_at_speed(settled: Settled) -> Pairs:
    """The same by kernels."""
    kernels = load(KERNELS)
    first, second = _named(settled)
    centres = settled.geodesic_km.copy()
    kernels.fill_centres(settled.chord_km, centres, NEARLY_KM)
    centres = _measured(settled, first, second, centres)
    km_low, km_high, hours_low, hours_high = (np.empty(len(first)) for _ in range(4))
    low_open, high_open = (np.empty(len(first), np.bool_) for _ in range(2))
    a, b = settled.a, settled.b
    kernels.bound_pairs(
        a.radius_km, a.start, a.stop, b.radius_km, b.start, b.stop, first, second, centres,
        km_low, km_high, hours_low, hours_high, low_open, high_open,
    )  # fmt: skip
    return Pairs(first, second, centres, km_low, km_high, hours_low, hours_high, low_open, high_open, settled.must)


def _named(settled: Settled) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and second: where both are of one set, the lower number first."""
    if not settled.one_set:
        return settled.first, settled.second
    return np.minimum(settled.first, settled.second), np.maximum(settled.first, settled.second)


def _measured(
    settled: Settled, first: NDArray[np.int64], second: NDArray[np.int64], centres: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The geodesic wherever no number stands."""
    open_cases = np.flatnonzero(np.isnan(centres))
    i, j = first[open_cases], second[open_cases]
    centres[open_cases] = geodesics(settled.a.lon[i], settled.a.lat[i], settled.b.lon[j], settled.b.lat[j])
    return centres
