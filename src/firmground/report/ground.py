"""What the maps say under a unit, and where they disagree: the evidence behind must, may and cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from firmground.case.choices import Specification
from firmground.case.claims import Relation
from firmground.case.control import Ground
from firmground.dates import Days
from firmground.modality import Modality
from firmground.report.model import Disagreement
from firmground.report.words import STANDINGS, days_words, holding_words

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    """Places for which two maps answer differently whether they were held by a party that a claim asks about.

    A map that does not speak of the party there (a list coded for another one, unmapped ground) does not disagree.
    """
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
    found: dict[tuple[str, str, tuple[tuple[str, str], ...], str], dict[str, None]] = {}
    for party in parties:
        for contested in held.case.choices.contested:
            for event, answers in _different_answers(held, party, contested=contested):
                label = held.located.region(event).label or "unknown place"
                key = (label, party, _answer_words(held.case, answers), _why(held, answers, event))
                note = "" if contested else " (if contested ground does not count)"
                found.setdefault(key, {})[days_words(event_days(held, event)) + note] = None
    return tuple(
        Disagreement(place, held.case.actors.name(party), "; ".join(_merged(list(days))), answers, why)
        for (place, party, answers, why), days in sorted(found.items())
    )


def _merged(days: list[str]) -> list[str]:
    """Days on which the maps disagree in any case are not told again for one choice."""
    return [text for text in days if text.partition(" (")[0] not in days or "(" not in text]


def _different_answers(held: Held, party: str, *, contested: bool) -> Iterator[tuple[int, dict[str, Modality]]]:
    """One event for each region and days, with the answers of the maps that speak of it, where they differ."""
    case = held.case
    radius, margin = case.choices.radius[0], case.choices.margin_km[0]
    tables = {name: held.tables[name, radius, margin] for name in case.choices.map}
    columns = {
        name: table.answer(case, Relation.IN, party, None, Days(), contested=contested)
        for name, table in tables.items()
    }
    seen: set[tuple[int, Days]] = set()
    for event in range(len(case.events)):
        key = (int(held.located.region_of[event]), event_days(held, event))
        if key in seen:
            continue
        seen.add(key)
        if len({int(column[event]) for column in columns.values()}) == 1:
            continue
        own = {
            name: Modality(int(columns[name][event])) for name, table in tables.items() if _speaks(table, event, party)
        }
        if len(set(own.values())) > 1:
            yield event, own


def _speaks(table: HoldTable, event: int, party: str) -> bool:
    return any(
        holding.ground is not Ground.UNMAPPED and (holding.coded is None or holding.coded[0] == party)
        for held_by in _parts(table, event)
        for holding in held_by
    )


def _answer_words(case: Case, answers: dict[str, Modality]) -> tuple[tuple[str, str], ...]:
    return tuple((case.maps[name].title, STANDINGS[answer]) for name, answer in answers.items())


def _why(held: Held, answers: dict[str, Modality], event: int) -> str:
    choices = held.case.choices
    return " | ".join(
        f"{held.case.maps[name].title}: "
        + ground_words(held, Specification(map=name, radius=choices.radius[0], margin_km=choices.margin_km[0]), event)
        for name in answers
    )


def unmapped_everywhere(held: Held) -> np.ndarray:
    """Events of which no map knows the ground on any of their days; with no map at all, every event."""
    result = np.ones(len(held.case.events), dtype=bool)
    if not len(result):
        return result
    radius, margin = held.case.choices.radius[0], held.case.choices.margin_km[0]
    for name in held.case.choices.map:
        result &= held.tables[name, radius, margin].unmapped()
    return result


def placed_by_name(held: Held) -> list[bool]:
    """For every event: is it placed at a name of which a list of places among the maps speaks, on whatever days?"""
    listed = {face.place for name in held.case.choices.map for face in held.case.maps[name].faces} - {""}
    known = [any(key in listed for keys in region.names for key in keys) for region in held.located.regions]
    return [known[int(region)] for region in held.located.region_of]
