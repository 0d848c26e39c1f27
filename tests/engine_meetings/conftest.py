"""Random events of every awkward kind."""

from __future__ import annotations

import numpy as np
import pytest

from firmground.engine.meetings.happenings import Happenings, Reach

# (middle lon, middle lat, spread in degrees): a town, both poles, the antimeridian, where 0 meets 360, everywhere.
NEIGHBOURHOODS = [
    (38.0, 35.0, 0.2),
    (0.0, 90.0, 0.5),
    (0.0, -90.0, 3.0),
    (180.0, 12.0, 0.3),
    (0.0, 0.0, 0.2),
    (100.0, 71.0, 20.0),
    (0.0, 0.0, 180.0),
]
RADII = [0.0, 0.0, 0.25, 2.5, 5.0, 40.0, 700.0, 9_000.0, 20_004.0]
SPANS = [0.0, 0.0, 0.25, 6.0, 24.0, 24.0, 24.0, 72.0, 744.0, 8760.0, np.inf]


class Invented:
    """Events and reaches drawn by lot; on quarters of an hour, so that limits are met exactly."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)

    def events(self, count: int) -> Happenings:
        random = self.random
        lon, lat, spread = NEIGHBOURHOODS[random.integers(len(NEIGHBOURHOODS))]
        sites = random.integers(1, count + 2)  # few sites: many events at one spot
        lons = (lon + spread * random.uniform(-1, 1, sites) * (180 if abs(lat) == 90 else 1) + 180) % 360 - 180
        lats = np.clip(lat + spread * random.uniform(-1, 1, sites), -90, 90)
        lats[0] = np.clip(lat, -90, 90)
        at = random.integers(0, sites, count)
        radii = random.choice(random.choice(RADII, random.integers(1, 5)), count)
        spans = random.choice(random.choice(SPANS, random.integers(1, 5)), count)
        start = self.start(count)
        stop = start + spans
        start[(random.random(count) < 0.03) & (spans > 0)] = -np.inf
        return Happenings(lons[at], lats[at], radii, start, stop)

    def start(self, count: int) -> np.ndarray:
        first = float(self.random.choice([0.0, 17_672_000.0]))  # hours counted from nowhere near, or from the year 1
        raster = self.random.choice([0.25, 1.0, 24.0])
        return first + raster * self.random.integers(0, self.random.choice([3, 20, 400]), count)

    def reach(self) -> Reach:
        random = self.random
        return Reach(
            float(random.choice([0.0, 0.5, 5.0, 10.0, 60.0, 1_400.0, 20_004.0])),
            float(random.choice([0.0, 0.25, 24.0, 24.0, 48.0, 100.5, 9_000.0])),
        )


@pytest.fixture
def invented():
    return Invented
