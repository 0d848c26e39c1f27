"""Columns of events, from texts to days, points and numbers.

Each different text is read once, so that a million rows cost as much reading as they have different texts.
What cannot be read counts as unknown, and each kind of fault is told once, with its rows.
"""

from __future__ import annotations

import math
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.events import STRIKES_UNLIMITED
from firmground.dates import NO_START, NO_STOP, Days, When, parse_day, parse_when
from firmground.formats.layouts import spread_days
from firmground.phrases import several
from firmground.places import Disc
from firmground.read.coordinates import HINTS, read_point
from firmground.read.names import Parties, name_list, tell_unknown
from firmground.read.records import read_count, read_number
from firmground.read.tally import Faulty, Tally
from firmground.texts import Texts, code_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from firmground.case.events import Floats, Ints
    from firmground.case.gazetteer import Gazetteer

FARTHEST_KM = 20_004


@dataclass
class Points:
    """Where rows are, by coordinates: NaN and a reason in `unplaced` where those were set aside."""

    lon: Floats
    lat: Floats
    unplaced: Texts
    radius_km: Floats = field(default_factory=lambda: np.empty(0))

    def set_aside(self, rows: Ints, reasons: Texts | str) -> None:
        """Keeps a reason for each of these rows, unless one is kept already."""
        free = ~self.unplaced.taken(rows).filled()
        new = reasons if isinstance(reasons, str) else reasons.taken(free)
        self.unplaced = self.unplaced.changed(rows[free], new)


@dataclass(frozen=True)
class _Read:
    start: int = NO_START
    stop: int = NO_STOP
    fault: str = ""


def parse_date(text: str, date_format: str = "", reword: Callable[[str], str] | None = None) -> When:
    """A date in the form that the case or the layout names, or in EDTF; unknown for "" and "?".

    `reword` turns the way of one publisher into EDTF. Raises ValueError.
    """
    if not text or text == "?":
        return When.unknown(text)
    if date_format:
        try:
            return parse_day(text, date_format)
        except ValueError:
            # A workbook holds real dates beside typed ones, and EDTF cannot be mistaken for another form.
            return parse_when(text)
    return parse_when(reword(text) if reword else text)


def read_dates(
    tally: Tally,
    date: Texts,
    first: Texts,
    last: Texts,
    parse: Callable[[str], When] = parse_date,
    column: str = "date",
) -> tuple[Ints, Ints]:
    """The days on one of which each event happened, from `date`, else from `date_from` and `date_until`.

    `column` is what problems call it.
    """
    code, rows = code_rows(date.codes, first.codes, last.codes)
    keys = [(date[row], first[row], last[row]) for row in rows.tolist()]
    known = [_read_date(key, parse) for key in keys]
    if any(one.fault for one in known):
        faults = Texts.recoded([one.fault for one in known], code)
        written = Texts.recoded([key[0] or " to ".join(part for part in key[1:] if part) for key in keys], code)
        tally.add_all(
            *(
                Faulty(rows, f"{column}: {fault}", hint, written.taken(rows))
                for fault, hint in _DATE_HINTS.items()
                for rows in [faults.rows_of(fault)]
            )
        )
    start = np.array([one.start for one in known], dtype=np.int64)
    stop = np.array([one.stop for one in known], dtype=np.int64)
    return start[code], stop[code]


_UNREADABLE = "it cannot be read and counts as unknown"
_REVERSED = "the first day comes after the last, so it counts as unknown"
_ONE_END = "only one end is given; the other counts as unknown"
_DATE_HINTS = {
    _UNREADABLE: 'write 2015-10-21 or 2015-10, or name the form used, date_format = "%d/%m/%Y", in case.toml',
    _REVERSED: "write the earlier day in date_from",
    _ONE_END: "if it was a single day, write it into both columns or into `date`",
}


