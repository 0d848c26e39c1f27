"""Maps of polygons: one face a feature, from one file with periods or from many files of one day each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.control import Face
from firmground.case.events import RowCount
from firmground.errors import Effect
from firmground.formats.maps import Feature, read_features
from firmground.read.holdings import Words
from firmground.read.map_entries import COLUMNS, REVERSED, UNREADABLE, read_face_days
from firmground.read.records import Origin
from firmground.read.tally import Faulty
from firmground.texts import Texts, code_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from firmground.case.control import Holding
    from firmground.dates import When
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
    found, problems = read_features(path, name=name, layer=entry.layer, repair=entry.repair, known=drawn.outlines)
    files.problems.extend(problems)
    present = {key for feature in found.features for key in feature.properties}
    drawn.columns |= present
    drawn.lost += sum(found.refused.values())
    refused = Counter(found.refused)
    tally.turn_to(name, [feature.number for feature in found.features])
    kinds = Texts.of(
        "no geometry" if feature.geometry is None else feature.geometry.geom_type for feature in found.features
    )
    ground = kinds.mask(_POLYGONS.__contains__)
    other = np.flatnonzero(~ground)
    if len(other):
        refused["not a polygon"] += len(other)
        drawn.lost += int((~kinds.taken(other).mask(_NO_GROUND.__contains__)).sum())
    hint = "a list of places goes into a table; lines and points say nothing of ground"
    faulty = [Faulty(other, "not a polygon", hint, kinds.taken(other), Effect.REFUSED)]
    kept = np.flatnonzero(ground)
    features = [found.features[index] for index in kept.tolist()]
    cells = _cells(entry, features, sorted(present))
    periods, faults = _read_periods(entry, cells, kept, drawn, file_day)
    tally.add_all(*faulty, *faults)
    said = _read_holdings(cells, features, holdings, name)
    columns = (cells[ours] for ours in ("name", "place", "source", "url", "note"))
    for feature, period, holding, own, place, source, url, note in zip(features, periods, said, *columns, strict=True):
        drawn.faces.append(
            Face(
                holding=holding,
                period=period,
                geometry=feature.geometry,
                name=own or place,
                file=name,
                row=feature.number,
                source=source or entry.source,
                url=url,
                note=note,
            )
        )
    if file_day is not None and not features and not problems:
        drawn.days.add(file_day)  # an empty map says that nothing was mapped on that day
    return RowCount(name, entry.id, found.read, len(features), dict(refused))


def _cells(entry: MapEntry, features: list[Feature], present: list[str]) -> dict[str, Texts]:
    """Our columns of the features, "" where they say nothing."""
    cells: dict[str, Texts] = {}
    for ours in COLUMNS:
        theirs = entry.column(ours, present)
        if theirs:
            cells[ours] = Texts.of(feature.properties.get(theirs, "") for feature in features).stripped()
        else:
            cells[ours] = Texts.same("", len(features))
    return cells


def _read_periods(
    entry: MapEntry, cells: Mapping[str, Texts], rows: NDArray[np.int64], drawn: Drawn, file_day: int | None
) -> tuple[list[When], list[Faulty]]:
    """The days of each face, and what could not be read of them; `drawn` learns what they say of the map."""
    begin, end, date = cells["from"], cells["until"], cells["date"]
    code, first = code_rows(begin.codes, end.codes, date.codes)
    keys = [(begin[row], end[row], date[row]) for row in first.tolist()]
    known = [read_face_days(*key, entry, file_day) for key in keys]
    for days in known:
        drawn.dated |= days.told
        if days.drawn is None:
            drawn.intervals = True
        else:
            drawn.days.add(days.drawn)
    written = Texts.recoded([" to ".join(filter(None, key)) for key in keys], code)
    faults = Texts.recoded([days.fault for days in known], code)
    told = [
        Faulty(rows[own], fault, "write 2015-10-21, or ? for an unknown day", written.taken(own))
        for fault in (UNREADABLE, REVERSED)
        for own in [faults.rows_of(fault)]
    ]
    if file_day is not None:
        dated = np.flatnonzero(written.filled())
        what = "a feature has a date of its own, which is not read: the day in the name of its file counts"
        hint = 'if it should be read, write layout = "faces"'
        told.append(Faulty(rows[dated], what, hint, effect=Effect.NOTED))
    return [known[one].period for one in code.tolist()], told


def _read_holdings(cells: Mapping[str, Texts], features: list[Feature], holdings: Holdings, name: str) -> list[Holding]:
    """What each feature says of its ground; the folder that it lies in names the holder where it does not itself."""
    columns = {word: cells[word] for word in Words._fields}
    if any(feature.folders for feature in features):
        pairs = zip(columns["holder"], features, strict=True)
        columns["holder"] = Texts.of(holder or folder_holder(feature, holdings) for holder, feature in pairs)
    code, first = code_rows(*(column.codes for column in columns.values()))
    rows = np.bincount(code, minlength=len(first)).tolist()
    known = [
        holdings.read(Words(**{word: column[row] for word, column in columns.items()}),
                      Origin(name, features[row].number), number)
        for row, number in zip(first.tolist(), rows, strict=True)
    ]  # fmt: skip
    return [known[one] for one in code.tolist()]


def folder_holder(feature: Feature, holdings: Holdings) -> str:
    """The innermost folder that names a holder; else the innermost, so that it is told as unknown."""
    inner = [folder.strip() for folder in reversed(feature.folders) if folder.strip()]
    return next((folder for folder in inner if holdings.names(folder)), inner[0] if inner else "")
