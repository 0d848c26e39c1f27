"""Strikes and other events, as columns: a case may hold millions of them.

A row is never an object of its own; `EventTable.row` makes one to look at.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from firmground.case.actors import SOMEBODY

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from firmground.texts import Texts

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


# The high end of "at least so many": more than any real number of strikes, and so small that eight million rows
# of it can still be added up in 64 bits. Not a number to be shown: a sum that reaches it has no upper end.
STRIKES_UNLIMITED = 1 << 40


@dataclass(frozen=True)
class EventTable:
    """One entry a row in every column; unknown is "" in texts and NaN in `lon`, `lat`, `radius_km`.

    `start`, `stop`: the days on one of which the event happened, `stop` excluded; `NO_START`, `NO_STOP` where
    unknown. `reported_*`: the same for the day on which its source named it. `by`, `target`: actor ids,
    ";" between several that all took part, "|" between readings of which one is right, "" unknown.
    `place`: what the row says, a place id or a name. `area`, `level`: name and order of the unit it was coded
    to ("1", "2", "country"), where its codebook says that only the unit is known. `strikes_*`: how many
    strikes the row stands for, both ends included, `STRIKES_UNLIMITED` for "at least". `duplicate_of`: id of the
    row that it repeats.
    `withheld`: names of the columns, ";" between them, of which whoever gave the row away shows nothing, or only a
    coarser value that contains the true one; "*" for all, "" for none. Each such value MAY be anything that what is
    shown allows.
    `extra`: every other column of the file, under its own name.
    """

    id: Texts
    dataset: Texts
    start: Ints
    stop: Ints
    reported_start: Ints
    reported_stop: Ints
    by: Texts
    kind: Texts
    target: Texts
    place: Texts
    lon: Floats
    lat: Floats
    radius_km: Floats
    area: Texts
    level: Texts
    strikes_low: Ints
    strikes_high: Ints
    source: Texts
    url: Texts
    note: Texts
    duplicate_of: Texts
    file: Texts
    row_number: Ints
    unplaced: Texts  # why the coordinates of a row were set aside, "" where they were not
    withheld: Texts
    extra: dict[str, Texts] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.id)

    @cached_property
    def datasets(self) -> frozenset[str]:
        """The data sets that any row comes from."""
        return frozenset(self.dataset.used())

    def withholds(self, *names: str) -> NDArray[np.bool_]:
        """For each row whether any of these columns is withheld in it; without names, whether anything is."""
        return withheld_in(self.withheld, *names)

    def row(self, index: int) -> dict[str, Any]:
        """One event as a mapping of column to value, the extra columns among them."""
        own = {name: getattr(self, name)[index] for name in self.__dataclass_fields__ if name != "extra"}
        return own | {name: column[index] for name, column in self.extra.items()}

    def column(self, name: str) -> Texts | None:
        """A column of texts by its name, ours or the file's own; None if there is no such column."""
        if name in self.extra:
            return self.extra[name]
        return getattr(self, name) if name in TEXT_COLUMNS else None


WITHHELD_ALL = "*"


def withheld_names(cell: str) -> frozenset[str]:
    """The names in a cell of the column `withheld`."""
    return frozenset(part.strip() for part in cell.split(";")) - {""}


def withheld_in(column: Texts, *names: str) -> NDArray[np.bool_]:
    """For each row whether any of these names is withheld in it; without names, whether anything is."""
    asked = {WITHHELD_ALL, *names}
    return column.mask(lambda cell: withheld_names(cell) & asked if names else withheld_names(cell))


# The columns of texts, ours only.
TEXT_COLUMNS = tuple(field.name for field in fields(EventTable) if field.type == "Texts")


@dataclass(frozen=True, slots=True)
class RowCount:
    """What became of the rows of one file: `read` = kept + refused + duplicates removed by the reader."""

    file: str
    dataset: str
    read: int
    kept: int
    refused: dict[str, int]


@cache
def parse_parties(text: str) -> tuple[tuple[str, ...], ...]:
    """The readings of an attribution: "a;b" is one reading with two actors, "a|b" two readings; "" none.

    An empty alternative, as in "a|", is somebody who is not named.
    """
    readings = [tuple(part.strip() for part in reading.split(";") if part.strip()) for reading in text.split("|")]
    if not any(readings):
        return ()
    return tuple(reading or (SOMEBODY,) for reading in readings)
