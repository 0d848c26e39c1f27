"""The scene of a case: findings as a moving map needs them. It adds nothing to the findings and decides nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.actors import SOMEBODY
from firmground.case.claims import MeasureKind
from firmground.case.events import parse_parties
from firmground.dates import NO_START, NO_STOP, Days
from firmground.measures.units import NO, OUT, YES
from firmground.places import Area, Candidates, Disc, Unknown
from firmground.report.ground import MOST_PARTS
from firmground.report.model import SourceNote
from firmground.report.scene_ground import Holdings, show_map
from firmground.report.scene_model import (
    Scene,
    SceneArea,
    SceneClaim,
    SceneDisc,
    SceneEvents,
    SceneParty,
    ScenePlace,
    SceneReading,
)
from firmground.report.undecided import number_undecided
from firmground.report.words import date_words, that_words, unit_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.case.case import Case
    from firmground.case.control import Face, Holding
    from firmground.check import ClaimFindings, Findings
    from firmground.hold import Held, HoldTable
    from firmground.locate import Region
    from firmground.measures.units import Units
    from firmground.places import Where


def build_scene(findings: Findings) -> Scene:
    """Everything that the moving map of these findings shows; claims stand in the order of the report."""
    held, case = findings.held, findings.case
    parties = _order_parties(case)
    sources = {name: number for number, name in enumerate(case.sources)}
    holdings = Holdings(case, {party.id: number for number, party in enumerate(parties)}, sources)
    maps = tuple(show_map(case.maps[name], holdings) for name in case.choices.map)
    keys = _reading_keys(findings)
    readings = tuple(_read_ground(held, key, holdings) for key in keys)
    first, stop = _clock_days(case)
    return Scene(
        first=first,
        stop=stop,
        parties=parties,
        holdings=holdings.list(),
        maps=maps,
        places=tuple(_show_place(region) for region in held.located.regions),
        events=_show_events(held, sources),
        readings=readings,
        claims=tuple(_show_claim(findings, found, keys) for found in findings.claims),
        sources=tuple(
            SourceNote(one.id, one.title, one.by, date_words(one.published), one.url, one.licence, one.note)
            for one in case.sources.values()
        ),
    )


# Parties, by how often maps name them as holders.


def _order_parties(case: Case) -> tuple[SceneParty, ...]:
    weight: Counter[str] = Counter()
    for name in case.choices.map:
        control = case.maps[name]
        for holding in (*(face.holding for face in control.faces), control.elsewhere):
            for party in _named(holding):
                weight[party] += 1000 if party in holding.holders else 1
    ranked = sorted(weight, key=lambda party: (-weight[party], party))
    return tuple(SceneParty(party, case.actors.name(party)) for party in ranked)


def _named(holding: Holding) -> Iterator[str]:
    yield from (holder for holder in holding.holders if holder != SOMEBODY)
    yield from holding.present or ()
    if holding.coded is not None:
        yield holding.coded[0]


# Days.


def _clock_days(case: Case) -> tuple[int, int]:
    """The case's own period, else the days of its events, else those of its maps; (0, 0) if none is known."""
    if case.period is not None and case.period.possible.limited:
        return case.period.possible
    events = case.events
    limited = (events.start > NO_START) & (events.stop < NO_STOP)
    if limited.any():
        return int(events.start[limited].min()), int(events.stop[limited].max())
    days = [day for name in case.choices.map for face in case.maps[name].faces for day in face.period.possible]
    known = [day for day in days if NO_START < day < NO_STOP]
    return (min(known), max(known)) if known and min(known) < max(known) else (0, 0)


# Places and events.


def _show_place(region: Region) -> ScenePlace:
    where = region.where
    return ScenePlace(region.label, tuple(_options(where)), where.reason if isinstance(where, Unknown) else "")


def _options(where: Where) -> Iterator[SceneDisc | SceneArea]:
    if isinstance(where, Candidates):
        for option in where.options:
            yield from _options(option)
    elif isinstance(where, Disc):
        yield SceneDisc(where.lon, where.lat, where.radius_km)
    elif isinstance(where, Area):
        yield SceneArea(where.name or where.id, where.geometry)


