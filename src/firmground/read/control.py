"""The maps of a case: every kind of file becomes one list of faces, and how to read what they do not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from firmground.case.control import NOBODY, UNMAPPED, ControlMap, Ground, Holding, Timing
from firmground.errors import Effect
from firmground.formats.maps import MAP_ENDINGS, read_features
from firmground.phrases import several
from firmground.read.control_faces import read_faces
from firmground.read.control_lists import read_place_list
from firmground.read.control_snapshots import read_place_snapshots
from firmground.read.file_dates import read_file_day
from firmground.read.holdings import Holdings
from firmground.read.map_entries import Drawn, MapEntry, is_geo_parquet, read_map_entry
from firmground.read.nouns import check_source
from firmground.read.overlaps import tell_overlaps
from firmground.read.tally import Tally
from firmground.read.wording import show

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from firmground.case.events import RowCount
    from firmground.case.gazetteer import Gazetteer
    from firmground.case.sources import Source
    from firmground.read.files import CaseFiles
    from firmground.read.names import Parties
    from firmground.read.records import Record

DEFAULT_GAP_DAYS = 14
FARTHEST_KM = 20_004


@dataclass(frozen=True)
class MapReader:
    """What is needed to read the maps of a case."""

    files: CaseFiles
    parties: Parties
    gazetteer: Gazetteer
    sources: Mapping[str, Source]


def read_maps(reader: MapReader, entries: Sequence[Record]) -> tuple[dict[str, ControlMap], list[RowCount]]:
    """The maps that can be read, by id, and the account of the rows and features of each file."""
    found: dict[str, ControlMap] = {}
    counts: list[RowCount] = []
    for record in entries:
        check_source(record, reader.sources)
        entry = read_map_entry(record, found)
        record.expect("title", "note", "holders", "within", "elsewhere", "max_gap_days", "reach_km", "open")
        control = None
        if entry is not None:
            control = _open_map(record, entry) if entry.open else _read_map(reader, record, entry, counts)
        if control is not None:
            found[control.id] = control
        record.close()
    return found, counts


def _open_map(record: Record, entry: MapEntry) -> ControlMap:
    """A map of which nothing is shown: it says nothing of any ground."""
    title, source = record.text("title", entry.id), record.text("source")
    return ControlMap(entry.id, title, source, (), Timing.INTERVALS, note=record.text("note"), open=True)


def _read_map(reader: MapReader, record: Record, entry: MapEntry, counts: list[RowCount]) -> ControlMap | None:
    gap = record.number("max_gap_days", least=0, most=36_600)
    reach = record.number("reach_km", least=0, most=FARTHEST_KM)
    holdings = Holdings(record.table("holders"), reader.parties)
    # Read before the faces, so that a map that is refused still has all its problems told.
    within = _read_within(reader, record)
    elsewhere = _read_elsewhere(reader, record, within)
    days = DEFAULT_GAP_DAYS if gap is None else int(gap)
    drawn = _read_drawn(reader, record, entry, holdings, days, counts)
    if drawn is None:
        return None
    holdings.tell(reader.files.problems)
    if not drawn.faces:
        record.problem(f"the map {show(entry.id)} has no faces", "look at the problems of its file", Effect.REFUSED)
        return None
    if not drawn.dated:
        hint = 'say on which day it was drawn: on = "2015-10-21"'
        record.problem(f"nothing in the map {show(entry.id)} says on which days it holds", hint, Effect.REFUSED)
        return None
    if drawn.listed and elsewhere != UNMAPPED:
        what = f"the map {show(entry.id)} is a list of places, which says nothing of the ground elsewhere"
        record.problem(what, 'take `elsewhere` out, or write "unknown"', Effect.WIDENED)
        elsewhere = UNMAPPED
    if drawn.lost and elsewhere != UNMAPPED:
        # The ground of a refused feature would otherwise fall to whoever holds the rest.
        what = f"{several(drawn.lost, 'feature')} of the map {show(entry.id)} were refused"
        hint = "mend them; see the problems of the file"
        record.problem(f"{what}, so `elsewhere` counts as unknown", hint, Effect.WIDENED)
        elsewhere = UNMAPPED
    control = ControlMap(
        id=entry.id,
        title=record.text("title", entry.id),
        source=record.text("source"),
        faces=tuple(drawn.faces),
        timing=Timing.SNAPSHOTS if drawn.snapshot_days else Timing.INTERVALS,
        listed=drawn.listed,
        elsewhere=elsewhere,
        within=within,
        snapshot_days=drawn.snapshot_days,
        max_gap_days=days,
        reach_km=reach or 0.0,
        note=record.text("note"),
    )
    if not control.listed:
        tell_overlaps(control, record)
    return control


def _read_drawn(
    reader: MapReader,
    record: Record,
    entry: MapEntry,
    holdings: Holdings,
    gap_days: int,
    counts: list[RowCount],
) -> Drawn | None:
    """The faces of a map, by the kind of its files."""
    files = reader.files
    many = files.is_many(entry.file)
    if many:
        paths = files.find_many(entry.file, record.origin)
    else:
        path = files.find(entry.file, record.origin)
        paths = [path] if path else []
    if not paths:
        return None
    layout = map_layout(entry, paths, many=many)
    tally = Tally(files.open(paths[0]), (), files.problems)
    drawn = Drawn()
    if layout in {"faces", "dated-files"}:
        for path in paths:
            day = _file_day(files, path) if layout == "dated-files" else None
            if layout == "faces" or day is not None:
                counts.append(read_faces(files, entry, path, tally, holdings, drawn, day))
    else:
        read_list = read_place_snapshots if layout == "place-snapshots" else read_place_list
        for path in paths:
            count = read_list(files, entry, path, tally, holdings, drawn, reader.gazetteer, gap_days)
            counts.append(count)
    tally.tell()
    entry.tell_missing(record, drawn.columns)
    return drawn


def map_layout(entry: MapEntry, paths: Sequence[Path], *, many: bool) -> str:
    """The layout that the case names, else that of its files. `many`: they are a folder or a pattern."""
    return entry.layout or ("dated-files" if many else _guess_layout(paths))


def _guess_layout(paths: Sequence[Path]) -> str:
    """Polygons or a list of places: by the ending of the file. "" for a list of which the columns decide."""
    for path in paths:
        name = path.name.lower().removesuffix(".gz")
        if name.endswith(".parquet") and not is_geo_parquet(path):
            return "place-list"
        if name.endswith(MAP_ENDINGS):
            return "faces"
    return "place-list"


def _file_day(files: CaseFiles, path: Path) -> int | None:
    try:
        return read_file_day(path.name.split(".", 1)[0] if path.name.count(".") == 1 else path.name).toordinal()
    except ValueError as fault:
        hint = "name it like 2022-03-01.geojson"
        Tally(files.open(path), (), files.problems).note(None, str(fault), hint, Effect.REFUSED)
        return None


def _read_within(reader: MapReader, record: Record) -> Any:
    """The ground beyond which a map says nothing; None where it names no such limit."""
    text = record.text("within")
    path = reader.files.find(text, record.origin) if text else None
    if path is None:
        return None
    features, problems = read_features(path, name=reader.files.open(path))
    reader.files.problems.extend(problems)
    shapes = [
        feature.geometry
        for feature in features.features
        if feature.geometry is not None and feature.geometry.geom_type in {"Polygon", "MultiPolygon"}
    ]
    if not shapes:
        record.problem(f"{show(text)} holds no polygon", "name the file with the outline", Effect.WIDENED)
        return None
    return shapely.union_all(shapes)


def _read_elsewhere(reader: MapReader, record: Record, within: Any) -> Holding:
    """What absence from the map means. To be nobody's or somebody's, ground needs an end."""
    text = record.text("elsewhere", "unknown")
    if text.casefold() == "unknown":
        return UNMAPPED
    actor = reader.parties.actor(text)
    if not actor and text.casefold() != "nobody":
        hint = reader.parties.hint(text, otherwise='write "unknown", "nobody" or an actor')
        record.problem(f"`elsewhere` {show(text)} is no actor: it counts as unknown", hint, Effect.WIDENED)
        return UNMAPPED
    if within is None:
        what = f"`elsewhere` is {show(text)} and no `within` says how far: it counts as unknown"
        record.problem(what, "name the file with the outline: within = …", Effect.WIDENED)
        return UNMAPPED
    return Holding(Ground.HELD, (actor,)) if actor else NOBODY
