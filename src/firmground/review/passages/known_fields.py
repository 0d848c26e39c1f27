"""What a record of the case says, field by field, wherever it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.documents.draft import DraftKind
from firmground.edit import At
from firmground.errors import BadRequestError
from firmground.review.passages.records import SHAPES
from firmground.review.rows import see_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.case.case import Case
    from firmground.edit import Ledger
    from firmground.review.passages.repeats import KnownRecord


def fields_of(ledger: Ledger, case: Case, known: KnownRecord) -> dict[str, str]:
    """The fields of a record as they are written. Raises BadRequestError if the case has no such record."""
    where = f"{known.record!r} in {known.file}"
    if not known.table:
        row = next((one.row for one in case.releases if (one.file, one.id) == (known.file, known.record)), None)
        return _event(case, known) if row is None else ledger.record(At(known.file, row=row)).fields
    if (known.file, known.table) not in {(shape.file, shape.table) for shape in SHAPES.values()}:
        raise BadRequestError(f"{where} is no record that words of a document may be behind")
    if known.table == SHAPES[DraftKind.TIE].table:
        return _or_none(_tie(case, known.record), where)
    return ledger.record(At(known.file, table=known.table, id=known.record)).fields


def _or_none(fields: Mapping[str, str] | None, where: str) -> dict[str, str]:
    if fields is None:
        raise BadRequestError(f"the case has no record {where}")
    return dict(fields)


def _event(case: Case, known: KnownRecord) -> dict[str, str]:
    events = case.events
    places = [index for index, own in enumerate(events.id) if own == known.record and events.file[index] == known.file]
    if len(places) != 1:
        raise BadRequestError(f"the case has no single event {known.record!r} in {known.file}")
    return dict(see_row(case, places[0]).words)


def _tie(case: Case, words: str) -> dict[str, str] | None:
    for tie in case.actors.ties:
        if words == f"{tie.actor} {tie.kind} {tie.to}":
            return {"actor": tie.actor, "tie": str(tie.kind), "to": tie.to}
    return None
