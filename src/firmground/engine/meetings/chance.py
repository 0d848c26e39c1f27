"""How likely two events were within reach, if every point of a disc and every moment of a span is as likely as another.

A best value beside the bounds, never one of them: nobody knows that the points of a disc are equally likely, nor that
place and time are independent, and both are assumed here. Where the model does not carry the answer is NaN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.meetings.apart import SLACK_HOURS, SLACK_KM
from firmground.engine.meetings.lens import chance_within

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from firmground.engine.meetings.happenings import Happenings, Reach
    from firmground.engine.meetings.pairs import Pairs

    Floats = NDArray[np.float64]

# Discs lie on a ball and are taken as flat, their middles a geodesic apart. Up to this size of discs and reach that
# moves a chance by less than 4e-4, up to 200 km by less than 1e-4 (against points drawn on the sphere).
FLAT_KM = 500.0


def chance_of(a: Happenings, b: Happenings | None, pairs: Pairs, reach: Reach) -> Floats:
    """For each pair the chance that it was within reach: that of the place times that of the time.

    1 where it must be. NaN where it only may be and a disc, or the reach, is wider than `FLAT_KM`, a span has no end,
    or a place is no disc. The sum is the number of pairs to be expected, whatever the pairs have in common.
    """
    one, other = a[pairs.first], (a if b is None else b)[pairs.second]
    near = chance_within_km(pairs.centres_km, one.radius_km, other.radius_km, reach.km)
    soon = chance_within_hours(one.start, one.stop, other.start, other.stop, reach.hours)
    return np.where(pairs.must, 1.0, near * soon)


def chance_within_km(centres_km: ArrayLike, radius_a: ArrayLike, radius_b: ArrayLike, km: float) -> Floats:
    """P(d <= km) for a point of each of two discs whose middles are so far apart; right to 1e-9 on a plane.

    1 or 0 where no other answer is possible. NaN, where one is, for discs or a reach wider than `FLAT_KM`.
    """
    centres, one, other, within = np.broadcast_arrays(
        *(np.asarray(x, dtype=np.float64) for x in (centres_km, radius_a, radius_b, km + SLACK_KM))
    )
    shape = centres.shape
    centres, one, other, within = (np.atleast_1d(x).ravel() for x in (centres, one, other, within))
    known = ~np.isnan(centres)
    flat = np.maximum(np.maximum(one, other), within - SLACK_KM) <= FLAT_KM
    settled = (centres + one + other <= within) | (centres - one - other > within)
    answer = np.full(centres.shape, np.nan)
    carried = known & (flat | settled)
    answer[carried] = chance_within(centres[carried], one[carried], other[carried], within[carried])
    return answer.reshape(shape)


def chance_within_hours(
    start_a: ArrayLike, stop_a: ArrayLike, start_b: ArrayLike, stop_b: ArrayLike, hours: float
) -> Floats:
    """P(|t - u| <= hours) for a moment t of each span [start_a, stop_a) and u of [start_b, stop_b): closed form.

    A span that starts where it stops is an instant. 1 or 0 where no other answer is possible. NaN, where one is, for
    spans without an end.
    """
    spans = np.broadcast_arrays(*(np.asarray(x, dtype=np.float64) for x in (start_a, stop_a, start_b, stop_b)))
    a, a_stop, b, b_stop = spans
    limit = hours + SLACK_HOURS
    sure = (b_stop - a <= limit) & (a_stop - b <= limit)
    never = (b - a_stop > limit) | (a - b_stop > limit)
    endless = ~np.isfinite(a_stop - a) | ~np.isfinite(b_stop - b)
    with np.errstate(invalid="ignore"):  # of endless spans, which are set apart below
        swap = b_stop - b > a_stop - a  # integrate over the longer
        gap, long, short = (
            np.where(swap, a - b, b - a),
            np.where(swap, b_stop - b, a_stop - a),
            np.where(swap, a_stop - a, b_stop - b),
        )
        chance = _at_most(hours, gap, long, short) - _at_most(-hours, gap, long, short)
    chance = np.where(endless, np.nan, np.clip(chance, 0.0, 1.0))
    return np.where(sure, 1.0, np.where(never, 0.0, chance))


def _at_most(hours: float, gap: Floats, long: Floats, short: Floats) -> Floats:
    """P(u - t <= hours) for t uniform in [0, long] and u in [gap, gap + short].

    For each t the part of u's span that is soon enough grows from 0 to 1 along the span: a slope and then a level,
    of which this is the mean over t.
    """
    low = hours - gap
    high = low + long
    slope_low, slope_high = np.clip(low, 0.0, short), np.clip(high, 0.0, short)
    level = np.maximum(high - np.maximum(low, short), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(short > 0, (slope_high - slope_low) * (slope_high + slope_low) / (2 * short), 0.0)
        mean = (slope + level) / long
    return np.where(long > 0, mean, (low >= 0).astype(np.float64))
