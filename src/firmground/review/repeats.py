"""Possible doubles as questions: what speaks for one event, and what each answer would write."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from firmground.review.proposal import FieldChange, Kind, Option, Proposal, Write
from firmground.review.rows import days_of, see_rows
from firmground.review.seal import seal
from firmground.review.writable import why_not

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.case.case import Case
    from firmground.locate import Located
    from firmground.review.doubles import Double


def ask_doubles(case: Case, located: Located, doubles: Iterable[Double]) -> list[Proposal]:
    return [_ask(case, located, double) for double in doubles]


def _ask(case: Case, located: Located, double: Double) -> Proposal:
    events = case.events
    rows = sorted(double.events, key=lambda event: (int(events.reported_start[event]), int(events.start[event]), event))
    ids = [events.id[event] for event in rows]
    seen = see_rows(case, rows)
    key, fingerprint = seal(Kind.DUPLICATE, "", seen, len(rows))
    pair = len(rows) == 2
    options = [_repeats(case, rows, "repeats", f"{_others(ids[1:])} of the same event as {ids[0]}")]
    if pair:
        label = f"{_others(ids[:1])} of the same event as {ids[1]}"
        options.append(_repeats(case, rows[::-1], "repeats-other-way", label))
    options.append(_differ(pair=pair))
    if pair:
        title, why = f"One event or two: {' and '.join(ids)}", "These two rows could be one event told twice."
    else:
        title = f"One event or several: {ids[0]} and {len(ids) - 1:,} others"
        why = f"These {len(rows):,} rows say the same of one day and place."
    return Proposal(
        kind=Kind.DUPLICATE,
        key=key,
        seen=fingerprint,
        subject="; ".join(ids),
        title=title,
        why=why,
        rows=seen,
        options=tuple(options),
        evidence=tuple(_evidence(case, located, double, rows)),
        likeness=double.likeness,
        row_count=len(rows),
    )


def _differ(*, pair: bool) -> Option:
    count = "Both" if pair else "All"
    says = f"Nothing is written into the files. {count} go on counting, and it is not asked again."
    return Option("different-events", f"They are {'two' if pair else 'different'} events", says, refuses=True)


def _others(ids: list[str]) -> str:
    return f"{ids[0]} tells" if len(ids) == 1 else f"The other {len(ids):,} tell"


def _repeats(case: Case, rows: list[int], name: str, label: str) -> Option:
    """All but the first get the first's id in `duplicate_of`, and are not counted again."""
    events = case.events
    first = events.id[rows[0]]
    writes = tuple(
        Write(
            events.file[row],
            int(events.row_number[row]),
            events.id[row],
            (FieldChange("duplicate_of", "", first),),
            event=row,
        )
        for row in rows[1:]
    )
    blocked = next((reason for row in rows[1:] if (reason := why_not(events.file[row]))), "")
    which = events.id[rows[1]] if len(rows) == 2 else f"{len(rows) - 1:,} rows"
    kept = "It is kept, and not counted again." if len(rows) == 2 else "They are kept, and not counted again."
    says = f"{events.file[rows[1]]}: duplicate_of of {which} becomes {first}. {kept}"
    return Option(name, label, says, writes, per_row=len(rows) > 2, blocked=blocked)


def _evidence(case: Case, located: Located, double: Double, rows: list[int]) -> Iterable[str]:
    """What was found, one sentence each; what speaks against it too."""
    signs = double.signs
    days = list(dict.fromkeys(days_of(case.events, row) or "day unknown" for row in rows))
    if "same-day" in signs:
        yield f"Same day: {days[0]}."
    elif "shared-day" in signs:
        yield f"Their days overlap: {' and '.join(days)}." if len(days) > 1 else f"The same days: {days[0]}."
    else:
        yield f"Their days may lie a day apart: {' and '.join(days)}."
    labels = list(dict.fromkeys(located.region(row).label or "place not named" for row in rows))
    if "same-place" in signs:
        located_there = not located.unplaced[rows[0]]
        yield f"Same place: {labels[0]}." if located_there else f"The same name of a place: {labels[0]}."
    elif not math.isnan(double.centre_km):
        touch = "The places touch" if double.km == 0 else f"The places are at least {_km(double.km)} apart"
        yield f"{touch}: {' and '.join(labels)}, {_km(double.centre_km)} from centre to centre."
    else:
        yield f"How far apart they were is not known: {' and '.join(labels)}."
    by = [case.events.by[row] for row in rows]
    if any(by):
        yield f"Same actor: {by[0]}." if by[0] and len(set(by)) == 1 else "The actors may be the same."
    yield from (_SENTENCES[sign] for sign in _SENTENCES if sign in signs)


_SENTENCES = {
    "names-row": "The note of one gives the id of the other.",
    "names-place": "The note of one names the place of the other.",
    "same-words": "The notes are the same word for word.",
    "same-target": "The same target is named.",
    "other-target": "Against it: different targets are named.",
    "other-report": "Two different reports tell of it.",
    "one-report": "Against it: one report tells of both, at two places.",
}


def _km(value: float) -> str:
    return f"{value:,.1f} km" if value < 10 else f"{value:,.0f} km"
