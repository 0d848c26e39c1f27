"""A map as the engine knows it: states, polygons that stand on runs of them, and what lies together on one spot.

A *state* is a snapshot, or a run of days on which a map of periods does not change. The engine says which codes lie
over a spot on a state. Most codes are holdings. A face whose end is uncertain, or that ends on the day on which another
begins over the same ground, has a code of its own on just those states: then what lies there may be read in several
ways, by the same rules as on the plain path.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.control import UNMAPPED, Face, Timing
from firmground.dates import NO_START, NO_STOP, Days, When
from firmground.engine.area_runs import Standing
from firmground.engine.edges.faces import faces_of
from firmground.hold.faces import in_order, shape_digest
from firmground.hold.periods import read_periods
from firmground.hold.timeline import holdings_of, possible_rows

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from firmground.case.control import ControlMap, Holding
    from firmground.engine.edges.faces import Faces

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

# Longer than any period of a case, so that a face of these days neither begins nor ends on any of them.
_ALWAYS = Days(NO_START - 1, NO_STOP + 1)


@dataclass(frozen=True, eq=False)
class States:
    """The states of one map in the order of time: the days `start` to `stop`, excluded, of each.

    `stretch`: a number that grows wherever what lies between two states is not known from them, or where ground that
    no face covers begins to mean something else. `speaks`: some face stands for sure, so that bare ground is what the
    map says of ground elsewhere. `snapshots`: each state is one day, and the days between are as before or as after.
    """

    start: Ints
    stop: Ints
    stretch: Ints
    speaks: Bools
    snapshots: bool

    def __len__(self) -> int:
        return len(self.start)

    def asked(self, start: Ints, stop: Ints) -> tuple[Ints, Ints]:
        """The states (first, and last excluded) that decide what is known from day `start` to `stop`, excluded."""
        if self.snapshots:
            first = np.maximum(np.searchsorted(self.start, start, side="right") - 1, 0)
            return first, np.minimum(np.searchsorted(self.start, stop - 1, side="left") + 1, len(self))
        first = np.searchsorted(self.stop, start, side="right")
        return first, np.maximum(np.searchsorted(self.start, stop, side="left"), first)


@dataclass(frozen=True, eq=False)
class StatedMap:
    """A map of polygons in states.

    `control.faces[face[k]]` has the code `code[k]` on the states `first[k]` to `stop[k]`, excluded.

    Codes: of a holding its place in `said`; then one for the ground within the map's limits, if it has any; then those
    of `own`: faces that do not stand plainly.
    """

    control: ControlMap
    states: States
    said: tuple[Holding, ...]
    own: tuple[Face, ...]
    face: Ints
    code: Ints
    first: Ints
    stop: Ints

    @property
    def limit(self) -> int | None:
        """The code of the ground within the limits of the map; None where it has none."""
        return None if self.control.within is None else len(self.said)

    @property
    def codes(self) -> int:
        """How many codes there are."""
        return self._first_own + len(self.own)

    @property
    def _first_own(self) -> int:
        return len(self.said) + (self.limit is not None)

    @cached_property
    def _rows(self) -> tuple[Face, ...]:
        plain = [Face(holding, When(_ALWAYS, _ALWAYS)) for holding in self.said]
        limit = [] if self.limit is None else [Face(UNMAPPED, When(_ALWAYS, _ALWAYS))]
        return (*plain, *limit, *self.own)

    @cached_property
    def standing(self) -> Standing:
        """A polygon that stays as it is over many states stands once."""
        distinct, shape_of = _distinct_shapes([face.geometry for face in self.control.faces])
        shape, code, first, stop = _joined(shape_of[self.face], self.code, self.first, self.stop)
        return Standing(np.array(distinct, dtype=object)[shape], code, first, stop)

    def faces(self) -> Faces:
        """For the engine."""
        shapes = list(self.standing.shape)
        rows = [column.tolist() for column in (self.standing.code, self.standing.first, self.standing.stop)]
        if self.limit is not None:
            shapes.append(self.control.within)
            for column, value in zip(rows, (self.limit, 0, len(self.states)), strict=True):
                column.append(value)
        return faces_of(shapes, *rows, states=len(self.states), holdings=self.codes)

    def is_plain(self, covering: tuple[int, ...]) -> bool:
        """Does this covering mean one thing only, on whatever state?"""
        return not covering or covering[-1] < self._first_own

    def options(self, covering: tuple[int, ...], state: int) -> list[tuple[Holding, ...]]:
        """The sets of holdings that ground with these codes may have on a state."""
        inside = self.limit is None or self.limit in covering
        bare = self.control.elsewhere if inside and self.states.speaks[state] else UNMAPPED
        faces = in_order(self._rows[code] for code in covering if code != self.limit)
        run = Days(int(self.states.start[state]), int(self.states.stop[state]))
        return [holdings_of(chosen) or (bare,) for chosen in possible_rows(faces, run)] or [(UNMAPPED,)]


def state_map(control: ControlMap) -> StatedMap:
    """A map of polygons in states."""
    said, code = _distinct_holdings([face.holding for face in control.faces])
    if control.timing is Timing.SNAPSHOTS:
        states = _snapshot_states(control)
        state = _positions(states.start, np.array([face.period.possible.start for face in control.faces]))
        face = np.flatnonzero(state >= 0)
        return StatedMap(control, states, said, (), face, code[face], state[face], state[face] + 1)
    periods = read_periods(control.faces)
    states = States(periods.start, periods.stop, _stretches(periods.speaks), periods.speaks, snapshots=False)
    beyond = len(said) + (control.within is not None)
    code = np.where(periods.own_of < 0, code[periods.face], beyond + periods.own_of)
    return StatedMap(control, states, said, periods.own, periods.face, code, periods.first, periods.last)


def _snapshot_states(control: ControlMap) -> States:
    days = np.array(control.snapshot_days, dtype=np.int64)
    far = np.diff(days) > control.max_gap_days
    stretch = np.concatenate([np.zeros(min(1, len(days)), dtype=np.int64), np.cumsum(far)])
    return States(days, days + 1, stretch, np.ones(len(days), dtype=np.bool_), snapshots=True)


def _stretches(speaks: Bools) -> Ints:
    return np.cumsum(np.diff(speaks, prepend=speaks[:1]).astype(np.int64))


def _positions(days: Ints, asked: Ints) -> Ints:
    """Where each day stands among sorted `days`, -1 where it does not."""
    if not len(days):
        return np.full(len(asked), -1)
    at = np.minimum(np.searchsorted(days, asked), len(days) - 1)
    return np.where(days[at] == asked, at, -1)


def _distinct_shapes(shapes: list[Any]) -> tuple[list[Any], Ints]:
    """The different polygons, and which of them each is: by what they are made of, not by the object."""
    numbers: dict[bytes, int] = {}
    objects: dict[int, int] = {}
    distinct: list[Any] = []
    for shape in shapes:
        if id(shape) not in objects:
            number = objects[id(shape)] = numbers.setdefault(shape_digest(shape), len(distinct))
            if number == len(distinct):
                distinct.append(shape)
    return distinct, np.array([objects[id(shape)] for shape in shapes], dtype=np.int64)


def _distinct_holdings(holdings: list[Holding]) -> tuple[tuple[Holding, ...], Ints]:
    """The same of holdings. Most are the same object, which is quicker to tell than that two are equal."""
    numbers: dict[Holding, int] = {}
    objects: dict[int, int] = {}
    for holding in holdings:
        if id(holding) not in objects:
            objects[id(holding)] = numbers.setdefault(holding, len(numbers))
    return tuple(numbers), np.array([objects[id(holding)] for holding in holdings], dtype=np.int64)


def _joined(shape: Ints, code: Ints, first: Ints, stop: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Runs of states of one shape and code that touch or overlap as one."""
    order = np.lexsort((first, code, shape))
    shape, code, first, stop = shape[order], code[order], first[order], stop[order]
    if not len(order):
        return shape, code, first, stop
    same = (shape[1:] == shape[:-1]) & (code[1:] == code[:-1])
    group = np.concatenate([[0], np.cumsum(~same)])
    far = int(stop.max()) + 1
    reached = np.maximum.accumulate(group * far + stop)
    new = np.concatenate([[True], ~same | (group[1:] * far + first[1:] > reached[:-1])])
    begin = np.flatnonzero(new)
    last = np.append(begin[1:], len(order)) - 1
    return shape[begin], code[begin], first[begin], reached[last] - group[last] * far
