"""Events as rows under our own column names: what the case understood of them, not how their file wrote it.

Days, numbers and attributions are written so that a reader without any layout, constant or code understands the same.
Where the words of the file say the same by themselves they are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from firmground.case.events import STRIKES_UNLIMITED
from firmground.dates import NO_START, NO_STOP, Days, When, write_edtf
from firmground.exchange.plain.cells import Cells
from firmground.exchange.plain.table_text import plain_headers
from firmground.read.event_columns import parse_date, read_dates
from firmground.read.event_files import COLUMNS
from firmground.read.event_withheld import PLACE_WITHHELD
from firmground.read.records import read_count
from firmground.read.tally import Tally
from firmground.texts import Texts, code_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from firmground.case.events import EventTable, Floats, Ints

# Ours that the table holds as days or numbers; what the file wrote of them may be among its other columns.
_WRITTEN: Final = ("date", "date_from", "date_until", "reported", "strikes")
_REPLACED: Final = "{} (file)"


def changed_columns(events: EventTable, datasets: Iterable[NDArray[np.int64]]) -> dict[str, str]:
    """Columns of the file in which other words will stand, and the names under which its own will be kept. `datasets`:
    the rows of each. What is changed in one is kept in all, so that whoever asks for its words finds them all there.
    """
    found: set[str] = set()
    for rows in datasets:
        written = _written(events, rows)
        ours = _date_columns(events, rows, written) | {"strikes": _strike_column(events, rows, written["strikes"])}
        found |= {name for name in _WRITTEN if (written[name].filled() & _differ(written[name], ours[name])).any()}
    names: dict[str, str] = {}
    for name in _WRITTEN:
        if name in found:
            names[name] = _REPLACED.format(name)
            while names[name] in events.extra:
                names[name] = _REPLACED.format(names[name])
    return names


def event_columns(
    events: EventTable, rows: NDArray[np.int64], source: str, changed: Mapping[str, str]
) -> dict[str, Cells]:
    """The columns of these rows. `source`: what stands for their source where they name none themselves. `changed`: as
    `changed_columns` gives it.
    """

    def hides(name: str) -> NDArray[np.bool_]:
        return events.withholds(name)[rows]

    extra = _own_extras(events, rows)
    written = _written(events, rows)
    ours: dict[str, Texts] = {
        name: column.taken(rows).trimmed() for name in COLUMNS if (column := _text_column(events, name)) is not None
    }
    plain = ours["source"].reading(lambda text: "" if text == source else text)
    ours["source"] = plain.changed(hides("source"), ours["source"].taken(hides("source")))
    # What the reader itself puts where something is withheld is no more than that it is withheld.
    ours["id"] = ours["id"].changed(hides("id") & _given_ids(events, rows), "")
    ours["unplaced"] = ours["unplaced"].changed(
        ours["unplaced"].mask(PLACE_WITHHELD.__eq__) & events.withholds()[rows], ""
    )
    ours |= _date_columns(events, rows, written)
    ours["strikes"] = _strike_column(events, rows, written["strikes"])
    for name in ("lon", "lat", "radius_km"):
        ours[name] = _numbers(getattr(events, name)[rows])
    extra |= {new: written[name] for name, new in changed.items() if written[name].filled().any()}
    # A column of the file with a name of ours in other letters would be taken for ours, were that not before it.
    folded = {name.casefold() for name in plain_headers(list(extra))}
    used = {name: ours[name] for name in COLUMNS if ours[name].filled().any() or name in folded or name == "id"}
    names = plain_headers([*used, *extra])
    columns = dict(zip(names, [*used.values(), *extra.values()], strict=True))
    return {name: Cells.of(column) for name, column in columns.items()}


def _written(events: EventTable, rows: NDArray[np.int64]) -> dict[str, Texts]:
    """What the file wrote of what the table holds as days and numbers, under our names."""
    nothing = Texts.same("", len(rows))
    return {name: events.extra[name].taken(rows) if name in events.extra else nothing for name in _WRITTEN}


def _text_column(events: EventTable, name: str) -> Texts | None:
    column = getattr(events, name, None)
    return column if isinstance(column, Texts) else None


def _given_ids(events: EventTable, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The rows of which anything is withheld and whose id was made of their data set and row, for want of another."""
    found = events.withholds()[rows]
    some = np.flatnonzero(found)
    ids, datasets = events.id.taken(rows[some]), events.dataset.taken(rows[some])
    numbers = events.row_number[rows[some]].tolist()
    made = (
        own.rstrip("'") == f"{dataset}:{number}" for own, dataset, number in zip(ids, datasets, numbers, strict=True)
    )
    found[some] = np.fromiter(made, dtype=np.bool_, count=len(some))
    return found


