"""Cells of H3, and the discs that stand for them.

A site belongs to the cells above it in the hierarchy of H3 (Uber, https://h3geo.org), from the finest resolution on.
H3's cells do not nest exactly: a child reaches a little over the edge of its parent. So a cell is shown as a disc that
is wide enough for all of its children's discs: a coarser disc contains every finer one of the same site, and the site.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

from firmground.places import Disc, geod

# How much wider than its cell a disc is. Over all cells of resolutions 1 to 4, and random ones, pentagons and poles of
# all others, a child's disc lies in its parent's from 1.224 on; the rest is for rounding.
GROWTH: Final = 1.3
FINEST: Final = 15
# A site's own radius is rounded up to one of these, so that it does not tell which site it is.
RADIUS_CLASSES_KM: Final = (0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0)
_DEGREES: Final = 5  # decimals of a centre: about a metre
_KM: Final = 0.01


@lru_cache(maxsize=1 << 16)
def cell_of(lon: float, lat: float, resolution: int) -> str:
    """The cell above a point: that of the finest resolution, then its parent, and so on."""
    import h3  # noqa: PLC0415 - only where something is coarsened

    return str(h3.cell_to_parent(h3.latlng_to_cell(lat, lon, FINEST), resolution))


def resolution_of(cell: str) -> int:
    """From 0, of cells of 1,100 km, to 15. Raises ValueError if this is no cell."""
    import h3  # noqa: PLC0415 - as above

    if not h3.is_valid_cell(cell):
        raise ValueError(f"{cell!r} is no cell of H3")
    return int(h3.get_resolution(cell))


def parent_of(cell: str, resolution: int) -> str:
    """The cell of this resolution, which must not be a finer one, to which a cell belongs."""
    import h3  # noqa: PLC0415 - as above

    return str(h3.cell_to_parent(cell, resolution))


@lru_cache(maxsize=1 << 14)
def cell_disc(cell: str) -> Disc:
    """A disc that contains every point that belongs to the cell, and the discs of all cells below it."""
    import h3  # noqa: PLC0415 - as above

    lat, lon = h3.cell_to_latlng(cell)
    corners = h3.cell_to_boundary(cell)
    count = len(corners)
    _, _, metres = geod().inv([lon] * count, [lat] * count, [own[1] for own in corners], [own[0] for own in corners])
    radius = GROWTH * max(metres) / 1000
    return Disc(round(lon, _DEGREES), round(lat, _DEGREES), round(math.ceil(radius / _KM) * _KM, 2))


def widened(disc: Disc, radius_km: float) -> Disc | None:
    """The disc for a site that reaches so far round its point; None for one that is wider than any class."""
    wider = next((one for one in RADIUS_CLASSES_KM if one >= radius_km), None)
    return None if wider is None else Disc(disc.lon, disc.lat, round(disc.radius_km + wider, 2))
