"""The same pairs as those of `net.py` and `settle.py`, many times as fast: for many events."""

from __future__ import annotations

import itertools
import math
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from firmground.engine.compiled import load
from firmground.engine.meetings.apart import SLACK_KM
from firmground.engine.meetings.belts import Belts, Extent, Laid, lay
from firmground.engine.meetings.chords import geodesics, longest_chord
from firmground.engine.meetings.pairs import Count
from firmground.engine.meetings.settle import Settled
from firmground.engine.meetings.strata import stratify
from firmground.engine.separation import FARTHEST_KM
from firmground.engine.threads import in_order, processors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from firmground.engine.meetings.happenings import Happenings, Reach

    Found = TypeVar("Found")
    Ints = NDArray[np.int64]

KERNELS = "firmground.engine.meetings.near_kernels"
SLAB = 1 << 15  # events whose runs are looked up together
BLOCK = 1 << 18  # candidates looked at together: what is known of them stays near the processor

# Nets come in steps, so that many strata share one: in width, and in hours.
_STEP_KM, _STEP_HOURS = 1.25, 2.0


@dataclass(frozen=True, eq=False)
class _Layer:
    """The events of one stratum; `numbers` None: all of the set."""

    events: Happenings
    numbers: Ints | None

    @cached_property
    def widest_km(self) -> float:
        return float(self._chosen(self.events.radius_km).max())

    @cached_property
    def longest_hours(self) -> float:
        with np.errstate(invalid="ignore"):
            return float((self._chosen(self.events.stop) - self._chosen(self.events.start)).max())

    def _chosen(self, column: NDArray[np.float64]) -> NDArray[np.float64]:
        return column if self.numbers is None else column.take(self.numbers)


@dataclass(frozen=True, eq=False)
class _Meeting:
    """Two strata on the same belts; `one` is `other` where a stratum meets itself. `turned`: `one` is of the second."""

    sets: tuple[Happenings, Happenings]
    reach: Reach
    one: Laid
    other: Laid
    chord_km: float
    turned: bool
    one_set: bool


@dataclass(frozen=True, eq=False)
class _Runs:
    """Runs of candidates. See `near_kernels.find_runs`."""

    meeting: _Meeting
    event: Ints
    low: Ints
    high: Ints


@dataclass(frozen=True, eq=False)
class _Block:
    """Of some runs `most` candidates, from the `skip`th of the run `run` on."""

    runs: _Runs
    run: int
    skip: int
    most: int


def settled_at_speed(
    a: Happenings, b: Happenings | None, reach: Reach, then: Callable[[Settled], Found]
) -> Iterator[Found]:
    """`then` of all pairs that may be within reach, block by block, in an order that is always the same."""
    return _each_block(a, b, reach, lambda block: then(_settled(block)))


def count_at_speed(a: Happenings, b: Happenings | None, reach: Reach) -> Iterator[Count]:
    """The counts of the same blocks."""
    return _each_block(a, b, reach, _counted)


def _each_block(a: Happenings, b: Happenings | None, reach: Reach, work: Callable[[_Block], Found]) -> Iterator[Found]:
    slabs = (
        (meeting, start, min(start + SLAB, len(meeting.one)))
        for meeting in _meetings(a, b, reach)
        for start in range(0, len(meeting.one), SLAB)
    )
    threads = processors()
    with ThreadPoolExecutor(threads) as pool:
        runs = in_order(pool, lambda slab: _runs_of(*slab), slabs, threads)
        yield from in_order(pool, work, (block for some in runs for block in _cut(some)), 2 * threads)


def _meetings(a: Happenings, b: Happenings | None, reach: Reach) -> Iterator[_Meeting]:
    """Each stratum with each; of one set (`b` None) each with itself and with those after it."""
    if not len(a) or (b is not None and not len(b)):
        return
    ours = _layers(a, reach, len(a if b is None else b))
    if b is None:
        couples = list(itertools.combinations_with_replacement(ours, 2))
    else:
        couples = list(itertools.product(ours, _layers(b, reach, len(a))))
    extent = Extent.of(a) if b is None else Extent.of(a, b)
    steps = {couple: _steps(reach, *couple) for couple in couples}
    for _, group in itertools.groupby(sorted(couples, key=steps.__getitem__), key=steps.__getitem__):
        of_step = list(group)
        belts = Belts.for_reach(
            extent,
            max(_widest(reach, *couple) for couple in of_step),
            max(_longest(reach, *couple) for couple in of_step),
        )
        laid: dict[_Layer, Laid] = {}
        for one, other in of_step:
            for layer in (one, other):
                if layer not in laid:
                    laid[layer] = lay(layer.events, layer.numbers, belts)
            # The smaller asks the larger.
            turned = len(laid[one]) > len(laid[other])
            first, second = (other, one) if turned else (one, other)
            chord = float(longest_chord(np.array(_widest(reach, one, other))))
            sets = (a, a if b is None else b)
            yield _Meeting(sets, reach, laid[first], laid[second], chord, turned, one_set=b is None)


def _layers(events: Happenings, reach: Reach, others: int) -> list[_Layer]:
    strata = stratify(events, reach, others)
    if len(strata) == 1:
        return [_Layer(events, None)]
    return [_Layer(events, numbers) for numbers in strata]


