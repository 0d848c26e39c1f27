"""Releases that tell a story: one record for each incident, from all the sentences that tell of it.

Such a release says the same twice, in its first sentence and again in detail, so numbers of people are not added up:
the greatest that any sentence gives counts, of leaders and of others apart, and only what is called "another" or
"additional" is added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.dates import When
from firmground.documents.releases.counts import UNTOLD, Count
from firmground.documents.releases.phrases import Line
from firmground.documents.releases.release import DayOf, Event, Said, Unread
from firmground.documents.releases.sentence import read_clauses
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.documents.releases.effects import Effect
    from firmground.documents.releases.format import People
    from firmground.documents.releases.lines import Block
    from firmground.documents.releases.sentence import Clause
    from firmground.documents.releases.walk import Walk


_NOBODY = "it says that somebody was killed or captured in words that the format does not know as people"


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
    if not telling or walk.form.people is None:
        return
    people = count_people([list(clause.effects) for clause in telling], walk.form.people)
    if not people:
        counted = [
            clause for clause in telling if any(effect.verb in walk.form.people.columns for effect in clause.effects)
        ]
        walk.unread += [Unread(clause.line.span, _NOBODY) for clause in counted[:1]]
        return
    units = _units(where)
    place = next((units[level.name] for level in walk.form.levels if level.name in units), Said())
    doubts = [] if place.value else ["no district or province is named"]
    first, last = group[0].line.span, group[-1].line.span
    met = next((met for clause in group if (met := walk.form.kinds.first(clause.line))), None)
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


def count_people(sentences: list[list[Effect]], people: People) -> dict[str, Said]:
    """For each column how many, with the words that say so."""
    counted: dict[tuple[str, bool], Count] = {}
    spans: dict[tuple[str, bool], list[Span]] = {}
    again: list[tuple[tuple[str, bool], Effect]] = []
    for effects in sentences:
        here: dict[tuple[str, bool], Count] = {}
        for effect in effects:
            column = people.columns.get(effect.verb)
            member = _member(effect, people)
            if not column or member is None:
                continue
            key = (column, member)
            if effect.named_before and not member:
                again.append((key, effect))
                continue
            number = _at_least_one(effect.count)
            if effect.further and key in counted and (column, True) not in counted:
                counted[key] = _sum(counted[key], number)
            else:
                here[key] = _sum(here[key], number) if key in here else number
            spans.setdefault(key, []).append(effect.span)
        for key, number in here.items():
            counted[key] = _greater(counted.get(key, number), number)
    # "him", "the individual", "both men" were counted where they were named first; unless that was never said.
    for key, effect in again:
        if not any(counted.get((key[0], leader)) for leader in (True, False)):
            counted[key] = _at_least_one(effect.count)
            spans[key] = [effect.span]
    return _columns(counted, spans, people)


def _at_least_one(count: Count) -> Count:
    """Somebody was killed or captured, even where no number is said."""
    return Count(1, None) if count == UNTOLD else count


def _columns(
    counted: dict[tuple[str, bool], Count], spans: dict[tuple[str, bool], list[Span]], people: People
) -> dict[str, Said]:
    found: dict[str, Said] = {}
    for verb, column in people.columns.items():
        parts = [(counted[key], spans[key]) for key in ((column, False), (column, True)) if key in counted]
        if parts and column not in found:
            total = parts[0][0] if len(parts) == 1 else _sum(parts[0][0], parts[1][0])
            found[column] = Said(str(total), tuple(sorted({span for _, part in parts for span in part})))
        leaders, key = people.leader_columns.get(verb), (column, True)
        if leaders and key in counted and leaders not in found:
            found[leaders] = Said(str(counted[key]), tuple(sorted(set(spans[key]))))
    return found


def _member(effect: Effect, people: People) -> bool | None:
    """True of a leader, False of any other of those counted, None of anybody or anything else."""
    line = Line.of(effect.object, Span(0, len(effect.object)))
    stop = next((place for place, word in enumerate(line.folded) if word in _DESCRIBES and place), len(line))
    if people.leaders.first(line, 0, stop):
        return True
    named = all(word[0].isupper() or word[0] == "." for word in line.plain[:stop])
    return False if named or people.members.first(line, 0, stop) else None


_DESCRIBES = frozenset("of for with to suspected responsible wanted linked associated".split()) - {"suspected"}


def _sum(one: Count, other: Count) -> Count:
    high = None if one.high is None or other.high is None else one.high + other.high
    return Count(one.low + other.low, high)


def _greater(one: Count, other: Count) -> Count:
    high = None if one.high is None or other.high is None else max(one.high, other.high)
    return Count(max(one.low, other.low), high)
