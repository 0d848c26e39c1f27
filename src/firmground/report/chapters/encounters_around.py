"""What was recorded near each incident: before it, on its day and after it, at least and at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.case.encounters import Around
from firmground.engine.separation import FARTHEST_KM
from firmground.measures.complete import is_complete
from firmground.measures.met_around import AFTER, BEFORE, BEYOND, ON, PHASES, look_around, why_not
from firmground.measures.units import NO, OUT, YES
from firmground.modality import MUST
from firmground.report.chapters.encounters_model import IncidentNote, NearNote, NotLooked, PhaseNote
from firmground.report.chapters.encounters_words import by_words, km_range, known_day, selection_words
from firmground.report.marks import mark_place
from firmground.report.words import count_words, date_words, days_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.case.case import Case
    from firmground.case.choices import Specification
    from firmground.case.releases import Incident
    from firmground.check import Findings
    from firmground.measures.met_around import Vicinity
    from firmground.measures.met_pairs import Ground
    from firmground.report.chapters.encounters_words import EventNotes
    from firmground.report.chapters.room import Room
    from firmground.report.model import Mark

MOST_MARKS = 150
WORDS = {BEFORE: "before", ON: "on", AFTER: "after", BEYOND: "beyond"}


def questions(case: Case) -> Iterator[tuple[Incident, Around]]:
    """Every incident of which place and day are known, as case.toml asks about it, or as is usual."""
    for incident in case.incidents.values():
        if not why_not(incident):
            own = [around for around in case.around if around.incident == incident.id]
            yield from ((incident, around) for around in own or [Around(incident.id)])


def not_looked(case: Case) -> tuple[NotLooked, ...]:
    """The others, each with the reason."""
    return tuple(
        NotLooked(one.id, one.kind or one.id, date_words(one.when), one.note, one.url, reason)
        for one in case.incidents.values()
        if (reason := why_not(one))
    )


def describe_incident(
    findings: Findings,
    incident: Incident,
    around: Around,
    specification: Specification,
    ground: Ground,
    notes: EventNotes,
    room: Room,
) -> IncidentNote:
    case, days = findings.case, incident.when.possible
    everything = look_around(findings.held, incident, around, specification, findings.selector, ground)
    near = everything[everything.known]
    near = near[np.lexsort([near.events, near.last, near.first])]
    more, covered = max(0, len(near) - room.near), _covered(case, incident)
    complete = is_complete(findings.held, around.among, subset=specification.subset)
    phases = tuple(_phase(near, phase, around) for phase in PHASES if _asks(around, phase))
    return IncidentNote(
        id=incident.id,
        kind=incident.kind or incident.id,
        title=around.title,
        days=date_words(incident.when),
        first=known_day(days.start, 0) or "",
        last=known_day(days.stop - 1, 0) or "",
        place=_place(case, incident),
        by=by_words(case, incident.actors),
        note=incident.note,
        url=incident.url,
        km=around.km,
        days_before=around.days_before,
        days_after=around.days_after,
        spread=days.stop - days.start,
        asked=selection_words(case, around.among, specification),
        sentence=_sentence(near, phases, around),
        phases=phases,
        total=len(near),
        places=len({findings.held.located.region(int(event)).counts_as for event in near.events}),
        events=tuple(_near(near, row, notes) for row in range(min(len(near), room.near))),
        more=more,
        histogram=_histogram(near, around) if more else (),
        unplaced=int((~everything.placed).sum()),
        undated=int((everything.placed & ~everything.dated).sum()),
        complete=complete,
        covered=covered,
        limits=_limits(case, covered, around),
        here=mark_place(incident.where, incident.kind or incident.id, "must"),
        marks=_marks(findings, near),
    )


def _place(case: Case, incident: Incident) -> str:
    found = case.gazetteer.find(incident.place) if incident.place else []
    return found[0].name if len(found) == 1 else incident.place


def _asks(around: Around, phase: int) -> bool:
    return {BEFORE: around.days_before, ON: 1, AFTER: around.days_after}[phase] > 0


def _phase(near: Vicinity, phase: int, around: Around) -> PhaseNote:
    low, high = near.bounds(phase)
    when = {
        BEFORE: f"in the {count_words(around.days_before, 'day')} before",
        ON: "on the same day",
        AFTER: f"in the {count_words(around.days_after, 'day')} after",
    }[phase]
    return PhaseNote(WORDS[phase], low, high, f"{_number(low, high)} {when}")


def _number(low: int, high: int) -> str:
    return "none" if high == 0 else f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _sentence(near: Vicinity, phases: tuple[PhaseNote, ...], around: Around) -> str:
    if not len(near):
        return f"No event whose place and day are known can have been within {around.km:g} km of it in these days."
    first, *rest = phases
    number = _number(first.low, first.high)
    opening = (
        f"{number.capitalize()} of the recorded events were within {around.km:g} km of it{first.text[len(number) :]}"
    )
    return ", ".join([opening, *(phase.text for phase in rest)]) + "."


def _covered(case: Case, incident: Incident) -> tuple[int, int] | None:
    """The case's period in days from the incident, as far as both may reach."""
    if case.period is None:
        return None
    period, days = case.period.possible, incident.when.possible
    return period.start - (days.stop - 1), period.stop - 1 - days.start


def _limits(case: Case, covered: tuple[int, int] | None, around: Around) -> str:
    if covered is None or case.period is None:
        return ""
    before = min(around.days_before, max(0, covered[0] + around.days_before))
    after = min(around.days_after, max(0, around.days_after - covered[1]))
    parts = [
        f"{number} of the {count_words(of, 'day')} {word} it"
        for number, of, word in ((before, around.days_before, "before"), (after, around.days_after, "after"))
        if number
    ]
    return f"The case covers {days_words(case.period.possible)}: {' and '.join(parts)} lie outside." if parts else ""


def _near(near: Vicinity, row: int, notes: EventNotes) -> NearNote:
    states = int(near.states(BEFORE | ON | AFTER)[row])
    return NearNote(
        event=notes.number(int(near.events[row])),
        standing="must" if states & (YES | NO) == YES else "may",
        surely_counted=bool(near.counted[row] == MUST),
        when=tuple(word for bit, word in WORDS.items() if near.when[row] & bit),
        from_day=int(near.first[row]),
        to_day=int(near.last[row]),
        km=km_range(float(near.least_km[row]), float(near.greatest_km[row]), FARTHEST_KM),
    )


def _histogram(near: Vicinity, around: Around) -> tuple[tuple[int, int], ...]:
    """For every day asked how many events were surely near on it, and how many more perhaps."""
    sure = (near.first == near.last) & (near.near == MUST) & (near.counted == MUST)
    columns = []
    for day in range(-around.days_before, around.days_after + 1):
        there = (near.first <= day) & (near.last >= day)
        columns.append((int((there & sure).sum()), int((there & ~sure).sum())))
    return tuple(columns)


def _marks(findings: Findings, near: Vicinity) -> tuple[Mark, ...]:
    """The places of the events, each once, with the strongest standing of those there, the surest first."""
    held, states = findings.held, near.states(BEFORE | ON | AFTER)
    sure = (states & (YES | NO | OUT)) == YES
    best: dict[int, bool] = {}
    for event, is_sure in zip(near.events.tolist(), sure.tolist(), strict=True):
        region = int(held.located.region_of[event])
        best[region] = best.get(region, False) or is_sure
    order = sorted(best, key=lambda region: not best[region])[:MOST_MARKS]
    marks: list[Mark] = []
    for region in order:
        where = held.located.regions[region]
        marks += mark_place(where.where, where.label, "must" if best[region] else "may")
    return tuple(marks)
