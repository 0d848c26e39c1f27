"""How exactly a row is placed: by its own radius, by its unit, or by a code of precision and its codebook.

In this order: the row's own `radius_km` or `level`; its code; the constant of the case; and a point of which
nobody says how far off it may be is taken as exact, which is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.errors import Effect
from firmground.phrases import several
from firmground.read.event_columns import FARTHEST_KM, Points, read_radius
from firmground.read.places import LEVELS
from firmground.read.tally import Faulty
from firmground.read.wording import show
from firmground.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.case.events import Ints
    from firmground.formats.layouts import Precision
    from firmground.read.event_files import EventEntry, EventFile
    from firmground.read.tally import Tally

_LEVEL_HINT = f"write one of {', '.join(LEVELS)}"


def settle_precision(
    tally: Tally, entry: EventEntry, file: EventFile, ours: Mapping[str, Texts], points: Points
) -> tuple[Texts, Texts]:
    """The unit and its level for each row, "" where it has none; completes radii and reasons in `points`."""
    area, level = ours["area"], ours["level"]
    _check_units(tally, area, level)
    area, level = _read_codes(tally, entry, file, points, area, level)
    _fill_radii(tally, entry, points, level)
    return area, level


def _check_units(tally: Tally, area: Texts, level: Texts) -> None:
    foreign = np.flatnonzero(level.mask(lambda word: word and word not in LEVELS))
    bare = np.flatnonzero(area.filled() & ~level.filled())
    unused = "an area is given without its level and is not used"
    tally.add_all(
        Faulty(foreign, "a level is not known; the place counts as unknown", _LEVEL_HINT, level.taken(foreign)),
        Faulty(bare, unused, _LEVEL_HINT, area.taken(bare), Effect.NOTED),
    )


def _read_codes(
    tally: Tally, entry: EventEntry, file: EventFile, points: Points, area: Texts, level: Texts
) -> tuple[Texts, Texts]:
    """The units once the codes of precision are obeyed, for the rows that do not say themselves how exact they are."""
    layout = entry.layout
    if layout is None or layout.where_precision is None:
        return area, level
    column, codes = layout.where_precision
    cells = file.table.columns.get(column)
    if cells is None:
        if layout.where_default is None:
            return area, level
        cells = Texts.same("", len(file))
    cells = cells.stripped()
    silent = np.isnan(points.radius_km) & ~level.filled() & ~points.unplaced.filled()
    faults: list[Faulty] = []
    for word in cells.taken(silent).used():
        rows = cells.rows_of(word)
        rows = rows[silent[rows]]
        found = codes.get(word) or (None if word else layout.where_default)
        if found is not None and found.level is not None:
            level = level.changed(rows, found.level)
            if names := file.table.columns.get(layout.area_columns.get(found.level, "")):
                area = area.changed(rows, names.taken(rows).stripped())
        else:
            faults += _apply_code(entry, points, rows[~np.isnan(points.lon[rows])], (column, word), found)
    tally.add_all(*faults)
    return area, level


def _apply_code(
    entry: EventEntry, points: Points, rows: Ints, code: tuple[str, str], found: Precision | None
) -> list[Faulty]:
    """How far round its point a place reaches; unplaced where the codebook does not say."""
    column, word = code
    if found is None:
        points.set_aside(rows, f"{column} {show(word)} is no code of the codebook")
        what = f"{column} has a code that its codebook does not; the place counts as unknown"
        return [Faulty(rows, what, written=word or "(empty)")]
    if found.radius_km is not None:
        points.radius_km[rows] = found.radius_km
    elif word or "radius_km" not in entry.constants:
        # A constant stands for what nobody coded; what was coded as wide stays wide.
        points.set_aside(rows, found.reason)
        if "radius_km" in entry.constants:
            what = "radius_km of [events.constants] is not used where a code says that no distance is known"
            return [Faulty(rows, what, written=f"{column} {word}", effect=Effect.NOTED)]
    return []


def _fill_radii(tally: Tally, entry: EventEntry, points: Points, level: Texts) -> None:
    bare = np.isnan(points.radius_km) & ~np.isnan(points.lon) & ~points.unplaced.filled() & ~level.filled()
    constant = entry.constants.get("radius_km", "")
    radius = read_radius(constant)
    if constant and np.isnan(radius):
        what = f"radius_km = {show(constant)} in [events.constants] of {entry.dataset} cannot be read"
        tally.note(None, what, f"write km from 0 to {FARTHEST_KM:,}", Effect.WIDENED)
        points.set_aside(np.flatnonzero(bare), "the radius_km of its file cannot be read")
        return
    points.radius_km[bare] = 0.0 if np.isnan(radius) else radius
    count = 0 if constant else int(bare.sum())
    if count:
        row = int(tally.rows[int(np.flatnonzero(bare)[0])])
        what = f"{several(count, 'row')} of {entry.dataset} with coordinates and no radius_km"
        hint = "set radius_km in [events.constants] if the places are not exact"
        tally.note(row, f"{what}, first at row {row:,}: taken as exact points", hint)