def _own_extras(events: EventTable, rows: NDArray[np.int64]) -> dict[str, Texts]:
    """The other columns of these rows; of those that say nothing, only such as say nothing anywhere."""
    own = {name: column.taken(rows).trimmed() for name, column in events.extra.items() if name not in _WRITTEN}
    return {
        name: column for name, column in own.items() if column.filled().any() or not events.extra[name].filled().any()
    }


def _date_columns(events: EventTable, rows: NDArray[np.int64], written: dict[str, Texts]) -> dict[str, Texts]:
    """The words of the file where they mean the same days by themselves; else the days."""
    date, first, last = written["date"], written["date_from"], written["date_until"]
    days = _write_days(events.start[rows], events.stop[rows], (date, first, last))
    reported = _write_days(events.reported_start[rows], events.reported_stop[rows], (written["reported"],))
    return {"date": days, "date_from": first, "date_until": last, "reported": reported}


def _write_days(start: Ints, stop: Ints, written: tuple[Texts, ...]) -> Texts:
    """A column of dates that, before the other columns that are `written`, means these days."""
    nothing = Texts.same("", len(start))
    date, first, last = (*written, nothing, nothing)[:3]
    own_start, own_stop = read_dates(Tally("", range(len(start)), []), date, first, last, parse_date)
    other = np.flatnonzero((own_start != start) | (own_stop != stop))
    code, firsts = code_rows(start[other], stop[other])
    days = [_edtf(int(start[other[row]]), int(stop[other[row]])) for row in firsts.tolist()]
    return date.changed(other, Texts.recoded(days, code))


def _edtf(start: int, stop: int) -> str:
    if (start, stop) == (NO_START, NO_STOP):
        return "?"  # not empty: the columns beside it would speak instead
    days = Days(start, stop)
    return write_edtf(When(days, days))


def _strike_column(events: EventTable, rows: NDArray[np.int64], written: Texts) -> Texts:
    """Numbers of strikes; nothing where they are withheld and may be any."""
    low, high = events.strikes_low[rows], events.strikes_high[rows]
    any_number = events.withholds("strikes")[rows] & (low == 0) & (high == STRIKES_UNLIMITED)
    return _strikes(low, high, written).changed(any_number, "")


def _strikes(low: Ints, high: Ints, written: Texts) -> Texts:
    """The words of the file where they are read as these numbers; else the numbers."""
    known = [_count(text) for text in written.values]
    ends = np.array(known, dtype=np.int64).reshape(len(known), 2)[written.codes]
    other = np.flatnonzero((ends[:, 0] != low) | (ends[:, 1] != high))
    code, firsts = code_rows(low[other], high[other])
    texts = [_range(int(low[other[row]]), int(high[other[row]])) for row in firsts.tolist()]
    return written.changed(other, Texts.recoded(texts, code))


def _count(text: str) -> tuple[int, int]:
    """As `read_strikes` reads a cell: a row that does not say so stands for at least one."""
    try:
        return read_count(text) if text else (1, STRIKES_UNLIMITED)
    except ValueError:
        return 1, STRIKES_UNLIMITED


def _range(low: int, high: int) -> str:
    if high == STRIKES_UNLIMITED:
        return f"{low}+"
    return str(low) if low == high else f"{low}..{high}"


def _numbers(column: Floats) -> Texts:
    """Numbers in the fewest digits that give them back, "" for none."""
    bits = np.where(np.isnan(column), np.nan, column).view(np.int64)
    distinct, code = np.unique(bits, return_inverse=True)
    return Texts.recoded([_number(value) for value in distinct.view(np.float64).tolist()], code.reshape(-1))


def _number(value: float) -> str:
    return "" if value != value else repr(value).removesuffix(".0")  # noqa: PLR0124 - NaN is not itself


def _differ(one: Texts, other: Texts) -> NDArray[np.bool_]:
    """For each row whether two columns say something else."""
    code, firsts = code_rows(one.codes, other.codes)
    return np.array([one[row] != other[row] for row in firsts.tolist()], dtype=np.bool_)[code]
