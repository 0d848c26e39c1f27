"""Each event under an id of its own, over all files of a case; and which rows repeat another.

Two rows of one id that say the same are one event, counted once. If they differ nobody can say which of them is
meant, so both count, and the later one gets an id made from its file and row.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.case.events import EventTable
from firmground.errors import CaseProblem, Effect
from firmground.read.tally import Tally
from firmground.read.wording import several, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.formats.tables import Table

_NUMBERS = {
    "start": np.int64,
    "stop": np.int64,
    "reported_start": np.int64,
    "reported_stop": np.int64,
    "lon": np.float64,
    "lat": np.float64,
    "radius_km": np.float64,
    "strikes_low": np.int64,
    "strikes_high": np.int64,
    "row_number": np.int64,
}


def give_ids(
    tally: Tally, dataset: str, table: Table, ids: Sequence[str], repeats: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Ids that are different within the file, and for each row the id of the row that it repeats."""
    given, duplicate_of = list(ids), list(repeats)
    first: dict[str, int] = {}
    for index, text in enumerate(ids):
        if not text:
            given[index] = f"{dataset}:{table.rows[index]}"
        elif text not in first:
            first[text] = index
        else:
            given[index] = f"{dataset}:{table.rows[index]}"
            if all(cells[index] == cells[first[text]] for cells in table.columns.values()):
                duplicate_of[index] = text
                what = "the row repeats an earlier one cell for cell and is not counted again"
                tally.add(index, what, effect=Effect.NOTED, example=text)
            else:
                what = "the id is that of an earlier row which says something else; the row got an id of its own"
                tally.add(index, what, hint="give each event its own id", effect=Effect.NOTED, example=text)
    return given, duplicate_of


def join_tables(tables: Sequence[EventTable], problems: list[CaseProblem]) -> EventTable:
    """One table of all files. An id that two files use gets the name of its data set in the later one."""
    taken: set[str] = set()
    kept = [_rename(table, taken, problems) for table in tables]
    columns: dict[str, Any] = {}
    for column in (field.name for field in fields(EventTable)):
        if column in _NUMBERS:
            parts = [getattr(table, column) for table in kept]
            columns[column] = np.concatenate(parts) if parts else np.empty(0, dtype=_NUMBERS[column])
        elif column != "extra":
            columns[column] = [cell for table in kept for cell in getattr(table, column)]
    names = dict.fromkeys(name for table in kept for name in table.extra)
    columns["extra"] = {
        name: [cell for table in kept for cell in table.extra.get(name) or [""] * len(table)] for name in names
    }
    joined = EventTable(**columns)
    _check_repeats(joined, problems)
    return joined


def _rename(table: EventTable, taken: set[str], problems: list[CaseProblem]) -> EventTable:
    """The table with ids that no earlier one has; references inside it follow."""
    own = set(table.id)
    clash = own & taken
    renamed: dict[str, str] = {}
    for text in table.id if clash or len(own) < len(table) else ():
        if text in clash:
            new = f"{table.dataset[0]}:{text}"
            while new in own or new in taken:
                new += "'"
            renamed[text] = new
            own.add(new)
    ids = [renamed.get(text, text) for text in table.id]
    duplicate_of = [renamed.get(text, text) for text in table.duplicate_of]
    if renamed:
        what = f"{several(len(renamed), 'id')} also stand in an earlier file, such as {show(min(renamed))}"
        hint = f"they are read as {show(renamed[min(renamed)])} and so on"
        problems.append(CaseProblem(table.file[0], None, what, hint, Effect.NOTED))
    taken.update(ids)
    values = {field.name: getattr(table, field.name) for field in fields(EventTable)}
    return EventTable(**(values | {"id": ids, "duplicate_of": duplicate_of}))


def _check_repeats(events: EventTable, problems: list[CaseProblem]) -> None:
    """Takes back what repeats nothing: a row must not vanish because its original does not exist."""
    index_of = {text: index for index, text in enumerate(events.id)}
    tallies: dict[str, Tally] = {}
    for index, text in enumerate(events.duplicate_of):
        if not text:
            continue
        file = events.file[index]
        tally = tallies.setdefault(file, Tally(file, events.row_number.tolist(), problems))
        if text not in index_of:
            events.duplicate_of[index] = ""
            what = "duplicate_of names no event; the row counts as an event of its own"
            tally.add(index, what, hint="write the id of the event", effect=Effect.NOTED, example=text)
        elif _returns(events, index_of, index):
            events.duplicate_of[index] = ""
            what = "duplicate_of leads round in a circle; the first row of it counts as the event"
            tally.add(index, what, hint="let one of them repeat nothing", effect=Effect.NOTED, example=text)
    for tally in tallies.values():
        tally.tell()


def _returns(events: EventTable, index_of: dict[str, int], start: int) -> bool:
    """Does following `duplicate_of` from this row lead back to it?"""
    seen: set[int] = set()
    here = start
    while here not in seen:
        seen.add(here)
        target = events.duplicate_of[here]
        if target not in index_of:
            return False
        here = index_of[target]
    return here == start
