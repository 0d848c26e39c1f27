"""How many settlements lie in a cell or a unit: among how many a site may be looked for."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

from firmground.case.gazetteer_files import GazetteerKind
from firmground.exchange.coarsen.cells import cell_of
from firmground.formats.geonames import read_geonames
from firmground.places import Disc

if TYPE_CHECKING:
    from firmground.case.case import Case

# A place of the case that reaches farther than this is a district or a province, and no settlement.
WIDEST_KM: Final = 10.0
_POPULATED: Final = "P."  # GeoNames, feature class P: city, village
_SAME: Final = 3  # decimals of a degree: two names within about 100 m are one settlement


class Settlements:
    """The listed settlements of a case: its own places, and the populated places of its files of GeoNames."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._counts: dict[int, Counter[str]] = {}

    @cached_property
    def points(self) -> tuple[tuple[float, float], ...]:
        own = [
            (place.where.lon, place.where.lat)
            for place in self._case.gazetteer.places.values()
            if isinstance(place.where, Disc) and place.where.radius_km <= WIDEST_KM
        ]
        for file in self._case.gazetteers:
            if file.kind is GazetteerKind.GEONAMES:
                found, _ = read_geonames(file.path, name=file.name)
                own += [(one.lon, one.lat) for one in found if one.code.startswith(_POPULATED)]
        return tuple({(round(lon, _SAME), round(lat, _SAME)): (lon, lat) for lon, lat in own}.values())

    def in_cell(self, cell: str, resolution: int) -> int:
        if resolution not in self._counts:
            self._counts[resolution] = Counter(cell_of(lon, lat, resolution) for lon, lat in self.points)
        return self._counts[resolution][cell]

    def in_area(self, geometry: object) -> int:
        """In a shapely polygon of longitude and latitude."""
        import shapely  # noqa: PLC0415 - only where units are asked for

        if not self.points:
            return 0
        lon, lat = zip(*self.points, strict=True)
        return int(shapely.contains_xy(geometry, lon, lat).sum())
