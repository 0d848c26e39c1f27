"""The events of a case: every row of every file, with what it says and with what it leaves open.

Rows are not dropped for what they do not say. Only a line that is no record at all is refused, and counted.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.events import EventTable, RowCount
from firmground.errors import Effect
from firmground.read.event_columns import (
    Points,
    read_dates,
    read_parties,
    read_points,
    read_radii,
    read_strikes,
)
from firmground.read.event_files import EventEntry, EventFile, map_columns, read_entry, read_event_file
from firmground.read.event_ids import give_ids, join_tables
from firmground.read.nouns import check_source
from firmground.read.places import LEVELS
from firmground.read.tally import Tally
from firmground.read.wording import several

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from firmground.case.gazetteer import Gazetteer
    from firmground.case.sources import Source
    from firmground.formats.layouts import Precision
    from firmground.read.files import CaseFiles
    from firmground.read.names import Parties
    from firmground.read.records import Record


def read_events(
    files: CaseFiles,
    entries: Sequence[Record],
    parties: Parties,
    gazetteer: Gazetteer,
    sources: Mapping[str, Source],
) -> tuple[EventTable, list[RowCount], dict[str, bool]]:
    """All events, the account of the rows of each file, and for each data set whether it is complete."""
    tables: list[EventTable] = []
    counts: list[RowCount] = []
    datasets: dict[str, bool] = {}
    for record in entries:
        check_source(record, sources)
        entry = read_entry(record, datasets)
        if entry is None:
            continue
        datasets[entry.dataset] = entry.complete
        path = files.find(entry.file, record.origin)
        if path is None:
            continue
        file = read_event_file(files, entry, path)
        ours, extra = map_columns(files, record, entry, file)
        tables.append(_read_table(files, entry, file, ours, extra, parties, gazetteer))
        table = file.table
        counts.append(RowCount(file.name, entry.dataset, table.read, len(table.rows), dict(table.refused)))
        _check_sources(files, entry, file, ours["source"], sources)
    return join_tables(tables, files.problems), counts, datasets


def _read_table(
    files: CaseFiles,
    entry: EventEntry,
    file: EventFile,
    ours: dict[str, list[str]],
    extra: dict[str, list[str]],
    parties: Parties,
    gazetteer: Gazetteer,
) -> EventTable:
    tally = Tally(file.name, file.table.rows, files.problems)
    date_format = entry.date_format or (entry.layout.date_format if entry.layout else "")
    start, stop = read_dates(tally, ours["date"], ours["date_from"], ours["date_until"], date_format)
    nothing = [""] * len(file)
    reported_start, reported_stop = read_dates(tally, ours["reported"], nothing, nothing, date_format)
    points = read_points(tally, ours["lon"], ours["lat"], ours["place"], gazetteer)
    for index, reason in file.misplaced.items():
        points.unplaced[index] = points.unplaced[index] or reason
        tally.add(index, "geometries are not points; such events have no coordinates", example=reason)
    read_radii(tally, ours["radius_km"], points)
    area, level = _read_units(tally, entry, file, ours, points)
    _take_as_exact(tally, entry, points, level)
    strikes_low, strikes_high = read_strikes(tally, ours["strikes"])
    ids, duplicate_of = give_ids(tally, entry.dataset, file.table, ours["id"], ours["duplicate_of"])
    tally.tell()
    return EventTable(
        id=ids,
        dataset=[entry.dataset] * len(file),
        start=start,
        stop=stop,
        reported_start=reported_start,
        reported_stop=reported_stop,
        by=read_parties(tally, "by", ours["by"], parties),
        kind=ours["kind"],
        target=read_parties(tally, "target", ours["target"], parties),
        place=ours["place"],
        lon=points.lon,
        lat=points.lat,
        radius_km=points.radius_km,
        area=area,
        level=level,
        strikes_low=strikes_low,
        strikes_high=strikes_high,
        source=[cell or entry.source for cell in ours["source"]],
        url=ours["url"],
        note=ours["note"],
        duplicate_of=duplicate_of,
        file=[file.name] * len(file),
        row_number=np.asarray(file.table.rows, dtype=np.int64),
        unplaced=points.unplaced,
        extra=extra,
    )


def _read_units(
    tally: Tally, entry: EventEntry, file: EventFile, ours: dict[str, list[str]], points: Points
) -> tuple[list[str], list[str]]:
    """The administrative unit of each row, its own or the one that its precision code means."""
    area, level = list(ours["area"]), list(ours["level"])
    for index, word in enumerate(level):
        if word and word not in LEVELS:
            tally.add(index, "a level is not known; the place counts as unknown", hint=_LEVEL_HINT, example=word)
        elif area[index] and not word:
            what = "an area is given without its level and is not used"
            tally.add(index, what, hint=_LEVEL_HINT, effect=Effect.NOTED, example=area[index])
    layout = entry.layout
    if layout is None or layout.where_precision is None:
        return area, level
    column, codes = layout.where_precision
    cells = file.table.columns.get(column) or [""] * len(file)
    named = {order: file.table.columns.get(theirs) for order, theirs in layout.area_columns.items()}
    for index, cell in enumerate(cells):
        if not math.isnan(points.radius_km[index]) or level[index] or points.unplaced[index]:
            continue  # the row itself says more than its code
        found = codes.get(cell.strip()) or (None if cell.strip() else layout.where_default)
        if found is not None and found.level is not None:
            units = named.get(found.level)
            level[index], area[index] = found.level, units[index].strip() if units else area[index]
        elif not math.isnan(points.lon[index]):
            _apply_code(tally, entry, points, index, column, cell.strip(), found)
    return area, level


def _apply_code(
    tally: Tally, entry: EventEntry, points: Points, index: int, column: str, code: str, found: Precision | None
) -> None:
    """How far round its point a place reaches, by its code; unplaced where the codebook does not say."""
    if found is not None and found.radius_km is not None:
        points.radius_km[index] = found.radius_km
    elif found is not None and (code or not entry.constants.get("radius_km")):
        points.unplaced[index] = found.reason
        if entry.constants.get("radius_km"):
            what = "radius_km of [events.constants] is not used where a code says that no distance is known"
            tally.add(index, what, effect=Effect.NOTED, example=f"{column} {code}")
    elif found is None and (code or file_has(column, entry)):
        what = f"{column} has a code that its codebook does not; the place counts as unknown"
        tally.add(index, what, example=code or "(empty)")
        points.unplaced[index] = f"{column} {code!r} is no code of the codebook"


def _take_as_exact(tally: Tally, entry: EventEntry, points: Points, level: list[str]) -> None:
    """A point of which nobody said how far off it may be is taken as exact, and that is said."""
    bare = np.isnan(points.radius_km) & ~np.isnan(points.lon)
    bare &= np.array([not reason for reason in points.unplaced], dtype=bool)
    bare &= np.array([not word for word in level], dtype=bool)
    points.radius_km[bare] = 0.0
    if count := int(bare.sum()):
        row = int(tally.rows[int(np.flatnonzero(bare)[0])])
        what = f"{several(count, 'row')} of {entry.dataset} have coordinates and no radius_km, first at row {row:,}"
        hint = "set radius_km in [events.constants] if the places are not exact"
        tally.note(row, f"{what}; they are taken as exact points", hint)


def _check_sources(
    files: CaseFiles, entry: EventEntry, file: EventFile, cells: list[str], sources: Mapping[str, Source]
) -> None:
    """Sources named by rows. Published data sets have references of their own there, which are no ids."""
    unknown = {cell for cell in set(cells) if cell and cell not in sources}
    if not unknown or entry.layout is not None:
        return
    tally = Tally(file.name, file.table.rows, files.problems)
    for index, cell in enumerate(cells):
        if cell in unknown:
            what = "sources are named that are not in sources.toml"
            tally.add(index, what, hint="add them there", effect=Effect.NOTED, example=cell)
    tally.tell()
