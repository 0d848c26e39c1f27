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

    from numpy.typing import NDArray

    from firmground.case.case import Case
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
    parts, occurrence = table.parts, int(table.occurrence_of[event])
    first, stop = int(parts.first[occurrence]), int(parts.first[occurrence + 1])
    named = slice(first, min(stop, first + MOST_PARTS))
    texts = [
        holding_words(held.case, table.ground.holdings[held_by])
        + (f" ({share:.0%})" if share < 0.995 and stop - first > 1 else "")
        for held_by, share in zip(parts.holdings[named].tolist(), parts.share[named].tolist(), strict=True)
    ]
    if stop - first > MOST_PARTS:
        texts.append(f"and {stop - first - MOST_PARTS} more")
    notes = _notes(held, specification, event)
    return "; ".join(dict.fromkeys(texts)) + (f". {notes}" if notes else "")


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
    grounds = _Grounds(held)
    for party in parties:
        for contested in held.case.choices.contested:
            for event, answers in _different_answers(held, party, contested=contested):
                label = held.located.region(event).label or "unknown place"
                key = (label, party, _answer_words(held.case, answers), grounds.why(answers, event))
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
    speaks = {name: _speaking(table, party) for name, table in tables.items()}
    for event in _first_events(tables, columns).tolist():
        own = {name: Modality(int(column[event])) for name, column in columns.items() if speaks[name][event]}
        if len(set(own.values())) > 1:
            yield event, own


def _first_events(tables: dict[str, HoldTable], columns: dict[str, np.ndarray]) -> np.ndarray:
    """The first event of each region and days for which the maps do not all answer the same."""
    occurrence_of = next(iter(tables.values())).occurrence_of
    _, first = np.unique(occurrence_of, return_index=True)
    answers = np.array([column[first] for column in columns.values()])
    return np.asarray(np.sort(first[(answers != answers[0]).any(axis=0)]))


def _speaking(table: HoldTable, party: str) -> np.ndarray:
    """For every event whether the map says anything of its ground that is about the party."""
    about = np.array(
        [
            any(one.ground is not Ground.UNMAPPED and (one.coded is None or one.coded[0] == party) for one in holdings)
            for holdings in table.ground.holdings
        ],
        dtype=bool,
    )
    found = np.logical_or.reduceat(about[table.parts.holdings], table.parts.first[:-1])
    return np.asarray(found[table.occurrence_of])


def _answer_words(case: Case, answers: dict[str, Modality]) -> tuple[tuple[str, str], ...]:
    return tuple((case.maps[name].title, STANDINGS[answer]) for name, answer in answers.items())


class _Grounds:
    """`ground_words` on every map; events that share place and days share the words."""

    def __init__(self, held: Held) -> None:
        choices = held.case.choices
        self._held = held
        self._specifications = {
            name: Specification(map=name, radius=choices.radius[0], margin_km=choices.margin_km[0])
            for name in choices.map
        }
        self._known: dict[tuple[str, int], str] = {}

    def why(self, answers: dict[str, Modality], event: int) -> str:
        return " | ".join(f"{self._held.case.maps[name].title}: {self._words(name, event)}" for name in answers)

    def _words(self, name: str, event: int) -> str:
        specification = self._specifications[name]
        table = self._held.table(specification)
        key = (name, event if table is None else int(table.occurrence_of[event]))
        if key not in self._known:
            self._known[key] = ground_words(self._held, specification, event)
        return self._known[key]


def unmapped_everywhere(held: Held) -> np.ndarray:
    """Events of which no map knows the ground on any of their days; with no map at all, every event."""
    result = np.ones(len(held.case.events), dtype=bool)
    if not len(result):
        return result
    radius, margin = held.case.choices.radius[0], held.case.choices.margin_km[0]
    for name in held.case.choices.map:
        result &= held.tables[name, radius, margin].unmapped()
    return result


def placed_by_name(held: Held) -> NDArray[np.bool_]:
    """For every event: is it placed at a name of which a list of places among the maps speaks, on whatever days?"""
    listed = {face.place for name in held.case.choices.map for face in held.case.maps[name].faces} - {""}
    known = np.zeros(len(held.located.regions), dtype=bool)
    for number, region in held.located.regions.others.items():  # no other region has a name
        known[number] = any(key in listed for keys in region.names for key in keys)
    return known[held.located.region_of]
