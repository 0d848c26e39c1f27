"""Lists of places: who held which town from when until when, one row a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.control import Face
from firmground.read.control_snapshots import merge_snapshots
from firmground.read.map_entries import read_face_days
from firmground.read.place_rows import count_rows, make_face, read_place_rows
from firmground.read.records import Origin

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from firmground.case.events import RowCount
    from firmground.case.gazetteer import Gazetteer
    from firmground.read.files import CaseFiles
    from firmground.read.holdings import Holdings
    from firmground.read.map_entries import Drawn, MapEntry
    from firmground.read.tally import Tally
    from firmground.texts import Texts


def read_place_list(
    files: CaseFiles,
    entry: MapEntry,
    path: Path,
    tally: Tally,
    holdings: Holdings,
    drawn: Drawn,
    gazetteer: Gazetteer,
    gap_days: int,
) -> RowCount:
    """Adds one face for each row of the list to `drawn`.

    A list with dates but no periods, and no kind named in the case, is one of snapshots.
    """
    rows = read_place_rows(files, entry, path, tally, drawn, gazetteer)
    if not entry.layout and _dated_only(rows.cells):
        return merge_snapshots(entry, rows, tally, holdings, drawn, gap_days)
    cells = rows.cells
    for index, words in enumerate(rows.words()):
        if not rows.key[index]:
            continue
        written = (cells["from"][index], cells["until"][index], cells["date"][index])
        days = read_face_days(*written, entry, None)
        if days.fault:
            hint = "write 2015-10-21, or ? for an unknown day"
            tally.add(index, days.fault, hint=hint, example=" to ".join(filter(None, written)))
        drawn.dated |= days.told
        holding = holdings.read(words, Origin(rows.name, int(rows.table.rows[index])))
        drawn.faces.append(make_face(entry, rows, index, Face(holding, days.period)))
    return count_rows(entry, rows)


def _dated_only(cells: Mapping[str, Texts]) -> bool:
    """Some row has a date, and none a period."""
    return bool(cells["date"].filled().any()) and not any(cells[column].filled().any() for column in ("from", "until"))
