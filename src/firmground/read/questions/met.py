"""Reads `Met`: how near and how soon two events must be to have met, and which events the other side is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.claims import Selection
from firmground.case.questions import Met
from firmground.read.test_parts import read_selection_parts

if TYPE_CHECKING:
    from firmground.read.records import Record
    from firmground.read.test_parts import Reading

FARTHEST_KM = 20_004
LONGEST_HOURS = 24 * 36_525  # a century: more is no encounter, and it keeps sums of hours exact


def read_met(record: Record, reading: Reading) -> Met | None:
    """The question, or None with the faults noted on the reading."""
    known = len(reading.faults)
    km = read_limit(record, "km", FARTHEST_KM, "km = 10", reading)
    hours = read_limit(record, "hours", LONGEST_HOURS, "hours = 24", reading)
    other = record.table("other")
    if other is None and "other" in record:
        reading.faults.append("`other` is not a table")
    selection = read_selection_parts(other, reading) if other else Selection()
    different = record.flag("different_actors")
    if km is None or hours is None or len(reading.faults) > known:
        return None
    return Met(selection, km, hours, different)


def read_limit(record: Record, key: str, most: float, example: str, reading: Reading) -> float | None:
    """A number that is not negative; where it is missing, that is told by whoever needs it."""
    before = len(record.problems)
    number = record.number(key, least=0, most=most)
    if len(record.problems) > before:
        reading.fail(record, f"`{key}` cannot be understood", f"write {example}")
    return number
