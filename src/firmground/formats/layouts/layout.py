"""What a layout of event data consists of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from firmground.dates import NO_START, NO_STOP, Days

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Precision:
    """What a code says of a place: exactly one of `radius_km` and `level`, or neither.

    Neither means that the codebook publishes no region: the event is unplaced, and `reason` tells the reader
    why.
    """

    radius_km: float | None
    level: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Derived:
    """A column of ours that is made of several of theirs.

    `read` takes the cells of the columns in `needs`, in their order, "" for a column that the file lacks.
    """

    needs: tuple[str, ...]
    read: Callable[..., str]


@dataclass(frozen=True, slots=True)
class EventLayout:
    """How one publisher writes events.

    `columns`: ours to theirs, several in the order of choice (the first that is present and not empty).
    `derived`: ours that need more than one of theirs; they go before `columns`. `date_format`: a strptime
    form, "" for EDTF; `read_date` turns a date of theirs into EDTF first, where it is given.
    `where_precision`: the column with codes of place precision and what they mean; `where_default` stands
    where that column is missing or empty. `area_columns`: level to the column that names the unit.
    `date_precision`: the column with codes of time precision, each a key of `DATE_SPREADS`. `signs`: header
    names by which it is recognised. `assumes`: sentences for the methods, on what the layout takes for
    granted and which way that errs.
    """

    id: str
    title: str
    codebook: str
    columns: Mapping[str, str | tuple[str, ...]]
    date_format: str
    where_precision: tuple[str, Mapping[str, Precision]] | None
    area_columns: Mapping[str, str]
    date_precision: tuple[str, Mapping[str, str]] | None
    signs: tuple[str, ...]
    derived: Mapping[str, Derived] = field(default_factory=dict)
    read_date: Callable[[str], str] | None = None
    where_default: Precision | None = None
    assumes: tuple[str, ...] = ()


def read_sides(first: str, second: str) -> str:
    """Two sides of a fight whose codebook does not say who attacked: the one, the other, or both."""
    sides = [side for side in (first.strip(), second.strip()) if side]
    return "|".join([*sides, ";".join(sides)] if len(sides) == 2 else sides)


def _as_given(days: Days) -> Days:
    return days


def _week_around(days: Days) -> Days:
    return Days(max(NO_START, days.start - 6), min(NO_STOP, days.stop + 6))


def _month_around(days: Days) -> Days:
    first, last = date.fromordinal(days.start), date.fromordinal(days.stop - 1)
    month_start = first.replace(day=1).toordinal()
    month_stop = (last.replace(day=28) + timedelta(days=4)).replace(day=1).toordinal()
    return Days(max(NO_START, min(month_start, days.start - 15)), min(NO_STOP, max(month_stop, days.stop + 15)))


# What a code of time precision does to the days that the date columns give.
DATE_SPREADS: dict[str, Callable[[Days], Days]] = {
    "as-given": _as_given,
    "week-around": _week_around,  # every week of seven days that holds the day
    "month-around": _month_around,  # its calendar month, and 15 days to either side of it
}


def spread_days(days: Days, meaning: str) -> Days:
    """The days that an event may mean once its code of time precision is obeyed; `meaning` is a key of
    `DATE_SPREADS`.
    """
    return days if not days.limited else DATE_SPREADS[meaning](days)
