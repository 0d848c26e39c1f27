"""Which events came close to each other, and what was near the incidents.

It looks back at published records. Nearness is said with bounds and never as a cause.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from firmground.case.claims import MeasureKind, Test
from firmground.check import headline_specification
from firmground.measures.met_pairs import Ground
from firmground.report.chapters.encounters_around import describe_incident, not_looked, questions
from firmground.report.chapters.encounters_asked import describe_asked
from firmground.report.chapters.encounters_model import Encounters
from firmground.report.chapters.encounters_words import EventNotes
from firmground.report.chapters.room import PAGE

if TYPE_CHECKING:
    from firmground.check import Findings
    from firmground.report.chapters.room import Room


def build_encounters(findings: Findings, room: Room = PAGE) -> Encounters | None:
    """Under the first value of every choice; None for a case that asks for no encounters and has no incidents."""
    case = findings.case
    if not case.encounters and not case.incidents:
        return None
    specification = headline_specification(case, Test(MeasureKind.ENCOUNTERS))
    notes, ground = EventNotes(findings.held), Ground(findings.held, specification.radius)
    asked = tuple(describe_asked(findings, one, specification, ground, notes, room) for one in case.encounters)
    looked = list(questions(case))
    incidents = tuple(
        describe_incident(findings, incident, around, specification, ground, notes, room)
        for incident, around in islice(looked, room.incidents)
    )
    return Encounters(asked, incidents, not_looked(case), max(0, len(looked) - room.incidents), notes.all())
