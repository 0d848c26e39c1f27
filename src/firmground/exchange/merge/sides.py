"""The two sides of a merge: each a case with its records in plain form, and what its texts mean on that side.

A name means what it means in the case that it was written in. So every name of either side is read there, as the
reader reads it, before anything is compared or taken over.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from firmground.case.gazetteer import fold_name
from firmground.case.target_ties import PARTNERS
from firmground.errors import BadRequestError
from firmground.exchange.merge.naming import marked, prefixed
from firmground.exchange.merge.references import Ref, named
from firmground.exchange.tables import Json, Kind
from firmground.read.names import Parties
from firmground.read.wording import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from firmground.case.case import Case
    from firmground.exchange.tables import RecordTable

WORDS = frozenset({"?", "unknown", "nobody", "none"})
# What may be read as a name of an actor, and what as a name of ground.
_OF_ACTORS = frozenset({Ref.ACTOR, Ref.PARTY, Ref.HOLDER, Ref.PUBLISHER, Ref.CELL})
_OF_GROUND = frozenset({Ref.PLACE, Ref.GROUND})
# What is told apart by the side that it is on, whether the other has such an id or not.
_ALWAYS = frozenset({Ref.EVENT, Ref.DATASET, Ref.MAP, Ref.SUBSET})


@dataclass(frozen=True)
class Side:
    """A case as it was read, and its records. `listed`: ids of the actors that actors.toml has."""

    case: Case
    tables: Sequence[RecordTable]

    def of(self, kind: Kind) -> list[RecordTable]:
        return [table for table in self.tables if table.kind is kind]

    def records(self, kind: Kind) -> list[dict[str, Json]]:
        """The records of every table of a kind, in order."""
        return [table.record(row) for table in self.of(kind) for row in range(table.rows)]

    @cached_property
    def by_id(self) -> dict[Kind, dict[str, dict[str, Json]]]:
        """Records by id, for the kinds that have ids of their own; the first of an id, as the reader takes it."""
        found: dict[Kind, dict[str, dict[str, Json]]] = defaultdict(dict)
        for kind in (Kind.SOURCES, Kind.ACTORS, Kind.DEFINITIONS, Kind.CLAIMS, Kind.AGREEMENTS, Kind.PLEDGES,
                     Kind.PLACES, Kind.INCIDENTS, Kind.RELEASES, Kind.SUBSETS, Kind.ENCOUNTERS):  # fmt: skip
            for record in self.records(kind):
                identity = record.get("id")
                if isinstance(identity, str) and identity.strip():
                    found[kind].setdefault(identity.strip(), record)
        return found

    @cached_property
    def parties(self) -> Parties:
        """The names of its listed actors, and its labels; parties that only rows name have no other names."""
        return Parties(self.case.actors, self.case.definitions)

    @cached_property
    def labels(self) -> frozenset[str]:
        return frozenset(self.parties.labels)

    @property
    def listed(self) -> Mapping[str, dict[str, Json]]:
        return self.by_id[Kind.ACTORS]

    @cached_property
    def texts(self) -> tuple[frozenset[str], frozenset[str]]:
        """Every text of its records that names an actor, and every one that names ground, folded."""
        actors, ground = set[str](), set[str]()
        for table in self.tables:
            for ref, text in _all_named(table):
                if ref in _OF_ACTORS:
                    parts = text.replace("|", ";").split(";") if ref is Ref.CELL else [text]
                    actors.update(fold_name(part) for part in parts)
                elif ref in _OF_GROUND:
                    ground.add(fold_name(text))
        return frozenset(actors - {""}), frozenset(ground - {""})

    @cached_property
    def actor_names(self) -> dict[str, set[str]]:
        """Folded name -> ids of the actors that it may mean, parties that only rows name among them."""
        found: dict[str, set[str]] = defaultdict(set)
        for actor in self.case.actors:
            for text in (actor.id, actor.name, *actor.names):
                if key := fold_name(text):
                    found[key].add(actor.id)
        return dict(found)

    def calls_actor(self, text: str) -> bool:
        """Does a text stand for an actor or a label here, or where one is named?"""
        folded = fold_name(text)
        return text in self.labels or folded in self.actor_names or folded in self.texts[0]

    def actor(self, text: str) -> str:
        """The id of an actor; a text that is none, or the name of several, stays."""
        return self.parties.actor(text) or text

    def party(self, text: str) -> str:
        return self.parties.party(text) or text

    def cell(self, text: str) -> list[list[str]]:
        """The readings of an attribution, each the parties that all took part."""
        read, _ = self.parties.attribution(text)
        return [reading.split(";") for reading in read.split("|") if reading]


def _all_named(table: RecordTable) -> Iterable[tuple[Ref, str]]:
    """References of a table; of a long column each text once."""
    if table.kind in (Kind.EVENTS, Kind.PLACE_LIST, Kind.FACES, Kind.RELEASES, Kind.INCIDENTS):
        for column, cells in table.columns.items():
            for value in _different(cells):
                yield from named(table.kind, {column: value})
        return
    for row in range(table.rows):
        yield from named(table.kind, table.record(row))


def _different(cells: Sequence[Json]) -> Iterable[str]:
    values = getattr(cells, "values", None)
    return {value for value in (cells if values is None or callable(values) else values) if isinstance(value, str)}


def check_free(name: str, own: Side) -> None:
    """Raises BadRequestError if one's own case has a data set, a map or a subset that the other's would be called."""
    for kind, what in ((Kind.EVENTS_ENTRY, "data set"), (Kind.MAPS_ENTRY, "map"), (Kind.SUBSETS, "subset")):
        for record in own.records(kind):
            identity = str(record.get("id") or "")
            if identity == name or identity.startswith(f"{name}."):
                raise BadRequestError(
                    f"your case has a {what} called {show(identity)}: give the other side another name"
                )


@dataclass
class NewNames:
    """What the other's records are called in the merged case, by what refers to them; an id without an entry stays.

    `ids` has an entry for every record that was taken over under another id. `shared`: ids of the other's places that
    are places of one's own case. `likely`: new ids of its actors that may be one actor of one's own case, with that
    one, and of records that would say the same then. `private_areas`: folded names and ids of units that only the
    other's areas have.
    """

    name: str
    own: Side
    other: Side
    ids: dict[Ref, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    shared: set[str] = field(default_factory=set)
    likely: dict[str, str] = field(default_factory=dict)
    private_areas: frozenset[str] = frozenset()

    def turn(self, ref: Ref, text: str) -> str:
        """What stands in the merged case for a reference of the other's."""
        if ref in _OF_ACTORS:
            return self._party(ref, text)
        if ref in _OF_GROUND:
            return self.ground(text, also_incidents=ref is Ref.GROUND)
        if ref is Ref.AREA:
            return prefixed(self.name, text) if fold_name(text) in self.private_areas else text
        if ref is Ref.SUBSET and text == "all":
            return self.name
        if ref is Ref.SEALED:
            return self.ids[ref].get(text, prefixed(self.name, text))
        return prefixed(self.name, text) if ref in _ALWAYS else self.ids[ref].get(text, text)

    def actor(self, identity: str) -> str:
        """The new id of an actor of the other's."""
        return self.ids[Ref.ACTOR].get(identity, identity)

    def _party(self, ref: Ref, text: str) -> str:
        if ref is Ref.CELL:
            return "|".join(";".join(dict.fromkeys(map(self.actor, parts))) for parts in self.other.cell(text))
        if ref is Ref.PUBLISHER:
            actor = self.other.actor(text)
            return self.ids[ref].get(actor, self.actor(actor))
        if text == PARTNERS or (ref is Ref.HOLDER and text.casefold() in WORDS):
            return text
        if ref is Ref.PARTY and text not in self.other.case.actors and text in self.other.labels:
            return self.ids[Ref.LABEL].get(text, text)
        return self.actor(self.other.actor(text))

    def ground(self, text: str, *, also_incidents: bool) -> str:
        """An incident, a place, or an area; a name of several places, or of none, is marked if it means something."""
        other = self.other.case
        if also_incidents and text in other.incidents:
            return self.ids[Ref.INCIDENT].get(text, text)
        found = other.gazetteer.find(text)
        if len(found) == 1:
            return self.ids[Ref.PLACE].get(found[0].id, found[0].id)
        if also_incidents and not found and fold_name(text) in self.private_areas:
            return prefixed(self.name, text)
        if any(place.id in self.shared for place in found):
            # Of several places one is one's own, and would have to be called so too: nobody is told which it is.
            return marked(self.name, f"one of several: {text}")
        return marked(self.name, text) if self.marks(text) else text

    def marks(self, text: str) -> bool:
        """Does a name of the other's ground mean something in one's own case?"""
        return bool(self.own.case.gazetteer.find(text)) or fold_name(text) in self.own.texts[1]
