"""What came close to what: the chapter as pages and terminals show it.

Many incidents make no page that is read: a few are drawn, more are named with their numbers, the rest is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmground.render.figures.met import draw_days, draw_vicinity
from firmground.render.numbers import say_digits
from firmground.render.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from firmground.report.chapters.encounters_model import (
        AskedEncounters,
        Encounters,
        EventNote,
        IncidentNote,
        NearNote,
        NotLooked,
        PairNote,
    )
    from firmground.report.model import Report

TITLE: Final = "What came close to what"
ANCHOR: Final = "encounters"
TEMPLATE: Final = "chapters/encounters.html.j2"
MOST_DRAWN: Final = 8  # incidents with figures
MOST_NAMED: Final = 60  # incidents in the list without
MOST_ROWS: Final = 20  # events of an incident on the page
FEW_PAIRS: Final = 6
MOST_PAIRS: Final = 18

WHEN: Final = {"before": "before", "on": "same day", "after": "after", "beyond": "or outside these days"}


@dataclass(frozen=True, slots=True)
class NearRow:
    near: NearNote
    event: EventNote
    when: str


@dataclass(frozen=True, slots=True)
class IncidentView:
    note: IncidentNote
    id: str
    map: Markup
    days: Markup
    rows: tuple[NearRow, ...]
    named: str
    more: int
    besides: str


@dataclass(frozen=True, slots=True)
class PairRow:
    pair: PairNote
    first: EventNote
    second: EventNote
    chance: str


@dataclass(frozen=True, slots=True)
class AskedView:
    note: AskedEncounters
    few: tuple[PairRow, ...]
    rest: tuple[PairRow, ...]
    more: int
    expected: str


@dataclass(frozen=True, slots=True)
class EncountersView:
    lead: str
    incidents: tuple[IncidentView, ...]
    others: tuple[IncidentNote, ...]
    empty: tuple[IncidentNote, ...]
    more: int
    not_looked: tuple[NotLooked, ...]
    not_more: int
    asked: tuple[AskedView, ...]
    complete: bool
    limited: bool


def view(report: Report) -> EncountersView | None:
    found = report.encounters
    if found is None:
        return None
    near = [note for note in found.incidents if note.total]
    # Those about which the case itself asks come first, in its own order.
    drawn = sorted(near, key=lambda note: not note.title)[:MOST_DRAWN]
    others = [note for note in near if not any(note is one for one in drawn)]
    empty = [note for note in found.incidents if not note.total]
    left_out = max(0, len(others) - MOST_NAMED) + max(0, len(empty) - MOST_NAMED) + found.more_incidents
    return EncountersView(
        lead=_lead(found),
        incidents=tuple(_incident(found, note, f"near-{number}") for number, note in enumerate(drawn, start=1)),
        others=tuple(others[:MOST_NAMED]),
        empty=tuple(empty[:MOST_NAMED]),
        more=left_out,
        not_looked=found.not_looked[:MOST_NAMED],
        not_more=max(0, len(found.not_looked) - MOST_NAMED),
        asked=tuple(_asked(found, note) for note in found.asked),
        complete=all(note.complete for note in found.incidents),
        limited=any(note.limits for note in drawn),
    )


def _lead(found: Encounters) -> str:
    known, unknown = len(found.incidents) + found.more_incidents, len(found.not_looked)
    if not known + unknown:
        return ""
    if not known:
        return f"Of {_count(unknown, 'incident')} no place and day are known, so nothing can be said of what was near."
    some = sum(note.total > 0 for note in found.incidents)
    named = _count(known, "incident")
    body = f"Of {named} whose place and day are known, {some} must or may have had recorded events near them."
    return f"{body} Of {unknown} more, place or day is not known." if unknown else body


def _count(number: int, noun: str) -> str:
    return f"{say_digits(number, 0)} {noun}{'' if number == 1 else 's'}"


def _incident(found: Encounters, note: IncidentNote, name: str) -> IncidentView:
    shown = note.events[:MOST_ROWS]
    return IncidentView(
        note=note,
        id=name,
        map=draw_vicinity(note, name),
        days=draw_days(note),
        rows=tuple(NearRow(near, found.events[near.event], _when(near)) for near in shown),
        named=f"{_count(note.total, 'event')} at {_count(note.places, 'place')}",
        more=note.total - len(shown),
        besides=_besides(note),
    )


def _when(near: NearNote) -> str:
    words = [WHEN[part] for part in near.when if part != "beyond"]
    said = " or ".join(words)
    return f"{said}, {WHEN['beyond']}" if "beyond" in near.when else said


def _besides(note: IncidentNote) -> str:
    """What is not in the figures: events that cannot be placed or dated."""
    parts = []
    if note.unplaced:
        parts.append(
            f"{_count(note.unplaced, 'event')} of these days {'has' if note.unplaced == 1 else 'have'} no known place."
        )
    if note.undated:
        parts.append(f"{_count(note.undated, 'event')} near it {'has' if note.undated == 1 else 'have'} no known day.")
    return " ".join(parts)


def _asked(found: Encounters, note: AskedEncounters) -> AskedView:
    rows = [
        PairRow(pair, found.events[pair.first], found.events[pair.second], _chance(pair))
        for pair in note.pairs[:MOST_PAIRS]
    ]
    few = FEW_PAIRS if len(rows) > FEW_PAIRS + 4 else len(rows)
    expected = "" if note.expected is None else say_digits(note.expected, 0 if note.expected >= 10 else 1)
    return AskedView(note, tuple(rows[:few]), tuple(rows[few:]), note.must + note.may - len(rows), expected)


def _chance(pair: PairNote) -> str:
    if pair.chance is None:
        return ""
    if pair.standing == "may" and not 0.01 <= pair.chance <= 0.99:
        return "under 1\u00a0%" if pair.chance < 0.5 else "over 99\u00a0%"
    return f"{say_digits(100 * pair.chance, 0)}\u00a0%"


def glance(report: Report) -> str:
    found = report.encounters
    if found is None:
        return ""
    parts = (
        [f"{_count(len(found.incidents) + found.more_incidents, 'incident')} looked around"] if found.incidents else []
    )
    parts += [f"{note.bounds.text} within {note.km:g} km" for note in found.asked[:1]]
    return ", ".join(parts)


def say(report: Report, width: int) -> Iterator[str]:
    found = report.encounters
    if found is None:
        return
    shown = sorted(found.incidents, key=lambda note: (not note.title, not note.total))[:MOST_DRAWN]
    for note in shown:
        where = f", {note.place}" if note.place else ""
        words = f"{note.title or note.kind}{where}, {note.days}: {note.sentence} {_besides(note)} {note.limits}".strip()
        yield from wrap(words, width, indent="    ", first="  · ")
    if len(found.incidents) + found.more_incidents > len(shown):
        yield f"  · {_count(len(found.incidents) + found.more_incidents - len(shown), 'more incident')} in the report"
    if found.not_looked:
        yield f"  · {_count(len(found.not_looked), 'incident')} without a known place or day"
    for asked in found.asked:
        yield from wrap(f"{asked.title}: {asked.sentence}", width, indent="    ", first="  · ")
        if asked.shuffled is not None:
            yield from wrap(asked.shuffled.sentence, width, indent="    ")
