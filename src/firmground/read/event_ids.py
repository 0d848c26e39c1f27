"""Each event under an id of its own, over all files of a case; and which rows repeat another.

Two rows of one id that say the same are one event, counted once. If they differ nobody can say which of them is
meant, so both count, and the later one gets an id made from its file and row.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.case.events import EventTable
from firmground.errors import CaseProblem, Effect
from firmground.phrases import several
from firmground.read.tally import Faulty, Tally
from firmground.read.wording import show
from firmground.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from firmground.case.events import Ints
    from firmground.formats.tables import Table

    Bools = NDArray[np.bool_]

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
    tally: Tally, dataset: str, table: Table, ids: Texts, repeats: Texts, withheld: Bools
) -> tuple[Texts, Texts, Ints]:
    """Ids that are different within the file, for each row the id of the row that it repeats, and the rows that may
    repeat another: they have the id of an earlier one, and of one of the two something is `withheld`.
    """
    first = np.full(len(ids.values), -1, dtype=np.int64)
    rows, codes = ids.first_rows()
    first[codes] = rows
    original = first[ids.codes]
    # Of rows without an id none is the original of another.
    own = (original == np.arange(len(ids))) & ids.filled()
    others = np.flatnonzero(~own)
    given = ids.changed(others, _new_ids(dataset, table, others, ids))
    again = others[ids.taken(others).filled()]
    unsure = again[withheld[again] | withheld[original[again]]]
    again = np.setdiff1d(again, unsure)
    same = np.ones(len(again), dtype=np.bool_)
    for column in table.columns.values():
        same &= column.codes[again] == column.codes[original[again]]
    repeated, differing = again[same], again[~same]
    what = "the row repeats an earlier one cell for cell and is not counted again"
    unlike = "the id is that of an earlier row which says something else; the row got an id of its own"
    shared = "the id is that of an earlier row, and something of one of them is withheld: the row MAY be the same event"
    tally.add_all(
        Faulty(unsure, shared, written=ids.taken(unsure), effect=Effect.NOTED),
        Faulty(repeated, what, written=ids.taken(repeated), effect=Effect.NOTED),
        Faulty(differing, unlike, "give each event its own id", ids.taken(differing), Effect.NOTED),
    )
    return given, repeats.changed(repeated, ids.taken(repeated)), unsure


def _new_ids(dataset: str, table: Table, rows: Ints, ids: Texts) -> Texts:
    """Ids made from file and row, none of which another row has."""
    own = set(ids.values)
    given = []
    for row in rows.tolist():
        text = f"{dataset}:{table.rows[row]}"
        while text in own:
            text += "'"
        given.append(text)
    return Texts.of(given)


def add_withheld(column: Texts, rows: Ints, name: str) -> Texts:
    """The column `withheld` with one more name in these rows."""
    cells = column.taken(rows)
    return column.changed(rows, cells.reading(lambda cell: f"{cell};{name}" if cell else name))


def join_tables(tables: Sequence[EventTable], problems: list[CaseProblem]) -> EventTable:
    """One table of all files. An id that two files use gets the name of its data set in the later one."""
    taken: set[str] = set()
    kept = [_rename(table, taken, problems) for table in tables] if len(tables) > 1 else tables
    columns: dict[str, Any] = {}
    for column in (field.name for field in fields(EventTable)):
        if column in _NUMBERS:
            parts = [getattr(table, column) for table in kept]
            columns[column] = np.concatenate(parts) if parts else np.empty(0, dtype=_NUMBERS[column])
        elif column != "extra":
            columns[column] = Texts.joined([getattr(table, column) for table in kept])
    names = dict.fromkeys(name for table in kept for name in table.extra)
    columns["extra"] = {
        name: Texts.joined([table.extra.get(name) or Texts.same("", len(table)) for table in kept]) for name in names
    }
    return _check_repeats(EventTable(**columns), problems)


def _rename(table: EventTable, taken: set[str], problems: list[CaseProblem]) -> EventTable:
    """The table with ids that no earlier one has; references inside it follow."""
    own = set(table.id)
    clash = own & taken
    renamed: dict[str, str] = {}
    for text in table.id.used() if clash else ():
        if text in clash:
            new = f"{table.dataset[0]}:{text}"
            while new in own or new in taken:
                new += "'"
            renamed[text] = new
            own.add(new)
    if not renamed:
        taken |= own
        return table
    what = f"{several(len(renamed), 'id')} also stand in an earlier file, such as {show(min(renamed))}"
    hint = f"they are read as {show(renamed[min(renamed)])} and so on"
    problems.append(CaseProblem(table.file[0], None, what, hint, Effect.NOTED))
    ids = table.id.reading(lambda text: renamed.get(text, text))
    taken.update(ids)
    return replace(table, id=ids, duplicate_of=table.duplicate_of.reading(lambda text: renamed.get(text, text)))


def _check_repeats(events: EventTable, problems: list[CaseProblem]) -> EventTable:
    """Takes back what repeats nothing: a row must not vanish because its original does not exist."""
    repeats = {row: events.duplicate_of[row] for row in np.flatnonzero(events.duplicate_of.filled()).tolist()}
    if not repeats:
        return events
    hidden_ids = bool(events.withholds("id").any())
    unsure: list[int] = []
    index_of = {text: index for index, text in enumerate(events.id)}
    tallies: dict[str, Tally] = {}
    free: list[int] = []
    for index, text in list(repeats.items()):
        file = events.file[index]
        tally = tallies.setdefault(file, Tally(file, events.row_number.tolist(), problems))
        if text not in index_of and hidden_ids:
            what = (
                "duplicate_of names an event that is not shown, perhaps one with a withheld id: the row MAY repeat it"
            )
            tally.add(index, what, effect=Effect.NOTED, example=text)
            unsure.append(index)
        elif text not in index_of:
            what = "duplicate_of names no event; the row counts as an event of its own"
            tally.add(index, what, hint="write the id of the event", effect=Effect.NOTED, example=text)
        elif _returns(repeats, index_of, index):
            what = "duplicate_of leads round in a circle; the first row of it counts as the event"
            tally.add(index, what, hint="let one of them repeat nothing", effect=Effect.NOTED, example=text)
        else:
            continue
        del repeats[index]
        free.append(index)
    for tally in tallies.values():
        tally.tell()
    return replace(
        events,
        duplicate_of=events.duplicate_of.changed(np.array(free, dtype=np.int64), ""),
        withheld=add_withheld(events.withheld, np.array(unsure, dtype=np.int64), "duplicate_of"),
    )


def _returns(repeats: dict[int, str], index_of: dict[str, int], start: int) -> bool:
    """Does following `duplicate_of` from this row lead back to it?"""
    seen: set[int] = set()
    here = start
    while here not in seen:
        seen.add(here)
        target = repeats.get(here, "")
        if target not in index_of:
            return False
        here = index_of[target]
    return here == start
