"""The part of a test that only its own measure understands, a module each: it reads a `case.questions.Question`.

What cannot be understood is noted on the `Reading`, so that the test is not run; None is then given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.claims import MeasureKind
from firmground.read.questions.breached import read_breached
from firmground.read.questions.contradicted import read_contradicted
from firmground.read.questions.disclosed import read_disclosed
from firmground.read.questions.met import read_met
from firmground.read.questions.pledged import read_pledged

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.case.questions import Question
    from firmground.read.records import Record
    from firmground.read.test_parts import Reading

    Reader = Callable[[Record, Reading], Question | None]

READERS: dict[MeasureKind, Reader] = {
    MeasureKind.DISCLOSED: read_disclosed,
    MeasureKind.LESS_DISCLOSED: read_disclosed,
    MeasureKind.SILENCE: read_disclosed,
    MeasureKind.BREACHES: read_breached,
    MeasureKind.PLEDGES: read_pledged,
    MeasureKind.PLEDGES_SHARE: read_pledged,
    MeasureKind.CONTRADICTIONS: read_contradicted,
    MeasureKind.ENCOUNTERS: read_met,
}


def read_question(measure: MeasureKind, record: Record, reading: Reading) -> Question | None:
    """What the test asks beyond shares and ground; None for measures that ask nothing more."""
    return READERS[measure](record, reading) if measure in READERS else None
