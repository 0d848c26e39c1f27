"""The rows of a list of places: which place each one means, and where that place is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from firmground.case.control import Face
from firmground.case.events import RowCount
from firmground.case.gazetteer import fold_name
from firmground.errors import Effect
from firmground.formats.tables import Table, read_table
from firmground.phrases import several
from firmground.places import Disc, geod
from firmground.read.event_columns import read_points
from firmground.read.holdings import Words
from firmground.read.map_entries import COLUMNS
from firmground.read.wording import show
from firmground.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from firmground.case.events import Floats
    from firmground.case.gazetteer import Gazetteer
    from firmground.read.files import CaseFiles
    from firmground.read.map_entries import Drawn, MapEntry
    from firmground.read.tally import Tally

# Coordinates of one place that lie further apart than this are told: a typing error, or two places of one name.
MOVED_KM = 5.0


@dataclass
class PlaceRows:
    """The rows of a list. `cells`: our columns. `key[i]`: the place of row i; `point`: a place's key to its point.

    A row of which nobody can say which place it means has the key "".
    """

    name: str
    table: Table
    cells: dict[str, Texts]
    key: list[str]
    point: dict[str, Any]

    def words(self) -> Iterator[Words]:
        return map(Words, *(self.cells[column] for column in Words._fields))


def read_place_rows(
    files: CaseFiles, entry: MapEntry, path: Path, tally: Tally, drawn: Drawn, gazetteer: Gazetteer
) -> PlaceRows:
    """The columns of a list and the place that each row means, with its point."""
    name = files.open(path)
    table, problems = read_table(path, name=name, sheet=entry.sheet, encoding=entry.encoding, header=entry.header)
    files.problems.extend(problems)
    drawn.listed = True
    drawn.columns |= set(table.names)
    tally.turn_to(name, table.rows)
    nothing = Texts.same("", len(table.rows))
    cells: dict[str, Texts] = {}
    for ours in COLUMNS:
        column = table.columns.get(entry.column(ours, table.names))
        cells[ours] = column.stripped() if column else nothing
    # A list may call its places by the column that a map of polygons has for names.
    cells["place"] = cells["place"] if cells["place"].filled().any() else cells["name"]
    points = read_points(tally, cells["lon"], cells["lat"], cells["place"], gazetteer)
    keys = _read_keys(tally, cells["place"], points.lon, points.lat, gazetteer)
    point = _read_geometry(tally, keys, points.lon, points.lat, gazetteer)
    return PlaceRows(name, table, cells, keys, point)


def make_face(entry: MapEntry, rows: PlaceRows, index: int, face: Face) -> Face:
    """The face with everything that row `index` says beside holding and days."""
    cells, key = rows.cells, rows.key[index]
    return Face(
        holding=face.holding,
        period=face.period,
        geometry=rows.point.get(key),
        place=key,
        name=cells["name"][index] or cells["place"][index],
        file=rows.name,
        row=int(rows.table.rows[index]),
        source=cells["source"][index] or entry.source,
        url=cells["url"][index],
        note=cells["note"][index],
    )


def count_rows(entry: MapEntry, rows: PlaceRows) -> RowCount:
    refused = Counter(rows.table.refused)
    if lost := rows.key.count(""):
        refused["names no place"] += lost
    return RowCount(rows.name, entry.id, rows.table.read, len(rows.key) - lost, dict(refused))


def _read_keys(tally: Tally, places: Texts, lon: Floats, lat: Floats, gazetteer: Gazetteer) -> list[str]:
    """A case place's id where the name means exactly one; else the folded name; else the point itself."""
    known: dict[str, str] = {}
    several_places: set[str] = set()
    for text in set(places) - {""}:
        found = gazetteer.find(text)
        known[text] = found[0].id if len(found) == 1 else fold_name(text) or text
        if len(found) > 1:
            several_places.add(text)
    keys: list[str] = []
    for index, text in enumerate(places):
        key = known.get(text, "")
        if not key and not np.isnan(lon[index]):
            key = f"{lon[index]:.5f},{lat[index]:.5f}"
        if not key:
            hint = "write its name into `place`, or its lon and lat"
            tally.add(index, "the row names no place", hint=hint, effect=Effect.REFUSED)
        elif text in several_places:
            what = "a name is that of several places in places.csv"
            tally.add(index, what, hint="write the id of the one that is meant", effect=Effect.NOTED, example=text)
        keys.append(key)
    return keys


def _read_geometry(tally: Tally, keys: list[str], lon: Floats, lat: Floats, gazetteer: Gazetteer) -> dict[str, Any]:
    """The point of each place: that of the gazetteer, else the median of its coordinates in the list."""
    order = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    code = np.fromiter((order[key] for key in keys), dtype=np.int64, count=len(keys))
    placed = ~np.isnan(lon)
    middle_lon, middle_lat = (
        _medians(code[placed], lon[placed], len(order)),
        _medians(code[placed], lat[placed], len(order)),
    )
    found: dict[str, Any] = {}
    from_list = np.zeros(len(order), dtype=bool)
    for key, number in order.items():
        where = gazetteer.places[key].where if key in gazetteer.places else None
        if isinstance(where, Disc):
            found[key] = shapely.Point(where.lon, where.lat)
        elif not np.isnan(middle_lon[number]):
            found[key] = shapely.Point(middle_lon[number], middle_lat[number])
            from_list[number] = True
    for index, key in enumerate(keys) if len(found) < len(order) else ():
        if key and key not in found and key not in gazetteer.places:
            what = "a place is not in places.csv and has no coordinates: it speaks only for events placed by its name"
            tally.add(index, what, hint="add it to places.csv", example=key)
    moving = placed & from_list[code]
    _tell_moving(tally, order, code[moving], (lon[moving], lat[moving]), (middle_lon, middle_lat))
    return found


def _tell_moving(
    tally: Tally,
    order: dict[str, int],
    code: Any,
    points: tuple[Floats, Floats],
    middles: tuple[Floats, Floats],
) -> None:
    if not len(code):
        return
    _, _, metres = geod().inv(points[0], points[1], middles[0][code], middles[1][code])
    spread = np.zeros(len(order))
    np.maximum.at(spread, code, np.asarray(metres) / 1000)
    moved = [key for key, number in order.items() if spread[number] > MOVED_KM]
    if moved:
        widest = max(moved, key=lambda key: spread[order[key]])
        what = f"{several(len(moved), 'place')} with coordinates more than {MOVED_KM:g} km apart in different rows"
        where = f"{show(widest)} by {spread[order[widest]]:,.0f} km"
        hint = "the middle of them is taken; give places of one name ids of their own in places.csv"
        tally.note(None, f"{what}, most of all {where}", hint)


def _medians(code: Any, values: Floats, groups: int) -> Floats:
    """The median of the values of each group; NaN for a group without any."""
    middle = np.full(groups, np.nan)
    if not len(code):
        return middle
    order = np.lexsort((values, code))
    sorted_code, sorted_values = code[order], values[order]
    first = np.searchsorted(sorted_code, np.arange(groups), side="left")
    last = np.searchsorted(sorted_code, np.arange(groups), side="right")
    filled = last > first
    low = first[filled] + (last[filled] - first[filled] - 1) // 2
    high = first[filled] + (last[filled] - first[filled]) // 2
    middle[filled] = (sorted_values[low] + sorted_values[high]) / 2
    return middle
