"""A case: everything that was read, the problems that were met, and the account of every row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from firmground.case.actors import Actors
from firmground.case.choices import Choices
from firmground.case.gazetteer import Gazetteer
from firmground.case.handling import Handling
from firmground.dates import NO_START, NO_STOP

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from firmground.case.actors import TieKind
    from firmground.case.claims import Claim
    from firmground.case.control import ControlMap
    from firmground.case.definitions import Definition
    from firmground.case.documents import Document, Passage
    from firmground.case.encounters import Around, Asked
    from firmground.case.events import EventTable, RowCount
    from firmground.case.gazetteer_files import GazetteerFile
    from firmground.case.releases import Incident, Publisher, Release
    from firmground.case.sealed import SealedList
    from firmground.case.sources import Source
    from firmground.case.undertakings import Agreement, Pledge
    from firmground.dates import When
    from firmground.errors import CaseProblem
    from firmground.provenance import InputFile


@dataclass(frozen=True)
class Case:
    """All nouns of a case by id. `problems` holds every fault found.

    `datasets`: ids of all `[[events]]`, those too of which no row was read. `complete`: of those that are known to hold
    every event of their kind. A count over any other record is only a lower bound. `all_pledges`: it is known to hold
    every pledge. `assumes`: what the layouts of its files take for granted, a sentence each. `documents`: by id, in the
    order of their rows, and `passages`: their words that people decided on; no number rests on either. `handling`: who
    may see what of it.

    `withheld`: how many records of each kind ("sources", "ties", "places", ...; "map:ID" for rows of a map) whoever
    gave the case away has and does not show. Rows of events that are not shown are rows all the same:
    `EventTable.withheld`.
    """

    folder: Path
    title: str
    events: EventTable
    period: When | None = None
    summary: str = ""
    sources: dict[str, Source] = field(default_factory=dict)
    actors: Actors = field(default_factory=Actors)
    definitions: dict[str, Definition] = field(default_factory=dict)
    gazetteer: Gazetteer = field(default_factory=Gazetteer)
    gazetteers: tuple[GazetteerFile, ...] = ()
    maps: dict[str, ControlMap] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    pledges: dict[str, Pledge] = field(default_factory=dict)
    releases: tuple[Release, ...] = ()
    publishers: dict[str, Publisher] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    encounters: tuple[Asked, ...] = ()
    around: tuple[Around, ...] = ()
    sealed: dict[str, SealedList] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)
    datasets: frozenset[str] = frozenset()
    complete: frozenset[str] = frozenset()
    all_pledges: bool = False
    rows: tuple[RowCount, ...] = ()
    problems: tuple[CaseProblem, ...] = ()
    inputs: tuple[InputFile, ...] = ()
    does_not_show: tuple[str, ...] = ()
    assumes: tuple[str, ...] = ()
    documents: dict[str, Document] = field(default_factory=dict)
    passages: tuple[Passage, ...] = ()
    handling: Handling = field(default_factory=Handling)
    withheld: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def passages_by_record(self) -> dict[tuple[str, str], tuple[Passage, ...]]:
        """The passages that stand behind a record, by its table and id, in the order of their rows. Rows of tables
        have the table "", and one id may be used in several files.
        """
        found: dict[tuple[str, str], list[Passage]] = defaultdict(list)
        for one in self.passages:
            if one.record:
                found[one.table, one.record].append(one)
        return {record: tuple(passages) for record, passages in found.items()}

    def break_days(self) -> list[int]:
        """Days, sorted, on which a membership, a definition or a tie that one reads changes.

        Between two of them who is meant by a word does not.
        """
        kinds: set[TieKind] = set().union(*(one.tie_kinds for one in self.definitions.values()))
        days = self.actors.change_days(kinds).union(*(one.change_days() for one in self.definitions.values()))
        return sorted(day for day in days if NO_START < day < NO_STOP)
