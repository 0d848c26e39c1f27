"""Reads `Contradicted` from a claim's test: its day stands in `on`, as for any measure of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.questions import Contradicted
from firmground.read.wording import show

if TYPE_CHECKING:
    from firmground.read.records import Record
    from firmground.read.test_parts import Reading

MOST_BLOCS = 12


def read_contradicted(record: Record, reading: Reading) -> Contradicted | None:
    blocs, complete = record.whole("blocs") if "blocs" in record else 2, record.flag("complete")
    if not blocs or blocs > MOST_BLOCS:
        what = f"`blocs` is {show(record.raw('blocs'))}"
        reading.fail(record, what, f"write a whole number from 1 to {MOST_BLOCS}; two if it is left out")
        return None
    return Contradicted(blocs, complete)
