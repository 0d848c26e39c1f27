"""Lists of places seen again and again: what a page said of each town on each day, made into periods.

The rows of one place with one holding are one period as long as the place was not seen between without it, by the
day and the time of day if that is written, and no two sightings lie further apart than `max_gap_days`. What held in
a longer gap nobody saw: the period ends with the last sighting. Different rows for one place at one moment, such as
two towns of one name, are each possible and none is certain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.case.control import Face
from firmground.dates import Days, When
from firmground.read.map_entries import UNREADABLE, FaceDays, MapEntry, read_face_days
from firmground.read.place_rows import PlaceRows, count_rows, make_face, read_place_rows
from firmground.read.records import Origin

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.case.control import Holding
    from firmground.case.events import Ints, RowCount
    from firmground.case.gazetteer import Gazetteer
    from firmground.read.files import CaseFiles
    from firmground.read.holdings import Holdings
    from firmground.read.map_entries import Drawn
    from firmground.read.tally import Tally
    from firmground.texts import Texts


def read_place_snapshots(
    files: CaseFiles,
    entry: MapEntry,
    path: Path,
    tally: Tally,
    holdings: Holdings,
    drawn: Drawn,
    gazetteer: Gazetteer,
    gap_days: int,
) -> RowCount:
    """Adds the periods of every place of the list to `drawn`."""
    rows = read_place_rows(files, entry, path, tally, drawn, gazetteer)
    return merge_snapshots(entry, rows, tally, holdings, drawn, gap_days)


def merge_snapshots(
    entry: MapEntry, rows: PlaceRows, tally: Tally, holdings: Holdings, drawn: Drawn, gap_days: int
) -> RowCount:
    """Adds one face for each run of sightings of one place with one holding."""
    known, seen = _read_days(entry, rows, tally)
    drawn.dated |= any(days.told for days in known.values())
    holding_of, holding = _read_holdings(rows, holdings)
    place_order = {key: number for number, key in enumerate(dict.fromkeys(rows.key))}
    place = np.fromiter((place_order[key] for key in rows.key), dtype=np.int64, count=len(rows.key))
    meant = np.fromiter((bool(key) for key in rows.key), dtype=bool, count=len(rows.key))
    exact = seen > 0
    moment = _moments(rows.cells["date"], seen)
    for index, last, mixed in _runs(place, holding, seen, moment, meant & exact, gap_days):
        days = Days(int(seen[index]), last + 1)
        face = Face(holding_of[int(holding[index])], When(days, Days(0, 0) if mixed else days))
        drawn.faces.append(make_face(entry, rows, index, face))
    # A sighting whose own day is not known says so much and no more; one for each place and holding will do.
    loose: dict[tuple[int, int, str], int] = {}
    for number in np.flatnonzero(meant & ~exact).tolist():
        loose.setdefault((int(place[number]), int(holding[number]), rows.cells["date"][number]), number)
    for (_, found, text), index in loose.items():
        drawn.faces.append(make_face(entry, rows, index, Face(holding_of[found], known[text].period)))
    return count_rows(entry, rows)


def _read_days(entry: MapEntry, rows: PlaceRows, tally: Tally) -> tuple[dict[str, FaceDays], Ints]:
    """What each text says of days; and for each row the one day that it was seen on, 0 where that is not known."""
    texts = rows.cells["date"]
    known = {text: read_face_days("", "", text, entry, None) for text in set(texts)}
    for text, days in known.items():
        if not text and not days.told:
            known[text] = FaceDays(When.unknown(), told=False, fault=UNREADABLE)
    faulty = {text for text, days in known.items() if days.fault}
    for index, text in enumerate(texts) if faulty else ():
        if text in faulty:
            tally.add(index, known[text].fault, hint="write 2015-10-21", example=text or "(empty)")
    day = {text: days.drawn or 0 for text, days in known.items()}
    return known, np.fromiter((day[text] for text in texts), dtype=np.int64, count=len(texts))


def _read_holdings(rows: PlaceRows, holdings: Holdings) -> tuple[list[Holding], Ints]:
    """The different holdings of the list, and which of them each row has."""
    words = list(rows.words())
    counts: dict[Any, int] = {}
    firsts: dict[Any, int] = {}
    for index, combination in enumerate(words):
        counts[combination] = counts.get(combination, 0) + 1
        firsts.setdefault(combination, index)
    order: dict[Holding, int] = {}
    number: dict[Any, int] = {}
    for combination, count in counts.items():
        origin = Origin(rows.name, int(rows.table.rows[firsts[combination]]))
        found = holdings.read(combination, origin, count)
        number[combination] = order.setdefault(found, len(order))
    return list(order), np.fromiter((number[part] for part in words), dtype=np.int64, count=len(words))


def _moments(texts: Texts, seen: Ints) -> Ints:
    """Numbers the sightings in order of time. Within a day the texts tell: ISO times sort as they are written."""
    distinct = sorted({(int(day), text) for day, text in zip(seen, texts, strict=True)})
    order = {pair: number for number, pair in enumerate(distinct)}
    pairs = zip(seen.tolist(), texts, strict=True)
    return np.fromiter((order[pair] for pair in pairs), dtype=np.int64, count=len(texts))


def _runs(
    place: Ints, holding: Ints, seen: Ints, moment: Ints, chosen: Any, gap_days: int
) -> list[tuple[int, int, bool]]:
    """The first row of each run, the last day of it, and whether other rows of its moments say something else."""
    index = np.flatnonzero(chosen)
    if not len(index):
        return []
    place, holding, seen, moment = place[index], holding[index], seen[index], moment[index]
    # The how-manieth moment at which its place was seen: two sightings follow each other if these do.
    pairs, pair = np.unique(place * (1 << 32) + moment, return_inverse=True)
    pair = pair.reshape(-1)
    starts = np.searchsorted(pairs, place * (1 << 32), side="left")
    said = np.unique(np.column_stack([pair, holding]), axis=0)
    mixed = (np.bincount(said[:, 0], minlength=len(pairs)) > 1)[pair]
    rank = pair - starts
    order = np.lexsort((index, moment, holding, place))
    place, holding, seen, rank, mixed = place[order], holding[order], seen[order], rank[order], mixed[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(place) != 0) | (np.diff(holding) != 0)
    new[1:] |= (np.diff(rank) > 1) | (np.diff(seen) > gap_days)
    new[1:] |= mixed[1:] != mixed[:-1]
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(order)) - 1
    return [
        (int(index[order[start]]), int(seen[stop]), bool(mixed[start])) for start, stop in zip(first, last, strict=True)
    ]
