"""Events that no question can tell apart are one row with a number.

A claim's choices ask of an event only so much: which of the texts it has, how its days lie to the ends of the windows,
what lies under it. Events that agree in all of that get the same answers under every specification. So they are sorted
into rows once for each map, radius and margin, the same `Selector` answers for the rows, and what is counted are the
rows' numbers. Every sum, and so every bound, is equal to that over the single events.

Which events they are is lost here: whoever needs them (what would settle a claim, lists, exports) asks a `Selector`
over the case itself.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.case.claims import Unit
from firmground.dates import window
from firmground.errors import BadRequestError
from firmground.locate import Located
from firmground.measures.alike_places import PlaceRows, tally_places
from firmground.measures.asked import Asked, what_is_asked
from firmground.measures.repeats import scope_of
from firmground.measures.select import counts_all
from firmground.measures.units import Tallied, tally_states, unit_states
from firmground.modality import MAY
from firmground.texts import Texts, code_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from firmground.case.choices import Specification
    from firmground.case.claims import Test
    from firmground.case.events import EventTable
    from firmground.measures.select import Selector

    Ints = NDArray[np.int64]
    Answers = NDArray[np.int8]
    Codes = NDArray[np.integer[Any]]
    Numbers = NDArray[np.int64] | NDArray[np.float64]
    Table = tuple[str, float, float]  # map, radius, margin in km


@dataclass(frozen=True, eq=False)
class _Rows:
    """Rows as a case of their own. `number`, `low`, `high`: events, and strikes at least and at most, of each row.

    `of`: the row of each event that can count.
    """

    selector: Selector
    of: Ints
    number: Ints
    low: Numbers
    high: Numbers


class Alike:
    """The units of one test under many specifications, added up; as `Selector.units` gives them one by one."""

    def __init__(self, selector: Selector, test: Test, specifications: Iterable[Specification]) -> None:
        self._selector, self._test = selector.afresh(), test
        self._specifications = tuple(specifications)
        self._rows: dict[Table | None, _Rows] = {}
        self._by_place: dict[Specification, Tallied] = {}
        self._asked = what_is_asked(selector.case, test, self._specifications)
        scopes = {scope_of(selector.case, test.among, one.subset) for one in self._specifications}
        self._once = {scope: selector.originals(scope) for scope in scopes or {frozenset[str]()}}
        self._events, self._codes = self._sort_without_ground()

    def tally(self, specification: Specification) -> Tallied:
        """The units that can be counted, added up by their states. Raises BadRequestError as `Selector` does."""
        if specification.unit == Unit.PLACE:
            return self._tally_place(specification)
        rows = self._rows_for(self._key(specification))
        counted, that = self._answers(rows, specification)
        states = np.where(counted >= MAY, unit_states(counted, that), 0).astype(np.uint8)
        if specification.unit == Unit.STRIKE:
            return tally_states(states, rows.number, rows.low, rows.high)
        return tally_states(states, rows.number, rows.number, rows.number)

    def _tally_place(self, specification: Specification) -> Tallied:
        """Specifications on the same ground are done together: going through all places is what takes time."""
        if specification not in self._by_place:
            key = self._key(specification)
            rows = self._rows_for(key)
            asked = {specification: self._answers(rows, specification)}
            for other in self._specifications:
                if other.unit == Unit.PLACE and self._key(other) == key:
                    with suppress(BadRequestError):
                        asked[other] = self._answers(rows, other)
            kinds = PlaceRows.of(self._selector.places()[self._events], rows.of, self._selector.held)
            found = tally_places(kinds, list(asked.values()), every=counts_all(self._test.that))
            self._by_place |= dict(zip(asked, found, strict=True))
        return self._by_place[specification]

    def _key(self, specification: Specification) -> Table | None:
        """The ground that a specification asks about; None where none is held, or none asked about."""
        key = (specification.map, specification.radius, specification.margin_km)
        return key if self._asked.ground and key in self._selector.held.tables else None

    def _rows_for(self, key: Table | None) -> _Rows:
        if key not in self._rows:
            self._rows[key] = self._sort_with_ground(key)
        return self._rows[key]

    def _answers(self, rows: _Rows, specification: Specification) -> tuple[Answers, Answers]:
        counted = rows.selector.counted(self._test.among, specification)
        return counted, rows.selector.that(self._test.that, self._test.among, specification)

    def _sort_without_ground(self) -> tuple[Ints, Ints]:
        """The events that can count under any specification, and a code for each by all that is asked but ground."""
        events = np.flatnonzero(np.maximum.reduce([once >= MAY for once in self._once.values()]))
        once = [answers[events] for answers in self._once.values()]
        codes, first = code_rows(*_columns(self._selector, self._asked, events), *once)
        rows = self._row_selector(events[first])
        can = np.zeros(len(first), dtype=bool)
        for one in _once_each(self._specifications):
            with suppress(BadRequestError):  # what cannot be asked is told when it is
                can |= rows.counted(self._test.among, one) >= MAY
        kept = can[codes]
        return events[kept], codes[kept]

    def _sort_with_ground(self, key: Table | None) -> _Rows:
        events = self._events
        columns: list[Codes] = [self._codes]
        ground, days = None, window(self._test.among.first, self._test.among.last)
        if key is not None:
            ground = self._selector.ground(key, days).rows(events)
            columns.append(ground.of)
        of, first = code_rows(*columns)
        rows = self._row_selector(events[first])
        if key is not None and ground is not None:
            rows.give_ground(key, days, ground.rows(first))
        low, high = (np.bincount(of, weight[events], len(first)) for weight in self._selector.strikes())
        return _Rows(rows, of, np.bincount(of, minlength=len(first)), low, high)

    def _row_selector(self, events: Ints) -> Selector:
        """A selector over a case of these events alone."""
        held = self._selector.held
        located = Located(
            replace(held.case, events=_taken(held.case.events, events)),
            held.located.regions,
            held.located.region_of[events],
            Texts.same("", len(events)),
        )
        rows = self._selector.over(replace(held, located=located))
        for scope, once in self._once.items():
            rows.give_originals(scope, once[events])
        return rows


def _once_each(specifications: Iterable[Specification]) -> Iterable[Specification]:
    """One of all that ask the same of which events count."""
    return {(one.subset, one.definition, one.radius): one for one in specifications}.values()


def _columns(selector: Selector, asked: Asked, events: Ints) -> list[Codes]:
    """One code an event for everything that is asked but ground: equal codes, equal answers."""
    table = selector.case.events
    columns: list[Codes] = [table.withheld.codes[events]]
    columns += [column.codes[events] for name in asked.columns if (column := table.column(name)) is not None]
    for start, stop, ends in (
        (table.start[events], table.stop[events], asked.days),
        (table.reported_start[events], table.reported_stop[events], asked.reported),
    ):
        # All comparisons of a day with an end come out alike for days between the same two ends.
        columns += [np.searchsorted(ends, start, side="right"), np.searchsorted(ends, stop)] if len(ends) else []
    if asked.epochs:
        last = np.maximum(table.stop[events] - 1, table.start[events])
        columns += [np.searchsorted(asked.epochs, day, side="right") for day in (table.start[events], last)]
    regions = selector.held.located.region_of[events]
    columns += [answers[regions] for answers in asked.of_regions(selector)]
    return columns


def _taken(table: EventTable, rows: Ints) -> EventTable:
    columns: dict[str, Any] = {field.name: getattr(table, field.name) for field in fields(table)}
    extra = {name: column.taken(rows) for name, column in columns.pop("extra").items()}
    taken: dict[str, Any] = {
        name: column.taken(rows) if isinstance(column, Texts) else column[rows] for name, column in columns.items()
    }
    return replace(table, extra=extra, **taken)
