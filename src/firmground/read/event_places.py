"""How exactly a row is placed: by its own radius, by its unit, or by a code of precision and its codebook.

In this order: the row's own `radius_km` or `level`; its code; the constant of the case; and a point of which
nobody says how far off it may be is taken as exact, which is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.errors import Effect
from firmground.read.event_columns import FARTHEST_KM, Points, read_radius
from firmground.read.places import LEVELS
from firmground.read.wording import several, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.formats.layouts import Precision
    from firmground.read.event_files import EventEntry, EventFile
    from firmground.read.tally import Tally

_LEVEL_HINT = f"write one of {', '.join(LEVELS)}"


def settle_precision(
    tally: Tally, entry: EventEntry, file: EventFile, ours: Mapping[str, list[str]], points: Points
) -> tuple[list[str], list[str]]:
    """The unit and its level for each row, "" where it has none; completes radii and reasons in `points`."""
    area, level = list(ours["area"]), list(ours["level"])
    _check_units(tally, area, level)
    _read_codes(tally, entry, file, points, area, level)
    _fill_radii(tally, entry, points, level)
    return area, level


def _check_units(tally: Tally, area: list[str], level: list[str]) -> None:
    for index, word in enumerate(level):
        if word and word not in LEVELS:
            tally.add(index, "a level is not known; the place counts as unknown", hint=_LEVEL_HINT, example=word)
        elif area[index] and not word:
            what = "an area is given without its level and is not used"
            tally.add(index, what, hint=_LEVEL_HINT, effect=Effect.NOTED, example=area[index])


def _read_codes(
    tally: Tally, entry: EventEntry, file: EventFile, points: Points, area: list[str], level: list[str]
) -> None:
    layout = entry.layout
    if layout is None or layout.where_precision is None:
        return
    column, codes = layout.where_precision
    cells = file.table.columns.get(column)
    if cells is None:
        if layout.where_default is None:
            return
        cells = [""] * len(file)
    units = {order: file.table.columns.get(theirs) for order, theirs in layout.area_columns.items()}
    says_itself = ~np.isnan(points.radius_km)
    has_point = ~np.isnan(points.lon)
    for index, cell in enumerate(cells):
        if says_itself[index] or level[index] or points.unplaced[index]:
            continue
        code = cell.strip()
        found = codes.get(code) or (None if code else layout.where_default)
        if found is not None and found.level is not None:
            names = units.get(found.level)
            level[index], area[index] = found.level, names[index].strip() if names else area[index]
        elif has_point[index]:
            _apply_code(tally, entry, points, index, (column, code), found)


def _apply_code(
    tally: Tally, entry: EventEntry, points: Points, index: int, code: tuple[str, str], found: Precision | None
) -> None:
    """How far round its point a place reaches; unplaced where the codebook does not say."""
    column, word = code
    if found is None:
        what = f"{column} has a code that its codebook does not; the place counts as unknown"
        tally.add(index, what, example=word or "(empty)")
        points.unplaced[index] = f"{column} {show(word)} is no code of the codebook"
    elif found.radius_km is not None:
        points.radius_km[index] = found.radius_km
    elif word or "radius_km" not in entry.constants:
        # A constant stands for what nobody coded; what was coded as wide stays wide.
        points.unplaced[index] = found.reason
        if "radius_km" in entry.constants:
            what = "radius_km of [events.constants] is not used where a code says that no distance is known"
            tally.add(index, what, effect=Effect.NOTED, example=f"{column} {word}")


def _fill_radii(tally: Tally, entry: EventEntry, points: Points, level: list[str]) -> None:
    bare = np.isnan(points.radius_km) & ~np.isnan(points.lon)
    bare &= np.fromiter((not reason for reason in points.unplaced), dtype=bool, count=len(level))
    bare &= np.fromiter((not word for word in level), dtype=bool, count=len(level))
    constant = entry.constants.get("radius_km", "")
    radius = read_radius(constant)
    if constant and np.isnan(radius):
        what = f"radius_km = {show(constant)} in [events.constants] of {entry.dataset} cannot be read"
        tally.note(None, what, f"write km from 0 to {FARTHEST_KM:,}", Effect.WIDENED)
        for index in np.flatnonzero(bare):
            points.unplaced[index] = "the radius_km of its file cannot be read"
        return
    points.radius_km[bare] = 0.0 if np.isnan(radius) else radius
    count = 0 if constant else int(bare.sum())
    if count:
        row = int(tally.rows[int(np.flatnonzero(bare)[0])])
        what = f"{several(count, 'row')} of {entry.dataset} with coordinates and no radius_km"
        hint = "set radius_km in [events.constants] if the places are not exact"
        tally.note(row, f"{what}, first at row {row:,}: taken as exact points", hint)
