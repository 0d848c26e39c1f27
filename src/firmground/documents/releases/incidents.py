"""Releases that tell a story: one record for each incident, from all the sentences that tell of it.

An incident goes on over paragraphs until another begins that says where it was and what came of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.dates import When
from firmground.documents.releases.people import count_people
from firmground.documents.releases.phrases import Line
from firmground.documents.releases.release import DayOf, Event, Said, Unread
from firmground.documents.releases.sentence import read_clauses
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.documents.releases.lines import Block
    from firmground.documents.releases.sentence import Clause
    from firmground.documents.releases.walk import Walk


_NOWHERE = "it says that something was done, but not where and to whom"


def read_incidents(walk: Walk, blocks: Sequence[Block]) -> None:
    """An incident begins with a paragraph that names where it was and what came of it, once one was told before."""
    group: list[Clause] = []
    happened = placed = False
    for block in _body(walk, blocks):
        lines = [_after_dateline(line, walk) for line in block.sentences]
        clauses = [clause for line in lines if line for clause in read_clauses(line, walk.form, walk.head.published)]
        fresh = any(clause.units and clause.effects for clause in clauses[:2])
        if fresh and happened and placed:
            _close(walk, group)
            group, happened, placed = [], False, False
        group += clauses
        happened = happened or any(clause.effects for clause in clauses)
        placed = placed or any(clause.units for clause in clauses)
    _close(walk, group)


def _after_dateline(line: Line, walk: Walk) -> Line | None:
    """The sentence without "KABUL, Afghanistan (Jan. 25, 2013) -" before it."""
    head = walk.head.span
    if head is None or not line.span.overlaps(head):
        return line
    start = head.stop
    while start < line.span.stop and not line.text[start].isalnum():
        start += 1
    return Line.of(line.text, Span(start, line.span.stop)) if start < line.span.stop else None


def _body(walk: Walk, blocks: Sequence[Block]) -> Sequence[Block]:
    """From the paragraph with the dateline on; all of it if there is none."""
    head = walk.head.span
    return [block for block in blocks if head is None or block.span.stop > head.start]


def _close(walk: Walk, group: list[Clause]) -> None:
    """The record of one incident, if anything happened in it."""
    telling = [clause for clause in group if clause.effects]
    where = [clause for clause in (*telling, *group) if clause.units]
    met = next((met for clause in group if (met := walk.form.kinds.first(clause.line))), None)
    people = count_people([clause.effects for clause in telling], walk.form.people)
    if not people and not (where and (met or telling)):
        walk.unread += [Unread(clause.line.span, _NOWHERE) for clause in telling[:1]]
        return
    units = _units(where)
    place = next((units[level.name] for level in walk.form.levels if level.name in units), Said())
    doubts = [] if place.value else ["no unit is named"]
    doubts += [] if people else ["nobody is said to have been killed or captured, in words that are known"]
    first, last = group[0].line.span, group[-1].line.span
    target = next((met for clause in group for met in walk.form.targets.all(clause.line)), None)
    spoken = next((clause.line for clause in group if target in walk.form.targets.all(clause.line)), None)
    walk.events.append(
        Event(
            span=Span(first.start, last.stop),
            kind=met.meaning if met else walk.form.kind,
            place=place,
            relation="",
            units=units,
            country=walk.country,
            strikes=None,
            figures=(),
            target=Said(target.meaning, (spoken.span_of(target.start, target.stop),)) if target and spoken else Said(),
            effects=tuple(effect for clause in telling for effect in clause.effects),
            day=_day(walk, telling, group),
            section=0,
            people=people,
            doubts=tuple(doubts),
        )
    )


def _units(where: list[Clause]) -> dict[str, Said]:
    """For each level the first unit that is named where the incident is told."""
    found: dict[str, Said] = {}
    # A name without its word may be of something else ("the Kabul Intercontinental Hotel"): the others come first.
    for clause in sorted(where, key=lambda clause: all(unit.alone for unit in clause.units)):
        for unit in sorted(clause.units, key=lambda unit: unit.alone):
            if unit.level not in found:
                several = {other.name for other in clause.units if other.level == unit.level}
                doubt = f"the sentence names several: {', '.join(sorted(several))}" if len(several) > 1 else ""
                found[unit.level] = Said(unit.name, (clause.line.span_of(unit.start, unit.stop),), doubt=doubt)
    return found


def _day(walk: Walk, telling: list[Clause], group: list[Clause]) -> DayOf:
    """The day of the sentence that tells of it; one reckoned from the release before one of something else's date."""
    for clause in (*telling[:1], *group):
        days = walk.days_of(clause)
        reckoned = [day for day in days if "reckoned" in day.how]
        said = next((day for day in reckoned if day.when.exact), next(iter([*reckoned, *days]), None))
        if said and said.when.known:
            return DayOf(said.when, (clause.line.span_of(said.start, said.stop),), said.how, said.doubt)
    if walk.head.published is None:
        return DayOf(When.unknown(), doubt="no day is said")
    doubt = "no day is said: this is the release's own date"
    return DayOf(When.on(walk.head.published), (walk.head.span,) if walk.head.span else (), "the release's date", doubt)
