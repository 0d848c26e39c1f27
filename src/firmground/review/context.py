"""What stands beside a row: other events of its source on its days, as evidence for where a name lies.

A report that names five villages of one valley seldom means a sixth of the same name two hundred kilometres away. That
is a reason to look, and no proof.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from firmground.places import Disc, geod

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.locate import Located

_WIDEST_DAYS = 31  # an event that is known less exactly stands beside everything, and says nothing
_ROWS_LOOKED_AT = 5  # rows of one name whose surroundings are looked at


class Context:
    """The events of a case that are known as discs, by their source."""

    def __init__(self, case: Case, located: Located) -> None:
        self._events = case.events
        self._located = located
        lon, lat = (np.full(len(located.regions), np.nan) for _ in range(2))
        for number, region in enumerate(located.regions):
            if isinstance(region.where, Disc):
                lon[number], lat[number] = region.where.lon, region.where.lat
        self._lon, self._lat = lon[located.region_of], lat[located.region_of]
        self._by_source: dict[str, list[int]] = defaultdict(list)
        self._counted: dict[str, int] = defaultdict(int)
        for index, source in enumerate(case.events.source):
            self._counted[located.region(index).counts_as] += 1
            dated = int(case.events.stop[index]) - int(case.events.start[index]) <= _WIDEST_DAYS
            if source and dated and not np.isnan(self._lon[index]):
                self._by_source[source].append(index)
        self._arrays: dict[str, NDArray[np.int64]] = {}

    def events_at(self, place: str) -> int:
        """How many events are counted at this place already."""
        return self._counted.get(place, 0)

    def nearest(self, disc: Disc, rows: Iterable[int]) -> tuple[float, int] | None:
        """The nearest event of the same source whose days overlap those of one of the rows: km between the centres, and
        its index. None where there is none.
        """
        best: tuple[float, int] | None = None
        for row in list(rows)[:_ROWS_LOOKED_AT]:
            others = self._beside(row)
            if not len(others):
                continue
            here = np.full(len(others), disc.lon), np.full(len(others), disc.lat)
            _, _, metres = geod().inv(*here, self._lon[others], self._lat[others])
            least = int(np.argmin(metres))
            found = float(np.asarray(metres)[least]) / 1000, int(others[least])
            best = found if best is None or found < best else best
        return best

    def beside(self, rows: Iterable[int], most: int) -> list[int]:
        """At most so many events of the same sources and days as these rows."""
        found = [int(event) for row in list(rows)[:_ROWS_LOOKED_AT] for event in self._beside(row)]
        return list(dict.fromkeys(found))[:most]

    def _beside(self, row: int) -> NDArray[np.int64]:
        source = self._events.source[row]
        if source not in self._arrays:
            self._arrays[source] = np.array(self._by_source.get(source, ()), dtype=np.int64)
        others = self._arrays[source]
        start, stop = self._events.start, self._events.stop
        shared = (start[others] < stop[row]) & (start[row] < stop[others]) & (others != row)
        return np.asarray(others[shared], dtype=np.int64)

    def label(self, event: int) -> str:
        return f"{self._events.id[event]}, {self._located.region(event).label}"
