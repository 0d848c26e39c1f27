"""The cube: the events are counted once, and every specification is read off the counts.

A specification is a set of attributes, a precision, a window of days and an outcome. The sums over its events are
differences of sums over days (prefix sums), so that ten thousand of them cost ten thousand look-ups.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.cube.count import PARTS, Outcomes, count_events

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from firmground.engine.cube.axes import Axes

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

_MOST_SETS = 256  # sets of attributes whose sums over days are kept
_CHANCE = "chance"


@dataclass(frozen=True, eq=False)
class Specifications:
    """Many at once, one entry each but for `sets`.

    `sets[s]`: which combinations of attributes belong to set s (`Axes.attribute_set`); `of_set`: the set that is asked
    for; `precision`: codes up to this one, included; `first` to `stop`, excluded: days from 0; `outcome`: by number.
    """

    sets: NDArray[np.bool_]
    of_set: Ints
    precision: Ints
    first: Ints
    stop: Ints
    outcome: Ints

    def __len__(self) -> int:
        return len(self.of_set)


@dataclass(frozen=True, eq=False)
class Counts:
    """For each specification the sum over its events, over those that must be so, and over those that can be."""

    whole: Ints
    must: Ints
    can: Ints


class Cube:
    """Counts of events by attributes, precision and day, for every outcome. `weights`: as `count_events` takes them."""

    def __init__(self, axes: Axes, outcomes: Outcomes, weights: Mapping[str, Ints] | None = None) -> None:
        self.shape = axes.shape
        self.outcomes = outcomes.number
        self._counted = count_events(axes, outcomes, weights)
        self._columns: dict[str, Floats] = {}
        self._runs: dict[tuple[str, bytes], Floats] = {}

    def count(self, asked: Specifications, layer: str = "number") -> Counts:
        """The sums of one layer: "number" for events, or a weight by its name. Exact below 2**53."""
        whole, must, can = self._look_up(asked, layer, [np.zeros_like(asked.outcome), asked.outcome + 1,
                                                        asked.outcome + 1 + self.outcomes])  # fmt: skip
        return Counts(whole.astype(np.int64), must.astype(np.int64), can.astype(np.int64))

    def expect(self, asked: Specifications) -> Floats:
        """The expected number of events that are so. Raises ValueError where no chances were given."""
        if self._counted.chance is None:
            raise ValueError("expected values need the chance of every outcome for every event")
        (sums,) = self._look_up(asked, _CHANCE, [asked.outcome])
        return sums / PARTS

    def _look_up(self, asked: Specifications, layer: str, columns: list[Ints]) -> list[Floats]:
        runs = self._runs_of(asked.sets, layer)
        found = [np.empty(len(asked)) for _ in columns]
        order = np.argsort(asked.of_set, kind="stable")
        edges = np.searchsorted(asked.of_set[order], np.arange(len(runs) + 1))
        for table, start, stop in zip(runs, edges[:-1], edges[1:], strict=True):
            own = order[start:stop]
            precision, first, last = asked.precision[own], asked.first[own], asked.stop[own]
            for column, into in zip(columns, found, strict=True):
                into[own] = table[precision, last, column[own]] - table[precision, first, column[own]]
        return found

    def _runs_of(self, sets: NDArray[np.bool_], layer: str) -> list[Floats]:
        """For each set of attributes the sums up to each precision and before each day, made on the first question."""
        keys = [(layer, own.tobytes()) for own in sets]
        missing = [place for place, key in enumerate(keys) if key not in self._runs]
        known = {key: self._runs[key] for key in keys if key in self._runs}
        if missing:
            made = self._sum_up(sets[missing], layer)
            known |= {keys[place]: one for place, one in zip(missing, made, strict=True)}
        self._runs = known if len(self._runs) + len(missing) > _MOST_SETS else self._runs | known
        return [known[key] for key in keys]

    def _sum_up(self, sets: NDArray[np.bool_], layer: str) -> Floats:
        """Shape (sets, precisions, days + 1, columns)."""
        columns, (attributes, precisions, days) = self._columns_of(layer), self.shape
        if self._counted.key is None:
            chosen = sets.astype(np.float64) @ columns.reshape(attributes, -1)
        else:
            attribute, place = np.divmod(self._counted.key, precisions * days)
            chosen = np.zeros((len(sets), precisions * days, columns.shape[1]))
            for own, into in zip(sets, chosen, strict=True):
                kept = own[attribute]
                np.add.at(into, place[kept], columns[kept])
        runs = np.zeros((len(sets), precisions, days + 1, columns.shape[1]))
        np.cumsum(chosen.reshape(len(sets), precisions, days, -1), axis=1, out=runs[:, :, 1:])
        np.cumsum(runs, axis=2, out=runs)
        return runs

    def _columns_of(self, layer: str) -> Floats:
        if layer not in self._columns:
            if layer == _CHANCE and self._counted.chance is not None:
                columns = self._counted.chance.astype(np.float64)
            else:
                found = self._counted.layers[layer]
                columns = np.concatenate([found.whole[:, None], found.must, found.can], axis=1, dtype=np.float64)
            self._columns[layer] = columns
        return self._columns[layer]
