"""What publishers put out on each day (`releases/*.csv`), and incidents that claims refer to (`incidents.csv`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.releases import DETAILS, STATUSES, Incident, Release, ReleaseKind
from firmground.dates import When
from firmground.errors import Effect
from firmground.places import Unknown
from firmground.read.places import read_where
from firmground.read.rows import read_rows
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from firmground.case.gazetteer import Gazetteer
    from firmground.read.files import CaseFiles
    from firmground.read.names import Parties
    from firmground.read.records import Record

RELEASE_COLUMNS = (
    "id", "by", "published", "from", "until", "status", "kind", "gives", "sorties", "targets", "places_named",
    "units_named", "attested_by", "url", "note",
)  # fmt: skip
INCIDENT_COLUMNS = (
    "id", "date", "kind", "place", "lon", "lat", "radius_km", "area", "level", "actors", "url", "note",
)  # fmt: skip


def read_releases(files: CaseFiles, parties: Parties) -> tuple[Release, ...]:
    """All rows of `releases/*.csv`, in the order of the files and rows. Publishers are actors where they can be."""
    found: dict[str, Release] = {}
    for path in sorted((files.root / "releases").glob("*.csv")):
        if files.own(path.relative_to(files.root).as_posix()):
            for record in read_rows(files, path, RELEASE_COLUMNS):
                if release := _read_release(record, found, parties):
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


def _read_release(record: Record, found: dict[str, Release], parties: Parties) -> Release | None:
    key = record.identity(found) if "id" in record else f"{record.origin.file}:{record.origin.row}"
    status = record.text("status", "published")
    if status not in STATUSES:
        record.problem(f"`status` is {show(status)}", suggest(status, STATUSES), Effect.REFUSED)
        return None
    if not key:
        return None
    told = "from" in record or "until" in record
    # Two empty ends mean that the release does not say which days it speaks of, not that it speaks of all.
    covers = record.period() if told else When.unknown()
    if status == "silence" and covers.certain.empty:
        what = "a silence of days that are not known"
        record.problem(what, "write its first and last day in `from` and `until`; until then it is not used")
    by, attested_by = record.text("by"), record.text("attested_by")
    return Release(
        id=key,
        by=parties.actor(by) or by,
        published=record.when("published") or When.unknown(),
        covers=covers,
        status=status,
        kind=record.choice("kind", ReleaseKind, ReleaseKind.RELEASE, Effect.NOTED) or ReleaseKind.RELEASE,
        gives=_read_details(record),
        sorties=record.counts("sorties"),
        targets=record.counts("targets"),
        places_named=record.whole("places_named"),
        units_named=record.texts("units_named"),
        attested_by=parties.actor(attested_by) or attested_by,
        url=record.text("url"),
        note=record.text("note"),
        file=record.origin.file,
        row=record.origin.row or 0,
    )


def _read_details(record: Record) -> tuple[str, ...]:
    """The kinds of detail in `gives`, each once; a word that is none is told and left out."""
    words = dict.fromkeys(record.texts("gives"))
    for word in words:
        if word not in DETAILS:
            record.problem(f"`gives` has {show(word)}", suggest(word, DETAILS, "it is left out"))
    return tuple(word for word in words if word in DETAILS)
