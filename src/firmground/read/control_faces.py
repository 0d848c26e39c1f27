"""Maps of polygons: one face a feature, from one file with periods or from many files of one day each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from firmground.case.control import Face
from firmground.case.events import RowCount
from firmground.errors import Effect
from firmground.formats.maps import Feature, read_features
from firmground.read.holdings import Words
from firmground.read.map_entries import COLUMNS, read_face_days
from firmground.read.records import Origin

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.read.files import CaseFiles
    from firmground.read.holdings import Holdings
    from firmground.read.map_entries import Drawn, MapEntry
    from firmground.read.tally import Tally

_POLYGONS = frozenset({"Polygon", "MultiPolygon"})
_NO_GROUND = frozenset({"Point", "MultiPoint", "LineString", "LinearRing", "MultiLineString"})


def read_faces(
    files: CaseFiles,
    entry: MapEntry,
    path: Path,
    tally: Tally,
    holdings: Holdings,
    drawn: Drawn,
    file_day: int | None,
) -> RowCount:
    """Adds the faces of one file to `drawn`. `file_day`: the day in the name of the file."""
    name = files.open(path)
    found, problems = read_features(path, name=name, layer=entry.layer, repair=entry.repair)
    files.problems.extend(problems)
    present = {key for feature in found.features for key in feature.properties}
    drawn.columns |= present
    columns = {ours: entry.column(ours, sorted(present)) for ours in COLUMNS}
    tally.turn_to(name, [feature.number for feature in found.features])
    refused = Counter(found.refused)
    drawn.lost += sum(found.refused.values())
    kept = 0
    for index, feature in enumerate(found.features):
        kind = "no geometry" if feature.geometry is None else feature.geometry.geom_type
        if kind not in _POLYGONS:
            refused["not a polygon"] += 1
            drawn.lost += kind not in _NO_GROUND
            hint = "a list of places goes into a table; lines and points say nothing of ground"
            tally.add(index, "not a polygon", hint=hint, effect=Effect.REFUSED, example=kind)
            continue
        cells = {ours: feature.properties.get(theirs, "").strip() for ours, theirs in columns.items()}
        days = read_face_days(cells["from"], cells["until"], cells["date"], entry, file_day)
        written = " to ".join(text for text in (cells["from"], cells["until"], cells["date"]) if text)
        if file_day is not None and written:
            what = "a feature has a date of its own, which is not read: the day in the name of its file counts"
            tally.add(index, what, hint='if it should be read, write layout = "faces"', effect=Effect.NOTED)
        if days.fault:
            tally.add(index, days.fault, hint="write 2015-10-21, or ? for an unknown day", example=written)
        _note_days(drawn, days.drawn, told=days.told)
        words = Words(**{word: cells[word] for word in Words._fields})
        words = words if words.holder else words._replace(holder=_folder_holder(feature, holdings))
        drawn.faces.append(
            Face(
                holding=holdings.read(words, Origin(name, feature.number)),
                period=days.period,
                geometry=feature.geometry,
                name=cells["name"] or cells["place"],
                file=name,
                row=feature.number,
                source=cells["source"] or entry.source,
                url=cells["url"],
                note=cells["note"],
            )
        )
        kept += 1
    if file_day is not None and not kept and not problems:
        drawn.days.add(file_day)  # an empty map says that nothing was mapped on that day
    return RowCount(name, entry.id, found.read, kept, dict(refused))


def _note_days(drawn: Drawn, day: int | None, *, told: bool) -> None:
    drawn.dated |= told
    if day is None:
        drawn.intervals = True
    else:
        drawn.days.add(day)


def _folder_holder(feature: Feature, holdings: Holdings) -> str:
    """The innermost folder that names a holder; else the innermost, so that it is told as unknown."""
    inner = [folder.strip() for folder in reversed(feature.folders) if folder.strip()]
    return next((folder for folder in inner if holdings.names(folder)), inner[0] if inner else "")
