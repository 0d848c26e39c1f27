"""Events as arrays: each somewhere in a disc and at some moment of a span of hours.

It refuses to be a track: no event here is later than its record, none has an identity, and none is finer than its
source. Areas and candidates enter as the disc around them (`enclose.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.engine.separation import FARTHEST_KM

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Happenings:
    """n events: five arrays of n floats. Degrees on WGS84, km, and hours on any one scale.

    `start` is the first moment it may have happened, `stop` the end, which is excluded; where both are the same it
    is that instant. A day is 24 hours: of the day with ordinal d, 24 d to 24 (d + 1). Infinite ends are no limit.
    Raises ValueError for arrays of unequal lengths, numbers that are none, points that are not on Earth, negative
    radii, and spans that run backwards.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    radius_km: NDArray[np.float64]
    start: NDArray[np.float64]
    stop: NDArray[np.float64]

    def __post_init__(self) -> None:
        for name in self.__slots__:
            object.__setattr__(self, name, np.ascontiguousarray(getattr(self, name), dtype=np.float64))
        if {getattr(self, name).shape for name in self.__slots__} != {(self.lon.size,)}:
            raise ValueError("lon, lat, radius_km, start and stop need to be as long as one another, in one dimension")
        self._refuse(~(np.abs(self.lon) <= 180) | ~(np.abs(self.lat) <= 90), "a point that is not on Earth")
        self._refuse(~((self.radius_km >= 0) & (self.radius_km <= FARTHEST_KM)), f"no radius up to {FARTHEST_KM} km")
        self._refuse(~(self.start <= self.stop), "a span that has no start, no stop, or runs backwards")
        self._refuse((self.start == self.stop) & np.isinf(self.start), "an instant at no moment")

    def _refuse(self, wrong: NDArray[np.bool_], what: str) -> None:
        if wrong.any():
            raise ValueError(f"event {int(np.flatnonzero(wrong)[0])} has {what}")

    def __len__(self) -> int:
        return self.lon.size

    def __getitem__(self, chosen: Any) -> Happenings:
        """Those events, chosen by a mask, numbers or a slice."""
        return Happenings(*(getattr(self, name)[chosen] for name in self.__slots__))

    @property
    def instant(self) -> NDArray[np.bool_]:
        return np.equal(self.start, self.stop)


@dataclass(frozen=True, slots=True)
class Reach:
    """What counts as near: at most so many km and at most so many hours, both included. Raises ValueError below 0."""

    km: float
    hours: float

    def __post_init__(self) -> None:
        if not (0 <= self.km < np.inf and 0 <= self.hours < np.inf):
            raise ValueError(f"a reach of {self.km} km and {self.hours} hours is not finite and from 0 up")


def exact(lon: ArrayLike, lat: ArrayLike, hours: ArrayLike) -> Happenings:
    """Points at instants."""
    moments = np.asarray(hours, dtype=np.float64)
    return Happenings(np.asarray(lon), np.asarray(lat), np.zeros(moments.shape), moments, moments)
