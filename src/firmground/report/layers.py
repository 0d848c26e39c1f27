"""The ground of a case as layers for a program of maps: events, who held what, places, and each claim's units.

Plain columns and shapes; a renderer writes them. Nothing here is a dot: an event is as wide as it is known, and one
without a place is a row without a shape. Days are the first and the last that is possible, both included.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from firmground.case.actors import SOMEBODY
from firmground.case.control import Ground
from firmground.case.events import STRIKES_UNLIMITED
from firmground.dates import NO_START, NO_STOP
from firmground.places import Area, Disc
from firmground.report.accounts import row_statuses
from firmground.report.regions import many, where_kind, where_shape
from firmground.report.words import STANDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np

    from firmground.case.case import Case
    from firmground.case.control import ControlMap, Face
    from firmground.check import ClaimFindings, Findings
    from firmground.report.units import UnitRow

# Kinds of a column: what it may hold beside None.
TEXT, WHOLE, REAL, DAY = "text", "whole", "real", "day"


@dataclass(frozen=True)
class Layer:
    """Columns of equal length and a shape for each row (a MultiPolygon in longitude, latitude, or None).

    `look`: the column that says how a row looks: "standing" or "coded_as" (solid must, hatched may, hollow cannot),
    "holders" (a tint for each), or "" for all alike. `kinds`: the kind of each column; a day is an ordinal.
    """

    name: str
    title: str
    about: str
    look: str
    columns: dict[str, list[Any]]
    kinds: dict[str, str]
    shapes: list[Any] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.shapes)


def _layer(name: str, title: str, about: str, look: str, rows: Iterable[tuple[dict[str, Any], Any]]) -> Layer:
    """A layer from rows of (values, shape); a column is named with its kind, as in "radius_km:real"."""
    columns: dict[str, list[Any]] = {}
    shapes = []
    for values, shape in rows:
        for key, value in values.items():
            columns.setdefault(key, []).append(value)
        shapes.append(shape)
    named = {key.partition(":")[0]: column for key, column in columns.items()}
    kinds = {key.partition(":")[0]: key.partition(":")[2] or TEXT for key in columns}
    return Layer(name, title, about, look, named, kinds, shapes)


_DAYS_ABOUT: Final = "`from` and `until` are the first and the last day that is possible, both included"


def event_layer(findings: Findings) -> Layer:
    """Every event that was read, whatever became of it."""
    held = findings.held
    table = held.case.events
    statuses = row_statuses(findings)

    def rows() -> Iterable[tuple[dict[str, Any], Any]]:
        for index in range(len(table)):
            region = held.located.region(index)
            most = int(table.strikes_high[index])
            yield (
                {
                    "id": table.id[index],
                    "file": table.file[index],
                    "row:whole": int(table.row_number[index]),
                    "status": statuses[index],
                    "by": table.by[index],
                    "kind": table.kind[index],
                    "target": table.target[index],
                    "place": region.label,
                    "known_as": where_kind(region.where),
                    "radius_km:real": region.where.radius_km if isinstance(region.where, Disc) else None,
                    "from:day": _first(table.start[index]),
                    "until:day": _last(table.stop[index]),
                    "strikes_least:whole": int(table.strikes_low[index]),
                    "strikes_most:whole": most if most < STRIKES_UNLIMITED else None,
                    "why_unplaced": held.located.unplaced[index],
                    "repeats": table.duplicate_of[index],
                    "source": table.source[index],
                    "url": table.url[index],
                    "note": table.note[index],
                },
                where_shape(region.where),
            )

    about = f"Events, each as wide as its place is known; {_DAYS_ABOUT}: it happened on one of these days."
    return _layer("events", "Events", about, "", rows())


def control_layer(case: Case, control: ControlMap, name: str) -> Layer:
    """Every face of one map of the case: maps are never laid over one another as if they were one."""
    rows = ((_face_values(case, control, face), _face_shape(case, control, face)) for face in control.faces)
    about = (
        f"{control.title}: who held what; {_DAYS_ABOUT}. An empty `until`: still so, as far as the map says. "
        "`certain_from` and `certain_until`: the days on which it surely stood."
    )
    coded = any(face.holding.ground is Ground.CODED for face in control.faces)
    return _layer(name, control.title, about, "coded_as" if coded else "holders", rows)


def _face_values(case: Case, control: ControlMap, face: Face) -> dict[str, Any]:
    holding = face.holding
    certain = face.period.certain
    party, standing = holding.coded or ("", None)
    return {
        "map": control.id,
        "map_title": control.title,
        "name": face.name or face.place,
        "ground": "contested" if len(holding.holders) > 1 else str(holding.ground),
        "holders": _names(case, holding.holders),
        "holder_ids": ";".join(holding.holders),
        "present": _names(case, holding.present or ()),
        "coded_for": _names(case, (party,)) if holding.ground is Ground.CODED else "",
        "coded_as": STANDINGS[standing] if standing is not None else "",
        "from:day": _first(face.period.possible.start),
        "until:day": _last(face.period.possible.stop),
        "certain_from:day": None if certain.empty else _first(certain.start),
        "certain_until:day": None if certain.empty else _last(certain.stop),
        "timing": str(control.timing),
        "known_as": "listed place" if control.listed else "area",
        "file": face.file,
        "row:whole": face.row,
        "source": face.source or control.source,
        "url": face.url,
        "note": face.note,
    }


def _names(case: Case, ids: Sequence[str]) -> str:
    return "; ".join("somebody the map does not name" if one == SOMEBODY else case.actors.name(one) for one in ids)


def _face_shape(case: Case, control: ControlMap, face: Face) -> Any:
    """The face; of a listed place the place itself, as wide as the case knows it."""
    if not control.listed:
        return many(face.geometry) if face.geometry is not None else None
    if face.place in case.gazetteer.places:
        return where_shape(case.gazetteer.places[face.place].where)
    if face.geometry is None:
        return None
    return where_shape(Disc(face.geometry.x, face.geometry.y))


def place_layer(case: Case) -> Layer:
    """The case's own places."""
    about = "The places of the case, each as wide as it is known."
    rows = (
        (
            {
                "id": place.id,
                "name": place.name,
                "other_names": "; ".join(place.aliases),
                "unit": place.unit,
                "known_as": where_kind(place.where),
                "radius_km:real": place.where.radius_km if isinstance(place.where, Disc) else None,
                "area": place.where.name if isinstance(place.where, Area) else "",
                "url": place.url,
                "note": place.note,
            },
            where_shape(place.where),
        )
        for place in case.gazetteer.places.values()
    )
    return _layer("places", "Places", about, "", rows)


