"""The days on which a clause is watched, what is counted on them, and on as many days before it was agreed.

Counts stand with their days, since a number of events says nothing without the time in which they happened; and with
the days for which nothing is recorded, since a gap in a record looks like peace.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.choices import Specification
from firmground.dates import NO_START, NO_STOP, Days, iso_day
from firmground.measures.clauses import ClauseTrial, bound_days, bound_parties
from firmground.modality import CANNOT, MAY, MUST, Modality
from firmground.phrases import between_words
from firmground.report.breach_words import act_words, either
from firmground.report.chapters.agreements_model import DaysWith, PartyRow, Rise, Span, Tally
from firmground.report.words import STANDINGS, days_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.case.undertakings import Agreement, Clause
    from firmground.check import Findings
    from firmground.measures.clauses import Judged

# How the last days before an agreement are compared with the time before those: a week, which has every day of the
# week once, with four weeks. Our own judgement, stated in the methods and in docs/agreements.md.
LAST_DAYS = 7
EARLIER_DAYS = 28
# Of a record that is shorter than that, at least so many days must be left to compare with.
LEAST_EARLIER_DAYS = 7


def record_days(case: Case) -> Days:
    """The days that the case speaks of: its period, and every day by which one of its events must have begun.

    Empty for a case without a period and without dated events.
    """
    events = case.events
    starts, stops = events.start[events.start > NO_START], events.stop[events.stop < NO_STOP]
    first = [int(stops.min()) - 1] if len(stops) else []
    last = [int(starts.max()) + 1] if len(starts) else []
    if case.period is not None:
        first += [case.period.possible.start] if case.period.possible.start > NO_START else []
        last += [case.period.possible.stop] if case.period.possible.stop < NO_STOP else []
    return Days(min(first), max(last)) if first and last else Days(0, 0)


@dataclass(frozen=True, eq=False)
class Watch:
    """A clause under one definition, with the days that it is watched on: `in_force` within the `record`."""

    findings: Findings
    agreement: Agreement
    clause: Clause
    definition: str
    record: Days

    @property
    def case(self) -> Case:
        return self.findings.case

    @property
    def parties(self) -> tuple[str, ...]:
        return bound_parties(self.agreement, self.clause)

    @property
    def in_force(self) -> Days:
        return bound_days(self.agreement, self.clause)[1].overlap(self.record)

    @property
    def before(self) -> Days:
        """As many days before, as far as the record reaches."""
        start, stop = self.in_force
        return Days(start - (stop - start), start).overlap(self.record)

    @property
    def all_before(self) -> Days:
        return Days(self.record.start, self.in_force.start)

    def trial(
        self, days: Days | None = None, *, parties: tuple[str, ...] = (), anybody: bool = False, map_id: str = ""
    ) -> ClauseTrial:
        """The clause tried on its own days, or as if it had been in force on others.

        `anybody`: whoever was hit; `map_id`: whom it hit is read from who held the ground on this map.
        """
        surely, possibly = (days, days) if days is not None else bound_days(self.agreement, self.clause)
        return ClauseTrial(
            self.findings.selector,
            replace(self.clause, protects=(), exempt=()) if anybody else self.clause,
            parties or self.parties,
            surely=surely,
            possibly=possibly,
            definition=self.definition,
            radius=self.case.choices.radius[0],
            ground=self._on_map(map_id) if map_id else None,
        )

    def _on_map(self, map_id: str) -> Specification:
        choices = self.case.choices
        return Specification(
            map=map_id,
            definition=self.definition,
            contested=choices.contested[0],
            margin_km=choices.margin_km[0],
            radius=choices.radius[0],
        )


def originals(watch: Watch) -> NDArray[np.bool_]:
    return np.array([not one for one in watch.case.events.duplicate_of], dtype=np.bool_)


def tally_of(watch: Watch, judged: Judged) -> Tally:
    theirs = (judged.theirs >= MAY) & originals(watch)
    named = theirs & ~judged.nameless
    must, may, none = (int((named & (judged.breaks == answer)).sum()) for answer in (MUST, MAY, CANNOT))
    return Tally(must, may, none, int((theirs & judged.nameless & (judged.breaks >= MAY)).sum()))


def spans_of(watch: Watch, own: Tally) -> tuple[Span, ...]:
    """The days in force; as many before; and all days of the record before, where those are more."""
    found = [_span(watch, "in force", watch.in_force, own)]
    for title, days in _days_before(watch):
        found.append(_span(watch, title, days, tally_of(watch, watch.trial(days).judged)))
    return tuple(found)


def grounds_of(watch: Watch) -> tuple[Span, ...]:
    """The same by who held the ground, on each map: a record may repeat the word of the very party that is bound."""
    if not (watch.clause.protects or watch.clause.exempt):
        return ()
    found = []
    for map_id in watch.case.choices.map:
        title = watch.case.maps[map_id].title
        own = tally_of(watch, watch.trial(map_id=map_id).judged)
        found.append(replace(_span(watch, "in force", watch.in_force, own), ground=title))
        for words, days in _days_before(watch)[-1:]:
            tally = tally_of(watch, watch.trial(days, map_id=map_id).judged)
            found.append(replace(_span(watch, words, days, tally), ground=title))
    return tuple(found)


def _days_before(watch: Watch) -> list[tuple[str, Days]]:
    found = [("as long before", watch.before), ("all of the record before", watch.all_before)]
    return [one for one in found[: 1 if watch.before == watch.all_before else 2] if not one[1].empty]


def _span(watch: Watch, title: str, days: Days, tally: Tally) -> Span:
    number = days.stop - days.start
    return Span(
        title=title,
        first=iso_day(days.start),
        last=iso_day(days.stop - 1),
        words=days_words(days),
        days=number,
        tally=tally,
        least=tally.must / number,
        most=(tally.must + tally.may) / number,
        recorded=_recorded(watch, days),
    )


def _recorded(watch: Watch, days: Days) -> DaysWith:
    """On how many of the days an event of these kinds, by whomever, must, may, cannot have happened."""
    events, acts = watch.case.events, watch.clause.acts
    kind = watch.findings.selector.among("kind", acts) if acts else np.full(len(events), 2, dtype=np.int8)
    known = originals(watch) & (kind >= MAY) & (events.start < days.stop) & (events.stop > days.start)
    length, unsure = days.stop - days.start, events.withholds("duplicate_of")
    may, must = (np.zeros(length, dtype=np.bool_) for _ in range(2))
    for event in np.flatnonzero(known).tolist():
        start, stop = int(events.start[event]), int(events.stop[event])
        may[max(0, start - days.start) : stop - days.start] = True
        if stop - start == 1 and kind[event] == MUST and not unsure[event]:
            must[start - days.start] = True
    return DaysWith(int(must.sum()), int((may & ~must).sum()), int((~may).sum()))


def parties_of(watch: Watch) -> tuple[PartyRow, ...]:
    """Each party of a clause that binds several, by itself: an event of two of them counts for both."""
    if len(watch.parties) < 2:
        return ()
    days = watch.in_force.stop - watch.in_force.start
    rows = []
    for party in watch.parties:
        own = tally_of(watch, watch.trial(parties=(party,)).judged)
        before = None
        if not watch.before.empty:
            before = tally_of(watch, watch.trial(watch.before, parties=(party,)).judged)
        name = watch.case.actors.name(party)
        rows.append(PartyRow(name, own, before, own.must / days, (own.must + own.may) / days))
    return tuple(rows)


def rise_before(watch: Watch) -> Rise | None:
    """Whether it was worse just before it was agreed; None where the record is too short to say."""
    start = watch.in_force.start
    last = Days(start - LAST_DAYS, start).overlap(watch.record)
    earlier = Days(last.start - EARLIER_DAYS, last.start).overlap(watch.record)
    length = earlier.stop - earlier.start
    if last.stop - last.start < LAST_DAYS or length < LEAST_EARLIER_DAYS:
        return None
    (low, high), (least, most) = (_violence(watch, days) for days in (last, earlier))
    higher = Modality.of(every=low * length > most * LAST_DAYS, some=high * length > least * LAST_DAYS)
    what = f"{act_words(watch.clause, many=True)} by {either(watch.case, watch.parties) or 'anybody'}"
    opening = (
        f"In the {LAST_DAYS} days before it, {between_words(low, high)} {what} are recorded, whoever was hit "
        f"({_rate(low, high, LAST_DAYS)} a day); in the {length} days before those, {between_words(least, most)} "
        f"({_rate(least, most, length)} a day)."
    )
    return Rise(STANDINGS[higher], f"{opening} {_RISES[higher]}")


_RISES = {
    MUST: "There was more of it just before, so against those days alone what came after looks calmer than it was.",
    MAY: "There may have been more of it just before, which would make what came after look calmer than it was.",
    CANNOT: "There was no more of it just before than in the time before those days.",
}


def _violence(watch: Watch, days: Days) -> tuple[int, int]:
    """How many events of the parties, of these kinds, in the zone, whoever was hit: at least, at most."""
    found = watch.trial(days, anybody=True).judged.breaks[originals(watch)]
    return int((found == MUST).sum()), int((found >= MAY).sum())


def _rate(low: int, high: int, days: int) -> str:
    first, last = (f"{number / days:.1f}" for number in (low, high))
    return first if first == last else f"{first} to {last}"
