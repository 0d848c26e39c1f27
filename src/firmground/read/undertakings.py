"""What was agreed and promised, read from undertakings.toml: agreements with their clauses, and the pledges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.undertakings import Agreement, Clause, Pledge
from firmground.errors import Effect
from firmground.read.nouns import check_source, keep, known_ground, names_ground, said_on
from firmground.read.pledges import read_pledge
from firmground.read.toml_files import read_toml
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.case.gazetteer import Gazetteer
    from firmground.case.sources import Source
    from firmground.read.files import CaseFiles
    from firmground.read.names import Parties
    from firmground.read.records import Record


def read_undertakings(
    files: CaseFiles, parties: Parties, gazetteer: Gazetteer, sources: Mapping[str, Source]
) -> tuple[dict[str, Agreement], dict[str, Pledge]]:
    """Agreements with their clauses, and pledges with what became of them."""
    file = read_toml(files, "undertakings.toml")
    agreements: dict[str, Agreement] = {}
    for record in file.entries("agreements", nested="clauses"):
        key = record.identity(agreements)
        keep(agreements, key, _read_agreement(record, key, parties, gazetteer, sources), record)
    pledges: dict[str, Pledge] = {}
    for record in file.entries("pledges", nested="stages"):
        key = record.identity(pledges)
        keep(pledges, key, read_pledge(record, key, parties, sources), record)
    file.close()
    return agreements, pledges


def _read_agreement(
    record: Record, key: str, parties: Parties, gazetteer: Gazetteer, sources: Mapping[str, Source]
) -> Agreement:
    clauses: dict[str, Clause] = {}
    for entry in record.entries("clauses"):
        clause = entry.identity(clauses)
        keep(clauses, clause, _read_clause(entry, clause, parties, gazetteer), entry)
    cannot_test = record.text("cannot_test")
    if clauses and cannot_test:
        hint = "keep the clauses or cannot_test, not both"
        record.problem("it has clauses and says that it cannot be set against events", hint)
    return Agreement(
        id=key,
        title=record.text("title", key),
        parties=parties.known(record, "parties", "the party", Effect.NOTED),
        on=said_on(record),
        said_by=record.text("said_by"),
        source=check_source(record, sources),
        says=record.text("says"),
        clauses=tuple(clauses.values()),
        note=record.text("note"),
        url=record.text("url"),
        cannot_test="" if clauses else cannot_test,
    )


def _read_clause(record: Record, key: str, parties: Parties, gazetteer: Gazetteer) -> Clause:
    zones = record.texts("zone")
    for text in zones:
        if not names_ground(gazetteer, text):
            hint = suggest(text, known_ground(gazetteer), "until then any place may lie in it")
            record.problem(f"the zone {show(text)} is no area or place of the case", hint, Effect.WIDENED)
    return Clause(
        id=key,
        parties=parties.known(record, "parties", "the party", Effect.NOTED),
        acts=record.texts("act"),
        protects=_protected(record, "protects", parties),
        zones=zones,
        period=record.period(),
        exempt=_protected(record, "exempt", parties),
        says=record.text("says"),
    )


def _protected(record: Record, key: str, parties: Parties) -> tuple[str, ...]:
    """Actors and labels; a name that is neither stays as it is, with a problem: anybody may be meant by it."""
    found = []
    for text in record.texts(key):
        known = parties.party(text)
        if not known:
            hint = parties.hint(text, labels=True, otherwise="add it to actors.toml or definitions.toml")
            what = f"{show(text)} is no actor and no label of the case: until then anybody MAY be meant"
            record.problem(what, hint, Effect.WIDENED)
        found.append(known or text)
    return tuple(found)
