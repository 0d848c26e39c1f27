"""read: a case folder becomes a `Case`, and everything that is wrong with it a list of problems.

Nothing stops at the first fault. What can be read takes part; what cannot is told with file, row and the next
step. The order below is the order of references: each noun may name those before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from firmground.case.actors import SOMEBODY, Actor, Actors
from firmground.case.case import Case
from firmground.case.events import parse_parties
from firmground.errors import CaseNotFoundError, Effect
from firmground.formats.layouts import EVENT_LAYOUTS
from firmground.read.choices import ALL_EVENTS, read_choices
from firmground.read.claim_tests import read_selection
from firmground.read.claims import read_claims
from firmground.read.control import MapReader, read_maps
from firmground.read.documents import read_documents
from firmground.read.encounters import read_around, read_encounters
from firmground.read.events import read_events
from firmground.read.files import CaseFiles
from firmground.read.gazetteers import read_gazetteer_files
from firmground.read.handling import read_handling
from firmground.read.known import Known
from firmground.read.names import Parties
from firmground.read.nouns import read_actors, read_definitions, read_sources
from firmground.read.passage_records import check_records
from firmground.read.passages import read_passages
from firmground.read.places import read_areas, read_gazetteer
from firmground.read.publications import read_incidents, read_releases
from firmground.read.publishers import read_publishers
from firmground.read.records import Origin, Record
from firmground.read.toml_files import TomlFile, read_toml
from firmground.read.undertakings import read_undertakings
from firmground.read.withheld import open_maps, read_withheld
from firmground.read.wording import show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from firmground.case.claims import Selection
    from firmground.case.control import ControlMap
    from firmground.case.events import EventTable
    from firmground.case.gazetteer import Gazetteer
    from firmground.case.sealed import SealedList
    from firmground.dates import When

_LISTS = ("events", "maps", "areas", "encounters", "around", "disclosure", "gazetteers", "sealed")


@dataclass(frozen=True)
class _Head:
    """What `case.toml` says of the case itself."""

    title: str
    period: When | None
    summary: str
    does_not_show: tuple[str, ...]
    all_pledges: bool
    parties: tuple[str, ...]
    choices: Record | None
    subsets: Record | None
    withheld: Record | None


def read_case(folder: str | Path, *, progress: Callable[[str], None] | None = None) -> Case:
    """The case in a folder, with every problem found in `Case.problems`.

    `progress` is told each file before it is read. Raises CaseNotFoundError if there is no folder, or no
    `case.toml` in it; every other fault is a problem.
    """
    root = Path(folder)
    check_folder(root)
    files = CaseFiles(root, progress)
    toml = read_toml(files, "case.toml")
    head = _read_head(toml, root)
    sources = read_sources(files)
    documents = read_documents(files, sources)
    passages = read_passages(files, documents)
    actors = read_actors(files, sources)
    definitions = read_definitions(files, actors, sources)
    parties = Parties(actors, definitions)
    gazetteer = read_gazetteer(files, read_areas(files, toml.entries("areas")))
    incidents = read_incidents(files, gazetteer)
    agreements, pledges = read_undertakings(files, parties, gazetteer, sources)
    releases = read_releases(files, parties)
    events, event_rows, datasets = read_events(files, toml.entries("events"), parties, gazetteer, sources)
    maps, map_rows = read_maps(MapReader(files, parties, gazetteer, sources), toml.entries("maps"))
    withheld = read_withheld(head.withheld, maps)
    maps = open_maps(maps, withheld)
    sealed = _read_sealed(files, toml.entries("sealed"), gazetteer, all_places=not withheld.get("places"))
    watched = toml.entries("disclosure")
    publishers = read_publishers(watched, releases, events, tuple(datasets), head.period, parties)
    known = Known(
        parties,
        gazetteer,
        incidents,
        maps,
        definitions,
        events,
        tuple(datasets),
        publishers=publishers,
        agreements=agreements,
        sealed=sealed,
    )
    subsets = _read_subsets(head.subsets, known)
    known = replace(known, subsets=frozenset(subsets))
    claims = read_claims(files, known, sources)
    entries: dict[str, Iterable[str]] = {"claims": claims, "agreements": agreements, "pledges": pledges}
    check_records(passages, entries, actors, events, releases, files.problems)
    choices = read_choices(head.choices, known, subsets, claims.values(), agreements.values())
    case = Case(
        folder=root,
        title=head.title,
        events=events,
        period=head.period,
        summary=head.summary,
        sources=sources,
        actors=_with_plain_parties(actors, events, maps.values(), head.parties),
        definitions=definitions,
        gazetteer=gazetteer,
        gazetteers=read_gazetteer_files(files, toml.entries("gazetteers")),
        maps=maps,
        claims=claims,
        agreements=agreements,
        pledges=pledges,
        releases=releases,
        publishers=publishers,
        incidents=incidents,
        encounters=read_encounters(toml.entries("encounters"), known),
        around=read_around(toml.entries("around"), known),
        sealed=sealed,
        choices=choices,
        datasets=frozenset(datasets),
        complete=frozenset(key for key, complete in datasets.items() if complete),
        all_pledges=head.all_pledges,
        rows=(*event_rows, *map_rows),
        problems=tuple(files.problems),
        inputs=files.inputs,
        does_not_show=head.does_not_show,
        assumes=_assumptions(toml),
        documents=documents,
        passages=passages,
        withheld=withheld,
    )
    handling = read_handling(files, toml, case)
    return replace(case, handling=handling, problems=tuple(files.problems))


def _assumptions(toml: TomlFile) -> tuple[str, ...]:
    """What the layouts in use take for granted, for the methods."""
    named = (str(entry.raw("layout") or entry.raw("rewritten_from") or "") for entry in toml.entries("events"))
    layouts = [EVENT_LAYOUTS[name] for name in dict.fromkeys(named) if name in EVENT_LAYOUTS]
    return tuple(f"{layout.title}: {sentence}" for layout in layouts for sentence in layout.assumes)


def _with_plain_parties(actors: Actors, events: EventTable, maps: Iterable[ControlMap], told: Iterable[str]) -> Actors:
    """All actors, those too that only an event or a map names: parties of their own, without other names or ties.

    `told`: such names that may stand in what is not shown.
    """
    named = {
        actor
        for column in (events.by, events.target)
        for text in column.used()
        for reading in parse_parties(text)
        for actor in reading
    }
    for holding in {face.holding for control in maps for face in control.faces}:
        named.update(holding.holders, holding.present or (), holding.coded[:1] if holding.coded else ())
    named.update(told)
    plain = sorted(named - actors.by_id.keys() - {SOMEBODY})
    return Actors(actors.by_id | {name: Actor(name, name) for name in plain}, actors.ties)


def check_folder(root: Path) -> None:
    """Raises CaseNotFoundError if this is no folder, or has no `case.toml`."""
    hint = "start one with `firmground new`, or look at `firmground demo`"
    if not root.is_dir():
        raise CaseNotFoundError(f"there is no folder {root}: {hint}")
    if not (root / "case.toml").is_file():
        raise CaseNotFoundError(f"there is no case.toml in {root}: {hint}")


def _read_head(toml: TomlFile, root: Path) -> _Head:
    record = toml.top(_LISTS)
    title = record.text("title")
    if not title and not toml.broken:
        record.problem("`title` is missing", "write one line that says what the case is about")
    head = _Head(
        title=title or root.resolve().name,
        period=record.when("period"),
        summary=record.text("summary"),
        does_not_show=_sentences(record),
        all_pledges=record.flag("all_pledges"),
        parties=record.texts("parties"),
        choices=_section(record, toml, "choices"),
        subsets=_section(record, toml, "subsets"),
        withheld=_section(record, toml, "withheld"),
    )
    record.close()
    return head


def _sentences(record: Record) -> tuple[str, ...]:
    """Sentences, one or a list; a ";" in a sentence is a semicolon."""
    raw = record.raw("does_not_show")
    return record.texts("does_not_show") if isinstance(raw, list) else (record.text("does_not_show"),) * bool(raw)


def _section(record: Record, toml: TomlFile, name: str) -> Record | None:
    """A table of `case.toml`, with the line on which it starts."""
    table = record.table(name)
    return None if table is None else table.at(Origin(toml.name, toml.line_of(name)))


def _read_sealed(
    files: CaseFiles, entries: list[Record], gazetteer: Gazetteer, *, all_places: bool
) -> dict[str, SealedList]:
    if not entries:
        return {}
    from firmground.read.sealed import read_sealed  # noqa: PLC0415 - a case without seals needs no cryptography

    return read_sealed(files, entries, gazetteer, all_places=all_places)


def _read_subsets(record: Record | None, known: Known) -> dict[str, Selection]:
    """The subsets by name; one that cannot be understood is left out."""
    found: dict[str, Selection] = {}
    for name in record if record is not None else ():
        table = record.table(name) if record is not None else None
        if name == ALL_EVENTS and record is not None:
            record.problem(f"{show(name)} is every event and cannot be a subset", "rename it", Effect.REFUSED)
        elif table is not None and (selection := read_selection(table, known)) is not None:
            found[name] = selection
    return found
