"""In which way imprecise places are taken: how wide, and how far a map's borders may be off."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from firmground.engine.swell import swell_area

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from firmground.places import Area


class Way(NamedTuple):
    """`radius`: so many times as wide as coded; `margin_km`: so far around everything.

    That the map's borders may be off by a margin is the same as that the region reaches so much farther.
    """

    radius: float
    margin_km: float

    def radii_km(self, coded: NDArray[np.float64]) -> NDArray[np.float64]:
        """How wide discs are taken; 0 for points."""
        return coded * self.radius + self.margin_km

    def widen(self, area: Area, more_km: float = 0.0) -> Area:
        """The ground to look at, `more_km` around it."""
        margin_km = self.margin_km + more_km
        return swell_area(area, margin_km) if margin_km else area
