"""What publishers put out on each day (`releases/*.csv`), and incidents that claims refer to (`incidents.csv`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.releases import Incident, Release
from firmground.dates import When
from firmground.errors import Effect
from firmground.places import Unknown
from firmground.read.places import read_where
from firmground.read.rows import read_rows
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from firmground.case.gazetteer import Gazetteer
    from firmground.read.files import CaseFiles
    from firmground.read.records import Record

STATUSES = ("published", "silence", "changed", "withdrawn")
DETAILS = ("date", "place", "coordinates", "target", "means", "count", "outcome")
RELEASE_COLUMNS = (
    "id", "by", "published", "from", "until", "status", "gives", "sorties", "targets", "places_named",
    "units_named", "url", "note",
)  # fmt: skip
INCIDENT_COLUMNS = (
    "id", "date", "kind", "place", "lon", "lat", "radius_km", "area", "level", "actors", "url", "note",
)  # fmt: skip


def read_releases(files: CaseFiles) -> tuple[Release, ...]:
    """All rows of `releases/*.csv`, in the order of the files and rows."""
    found: dict[str, Release] = {}
    for path in sorted((files.root / "releases").glob("*.csv")):
        if files.own(path.relative_to(files.root).as_posix()):
            for record in read_rows(files, path, RELEASE_COLUMNS):
                if release := _read_release(record, found):
                    found[release.id] = release
    return tuple(found.values())


def read_incidents(files: CaseFiles, gazetteer: Gazetteer) -> dict[str, Incident]:
    """The incidents by id. One without coordinates and without a known place is somewhere."""
    path = files.own("incidents.csv")
    found: dict[str, Incident] = {}
    for record in read_rows(files, path, INCIDENT_COLUMNS) if path else ():
        key = record.identity(found)
        incident = Incident(
            id=key,
            kind=record.text("kind"),
            when=record.when("date") or When.unknown(),
            where=read_where(record, gazetteer) or Unknown(),
            place=record.text("place"),
            actors=record.text("actors"),
            url=record.text("url"),
            note=record.text("note"),
        )
        if key:
            found[key] = incident
    return found


def _read_release(record: Record, found: dict[str, Release]) -> Release | None:
    key = record.identity(found) if "id" in record else f"{record.origin.file}:{record.origin.row}"
    status = record.text("status", "published")
    if status not in STATUSES:
        record.problem(f"`status` is {show(status)}", suggest(status, STATUSES), Effect.REFUSED)
        return None
    told = "from" in record or "until" in record
    gives = record.texts("gives")
    for word in gives:
        if word not in DETAILS:
            record.problem(f"`gives` has {show(word)}", suggest(word, DETAILS, "it is left out"))
    if not key:
        return None
    return Release(
        id=key,
        by=record.text("by"),
        published=record.when("published") or When.unknown(),
        # Two empty ends mean that the release does not say which days it speaks of, not that it speaks of all.
        covers=record.period() if told else When.unknown(),
        status=status,
        gives=tuple(word for word in gives if word in DETAILS),
        sorties=record.counts("sorties"),
        targets=record.counts("targets"),
        places_named=record.whole("places_named"),
        units_named=record.texts("units_named"),
        url=record.text("url"),
        note=record.text("note"),
    )
