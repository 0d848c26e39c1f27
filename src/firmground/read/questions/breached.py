"""Reads `Breached` from a claim's test: which agreement, and which clause of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.questions import Breached
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from firmground.read.records import Record
    from firmground.read.test_parts import Reading

# From what it is read whom an event hit: from what the record says, or from who held the ground.
_HIT = ("target", "ground")


def read_breached(record: Record, reading: Reading) -> Breached | None:
    """None where there is no such agreement or clause, or nothing in it that an event could break."""
    key, clause = record.text("agreement"), record.text("clause")
    hit = record.text("hit", "target")
    if hit not in _HIT:
        reading.fail(record, f"`hit` is {show(hit)}", suggest(hit, _HIT))
    if hit == "ground" and not reading.known.maps:
        reading.fail(record, "whose ground was hit needs a map, and the case has none", 'leave hit = "ground" out')
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
    return Breached(key, clause, hit == "ground")
