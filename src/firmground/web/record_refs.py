"""Who refers to a record: what would point at nothing if it were taken out.

Events are asked as the last check understood them, by whatever name they call a place or an actor. Everything else is
asked as it stands in the files, so that what was refused or is not tested counts as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmground.case.events import parse_parties
from firmground.case.folding import fold_words
from firmground.edit.files import TOML_FILES
from firmground.report.one_event import claim_uses
from firmground.web.answers import event_url, quoted
from firmground.web.record_form import record_url
from firmground.web.record_kinds import event_files
from firmground.web.record_list import Listed, table_records, toml_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from firmground.case.case import Case
    from firmground.edit import Record
    from firmground.web.desk import Snapshot
    from firmground.web.record_kinds import RecordKind

# A larger table is not searched for names; that it was not is said.
_MOST_BYTES: Final = 8 << 20
_PASSAGES: Final = "documents/passages.csv"
_PARTIES: Final = frozenset({
    "by", "target", "actor", "to", "parties", "protects", "exempt", "covers", "excludes", "fights", "fought_by",
    "backs", "backed_by", "allied", "in", "outside", "with", "without", "party", "holder", "present", "actors",
    "attested_by", "pledged_by", "pledged_to", "publisher", "of", "elsewhere", "claimed_target",
})  # fmt: skip
_GROUND: Final = frozenset({"place", "to", "inside", "region", "zone"})
# By the kind of a record: the last part of the keys and the columns that may name one.
_NAMED_IN: Final[dict[str, frozenset[str]]] = {
    "sources": frozenset({"source"}),
    "actors": _PARTIES,
    "places": _GROUND,
    "incidents": frozenset({"incident", "to"}),
    "claims": frozenset({"restates"}),
    "definitions": frozenset({"definition"}),
    "agreements": frozenset({"agreement"}),
    "events": frozenset({"duplicate_of"}),
}
# Where a label of a definition may stand, which is another word than its id.
_LABELS_IN: Final = frozenset({
    "in", "outside", "with", "without", "target", "protects", "exempt", "of", "pledged_by", "pledged_to", "party",
})  # fmt: skip
_SPLIT: Final = re.compile(r"[;|\n]")


@dataclass(frozen=True, slots=True)
class Reference:
    """Records that name this one. `field`: in which field; `where`: how many there are and the first of them, each
    with its words and its address.
    """

    what: str
    number: int
    first: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class References:
    """All that refers to a record. `unread`: tables that were not searched."""

    found: tuple[Reference, ...]
    unread: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        return sum(one.number for one in self.found)


MOST_SHOWN: Final = 12


def references_to(seen: Snapshot, record: Record, kind: RecordKind | None, event: int | None) -> References:
    """What names this record. `event`: the event that it is, at the last check."""
    name = kind.name if kind else ""
    names = _names_of(record, name)
    found = [] if event is None else _of_event(seen, event)
    if name in _IN_EVENTS and names:
        words = [(seen.case.events.id[index], event_url(index)) for index in _IN_EVENTS[name](seen, names)]
        found += _told(f"event{_s(words)} {_EVENT_WORDS[name]}", words)
    unread: list[str] = []
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    wanted = [(_NAMED_IN.get(name, frozenset()), names), (_LABELS_IN, _labels_of(record, name))]
    wanted = [(keys, meant) for keys, meant in wanted if keys and meant]
    for one in _records(seen, unread) if wanted else ():
        if one.at != record.at and (fields := _fields_naming(one, wanted)):
            groups.setdefault((one.at.file, ", ".join(fields)), []).append(_link(one))
    for (file, named), links in groups.items():
        found += _told(f"in {file} name{'s' if len(links) == 1 else ''} it under {named}", links)
    return References((*found, *_passages(seen, record)), tuple(unread))


def _s(many: list[tuple[str, str]]) -> str:
    return "" if len(many) == 1 else "s"


def _told(what: str, links: list[tuple[str, str]]) -> list[Reference]:
    return [Reference(what, len(links), tuple(links[:MOST_SHOWN]))] if links else []


def _names_of(record: Record, kind: str) -> set[str]:
    """By what a record may be named, folded: its id, and of actors and places all of their names."""
    fields = {name.casefold(): text for name, text in record.fields.items()}
    names = {fields.get("id", "")}
    if kind in {"actors", "places"}:
        names |= {fields.get("name", ""), *fields.get("names", "").split("\n"), *fields.get("aliases", "").split(";")}
    return {fold_words(name) for name in names} - {""}


def _labels_of(record: Record, kind: str) -> set[str]:
    """The words that a definition explains, folded."""
    labels = (text for name, text in record.fields.items() if re.fullmatch(r"labels\.\d+\.label", name))
    return {fold_words(text) for text in labels} - {""} if kind == "definitions" else set()


def _records(seen: Snapshot, unread: list[str]) -> Iterator[Listed]:
    """Every record of the case but its events, and the documents with their sources."""
    folder, events = seen.case.folder, set(event_files(seen))
    for stamp in seen.case.inputs:
        if stamp.path in events or stamp.path == _PASSAGES:
            continue
        if stamp.path in TOML_FILES:
            yield from toml_records(folder, stamp.path)
        elif stamp.size <= _MOST_BYTES:
            yield from table_records(folder, stamp.path)
        else:
            unread.append(stamp.path)


def _fields_naming(one: Listed, wanted: list[tuple[frozenset[str], set[str]]]) -> list[str]:
    """The fields of a record that name one of these: the names that may stand under each set of keys."""
    found = []
    for name, text in one.fields.items():
        plain = re.sub(r"\.\d+(?=\.)", "", name)
        leaf = "holder" if plain.startswith("holders.") else plain.rpartition(".")[2]
        texts = re.findall(r'"([^"]*)"', text) if text.startswith(("[", "{")) else _SPLIT.split(text)
        parts = {fold_words(part) for part in texts}
        if any(leaf in keys and names & parts for keys, names in wanted):
            found.append(plain)
    return list(dict.fromkeys(found))


def _link(one: Listed) -> tuple[str, str]:
    if one.at.file.startswith("documents/"):
        return one.fields.get("title", "") or one.id, f"/documents/{quoted(one.id)}"
    return one.id or one.words, record_url(one.at)


def _passages(seen: Snapshot, record: Record) -> list[Reference]:
    """The words of documents that stand behind a record; they then stand behind nothing."""
    own = record.at.id or record.fields.get("id", "")
    links = [
        (one.words[:80], f"/documents/{quoted(one.document)}?at={one.span.start}-{one.span.stop}")
        for one in seen.case.passages_by_record.get((record.at.table, own), ())
        if one.file == record.at.file and not one.field
    ]
    return _told(f"passage{_s(links)} of documents stand{'s' if len(links) == 1 else ''} behind it", links)


def _of_event(seen: Snapshot, event: int) -> list[Reference]:
    """The claims that count an event, and the rows that repeat it."""
    uses = [use for use in claim_uses(seen.findings, event) if use.counted != "cannot"]
    links = [(use.says or use.id, f"/claims/{quoted(use.id)}") for use in uses]
    case = seen.case
    repeats = [index for index, own in enumerate(case.events.duplicate_of) if own == case.events.id[event]]
    rows = [(case.events.id[index], event_url(index)) for index in repeats]
    return _told(f"claim{_s(links)} count{'s' if len(links) == 1 else ''} it", links) + _told(
        f"event{_s(rows)} repeat{'s' if len(rows) == 1 else ''} it", rows
    )


def _by_source(seen: Snapshot, names: set[str]) -> Iterable[int]:
    return (index for index, text in enumerate(seen.case.events.source) if fold_words(text) in names)


def _by_party(seen: Snapshot, names: set[str]) -> Iterable[int]:
    events = seen.case.events
    meant = {text for text in {*events.by, *events.target} if _speaks_of(text, names, seen.case)}
    return (index for index in range(len(events)) if events.by[index] in meant or events.target[index] in meant)


def _speaks_of(text: str, names: set[str], case: Case) -> bool:
    parties = {party for reading in parse_parties(text) for party in reading}
    return any(fold_words(own) in names for party in parties for own in (party, case.actors.name(party)))


def _by_place(seen: Snapshot, names: set[str]) -> Iterable[int]:
    return (index for index, text in enumerate(seen.case.events.place) if fold_words(text) in names)


_IN_EVENTS: Final[dict[str, Callable[[Snapshot, set[str]], Iterable[int]]]] = {
    "sources": _by_source,
    "actors": _by_party,
    "places": _by_place,
}
_EVENT_WORDS: Final = {"sources": "of this source", "actors": "by or against it", "places": "with this place"}
