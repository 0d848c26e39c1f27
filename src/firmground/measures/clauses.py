"""Which events break a clause: *no event of these parties, of these kinds, there and then, that hits whom it protects*.

An event is tried day by day: it breaks the clause on a day if on that same day all parts hold, and of its possible
days one is the real one. So a party that is protected only while a tie stands, and a clause that begins when the tie
has ended, have no event in common, although an event of unknown day may lie in either. Within one day the parts are
taken as independent of each other, which errs towards MAY.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from firmground.case.actors import SOMEBODY
from firmground.case.choices import Specification
from firmground.case.claims import Condition, Relation, Selection
from firmground.case.events import parse_parties
from firmground.case.parties import meant
from firmground.dates import NO_START, NO_STOP, Days, When
from firmground.errors import BadRequestError
from firmground.hold.ground import settle
from firmground.modality import CANNOT, MUST, Modality, all_of, any_of, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.case.definitions import Definition
    from firmground.case.undertakings import Agreement, Clause
    from firmground.measures.select import Selector

    Answers = NDArray[np.int8]


class DayParts(NamedTuple):
    """How one event stands to each part of a clause on a run of days, `stop` excluded, within which nothing changes."""

    days: Days
    in_force: Modality
    by: Modality
    act: Modality
    zone: Modality
    hit: Modality

    @property
    def theirs(self) -> Modality:
        """Is it an event of the parties, of these kinds, while they were bound? Whoever and wherever it hit."""
        return all_of((self.in_force, self.by, self.act))

    @property
    def breaks(self) -> Modality:
        return all_of((self.theirs, self.zone, self.hit))


@dataclass(frozen=True, slots=True)
class Judged:
    """Answers, one an event. `theirs`: see `DayParts`. `nameless`: nobody is named as the one who did it."""

    breaks: Answers
    theirs: Answers
    nameless: NDArray[np.bool_]


def definition_for(case: Case, label: str, preferred: str) -> Definition | None:
    """Whose word a label of a clause is: the preferred definition if it has it, else the only one that has it.

    None for an actor, and for a label that nobody defines, which may mean anybody. Raises BadRequestError where
    several others have it: they are different clauses.
    """
    if label in case.actors:
        return None
    own = case.definitions.get(preferred)
    if own is not None and own.has(label):
        return own
    others = [one for one in case.definitions.values() if one.has(label)]
    if len(others) > 1:
        names = ", ".join(one.id for one in others)
        raise BadRequestError(f"several definitions say who is meant by {label!r} ({names}): name one in `choices`")
    return others[0] if others else None


def bound_parties(agreement: Agreement, clause: Clause) -> tuple[str, ...]:
    """Whom the clause binds: its own parties, else those of the agreement."""
    return clause.parties or agreement.parties


def bound_days(agreement: Agreement, clause: Clause) -> tuple[Days, Days]:
    """The days on which the parties are surely bound, and those on which they may be.

    Days have no hours: on the very day on which it was agreed, what happened may have come before it.
    """
    surely, possibly = clause.period.certain, clause.period.possible
    if agreement.on.exact and surely.start == agreement.on.possible.start:
        surely = Days(surely.start + 1, surely.stop)
    return surely, possibly


class ClauseTrial:
    """One clause set against the events of a case, under one reading of its labels.

    `parties`: those whose events are tried. `in_force`: the days on which they are bound (the clause's own period,
    or another that is asked about), of them `surely` and `possibly`. `definition`: whose words are preferred.
    `ground`: whom an event hit is read from who held its ground under this specification; None: from the record.
    """

    def __init__(
        self,
        selector: Selector,
        clause: Clause,
        parties: tuple[str, ...],
        *,
        surely: Days,
        possibly: Days,
        definition: str = "",
        radius: float = 1.0,
        ground: Specification | None = None,
    ) -> None:
        self.selector, self.case, self.clause, self.parties = selector, selector.case, clause, parties
        self.surely, self.possibly, self.radius, self.ground = surely, possibly, radius, ground
        labels = {*clause.protects, *clause.exempt}
        self.definitions = {label: definition_for(self.case, label, definition) for label in labels}
        edges = {*self.case.break_days(), *surely, *possibly}
        self._edges = np.array(sorted(day for day in edges if NO_START < day < NO_STOP), dtype=np.int64)
        # A day of each run: of the first, which has no beginning, the day before the second.
        self._days = [int(day) for day in (*(self._edges[:1] - 1 if len(self._edges) else (1,)), *self._edges)]
        self._by: dict[tuple[str, int], Modality] = {}
        self._hit: dict[tuple[str, int], Modality] = {}

    @cached_property
    def judged(self) -> Judged:
        """Every event, as columns, one run of days after the other."""
        events = self.case.events
        by, hit = _code(events.by), _code(events.target)
        first = np.searchsorted(self._edges, events.start, side="right")
        last = np.searchsorted(self._edges, np.maximum(events.stop - 1, events.start), side="right")
        theirs, breaks = (_Fold(len(events)) for _ in range(2))
        for epoch, day in enumerate(self._days):
            own = np.flatnonzero((first <= epoch) & (last >= epoch))
            bound = int(self._bound_on(day))
            if not len(own) or not bound:
                theirs.take(own, 0)
                breaks.take(own, 0)
                continue
            named = np.array([self._named_on(text, day, epoch) for text in by.texts], dtype=np.int8)
            done = np.minimum(np.minimum(named[by.codes[own]], self._acts[own]), bound)
            theirs.take(own, done)
            if self._of_held is None:
                aimed = np.array([self._hit_on(text, day, epoch) for text in hit.texts], dtype=np.int8)[hit.codes[own]]
            else:
                aimed = self._of_held[own]
            breaks.take(own, np.minimum(np.minimum(done, self._zones[own]), aimed))
        nobody = np.array([names_nobody(text) for text in by.texts], dtype=np.bool_)
        # What perhaps repeats another row is perhaps no event of its own.
        once = np.where(events.withholds("duplicate_of"), np.int8(1), np.int8(2))
        return Judged(np.minimum(breaks.answers(), once), np.minimum(theirs.answers(), once), nobody[by.codes])

    def parts_of(self, event: int) -> Iterator[DayParts]:
        """The event's possible days in runs, each with how it stands to every part of the clause."""
        events = self.case.events
        start, stop = int(events.start[event]), int(events.stop[event])
        inner = self._edges[(self._edges > start) & (self._edges < stop)].tolist()
        act, zone = Modality(int(self._acts[event])), Modality(int(self._zones[event]))
        epoch = int(np.searchsorted(self._edges, start, side="right"))
        for later, (first, end) in enumerate(pairwise([start, *inner, stop])):
            yield DayParts(
                Days(first, end),
                self._bound_on(first),
                self._named_on(events.by[event], first, epoch + later),
                act,
                zone,
                self._hit_on(events.target[event], first, epoch + later)
                if self._of_held is None
                else Modality(int(self._of_held[event])),
            )

    def _bound_on(self, day: int) -> Modality:
        return Modality.of(every=day in self.surely, some=day in self.possibly)

    def protects(self, actor: str, day: int) -> Modality:
        """Is the actor protected on that day? Nobody who is exempt is, and where nobody is named everybody else is."""
        named = any_of(self._means(party, actor, day) for party in self.clause.protects)
        return (named if self.clause.protects else MUST) & ~self.exempts(actor, day)

    def exempts(self, actor: str, day: int) -> Modality:
        return any_of(self._means(party, actor, day) for party in self.clause.exempt)

    def _means(self, party: str, actor: str, day: int) -> Modality:
        return meant(party, actor, day, self.case.actors, self.definitions[party])

    @cached_property
    def _acts(self) -> Answers:
        if not self.clause.acts:
            return np.full(len(self.case.events), 2, dtype=np.int8)
        return self.selector.among("kind", self.clause.acts)

    @cached_property
    def _zones(self) -> Answers:
        if not self.clause.zones:
            return np.full(len(self.case.events), 2, dtype=np.int8)
        return self.selector.inside(self.clause.zones, self.radius)

    @cached_property
    def _of_held(self) -> Answers | None:
        """By the map: did each event lie, on those of its days, in ground of somebody who is protected?

        None where the record is asked instead, or where it does not matter whom it hit.
        """
        if self.ground is None or not (self.clause.protects or self.clause.exempt):
            return None
        count = len(self.case.events)
        exempt = strongest((self._in_ground(party) for party in self.clause.exempt), count)
        if not self.clause.protects:
            return np.asarray(2 - exempt, dtype=np.int8)
        named = strongest((self._in_ground(party) for party in self.clause.protects), count)
        return np.minimum(named, (2 - exempt).astype(np.int8))

    def _in_ground(self, party: str) -> Answers:
        definition = self.definitions[party]
        ground = self.ground or Specification()
        if definition is not None:
            ground = replace(ground, definition=definition.id)
        first, last = self.possibly.start, self.possibly.stop - 1
        days = Selection(
            first=When.on(first) if first > NO_START else None, last=When.on(last) if last < NO_STOP - 1 else None
        )
        return self.selector.that(Condition(ground=((Relation.IN, party),)), days, ground)

    def _named_on(self, text: str, day: int, epoch: int) -> Modality:
        """Does the attribution name a party? Whom a clause without parties binds nobody knows."""
        if (text, epoch) not in self._by:
            actors, parties = self.case.actors, self.parties
            self._by[text, epoch] = one_of(
                any_of(meant(party, actor, day, actors, None) for party in parties for actor in reading)
                for reading in (parse_parties(text) if parties else ())
            )
        return self._by[text, epoch]

    def _hit_on(self, text: str, day: int, epoch: int) -> Modality:
        """Did it hit somebody who is protected? What hit several hit each of them."""
        if not self.clause.protects and not self.clause.exempt:
            return MUST
        if (text, epoch) not in self._hit:
            self._hit[text, epoch] = one_of(
                any_of(self.protects(actor, day) for actor in reading) for reading in parse_parties(text)
            )
        return self._hit[text, epoch]


