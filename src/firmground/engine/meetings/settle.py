"""Which candidates may be within reach and which must: by the chord where that proves it, else by the geodesic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

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

    from firmground.engine.meetings.net import Candidates, Meeting

_NEARLY_KM = 1e-5  # a centimetre: as near as a stated distance needs to be to the geodesic


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Candidates that may be within reach, and which of them must."""

    meeting: Meeting
    pairs: Candidates
    chord_km: NDArray[np.float64]
    geodesic_km: NDArray[np.float64]  # NaN where the chord proved the answer
    must: NDArray[np.bool_]


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
    if may.all():
        return Settled(meeting, pairs, chord, geodesic, must)
    kept = np.flatnonzero(may)
    return Settled(meeting, pairs.of(kept), chord.take(kept), geodesic.take(kept), must.take(kept))


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
    meeting, pairs = settled.meeting, settled.pairs
    one, other = meeting.one.numbers.take(pairs.first), meeting.other.numbers.take(pairs.second)
    return (other, one, settled.must) if meeting.turned else (one, other, settled.must)


def list_settled(settled: Settled) -> Pairs:
    meeting, pairs = settled.meeting, settled.pairs
    one, other = meeting.one.events[pairs.first], meeting.other.events[pairs.second]
    low, high = shortest_geodesic(settled.chord_km), longest_geodesic(settled.chord_km)
    centres = np.where(np.isnan(settled.geodesic_km), (low + high) / 2, settled.geodesic_km)
    rough = np.flatnonzero(np.isnan(settled.geodesic_km) & (high - low > _NEARLY_KM))
    centres[rough] = _geodesics(meeting, pairs.of(rough))
    radii = one.radius_km + other.radius_km
    hours = hours_apart(one, other)
    first, second, must = name_settled(settled)
    if meeting.one_set:
        first, second = np.minimum(first, second), np.maximum(first, second)
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
        must=must,
    )