def _show_events(held: Held, sources: dict[str, int]) -> SceneEvents:
    case, events = held.case, held.case.events
    words = {text: _party_text(case, text) for text in {*events.by, *events.target}}
    return SceneEvents(
        place=held.located.region_of,
        start=events.start,
        stop=events.stop,
        occurrence=_occurrences(held),
        id=events.id,
        by=[words[text] for text in events.by],
        kind=events.kind,
        target=[words[text] for text in events.target],
        dataset=events.dataset,
        source=np.array([sources.get(name, -1) for name in events.source], dtype=np.int64),
        url=events.url,
        file=events.file,
        row=events.row_number,
        note=events.note,
        duplicate_of=events.duplicate_of,
    )


def _occurrences(held: Held) -> np.ndarray:
    table = next(iter(held.tables.values()), None)
    if table is None:
        return np.arange(len(held.case.events), dtype=np.int64)
    return _numbered_as_met(table.occurrence_of)[1][table.occurrence_of]


def _party_text(case: Case, text: str) -> str:
    """As "Russia", "A and B", "A or B"."""
    return " or ".join(
        " and ".join("somebody not named" if one == SOMEBODY else case.actors.name(one) for one in reading)
        for reading in parse_parties(text)
    )


# What the maps say of the events' ground.

ReadingKey = tuple[str, float, float]  # map, radius, margin in km


def _reading_keys(findings: Findings) -> list[ReadingKey]:
    """Every map in the radius and margin that some claim was meant in, and in the case's first ones."""
    choices = findings.case.choices
    pairs = {(choices.radius[0], choices.margin_km[0]): None} if choices.map else {}
    for found in findings.claims:
        pairs[found.headline.specification.radius, found.headline.specification.margin_km] = None
    keys = [(name, radius, margin) for radius, margin in pairs for name in choices.map]
    return [key for key in keys if key in findings.held.tables]


def _read_ground(held: Held, key: ReadingKey, holdings: Holdings) -> SceneReading:
    """The largest parts of each occurrence's ground, as `report.ground.ground_words` tells them, for all at once."""
    table = held.tables[key]
    occurrence, holding, share = _all_parts(table, _numbered_as_met(table.occurrence_of)[1])
    count = np.bincount(occurrence, minlength=len(table.first) - 1)
    starts = np.concatenate(([0], np.cumsum(count)))
    shown = np.arange(len(holding)) - starts[occurrence] < MOST_PARTS
    codes = np.array([holdings.code(held_by) for held_by in table.ground.holdings], dtype=np.int64)
    percent = np.array([int(f"{part:.0%}".removesuffix("%")) for part in share[shown]], dtype=np.int64)
    silent = (share[shown] >= 0.995) | (count[occurrence[shown]] == 1)
    notes = _Notes(held, key[0])
    events, _ = _numbered_as_met(table.occurrence_of)
    return SceneReading(
        map=list(held.case.choices.map).index(key[0]),
        radius=key[1],
        margin_km=key[2],
        first=np.concatenate(([0], np.cumsum(np.minimum(count, MOST_PARTS)))),
        holding=codes[holding[shown]],
        percent=np.where(silent, 100, percent),
        more=np.maximum(0, count - MOST_PARTS),
        note=[notes.of(int(event)) for event in events],
    )


