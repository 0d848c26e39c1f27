"""Which events count, and which of them are "that": one answer (must, may, cannot) an event, as columns."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from firmground.case.actors import SOMEBODY
from firmground.case.claims import Condition, Near, OnList, Relation, Selection, TargetTie, Test, Unit
from firmground.case.events import parse_parties
from firmground.case.parties import names_party
from firmground.dates import Days, sure_window, window
from firmground.errors import BadRequestError
from firmground.hold.taken import taken_place
from firmground.measures.epochs import answer_by_epoch, code_texts
from firmground.measures.ground_sets import find_ground, sets_of
from firmground.measures.inside import inside_zones
from firmground.measures.near import near_place
from firmground.measures.on_list import list_regions, sealed_before
from firmground.measures.publishing import read_publishing
from firmground.measures.repeats import originals, scope_of
from firmground.measures.target_ties import targets_tied
from firmground.measures.units import fill_units, lay_out, place_codes, strike_weights
from firmground.modality import CANNOT, MAY, MUST, Modality, any_of, one_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from firmground.case.choices import Specification
    from firmground.case.definitions import Definition
    from firmground.dates import When
    from firmground.hold import Held
    from firmground.measures.ground_sets import GroundSets
    from firmground.measures.publishing import Publishing
    from firmground.measures.repeats import Scope
    from firmground.measures.units import Layout, Units
    from firmground.texts import Texts

    Answers = NDArray[np.int8]

Made = TypeVar("Made")


class Selector:
    """Answers for the events of one case, each computed once and remembered.

    What does not depend on a selection's days is kept apart (`_parts`), so that other days can be asked about
    without beginning anew.
    """

    def __init__(self, held: Held) -> None:
        self.held = held
        self.case = held.case
        self._memory: dict[object, Any] = {}
        self._layouts: dict[object, Layout] = {}
        self._parts: dict[object, Any] = {}
        self._everywhere: dict[object, Any] = {}  # what depends on no event: the answers of regions and of holdings
        self._published: dict[str, Publishing] = {}

    def afresh(self) -> Selector:
        """A selector that shares the parts but none of the answers, for questions that are asked only once."""
        other = self.over(self.held)
        other._parts = self._parts  # noqa: SLF001 - another of its own kind
        return other

    def over(self, held: Held) -> Selector:
        """A selector for other events or other ground of the same case, which shares what depends on neither.

        The regions must be the same ones.
        """
        other = Selector(held)
        other._everywhere, other._published = self._everywhere, self._published
        return other

    def counted(self, selection: Selection, specification: Specification) -> Answers:
        """Must, may or cannot each event be among those that are counted? Duplicates cannot."""
        key = _counted_key(selection, specification)
        return _kept(self._memory, key, lambda: self._count(selection, specification))

    def that(self, condition: Condition, selection: Selection, specification: Specification) -> Answers:
        """Must, may or cannot each event meet the condition, on those of its days that the selection counts?"""
        days = window(selection.first, selection.last)
        key = (
            "that",
            condition,
            days,
            specification.map,
            specification.definition,
            specification.contested,
            specification.margin_km,
            specification.radius,
        )
        return _kept(self._memory, key, lambda: self._meets(condition, days, specification))

    def units(self, test: Test, specification: Specification) -> Units:
        """The units that can be counted, each with what it may be."""
        counted = self.counted(test.among, specification)
        that = self.that(test.that, test.among, specification)
        return fill_units(self.layout(test.among, specification), counted, that, every=counts_all(test.that))

    def layout(self, selection: Selection, specification: Specification) -> Layout:
        """The units that `counted` leaves, in the unit of the specification."""
        key = (*_counted_key(selection, specification), specification.unit)
        if key not in self._layouts:
            counted = self.counted(selection, specification)
            self._layouts[key] = lay_out(self.held, Unit(specification.unit), counted, self.places, self.strikes)
        return self._layouts[key]

    def places(self) -> NDArray[np.int64]:
        """The place of each event, as `place_codes` numbers them."""
        return self.once("places", lambda: place_codes(self.held))

    def strikes(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The least and the greatest number of strikes that each event stands for; without a limit: infinite."""
        return self.once("strikes", lambda: strike_weights(self.case.events))

    def publishing(self, by: str) -> Publishing:
        """What a publisher of the case put out. Raises BadRequestError if the case has no record of it."""
        if by not in self.case.publishers:
            raise BadRequestError(f"the case has no record of what {by!r} put out")
        if by not in self._published:
            self._published[by] = read_publishing(self.case, self.case.publishers[by])
        return self._published[by]

    def ground(self, key: tuple[str, float, float], days: Days) -> GroundSets:
        """What lies under each event on those of its days that lie in `days`, by map, radius and margin in km."""
        return _kept(self._memory, ("ground", key, days), lambda: self._find_ground(key, days))

    def give_ground(self, key: tuple[str, float, float], days: Days, sets: GroundSets) -> None:
        """What `ground` is to answer, for who knows it: the events have no tables of their own."""
        self._memory["ground", key, days] = sets

    def _find_ground(self, key: tuple[str, float, float], days: Days) -> GroundSets:
        table, events = self.held.tables[key], self.case.events
        every = self.once(("ground", key), lambda: sets_of(table, np.arange(len(table.first) - 1)))
        return find_ground(table, every, events.start, events.stop, days)

    def once(self, key: object, make: Callable[[], Made]) -> Made:
        """What others work out from the tables and the events, kept with the selector's own parts."""
        return _kept(self._parts, key, make)

    def _of_everywhere(self, key: object, make: Callable[[], Made]) -> Made:
        return _kept(self._everywhere, key, make)

    def originals(self, scope: Scope) -> Answers:
        """Must, may or cannot each event be counted within these data sets, being no repeat of another one in them?"""
        return self.once(("originals", scope), lambda: originals(self.case.events, scope))

    def give_originals(self, scope: Scope, answers: Answers) -> None:
        """What `originals` is to answer, for who knows it: the rows that these events repeat are not all here."""
        self._parts["originals", scope] = answers

    def _count(self, selection: Selection, specification: Specification) -> Answers:
        subset = self.case.choices.subsets.get(specification.subset, Selection())
        once = self.originals(scope_of(self.case, selection, specification.subset))
        return _all([self._selected(selection, specification), self._selected(subset, specification), once])

    def _selected(self, selection: Selection, specification: Specification) -> Answers:
        events = self.case.events
        definition = self.case.definitions.get(specification.definition)
        parts = [np.full(len(events), 2, dtype=np.int8)]
        if selection.by:
            parts.append(self._names("by", selection.by, definition))
        if selection.target:
            parts.append(self._names("target", selection.target, definition))
        if selection.kind:
            parts.append(self.among("kind", selection.kind))
        if selection.datasets:
            parts.append(self._in_datasets(selection.datasets))
        parts.append(_within(events.start, events.stop, selection.first, selection.last))
        parts.append(
            _within(events.reported_start, events.reported_stop, selection.reported_first, selection.reported_last)
        )
        parts += [self._near(near, specification.radius) for near in selection.near]
        parts += [self.inside(selection.inside, specification.radius)] if selection.inside else []
        parts += [self.among(name, values) for name, values in selection.where]
        parts += [(2 - self.among(name, values)).astype(np.int8) for name, values in selection.where_not]
        return _all(parts)

    def _column(self, name: str) -> Texts:
        found = self.case.events.column(name)
        if found is None:
            names = ", ".join(sorted(self.case.events.extra)) or "none"
            raise BadRequestError(f"no events file has a column {name!r} to select by; extra columns: {names}")
        return found

    def _meets(self, condition: Condition, days: Days, specification: Specification) -> Answers:
        parts = [np.full(len(self.case.events), 2, dtype=np.int8)]
        parts += [self._on_ground(relation, party, days, specification) for relation, party in condition.ground]
        if condition.target:
            definition = self.case.definitions.get(specification.definition)
            parts.append(self._names("target", condition.target, definition))
        if condition.target_tie is not None:
            parts.append(self._target_tied(condition.target_tie, days, specification))
        parts += [self._near(near, specification.radius) for near in condition.near]
        parts += [self.inside(condition.inside, specification.radius)] if condition.inside else []
        if condition.on_list is not None:
            parts.append(self._on_list(condition.on_list, days, specification.radius))
        if condition.any_of:
            parts.append(_any([self._meets(part, days, specification) for part in condition.any_of]))
        parts += [(2 - self._meets(part, days, specification)).astype(np.int8) for part in condition.none_of]
        return _all(parts)

    def _on_ground(self, relation: Relation, party: str, days: Days, specification: Specification) -> Answers:
        table = self.held.table(specification)
        if table is None:
            return np.ones(len(self.case.events), dtype=np.int8)
        definition = self.case.definitions.get(specification.definition)
        presence = relation in (Relation.WITH, Relation.WITHOUT)
        key = (specification.map, specification.radius, specification.margin_km)
        per_holding = self._of_everywhere(
            ("holdings", key, party, specification.definition, specification.contested, presence),
            lambda: table.per_holding(
                self.case, party, definition, contested=specification.contested, presence=presence
            ),
        )
        answers = self.ground(key, days).answer(per_holding)
        return (2 - answers).astype(np.int8) if relation in (Relation.OUTSIDE, Relation.WITHOUT) else answers

    def _names(self, column: str, party: str, definition: Definition | None) -> Answers:
        """Whom the texts of a column name, on the days of each event: one of them is the day it happened on."""
        key = ("names", column, party, "" if definition is None else definition.id)
        return self.once(key, lambda: self._name_all(column, party, definition))

    def _name_all(self, column: str, party: str, definition: Definition | None) -> Answers:
        events = self.case.events
        texts, codes = code_texts(self._column(column))

        def ask(code: int, day: int) -> Modality:
            return names_party(party, parse_parties(texts[code][0]), day, self.case.actors, definition)

        breaks = self._of_everywhere("break days", self.case.break_days)
        return answer_by_epoch(codes, events.start, events.stop, breaks, ask)

    def _target_tied(self, asked: TargetTie, days: Days, specification: Specification) -> Answers:
        definition = self.case.definitions.get(specification.definition)
        key = ("target tie", asked, specification.definition, days)
        return self.once(key, lambda: targets_tied(self.case, asked, definition, days))

    def _on_list(self, asked: OnList, days: Days, radius: float) -> Answers:
        there = self.list_regions(asked, radius)[self.held.located.region_of]
        return np.minimum(there, sealed_before(self.case, asked, days))

    def list_regions(self, asked: OnList, radius: float) -> Answers:
        """Must, may or cannot a place on the list lie in each region, being so many times as wide?"""
        return self._of_everywhere(("on list", asked, radius), lambda: list_regions(self.held, asked, radius))

    def among(self, column: str, values: tuple[str, ...]) -> Answers:
        return self.once(("among", column, values), lambda: self._among(column, values))

    def _among(self, column: str, values: tuple[str, ...]) -> Answers:
        found = _among(self._column(column), values)
        found[self.case.events.withholds(column)] = MAY
        return found

    def _in_datasets(self, datasets: tuple[str, ...]) -> Answers:
        own = self.case.events.dataset
        return self.once(
            ("datasets", datasets), lambda: own.look_up(lambda name: 2 if name in datasets else 0, np.int8)
        )

    def _near(self, near: Near, radius: float) -> Answers:
        return self.near_regions(near, radius)[self.held.located.region_of]

    def near_regions(self, near: Near, radius: float) -> Answers:
        """Must, may or cannot each region be so near, being so many times as wide?"""
        return self._of_everywhere(("near", near, radius), lambda: near_place(self.held, near, radius))

    def inside(self, zones: tuple[str, ...], radius: float) -> Answers:
        """Must, may or cannot each event lie in any one of these areas and places, its own place so much as wide?"""
        return self.inside_regions(zones, radius)[self.held.located.region_of]

    def inside_regions(self, zones: tuple[str, ...], radius: float) -> Answers:
        """The same for each region."""
        return self._of_everywhere(("inside", zones, radius), lambda: self._place_inside(zones, radius))

    def _place_inside(self, zones: tuple[str, ...], radius: float) -> Answers:
        wheres = [taken_place(region, radius) for region in self.held.located.regions]
        return inside_zones(self.held, zones, wheres)


