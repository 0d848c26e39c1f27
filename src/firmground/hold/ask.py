"""One map, asked about all sites: what is little takes the plain path, what is much the engine."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from firmground.case.withheld import OF_MAP
from firmground.hold.fast import FastMap
from firmground.hold.ground import NOTHING_KNOWN
from firmground.hold.kept import kept_at
from firmground.hold.plain import plain_spells
from firmground.hold.sites import Kind, Questions
from firmground.hold.spells import Spells
from firmground.hold.states import state_map
from firmground.hold.taken import COARSER_KM
from firmground.hold.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.hold.ground import GroundWriter
    from firmground.hold.sites import Sites
    from firmground.hold.way import Way

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

Path = Literal["auto", "plain", "engine"]

# What the plain path needs for one place and one run of days, in seconds on two cores of a server of 2023, and how long
# it may need in all before the engine, which takes a second to load, is sooner done. Timeline.ground_spells on the maps
# of benchmarks/big_case.py: points 0.06 to 0.24 ms, discs of 5 km 0.5 ms, of 25 km 1.4 to 3 ms; areas on each
# state of a map that changes daily 1 to 5 ms.
_POINT_S, _DISC_S, _AREA_S, _PLAIN_S = 1e-4, 1e-3, 2e-3, 1.0


class AskedMap:
    """A map of a case and the way in which it is asked.

    `ways`: all in which it will be.
    """

    def __init__(self, case: Case, name: str, ways: Sequence[Way], path: Path, tell: Callable[[str], None]) -> None:
        self.control = case.maps[name]
        self._case, self._ways, self._path, self._tell = case, ways, path, tell

    @property
    def _rows_withheld(self) -> bool:
        """Are there rows of a list of places that are not shown?"""
        return self.control.listed and self._case.withheld.get(f"{OF_MAP}{self.control.id}", 0) > 0

    @cached_property
    def timeline(self) -> Timeline:
        return Timeline(self.control)

    @cached_property
    def fast(self) -> FastMap:
        stated = state_map(self.control)
        return FastMap(stated, kept_at(self._case, stated), self._tell)

    def spells(
        self, sites: Sites, asked: Questions, ground: GroundWriter, way: Way, tell: Callable[[str], None]
    ) -> Spells:
        """What the map says of every site on the days it is asked for (`asked.region` being sites)."""
        sites = sites.taken(way)
        by_name = np.zeros(len(sites), dtype=np.bool_)
        if self.control.listed:
            by_name[[site for site, keys in sites.keys.items() if self.timeline.speaks_of(keys)]] = True
        nowhere = (sites.kind == Kind.UNKNOWN) & ~by_name
        if self.control.listed and sites.coarser is not None:
            # A list of places answers for a place by its name before all else, and the true place may have had one.
            nowhere |= sites.coarser
        if self.control.open:
            nowhere[:] = True
        elif self._rows_withheld:
            # A place that is not shown may be nearer to any spot than those that are.
            nowhere |= ~by_name
        parts = [_nothing_known(asked.among(nowhere), ground)]
        rest = ~nowhere
        for kind in (Kind.DISC, Kind.AREA):
            own = asked.among((sites.kind == kind) & ~by_name & ~nowhere)
            if self._is_much(kind, sites, own):
                hulls = own.hulls()
                ask = self._fast_discs if kind is Kind.DISC else self._fast_areas
                parts.append((hulls.region, ask(sites, hulls, ground, way, tell)))
                rest[hulls.region] = False
        # Most of what a listed place needs is found once whatever the days; ground is cut anew where faces change.
        slow = asked.among(rest)
        slow = slow.hulls() if self.control.listed else slow.mostly_whole()
        if len(slow):
            parts.append(plain_spells(self.timeline, sites, slow, ground, way, tell))
        return Spells.joined(len(sites), parts).merged()

    def _is_much(self, kind: Kind, sites: Sites, asked: Questions) -> bool:
        """Would the plain path need longer for these places, in all ways, than the engine for its start?"""
        if self.control.listed or not len(asked) or self._path != "auto":
            return not self.control.listed and len(asked) > 0 and self._path == "engine"
        if kind is Kind.AREA:
            return self._states_asked(asked) * _AREA_S * len(self._ways) > _PLAIN_S
        points = [(sites.radii_km(asked.region, way) == 0).sum() for way in self._ways]
        return bool(sum(_POINT_S * few + _DISC_S * (len(asked) - few) for few in points) > _PLAIN_S)

    def _states_asked(self, asked: Questions) -> int:
        """At most so many, without looking at the map more closely than that has to be."""
        most = int(np.minimum(asked.stop - asked.start, 4 * len(self.control.faces) + 1).sum())
        if most * _AREA_S * len(self._ways) <= _PLAIN_S:
            return most
        first, last = self.fast.stated.states.asked(asked.start, asked.stop)
        return int((last - first).sum())

    def _fast_discs(
        self, sites: Sites, asked: Questions, ground: GroundWriter, way: Way, tell: Callable[[str], None]
    ) -> Spells:
        """The spells of each site that is asked about."""
        tell(f"{len(asked):,} places")
        lon, lat = (column[asked.region] for column in (sites.lon, sites.lat))
        radii_km = sites.radii_km(asked.region, way)
        return self.fast.disc_spells(lon, lat, radii_km, asked.start, asked.stop, ground, tell)

    def _fast_areas(
        self, sites: Sites, asked: Questions, ground: GroundWriter, way: Way, tell: Callable[[str], None]
    ) -> Spells:
        """The same for areas."""
        coarser = np.zeros(len(sites), dtype=np.bool_) if sites.coarser is None else sites.coarser
        areas = [way.widen(sites.areas[site], COARSER_KM if coarser[site] else 0.0) for site in asked.region.tolist()]
        name = f"areas-{way.margin_km:g}{'-coarser' if coarser.any() else ''}"
        return self.fast.area_spells(areas, asked.start, asked.stop, ground, tell, name)


def _nothing_known(asked: Questions, ground: GroundWriter) -> tuple[Ints, Spells]:
    hulls = asked.hulls()
    count = len(hulls)
    code = ground.reading(NOTHING_KNOWN) if count else 0
    return hulls.region, Spells.of_rows(
        count, np.arange(count), hulls.start, hulls.stop, np.full(count, code, dtype=np.int32), np.ones(count)
    )
