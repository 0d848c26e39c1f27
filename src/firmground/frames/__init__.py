"""who_held: for people who bring their own frames and no case.

One question and one function: each event, each party, must or may it have held the ground, how much of it, and
how far was its ground. GeoDataFrames, Arrow tables, lists of mappings and files are all understood.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from firmground.case.actors import SOMEBODY, Actor, Actors
from firmground.case.case import Case
from firmground.case.choices import Choices, Specification
from firmground.case.claims import Relation
from firmground.case.control import NOBODY, UNMAPPED, ControlMap, Face, Ground, Holding, Timing
from firmground.case.events import EventTable
from firmground.case.gazetteer import fold_name
from firmground.dates import NO_START, NO_STOP, Days, When, parse_when
from firmground.errors import BadRequestError
from firmground.formats.geometry import find_fault
from firmground.frames.columns import GEOMETRY, Frame, read_frame
from firmground.frames.distances import find_distances
from firmground.hold import hold_events
from firmground.locate import Located, Region, Regions, code_floats
from firmground.modality import MAY, MUST
from firmground.places import Area, Disc, Unknown
from firmground.texts import Texts, code_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from firmground.hold import Held
    from firmground.places import Where

FARTHEST_KM = 20_004
_GROUND = ("Polygon", "MultiPolygon")


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of the frames are called, where they are not called so."""

    id: str = "id"
    date: str = "date"
    lon: str = "lon"
    lat: str = "lat"
    radius_km: str = "radius_km"
    holder: str = "holder"
    start: str = "from"
    until: str = "until"
    name: str = "name"


def who_held(
    events: Any,
    control: Any,
    *,
    columns: Columns | None = None,
    radius_km: float | None = None,
    elsewhere: str = "unknown",
    within: Any = None,
    contested: bool = True,
    max_gap_days: int = 14,
    reach_km: float = 0.0,
) -> Any:
    """One row per event and party: `event`, `party`, `must`, `may`, `share`, `km`.

    `events`: GeoDataFrame (points or polygons, any stated CRS), DataFrame or Arrow table with longitude and
    latitude, a list of mappings, or a file. Dates are EDTF texts or dates; an event without one is on an
    unknown day. `radius_km`: for events without a radius of their own; without both a point is exact.
    `control`: the same, with polygons (or points: a list of places, each speaking `reach_km` far), a holder
    (several with ";": contested), and days `from`/`until`, both included, or `date` for a snapshot; without
    any day a face stands always. `elsewhere`, `within`, `contested`, `max_gap_days`: as in `case.toml`.

    `must`: in every possibility the whole region was the party's; `may`: in some a part of it was. `share`:
    the part of the region that must be, averaged over the possible days. `km`: least distance from the
    region's centre to the party's ground on those days, 0 inside it, None if it had none. Returns a DataFrame
    if `events` is one, else a `pyarrow.Table`. Raises BadRequestError, with the row, for what cannot be read; of
    rows that a file's reader refused it warns.
    """
    names = columns or Columns()
    table, drawn = read_frame(events), read_frame(control).rows()
    _check_columns(table, drawn, names)
    control_map = _control_map(
        drawn, names, elsewhere=elsewhere, within=within, max_gap_days=max_gap_days, reach_km=reach_km
    )
    faces = list(control_map.faces)
    holders = {holder for face in faces for holder in face.holding.holders} - {SOMEBODY}
    regions, region_of = _regions(table, names, radius_km)
    case = Case(
        Path(),
        "",
        _event_table(table, names),
        actors=Actors({holder: Actor(holder, holder) for holder in (*sorted(holders), *control_map.elsewhere.holders)}),
        maps={"control": control_map},
        choices=Choices(map=("control",)),
    )
    located = Located(case, regions, region_of, Texts.same("", len(table)))
    answers = _answers(hold_events(located), contested=contested)
    return _like(events, answers)


def read_control(
    control: Any,
    columns: Columns | None = None,
    *,
    elsewhere: str = "unknown",
    within: Any = None,
    max_gap_days: int = 14,
) -> ControlMap:
    """The map that `who_held` makes of these frames or of this file; all as there. Raises BadRequestError."""
    return _control_map(
        read_frame(control).rows(),
        columns or Columns(),
        elsewhere=elsewhere,
        within=within,
        max_gap_days=max_gap_days,
        reach_km=0.0,
    )


def _control_map(
    drawn: list[dict[str, Any]], names: Columns, *, elsewhere: str, within: Any, max_gap_days: int, reach_km: float
) -> ControlMap:
    faces, listed, timing, days = _faces(drawn, names)
    rest = {"unknown": UNMAPPED, "nobody": NOBODY}.get(elsewhere, Holding(Ground.HELD, (elsewhere,)))
    if rest is not UNMAPPED and within is None:
        raise BadRequestError(f'elsewhere = "{elsewhere}" needs `within`: the ground of which it is true')
    return ControlMap(
        "control", "control", "", tuple(faces), timing, listed, rest, within, days, max_gap_days, reach_km
    )