def claim_layer(name: str, found: ClaimFindings, units: tuple[UnitRow, ...], that: str) -> Layer:
    """The units of one claim as it was meant, with the standing of each."""
    rows = (
        (
            {
                "claim": found.claim.id,
                "unit:whole": unit.unit,
                "label": unit.label,
                "standing": unit.standing,
                "that": that,
                "counted": unit.counted,
                "undecided_number:whole": unit.number or None,
                "from:day": unit.first,
                "until:day": unit.last,
                "radius_km:real": unit.radius_km,
                "known_as": where_kind(unit.where) if unit.where is not None else "listed place",
                "what_is_known": unit.why,
                "events": "; ".join(unit.events),
                "rows": "; ".join(unit.rows),
                "sources": "; ".join(unit.sources),
                "urls": " ".join(unit.urls),
            },
            where_shape(unit.where) if unit.where is not None else None,
        )
        for unit in units
    )
    words = f"{found.claim.by}: {found.claim.says}"
    about = f"{words} Each unit that is counted, with whether it must, may or cannot be {that or 'so'}; {_DAYS_ABOUT}."
    return _layer(name, words, about, "standing", rows)


def _first(start: int | np.int64) -> int | None:
    return int(start) if start > NO_START else None


def _last(stop: int | np.int64) -> int | None:
    """The last day of a half-open run, as people and other programs count it."""
    return int(stop) - 1 if stop < NO_STOP else None
