"""Reads `Breached` from a claim's test: which agreement, and which clause of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.questions import Breached
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from firmground.read.records import Record
    from firmground.read.test_parts import Reading


def read_breached(record: Record, reading: Reading) -> Breached | None:
    """None where there is no such agreement or clause, or nothing in it that an event could break."""
    key, clause = record.text("agreement"), record.text("clause")
    agreements = reading.known.agreements
    if not key:
        return None  # that it is needed is told with the other needs of the measure
    if key not in agreements:
        reading.fail(record, f"{show(key)} is no agreement of the case", suggest(key, agreements))
        return None
    clauses = [one.id for one in agreements[key].clauses]
    if not clauses:
        hint = "add [[agreements.clauses]] in undertakings.toml"
        reading.fail(record, f"the agreement {show(key)} has no clause that an event could break", hint)
        return None
    if clause and clause not in clauses:
        reading.fail(record, f"the agreement {show(key)} has no clause {show(clause)}", suggest(clause, clauses))
        return None
    return Breached(key, clause)