def _answers(held: Held, *, contested: bool) -> dict[str, NDArray[Any]]:
    """The columns of the answer, event by event, in each the parties in their order."""
    case = held.case
    table: Any = held.table(Specification(map="control"))
    parties = sorted(case.actors.by_id)
    shape = (len(case.events), len(parties))
    must, may = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    share = np.zeros(shape)
    for number, party in enumerate(parties):
        answer = np.asarray(table.answer(case, Relation.IN, party, None, Days(), contested=contested))
        must[:, number], may[:, number] = answer == MUST, answer >= MAY
        share[:, number] = table.share(case, party, None, Days(), contested=contested)
    return {
        "event": np.repeat(np.array(case.events.id, dtype=object), len(parties)),
        "party": np.tile(np.array(parties, dtype=object), len(case.events)),
        "must": must.ravel(),
        "may": may.ravel(),
        "share": share.ravel(),
        "km": find_distances(held, parties).ravel(),
    }


@contextmanager
def _naming(what: str, number: int) -> Iterator[None]:
    """What cannot be read of a row is told with its number, counted from 1."""
    try:
        yield
    except (ValueError, TypeError) as fault:
        raise BadRequestError(f"{what} {number}: {fault}") from fault


def _check_columns(table: Frame, drawn: list[dict[str, Any]], names: Columns) -> None:
    """A column that is called otherwise would make every event unknown, and read as a result."""
    found = set(table.columns)
    if not len(table):
        return
    had = f"they have {', '.join(sorted(found)) or 'none'}; name them with Columns(...)"
    if GEOMETRY not in found and not {names.lon, names.lat} <= found:
        raise BadRequestError(f"the events have no columns {names.lon!r} and {names.lat!r} and no geometry: {had}")
    dated = any(row.get(name) not in (None, "") for row in drawn for name in (names.date, names.start, names.until))
    if dated and names.date not in found:
        raise BadRequestError(f"the control map has days and the events have no column {names.date!r}: {had}")


def _regions(table: Frame, names: Columns, radius_km: float | None) -> tuple[Regions, NDArray[np.int64]]:
    """The regions of the events, and which of them is each event's; equal points with equal radii share one.

    What is no plain point with plain numbers is looked at row by row.
    """
    bare, (lon, lat) = table.bare(), table.points()
    lon, lat = np.where(bare, table.numbers(names.lon), lon), np.where(bare, table.numbers(names.lat), lat)
    radius = table.numbers(names.radius_km)
    radius = np.where(np.isnan(radius), radius_km or 0.0, radius)
    plain = (np.abs(lon) <= 180) & (np.abs(lat) <= 90) & (radius >= 0) & (radius <= FARTHEST_KM)
    plain &= table.is_plain(names.radius_km) & (~bare | (table.is_plain(names.lon) & table.is_plain(names.lat)))
    odd = np.flatnonzero(~plain)
    alone: dict[int, Region] = {}
    for index in odd.tolist():
        with _naming("event", index + 1):
            alone[index] = Region(_where(table.row(index), names, radius_km), f"row {index + 1}")
    lon, lat, radius = (np.where(plain, column, np.nan) for column in (lon, lat, radius))
    own = np.zeros(len(table), dtype=np.int64)
    own[odd] = odd + 1
    region_of, first = code_rows(own, *map(code_floats, (lon, lat, radius)))
    others = {int(region_of[index]): region for index, region in alone.items()}
    nothing = Texts.same("", len(first))
    return Regions(lon[first], lat[first], radius[first], nothing, nothing, others), region_of


def _where(row: Mapping[str, Any], names: Columns, radius_km: float | None) -> Where:
    own = _number(row.get(names.radius_km))
    radius = own if own is not None else radius_km or 0.0
    shape = _shape(row)
    if shape is not None and shape.geom_type in _GROUND:
        return Area(f"event-{id(shape)}", "", shape)
    if shape is not None and shape.geom_type != "Point":
        # The middle of a line is a point at which nobody said that it happened.
        raise ValueError(f"a {shape.geom_type} is neither a point nor a polygon")
    if shape is not None:
        return Disc(float(shape.x), float(shape.y), radius)
    lon, lat = _number(row.get(names.lon)), _number(row.get(names.lat))
    if lon is None or lat is None:
        return Unknown("no coordinates are given")
    return Disc(lon, lat, radius)


def _shape(row: Mapping[str, Any]) -> Any:
    """The geometry of a row; None if it has none or an empty one. Raises ValueError for one that is not sound."""
    shape = row.get("geometry")
    if shape is None or shape != shape or shape.is_empty:  # noqa: PLR0124 - NaN stands for no geometry in frames
        return None
    if fault := find_fault(shape):
        raise ValueError(fault.what)
    return shape


def _number(value: Any) -> float | None:
    if value in (None, ""):
        return None
    try:
        number = float(value)
    except ValueError as fault:
        raise ValueError(f"{value!r} is not a number") from fault
    return number if math.isfinite(number) else None