def _numbered_as_met(occurrence_of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first event of each occurrence, in the order of the events; and the number of each in that order."""
    _, first = np.unique(occurrence_of, return_index=True)
    order = np.argsort(first)
    number = np.empty(len(first), dtype=np.int64)
    number[order] = np.arange(len(first))
    return first[order], number


def _all_parts(table: HoldTable, number: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Occurrence (by its `number`), holding and share, the largest of each occurrence first, equal ones as met."""
    ground = table.ground
    spells = np.diff(table.first)
    occurrence = np.repeat(np.arange(len(spells)), spells)
    days = (table.stop - table.start) * table.weight
    total = np.maximum(np.bincount(occurrence, days, minlength=len(spells)), 1e-9)
    # Every cell of every spell, in the order of the spells.
    cells = np.diff(ground.first)[table.reading]
    spell = np.repeat(np.arange(len(days)), cells)
    ends = np.cumsum(cells)
    cell = np.arange(int(cells.sum())) - np.repeat(ends - cells, cells) + np.repeat(ground.first[table.reading], cells)
    part = ground.cell_share[cell] * days[spell] / total[occurrence[spell]]
    size = max(1, len(ground.holdings))
    keys, met, group = np.unique(
        number[occurrence[spell]] * size + ground.cell_holdings[cell], return_index=True, return_inverse=True
    )
    share = np.bincount(group.reshape(-1), part, minlength=len(keys))
    order = np.lexsort((met, -share, keys // size))
    return (keys // size)[order], (keys % size)[order], share[order]


class _Notes:
    """The notes that a list of places gives beside its rows, found by place."""

    def __init__(self, held: Held, name: str) -> None:
        self._held = held
        self._rows: dict[str, list[Face]] = {}
        control = held.case.maps[name]
        for face in control.faces if control.listed else ():
            if face.note:
                self._rows.setdefault(face.place, []).append(face)
        self._order = {id(face): number for number, face in enumerate(control.faces)} if self._rows else {}

    def of(self, event: int) -> str:
        if not self._rows:
            return ""
        keys = {key for keys in self._held.located.region(event).names for key in keys}
        events = self._held.case.events
        days = Days(int(events.start[event]), int(events.stop[event]))
        found = [
            face for key in keys for face in self._rows.get(key, ()) if not face.period.possible.overlap(days).empty
        ]
        return " / ".join(dict.fromkeys(face.note for face in sorted(found, key=lambda face: self._order[id(face)])))


# How events stand to a claim.


def _show_claim(findings: Findings, found: ClaimFindings, keys: list[ReadingKey]) -> SceneClaim:
    case, head = findings.case, found.headline
    size = len(case.events)
    standing, perhaps = np.zeros(size, dtype=np.int8), np.zeros(size, dtype=np.bool_)
    unit_of, number = np.full(size, -1, dtype=np.int64), np.zeros(size, dtype=np.int64)
    units = _counted_units(found)
    if units is not None:
        answers = units.states & (YES | NO)
        texture = np.where(answers == YES, 3, np.where(answers == NO, 1, 2)).astype(np.int8)
        numbers = number_undecided(found)
        of_unit = np.repeat(np.arange(len(units)), np.diff(units.first))
        unit_of[units.members] = of_unit
        standing[units.members] = texture[of_unit]
        perhaps[units.members] = ((units.states & OUT) != 0)[of_unit]
        number[units.members] = np.array([numbers.get(unit, 0) for unit in range(len(units))], dtype=np.int64)[of_unit]
    specification = head.specification
    maps = list(case.choices.map)
    wanted = [(name, specification.radius, specification.margin_km) for name in maps]
    return SceneClaim(
        id=found.claim.id,
        that=that_words(case, found.test.that, specification),
        unit=specification.unit,
        unit_words=unit_words(found.test, specification),
        map=maps.index(specification.map) if specification.map in maps else -1,
        units=0 if units is None else len(units),
        standing=standing,
        perhaps=perhaps,
        own=_own_answers(findings, found),
        unit_of=unit_of,
        number=number,
        settling=frozenset(unit for option in (found.require, found.rule_out) if option for unit in option.units),
        readings=tuple(keys.index(key) if key in keys else -1 for key in wanted),
    )


def _counted_units(found: ClaimFindings) -> Units | None:
    """The units where they are events of the case; None for listed places, for the claim's own numbers, for areas."""
    measured = found.headline.measurement
    return None if measured is None or measured.labels or found.test.numbers is not None else measured.units


def _own_answers(findings: Findings, found: ClaimFindings) -> np.ndarray:
    """Whether each event by itself is "that"; MAY for claims that count no events."""
    if found.test.measure not in (MeasureKind.SHARE, MeasureKind.COUNT) or found.test.numbers is not None:
        return np.ones(len(findings.case.events), dtype=np.int8)
    return findings.selector.that(found.test.that, found.test.among, found.headline.specification)