def names_nobody(text: str) -> bool:
    """Is nobody named in an attribution, in any of its readings?"""
    return all(actor == SOMEBODY for reading in parse_parties(text) for actor in reading)


def strongest(answers: Iterable[Answers], count: int) -> Answers:
    """Of several answers an event the strongest; CANNOT of none at all."""
    found = np.full(count, int(CANNOT), dtype=np.int8)
    for one in answers:
        np.maximum(found, one, out=found)
    return found


class _Texts(NamedTuple):
    """The different texts of a column, and for each row the place of its own among them."""

    texts: list[str]
    codes: NDArray[np.int64]


def _code(column: Sequence[str]) -> _Texts:
    known: dict[str, int] = {}
    codes = np.array([known.setdefault(text, len(known)) for text in column], dtype=np.int64)
    return _Texts(list(known), codes)


class _Fold:
    """One answer an event from those of its possible days, of which one is the real one."""

    def __init__(self, count: int) -> None:
        self._least, self._most = np.full(count, 2, np.int8), np.zeros(count, np.int8)

    def take(self, events: NDArray[np.int64], answers: Answers | int) -> None:
        self._least[events] = np.minimum(self._least[events], answers)
        self._most[events] = np.maximum(self._most[events], answers)

    def answers(self) -> Answers:
        return settle(self._least, self._most)