def spread_dates(
    tally: Tally, start: Ints, stop: Ints, codes: Texts, column: str, meanings: Mapping[str, str]
) -> tuple[Ints, Ints]:
    """The days once the code of time precision is obeyed; any day where the codebook has no such code."""
    number, rows = code_rows(start, stop, codes.codes)
    known = [
        spread_days(Days(int(start[row]), int(stop[row])), meanings[codes[row]]) if codes[row] in meanings else Days()
        for row in rows.tolist()
    ]
    foreign = np.flatnonzero(codes.mask(lambda code: code not in meanings))
    what = f"{column} has a code that its codebook does not; the date counts as unknown"
    tally.add_all(Faulty(foreign, what, written=codes.taken(foreign).reading(lambda code: code or "(empty)")))
    return (
        np.array([days.start for days in known], dtype=np.int64)[number],
        np.array([days.stop for days in known], dtype=np.int64)[number],
    )


def _read_date(key: tuple[str, str, str], parse: Callable[[str], When]) -> _Read:
    date, first, last = key
    try:
        if date or not (first or last):
            days = parse(date).possible
            return _Read(days.start, days.stop)
        begin, end = parse(first), parse(last)
    except ValueError:
        return _Read(fault=_UNREADABLE)
    try:
        days = When.between(begin, end).possible
    except ValueError:
        return _Read(fault=_REVERSED)
    # "?" says on purpose that a day is unknown; an empty cell beside a written one may be an oversight.
    return _Read(days.start, days.stop, "" if first and last else _ONE_END)


def read_points(tally: Tally, lon: Texts, lat: Texts, place: Texts, gazetteer: Gazetteer) -> Points:
    """Coordinates in degrees. Null island counts only for a row whose place the gazetteer puts there."""
    points = Points(_read_numbers(lon)[lon.codes], _read_numbers(lat)[lat.codes], Texts.same("", len(lon)))
    # What is no plain point on Earth and no empty pair either is looked at pair by pair.
    odd = np.flatnonzero(~_plain_points(points.lon, points.lat) & (lon.filled() | lat.filled()))
    if len(odd):
        _set_aside(tally, odd, (lon, lat), place, gazetteer, points)
    return points


def _read_numbers(texts: Texts) -> Floats:
    """The number that each different text of a column is; NaN for what is none, and for what is written oddly."""
    plain = [text or "nan" for text in texts.values]
    if "_" not in "".join(plain):
        try:
            return np.array([float(text) for text in plain], dtype=np.float64)
        except ValueError:
            pass  # one of them is no number; which one is asked below
    numbers = np.full(len(plain), np.nan)
    for code, text in enumerate(texts.values):
        with suppress(ValueError):
            numbers[code] = read_number(text)
    return numbers


