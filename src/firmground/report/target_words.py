"""What is known of whom an event hit, where a claim asks how they were tied: the ties that speak for it, and when.

Only ties that were found are told. That none was found is said as such, and never as that there was none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.actors import SOMEBODY
from firmground.case.events import parse_parties
from firmground.case.target_ties import PARTNERS, target_parties
from firmground.dates import Days
from firmground.modality import MUST
from firmground.report.chapters.ties_words import known_words, tie_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.case.case import Case
    from firmground.case.claims import Condition, TargetTie
    from firmground.case.definitions import Definition

MOST_NAMED = 4  # ties of one event that are told


def asked_tie(condition: Condition) -> TargetTie | None:
    """The first condition on ties that this one holds, however deep."""
    if condition.target_tie is not None:
        return condition.target_tie
    deeper = (asked_tie(part) for part in (*condition.any_of, *condition.none_of))
    return next((found for found in deeper if found is not None), None)


def is_named(case: Case, event: int) -> bool:
    """Is exactly one reading of whom it hit written down?"""
    readings = parse_parties(case.events.target[event])
    return len(readings) == 1 and SOMEBODY not in readings[0]


class TieWords:
    """The words of many events: those of the same parties and days share them."""

    def __init__(self, case: Case, asked: TargetTie, definition: Definition | None) -> None:
        self._case, self._asked, self._definition = case, asked, definition
        self._known: dict[tuple[str, str, int, int], str] = {}

    def of(self, event: int) -> str:
        events = self._case.events
        by = events.by[event] if self._asked.of == PARTNERS else ""
        key = (events.target[event], by, int(events.start[event]), int(events.stop[event]))
        if key not in self._known:
            self._known[key] = self._say(key[0], by, Days(key[2], key[3]))
        return self._known[key]

    def _say(self, target: str, by: str, days: Days) -> str:
        readings = parse_parties(target)
        if not readings:
            return "it is not said whom it was aimed at"
        names = " or ".join(" and ".join(self._name(one) for one in reading) for reading in readings)
        ties = list(dict.fromkeys(self._ties(readings, by, days)))
        told = "; ".join(ties[:MOST_NAMED]) or "no tie is known that would answer it"
        return f"said to be aimed at {names}: {told}"

    def _name(self, party: str) -> str:
        return "somebody who is not named" if party == SOMEBODY else self._case.actors.name(party)

    def _ties(self, readings: tuple[tuple[str, ...], ...], by: str, days: Days) -> Iterator[str]:
        """Each tie that speaks for it on the first or the last of the event's days, told of the partner whose it is."""
        actors = self._case.actors
        doers = tuple(one for reading in parse_parties(by) for one in reading)
        for day in dict.fromkeys((days.start, days.stop - 1)):
            for hit in dict.fromkeys(one for reading in readings for one in reading):
                for party, meant in target_parties(self._asked.of, doers, day, actors, self._definition):
                    perhaps = "" if meant is MUST else f"; that {actors.name(party)} is meant is not sure"
                    for tie, _ in actors.bonds(hit, self._asked.bond, party, day):
                        if self._asked.of != PARTNERS or party in (tie.actor, tie.to):
                            yield f"{tie_words(actors, tie)} ({known_words(tie.period)}{perhaps})"
