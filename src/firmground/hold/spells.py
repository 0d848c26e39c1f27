"""Spells as columns: what is known of many sites over time, and what of it belongs to each occurrence.

A *site* is one place at which the events of a region may have been: a region that is a disc, an area or unknown is one
site, of several candidates each is one. An *occurrence* is a region with some events' possible days. All that is asked
of a map is asked once for each site, over all days on which anything happened there; the spells of an occurrence are
cut from those of its sites.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.dates import NO_STOP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firmground.hold.ground import GroundWriter, Reading

    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]
    Floats = NDArray[np.float64]

_MORE_THAN_DAYS = 1 << 23  # a site's number and a day fit into one sortable number
if NO_STOP >= _MORE_THAN_DAYS:
    raise AssertionError("days no longer fit beside the number of a site")


@dataclass(frozen=True, slots=True)
class Spell:
    """One reading of the ground from `start` to `stop`, excluded; `weight` is 1 / the number of readings."""

    start: int
    stop: int
    reading: Reading
    weight: float = 1.0


@dataclass(frozen=True, eq=False)
class Spells:
    """Row k owns the spells `first[k]` to `first[k + 1]`, by day: `reading` (a code) from `start` to `stop`, excluded.

    On the days on which several readings are possible there are as many spells of the same days, and `weight` is 1 /
    their number. The spells of a row do not overlap otherwise.
    """

    first: Ints
    start: Codes
    stop: Codes
    reading: Codes
    weight: Floats

    def __len__(self) -> int:
        return len(self.start)

    @property
    def row(self) -> Ints:
        """The row that each spell belongs to."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))

    @classmethod
    def of_rows(
        cls, rows: int, row: Ints, start: NDArray[np.integer], stop: NDArray[np.integer], reading: Codes, weight: Floats
    ) -> Spells:
        """Spells in any order with the row of each; spells of one row and the same days stay in their order."""
        key = row * _MORE_THAN_DAYS + start
        order = slice(None) if bool((key[1:] >= key[:-1]).all()) else np.argsort(key, kind="stable")
        return cls(
            np.concatenate([[0], np.cumsum(np.bincount(row, minlength=rows))]),
            start[order].astype(np.int32),
            stop[order].astype(np.int32),
            reading[order],
            weight[order],
        )

    @classmethod
    def joined(cls, rows: int, parts: Sequence[tuple[Ints, Spells]]) -> Spells:
        """One table from several: each with the numbers, among all `rows`, of its own rows."""
        return cls.of_rows(
            rows,
            np.concatenate([np.empty(0, np.int64), *(numbers[one.row] for numbers, one in parts)]),
            np.concatenate([np.empty(0, np.int32), *(one.start for _, one in parts)]),
            np.concatenate([np.empty(0, np.int32), *(one.stop for _, one in parts)]),
            np.concatenate([np.empty(0, np.int32), *(one.reading for _, one in parts)]),
            np.concatenate([np.empty(0), *(one.weight for _, one in parts)]),
        )

    @classmethod
    def written(cls, told: Sequence[Sequence[Spell]], ground: GroundWriter) -> Spells:
        """The spells of each row as columns."""
        flat = [spell for own in told for spell in own]
        return cls(
            np.concatenate([[0], np.cumsum([len(own) for own in told], dtype=np.int64)]),
            np.array([spell.start for spell in flat], dtype=np.int32),
            np.array([spell.stop for spell in flat], dtype=np.int32),
            np.array([ground.reading(spell.reading) for spell in flat], dtype=np.int32),
            np.array([spell.weight for spell in flat], dtype=np.float64),
        )

    def merged(self) -> Spells:
        """Spells that follow each other in one row and say the same, surely, are one."""
        row = self.row
        goes_on = (row[1:] == row[:-1]) & (self.reading[1:] == self.reading[:-1]) & (self.start[1:] == self.stop[:-1])
        goes_on &= (self.weight[1:] == 1) & (self.weight[:-1] == 1)
        if not goes_on.any():
            return self
        begins = np.flatnonzero(np.concatenate([[True], ~goes_on]))
        ends = np.append(begins[1:], len(row)) - 1
        return Spells(
            np.searchsorted(begins, self.first),
            self.start[begins],
            self.stop[ends],
            self.reading[begins],
            self.weight[begins],
        )

    def cut_at(self, days: Ints) -> Spells:
        """Cut so that none of the `days` (sorted) lies within a spell but at its start."""
        low, high = np.searchsorted(days, self.start, side="right"), np.searchsorted(days, self.stop, side="left")
        parts = high - low + 1
        if not (parts > 1).any():
            return self
        spell, number = spread(parts)
        edges = np.concatenate([days, [0]])
        start = np.where(number == 0, self.start[spell], edges[low[spell] + number - 1])
        stop = np.where(number == parts[spell] - 1, self.stop[spell], edges[np.minimum(low[spell] + number, len(days))])
        return Spells(
            np.concatenate([[0], np.cumsum(parts)])[self.first],
            start.astype(np.int32),
            stop.astype(np.int32),
            self.reading[spell],
            self.weight[spell],
        )

    def taken(self, row: Ints, start: NDArray[np.integer], stop: NDArray[np.integer]) -> Spells:
        """For each row asked for what it says from `start` to `stop`, excluded."""
        own = self.row * _MORE_THAN_DAYS
        low = np.searchsorted(own + self.stop, row * _MORE_THAN_DAYS + start, side="right")
        high = np.searchsorted(own + self.start, row * _MORE_THAN_DAYS + stop, side="left")
        asked, number = spread(high - low)
        spell = low[asked] + number
        return Spells(
            np.concatenate([[0], np.cumsum(high - low)]),
            np.maximum(self.start[spell], start[asked]).astype(np.int32),
            np.minimum(self.stop[spell], stop[asked]).astype(np.int32),
            self.reading[spell],
            self.weight[spell],
        )


def spread(counts: NDArray[np.integer]) -> tuple[Ints, Ints]:
    """Of `counts[k]` items for each k: the k of each item, and which of its items it is, from 0."""
    ends = np.cumsum(counts, dtype=np.int64)
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - (ends - counts)[owner]
