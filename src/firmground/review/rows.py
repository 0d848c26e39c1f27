"""A row of the event table as a person sees it: what it says, under the names of firmground, empty cells left out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from firmground.case.events import STRIKES_UNLIMITED
from firmground.dates import NO_START, NO_STOP, Days, When, write_edtf
from firmground.review.proposal import SeenRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.case.case import Case
    from firmground.case.events import EventTable

# Rows of one question that are shown and fingerprinted one by one; a question about more is about all of them at once.
MOST_ROWS = 500


def see_rows(case: Case, events: Sequence[int]) -> tuple[SeenRow, ...]:
    return tuple(see_row(case, event) for event in list(events)[:MOST_ROWS])


def see_row(case: Case, event: int) -> SeenRow:
    """The row at this index of the event table."""
    table = case.events
    return SeenRow(
        event=event,
        id=table.id[event],
        file=table.file[event],
        row=int(table.row_number[event]),
        dataset=table.dataset[event],
        words=tuple((name, text) for name, text in _words(table, event) if text),
    )


def _words(table: EventTable, event: int) -> list[tuple[str, str]]:
    own = [
        ("date", days_of(table, event)),
        ("reported", write_days(int(table.reported_start[event]), int(table.reported_stop[event]))),
        ("place", table.place[event]),
        ("lon", number(float(table.lon[event]))),
        ("lat", number(float(table.lat[event]))),
        ("radius_km", number(float(table.radius_km[event]))),
        ("area", table.area[event]),
        ("level", table.level[event]),
        ("by", table.by[event]),
        ("kind", table.kind[event]),
        ("target", table.target[event]),
        ("strikes", _strikes(int(table.strikes_low[event]), int(table.strikes_high[event]))),
    ]
    tail = [
        ("note", table.note[event]),
        ("source", table.source[event]),
        ("url", table.url[event]),
        ("duplicate_of", table.duplicate_of[event]),
    ]
    return [*own, *((name, cells[event]) for name, cells in table.extra.items()), *tail]


def days_of(table: EventTable, event: int) -> str:
    """The days on one of which it happened, as EDTF; "" where unknown."""
    return write_days(int(table.start[event]), int(table.stop[event]))


def write_days(start: int, stop: int) -> str:
    if (start, stop) == (NO_START, NO_STOP):
        return ""
    return write_edtf(When(Days(start, stop), Days(start, stop)))


def number(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.10g}"


def _strikes(low: int, high: int) -> str:
    """Empty for the "1+" of a row that says nothing."""
    if high >= STRIKES_UNLIMITED:
        return "" if low == 1 else f"{low}+"
    return str(low) if low == high else f"{low}..{high}"
