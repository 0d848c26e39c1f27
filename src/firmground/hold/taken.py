"""How wide a region is taken: as many times as the choice `radius` says, and wide enough for what it may stand for.

What is shown in the place of a withheld region holds that region, however it was known. Its own width says nothing of
how wide the region inside it is taken: so it is never taken narrower than it is. A unit is never taken wider, but discs
inside it that it stands for are: the disc round the unit, so many times as wide, holds them all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from firmground.engine.meetings.enclose import enclosing_disc
from firmground.engine.separation import FARTHEST_KM
from firmground.engine.swell import swell_area
from firmground.places import Area, Candidates, Disc, Unknown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.locate import Region, Regions
    from firmground.places import Where

    Floats = NDArray[np.float64]

# So much wider is taken what stands for a withheld region: slivers of a metre are left out of account, a point on a
# seam of the map's degrees is taken as a disc of ten (`engine.arrange`), and nothing at its edge may be missed.
COARSER_KM = 0.02


def taken_place(region: Region, radius: float) -> Where:
    """Where the events of a region may have been, all radii so many times as wide."""
    if not region.coarser:
        return wider_place(region.where, radius)
    if isinstance(region.where, Area) and radius <= 1:
        return swell_area(region.where, COARSER_KM)
    if isinstance(region.where, Unknown):
        return region.where
    disc = enclosing_disc(region.where)
    return replace(disc, radius_km=float(coarser_radii(np.array(disc.radius_km), radius)))


def taken_radii(regions: Regions, radius: float) -> Floats:
    """In km, of all regions that are discs of their own; NaN of others."""
    plain = regions.radius_km * radius
    if regions.coarser is None:
        return plain
    return np.where(regions.coarser, coarser_radii(regions.radius_km, radius), plain)


def coarser_radii(coded: Floats, radius: float) -> Floats:
    """The radii of discs that stand for whatever lies inside them."""
    return np.minimum(coded * max(1.0, radius) + COARSER_KM, FARTHEST_KM)


def wider_place(where: Where, radius: float) -> Where:
    """The place with every radius so many times as wide."""
    if isinstance(where, Candidates):
        return Candidates(tuple(wider_place(option, radius) for option in where.options))
    return replace(where, radius_km=where.radius_km * radius) if isinstance(where, Disc) else where
