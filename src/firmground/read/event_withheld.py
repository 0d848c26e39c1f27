"""Rows of which whoever gave them away shows only a part: what is withheld MAY be anything that what is shown allows.

The cell of a withheld field is empty, or holds a coarser value that contains the true one. Neither the constants of
the case nor what a published data set takes for granted may fill it: that would say more than was shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.events import WITHHELD_ALL, withheld_in, withheld_names
from firmground.errors import Effect
from firmground.read.tally import Faulty, Tally
from firmground.read.wording import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from firmground.case.events import Ints
    from firmground.texts import Texts

    Bools = NDArray[np.bool_]

PLACE_WITHHELD = "its place is withheld"

_DAYS = ("date", "date_from", "date_until")
_DISC = ("lon", "lat", "radius_km")
_UNIT = ("area", "level")


@dataclass(frozen=True)
class Withheld:
    """The column `withheld` of one file."""

    column: Texts

    @cached_property
    def any(self) -> bool:
        return bool(self.column.filled().any())

    def of(self, *names: str) -> Bools:
        """For each row whether any of these fields is withheld; without names, whether anything is."""
        return withheld_in(self.column, *names)

    def kept_from(self, name: str) -> Bools:
        """Rows in which no constant may stand for a field: it is withheld, or one that it would contradict is."""
        together = next((group for group in (_DAYS, (*_DISC, *_UNIT)) if name in group), (name,))
        return self.of(*together)

    def with_all(self, rows: Bools) -> Withheld:
        """The same, with nothing known of these rows."""
        return Withheld(self.column.changed(rows, WITHHELD_ALL))

    def tell_unknown(self, tally: Tally, names: Iterable[str]) -> None:
        """Names that are no column of the file: nothing is withheld by them, which may not be what was meant."""
        known = {*names, WITHHELD_ALL}
        strange = {name for cell in self.column.values for name in withheld_names(cell)} - known
        if strange:
            first = min(strange)
            rows = np.flatnonzero(withheld_in(self.column, *strange) & ~withheld_in(self.column, WITHHELD_ALL))
            what = "`withheld` names what is no column of the file"
            tally.add_all(Faulty(rows, what, suggest(first, known), first, Effect.NOTED))


def blank_days(ours: dict[str, Texts], withheld: Withheld) -> None:
    """Takes out what is left of a date where the part of it that would go first is withheld."""
    date, first, last = (ours[name] for name in _DAYS)
    coarser = withheld.of("date") & date.filled()
    coarser |= withheld.of("date_from", "date_until") & first.filled() & last.filled()
    hidden = withheld.of("date") & ~coarser
    for name in _DAYS:
        ours[name] = ours[name].changed(hidden, "")


def blank_places(ours: dict[str, Texts], withheld: Withheld) -> Ints:
    """Takes out coordinates and units that do not hold the true place for sure; the rows that have no place then.

    A withheld disc or unit that is written all the same is a wider one. Without one, whatever would go before what is
    left (a reason, a unit, coordinates, in this order) must not be withheld.
    """
    filled = {name: ours[name].filled() for name in (*_DISC, *_UNIT, "unplaced")}
    disc = filled["lon"] & filled["lat"] & filled["radius_km"]
    unit = filled["level"] & filled["area"]
    wider = (withheld.of(*_DISC) & disc) | (withheld.of(*_UNIT) & unit)
    of_point = withheld.of("lon", "lat") | (withheld.of("radius_km") & filled["lon"])
    hidden = withheld.of("level") | (withheld.of("area") & filled["level"]) | (of_point & ~filled["level"])
    hidden |= withheld.of("unplaced")
    rows = np.flatnonzero(hidden & ~wider & ~filled["unplaced"])
    for name in (*_DISC, *_UNIT):
        ours[name] = ours[name].changed(rows, "")
    return rows
