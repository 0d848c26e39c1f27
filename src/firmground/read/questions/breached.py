"""Reads `Breached` from a claim's test."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.case.questions import Breached
    from firmground.read.records import Record
    from firmground.read.test_parts import Reading


def read_breached(record: Record, reading: Reading) -> Breached | None:
    reading.fail(record, "this measure is not read yet")
    return None
