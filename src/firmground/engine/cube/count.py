"""One pass over the events: how many of each cell are, must be and can be what each outcome asks.

A cell is a combination of attributes, precision and day (`Axes`). Where all possible cells fit into memory there is
room for each; where not, only the cells that are met get a number, and threads are given up before memory is.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.engine.compiled import load
from firmground.engine.cube.numbering import Numbering
from firmground.engine.threads import in_parts, processors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from numpy.typing import NDArray

    from firmground.engine.cube.axes import Axes

    Ints = NDArray[np.int64]
    Words = NDArray[np.uint64]

MOST_BYTES = 1 << 29  # for the counts of all threads together
PARTS = float(1 << 32)  # expected values are added up as whole numbers of so many parts: exact in any order
_KERNELS = "firmground.engine.cube.cube_kernels"
_CHUNK = 1 << 15  # events whose cells are worked out at a time, so that they stay near the processor
_LEAST_WORTH = 8  # events a possible cell, below which keeping room for all of them is not worth it
# The bits of a byte, each spread into a lane of a byte of its own.
_SPREAD = np.array([sum(((byte >> bit) & 1) << (8 * bit) for bit in range(8)) for byte in range(256)], dtype=np.uint64)


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What each event must and can be. Outcome o of event i is bit `o % 64` of `must[i, o // 64]` and of `can`.

    Whatever must be can be: every bit of `must` is one of `can`. A map with a margin or with doubled radii is one more
    outcome. `chance[i, o]`: the probability of it, where expected values are asked for.
    """

    number: int
    must: Words
    can: Words
    chance: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        if self.must.shape != self.can.shape or 64 * self.must.shape[1] < self.number:
            raise ValueError(f"{self.number} outcomes need bits in as many words of 64, `must` as `can`")


@dataclass(frozen=True, eq=False)
class Layer:
    """Sums of one weight. `whole[c]`: over the events of cell c; `must[c, o]`, `can[c, o]`: over those that are so."""

    whole: Ints
    must: Ints
    can: Ints


@dataclass(frozen=True, eq=False)
class Counted:
    """The layers of the cells by name. `key[c]`: the place of cell c among all; None where all of them were kept.

    "number" counts events; the others are the weights that were given. `chance[c, o]` is in units of 1 / `PARTS`.
    """

    key: Ints | None
    layers: dict[str, Layer]
    chance: Ints | None


@dataclass(eq=False)
class _Sums:
    """The sums of one thread."""

    lanes: Words
    held: NDArray[np.uint8]
    whole: dict[str, Ints]
    totals: dict[str, Ints]
    chance: Ints | None
    buffer: Words = field(repr=False)


def count_events(axes: Axes, outcomes: Outcomes, weights: Mapping[str, Ints] | None = None) -> Counted:
    """Counts in one pass. `weights`: further layers, a whole number an event each."""
    kernels, weights = load(_KERNELS), dict(weights or {})
    possible = int(np.prod(axes.shape))
    size = _bytes_a_cell(outcomes, len(weights))
    if possible * size <= MOST_BYTES // processors() and possible <= _LEAST_WORTH * max(len(axes), 1 << 16):
        key, cells = None, possible
        find: Callable[[slice], Ints] = axes.cells
    else:
        key, numbers = _number_cells(axes)
        cells, find = len(key), numbers.__getitem__
    threads = max(1, min(processors(), MOST_BYTES // max(1, size * cells)))
    free: deque[_Sums] = deque()
    everyone: list[_Sums] = []

    def work(part: slice) -> None:
        try:
            sums = free.pop()
        except IndexError:
            sums = _new_sums(cells, outcomes, weights)
            everyone.append(sums)
        _count_part(kernels, sums, part, find, outcomes, weights)
        free.append(sums)

    in_parts(work, len(axes), threads=threads)
    return _joined(kernels, key, everyone or [_new_sums(cells, outcomes, weights)], outcomes)


def _bytes_a_cell(outcomes: Outcomes, weights: int) -> int:
    words: int = 2 * outcomes.must.shape[1]
    lanes = words * _lanes(outcomes)
    return (1 + 8) * lanes + 9 + weights * 8 * (1 + 64 * words) + 8 * outcomes.number * (outcomes.chance is not None)


def _lanes(outcomes: Outcomes) -> int:
    """Words of lanes for each word of bits."""
    return min(8, -(-outcomes.number // 8))


def _number_cells(axes: Axes) -> tuple[Ints, Ints]:
    """The cells that are met, and the number of each event's own."""
    numbering, numbers = Numbering(), np.empty(len(axes), dtype=np.int64)
    for start in range(0, len(axes), _CHUNK):
        part = slice(start, min(start + _CHUNK, len(axes)))
        numbers[part] = numbering.number(axes.cells(part))
    return numbering.keys.copy(), numbers


def _new_sums(cells: int, outcomes: Outcomes, weights: Mapping[str, Ints]) -> _Sums:
    words = 2 * outcomes.must.shape[1]
    lanes = words * _lanes(outcomes)
    names = ("number", *weights)
    return _Sums(
        lanes=np.zeros((cells, lanes), dtype=np.uint64),
        held=np.zeros(cells, dtype=np.uint8),
        whole={name: np.zeros(cells, dtype=np.int64) for name in names},
        totals={
            name: np.zeros((cells, 8 * lanes if name == "number" else 64 * words), dtype=np.int64) for name in names
        },
        chance=None if outcomes.chance is None else np.zeros((cells, outcomes.number), dtype=np.int64),
        buffer=np.empty((_CHUNK, words), dtype=np.uint64),
    )


def _count_part(
    kernels: ModuleType,
    sums: _Sums,
    part: slice,
    find: Callable[[slice], Ints],
    outcomes: Outcomes,
    weights: Mapping[str, Ints],
) -> None:
    words = outcomes.must.shape[1]
    for start in range(part.start, part.stop, _CHUNK):
        own = slice(start, min(start + _CHUNK, part.stop))
        cells, bits = find(own), sums.buffer[: own.stop - own.start]
        bits[:, :words], bits[:, words:] = outcomes.must[own], outcomes.can[own]
        kernels.count_bits(cells, bits, _SPREAD, sums.lanes, sums.held, sums.whole["number"], sums.totals["number"])
        for name, weight in weights.items():
            kernels.add_weights(cells, bits, _int64(weight[own]), sums.whole[name], sums.totals[name])
        if sums.chance is not None and outcomes.chance is not None:
            kernels.add_parts(cells, np.ascontiguousarray(outcomes.chance[own]), PARTS, sums.chance)


def _int64(weight: NDArray[np.integer[Any]]) -> Ints:
    return np.ascontiguousarray(weight, dtype=np.int64)


def _joined(kernels: ModuleType, key: Ints | None, everyone: list[_Sums], outcomes: Outcomes) -> Counted:
    first, *others = everyone
    for sums in everyone:
        kernels.empty_lanes(sums.lanes, sums.totals["number"])
    for sums in others:
        for name in first.whole:
            first.whole[name] += sums.whole[name]
            first.totals[name] += sums.totals[name]
        if first.chance is not None and sums.chance is not None:
            first.chance += sums.chance
    layers = {}
    for name, whole in first.whole.items():
        must, can = np.hsplit(first.totals[name], 2)
        layers[name] = Layer(whole, must[:, : outcomes.number], can[:, : outcomes.number])
    return Counted(key, layers, first.chance)
