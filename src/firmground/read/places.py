"""The case's own gazetteer, its areas, and what a row of one of its tables says of its place."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from firmground.case.gazetteer import Gazetteer, Place, fold_name
from firmground.errors import Effect
from firmground.formats.maps import FeatureSet, read_features
from firmground.phrases import several
from firmground.places import Area, Candidates, Disc, Unknown, Where
from firmground.read.coordinates import HINTS, read_point
from firmground.read.rows import read_rows
from firmground.read.wording import first_of, show, suggest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.read.files import CaseFiles
    from firmground.read.records import Record

PLACE_COLUMNS = (
    "id", "name", "aliases", "lon", "lat", "radius_km", "area", "level", "unit", "url", "note",
)  # fmt: skip
LEVELS = ("1", "2", "3", "4", "5", "country")
HALF_ROUND_KM = 20_004

# Properties that published boundary files use for the id and the name of a unit.
ID_PROPERTIES = ("id", "shapeISO", "shapeID", "pcode", "iso_3166_2", "GID_1", "GID_0")
NAME_PROPERTIES = ("name", "shapeName", "NAME_1", "NAME_EN", "NAME_0", "ADM1_EN", "ADM2_EN")


def read_areas(files: CaseFiles, entries: Sequence[Record]) -> dict[tuple[str, str], Area]:
    """The areas of all `[[areas]]`, keyed as `Gazetteer.areas` is.

    Where one level has a name twice, the name stands for both: the union of their ground.
    """
    areas: dict[tuple[str, str], Area] = {}
    for record in entries:
        text, level = record.required("file"), record.text("level")
        given = (record.text("id"), record.text("name"))
        repair = frozenset(record.texts("repair"))
        if level not in LEVELS:
            hint = f"write one of {', '.join(LEVELS)}"
            record.problem(f"`level` is {show(level)}", hint, Effect.REFUSED)
        path = files.find(text, record.origin) if text else None
        if path is not None and level in LEVELS:
            features, problems = read_features(path, name=files.open(path), repair=repair)
            files.problems.extend(problems)
            _add_areas(areas, record, level, features, given)
        record.close()
    return areas


def read_gazetteer(files: CaseFiles, areas: dict[tuple[str, str], Area]) -> Gazetteer:
    """The places of `places.csv`, with the areas of the case."""
    path = files.own("places.csv")
    bare = Gazetteer(areas=areas)
    found: dict[str, Place] = {}
    exact: list[int] = []
    records = read_rows(files, path, PLACE_COLUMNS) if path else []
    for record in records:
        key = _place_id(record, found)
        where = read_where(record, bare)
        if not key:
            continue
        if isinstance(where, Disc) and "radius_km" not in record and record.origin.row is not None:
            exact.append(record.origin.row)
        found[key] = Place(
            id=key,
            name=record.text("name", key),
            where=where or Unknown(),
            aliases=record.texts("aliases"),
            unit=record.text("unit"),
            url=record.text("url"),
            note=record.text("note"),
        )
    if exact:
        what = f"{several(len(exact), 'place')} with coordinates and no radius_km: taken as exact points"
        records[0].problem(f"{what} ({first_of(exact, len(exact))})", "write how far the place reaches, in km")
    return Gazetteer(found, areas)


def read_where(record: Record, gazetteer: Gazetteer) -> Where | None:
    """The place that a row gives by coordinates, by an area, or by the name of a place of the case.

    None where it gives none. In this order: what is nearest to the point wins.
    """
    (lon, lat), fault = read_point(record.text("lon"), record.text("lat"))
    radius = record.number("radius_km", least=0, most=HALF_ROUND_KM)
    if fault and fault.kind == "null island" and "place" not in record and "name" in record:
        # A row of the gazetteer that puts a place there means it: it is a buoy in the Gulf of Guinea.
        lon, lat, fault = 0.0, 0.0, None
    if fault:
        record.problem(fault.reason, HINTS[fault.kind], Effect.WIDENED)
        return Unknown(fault.reason)
    if not math.isnan(lon):
        if radius is None and "radius_km" in record:
            return Unknown("its radius_km cannot be read")
        return Disc(lon, lat, radius or 0.0)
    if name := record.text("area"):
        return _find_area(record, gazetteer, name)
    return find_place(record, gazetteer) if "place" in record else None


def find_place(record: Record, gazetteer: Gazetteer) -> Where:
    """The place of this name; all of them, as candidates, where there are several."""
    text = record.text("place")
    options = tuple(place.where for place in gazetteer.find(text))
    if not options:
        hint = suggest(text, (place.name for place in gazetteer.places.values()), "add it to places.csv")
        record.problem(f"the place {show(text)} is not in places.csv", hint, Effect.WIDENED)
        return Unknown(f"the place {show(text)} is not in places.csv")
    return options[0] if len(options) == 1 else Candidates(options)


def _place_id(record: Record, found: dict[str, Place]) -> str:
    if "id" in record:
        return record.identity(found)
    name = fold_name(record.text("name"))
    if not name or name in found:
        record.problem("`id` is missing", "give each place a short id of its own", Effect.REFUSED)
        return ""
    record.problem("`id` is missing", f"the name stands for it: {show(name)}")
    return name


def _find_area(record: Record, gazetteer: Gazetteer, name: str) -> Where:
    level = record.text("level")
    found = gazetteer.find_area(level, name)
    if found is not None:
        return found
    known = [area.name for (order, _), area in gazetteer.areas.items() if order in {level, ""}]
    reason = f"the area {show(name)} of level {show(level)} is in none of the [[areas]]"
    record.problem(reason, suggest(name, known, "name its boundary file in case.toml"), Effect.WIDENED)
    return Unknown(reason)


def _add_areas(
    areas: dict[tuple[str, str], Area], record: Record, level: str, features: FeatureSet, given: tuple[str, str]
) -> None:
    id_property = _property(record, features, "id", given[0], ID_PROPERTIES)
    name_property = _property(record, features, "name", given[1], NAME_PROPERTIES)
    twice: list[str] = []
    for feature in features.features:
        key = feature.properties.get(id_property, "").strip()
        name = feature.properties.get(name_property, "").strip() or key
        if not name or feature.geometry is None or feature.geometry.geom_type not in {"Polygon", "MultiPolygon"}:
            what = f"feature {feature.number} has no name or is no polygon"
            record.problem(what, "name the property in [[areas]]: name = …", Effect.REFUSED)
            continue
        area = Area(key or name, name, feature.geometry)
        for address in {(level, fold_name(name)), ("", key)} - {("", "")}:
            if address in areas and areas[address].geometry is not area.geometry:
                twice.append(name)
                areas[address] = _union(areas[address], area)
            else:
                areas[address] = area
    if twice:
        shown = ", ".join(show(name) for name in twice[:5])
        what = f"{several(len(twice), 'unit')} of level {level} share a name or id with another: {shown}"
        record.problem(what, "an event coded to such a name MAY be in either", Effect.WIDENED)


def _property(record: Record, features: FeatureSet, what: str, given: str, usual: tuple[str, ...]) -> str:
    present = {name for feature in features.features for name in feature.properties}
    if given and given not in present:
        hint = suggest(given, present)
        record.problem(f"no feature has the property {show(given)}, named as `{what}`", hint, Effect.WIDENED)
    return given or next((name for name in usual if name in present), "")


def _union(one: Area, other: Area) -> Area:
    merged: Any = one.geometry.union(other.geometry)
    return Area(one.id, one.name, merged)
