"""Reads `Met` from a claim's test."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.case.questions import Met
    from firmground.read.records import Record
    from firmground.read.test_parts import Reading


def read_met(record: Record, reading: Reading) -> Met | None:
    reading.fail(record, "this measure is not read yet")
    return None