def _kept(memory: dict[object, Any], key: object, make: Callable[[], Made]) -> Made:
    if key not in memory:
        memory[key] = make()
    found: Made = memory[key]
    return found


def _counted_key(selection: Selection, specification: Specification) -> tuple[object, ...]:
    return ("counted", selection, specification.subset, specification.definition, specification.radius)


def _within(start: np.ndarray, stop: np.ndarray, first: When | None, last: When | None) -> Answers:
    """`When.happens_in` for whole columns, for a window whose ends may be approximate."""
    sure, possible = sure_window(first, last), window(first, last)
    every = (start >= sure.start) & (stop <= sure.stop)
    some = (start < possible.stop) & (stop > possible.start)
    return np.where(every, np.int8(2), some.astype(np.int8))


def _among(column: Texts, values: tuple[str, ...]) -> Answers:
    """Whether each text is one of the values; a cell that says nothing may be any of them."""
    return column.look_up(lambda text: MUST if text in values else _names_one(text, values), np.int8)


def _names_one(text: str, values: tuple[str, ...]) -> Modality:
    """Both of "a;b" count, of "a|b" one does, as everywhere in a case."""
    return one_of(
        any_of(MAY if part == SOMEBODY else MUST if part in values else CANNOT for part in reading)
        for reading in parse_parties(text)
    )


def _all(parts: list[Answers]) -> Answers:
    return reduce(np.minimum, parts)


def _any(parts: list[Answers]) -> Answers:
    return reduce(np.maximum, parts)


def counts_all(condition: Condition) -> bool:
    """Is a place "that" only if *all* that happened there is?

    A place lies outside a party's ground if nothing that happened there was inside it: such conditions are of
    the kind "none of". All others hold for a place as soon as they hold for one of its events.
    """
    negative = [relation in (Relation.OUTSIDE, Relation.WITHOUT) for relation, _ in condition.ground]
    others = bool(condition.target or condition.target_tie or condition.near or condition.inside)
    others |= bool(condition.any_of or condition.on_list)
    return bool(negative or condition.none_of) and all(negative) and not others
