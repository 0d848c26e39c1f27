"""Every possible course of a pledge, written out: slow, plain, and nothing shared with the program but the nouns."""

from __future__ import annotations

from itertools import product

from firmground.case.undertakings import PledgeState


def days_of(when):
    return range(when.possible.start, when.possible.stop)


def courses(pledge):
    """Every course of events: the day it was made, and the day on which each stage began, none before it was made."""
    for made, *begun in product(days_of(pledge.on), *(days_of(stage.on) for stage in pledge.stages)):
        if all(day >= made for day in begun):
            yield made, begun


def last_states(pledge, made, begun, day):
    """The states that one course of events leaves possible at the end of a day: several only for a contradiction."""
    if made > day:
        return {None}
    so_far = [(PledgeState.OPEN, made)]
    so_far += [(stage.state, on) for stage, on in zip(pledge.stages, begun, strict=True) if on <= day]
    latest = max(on for _, on in so_far)
    last = {state for state, on in so_far if on == latest}
    return last - {PledgeState.OPEN} or last


def states_on(pledge, day):
    return {state for made, begun in courses(pledge) for state in last_states(pledge, made, begun, day)}
