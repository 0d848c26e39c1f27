"""What the maps say under a unit, and where they disagree: the evidence behind must, may and cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.case.choices import Specification
from firmground.case.claims import Relation
from firmground.dates import Days
from firmground.modality import Modality
from firmground.report.model import Disagreement
from firmground.report.words import STANDINGS, days_words, holding_words

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.case.control import Holding
    from firmground.check import Findings
    from firmground.hold import Held, HoldTable

MOST_PARTS = 4  # of a region's ground that are told apart in words


def event_days(held: Held, event: int) -> Days:
    return Days(int(held.case.events.start[event]), int(held.case.events.stop[event]))


def ground_words(held: Held, specification: Specification, event: int) -> str:
    """What the map says of an event's ground on its days, the largest parts first; with the map's own notes."""
    table = held.table(specification)
    if table is None:
        return "no map"
    parts = _parts(table, event)
    ranked = sorted(parts.items(), key=lambda pair: -pair[1])
    texts = [
        holding_words(held.case, held_by) + (f" ({share:.0%})" if share < 0.995 and len(ranked) > 1 else "")
        for held_by, share in ranked[:MOST_PARTS]
    ]
    if len(ranked) > MOST_PARTS:
        texts.append(f"and {len(ranked) - MOST_PARTS} more")
    notes = _notes(held, specification, event)
    return "; ".join(dict.fromkeys(texts)) + (f". {notes}" if notes else "")


def _parts(table: HoldTable, event: int) -> dict[tuple[Holding, ...], float]:
    """Holdings and their mean share of the region, over all spells of the event."""
    occurrence = int(table.occurrence_of[event])
    spells = range(int(table.first[occurrence]), int(table.first[occurrence + 1]))
    length = [float((table.stop[spell] - table.start[spell]) * table.weight[spell]) for spell in spells]
    parts: dict[tuple[Holding, ...], float] = {}
    for spell, days in zip(spells, length, strict=True):
        reading = int(table.reading[spell])
        for cell in range(int(table.ground.first[reading]), int(table.ground.first[reading + 1])):
            held_by = table.ground.holdings[int(table.ground.cell_holdings[cell])]
            part = float(table.ground.cell_share[cell]) * days / max(sum(length), 1e-9)
            parts[held_by] = parts.get(held_by, 0.0) + part
    return parts


def _notes(held: Held, specification: Specification, event: int) -> str:
    """The notes that a list of places gives beside its rows on the event's place."""
    control = held.case.maps[specification.map]
    if not control.listed:
        return ""
    keys = {key for keys in held.located.region(event).names for key in keys}
    days = event_days(held, event)
    found = [face.note for face in control.faces if face.place in keys and not face.period.possible.overlap(days).empty]
    return " / ".join(dict.fromkeys(note for note in found if note))


def find_disagreements(findings: Findings) -> tuple[Disagreement, ...]:
    """Places for which two maps answer differently whether they were held by a party that a claim asks about."""
    held = findings.held
    if len(held.case.choices.map) < 2:
        return ()
    parties = sorted(
        {
            party
            for found in findings.claims
            for relation, party in found.test.that.ground
            if relation in (Relation.IN, Relation.OUTSIDE) and party in held.case.actors
        }
    )
    return tuple(item for party in parties for item in _disagreements(held, party))


def _disagreements(held: Held, party: str) -> list[Disagreement]:
    case = held.case
    radius, margin, contested = case.choices.radius[0], case.choices.margin_km[0], case.choices.contested[0]
    answers = {
        name: held.tables[name, radius, margin].answer(case, Relation.IN, party, None, Days(), contested=contested)
        for name in case.choices.map
    }
    groups: dict[tuple[int, Days], int] = {}
    for event in range(len(case.events)):
        groups.setdefault((int(held.located.region_of[event]), event_days(held, event)), event)
    found = []
    for (region, days), event in groups.items():
        own = {name: Modality(int(column[event])) for name, column in answers.items()}
        if len(set(own.values())) > 1:
            found.append(_disagreement(case, held, party, region, days, event, own))
    return sorted(found, key=lambda item: (item.place, item.days))


def _disagreement(
    case: Case, held: Held, party: str, region: int, days: Days, event: int, own: dict[str, Modality]
) -> Disagreement:
    why = []
    for name in own:
        specification = Specification(map=name, radius=case.choices.radius[0], margin_km=case.choices.margin_km[0])
        why.append(f"{case.maps[name].title}: {ground_words(held, specification, event)}")
    return Disagreement(
        place=held.located.regions[region].label or "unknown place",
        party=case.actors.name(party),
        days=days_words(days),
        answers=tuple((case.maps[name].title, STANDINGS[answer]) for name, answer in own.items()),
        why=" | ".join(why),
    )


def unmapped_everywhere(held: Held) -> np.ndarray:
    """Events of which no map knows the ground on any of their days; with no map at all, every event."""
    result = np.ones(len(held.case.events), dtype=bool)
    radius, margin = held.case.choices.radius[0], held.case.choices.margin_km[0]
    for name in held.case.choices.map:
        result &= held.tables[name, radius, margin].unmapped()
    return result
