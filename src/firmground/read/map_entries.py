"""An entry of `[[maps]]`, what its columns are called, and the days that its rows speak of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firmground.dates import Days, When
from firmground.errors import Effect
from firmground.read.event_columns import parse_date
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from firmground.case.control import Face
    from firmground.formats.geojson import Known
    from firmground.read.records import Record

COLUMNS = (
    "place", "lon", "lat", "holder", "present", "status", "party", "standing", "from", "until", "date",
    "name", "note", "source", "url",
)  # fmt: skip
LAYOUTS = ("faces", "dated-files", "place-list", "place-snapshots")


@dataclass(frozen=True)
class MapEntry:
    """What `case.toml` says of one map, as far as it could be read. `on`: None where it says no day."""

    id: str
    file: str
    layout: str
    source: str
    on: When | None
    repair: frozenset[str]
    columns: Mapping[str, str]
    layer: str
    sheet: str
    encoding: str
    header: tuple[str, ...]
    date_format: str
    open: bool = False

    def column(self, ours: str, present: Iterable[str]) -> str:
        """The name of our column in a file; "" if the file has none."""
        if ours in self.columns:
            return self.columns[ours] if self.columns[ours] in present else ""
        return next((name for name in present if name.strip().casefold() == ours), "")

    def tell_missing(self, record: Record, present: set[str]) -> None:
        """A column that the case names and no file of the map has."""
        for ours, theirs in self.columns.items():
            if present and theirs not in present:
                what = f"no column of {self.file} is called {show(theirs)}, named as `{ours}`"
                record.problem(what, suggest(theirs, present), Effect.WIDENED)


@dataclass
class Drawn:
    """The faces of a map while it is being read.

    `dated`: does any of them say on which days it holds? `snapshot_days`: the days on which the whole map was
    drawn, empty if it is not made of snapshots. `columns`: all names that its files use. `lost`: refused
    features that may have covered ground. `outlines`: the geometries of its GeoJSON files, for `read_features`.
    """

    faces: list[Face] = field(default_factory=list)
    dated: bool = False
    listed: bool = False
    days: set[int] = field(default_factory=set)
    intervals: bool = False
    columns: set[str] = field(default_factory=set)
    lost: int = 0
    outlines: Known = field(default_factory=dict)

    @property
    def snapshot_days(self) -> tuple[int, ...]:
        return () if self.intervals or self.listed else tuple(sorted(self.days))


def read_map_entry(record: Record, taken: Mapping[str, object]) -> MapEntry | None:
    """None, with a problem, where an entry has no file or no id of its own. A map that is open needs no file."""
    is_open = record.flag("open")
    file = record.text("file") if is_open else record.required("file")
    if "id" in record or not file:
        key = record.identity(taken)
    else:
        key = file.rstrip("/").rsplit("/", 1)[-1].split(".", 1)[0]
        if not key or key in taken or set(key) & set("*?["):
            record.problem(f"the map in {show(file)} needs an id", 'add id = "…"', Effect.REFUSED)
            key = ""
    layout = record.text("layout")
    if layout and layout not in LAYOUTS:
        record.problem(f"the layout {show(layout)} is not known", suggest(layout, LAYOUTS))
    entry = MapEntry(
        id=key,
        file=file,
        layout=layout if layout in LAYOUTS else "",
        source=record.text("source"),
        on=record.when("on"),
        repair=frozenset(record.texts("repair")),
        columns=_read_columns(record),
        layer=record.text("layer"),
        sheet=record.text("sheet"),
        encoding=record.text("encoding"),
        header=record.texts("header"),
        date_format=record.text("date_format"),
        open=is_open,
    )
    return entry if key and (file or is_open) else None


def _read_columns(record: Record) -> dict[str, str]:
    table = record.table("columns")
    if table is None:
        return {}
    for ours in table:
        if ours not in COLUMNS:
            table.problem(f"`columns` has {show(ours)}, which is no column of a map", suggest(ours, COLUMNS))
    return {ours: table.text(ours) for ours in table if ours in COLUMNS and table.text(ours)}


@dataclass(frozen=True)
class FaceDays:
    """The days of a face. `drawn`: the one day on which it was drawn; None if it has a period.

    `told`: False if nothing says on which days it holds. `fault`: what could not be read.
    """

    period: When
    drawn: int | None = None
    told: bool = True
    fault: str = ""


UNREADABLE = "a date cannot be read: the ground MAY have been so on any day"
REVERSED = "from comes after until: the ground MAY have been so on any day"


def read_face_days(first: str, last: str, day: str, entry: MapEntry, file_day: int | None) -> FaceDays:
    """The days of a row: that of its file; else its period, else its date, else that of the map."""
    if file_day is not None:
        return FaceDays(When.on(file_day), file_day)
    try:
        ends = [parse_date(text, entry.date_format) if text else None for text in (first, last)]
        single = parse_date(day, entry.date_format) if day else None
    except ValueError:
        return FaceDays(When.unknown(), fault=UNREADABLE)
    if first or last:
        try:
            return FaceDays(When.between(*ends))
        except ValueError:
            return FaceDays(When.unknown(), fault=REVERSED)
    return _drawn_days(single or entry.on)


def _drawn_days(single: When | None) -> FaceDays:
    """What was drawn on a day held on that day; what was drawn in some month held on some day of it."""
    if single is None:
        return FaceDays(When.between(None, None), told=False)
    if single.exact:
        return FaceDays(single, single.possible.start)
    if "/" in single.text:
        return FaceDays(single)
    return FaceDays(When(single.possible, Days(0, 0), single.text))


def is_geo_parquet(path: Path) -> bool:
    """Does a Parquet file say of itself that it holds geometries (GeoParquet 1.1, metadata "geo")?"""
    import pyarrow.parquet as pq  # noqa: PLC0415 - only who has a Parquet file pays for pyarrow

    try:
        return b"geo" in (pq.read_schema(path).metadata or {})
    except (ValueError, OSError):  # what is no Parquet at all is told by the reader of tables
        return False
