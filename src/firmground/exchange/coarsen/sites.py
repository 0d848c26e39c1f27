"""Where an event is shown to have been instead of where it was: a function of its site alone.

The site of an event is the place of the case that it names, else its exact coordinates. The site has one cell of H3 (or
one administrative unit) for ever: the finest that the rule allows and that holds enough settlements. The event is shown
as the disc of that cell, wide enough for its own region, and which place it was is withheld.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from firmground.case.gazetteer import fold_name
from firmground.exchange.coarsen.cells import cell_disc, cell_of, parent_of, resolution_of, widened
from firmground.exchange.coarsen.ledger import Site
from firmground.exchange.coarsen.settlements import Settlements
from firmground.places import Area, Disc, distance_km, geod
from firmground.read.places import LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from firmground.case.case import Case
    from firmground.case.handling import Rule
    from firmground.exchange.viewing.drafts import Draft, Mask
    from firmground.places import Where

DISC: Final = ("lon", "lat", "radius_km")
UNIT: Final = ("area", "level")
# A circle of so many corners lies outside the true one when it is wider by one part in a thousand.
_CORNERS: Final = 180
_OUTSIDE: Final = 1.001


@dataclass
class Sites:
    """Shows wider places for events of one case. `fixed`: the ledger; `new`: what must be added to it before anything
    leaves.
    """

    case: Case
    fixed: Mapping[str, Site]
    day: date
    new: dict[str, Site] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._settlements = Settlements(self.case)

    def __call__(self, draft: Draft, rows: Mask, rule: Rule) -> Mask:
        """Coarsens the place of these events; the rows that have none that would do."""
        left = draft.nobody.copy()
        wider: dict[str, dict[int, Any]] = {name: {} for name in (*DISC, *UNIT)}
        known: dict[tuple[Any, ...], Disc | tuple[str, str] | None] = {}
        for row in np.flatnonzero(rows & ~draft.hidden).tolist():
            key = tuple(draft.value(name, row) for name in ("place", *DISC, *UNIT, "unplaced"))
            if key not in known:
                known[key] = self._shown(*key, rule=rule)
            shown = known[key]
            if shown is None:
                left[row] = True
            elif isinstance(shown, Disc):
                numbers = (shown.lon, shown.lat, shown.radius_km)
                for name, number in zip(DISC, numbers, strict=True):
                    wider[name][row] = repr(number)
            else:
                for name, text in zip(UNIT, shown, strict=True):
                    wider[name][row] = text
        self._show(draft, wider, rows & ~left & ~draft.hidden, rule)
        return left

    @staticmethod
    def _show(draft: Draft, wider: dict[str, dict[int, Any]], rows: Mask, rule: Rule) -> None:
        draft.ensure(*(name for name in (*DISC, *UNIT) if wider[name]))
        for name in ("place", *DISC, *UNIT, "unplaced"):
            values = wider.get(name, {})
            draft.coarsen(name, values, rule.id)
            draft.withhold(name, rows & ~_at(values, len(rows)), rule.id)

    def _shown(
        self, place: Any, lon: Any, lat: Any, radius: Any, area: Any, level: Any, unplaced: Any, *, rule: Rule
    ) -> Disc | tuple[str, str] | None:
        """A disc, a unit (its name and level), or None."""
        if unplaced:
            return None
        if level:
            unit = self.case.gazetteer.find_area(str(level), str(area or ""))
            return self._unit(rule, unit) if unit is not None and rule.unit else None
        key, home = self._home(str(place or ""))
        own = _disc(lon, lat, radius)
        region = own or home
        if key is None and own is not None:
            key = f"{own.lon!r},{own.lat!r}"
        if key is None or region is None:
            return None
        site = self._site(key, home if isinstance(home, Disc) else own, region, rule)
        if site is None:
            return None
        return self._named(site.unit, region) if site.unit else _round(site.cell, region)

    def _home(self, place: str) -> tuple[str | None, Where | None]:
        """The one place of the case that this names, if that is a site, and where it is."""
        found = self.case.gazetteer.find(place) if place else ()
        if len(found) != 1:
            return None, None
        where = found[0].where
        return (found[0].id if isinstance(where, Disc) else None), where

    def _site(self, key: str, anchor: Disc | None, region: Where, rule: Rule) -> Site | None:
        """What the site is shown as; fixed now if it was not."""
        before = self.new.get(key) or self.fixed.get(key)
        if before is not None and before.unit:
            return before
        if before is None and rule.unit:
            return self._keep(self._new_unit(key, region, rule))
        if before is None and anchor is None:
            return None
        finest = rule.cell if before is None else min(rule.cell, resolution_of(before.cell))
        for resolution in range(finest, -1, -1):
            cell = cell_of(anchor.lon, anchor.lat, resolution) if before is None else parent_of(before.cell, resolution)  # type: ignore[union-attr]
            count = self._settlements.in_cell(cell, resolution)
            if count >= rule.settlements and before is not None and before.cell == cell:
                return before
            if count >= rule.settlements:
                since = self.day.isoformat() if before is None else before.since
                return self._keep(Site(key, cell, "", count, since))
        return None

    def _keep(self, site: Site | None) -> Site | None:
        if site is not None and self.fixed.get(site.site) != site:
            self.new[site.site] = site
        return site

    def _new_unit(self, key: str, region: Where, rule: Rule) -> Site | None:
        found = self._unit_round(region, rule)
        if found is None:
            return None
        level, area, count = found
        return Site(key, "", f"{level}:{area.id}", count, self.day.isoformat())

    def _unit(self, rule: Rule, region: Area) -> tuple[str, str] | None:
        found = self._unit_round(region, rule)
        return None if found is None else (found[1].name, found[0])

    def _unit_round(self, region: Where, rule: Rule) -> tuple[str, Area, int] | None:
        """The unit of the wanted order, or of a higher one, that contains the region and holds enough settlements."""
        for level in _upwards(rule.unit):
            areas = {area.id: area for (own, _), area in self.case.gazetteer.areas.items() if own == level}
            for area in areas.values():
                count = self._settlements.in_area(area.geometry) if _contains(area, region) else 0
                if count >= rule.settlements and self._is_found(level, area):
                    return level, area, count
        return None

    def _named(self, unit: str, region: Where) -> tuple[str, str] | None:
        """The unit of the ledger, if it still contains the region."""
        level, _, own = unit.partition(":")
        area = next((one for (_, _), one in self.case.gazetteer.areas.items() if one.id == own), None)
        if area is None or not _contains(area, region) or not self._is_found(level, area):
            return None
        return area.name, level

    def _is_found(self, level: str, area: Area) -> bool:
        """Does its name mean this unit and no other?"""
        found = self.case.gazetteer.find_area(level, area.name)
        return found is not None and found.id == area.id and bool(fold_name(area.name))


def _at(values: Mapping[int, Any], length: int) -> Mask:
    found = np.zeros(length, dtype=np.bool_)
    found[list(values)] = True
    return found


def _disc(lon: Any, lat: Any, radius: Any) -> Disc | None:
    try:
        return Disc(float(lon), float(lat), float(radius or 0.0))
    except (TypeError, ValueError):
        return None


def _round(cell: str, region: Where) -> Disc | None:
    """The disc of a cell for a region, if it surely contains it."""
    if not isinstance(region, Disc):
        return None
    base = cell_disc(cell)
    shown = widened(base, region.radius_km)
    if shown is None:
        return None
    away = distance_km(base.lon, base.lat, region.lon, region.lat)
    return shown if away + region.radius_km <= shown.radius_km else None


def _upwards(level: str) -> tuple[str, ...]:
    """This order of units and those above it: "3", "2", "1", "country"."""
    numbers = [one for one in LEVELS if one.isdigit()]
    return (*reversed(numbers[: numbers.index(level) + 1]), "country") if level in numbers else (level,)


def _contains(area: Area, region: Where) -> bool:
    """Does the unit surely contain the whole region?"""
    import shapely  # noqa: PLC0415 - only where units are asked for

    if isinstance(region, Area):
        return bool(area.geometry.covers(region.geometry))
    if not isinstance(region, Disc):
        return False
    if region.radius_km == 0:
        return bool(area.geometry.contains(shapely.Point(region.lon, region.lat)))
    angles = np.linspace(0, 360, _CORNERS, endpoint=False)
    metres = np.full(_CORNERS, region.radius_km * 1000 * _OUTSIDE)
    lon, lat, _ = geod().fwd(np.full(_CORNERS, region.lon), np.full(_CORNERS, region.lat), angles, metres)
    circle = shapely.Polygon(list(zip(lon, lat, strict=True)))
    # A circle over a pole or the date line is no plain polygon: then nobody can say.
    wide = max(lon) - min(lon) > 180
    return not wide and circle.is_valid and bool(area.geometry.contains(circle))
