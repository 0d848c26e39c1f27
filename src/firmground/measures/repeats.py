"""Rows that repeat another row: one event counts once, in every part of the record that tells of it.

A row with `duplicate_of` is no event of its own where the row that it repeats is looked at too. Where only some data
sets are (a selection or a subset names them), the first row in them that tells of the event stands for it: what two
sources report is an event of each, and one event of both together.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from firmground.modality import CANNOT, MAY, MUST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.case.claims import Selection
    from firmground.case.events import EventTable

    Answers = NDArray[np.int8]

# The data sets that are looked at; empty: all of them.
Scope = frozenset[str]


def scope_of(case: Case, selection: Selection, subset: str) -> Scope:
    """The data sets that a selection leaves of the chosen part of the events."""
    chosen = case.choices.subsets.get(subset)
    named = [frozenset(one.datasets) for one in (selection, chosen) if one is not None and one.datasets]
    # Two that have nothing in common leave no event, and then nothing is repeated.
    return frozenset.intersection(*named) if named else frozenset()


def originals(events: EventTable, scope: Scope = frozenset()) -> Answers:
    """Must, may or cannot each event be counted within these data sets, being no repeat of another one in them?

    What perhaps repeats another row is perhaps no event of its own.
    """
    answers = events.duplicate_of.look_up(lambda one: CANNOT if one else MUST, np.int8)
    if scope and (answers == CANNOT).any():
        _stand_in(events, scope, answers)
    answers[events.withholds("duplicate_of")] = MAY
    return np.asarray(answers, dtype=np.int8)


def _stand_in(events: EventTable, scope: Scope, answers: Answers) -> None:
    """Lets a row in these data sets stand for an event that is first told of outside of them."""
    within = events.dataset.mask(scope.__contains__)
    unsure = events.withholds("duplicate_of", "id")
    # A row of which nobody can say what it repeats may be the one that stands for any of these events.
    open_ = bool((within & unsure).any())
    for above, rows in _by_event(events, within, unsure, np.flatnonzero((answers == CANNOT) & within)).items():
        if open_ or above < 0 or unsure[above]:
            answers[rows] = MAY
        else:
            answers[min(rows, key=lambda row: events.id[row])] = MUST


def _by_event(
    events: EventTable, within: NDArray[np.bool_], unsure: NDArray[np.bool_], repeats: NDArray[np.int64]
) -> dict[int, list[int]]:
    """The rows that repeat one outside and none within, by the last row outside that they lead to; -1: unknown."""
    index = {own: row for row, own in enumerate(events.id)}
    found: dict[int, list[int]] = defaultdict(list)
    for row in repeats.tolist():
        above = index.get(events.duplicate_of[row], -1)
        while above >= 0 and not within[above] and not unsure[above] and events.duplicate_of[above]:
            above = index.get(events.duplicate_of[above], -1)
        if above < 0 or not within[above]:
            found[above].append(row)
    return found
