"""What the maps and the claims say of one event: the evidence behind its part in every finding.

Nothing is measured here: the answers are those that the findings rest on, told for a single row.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.actors import SOMEBODY
from firmground.case.claims import Unit
from firmground.case.control import Ground
from firmground.case.parties import holds
from firmground.dates import NO_STOP, Days
from firmground.measures.units import NO, OUT, YES
from firmground.modality import CANNOT, MAY, MUST, Modality, all_of, any_of
from firmground.report.questions import that_of_question
from firmground.report.words import STANDINGS, days_words, holding_words, that_words, unit_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from firmground.case.case import Case
    from firmground.case.control import Holding
    from firmground.check import ClaimFindings, Findings
    from firmground.hold import Held, HoldTable

MOST_RUNS = 60  # runs of days that are told of one map; an event without a date may have hundreds
MOST_READINGS = 4  # of one run that are told apart in words


@dataclass(frozen=True, slots=True)
class RunAnswer:
    """What a map says of an event's ground on a run of days. `readings`: in words, each of them possible.

    `must`, `may`, `cannot`: names of the parties that must, may, cannot hold it then; among the last only parties
    that a claim asks about. `start`, `stop`: the days, stop excluded.
    """

    start: int
    stop: int
    days: str
    readings: tuple[str, ...]
    must: tuple[str, ...]
    may: tuple[str, ...]
    cannot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapAnswer:
    """One map's answer on all days of an event. `more`: runs that are not told."""

    id: str
    title: str
    notes: tuple[str, ...]
    runs: tuple[RunAnswer, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class ClaimUse:
    """How one claim, as it was meant, counts an event. `counted`, `that`: must, may or cannot.

    `unit`: what the claim counts; `of_unit`: whether the unit that the event belongs to is "that", "" where the
    event is a unit of its own.
    """

    id: str
    by: str
    says: str
    counted: str
    that: str
    that_words: str
    unit: str
    of_unit: str


def map_answers(held: Held, event: int, asked: Iterable[str]) -> tuple[MapAnswer, ...]:
    """The answer of every map, as wide as the place was coded and with the borders as drawn where that is offered."""
    choices = held.case.choices
    parties = tuple(asked)
    return tuple(
        _answer(held, name, table, event, parties)
        for name in choices.map
        if (table := held.tables.get((name, choices.radius[0], choices.margin_km[0]))) is not None
    )


def asked_parties(findings: Findings) -> tuple[str, ...]:
    """Actors of whom some claim asks whether ground was theirs, in the order of the claims."""
    named = (party for found in findings.claims for _, party in found.test.that.ground)
    return tuple(party for party in dict.fromkeys(named) if party in findings.case.actors)


def _answer(held: Held, name: str, table: HoldTable, event: int, asked: tuple[str, ...]) -> MapAnswer:
    occurrence = int(table.occurrence_of[event])
    runs: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for spell in range(int(table.first[occurrence]), int(table.first[occurrence + 1])):
        epoch = (int(table.reading[spell]), int(table.epoch[spell]))
        runs[int(table.start[spell]), int(table.stop[spell])].append(epoch)
    told = [_run(held.case, table, Days(*days), epochs, asked) for days, epochs in sorted(runs.items())]
    merged = list(_merge(told))
    control = held.case.maps[name]
    notes = _notes(held, name, event)
    return MapAnswer(name, control.title or name, notes, tuple(merged[:MOST_RUNS]), max(0, len(merged) - MOST_RUNS))


def _run(case: Case, table: HoldTable, days: Days, epochs: list[tuple[int, int]], asked: tuple[str, ...]) -> RunAnswer:
    cells = [_cells(table, reading) for reading, _ in epochs]
    parties = dict.fromkeys(
        holder for cell in cells for held_by, _ in cell for one in held_by for holder in _holders(one)
    )
    contested = case.choices.contested[0]
    answers: dict[str, Modality] = {}
    for party in dict.fromkeys((*parties, *asked)):
        each = [
            holds(party, held_by, table.epoch_days[epoch], case.actors, None, contested=contested)
            for cell, (_, epoch) in zip(cells, epochs, strict=True)
            for held_by, _ in cell
        ]
        answers[party] = MUST if all_of(each) is MUST else CANNOT if any_of(each) is CANNOT else MAY
    names = {
        answer: tuple(case.actors.name(party) for party, own in answers.items() if own is answer)
        for answer in (MUST, MAY, CANNOT)
    }
    readings = dict.fromkeys(_reading_words(case, cell) for cell in cells)
    return RunAnswer(days.start, days.stop, days_words(days), tuple(readings), names[MUST], names[MAY], names[CANNOT])


def _cells(table: HoldTable, reading: int) -> list[tuple[tuple[Holding, ...], float]]:
    ground = table.ground
    return [
        (ground.holdings[int(ground.cell_holdings[cell])], float(ground.cell_share[cell]))
        for cell in range(int(ground.first[reading]), int(ground.first[reading + 1]))
    ]


def _holders(holding: Holding) -> tuple[str, ...]:
    if holding.ground is Ground.CODED and holding.coded is not None:
        return (holding.coded[0],)
    return tuple(holder for holder in holding.holders if holder != SOMEBODY)


def _reading_words(case: Case, cells: list[tuple[tuple[Holding, ...], float]]) -> str:
    ranked = sorted(cells, key=lambda cell: -cell[1])
    texts = [
        holding_words(case, held_by) + (f" ({share:.0%})" if share < 0.995 and len(ranked) > 1 else "")
        for held_by, share in ranked[:MOST_READINGS]
    ]
    if len(ranked) > MOST_READINGS:
        texts.append(f"and {len(ranked) - MOST_READINGS} more")
    return "; ".join(dict.fromkeys(texts))


def _merge(runs: list[RunAnswer]) -> Iterator[RunAnswer]:
    """Runs that follow each other and say the same are one: a tie that changed may change nothing here."""
    last: RunAnswer | None = None
    for run in runs:
        if last and last.stop == run.start and _said(last) == _said(run):
            joined = Days(last.start, run.stop)
            last = RunAnswer(
                joined.start, joined.stop, days_words(joined), last.readings, last.must, last.may, last.cannot
            )
            continue
        if last:
            yield last
        last = run
    if last:
        yield last


def _said(run: RunAnswer) -> tuple[object, ...]:
    return (run.readings, run.must, run.may, run.cannot)


def _notes(held: Held, name: str, event: int) -> tuple[str, ...]:
    """What a list of places notes beside its rows on the event's place, on the event's days."""
    control = held.case.maps[name]
    if not control.listed:
        return ()
    keys = {key for keys in held.located.region(event).names for key in keys}
    events = held.case.events
    days = Days(int(events.start[event]), min(int(events.stop[event]), NO_STOP))
    found = (face.note for face in control.faces if face.place in keys and not face.period.possible.overlap(days).empty)
    return tuple(note for note in dict.fromkeys(found) if note)


def claim_uses(findings: Findings, event: int) -> tuple[ClaimUse, ...]:
    """How every tested claim counts an event; claims by their own numbers rest on no event and are left out."""
    return tuple(_use(findings, found, event) for found in findings.claims if _rests_on_events(found))


def _rests_on_events(found: ClaimFindings) -> bool:
    measured = found.headline.measurement
    return measured is not None and measured.units is not None and not measured.labels and found.test.numbers is None


def _use(findings: Findings, found: ClaimFindings, event: int) -> ClaimUse:
    specification, test = found.headline.specification, found.test
    if test.about is None:
        counted = Modality(int(findings.selector.counted(test.among, specification)[event]))
        that = Modality(int(findings.selector.that(test.that, test.among, specification)[event]))
        words = that_words(findings.case, test.that, specification)
    else:
        counted, that = _in_units(found, event)
        words = that_of_question(findings.case, test)
    return ClaimUse(
        id=found.claim.id,
        by=found.claim.by,
        says=found.claim.says,
        counted=STANDINGS[counted],
        that=STANDINGS[that],
        that_words=words,
        unit=unit_words(test, specification),
        of_unit=_of_unit(found, event) if specification.unit == Unit.PLACE and counted is not CANNOT else "",
    )


def _in_units(found: ClaimFindings, event: int) -> tuple[Modality, Modality]:
    """Whether an event counts, and is "that", in any unit of a measure that asks more than what an event is."""
    measured = found.headline.measurement
    if measured is None or measured.units is None:
        return CANNOT, CANNOT
    units = measured.units
    own = np.searchsorted(units.first, np.flatnonzero(units.members == event), side="right") - 1
    states = [int(state) for state in units.states[own]]
    return (
        any_of(MAY if state & OUT else MUST for state in states),
        any_of(MUST if state & (YES | NO) == YES else MAY if state & YES else CANNOT for state in states),
    )


def _of_unit(found: ClaimFindings, event: int) -> str:
    """Must, may or cannot the place that the event counts for be "that", its other events taken together with it?"""
    measured = found.headline.measurement
    if measured is None or measured.units is None:
        return ""
    units = measured.units
    at = np.flatnonzero(units.members == event)
    if not len(at):
        return ""
    unit = int(np.searchsorted(units.first, at[0], side="right")) - 1
    state = int(units.states[unit]) & (YES | NO)
    return STANDINGS[MUST if state == YES else CANNOT if state == NO else MAY]
