"""Small cases built in Python, without files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from firmground.case.actors import Actor, Actors, Tie, TieKind
from firmground.case.case import Case
from firmground.case.choices import Choices, Specification
from firmground.case.control import UNMAPPED, ControlMap, Face, Ground, Holding, Timing
from firmground.case.events import EventTable
from firmground.case.gazetteer import Gazetteer, Place
from firmground.dates import NO_START, NO_STOP, When, parse_when
from firmground.hold import hold_events
from firmground.locate import locate_events
from firmground.texts import Texts

if TYPE_CHECKING:
    from firmground.hold import Held

_TEXTS = (
    "id", "dataset", "by", "kind", "target", "place", "area", "level",
    "source", "url", "note", "duplicate_of", "file", "unplaced", "withheld",
)  # fmt: skip
_NUMBERS = ("lon", "lat", "radius_km")


def day(text: str) -> int:
    return parse_when(text).possible.start


def event_table(*rows: dict[str, Any]) -> EventTable:
    """Rows as mappings; `date`, `reported` in EDTF, `strikes` a number or a pair; what is left out is unknown."""
    dates = [parse_when(row.get("date", "")).possible for row in rows]
    reported = [parse_when(row.get("reported", "")).possible for row in rows]
    strikes = [row.get("strikes", 1) for row in rows]
    pairs = [one if isinstance(one, tuple) else (one, one) for one in strikes]
    texts = {name: Texts.of(str(row.get(name, "")) for row in rows) for name in _TEXTS}
    texts["id"] = Texts.of(str(row.get("id", number)) for number, row in enumerate(rows, 1))
    texts["dataset"] = Texts.of(str(row.get("dataset", "strikes")) for row in rows)
    known = {*_TEXTS, *_NUMBERS, "date", "reported", "strikes"}
    extra = sorted({name for row in rows for name in row} - known)

    def ints(values: list[int]) -> np.ndarray:
        return np.array(values, dtype=np.int64)

    return EventTable(
        **texts,
        **{name: np.array([float(row.get(name, np.nan)) for row in rows]) for name in _NUMBERS},
        start=ints([days.start for days in dates]),
        stop=ints([days.stop for days in dates]),
        reported_start=ints([days.start for days in reported]),
        reported_stop=ints([days.stop for days in reported]),
        strikes_low=ints([low for low, _ in pairs]),
        strikes_high=ints([high for _, high in pairs]),
        row_number=ints(list(range(2, len(rows) + 2))),
        extra={name: Texts.of(str(row.get(name, "")) for row in rows) for name in extra},
    )


def actors(*ids: str, ties: tuple[Tie, ...] = ()) -> Actors:
    return Actors({name: Actor(name, name) for name in ids}, ties)


def member(actor: str, of: str, period: str | When = "../..") -> Tie:
    return Tie(actor, TieKind.MEMBER_OF, of, period if isinstance(period, When) else parse_when(period))


def as_of(date: str) -> When:
    """A tie known on one day: it MAY have stood before and after."""
    return When(parse_when("../..").possible, parse_when(date).possible)


def held_by(*holders: str, present: tuple[str, ...] | None = None) -> Holding:
    return Holding(Ground.HELD, tuple(sorted(holders)), present)


def box(west: float, south: float, east: float, north: float) -> Any:
    return shapely.box(west, south, east, north)


def face(holding: Holding | str, period: str, geometry: Any) -> Face:
    """A face held by an actor (or with a holding) in an EDTF period."""
    return Face(held_by(holding) if isinstance(holding, str) else holding, parse_when(period), geometry)


def row(place: str, holding: Holding | str, period: str, at: tuple[float, float] | None = None) -> Face:
    """A row of a list of places."""
    own = held_by(holding) if isinstance(holding, str) else holding
    return Face(own, parse_when(period), None if at is None else shapely.Point(*at), place, place)


def polygons(*faces: Face, elsewhere: Holding = UNMAPPED, within: Any = None) -> ControlMap:
    return ControlMap("map", "map", "", faces, Timing.INTERVALS, elsewhere=elsewhere, within=within)


def snapshots(*faces: Face, days: tuple[str, ...] = (), max_gap_days: int = 14, **more: Any) -> ControlMap:
    drawn = {one.period.possible.start for one in faces} | {day(text) for text in days}
    return ControlMap(
        "map", "map", "", faces, Timing.SNAPSHOTS,
        snapshot_days=tuple(sorted(drawn)), max_gap_days=max_gap_days, **more,
    )  # fmt: skip


def place_list(*rows: Face, max_gap_days: int = 14, reach_km: float = 0.0) -> ControlMap:
    return ControlMap(
        "map", "map", "", rows, Timing.INTERVALS, listed=True, max_gap_days=max_gap_days, reach_km=reach_km
    )


def case_of(
    events: EventTable,
    control: ControlMap | None = None,
    *,
    parties: Actors | None = None,
    places: tuple[Place, ...] = (),
    areas: dict[tuple[str, str], Any] | None = None,
    choices: Choices | None = None,
    **more: Any,
) -> Case:
    """A case with at most one map; its actors are the map's holders if none are given."""
    maps = {} if control is None else {control.id: control}
    if parties is None:
        named = {holder for one in (control.faces if control else ()) for holder in one.holding.holders}
        parties = actors(*sorted(named | {"a", "b", "c"}))
    return Case(
        Path(),
        "a case",
        events,
        actors=parties,
        gazetteer=Gazetteer({place.id: place for place in places}, areas or {}),
        maps=maps,
        choices=choices or Choices(map=tuple(maps)),
        **more,
    )


def hold(case: Case) -> Held:
    return hold_events(locate_events(case))


def on_map(**more: Any) -> Specification:
    return Specification(map="map", **more)


LIMITLESS = (NO_START, NO_STOP)