def _widest(reach: Reach, one: _Layer, other: _Layer) -> float:
    return reach.km + one.widest_km + other.widest_km + SLACK_KM


def _longest(reach: Reach, one: _Layer, other: _Layer) -> float:
    return reach.hours + max(one.longest_hours, other.longest_hours)


def _steps(reach: Reach, one: _Layer, other: _Layer) -> tuple[float, float]:
    """How many steps of a net these two need, in km and in hours."""
    hours = _longest(reach, one, other)
    wide = math.log(_widest(reach, one, other), _STEP_KM)
    return math.ceil(wide), math.inf if math.isinf(hours) else math.ceil(math.log(hours + 1e-3, _STEP_HOURS))


class _Spare(threading.local):
    """Room that each thread uses again and again: memory that is new is slow."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, Any], NDArray[Any]] = {}

    def column(self, name: str, length: int, kind: Any = np.int64) -> NDArray[Any]:
        found = self._columns.get((name, kind))
        if found is None or len(found) < length:
            found = self._columns[name, kind] = np.empty(length, kind)
        return found


_SPARE = _Spare()


def _runs_of(meeting: _Meeting, start: int, stop: int) -> _Runs:
    alone = meeting.one is meeting.other
    belts = meeting.one.belts
    room = (stop - start) * 2 * (5 if alone else 9) + 1
    columns = [_SPARE.column(name, room) for name in ("event", "low", "high")]
    found = load(KERNELS).find_runs(
        meeting.one.places, meeting.other.places, start, stop,
        belts.fields, belts.widths, belts.belts * belts.fields, alone, *columns,
    )  # fmt: skip
    return _Runs(meeting, *(column[:found].copy() for column in columns))


def _cut(runs: _Runs) -> Iterator[_Block]:
    """Into blocks of at most `BLOCK` candidates, anywhere."""
    ends = np.cumsum(runs.high - runs.low)
    whole = int(ends[-1]) if len(ends) else 0
    for start in range(0, whole, BLOCK):
        run = int(np.searchsorted(ends, start, side="right"))
        yield _Block(runs, run, start - int(ends[run] - (runs.high[run] - runs.low[run])), min(BLOCK, whole - start))


@dataclass(frozen=True, eq=False)
class _Graded:
    """Pairs by their rows in the two strata, what the straight line says of each, and counts of those left out."""

    one: Ints
    other: Ints
    chord_km: NDArray[np.float64]
    said: NDArray[np.uint8]
    left_out: Count


def _graded(block: _Block, *, all_of_them: bool) -> _Graded:
    kernels, runs, meeting = load(KERNELS), block.runs, block.runs.meeting
    one, other = _SPARE.column("one", block.most), _SPARE.column("other", block.most)
    chord, said = _SPARE.column("chord", block.most, np.float64), _SPARE.column("said", block.most, np.uint8)
    rows, reach = (meeting.one.rows, meeting.other.rows), meeting.reach
    sifted = kernels.sift_runs(
        runs.event, runs.low, runs.high, block.run, block.skip, block.most,
        *rows, reach.hours, meeting.chord_km, one, other, chord,
    )  # fmt: skip
    kept, must, may = kernels.grade_pairs(sifted, *rows, reach.km, reach.hours, all_of_them, one, other, chord, said)
    return _Graded(one[:kept].copy(), other[:kept].copy(), chord[:kept].copy(), said[:kept].copy(), Count(must, may))


def _counted(block: _Block) -> Count:
    graded = _graded(block, all_of_them=False)
    if not len(graded.said):
        return graded.left_out
    doubtful = _resolved(block.runs.meeting, graded)
    return graded.left_out.plus(Count(int(doubtful.must.sum()), len(doubtful.must)))


def _settled(block: _Block) -> Settled:
    return _resolved(block.runs.meeting, _graded(block, all_of_them=True))


def _resolved(meeting: _Meeting, graded: _Graded) -> Settled:
    """What the straight line leaves open is told by the geodesic."""
    kernels = load(KERNELS)
    first, second = meeting.one.numbers.take(graded.one), meeting.other.numbers.take(graded.other)
    if meeting.turned:
        first, second = second, first
    a, b = meeting.sets
    may, must = (graded.said & kernels.MAY) > 0, (graded.said & kernels.MUST) > 0
    geodesic = np.full(len(first), np.nan)
    doubtful = np.flatnonzero(graded.said & kernels.DOUBTFUL)
    if len(doubtful):
        i, j = first[doubtful], second[doubtful]
        km = meeting.reach.km
        radii = a.radius_km[i] + b.radius_km[j]
        geodesic[doubtful] = apart = geodesics(a.lon[i], a.lat[i], b.lon[j], b.lat[j])
        said = graded.said[doubtful]
        may[doubtful] |= ((said & kernels.PERHAPS_MAY) > 0) & (apart <= km + radii + SLACK_KM)
        surely = FARTHEST_KM if km >= FARTHEST_KM else km - radii + SLACK_KM
        must[doubtful] |= ((said & kernels.PERHAPS_MUST) > 0) & (apart <= surely)
        must &= may
    if not may.all():
        first, second, geodesic, must = first[may], second[may], geodesic[may], must[may]
        return Settled(a, b, first, second, graded.chord_km[may], geodesic, must, meeting.one_set)
    return Settled(a, b, first, second, graded.chord_km, geodesic, must, meeting.one_set)
