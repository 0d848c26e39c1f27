"""How many pledges, or which part of them, were in a state on a day: pledges as units.

A pledge counts if it had been made by then, by and to whom the test names, and (for a share of some) is in a state
that counts at all. Who belongs to a coalition, or is meant by a word, is read for the day on which the pledge was
made: that is when it was given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from firmground.case.claims import MeasureKind
from firmground.case.parties import meant
from firmground.case.pledge_states import AT_LAST, made_days, states_within
from firmground.case.questions import Pledged
from firmground.dates import Days
from firmground.errors import BadRequestError
from firmground.measures.measurement import Measurement, measure_part
from firmground.measures.settle import Question
from firmground.measures.units import NO, OUT, YES, count_bounds, units_in
from firmground.measures.withheld import NOT_SHOWN, hidden_pledges, say_number
from firmground.modality import CANNOT, MAY, MUST, Modality, any_of, one_of
from firmground.phrases import list_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.case.actors import Actors
    from firmground.case.case import Case
    from firmground.case.choices import Specification
    from firmground.case.claims import Test
    from firmground.case.definitions import Definition
    from firmground.case.undertakings import Pledge, PledgeState
    from firmground.hold import Held
    from firmground.measures.select import Selector


def measure_pledges(held: Held, test: Test, specification: Specification, _: Selector) -> Measurement:
    """A count of them, or their part of all that count; without a limit above where more may have been made."""
    if not isinstance(test.about, Pledged):
        raise BadRequestError("a count of pledges needs a state: say state = ... in the claim's test")
    case, asked = held.case, test.about
    definition = case.definitions.get(specification.definition)
    counted = counted_pledges(case, asked, definition)
    hidden = hidden_pledges(case)
    units = units_in([*(state for _, state in counted), *([OUT | YES | NO] * hidden)])
    labels = (*(name_pledge(case, pledge) for pledge, _ in counted), *([NOT_SHOWN] * hidden))
    if test.measure is MeasureKind.PLEDGES:
        bounds, defined = count_bounds(units, complete=case.all_pledges), MUST
        found = Measurement(Question(MeasureKind.COUNT, complete=case.all_pledges), bounds, defined, units, labels)
    else:
        found = measure_part(Question(MeasureKind.SHARE, test.out_of), units, labels)
    why = f"{say_number('pledges', hidden)}: each may count, and in any state."
    return replace(found, withheld=(why,)) if hidden else found


def counted_pledges(case: Case, asked: Pledged, definition: Definition | None) -> list[tuple[Pledge, int]]:
    """The pledges that can count at all, in the order of the case, with the bits of what each may be."""
    breaks = case.break_days() if asked.by or asked.to else []
    meant_by = Meant(case.actors, definition, tuple(breaks))
    found = ((pledge, pledge_states(pledge, asked, meant_by)) for pledge in case.pledges.values())
    return [(pledge, states) for pledge, states in found if states != OUT]


def pledge_states(pledge: Pledge, asked: Pledged, meant_by: Meant) -> int:
    """Bits of what the pledge may be: left out, counted and so, counted and not so."""
    days = asked_days(asked)
    given = meant_by.gave(pledge, asked, made_days(pledge).overlap(Days(stop=days.stop)))
    if given is CANNOT:
        return OUT
    found = OUT if given is MAY else 0
    for state in states_within(pledge, days):
        found |= _bit(state, asked)
    return found


@dataclass(frozen=True)
class Meant:
    """Who is meant by the parties of a question. `breaks`: days, sorted, between which that does not change."""

    actors: Actors
    definition: Definition | None = None
    breaks: tuple[int, ...] = ()

    def gave(self, pledge: Pledge, asked: Pledged, made: Days) -> Modality:
        """Is it by and to those that are asked for, on the day, one of `made`, on which it was made?"""
        days = {made.start, *(day for day in self.breaks if day in made)}
        return one_of(
            self._names(asked.by, pledge.by, day) & self._names(asked.to, pledge.to, day) for day in sorted(days)
        )

    def _names(self, asked: str, parties: tuple[str, ...], day: int) -> Modality:
        """A pledge of which nobody is named as the giver or the taker MAY be anybody's."""
        if not asked:
            return MUST
        if not parties:
            return MAY
        return any_of(meant(asked, party, day, self.actors, self.definition) for party in parties)


def asked_days(asked: Pledged) -> Days:
    """The days at the end of one of which the states are asked for."""
    return Days(AT_LAST, AT_LAST + 1) if asked.on is None else asked.on.possible


def _bit(state: PledgeState | None, asked: Pledged) -> int:
    if state is None or (asked.of and state not in asked.of):
        return OUT
    return YES if state in asked.states else NO


def name_pledge(case: Case, pledge: Pledge) -> str:
    """A pledge in words: "Germany to France: refuelling and reconnaissance"."""
    return f"{_names(case, pledge.by)} to {_names(case, pledge.to)}: {(pledge.what or pledge.id).removesuffix('.')}"


def _names(case: Case, parties: Iterable[str]) -> str:
    return list_words(case.actors.name(party) for party in parties) or "somebody not named"
