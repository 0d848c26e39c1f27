"""Reads `Disclosed` from a claim's test."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.case.questions import Disclosed
    from firmground.read.records import Record
    from firmground.read.test_parts import Reading


def read_disclosed(record: Record, reading: Reading) -> Disclosed | None:
    reading.fail(record, "this measure is not read yet")
    return None
