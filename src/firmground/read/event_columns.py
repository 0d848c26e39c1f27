"""Columns of events, from texts to days, points and numbers.

Each different text is read once, so that a million rows cost as much reading as they have different texts.
What cannot be read counts as unknown, and each kind of fault is told once, with its rows.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.events import STRIKES_UNLIMITED
from firmground.dates import NO_START, NO_STOP, Days, When, parse_day, parse_when
from firmground.formats.layouts import spread_days
from firmground.places import Disc
from firmground.read.coordinates import HINTS, read_point
from firmground.read.names import Parties, name_list, tell_unknown
from firmground.read.records import read_count, read_number
from firmground.read.wording import several

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from firmground.case.events import Floats, Ints
    from firmground.case.gazetteer import Gazetteer
    from firmground.read.tally import Tally

FARTHEST_KM = 20_004


@dataclass
class Points:
    """Where rows are, by coordinates: NaN and a reason in `unplaced` where those were set aside."""

    lon: Floats
    lat: Floats
    unplaced: list[str]
    radius_km: Floats = field(default_factory=lambda: np.empty(0))


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
    date: Sequence[str],
    first: Sequence[str],
    last: Sequence[str],
    parse: Callable[[str], When] = parse_date,
    column: str = "date",
) -> tuple[Ints, Ints]:
    """The days on one of which each event happened, from `date`, else from `date_from` and `date_until`.

    `column` is what problems call it.
    """
    keys = list(zip(date, first, last, strict=True))
    known = {key: _read_date(key, parse) for key in set(keys)}
    start = np.fromiter((known[key].start for key in keys), dtype=np.int64, count=len(keys))
    stop = np.fromiter((known[key].stop for key in keys), dtype=np.int64, count=len(keys))
    faulty = {key: found.fault for key, found in known.items() if found.fault}
    if faulty:
        for index, key in enumerate(keys):
            if key in faulty:
                written = key[0] or " to ".join(part for part in key[1:] if part)
                what = f"{column}: {faulty[key]}"
                tally.add(index, what, hint=_DATE_HINTS[faulty[key]], example=written)
    return start, stop


_UNREADABLE = "it cannot be read and counts as unknown"
_REVERSED = "the first day comes after the last, so it counts as unknown"
_ONE_END = "only one end is given; the other counts as unknown"
_DATE_HINTS = {
    _UNREADABLE: 'write 2015-10-21 or 2015-10, or name the form used, date_format = "%d/%m/%Y", in case.toml',
    _REVERSED: "write the earlier day in date_from",
    _ONE_END: "if it was a single day, write it into both columns or into `date`",
}


def spread_dates(
    tally: Tally, start: Ints, stop: Ints, codes: Sequence[str], column: str, meanings: Mapping[str, str]
) -> tuple[Ints, Ints]:
    """The days once the code of time precision is obeyed; any day where the codebook has no such code."""
    keys = list(zip(start.tolist(), stop.tolist(), codes, strict=True))
    known = {
        key: spread_days(Days(key[0], key[1]), meanings[key[2]]) if key[2] in meanings else Days() for key in set(keys)
    }
    for index, code in enumerate(codes):
        if code not in meanings:
            what = f"{column} has a code that its codebook does not; the date counts as unknown"
            tally.add(index, what, example=code or "(empty)")
    spread = [known[key] for key in keys]
    return np.array([days.start for days in spread], np.int64), np.array([days.stop for days in spread], np.int64)


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


def read_points(
    tally: Tally, lon: Sequence[str], lat: Sequence[str], place: Sequence[str], gazetteer: Gazetteer
) -> Points:
    """Coordinates in degrees. Null island counts only for a row whose place the gazetteer puts there."""
    keys = list(zip(lon, lat, strict=True))
    known = {key: read_point(*key) for key in set(keys)}
    points = np.array([known[key][0] for key in keys], dtype=float).reshape(len(keys), 2)
    unplaced = [""] * len(keys)
    faulty = {key: found[1] for key, found in known.items() if found[1]}
    for index, key in enumerate(keys) if faulty else ():
        fault = faulty.get(key)
        if fault is None:
            continue
        if fault.kind == "null island" and _means_null_island(place[index], gazetteer):
            points[index] = (0.0, 0.0)
            continue
        unplaced[index] = fault.reason
        what = f"coordinates are set aside, {_KINDS[fault.kind]}"
        tally.add(index, what, hint=HINTS[fault.kind], example=f"{key[0]}, {key[1]}")
    return Points(points[:, 0].copy(), points[:, 1].copy(), unplaced)


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


def read_radii(tally: Tally, texts: Sequence[str], points: Points) -> None:
    """Radii in km, NaN where none is written. A point whose radius cannot be read is set aside."""
    known = {text: read_radius(text) for text in set(texts)}
    points.radius_km = np.array([known[text] for text in texts], dtype=float)
    bad = {text for text, radius in known.items() if text and math.isnan(radius)}
    for index, text in enumerate(texts) if bad else ():
        if text in bad:
            what = "radius_km cannot be read; the place counts as unknown"
            tally.add(index, what, hint=f"write km from 0 to {FARTHEST_KM:,}", example=text)
            points.unplaced[index] = points.unplaced[index] or f"its radius_km {text!r} cannot be read"


def read_radius(text: str) -> float:
    """A radius in km, NaN where none can be read."""
    try:
        radius = read_number(text)
    except ValueError:
        return math.nan
    return radius if 0 <= radius <= FARTHEST_KM else math.nan


def read_strikes(tally: Tally, texts: Sequence[str]) -> tuple[Ints, Ints]:
    """How many strikes each row stands for. A row that does not say so stands for at least one."""
    known: dict[str, tuple[int, int]] = {}
    bad: dict[str, str] = {}
    for text in set(texts):
        try:
            known[text] = read_count(text) if text else (1, STRIKES_UNLIMITED)
        except ValueError:
            known[text] = (1, STRIKES_UNLIMITED)
            bad[text] = "a number of strikes cannot be read; the row counts as at least one"
    for index, text in enumerate(texts) if bad else ():
        if text in bad:
            tally.add(index, bad[text], hint="write 3, 2..4 or 3+", example=text)
    low = np.fromiter((known[text][0] for text in texts), dtype=np.int64, count=len(texts))
    high = np.fromiter((known[text][1] for text in texts), dtype=np.int64, count=len(texts))
    return low, high


def read_parties(tally: Tally, column: str, texts: Sequence[str], parties: Parties) -> list[str]:
    """Attributions with actor ids for names. A name that is no actor is a party of its own, without ties."""
    known = {text: parties.attribution(text) for text in set(texts)}
    counts: Counter[str] = Counter()
    first_rows: dict[str, int] = {}
    unknown = {text: names for text, (_, names) in known.items() if names}
    for index, text in enumerate(texts) if unknown else ():
        for name in unknown.get(text, ()):
            counts[name] += 1
            first_rows.setdefault(name, int(tally.rows[index]))
    if counts and not parties.actors.by_id:
        what = f"the case has no actors; {several(len(counts), 'name')} in `{column}` stand as they are"
        tally.note(None, what, "list them in actors.toml, with other spellings and ties")
    else:
        for names, rows, first in tell_unknown(counts, first_rows):
            hint = parties.hint(names[0]) if len(names) == 1 else "add them to actors.toml"
            what = f"{name_list(names)} in `{column}` is no actor of the case and stands as a party of its own"
            tally.note(first, f"{what}: {several(rows, 'row')}, first at row {first:,}", hint)
    return [known[text][0] for text in texts]
