"""The plain nouns of a case: sources, actors and ties, definitions; and what entries of all nouns have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from firmground.case.actors import Actor, Actors, Bond, Tie, TieKind
from firmground.case.definitions import Definition, Label
from firmground.case.sources import Source
from firmground.dates import When
from firmground.errors import Effect
from firmground.read.names import Parties
from firmground.read.toml_files import read_toml
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from firmground.case.gazetteer import Gazetteer
    from firmground.read.files import CaseFiles
    from firmground.read.records import Record

Noun = TypeVar("Noun")


def read_sources(files: CaseFiles) -> dict[str, Source]:
    """The sources by id. A kept copy that is not what it was when its sha256 was written down is a problem."""
    file = read_toml(files, "sources.toml")
    found: dict[str, Source] = {}
    for record in file.entries("sources"):
        key = record.identity(found)
        source = Source(
            id=key,
            title=record.text("title", key),
            by=record.text("by"),
            published=record.when("published"),
            url=record.text("url"),
            licence=record.text("licence"),
            file=record.text("file"),
            sha256=record.text("sha256").lower() or None,
            note=record.text("note"),
        )
        _check_copy(files, record, source)
        keep(found, key, source, record)
    file.close()
    return found


def check_source(record: Record, sources: Mapping[str, Source], key: str = "source") -> str:
    """The id of a source, with a problem where the case has no such source."""
    found = record.text(key)
    if found and found not in sources:
        record.problem(f"the source {show(found)} is not in sources.toml", suggest(found, sources, "add it there"))
    return found


def read_actors(files: CaseFiles, sources: Mapping[str, Source]) -> Actors:
    """The actors and their ties. A tie of somebody who is no actor is refused."""
    file = read_toml(files, "actors.toml")
    found: dict[str, Actor] = {}
    for record in file.entries("actors"):
        key = record.identity(found)
        actor = Actor(
            id=key,
            name=record.text("name", key),
            names=record.texts("names"),
            kind=record.text("kind"),
            source=check_source(record, sources),
            note=record.text("note"),
        )
        keep(found, key, actor, record)
    parties = Parties(Actors(found))
    ties = [_read_tie(record, parties, sources) for record in file.entries("ties")]
    file.close()
    return Actors(found, tuple(tie for tie in ties if tie))


def read_definitions(files: CaseFiles, actors: Actors, sources: Mapping[str, Source]) -> dict[str, Definition]:
    """The definitions by id, each with its labels."""
    file = read_toml(files, "definitions.toml")
    parties = Parties(actors)
    found: dict[str, Definition] = {}
    for record in file.entries("definitions", nested="labels"):
        key = record.identity(found)
        labels = [_read_label(entry, parties, sources) for entry in record.entries("labels")]
        definition = Definition(
            id=key,
            title=record.text("title", key),
            by=record.text("by"),
            labels=tuple(label for label in labels if label),
            source=check_source(record, sources),
            note=record.text("note"),
        )
        if not labels:
            record.problem(f"the definition {show(key)} has no label", "add [[definitions.labels]]")
        keep(found, key, definition, record)
    file.close()
    return found


def keep(found: dict[str, Noun], key: str, noun: Noun, record: Record) -> None:
    """Takes a noun in, unless its id was refused: even then all of its other faults have been told."""
    record.close()
    if key:
        found[key] = noun


def _check_copy(files: CaseFiles, record: Record, source: Source) -> None:
    if not source.file:
        return
    path = files.find(source.file, record.origin)
    if path is None:
        return
    stamp = files.stamp(path)
    if source.sha256 and stamp.sha256 != source.sha256:
        record.problem(
            f"the kept copy {show(source.file)} has changed since its sha256 was written down",
            f'put the copy back, or write sha256 = "{stamp.sha256}" if the change is meant',
        )


def _read_tie(record: Record, parties: Parties, sources: Mapping[str, Source]) -> Tie | None:
    ends: dict[str, str] = {}
    for key in ("actor", "to"):
        text = record.required(key)
        ends[key] = parties.actor(text)
        if text and not ends[key]:
            record.problem(f"`{key}` {show(text)} is no actor of the case", parties.hint(text), Effect.REFUSED)
    kind = record.choice("tie", TieKind, effect=Effect.REFUSED) if record.required("tie") else None
    tie = Tie(
        actor=ends["actor"],
        kind=kind or TieKind.MEMBER_OF,
        to=ends["to"],
        period=record.period(),
        source=check_source(record, sources),
        note=record.text("note"),
    )
    record.close()
    return tie if kind and all(ends.values()) else None


def _read_label(record: Record, parties: Parties, sources: Mapping[str, Source]) -> Label | None:
    word = record.required("label")
    if word in parties.actors:
        what = f"the label {show(word)} is also the id of an actor"
        record.problem(what, "rename one of them: whoever writes it means the actor")
    covers, strangers = _covered(record, word, parties)
    bonds, more = _bonds(record, word, parties)
    label = Label(
        label=word,
        covers=covers,
        excludes=parties.known(record, "excludes", "`excludes`:", Effect.NOTED),
        period=record.period(),
        open=record.flag("open") or strangers or more,
        says=record.text("says"),
        source=check_source(record, sources),
        bonds=bonds,
    )
    record.close()
    return label if word else None


def _covered(record: Record, word: str, parties: Parties) -> tuple[tuple[str, ...], bool]:
    """The actors that a label covers by name, and whether it names a stranger.

    Whoever is meant by a name that nobody knows may be any actor: the list then counts as open.
    """
    texts = record.texts("covers")
    unknown = [text for text in texts if not parties.actor(text)]
    for text in unknown:
        record.problem(
            f"{show(word)} covers {show(text)}, which is no actor of the case: until then others MAY be meant",
            parties.hint(text),
            Effect.WIDENED,
        )
    return tuple(parties.actor(text) for text in texts if text not in unknown), bool(unknown)


def _bonds(record: Record, word: str, parties: Parties) -> tuple[tuple[tuple[Bond, str], ...], bool]:
    """The ties by which a label covers actors, and whether one leads to a stranger, to whom anybody may be tied."""
    found, strangers = [], False
    for bond in Bond:
        for text in record.texts(bond.replace("-", "_")):
            if actor := parties.actor(text):
                found.append((bond, actor))
                continue
            strangers = True
            what = f"{show(word)} covers by `{bond}` whoever is tied to {show(text)}, which is no actor of the case"
            record.problem(f"{what}: until then anybody MAY be meant", parties.hint(text), Effect.WIDENED)
    return tuple(found), strangers


def said_on(record: Record) -> When:
    found = record.when("on")
    if found is None:
        record.problem("`on` is missing", 'add on = "2015-10-21", the day on which it was said', Effect.WIDENED)
    return found or When.unknown()


def names_ground(gazetteer: Gazetteer, text: str) -> bool:
    """Is this an area (by id, or by name on any level) or a place of the case?"""
    levels = {level for level, _ in gazetteer.areas}
    return bool(gazetteer.find(text)) or any(gazetteer.find_area(level, text) for level in levels)


def known_ground(gazetteer: Gazetteer) -> Collection[str]:
    areas = {name for area in gazetteer.areas.values() for name in (area.id, area.name)}
    places = {name for place in gazetteer.places.values() for name in (place.id, place.name)}
    return areas | places
