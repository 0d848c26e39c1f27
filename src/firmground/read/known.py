"""Everything that a claim or a choice may name, so that a misspelt name is found before it gives a wrong answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from firmground.case.events import TEXT_COLUMNS, parse_parties

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.case.control import ControlMap
    from firmground.case.definitions import Definition
    from firmground.case.events import EventTable
    from firmground.case.gazetteer import Gazetteer
    from firmground.case.releases import Incident, Publisher
    from firmground.case.sealed import SealedList
    from firmground.case.undertakings import Agreement
    from firmground.read.names import Parties
    from firmground.texts import Texts


@dataclass(frozen=True)
class Known:
    """What the case has. `subsets` is filled once the subsets themselves have been read."""

    parties: Parties
    gazetteer: Gazetteer
    incidents: Mapping[str, Incident]
    maps: Mapping[str, ControlMap]
    definitions: Mapping[str, Definition]
    events: EventTable
    datasets: tuple[str, ...]
    subsets: frozenset[str] = field(default=frozenset())
    publishers: Mapping[str, Publisher] = field(default_factory=dict)
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    sealed: Mapping[str, SealedList] = field(default_factory=dict)

    @cached_property
    def kinds(self) -> frozenset[str]:
        return frozenset(self.events.kind.used()) - {""}

    @cached_property
    def perpetrators(self) -> frozenset[str]:
        """Every party that an event is put down to, whether or not it is an actor of the case."""
        return _named(self.events.by)

    @cached_property
    def targets(self) -> frozenset[str]:
        return _named(self.events.target)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Columns of texts of the events, which a selection may ask for."""
        table = self.events
        return (*TEXT_COLUMNS, *table.extra)


def _named(column: Texts) -> frozenset[str]:
    return frozenset(party for text in column.used() for reading in parse_parties(text) for party in reading)
