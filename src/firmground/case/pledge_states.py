"""What a pledge may have been on a day: not made yet, open, its condition unmet, kept, broken, not verifiable.

A stage is dated as its source dates it, so a stage of "December 2015" may have begun on any day of that month. A
possible course of events gives the pledge the day on which it was made, and each stage one of its days that is no
earlier. The state at the end of a day is that of the stage that began last. Dates alone decide, not the order in
which stages were written. A pledge is open from the day on which it was made until something becomes of it; so of
stages of one day `open` gives way to any other, and of two others either may have been the last: a contradiction
in the sources stays one. Nothing ends a state but another stage, and a stage that nobody found is not among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.undertakings import PledgeState
from firmground.dates import NO_START, NO_STOP, Days

if TYPE_CHECKING:
    from firmground.case.undertakings import Pledge, Stage

# The end of time: asked on this day, a pledge answers with what last became of it.
AT_LAST = NO_STOP - 1


def states_on(pledge: Pledge, day: int) -> frozenset[PledgeState | None]:
    """Every state that the pledge may be in at the end of that day; None stands for "not made yet".

    Equals the enumeration of all possible courses of events. A stage that lies wholly before the day on which the
    pledge was made belongs to no such course and is left out; the reader of files never lets one through.
    """
    stages = [stage for stage in pledge.stages if stage.on.possible.stop > pledge.on.possible.start]
    made = made_days(pledge)
    found: set[PledgeState | None] = set()
    if made.stop - 1 > day:
        found.add(None)
    if made.start > day:
        return frozenset(found)
    if _still_as_made(stages, made, day):
        found.add(PledgeState.OPEN)
    for stage in stages:
        if stage.state not in found and _may_be_last(stage, stages, made, day):
            found.add(stage.state)
    return frozenset(found)


def made_days(pledge: Pledge) -> Days:
    """The days on which it may have been made: those it is dated to, up to the last day of its earliest stage."""
    start, stop = pledge.on.possible
    return Days(
        start, min([stop, *(stage.on.possible.stop for stage in pledge.stages if stage.on.possible.stop > start)])
    )


def _still_as_made(stages: list[Stage], made: Days, day: int) -> bool:
    """Open since it was made, because every other stage may have begun later."""
    return made.start <= day and all(
        stage.on.possible.stop - 1 > day for stage in stages if stage.state is not PledgeState.OPEN
    )


def _may_be_last(stage: Stage, stages: list[Stage], made: Days, day: int) -> bool:
    """May this stage be the last to have begun by that day?

    It is tried on the latest day it may have begun on and with the pledge made as early as it may have been: that
    leaves all the others the most room to have begun before it.
    """
    begun = min(day, stage.on.possible.stop - 1)
    if begun < max(made.start, stage.on.possible.start):
        return False
    for other in stages:
        if other is stage or other.on.possible.stop - 1 > day:
            continue
        gives_way = stage.state is PledgeState.OPEN and other.state is not PledgeState.OPEN
        if other.on.possible.start > begun - gives_way or made.start > begun - gives_way:
            return False
    return True


def change_days(pledge: Pledge) -> list[int]:
    """The days, sorted, from which on other states may be possible; between two of them the answer is the same."""
    days: set[int] = set()
    for when in (pledge.on, *(stage.on for stage in pledge.stages)):
        start, stop = when.possible
        days |= {start, start + 1, stop - 1, stop}
    return sorted(day for day in days if NO_START <= day < NO_STOP)


def states_within(pledge: Pledge, days: Days) -> frozenset[PledgeState | None]:
    """Every state that it may be in at the end of one of these days, nobody knowing which."""
    asked = {days.start, *(day for day in change_days(pledge) if day in days)}
    return frozenset().union(*(states_on(pledge, day) for day in asked))
