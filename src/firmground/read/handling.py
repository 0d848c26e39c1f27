"""handling.toml: how the records of a case are labelled, and what an audience is shown of them instead.

A fault in a rule is told and never obeyed half: as long as there is one that is *refused*, nothing of the case leaves.
No number of a case rests on this file, and it never leaves itself, so it is no input of a run.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firmground.case.handling import USUAL_CELL, USUAL_SETTLEMENTS, Handling, Label, Mentions, Rule, Treatment
from firmground.errors import Effect
from firmground.read.handling_tables import HandlingTables, KnownTable
from firmground.read.places import LEVELS
from firmground.read.toml_files import read_toml
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from collections.abc import Collection

    from firmground.case.case import Case
    from firmground.dates import When
    from firmground.read.files import CaseFiles
    from firmground.read.records import Record
    from firmground.read.toml_files import TomlFile

FILE: Final = "handling.toml"
# What a field of events may be coarsened to: the disc or unit of its place, its month or year, its decade.
COARSENED: Final = frozenset(
    {"place", "lon", "lat", "radius_km", "area", "level", "date", "date_from", "date_until", "reported", "strikes"}
)
MOST_SETTLEMENTS: Final = 1_000_000
_SUBJECTS: Final = ("places", "sources", "actors")
# Of the resolutions of H3 those whose cells hold no village are none that hides one; from 9 on a cell is a street.
FINEST_CELL: Final = 8


def read_handling(files: CaseFiles, toml: TomlFile, case: Case) -> Handling:
    """The rules of a case, without those that have a fault, which is told."""
    file = read_toml(files, FILE, counts=False)
    top = file.top(("rules",))
    tables = HandlingTables(files, toml, case)
    found: dict[str, Rule] = {}
    rules = file.entries("rules")
    for record in rules:
        key = record.identity(found)
        rule = _read_rule(record, key, tables, case)
        if key and rule is not None:
            found[key] = rule
    handling = Handling(_label(top, "label") if "label" in top else None, tuple(found.values()))
    if not rules and "label" not in top and files.own(FILE) and not file.broken:
        top.problem("it has neither a label nor a rule", 'write label = "TLP:GREEN", or [[rules]]', Effect.NOTED)
    top.expect("rules")
    _close(top)
    return handling


def _close(record: Record) -> None:
    """A key that nobody knows may have been meant to hold more back: here it is a fault."""
    before = len(record.problems)
    record.close()
    record.problems[before:] = [
        replace(
            one, hint=f"{one.hint.removesuffix(': it does nothing')}; until then nothing leaves", effect=Effect.REFUSED
        )
        for one in record.problems[before:]
    ]


def _read_rule(record: Record, key: str, tables: HandlingTables, case: Case) -> Rule | None:
    before = len(record.problems)
    label = _label(record, "label")
    if not record.text("reason"):
        hint = 'write reason = "…": whoever sees the preview must know why'
        record.problem("`reason` is missing", hint, Effect.NOTED)
    table, known = _table(record, tables)
    rule = Rule(
        id=key,
        label=label or Label.RED,
        reason=record.text("reason"),
        table=table,
        ids=_ids(record, known),
        where=_where(record, known),
        places=_subjects(record, "places", case.gazetteer.places),
        sources=_subjects(record, "sources", case.sources),
        actors=_subjects(record, "actors", case.actors.by_id),
        period=_period(record),
        fields=_fields(record, known, tables),
        mentions=_mentions(record),
        cell=_whole(record, "cell", 0, FINEST_CELL, USUAL_CELL),
        unit=_unit(record, case),
        settlements=_whole(record, "settlements", 1, MOST_SETTLEMENTS, USUAL_SETTLEMENTS),
    )
    _check_aim(record, rule)
    _close(record)
    refused = [one for one in record.problems[before:] if one.effect is Effect.REFUSED]
    return None if refused else rule


def _label(record: Record, key: str) -> Label | None:
    """A label of the Traffic Light Protocol; refused where it is none."""
    word = record.text(key)
    if (label := Label.of(word)) is not None:
        return label
    hint = f"write one of {', '.join(Label)}"
    record.problem(f"`{key}` is {show(word)}" if word else f"`{key}` is missing", hint, Effect.REFUSED)
    return None


def _table(record: Record, tables: HandlingTables) -> tuple[str, KnownTable | None]:
    text = record.text("table")
    if not text:
        return "", None
    known = tables.find(text)
    if known is None:
        hint = suggest(text, tables.names(), "write its file as case.toml has it")
        record.problem(f"the case has no table {show(text)}", hint, Effect.REFUSED)
        return text, None
    return known.name, known


def _check_aim(record: Record, rule: Rule) -> None:
    """A rule speaks of records of one table, or of places, sources and actors wherever they are named."""
    subjects = [key for key in _SUBJECTS if getattr(rule, key)]
    if rule.table and any(key in record for key in _SUBJECTS):
        what = "it names a table and also places, sources or actors"
        record.problem(what, "make two rules of it", Effect.REFUSED)
    elif not rule.table and not subjects and not any(key in record for key in _SUBJECTS):
        hint = 'add table = "events/…csv", or places = ["…"], sources = ["…"], actors = ["…"]'
        record.problem("it does not say what it is about", hint, Effect.REFUSED)
    for key in ("id", "ids", "where"):
        if not rule.table and key != "id" and key in record:
            record.problem(f"`{key}` needs `table`", "name the table whose records are meant", Effect.REFUSED)


def _ids(record: Record, known: KnownTable | None) -> tuple[str, ...]:
    found = record.texts("ids")
    if "ids" in record and not found:
        record.problem("`ids` names no record", 'write ids = ["…"], or leave it out for every record', Effect.REFUSED)
    if known is None or not found:
        return found
    ids = known.ids()
    if ids is None:
        hint = "say which are meant with where = { … }"
        record.problem(f"the records of {known.written} have no ids", hint, Effect.REFUSED)
        return found
    for text in found:
        if text not in ids:
            record.problem(f"{known.written} has no record {show(text)}", suggest(text, ids), Effect.REFUSED)
    return found


def _where(record: Record, known: KnownTable | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = record.table("where")
    if table is None:
        return ()
    found = []
    for column in table:
        if known is not None and column not in known.columns():
            hint = suggest(column, known.columns())
            record.problem(f"{known.written} has no column {show(column)}", hint, Effect.REFUSED)
        raw = table.raw(column)
        values = table.texts(column) if isinstance(raw, list) else (table.text(column),)
        if not any(values):
            hint = f'write {column} = "…" or ["…", "…"]'
            record.problem(f"`where` has no value for {show(column)}", hint, Effect.REFUSED)
        found.append((column, values))
    if not found:
        record.problem("`where` names no column", "leave it out for every record", Effect.REFUSED)
    return tuple(found)


def _subjects(record: Record, key: str, known: Collection[str]) -> tuple[str, ...]:
    found = record.texts(key)
    if key in record and not found:
        record.problem(f"`{key}` names nobody and nothing", f'write {key} = ["…"]', Effect.REFUSED)
    for text in found:
        if text not in known:
            noun = key.removesuffix("s")
            hint = suggest(text, known, f"write the id of a {noun} of the case")
            record.problem(f"{show(text)} is the id of no {noun} of the case", hint, Effect.REFUSED)
    return found


def _period(record: Record) -> When | None:
    """The days on which a rule is in force; a date that cannot be read refuses the rule."""
    if "from" not in record and "until" not in record:
        return None
    before = len(record.problems)
    found = record.period()
    if len(record.problems) > before:
        record.problem("the days of the rule cannot be read", 'write from = "2026-01-01"', Effect.REFUSED)
    return found


def _fields(record: Record, known: KnownTable | None, tables: HandlingTables) -> tuple[tuple[str, Treatment], ...]:
    table = record.table("fields")
    if table is None:
        return ()
    columns = known.columns() if known is not None else tables.event_columns()
    events = known is None or known.events
    found = []
    of = f"{known.written} has no column" if known is not None else "no file of events has a column"
    for name in table:
        word = table.text(name)
        if word not in list(Treatment):
            hint = suggest(word, list(Treatment))
            record.problem(f"`fields`: {show(name)} is {show(word)}", hint, Effect.REFUSED)
            continue
        if name != "*" and name not in columns:
            record.problem(f"{of} {show(name)}", suggest(name, columns), Effect.REFUSED)
        if word == Treatment.COARSEN and (name == "*" or name not in COARSENED or not events):
            hint = f"withhold it; of events {', '.join(sorted(COARSENED))} can be coarsened"
            record.problem(f"{show(name)} cannot be coarsened", hint, Effect.REFUSED)
        found.append((name, Treatment(word)))
    if not found and not list(table):
        record.problem("`fields` names no field", "leave it out to hide the whole record", Effect.REFUSED)
    return tuple(found)


def _mentions(record: Record) -> Mentions:
    word = record.text("mentions", Mentions.WITHHOLD)
    if word in list(Mentions):
        return Mentions(word)
    record.problem(f"`mentions` is {show(word)}", suggest(word, list(Mentions)), Effect.REFUSED)
    return Mentions.WITHHOLD


def _whole(record: Record, key: str, least: int, most: int, default: int) -> int:
    raw = record.raw(key)
    if raw is None:
        return default
    if isinstance(raw, int) and not isinstance(raw, bool) and least <= raw <= most:
        return raw
    hint = f"write a whole number from {least} to {most:,}"
    record.problem(f"`{key}` is {show(raw)}", hint, Effect.REFUSED)
    return default


def _unit(record: Record, case: Case) -> str:
    text = record.text("unit")
    if not text:
        return ""
    levels = {level for level, _ in case.gazetteer.areas} - {""}
    if text not in LEVELS:
        record.problem(f"`unit` is {show(text)}", f"write one of {', '.join(LEVELS)}", Effect.REFUSED)
    elif text not in levels:
        hint = "name their boundary file in [[areas]], or write cell = 5 instead"
        record.problem(f"the case has no units of level {show(text)}", hint, Effect.REFUSED)
    return text
