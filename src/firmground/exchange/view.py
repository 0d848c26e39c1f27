"""view: what an audience may see of a case on a day, made from what is allowed and apart from the case itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from firmground.errors import BadRequestError, Effect
from firmground.exchange.close import close_choices, close_maps, close_rows, secrets_of, view_table
from firmground.exchange.coarsen.ledger import read_ledger
from firmground.exchange.coarsen.sites import Sites
from firmground.exchange.drafts import Draft
from firmground.exchange.rules import in_force, rows_meant
from firmground.exchange.spread import Spreading
from firmground.exchange.subjects import SUBJECTS, Subject, Subjects
from firmground.exchange.tables import Kind
from firmground.exchange.treat import Means, hide_records, treat
from firmground.exchange.views import View, ViewTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from firmground.case.case import Case
    from firmground.case.handling import Handling, Label, Rule
    from firmground.exchange.tables import RecordTable

HANDLING_FILE = "handling.toml"
# The rule by which a record is hidden of which no rule speaks: the label of the case itself.
CASE_LABEL = "label"
_NAMED_BY = (Kind.EVENTS_ENTRY, Kind.MAPS_ENTRY)


def make_view(case: Case, tables: Sequence[RecordTable], audience: Label | None, day: date) -> View:
    """What `audience` may see of the case on `day`, obeying every rule in force.

    `tables`: the case in plain form. `audience`: None for everybody who may see everything, which is allowed only
    for a case without rules and without a label. Raises BadRequestError if the rules have a fault, or nothing may go.
    """
    handling = case.handling
    check_rules(case)
    if audience is None or not (handling.rules or handling.label):
        if handling.rules or handling.label:
            raise BadRequestError(f"the case has {HANDLING_FILE}: say for whom this is, for example TLP:GREEN")
        return View(audience, tuple(ViewTable(one, np.zeros(one.rows, dtype=np.bool_)) for one in tables))
    drafts = _drafts(tables)
    in_time = [rule for rule in handling.rules if in_force(rule, day.toordinal())]
    binding = [rule for rule in in_time if not rule.label.may_go_to(audience)]
    subjects = Subjects(case)
    coarsen = Sites(case, read_ledger(case.folder), day)
    means = Means(coarsen, subjects.spellings)
    _obey_label(drafts, handling, in_time, audience)
    for rule in binding:
        for draft in drafts if rule.table else ():
            treat(draft, rows_meant(rule, draft.table), rule, means)
        for kind, ids in ((Kind.PLACES, rule.places), (Kind.SOURCES, rule.sources), (Kind.ACTORS, rule.actors)):
            for own in ids:
                subjects.hide(Subject(kind, own), rule.id, secret=True)
    _take_subjects(drafts, subjects)
    spreading = Spreading(drafts, subjects, {rule.id: rule for rule in binding}, coarsen)
    spreading.run()
    if spreading.stops:
        first, *more = spreading.stops
        others = f" (and {len(more)} more)" if more else ""
        raise BadRequestError(f'nothing leaves: {first}{others}; change it, or write mentions = "withhold"')
    view = _close(case, drafts, subjects, audience, spreading)
    return replace(view, sites=tuple(coarsen.new[key] for key in sorted(coarsen.new)))


def check_rules(case: Case) -> None:
    """Raises BadRequestError if handling.toml has a fault: half a rule would let out what the whole one keeps."""
    faults = [one for one in case.problems if one.file == HANDLING_FILE and one.effect is Effect.REFUSED]
    if faults:
        more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
        raise BadRequestError(f"nothing leaves while {HANDLING_FILE} has a fault: {faults[0]}{more}")


def _drafts(tables: Sequence[RecordTable]) -> list[Draft]:
    """A draft of every table; those of maps know what their files call our columns and holders."""
    sources: dict[tuple[Kind, str], str] = {}
    columns: dict[str, dict[str, str]] = {}
    words: dict[str, dict[str, tuple[str, ...]]] = {}
    for table in (one for one in tables if one.kind in _NAMED_BY):
        for row in range(table.rows):
            entry = table.record(row)
            own = str(entry.get("id", ""))
            sources[table.kind, own] = str(entry.get("source", ""))
            if table.kind is not Kind.MAPS_ENTRY:
                continue
            columns[own] = {str(theirs): ours for ours, theirs in (entry.get("columns") or {}).items()}
            words[own] = {
                str(word).strip().casefold(): tuple(meant) if isinstance(meant, list) else (str(meant),)
                for word, meant in (entry.get("holders") or {}).items()
            }
    maps = (Kind.PLACE_LIST, Kind.FACES)
    return [
        Draft(one, columns.get(one.of), words.get(one.of), sources.get((Kind.MAPS_ENTRY, one.of), ""))
        if one.kind in maps
        else Draft(one, source=sources.get((Kind.EVENTS_ENTRY, one.of), "") if one.kind is Kind.EVENTS else "")
        for one in tables
    ]


def _obey_label(drafts: list[Draft], handling: Handling, in_time: list[Rule], audience: Label) -> None:
    """Hides every record of which no rule speaks, if the label of the case is narrower than the audience."""
    if handling.label is None or handling.label.may_go_to(audience):
        return
    shown = False
    for draft in drafts:
        spoken = draft.nobody.copy()
        for rule in in_time:
            spoken |= rows_meant(rule, draft.table)
        hide_records(draft, ~spoken, CASE_LABEL)
        shown |= bool(spoken.any())
    if not shown:
        raise BadRequestError(
            f"nothing of this case may go to {audience}: {HANDLING_FILE} labels it {handling.label}, "
            "and no rule labels anything wider"
        )


def _take_subjects(drafts: list[Draft], subjects: Subjects) -> None:
    """A place, source or actor whose own record a rule hides is hidden wherever the case speaks of it."""
    for draft in drafts:
        if draft.table.kind in SUBJECTS:
            for row in np.flatnonzero(draft.hidden).tolist():
                subjects.hide(Subject(draft.table.kind, str(draft.value("id", row))), draft.ruled(row), secret=True)
    for subject, rule in subjects.secret.items():
        for draft in drafts:
            if draft.table.kind is subject.kind and "id" in draft.table.columns:
                draft.hide(draft.column("id").mask(lambda cell, own=subject.id: cell == own), rule)  # type: ignore[misc]


def _close(case: Case, drafts: list[Draft], subjects: Subjects, audience: Label, spreading: Spreading) -> View:
    open_maps = close_maps(case, drafts, subjects)
    close_choices(drafts)
    for draft in drafts:
        close_rows(draft)
    secrets, notes = secrets_of(drafts, subjects)
    tables = tuple(map(view_table, drafts))
    applied = tuple(one for draft in drafts for one in draft.applied())
    return View(audience, tables, applied, tuple(secrets), open_maps, (*spreading.notes, *notes))
