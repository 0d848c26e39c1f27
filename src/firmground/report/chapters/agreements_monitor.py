"""What the record says of one clause under one definition: who is protected, what breaks it, and what is left open."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from firmground.dates import NO_START, NO_STOP, Days, iso_day
from firmground.modality import CANNOT, MAY, MUST, Modality
from firmground.report.breach_words import (
    act_words,
    open_words,
    party_words,
    say_doubts,
    say_none,
    why_protected,
)
from firmground.report.chapters.agreements_model import Bar, Monitor, Protected, Tried
from firmground.report.chapters.agreements_watch import (
    EARLIER_DAYS,
    LAST_DAYS,
    grounds_of,
    originals,
    parties_of,
    rise_before,
    spans_of,
    tally_of,
)
from firmground.report.sections import source_note
from firmground.report.words import STANDINGS, choice_words, count_words, day_words, days_words

if TYPE_CHECKING:
    from firmground.measures.clauses import ClauseTrial
    from firmground.report.chapters.agreements_model import Span, Tally
    from firmground.report.chapters.agreements_watch import Watch
    from firmground.report.chapters.room import Room


def monitor(watch: Watch, room: Room) -> Monitor:
    """Everything that the record says of the clause. Raises BadRequestError where a label has several meanings."""
    trial = watch.trial()
    own = tally_of(watch, trial.judged)
    spans, shown = spans_of(watch, own), _shown(watch)
    able = _able(watch, trial)
    return Monitor(
        definition=_title(watch),
        sentence=_sentence(watch, own),
        protected=_protected(watch, trial),
        anybody=open_words(trial, watch.in_force.start),
        spans=spans,
        by_ground=grounds_of(watch),
        parties=parties_of(watch),
        events=tuple(_one(watch, trial, event) for event in able[: room.tried]),
        none_why=_none_why(watch, trial),
        bars=_bars(watch, trial, shown),
        shown_first=iso_day(shown.start),
        shown_last=iso_day(shown.stop - 1),
        agreed=iso_day(watch.in_force.start),
        rise=rise_before(watch),
        remarks=_remarks(watch, spans[0]),
        more=max(0, len(able) - room.tried),
    )


def _title(watch: Watch) -> str:
    return watch.case.definitions[watch.definition].title if watch.definition else ""


def _sentence(watch: Watch, own: Tally) -> str:
    days = watch.in_force
    end = "the last day of the record" if days.stop == watch.record.stop else "its own last day"
    must = "no event is sure to break it"
    if own.must:
        must = f"{count_words(own.must, 'event')} {'breaks' if own.must == 1 else 'break'} it"
    may = f"{own.may:,} may" if own.may else "none may"
    more = f"; so may {own.nameless:,} for which nobody is named" if own.nameless else ""
    number = count_words(days.stop - days.start, "day")
    return f"Watched on {number}, to {day_words(days.stop - 1)}, {end}: {must}, and {may}{more}."


def _protected(watch: Watch, trial: ClauseTrial) -> tuple[Protected, ...]:
    """Those of whom something is said, the sure ones first; whom only an open list may mean is told in one line."""
    found = []
    day = watch.in_force.start
    for actor in watch.case.actors:
        how = trial.protects(actor.id, day)
        why = why_protected(trial, actor.id, day)
        if how is not CANNOT and why:
            found.append(Protected(actor.name, STANDINGS[how], why))
    return tuple(sorted(found, key=lambda one: one.standing != STANDINGS[MUST]))


def _able(watch: Watch, trial: ClauseTrial) -> list[int]:
    """The events that must or may break it, the sure ones first, then those that nobody is named for."""
    judged = trial.judged
    able: list[int] = np.flatnonzero((judged.breaks >= MAY) & originals(watch)).tolist()
    starts = watch.case.events.start
    able.sort(key=lambda one: (bool(judged.nameless[one]), -int(judged.breaks[one]), int(starts[one]), one))
    return able


def _one(watch: Watch, trial: ClauseTrial, event: int) -> Tried:
    case, events = watch.case, watch.case.events
    start, stop = int(events.start[event]), int(events.stop[event])
    standing = Modality(int(trial.judged.breaks[event]))
    return Tried(
        id=events.id[event],
        place=watch.findings.held.located.region(event).label or "place not named",
        days=days_words(Days(start, stop)),
        by=party_words(case, events.by[event]),
        hit=party_words(case, events.target[event]),
        standing=STANDINGS[standing],
        nameless=bool(trial.judged.nameless[event]),
        why=say_doubts(watch.findings.held, trial, event) if standing is MAY else (),
        row=f"{events.file[event]}:{int(events.row_number[event])}",
        source=source_note(case, events.source[event], events.url[event]),
        first=iso_day(start) if start > NO_START else "",
        last=iso_day(stop - 1) if stop < NO_STOP else "",
    )


def _none_why(watch: Watch, trial: ClauseTrial) -> tuple[tuple[str, int], ...]:
    judged = trial.judged
    none = (judged.theirs >= MAY) & (judged.breaks == CANNOT) & ~judged.nameless & originals(watch)
    counts = Counter(say_none(watch.case, trial, event) for event in np.flatnonzero(none).tolist())
    return tuple(counts.most_common())


def _shown(watch: Watch) -> Days:
    """What the figure shows: the days in force, and before them as many, or as many as the comparison looks at."""
    number = watch.in_force.stop - watch.in_force.start
    back = max(number, LAST_DAYS + EARLIER_DAYS)
    return Days(max(watch.record.start, watch.in_force.start - back), watch.in_force.stop)


def _bars(watch: Watch, trial: ClauseTrial, shown: Days) -> tuple[Bar, ...]:
    """Events by the days on which they may have happened; those before it as they would have been judged."""
    events, judged = watch.case.events, trial.judged
    other = watch.trial(shown).judged
    after = events.start >= watch.in_force.start
    breaks = np.where(after, judged.breaks, other.breaks)
    theirs = np.where(after, judged.theirs, other.theirs)
    drawn = (theirs >= MAY) & originals(watch) & ~(judged.nameless & (breaks == CANNOT))
    counts = Counter(
        (
            max(int(events.start[event]), shown.start),
            min(int(events.stop[event]), shown.stop),
            int(breaks[event]),
            bool(judged.nameless[event]),
        )
        for event in np.flatnonzero(drawn).tolist()
    )
    return tuple(
        Bar(iso_day(first), iso_day(stop - 1), STANDINGS[Modality(standing)], nameless, count)
        for (first, stop, standing, nameless), count in sorted(counts.items())
        if first < stop
    )


def _remarks(watch: Watch, own: Span) -> tuple[str, ...]:
    case, clause = watch.case, watch.clause
    found = []
    if watch.definition and watch.definition not in case.choices.definition:
        others = ", ".join(choice_words(case, "definition", name) for name in case.choices.definition if name)
        found.append(
            f"Who is meant is read in the words of {_title(watch)}, which is none of the definitions that claims are "
            f"tested under here ({others or 'there are none'})."
        )
    if clause.acts and not set(clause.acts) & set(case.events.kind):
        found.append("No event of the record is of the kind that it speaks of.")
    if clause.protects or clause.exempt:
        more = " Counted beside that: by who held the ground." if case.choices.map else ""
        found.append(
            f"Who was hit is what the record says, and it may repeat the word of the very party that is bound.{more}"
        )
    if own.recorded.must < own.days:
        found.append(_say_recorded(watch, own))
    if watch.in_force.stop == watch.record.stop:
        found.append(
            f"Nothing is known here of the time after {day_words(watch.record.stop - 1)}. That no breach is recorded "
            "does not say that it was kept."
        )
    return tuple(found)


def _say_recorded(watch: Watch, own: Span) -> str:
    what, days = act_words(watch.clause, many=True), own.recorded
    if own.days == 1:
        if days.may:
            return f"No {act_words(watch.clause)}, by whomever, is recorded for exactly that day; some may fall on it."
        return f"No {act_words(watch.clause)}, by whomever, is recorded for that day: that may be peace or a gap."
    parts = [
        f"{number:,} {words}"
        for number, words in (
            (days.must, "surely had"),
            (days.may, "may have had"),
            (days.none, "had none on record, which may be peace or a gap in the record"),
        )
        if number
    ]
    return f"Of the {own.days:,} days in force, as to {what} by whomever: {', '.join(parts)}."
