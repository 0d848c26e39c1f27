"""Which pairs of events may have met: their least and greatest distance and time, as columns.

A pair is two different events, one of each side; where both may be on either side it is one pair all the same.
An event of a day happened at some moment of it, so days are half-open here too: the least time between two
separate days is not reached (of 1 and 3 October any two moments are more than 24 hours apart), nor is the
greatest (two moments of one day are less than 24 hours apart). The days are those that the sources write: no
time zone is added or taken away.

Two pairs that share an event of an imprecise place are not free of each other, and are treated as if they were:
bounds of their number are wider for it, never narrower.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from firmground.dates import NO_START, NO_STOP, window
from firmground.engine.meetings.enclose import decide_apart, enclosing_disc
from firmground.engine.meetings.happenings import Happenings, Reach
from firmground.engine.meetings.join import stream_pairs
from firmground.engine.meetings.pairs import Pairs
from firmground.engine.separation import separation
from firmground.errors import BadRequestError
from firmground.hold.taken import taken_place
from firmground.measures.met_actors import Attributions
from firmground.measures.met_open import HOURS, Sides, count_partners
from firmground.modality import CANNOT, MAY, MUST
from firmground.places import Candidates, Disc, Unknown, geod

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from firmground.bounds import Bounds
    from firmground.case.choices import Specification
    from firmground.case.claims import Condition, Selection
    from firmground.case.questions import Met
    from firmground.hold import Held
    from firmground.measures.select import Selector
    from firmground.places import Where

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Answers = NDArray[np.int8]


# Some hundred megabytes. A list beyond it is read by nobody, and mostly one of places as wide as a country.
MOST_PAIRS = 5_000_000


@dataclass(frozen=True, eq=False)
class Meetings:
    """Pairs of events that may have met.

    `pairs`: of the engine, `pairs.first` and `pairs.second` being numbers of events in the case; the first is of
    `among`. `counted`: must or may both events count; `that`: must or may they have met, as far as more is asked
    than nearness. `open_events`: those whose place or day is not known; `open_most`: in how many further pairs
    each of them may be, no pair counted twice. `sides`: which events were paired with which.
    """

    pairs: Pairs
    counted: Answers
    that: Answers
    open_events: Ints
    open_most: Ints
    sides: Sides

    def __len__(self) -> int:
        return len(self.counted)

    @cached_property
    def sure(self) -> NDArray[np.bool_]:
        return np.asarray((self.counted == MUST) & (self.that == MUST))


@dataclass(frozen=True, eq=False)
class _Answers:
    """Of every event: does it count on either side, and is the event of `among` "that"?"""

    among: Answers
    other: Answers
    that: Answers


def find_meetings(
    held: Held,
    among: Selection,
    that: Condition,
    met: Met,
    specification: Specification,
    selector: Selector,
    ground: Ground | None = None,
) -> Meetings:
    """Every pair that may have met. `that` is asked of the event of `among`; `ground`: if it is at hand."""
    answers = _Answers(
        selector.counted(among, specification),
        selector.counted(met.other, specification),
        selector.that(that, among, specification),
    )
    ground = ground or Ground(held, specification.radius)
    sides = _sides(held, answers, among, met.other, ground)
    attributions = Attributions(held.case) if met.different_actors else None
    pairs = _join(sides, ground, Reach(met.km, met.hours))
    counted, answer = _answer(pairs, answers)
    if attributions is not None:
        answer = np.minimum(answer, attributions.differ(pairs.first, pairs.second))
    keep = answer > CANNOT
    near = ground.near_to(met.km)
    open_events, open_most = count_partners(sides, met.hours, near, attributions)
    return Meetings(pairs[keep], counted[keep], answer[keep], open_events, open_most, sides)


class TooManyPairsError(BadRequestError):
    """More pairs than can be held."""


class Ground:
    """The places of a case under one choice of their width, as the engine takes them."""

    def __init__(self, held: Held, radius: float) -> None:
        self.wheres = [taken_place(region, radius) for region in held.located.regions]
        self.known = np.array([is_known(where) for where in self.wheres], dtype=bool)
        discs = [enclosing_disc(where) for where in self.wheres]
        self.lon, self.lat, self.radius_km = (
            np.array([getattr(disc, name) for disc in discs], dtype=np.float64) for name in ("lon", "lat", "radius_km")
        )
        self.round = np.array([isinstance(where, Disc) for where in self.wheres], dtype=bool)
        self.region_of = held.located.region_of
        self._apart: dict[tuple[int, int], Bounds] = {}

    def happenings(self, events: Ints, start: Ints, stop: Ints) -> Happenings:
        region = self.region_of[events]
        begin = np.where(start[events] > NO_START, HOURS * start[events].astype(np.float64), -np.inf)
        end = np.where(stop[events] < NO_STOP, HOURS * stop[events].astype(np.float64), np.inf)
        return Happenings(self.lon[region], self.lat[region], self.radius_km[region], begin, end)

    def apart(self, one: int, other: int) -> Bounds:
        """How far two regions are from each other, in km."""
        key = (min(one, other), max(one, other))
        if key not in self._apart:
            self._apart[key] = separation(self.wheres[key[0]], self.wheres[key[1]])
        return self._apart[key]

    def distances(self, where: Where, regions: Ints, km: float) -> tuple[Floats, Floats]:
        """Least and greatest distance of regions from a place, in km; of those beyond `km` a bound that says so."""
        disc = enclosing_disc(where)
        lons, lats = np.full(len(regions), disc.lon), np.full(len(regions), disc.lat)
        _, _, metres = geod().inv(lons, lats, self.lon[regions], self.lat[regions])
        centres, reach = np.asarray(metres) / 1000, self.radius_km[regions] + disc.radius_km
        least, greatest = np.maximum(0.0, centres - reach), centres + reach
        # Where one of the two is no disc, the disc around it only says which are surely too far.
        exact = self.round[regions] & isinstance(where, Disc)
        for place in np.flatnonzero(~exact & (least <= km)):
            apart = separation(self.wheres[int(regions[place])], where)
            least[place], greatest[place] = apart.low, apart.high
        return least, greatest

    def near_to(self, km: float) -> Callable[[int], NDArray[np.bool_]]:
        """For a region: which regions may be within `km` of it. Each is looked up once."""
        known: dict[int, NDArray[np.bool_]] = {}
        everywhere = np.arange(len(self.wheres))

        def near(region: int) -> NDArray[np.bool_]:
            if region not in known:
                known[region] = self.distances(self.wheres[region], everywhere, km)[0] <= km
            return known[region]

        return near


def is_known(where: Where) -> bool:
    """False if it may be anywhere."""
    if isinstance(where, Candidates):
        return all(is_known(option) for option in where.options)
    return not isinstance(where, Unknown)


def _sides(held: Held, answers: _Answers, among: Selection, other: Selection, ground: Ground) -> Sides:
    """Which events can be on which side; an event counts on those of its days that the selection names."""
    in_among = (answers.among >= MAY) & (answers.that >= MAY)
    in_other = answers.other >= MAY
    limits = [window(selection.first, selection.last) for selection in (among, other)]
    start, stop = held.case.events.start, held.case.events.stop
    first = np.minimum(np.where(in_among, limits[0].start, NO_STOP), np.where(in_other, limits[1].start, NO_STOP))
    last = np.maximum(np.where(in_among, limits[0].stop, NO_START), np.where(in_other, limits[1].stop, NO_START))
    region = np.where(ground.known[held.located.region_of], held.located.region_of, -1) if len(start) else start
    dated = (start > NO_START) & (stop < NO_STOP)
    return Sides(in_among, in_other, np.maximum(start, first), np.minimum(stop, last), dated, region)


def _join(sides: Sides, ground: Ground, reach: Reach) -> Pairs:
    """The pairs of events whose place and day are known, by their numbers in the case."""
    closed = ~sides.open
    one, two = np.flatnonzero(sides.among & closed), np.flatnonzero(sides.other & closed)
    alone = np.array_equal(one, two)
    sets = [ground.happenings(events, sides.start, sides.stop) for events in (one, two)]
    pairs = Pairs.joined(_limited(stream_pairs(sets[0], None if alone else sets[1], reach)))
    region = ground.region_of

    def separate(first: int, second: int) -> Bounds:
        return ground.apart(int(region[one[first]]), int(region[two[second]]))

    which = ~(ground.round[region[one[pairs.first]]] & ground.round[region[two[pairs.second]]])
    if which.any():
        pairs = decide_apart(pairs, reach, which, separate)
    first, second = one[pairs.first], two[pairs.second]
    if alone:
        return replace(pairs, first=first, second=second)
    # Of two events that may each be on either side there is one pair, and none of an event with itself.
    either = sides.among & sides.other
    keep = (first != second) & ~(either[first] & either[second] & (first > second))
    return replace(pairs, first=first, second=second)[keep]


def _limited(blocks: Iterator[Pairs]) -> Iterator[Pairs]:
    """The blocks, as long as they can all be held. Raises BadRequestError where there are too many pairs."""
    number = 0
    for block in blocks:
        number += len(block)
        if number > MOST_PAIRS:
            raise TooManyPairsError(
                f"more than {MOST_PAIRS:,} pairs may be so near: ask for fewer km or hours, or for events whose places "
                "and days are better known"
            )
        yield block


def _answer(pairs: Pairs, answers: _Answers) -> tuple[Answers, Answers]:
    """Whether both events count, one on each side, and whether the pair is "that"."""
    one = np.minimum(answers.among[pairs.first], answers.other[pairs.second])
    two = np.minimum(answers.among[pairs.second], answers.other[pairs.first])
    asked_one, asked_two = answers.that[pairs.first], answers.that[pairs.second]
    counted = np.maximum(one, two)
    sure = ((one == MUST) & (asked_one == MUST)) | ((two == MUST) & (asked_two == MUST))
    sure |= ((asked_one == MUST) | (one == CANNOT)) & ((asked_two == MUST) | (two == CANNOT))
    asked = np.where(sure, MUST, MAY).astype(np.int8)
    met = np.where(pairs.must, MUST, MAY).astype(np.int8)
    return counted, np.minimum(asked, met)
