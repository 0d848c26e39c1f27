"""The events of a case: every row of every file, with what it says and with what it leaves open.

Rows are not dropped for what they do not say. Only a line that is no record at all is refused, and counted.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.events import EventTable, RowCount
from firmground.errors import Effect
from firmground.read.event_columns import (
    parse_date,
    read_dates,
    read_parties,
    read_points,
    read_radii,
    read_strikes,
    spread_dates,
)
from firmground.read.event_files import COLUMNS, EventEntry, EventFile, map_columns, read_entry, read_event_file
from firmground.read.event_ids import add_withheld, give_ids, join_tables
from firmground.read.event_places import settle_precision
from firmground.read.event_withheld import PLACE_WITHHELD, Withheld, blank_days, blank_places
from firmground.read.nouns import check_source
from firmground.read.tally import Faulty, Tally
from firmground.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from firmground.case.events import Ints
    from firmground.case.gazetteer import Gazetteer
    from firmground.case.sources import Source
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
    """All events, the account of the rows of each file, and for each data set whether all of it is known to be here."""
    tables: list[EventTable] = []
    counts: list[RowCount] = []
    datasets: dict[str, bool] = {}
    for record in entries:
        check_source(record, sources)
        entry = read_entry(record, datasets)
        if entry is None:
            continue
        datasets[entry.dataset] = False
        path = files.find(entry.file, record.origin)
        if path is None:
            continue
        told = len(files.problems)
        file = read_event_file(files, entry, path)
        # A file of which nothing could be read may hold anything, whatever the case says of it.
        lost = not len(file) and any(problem.effect is Effect.REFUSED for problem in files.problems[told:])
        datasets[entry.dataset] = entry.complete and not lost
        ours, extra = map_columns(record, entry, file)
        tables.append(_read_table(files, entry, file, ours, extra, parties, gazetteer))
        table = file.table
        counts.append(RowCount(file.name, entry.dataset, table.read, len(table.rows), dict(table.refused)))
        _check_sources(files, entry, file, ours["source"], sources)
    return join_tables(tables, files.problems), counts, datasets


def _read_table(
    files: CaseFiles,
    entry: EventEntry,
    file: EventFile,
    ours: dict[str, Texts],
    extra: dict[str, Texts],
    parties: Parties,
    gazetteer: Gazetteer,
) -> EventTable:
    tally = Tally(file.name, file.table.rows, files.problems)
    withheld = Withheld(ours["withheld"])
    hidden = _blank_withheld(tally, ours, extra, withheld)
    start, stop, reported_start, reported_stop = _read_days(tally, entry, file, ours)
    points = read_points(tally, ours["lon"], ours["lat"], ours["place"], gazetteer)
    points.set_aside(hidden, PLACE_WITHHELD)
    told = np.flatnonzero(ours["unplaced"].filled())
    points.set_aside(told, ours["unplaced"].taken(told))
    misplaced = np.fromiter(file.misplaced, dtype=np.int64)
    reasons = Texts.of(file.misplaced.values())
    points.set_aside(misplaced, reasons)
    tally.add_all(Faulty(misplaced, "geometries are not points; such events have no coordinates", written=reasons))
    read_radii(tally, ours["radius_km"], points)
    area, level = settle_precision(tally, entry, file, ours, points)
    strikes_low, strikes_high = read_strikes(tally, ours["strikes"], withheld.of("strikes"))
    ids, duplicate_of, unsure = give_ids(
        tally, entry.dataset, file.table, ours["id"], ours["duplicate_of"], withheld.of()
    )
    tally.tell()
    return EventTable(
        id=ids,
        dataset=Texts.same(entry.dataset, len(file)),
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
        source=_fill_source(ours["source"], entry.source, withheld.of("source")),
        url=ours["url"],
        note=ours["note"],
        duplicate_of=duplicate_of,
        file=Texts.same(file.name, len(file)),
        row_number=np.asarray(file.table.rows, dtype=np.int64),
        unplaced=points.unplaced,
        withheld=add_withheld(ours["withheld"], unsure, "duplicate_of"),
        extra=extra,
    )


def _blank_withheld(tally: Tally, ours: dict[str, Texts], extra: dict[str, Texts], withheld: Withheld) -> Ints:
    """Takes out what must not be believed beside what is withheld; the rows whose place nobody knows for that."""
    if not withheld.any:
        return np.zeros(0, dtype=np.int64)
    withheld.tell_unknown(tally, (*COLUMNS, *extra))
    blank_days(ours, withheld)
    ours["duplicate_of"] = ours["duplicate_of"].changed(withheld.of("duplicate_of"), "")
    return blank_places(ours, withheld)


def _fill_source(cells: Texts, source: str, withheld: NDArray[np.bool_]) -> Texts:
    return cells.reading(lambda cell: cell or source).changed(withheld, cells.taken(withheld))


def _read_days(
    tally: Tally, entry: EventEntry, file: EventFile, ours: dict[str, Texts]
) -> tuple[Ints, Ints, Ints, Ints]:
    """First and last day (excluded) on which each event happened, then on which it was named."""
    layout = entry.layout
    date_format = entry.date_format or (layout.date_format if layout else "")
    parse = partial(parse_date, date_format=date_format, reword=layout.read_date if layout else None)
    start, stop = read_dates(tally, ours["date"], ours["date_from"], ours["date_until"], parse)
    if layout is not None and layout.date_precision is not None:
        column, meanings = layout.date_precision
        if cells := file.table.columns.get(column):
            start, stop = spread_dates(tally, start, stop, cells.stripped(), column, meanings)
    nothing = Texts.same("", len(file))
    return start, stop, *read_dates(tally, ours["reported"], nothing, nothing, parse, "reported")


def _check_sources(
    files: CaseFiles, entry: EventEntry, file: EventFile, cells: Texts, sources: Mapping[str, Source]
) -> None:
    """Sources named by rows. Published data sets have references of their own there, which are no ids."""
    if entry.layout is not None or entry.rewritten_from:
        return
    tally = Tally(file.name, file.table.rows, files.problems)
    unknown = np.flatnonzero(cells.mask(lambda cell: cell and cell not in sources))
    what = "sources are named that are not in sources.toml"
    tally.add_all(Faulty(unknown, what, "add them there", cells.taken(unknown), Effect.NOTED))
    tally.tell()
