"""Which rules speak of a record on a day, and what they let an audience see of it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.handling import Treatment, narrowest, strictest
from firmground.errors import BadRequestError
from firmground.exchange.plain.paths import plain_stem
from firmground.exchange.tables import Kind
from firmground.modality import CANNOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from firmground.case.handling import Handling, Label, Rule
    from firmground.exchange.tables import Json, RecordTable

_CASE_FILE = "case.toml"
# What the reader of handling.toml makes of the name of a file that case.toml names.
_AREAS, _RELEASES = "areas:", "releases/"
_ENTRIES = {Kind.EVENTS: "events", Kind.PLACE_LIST: "maps", Kind.FACES: "maps"}


def label_of(handling: Handling, table: RecordTable, row: int, day: int) -> Label | None:
    """The label of a record on a day: the narrowest of the rules that speak of it, else that of the case.

    `day`: a proleptic Gregorian ordinal. A rule on a place, source or actor speaks of its own record. None: the case
    has no label, and nothing is held back.
    """
    spoken = (rule.label for rule in handling.rules if in_force(rule, day) and rows_meant(rule, table)[row])
    return narrowest(spoken) or handling.label


def in_force(rule: Rule, day: int) -> bool:
    """Is the rule in force on a day? A day of which the dates leave it open counts."""
    return rule.period is None or rule.period.holds_on(day) is not CANNOT


def binding_rules(handling: Handling, audience: Label | None, day: date) -> list[Rule]:
    """The rules in force on a day that keep something from an audience, in their order; none bind the owner (None)."""
    if audience is None:
        return []
    return [rule for rule in handling.rules if in_force(rule, day.toordinal()) and not rule.label.may_go_to(audience)]


def check_day(handling: Handling, audience: Label | None, day: date) -> None:
    """Raises BadRequestError if a rule that keeps something from the audience today is not in force on `day`: whatever
    day is written on it, what leaves does so today.
    """
    today = date.today()  # noqa: DTZ011 - the day on the user's own calendar
    for rule in binding_rules(handling, audience, today):
        if not in_force(rule, day.toordinal()):
            raise BadRequestError(
                f"the rule {rule.id} is in force today and not on {day}, and what leaves does so today: leave out --on "
                "(pack --preview shows what may leave on another day)"
            )


def rows_meant(rule: Rule, table: RecordTable) -> NDArray[np.bool_]:
    """The records of a table that a rule speaks of."""
    subjects = {Kind.PLACES: rule.places, Kind.SOURCES: rule.sources, Kind.ACTORS: rule.actors}.get(table.kind, ())
    if not rule.table:
        return _having(table, "id", subjects)
    if not speaks_of(rule.table, table):
        return np.zeros(table.rows, dtype=np.bool_)
    meant = np.ones(table.rows, dtype=np.bool_)
    if rule.ids:
        meant &= _having(table, "id", rule.ids)
    for column, values in rule.where:
        meant &= _having(table, column, values)
    return meant


def speaks_of(name: str, table: RecordTable) -> bool:
    """Is this the name of the table, of the file of which it is a part, or of the entry of case.toml that names it?"""
    if table.kind is Kind.AREAS and name.startswith(_AREAS):
        return _same_file(name.removeprefix(_AREAS), table.file)
    if table.kind is Kind.RELEASES and name.startswith(_RELEASES):
        return _same_file(name, table.file)
    entry = f"{_ENTRIES[table.kind]}:{table.of}" if table.kind in _ENTRIES else ""
    return name in (table.name, entry) or (name == table.file and name != _CASE_FILE)


def _same_file(written: str, plain: str) -> bool:
    """May the file that the author calls so have become this one? In doubt the rule speaks of it."""
    ours, theirs = (plain_stem(PurePosixPath(path).name) for path in (written, plain))
    return re.fullmatch(rf"{re.escape(ours)}(-\d+)?", theirs) is not None


def treatment_of(rule: Rule, column: str, alike: Iterable[str] = ()) -> Treatment:
    """What a rule says of a field: by its name, else by the strictest of those that stand for the same (`alike`),
    else by "*"; withheld where it says nothing.
    """
    named = dict(rule.fields)
    if column in named:
        return named[column]
    others = [named[other] for other in alike if other in named]
    return strictest(others, named.get("*", Treatment.WITHHOLD))


def _having(table: RecordTable, column: str, values: Iterable[str]) -> NDArray[np.bool_]:
    """The rows in which a field is one of these values, or a list that has one of them."""
    wanted = frozenset(values)
    cells: Iterable[Json] = table.columns.get(column, ()) if wanted else ()
    found = [_is_one(cell, wanted) for cell in cells]
    return np.array(found, dtype=np.bool_) if found else np.zeros(table.rows, dtype=np.bool_)


def _is_one(cell: Json, wanted: frozenset[str]) -> bool:
    if isinstance(cell, list | tuple):
        return any(_is_one(part, wanted) for part in cell)
    if isinstance(cell, bool):
        return str(cell).lower() in wanted
    return cell is not None and str(cell).strip() in wanted
