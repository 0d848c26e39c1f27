"""Ground: the readings that a map allows, cell by cell, each written down once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.control import UNMAPPED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from firmground.case.control import Holding

    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]
    Floats = NDArray[np.float64]
    Answers = NDArray[np.int8]  # values of Modality

# Ground: its parts, each the set of holdings that cover it and its share of the region.
Reading = tuple[tuple[tuple["Holding", ...], float], ...]
NOTHING_KNOWN: Reading = (((UNMAPPED,), 1.0),)


def settle(least: Answers, most: Answers) -> Answers:
    """One answer from the weakest and strongest of all possibilities: MUST of all, CANNOT of all, else MAY."""
    return np.where(least == 2, 2, np.where(most == 0, 0, 1)).astype(np.int8)


def merge_cells(cells: Iterable[tuple[tuple[Holding, ...], float]]) -> Reading:
    """Cells with the same holdings as one, in the order in which they are first met."""
    shares: dict[tuple[Holding, ...], float] = {}
    for held, share in cells:
        shares[held] = shares.get(held, 0.0) + share
    return tuple(shares.items()) if len(shares) > 1 else tuple((held, 1.0) for held in shares)


@dataclass(frozen=True, eq=False)
class GroundTable:
    """Distinct readings of ground, cell by cell.

    `holdings[k]`: the k-th distinct set of holdings. Reading r owns the cells `first[r]` to `first[r + 1]`, and
    cell c has the holdings `cell_holdings[c]` over the part `cell_share[c]` of the region.
    """

    holdings: tuple[tuple[Holding, ...], ...]
    first: Ints
    cell_holdings: Codes
    cell_share: Floats

    def ends(self, per_cell: Answers) -> Answers:
        """From answers per cell, shape (cells, epochs), to answers per reading, shape (readings, epochs)."""
        least = np.minimum.reduceat(per_cell, self.first[:-1], axis=0)
        most = np.maximum.reduceat(per_cell, self.first[:-1], axis=0)
        return settle(least, most)

    def used(self, reading: Codes) -> tuple[GroundTable, Codes]:
        """Only the readings that these are, in the order in which they are first met; and their codes in it."""
        kept, code = _as_met(reading)
        sizes = np.diff(self.first)[kept]
        cell = np.repeat(self.first[kept] - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
        held, cell_holdings = _as_met(self.cell_holdings[cell])
        table = GroundTable(
            tuple(self.holdings[one] for one in held.tolist()),
            np.concatenate([[0], np.cumsum(sizes)]),
            cell_holdings,
            self.cell_share[cell],
        )
        return table, code


def _as_met(values: Codes) -> tuple[Codes, Codes]:
    """The different values in the order in which they are first met; and which of them each is."""
    distinct, first, code = np.unique(values, return_index=True, return_inverse=True)
    order = np.argsort(first)
    number = np.empty(len(order), dtype=np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    return distinct[order], number[code.reshape(-1)]


class GroundWriter:
    """Numbers readings as they are met, those of the plain path and those of the engine alike."""

    def __init__(self) -> None:
        self._holdings: dict[tuple[Holding, ...], int] = {}
        self._known: dict[Reading, int] = {}
        self._count = 0
        self._sizes: list[Ints] = []
        self._cells: list[Codes] = []
        self._shares: list[Floats] = []

    def holdings(self, held: tuple[Holding, ...]) -> int:
        """The code of a set of holdings."""
        return self._holdings.setdefault(held, len(self._holdings))

    def reading(self, reading: Reading) -> int:
        """The code of a reading; equal ones have one code."""
        if reading not in self._known:
            codes = np.array([self.holdings(held) for held, _ in reading], dtype=np.int32)
            shares = np.array([share for _, share in reading], dtype=np.float64)
            self._known[reading] = self._write(np.array([len(reading)]), codes, shares)
        return self._known[reading]

    def readings(self, first: Ints, codes: Codes, shares: Floats) -> Codes:
        """The code of each of many readings.

        Reading k has the cells `first[k]` to `first[k + 1]`, no two of one set of holdings. Readings of one cell that
        are equal have one code; others are not compared.
        """
        sizes = np.diff(first)
        result = np.empty(len(sizes), dtype=np.int32)
        single = sizes == 1
        held = codes[first[:-1][single]]
        names = list(self._holdings)
        whole = np.zeros(len(names), dtype=np.int32)
        for code in np.unique(held).tolist():
            whole[code] = self.reading(((names[code], 1.0),))
        result[single] = whole[held]
        several = np.repeat(~single, sizes)
        begin = self._write(sizes[~single], codes[several], shares[several])
        result[~single] = np.arange(begin, begin + int((~single).sum()), dtype=np.int32)
        return result

    def _write(self, sizes: Ints, codes: Codes, shares: Floats) -> int:
        begin = self._count
        self._count += len(sizes)
        self._sizes.append(sizes)
        self._cells.append(codes)
        self._shares.append(shares)
        return begin

    def table(self) -> GroundTable:
        """All readings so far."""
        sizes = np.concatenate([np.zeros(1, dtype=np.int64), *self._sizes])
        return GroundTable(
            tuple(self._holdings),
            np.cumsum(sizes, dtype=np.int64),
            np.concatenate([np.empty(0, dtype=np.int32), *self._cells]),
            np.concatenate([np.empty(0), *self._shares]),
        )
