"""How a record is to be handled today: the rules that speak of it, for the page on which it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from firmground.exchange.tables import Kind, RecordTable
from firmground.exchange.viewing.rules import in_force, label_of, rows_meant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.case.case import Case
    from firmground.case.handling import Label, Rule
    from firmground.edit import At

# Tables that have a file of their own, by its name or by that of their folder.
_FILES = {"places.csv": Kind.PLACES, "incidents.csv": Kind.INCIDENTS, "releases": Kind.RELEASES}


@dataclass(frozen=True, slots=True)
class Handled:
    """The label of a record, and the rules in force that gave it; no rule where it is that of the whole case."""

    label: Label
    rules: tuple[Rule, ...]


def handled(case: Case, at: At, fields: Mapping[str, str], day: date | None = None) -> Handled | None:
    """How the record is handled on a day (today's, if none is given); None where the case holds nothing back."""
    kind, of = _kind_of(case, at)
    if kind is None:
        return None
    record = RecordTable(at.file, kind, {name: [text] for name, text in fields.items()}, 1, at.table, of)
    ordinal = (day or date.today()).toordinal()  # noqa: DTZ011 - the day of the person who looks
    label = label_of(case.handling, record, 0, ordinal)
    spoken = (rule for rule in case.handling.rules if in_force(rule, ordinal) and rows_meant(rule, record)[0])
    return None if label is None else Handled(label, tuple(spoken))


def _kind_of(case: Case, at: At) -> tuple[Kind | None, str]:
    """What the record is, and the entry of case.toml that names its file."""
    if at.table:
        return (Kind(at.table), "") if at.table in list(Kind) else (None, "")
    named = _FILES.get(at.file) or _FILES.get(at.file.partition("/")[0])
    if named is not None:
        return named, ""
    datasets = {one.file: one.dataset for one in case.rows}
    for control in case.maps.values():
        if any(face.file == at.file for face in control.faces):
            return Kind.PLACE_LIST if control.listed else Kind.FACES, control.id
    return (Kind.EVENTS, datasets[at.file]) if at.file in datasets else (None, "")
