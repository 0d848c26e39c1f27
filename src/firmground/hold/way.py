"""In which way imprecise places are taken: how wide, and how far a map's borders may be off."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, overload

from firmground.engine.swell import swell_area
from firmground.places import Area, Disc

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Way(NamedTuple):
    """`radius`: so many times as wide as coded; `margin_km`: so far around everything.

    That the map's borders may be off by a margin is the same as that the region reaches so much farther.
    """

    radius: float
    margin_km: float

    def radii_km(self, coded: NDArray[np.float64]) -> NDArray[np.float64]:
        """How wide discs are taken; 0 for points."""
        return coded * self.radius + self.margin_km

    @overload
    def widen(self, where: Disc) -> Disc: ...

    @overload
    def widen(self, where: Area) -> Area: ...

    def widen(self, where: Disc | Area) -> Disc | Area:
        """The ground to look at."""
        if isinstance(where, Disc):
            return Disc(where.lon, where.lat, where.radius_km * self.radius + self.margin_km)
        return swell_area(where, self.margin_km) if self.margin_km else where
