"""One map, asked about all sites: what is little takes the plain path, what is much the engine."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from firmground.engine.territory.territory import Territory
from firmground.hold.fast import FastMap
from firmground.hold.ground import NOTHING_KNOWN
from firmground.hold.plain import plain_spells
from firmground.hold.sites import Kind, Questions
from firmground.hold.spells import Spells
from firmground.hold.states import state_map
from firmground.hold.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from firmground.case.control import ControlMap
    from firmground.hold.ground import GroundWriter
    from firmground.hold.sites import Sites

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

Path = Literal["auto", "plain", "engine"]


class AskedMap:
    """A map and the way in which it is asked."""

    def __init__(self, control: ControlMap, path: Path) -> None:
        self.control = control
        self._path = path

    @cached_property
    def timeline(self) -> Timeline:
        return Timeline(self.control)

    @cached_property
    def fast(self) -> FastMap:
        stated = state_map(self.control)
        return FastMap(stated, Territory(stated.faces()))

    def spells(
        self,
        sites: Sites,
        asked: Questions,
        ground: GroundWriter,
        *,
        radius: float,
        margin_km: float,
        tell: Callable[[str], None],
    ) -> Spells:
        """What the map says of every site on the days it is asked for (`asked.region` being sites)."""
        by_name = np.zeros(len(sites), dtype=np.bool_)
        if self.control.listed:
            by_name[[site for site, keys in sites.keys.items() if self.timeline.speaks_of(keys)]] = True
        nowhere = (sites.kind == Kind.UNKNOWN) & ~by_name
        parts = [_nothing_known(asked.among(nowhere), ground)]
        rest = ~nowhere
        discs = (sites.kind == Kind.DISC) & ~by_name
        if self._is_much(asked.among(discs)):
            told, doubtful = self._fast_spells(sites, asked.among(discs), ground, radius, margin_km, tell)
            parts.append(told)
            rest &= ~discs
            rest[doubtful] = True
        # Most of what a listed place needs is found once whatever the days; ground is cut anew where faces change.
        slow = asked.among(rest).hulls() if self.control.listed else asked.among(rest)
        parts.append(plain_spells(self.timeline, sites, slow, ground, radius=radius, margin_km=margin_km, tell=tell))
        return Spells.joined(len(sites), parts).merged()

    def _is_much(self, asked: Questions) -> bool:
        if self.control.listed or not len(asked):
            return False
        return self._path == "engine"

    def _fast_spells(
        self,
        sites: Sites,
        asked: Questions,
        ground: GroundWriter,
        radius: float,
        margin_km: float,
        tell: Callable[[str], None],
    ) -> tuple[tuple[Ints, Spells], Ints]:
        """The sites with their spells, and those that only the plain path can tell of."""
        hulls = asked.hulls()
        site = hulls.region
        tell(f"{len(site):,} places")
        told, doubtful = self.fast.spells(
            sites.lon[site],
            sites.lat[site],
            sites.radius_km[site] * radius + margin_km,
            hulls.start,
            hulls.stop,
            ground,
        )
        if doubtful.any():
            tell(
                f"{int(doubtful.sum()):,} of {len(site):,} places lie so near a border that each is looked at by itself"
            )
        return (site, told), site[doubtful]


def _nothing_known(asked: Questions, ground: GroundWriter) -> tuple[Ints, Spells]:
    hulls = asked.hulls()
    count = len(hulls)
    code = ground.reading(NOTHING_KNOWN) if count else 0
    return hulls.region, Spells.of_rows(
        count, np.arange(count), hulls.start, hulls.stop, np.full(count, code, dtype=np.int32), np.ones(count)
    )
