"""An answer is carried out: what it writes and the decision itself are one step of the ledger, undone as one.

What is written is what the option said it would write, field by field. If a record has changed since the question was
asked, nothing is written at all.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from firmground.edit import At, Change, More, NewRecord, StaleRecordError
from firmground.errors import BadRequestError
from firmground.formats.tables import read_table
from firmground.review.decisions import COLUMNS, DECISIONS
from firmground.review.places import PLACES
from firmground.review.proposal import fill_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from firmground.edit import Ledger, Step
    from firmground.review.proposal import Option, Proposal, Write


def accept(
    ledger: Ledger,
    proposal: Proposal,
    option: Option,
    answers: Mapping[str, str] | None = None,
    *,
    who: str,
    why: str = "",
    rows: Collection[int] | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Step:
    """Writes an answer and keeps the decision. `rows`: indices of the events it is meant for, where not for all.

    Raises BadRequestError for an answer that cannot be written or a form that is not filled in, StaleRecordError if a
    record has changed since.
    """
    if option.blocked:
        raise BadRequestError(option.blocked)
    writes = fill_in(option, answers or {})
    if rows is not None and option.per_row:
        writes = tuple(write for write in writes if write.event is None or write.event in rows)
        if not any(write.event is not None for write in writes):
            raise BadRequestError("no row is chosen: choose at least one, or leave the question for later")
    changes: list[Change | NewRecord] = [_change(ledger, write) for write in writes]
    decision = {
        "kind": str(proposal.kind),
        "about": proposal.subject,
        "decided": option.id,
        "seen": proposal.seen,
        "by": who.strip(),
        "at": now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "why": why.strip(),
    }
    changes.append(NewRecord(DECISIONS, decision, create=COLUMNS))
    return ledger.apply(changes, who=who, why=why or f"review: {option.label}")


def _change(ledger: Ledger, write: Write) -> Change | NewRecord:
    if write.new:
        given = {change.column: change.becomes for change in write.fields if change.becomes}
        columns = ("id", "name", "aliases", "lon", "lat", "radius_km", "note") if write.file == PLACES else ()
        return NewRecord(write.file, given, table=write.table, create=columns, new_columns=True)
    at = _find(ledger, write)
    record = ledger.record(at)
    fields: dict[str, str | More] = {}
    for change in write.fields:
        own = change.column if write.table else ledger.column_of(write.file, change.column)
        if not own:
            what = f"{write.file} has no column of its own for `{change.column}`"
            raise BadRequestError(f"{what}: its layout makes it out of several. Change the row by hand.")
        _check_unchanged(at, record.fields, own, change.column, change.was)
        fields[own] = More([change.becomes]) if change.adds else change.becomes
    return Change(at, fields, base=record.base, was=record.fields, new_columns=True)


def _check_unchanged(at: At, fields: Mapping[str, str], own: str, column: str, was: str) -> None:
    """What stands in the file must be what the question was asked about. Cells that the reader could not use, such as
    coordinates that are no numbers, stood as nothing in the question and are not compared.
    """
    stands = fields.get(own, "").strip()
    if (was and stands != was) or (column == "duplicate_of" and stands):
        what = f"{at} has changed since the question was asked: `{column}` says {stands!r} now"
        raise StaleRecordError(what, at, base={column: was}, theirs={column: stands}, yours={})


def _find(ledger: Ledger, write: Write) -> At:
    if write.table:
        return At(write.file, table=write.table, id=write.record)
    if write.row is not None:
        return At(write.file, row=write.row)
    table, _ = read_table(ledger.folder / write.file, name=write.file)
    ids = next((cells for name, cells in table.columns.items() if name.casefold() == "id"), ())
    found = [int(table.rows[index]) for index, text in enumerate(ids) if text.strip() == write.record]
    if len(found) != 1:
        raise BadRequestError(
            f"{write.file} has no single row with the id {write.record!r}: give each its own id there"
        )
    return At(write.file, row=found[0])