def _text(value: Any) -> str:
    """A cell as text; "" for None and for the NaN that frames have in empty cells."""
    return "" if value is None or value != value else str(value).strip()  # noqa: PLR0124 - NaN


def _when(value: Any) -> When | None:
    """A date of any kind; None for an empty cell."""
    if value is None or value != value or str(value).strip() in ("", "NaT", "None", "nan"):  # noqa: PLR0124 - NaN
        return None
    return parse_when(value.date().isoformat() if hasattr(value, "date") else str(value))


def _faces(rows: Iterable[Mapping[str, Any]], names: Columns) -> tuple[list[Face], bool, Timing, tuple[int, ...]]:
    faces: list[Face] = []
    days: set[int] = set()
    for number, row in enumerate(rows, start=1):
        with _naming("row of the control map", number):
            shape = _face_shape(row, names)
            holders = tuple(sorted({part.strip() for part in _text(row.get(names.holder)).split(";") if part.strip()}))
            day = _when(row.get(names.date))
            period = day or When.between(_when(row.get(names.start)), _when(row.get(names.until)))
        if day is not None:
            days.update((day.possible.start,))
        name = _text(row.get(names.name)) or _text(row.get("place")) or str(number)
        faces.append(Face(Holding(Ground.HELD, holders or (SOMEBODY,)), period, shape, place="", name=name, row=number))
    if not faces:
        raise BadRequestError("the control map has no faces")
    listed = all(face.geometry.geom_type == "Point" for face in faces)
    if not listed and any(face.geometry.geom_type == "Point" for face in faces):
        raise BadRequestError("the control map has points and polygons: give either a list of places or ground")
    if listed:
        faces = [
            Face(face.holding, face.period, face.geometry, fold_name(face.name), face.name, row=face.row)
            for face in faces
        ]
    if len(days) > 1 and not listed:
        for face in faces:
            if not face.period.exact or face.period.possible.start not in days:
                raise BadRequestError(
                    f"row of the control map {face.row}: a map with several dates is read as snapshots, "
                    f"each of one day, and this row is of {face.period}"
                )
        return faces, listed, Timing.SNAPSHOTS, tuple(sorted(days))
    return faces, listed, Timing.INTERVALS, ()


def _face_shape(row: Mapping[str, Any], names: Columns) -> Any:
    """Ground, or the point of a listed place. Raises ValueError where there is neither: it would cover nothing."""
    shape = _shape(row)
    if shape is None and (lon := _number(row.get(names.lon))) is not None:
        lat = _number(row.get(names.lat))
        if lat is None:
            raise ValueError(f"it has {names.lon!r} and no {names.lat!r}")
        shape = shapely.Point(lon, lat)
    if shape is None:
        raise ValueError("it has no geometry and no coordinates")
    if shape.geom_type not in (*_GROUND, "Point"):
        raise ValueError(f"a {shape.geom_type} covers no ground")
    if fault := find_fault(shape):
        raise ValueError(fault.what)
    return shape


def _event_table(table: Frame, names: Columns) -> EventTable:
    count = len(table)
    empty = Texts.same("", count)
    nothing = np.full(count, np.nan)
    ones = np.ones(count, dtype=np.int64)
    start, stop = _read_days(table, names.date)
    ids = Texts.of(
        str(number) if own is None or own == "" else str(own) for number, own in enumerate(table.values(names.id), 1)
    )
    return EventTable(
        ids,
        empty,
        start,
        stop,
        np.full(count, NO_START),
        np.full(count, NO_STOP),
        empty,
        empty,
        empty,
        empty,
        nothing,
        nothing,
        nothing,
        empty,
        empty,
        ones,
        ones,
        empty,
        empty,
        empty,
        empty,
        empty,
        np.arange(1, count + 1),
        empty,
        empty,
    )


def _read_days(table: Frame, name: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The days on one of which each event happened, its last excluded; each different date is read once."""
    if (days := table.days(name)) is not None:
        known = days > np.iinfo(np.int64).min
        return np.where(known, days, NO_START), np.where(known, days + 1, NO_STOP)
    read: dict[Any, int] = {}
    found: list[Days] = []
    codes = np.zeros(len(table), dtype=np.int64)
    for index, value in enumerate(table.values(name)):
        key = value if isinstance(value, str | date) else index
        if key not in read:
            with _naming("event", index + 1):
                found.append((_when(value) or When.unknown()).possible)
            read[key] = len(found) - 1
        codes[index] = read[key]
    ends = np.array(found, dtype=np.int64).reshape(-1, 2)
    return ends[codes, 0], ends[codes, 1]


def _like(events: Any, answer: dict[str, NDArray[Any]]) -> Any:
    if hasattr(events, "to_dict") and hasattr(events, "columns"):
        import pandas as pd  # noqa: PLC0415 - the caller has it, having brought a frame of it

        return pd.DataFrame(answer)
    import pyarrow as pa  # noqa: PLC0415 - only where a table is wanted

    told = {name: pa.array(column, from_pandas=True) for name, column in answer.items()}
    return pa.table(told | {name: told[name].cast(pa.string()) for name in ("event", "party")})