def _plain_points(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """For each row whether `read_point` would find no fault, going by the numbers alone."""
    on_earth = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    plain: NDArray[np.bool_] = on_earth & ((lon != 0) | (lat != 0))
    return plain


def _set_aside(
    tally: Tally, odd: Ints, written: tuple[Texts, Texts], place: Texts, gazetteer: Gazetteer, points: Points
) -> None:
    """The rows with something other than a plain point in their cells: points after all, or faults to be told."""
    lon, lat = (axis.taken(odd) for axis in written)
    code, first = code_rows(lon.codes, lat.codes)
    pairs = [(lon[row], lat[row]) for row in first.tolist()]
    known = [read_point(*pair) for pair in pairs]
    for axis, column in enumerate((points.lon, points.lat)):
        column[odd] = np.array([point[axis] for point, _ in known])[code]
    kinds = Texts.recoded([fault.kind if fault else "" for _, fault in known], code)
    meant = kinds.mask(lambda kind: kind == "null island")
    meant &= place.taken(odd).mask(lambda name: _means_null_island(name, gazetteer)) if meant.any() else False
    points.lon[odd[meant]] = points.lat[odd[meant]] = 0.0
    reasons = Texts.recoded([fault.reason if fault else "" for _, fault in known], code)
    points.unplaced = points.unplaced.changed(odd[~meant], reasons.taken(~meant))
    shown = Texts.recoded([f"{pair[0]}, {pair[1]}" for pair in pairs], code)
    faulty: list[Faulty] = []
    for kind, told in _KINDS.items():
        rows = kinds.rows_of(kind)
        rows = rows[~meant[rows]]
        faulty.append(Faulty(odd[rows], f"coordinates are set aside, {told}", HINTS[kind], shown.taken(rows)))
    tally.add_all(*faulty)


_KINDS = {
    "half a point": "only one of lon and lat is given",
    "not a number": "they are not numbers",
    "swapped": "they are not on Earth and look swapped",
    "not on Earth": "they are not on Earth",
    "null island": "they are 0, 0",
}


def _means_null_island(place: str, gazetteer: Gazetteer) -> bool:
    return any(
        isinstance(found.where, Disc) and (found.where.lon, found.where.lat) == (0.0, 0.0)
        for found in (gazetteer.find(place) if place else ())
    )


def read_radii(tally: Tally, texts: Texts, points: Points) -> None:
    """Radii in km, NaN where none is written. A point whose radius cannot be read is set aside."""
    points.radius_km = texts.look_up(read_radius, np.float64)
    bad = np.flatnonzero(np.isnan(points.radius_km) & texts.filled())
    if len(bad):
        what = "radius_km cannot be read; the place counts as unknown"
        tally.add_all(Faulty(bad, what, f"write km from 0 to {FARTHEST_KM:,}", texts.taken(bad)))
        points.set_aside(bad, texts.taken(bad).reading(lambda text: f"its radius_km {text!r} cannot be read"))


def read_radius(text: str) -> float:
    """A radius in km, NaN where none can be read."""
    try:
        radius = read_number(text)
    except ValueError:
        return math.nan
    return radius if 0 <= radius <= FARTHEST_KM else math.nan


def read_strikes(tally: Tally, texts: Texts, withheld: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """How many strikes each row stands for. A row that does not say so stands for at least one, unless it is withheld:
    it may have said none.
    """
    known: list[tuple[int, int]] = []
    bad: set[str] = set()
    for text in texts.values:
        try:
            known.append(read_count(text) if text else (1, STRIKES_UNLIMITED))
        except ValueError:
            known.append((1, STRIKES_UNLIMITED))
            bad.add(text)
    faulty = np.flatnonzero(texts.mask(bad.__contains__))
    what = "a number of strikes cannot be read; the row counts as at least one"
    tally.add_all(Faulty(faulty, what, "write 3, 2..4 or 3+", texts.taken(faulty)))
    ends = np.array(known, dtype=np.int64).reshape(len(known), 2)[texts.codes]
    low = np.where(withheld & ~texts.filled(), 0, ends[:, 0])
    return low, ends[:, 1].copy()


def read_parties(tally: Tally, column: str, texts: Texts, parties: Parties) -> Texts:
    """Attributions with actor ids for names. A name that is no actor is a party of its own, without ties."""
    known = [parties.attribution(text) for text in texts.values]
    counts: Counter[str] = Counter()
    first_rows: dict[str, int] = {}
    if any(names for _, names in known):
        number = np.bincount(texts.codes, minlength=len(known))
        for row, code in zip(*(part.tolist() for part in texts.first_rows()), strict=True):
            for name in known[code][1]:
                counts[name] += int(number[code])
                first_rows.setdefault(name, int(tally.rows[row]))
    if counts and not parties.actors.by_id:
        what = f"the case has no actors; {several(len(counts), 'name')} in `{column}` stand as they are"
        tally.note(None, what, "list them in actors.toml, with other spellings and ties")
    else:
        for names, rows, first in tell_unknown(counts, first_rows):
            hint = parties.hint(names[0]) if len(names) == 1 else "add them to actors.toml"
            what = f"{name_list(names)} in `{column}` is no actor of the case and stands as a party of its own"
            tally.note(first, f"{what}: {several(rows, 'row')}, first at row {first:,}", hint)
    return Texts.recoded([ids for ids, _ in known], texts.codes)
