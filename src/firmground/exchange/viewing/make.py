"""make: what an audience may see of a case on a day, made from what is allowed and apart from the case itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from firmground.errors import BadRequestError, Effect
from firmground.exchange.coarsen.ledger import read_ledger
from firmground.exchange.coarsen.sites import Sites
from firmground.exchange.plain.nouns import our_columns
from firmground.exchange.tables import Kind
from firmground.exchange.viewing.close import (
    close_choices,
    close_maps,
    close_rows,
    part_duplicates,
    view_table,
    withhold_made_ids,
)
from firmground.exchange.viewing.drafts import Draft
from firmground.exchange.viewing.hidden import Hidden
from firmground.exchange.viewing.kept_secret import secrets_of
from firmground.exchange.viewing.rules import binding_rules, in_force, rows_meant, speaks_of
from firmground.exchange.viewing.spread import spread
from firmground.exchange.viewing.subjects import SUBJECTS, Subject, Subjects
from firmground.exchange.viewing.treat import Means, hide_records, treat
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


def make_view(
    case: Case, tables: Sequence[RecordTable], audience: Label | None, day: date, without: Sequence[str] = ()
) -> View:
    """What `audience` may see of the case on `day`, obeying every rule in force.

    `tables`: the case in plain form. `audience`: None for everybody who may see everything, which is allowed only
    for a case without rules and without a label. `without`: tables of which nothing is shown whatever the rules say.
    Raises BadRequestError if the rules have a fault, a table is not known, or nothing may go.
    """
    handling = case.handling
    check_rules(case)
    ruled = bool(handling.rules or handling.label)
    if audience is None and ruled:
        raise BadRequestError(f"the case has {HANDLING_FILE}: say for whom this is, for example TLP:GREEN")
    left_out = _left_out(tables, without)
    if not ruled and not left_out:
        return View(audience, tuple(ViewTable(one, np.zeros(one.rows, dtype=np.bool_)) for one in tables))
    drafts = _drafts(tables)
    in_time = [rule for rule in handling.rules if in_force(rule, day.toordinal())]
    binding = binding_rules(handling, audience, day)
    subjects = Subjects(case)
    coarsen = Sites(case, read_ledger(case.folder), day)
    _obey_label(drafts, handling, in_time, audience)
    for draft in drafts:
        if name := left_out.get(draft.table.name):
            hide_records(draft, ~draft.nobody, name)
    _obey_rules(drafts, binding, subjects, Means(coarsen, subjects.spellings))
    hidden = Hidden(drafts, subjects, {rule.id: rule for rule in binding})
    spread(drafts, hidden, coarsen)
    _check_stops(hidden)
    view = _close(case, drafts, audience, hidden)
    return replace(view, sites=tuple(coarsen.new[key] for key in sorted(coarsen.new)))


def _left_out(tables: Sequence[RecordTable], without: Sequence[str]) -> dict[str, str]:
    """The tables that are left out, each with what stands for the rule."""
    found: dict[str, str] = {}
    for name in without:
        meant = [table.name for table in tables if speaks_of(name, table)]
        if not meant:
            known = ", ".join(table.name for table in tables if table.rows)
            raise BadRequestError(f"the case has no table {name}; it has {known}")
        found |= dict.fromkeys(meant, f"without {name}")
    return found


def _obey_rules(drafts: list[Draft], binding: list[Rule], subjects: Subjects, means: Means) -> None:
    """Does what each rule says of its own records, and takes in whom and what it hides."""
    for rule in binding:
        for draft in drafts if rule.table else ():
            treat(draft, rows_meant(rule, draft.table), rule, means)
        for kind, ids in ((Kind.PLACES, rule.places), (Kind.SOURCES, rule.sources), (Kind.ACTORS, rule.actors)):
            for own in ids:
                subjects.hide(Subject(kind, own), rule.id, secret=True)
    _take_subjects(drafts, subjects)


def _check_stops(hidden: Hidden) -> None:
    if hidden.stops:
        first, *more = hidden.stops
        others = f" (and {len(more)} more)" if more else ""
        raise BadRequestError(f'nothing leaves: {first}{others}; change it, or write mentions = "withhold"')


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
            columns[own] = our_columns(entry)
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


def _obey_label(drafts: list[Draft], handling: Handling, in_time: list[Rule], audience: Label | None) -> None:
    """Hides every record of which no rule speaks, if the label of the case is narrower than the audience."""
    if handling.label is None or audience is None or handling.label.may_go_to(audience):
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


def _close(case: Case, drafts: list[Draft], audience: Label | None, hidden: Hidden) -> View:
    open_maps = close_maps(case, drafts, hidden.subjects)
    close_choices(drafts)
    part_duplicates(drafts)
    withhold_made_ids(drafts)
    for draft in drafts:
        close_rows(draft)
    secrets, notes = secrets_of(drafts, hidden.subjects)
    tables = tuple(map(view_table, drafts))
    applied = tuple(one for draft in drafts for one in draft.applied())
    unmet = [
        f"the rule {rule.id} speaks of {rule.table}, of which the case has no records"
        for rule in hidden.rules.values()
        if rule.table and not any(speaks_of(rule.table, draft.table) for draft in drafts)
    ]
    return View(audience, tables, applied, tuple(secrets), open_maps, (*unmet, *hidden.notes, *notes))
