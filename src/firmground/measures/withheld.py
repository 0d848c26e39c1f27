"""What each measure rests on, and the widest that it can say where that is withheld.

Whoever gives a case away may keep records of it back, and says how many (`Case.withheld`). What is withheld MAY be
anything that what is shown allows, so bounds from what is shown hold the bounds of the whole. Of rows of events every
part of a measure takes account by itself: their cells are unknown. This module is about all other records, of which
nothing is left to be unknown:

1. No number rests on sources, documents and the like.
2. Places, incidents, areas, agreements and subsets are named by what asks for them: what asks for one that is not shown
   cannot be asked, and nothing that is shown refers to one.
3. Who is meant by a party rests on the ties, and by a label on the definitions. With one of them withheld every measure
   that asks for a party is the widest.
4. A map of which something is withheld is open, every answer MAY; a list of places that speak for themselves alone only
   lacks those that are not shown.
5. A list of pledges lacks those that are not shown.

Where nothing else is said, a measure that rests on what is withheld is the widest: every value that it can have at all.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from firmground.bounds import Bounds
from firmground.case.claims import MeasureKind
from firmground.case.questions import Breached, Disclosed, Met, Pledged
from firmground.case.withheld import (
    KINDS,
    OF_EVENTS,
    OF_MAP,
    OF_RELEASES,
    OF_TIES,
)
from firmground.engine.separation import FARTHEST_KM
from firmground.measures.measurement import Measurement
from firmground.measures.settle import Question
from firmground.modality import MAY
from firmground.phrases import list_words, several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.case.case import Case
    from firmground.case.choices import Specification
    from firmground.case.claims import Selection, Test

NOT_SHOWN = "not shown"  # the label of a unit of which nothing is known but that it may be there

_OF_DAYS = (MeasureKind.DISCLOSED, MeasureKind.LESS_DISCLOSED, MeasureKind.SILENCE)
_OF_GROUND = (MeasureKind.AREA, MeasureKind.GAIN, MeasureKind.PLACES)
_OF_NO_EVENTS = (
    *_OF_GROUND, MeasureKind.PLEDGES, MeasureKind.PLEDGES_SHARE, MeasureKind.CONTRADICTIONS,
)  # fmt: skip

# Every value that a measure can have at all.
WIDEST = {
    MeasureKind.SHARE: Bounds(0, 1),
    MeasureKind.COUNT: Bounds(0, math.inf),
    MeasureKind.AREA: Bounds(0, math.inf),
    MeasureKind.GAIN: Bounds(-math.inf, math.inf),
    MeasureKind.PLACES: Bounds(0, math.inf),
    MeasureKind.DISTANCE: Bounds(0, FARTHEST_KM),
    MeasureKind.DISCLOSED: Bounds(0, 1),
    MeasureKind.LESS_DISCLOSED: Bounds(-1, 1),
    MeasureKind.SILENCE: Bounds(0, math.inf),
    MeasureKind.BREACHES: Bounds(0, math.inf),
    MeasureKind.PLEDGES: Bounds(0, math.inf),
    MeasureKind.PLEDGES_SHARE: Bounds(0, 1),
    MeasureKind.CONTRADICTIONS: Bounds(0, math.inf),
    MeasureKind.ENCOUNTERS: Bounds(0, math.inf),
}


def widest(test: Test, why: str) -> Measurement:
    """The measurement of which nothing can be said but that it is one. `why`: a sentence."""
    question = Question(test.measure, test.out_of, complete=False)
    return Measurement(question, WIDEST[test.measure], MAY, withheld=(why,), says_nothing=True)


def why_widest(case: Case, test: Test, specification: Specification) -> str:
    """Why nothing can be said, as a sentence; "" where something can."""
    lacking = [*_of_parties(case, test, specification), *_of_kinds(case, test, specification)]
    if lacking:
        return f"{list_words(dict.fromkeys(lacking))}: the measure rests on that, so that it may be anything."
    return ""


def _of_parties(case: Case, test: Test, specification: Specification) -> Iterator[str]:
    """What is withheld of who is meant by the parties that are asked for."""
    asked = {party for party in asked_parties(case, test, specification) if party}
    if asked or (isinstance(test.about, Met) and test.about.different_actors):
        yield from (say_number(kind, case.withheld[kind]) for kind in sorted(OF_TIES) if case.withheld.get(kind))
    if case.withheld.get("definitions") and any(party not in case.actors for party in asked):
        yield say_number("definitions", case.withheld["definitions"])


def _of_kinds(case: Case, test: Test, specification: Specification) -> Iterator[str]:
    strange = {kind for kind in case.withheld if kind not in KINDS and not kind.startswith(OF_MAP)}
    of_events = set() if test.measure in _OF_NO_EVENTS else OF_EVENTS & case.withheld.keys()
    yield from (say_number(kind, case.withheld[kind]) for kind in sorted(strange | of_events))
    if test.measure in _OF_DAYS:
        yield from (say_number(kind, case.withheld[kind]) for kind in sorted(OF_RELEASES) if kind in case.withheld)
        if _days_withheld(case, test):
            yield "the days on which events were reported, which say what days were watched, are withheld"
    if test.measure is MeasureKind.CONTRADICTIONS and case.withheld.get("ties"):
        yield say_number("ties", case.withheld["ties"])
    on_ground = test.measure in _OF_GROUND or (test.measure is MeasureKind.DISTANCE and not test.to)
    control = case.maps.get(specification.map)
    if on_ground and control is not None and control.open:
        yield f"the map {control.title} is not shown"


def _days_withheld(case: Case, test: Test) -> bool:
    about = test.about
    return isinstance(about, Disclosed) and about.by in case.publishers and case.publishers[about.by].days_withheld


def asked_parties(case: Case, test: Test, specification: Specification) -> Iterator[str]:
    """Every party that a test asks about, in the subset that is chosen and in the clauses of an agreement too."""
    yield test.party
    selections: list[Selection] = [test.among]
    if specification.subset in case.choices.subsets:
        selections.append(case.choices.subsets[specification.subset])
    about = test.about
    if isinstance(about, Met):
        selections.append(about.other)
    if isinstance(about, Pledged):
        yield from (about.by, about.to)
    if isinstance(about, Breached) and about.agreement in case.agreements:
        agreement = case.agreements[about.agreement]
        yield from agreement.parties
        for clause in agreement.asked(about.clause):
            yield from (*clause.parties, *clause.protects, *clause.exempt)
    for selection in selections:
        yield from (selection.by, selection.target)
    yield from test.that.parties()


def hidden_places(case: Case, name: str) -> int:
    """How many places of a list are not shown, at most."""
    return case.withheld.get(f"{OF_MAP}{name}", 0)


def hidden_pledges(case: Case) -> int:
    """How many pledges are not shown."""
    return case.withheld.get("pledges", 0)


# One record of each kind, and several.
_WORDS = {
    "sources": ("source", "sources"),
    "actors": ("actor", "actors"),
    "ties": ("tie between actors", "ties between actors"),
    "definitions": ("definition", "definitions"),
    "claims": ("claim", "claims"),
    "agreements": ("agreement", "agreements"),
    "pledges": ("pledge", "pledges"),
    "places": ("place", "places"),
    "areas": ("file of areas", "files of areas"),
    "area-features": ("area", "areas"),
    "incidents": ("incident", "incidents"),
    "releases": ("release", "releases"),
    "maps": ("map", "maps"),
    "events": ("file of events", "files of events"),
    "documents": ("document", "documents"),
    "passages": ("passage of a document", "passages of documents"),
    "encounters": ("question of encounters", "questions of encounters"),
    "around": ("question of what happened around an incident", "questions of what happened around incidents"),
    "subsets": ("subset of the events", "subsets of the events"),
    "disclosure": ("publisher that is watched", "publishers that are watched"),
    "sealed": ("sealed list", "sealed lists"),
}


def say_number(kind: str, number: int) -> str:
    """How many records of a kind are not shown, in words without a full stop."""
    if kind.startswith(OF_MAP):
        one, many = f"row of the map {kind.removeprefix(OF_MAP)}", f"rows of the map {kind.removeprefix(OF_MAP)}"
    else:
        one, many = _WORDS.get(kind, (f"record of the kind {kind!r}", f"records of the kind {kind!r}"))
    return several(number, f"{one} is not shown", f"{many} are not shown")
