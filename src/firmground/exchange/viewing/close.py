"""The end of a view: maps that are left open, choices without what is hidden, and the order of rows."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from secrets import randbits
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.gazetteer import fold_name
from firmground.exchange.plain.cells import take_rows
from firmground.exchange.tables import Kind
from firmground.exchange.viewing.free_fields import STRUCTURE
from firmground.exchange.viewing.hidden import TELLS_FIELD
from firmground.exchange.views import ViewTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firmground.case.case import Case
    from firmground.exchange.tables import Json
    from firmground.exchange.viewing.drafts import Draft
    from firmground.exchange.viewing.subjects import Subjects

LEFT_OPEN = "what is left of the map would have told it, or answered for it"
NO_MAP = "its map is hidden"
TELLS_ROW = "it would tell in which row of its file it stood"
NOTHING_LEFT = "nothing of the record was left"
# The order of these entries is the order of choices and defaults, and tells nothing of what is withheld in one.
_ORDERED = frozenset({
    Kind.CASE, Kind.EVENTS_ENTRY, Kind.MAPS_ENTRY, Kind.AREAS_ENTRY, Kind.DEFINITIONS, Kind.SUBSETS, Kind.DISCLOSURE,
})  # fmt: skip
_CHOICES = {"map": Kind.MAPS_ENTRY, "definition": Kind.DEFINITIONS, "subset": Kind.SUBSETS}


def close_maps(case: Case, drafts: Sequence[Draft], subjects: Subjects) -> tuple[str, ...]:
    """Hides the rest of every map that must be left open, and gives the ids of these maps."""
    found: list[str] = []
    shown = _places_shown(drafts)
    for entries in (draft for draft in drafts if draft.table.kind is Kind.MAPS_ENTRY):
        for row in range(entries.table.rows):
            own = str(entries.value("id", row) or "")
            tables = [draft for draft in drafts if draft.table.of == own and draft.table.kind in _OF_MAPS]
            if entries.hidden[row]:
                for draft in tables:
                    draft.hide(~draft.nobody, entries.ruled(row), NO_MAP)
            elif rule := _opened_by(case, own, tables, subjects, shown):
                found.append(own)
                for draft in tables:
                    draft.hide(~draft.nobody, rule, LEFT_OPEN)
                only = entries.nobody.copy()
                only[row] = True
                for name in ("file", "within"):
                    if entries.value(name, row) is not None:
                        entries.withhold(name, only, rule, LEFT_OPEN)
    return tuple(found)


_OF_MAPS = frozenset({Kind.FACES, Kind.PLACE_LIST})


def _opened_by(case: Case, own: str, tables: list[Draft], subjects: Subjects, shown: set[str]) -> str:
    """The rule for which a map must be left open; "" if it need not be."""
    control = case.maps.get(own)
    far = control is None or control.reach_km > 0
    for draft in tables:
        for row in np.flatnonzero(draft.hidden).tolist():
            rule = draft.ruled(row) or "handling"
            if draft.table.kind is Kind.FACES or far:
                return rule
            text = _place_of(draft, row)
            if subjects.place(text) is None and (not text or _keys(case, text) & shown):
                return rule
    return ""


def _places_shown(drafts: Sequence[Draft]) -> set[str]:
    """Folded names and ids of every place that anything shown names."""
    found: set[str] = set()
    for draft in drafts:
        if draft.table.kind in (Kind.EVENTS, Kind.INCIDENTS, Kind.PLACE_LIST, Kind.PLACES):
            names = ("id", "name", "aliases") if draft.table.kind is Kind.PLACES else ("place", "name")
            for name in draft.table.columns:
                if draft.ours(name) in names:
                    kept = ~draft.is_withheld(name)
                    column = draft.column(name)
                    for code in set(column.codes[kept].tolist()):
                        found |= {fold_name(part) for part in str(column.values[code] or "").split(";")}
    return found - {""}


def _place_of(draft: Draft, row: int) -> str:
    for wanted in ("place", "name"):
        for name in draft.table.columns:
            if draft.ours(name) == wanted and (value := draft.value(name, row)):
                return str(value)
    return ""


def _keys(case: Case, text: str) -> set[str]:
    names = {text}
    for place in case.gazetteer.find(text):
        names |= {place.id, place.name, *place.aliases}
    return {fold_name(name) for name in names} - {""}


def close_choices(drafts: Sequence[Draft]) -> None:
    """Takes maps, definitions and subsets that are hidden out of the choices of the case."""
    gone = {
        kind: {
            str(draft.value("id", row)): draft.ruled(row)
            for draft in drafts
            if draft.table.kind is kind
            for row in np.flatnonzero(draft.hidden).tolist()
        }
        for kind in _CHOICES.values()
    }
    for draft in (draft for draft in drafts if draft.table.kind is Kind.CASE and draft.table.rows):
        choices = draft.value("choices", 0)
        if not isinstance(choices, dict):
            continue
        rules = [
            rule for name, kind in _CHOICES.items() for own, rule in gone[kind].items() if _offers(choices, name, own)
        ]
        if rules:
            kept = {
                name: _without(value, gone.get(_CHOICES.get(name, Kind.CASE), {})) for name, value in choices.items()
            }
            draft.coarsen("choices", {0: {name: own for name, own in kept.items() if own not in ([], "")}}, rules[0])


def _offers(choices: dict[str, Json], name: str, own: str) -> bool:
    value = choices.get(name)
    return own in value if isinstance(value, list) else own == value


def _without(value: Json, gone: Iterable[str]) -> Json:
    if isinstance(value, list):
        return [one for one in value if one not in gone]
    return "" if isinstance(value, str) and value in gone else value


def part_duplicates(drafts: Sequence[Draft]) -> None:
    """Withholds what row an event repeats, where one of the two shows what is withheld of the other."""
    events = [draft for draft in drafts if draft.table.kind is Kind.EVENTS]
    linked = [draft for draft in events if "duplicate_of" in draft.table.columns]
    if not any(draft.withheld for draft in events) or not linked:
        return
    where = {str(draft.value("id", row)): (draft, row) for draft in events for row in range(draft.table.rows)}
    for draft in linked:
        for row in np.flatnonzero(draft.column("duplicate_of").mask(bool) & ~draft.hidden).tolist():
            other, original = where.get(str(draft.value("duplicate_of", row)), (draft, row))
            if draft.shows_of(row, other, original) or other.shows_of(original, draft, row):
                rules = (one.rule_of(name) for one in (draft, other) for name in one.withheld)
                draft.withhold_one("duplicate_of", row, next(filter(None, rules), ""), TELLS_FIELD)


def withhold_made_ids(drafts: Sequence[Draft]) -> None:
    """Withholds ids that tell in which row of its file an event stood, where anything else of it is withheld."""
    made: dict[str, str] = {}
    for draft in (one for one in drafts if one.table.kind is Kind.EVENTS and one.withheld):
        form = re.compile(rf"{re.escape(draft.table.of)}:\d+'*")
        touched = np.logical_or.reduce(list(draft.withheld.values())) & ~draft.hidden
        ids = draft.column("id").mask(partial(_has_form, form))
        rule = next(filter(None, (draft.rule_of(name) for name in draft.withheld)), "")
        made |= dict.fromkeys((str(draft.value("id", row)) for row in np.flatnonzero(touched & ids).tolist()), rule)
        draft.withhold("id", touched & ids, rule, TELLS_ROW)
    for draft in (one for one in drafts if made and "duplicate_of" in one.table.columns):
        draft.withhold("duplicate_of", draft.column("duplicate_of").mask(made.__contains__), "", TELLS_ROW)


def _has_form(form: re.Pattern[str], cell: Json) -> bool:
    return isinstance(cell, str) and form.fullmatch(cell) is not None


def close_rows(draft: Draft) -> None:
    """Hides rows of which nothing is left; marks those that had fields withheld before and have more now."""
    if not draft.withheld or draft.table.part:
        return
    touched = np.logical_or.reduce(list(draft.withheld.values())) & ~draft.hidden
    if "withheld" in draft.table.columns:
        draft.withhold("withheld", touched & draft.column("withheld").mask(bool), "", "")
    left = draft.nobody.copy()
    for name in draft.table.columns:
        if name not in STRUCTURE:
            shown = ~draft.is_withheld(name) & draft.column(name).mask(lambda cell: cell is not None)
            shown[[row for row, value in draft.coarser.get(name, {}).items() if value is not None]] = True
            left |= shown
    for rule in {draft.ruled(row) for row in np.flatnonzero(touched & ~left).tolist()}:
        draft.hide(touched & ~left, rule, NOTHING_LEFT)


def view_table(draft: Draft) -> ViewTable:
    """The table in the order in which it leaves.

    Rows that are shown whole keep their order, which tells nothing of others. Rows of which something is withheld
    follow, sorted by what is shown of them, and then the hidden ones; where nothing shown decides, chance does.
    """
    table, touched = draft.table, draft.nobody.copy()
    for kept in draft.withheld.values():
        touched |= kept
    if table.kind in _ORDERED:
        order = [*np.flatnonzero(~draft.hidden).tolist(), *np.flatnonzero(draft.hidden).tolist()]
    elif draft.hidden.any() or touched.any():
        chance = np.random.default_rng(randbits(128)).permutation(table.rows).tolist()
        part = sorted(
            np.flatnonzero(touched & ~draft.hidden).tolist(), key=lambda row: (_shown(draft, row), chance[row])
        )
        last = sorted(np.flatnonzero(draft.hidden).tolist(), key=chance.__getitem__)
        order = [*np.flatnonzero(~touched & ~draft.hidden).tolist(), *part, *last]
    else:
        return ViewTable(table, draft.hidden, draft.withheld, draft.coarser)
    if order == list(range(table.rows)):
        return ViewTable(table, draft.hidden, draft.withheld, draft.coarser)
    rows = np.array(order, dtype=np.int64)
    place = {row: number for number, row in enumerate(order)}
    return ViewTable(
        table=replace(table, columns={name: take_rows(column, order) for name, column in table.columns.items()}),
        hidden=draft.hidden[rows],
        withheld={name: kept[rows] for name, kept in draft.withheld.items()},
        coarser={
            name: {place[row]: value for row, value in values.items()}
            for name, values in draft.coarser.items()
            if values
        },
    )


def _shown(draft: Draft, row: int) -> tuple[str, ...]:
    return tuple(
        repr(draft.coarser.get(name, {}).get(row))
        if draft.withheld.get(name, draft.nobody)[row]
        else repr(draft.value(name, row))
        for name in sorted(draft.table.columns)
    )
