"""Is a record known to hold everything of its kind? Only then is a count of it limited from above."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.case.claims import Selection
    from firmground.hold import Held


def is_complete(held: Held, *selections: Selection, subset: str) -> bool:
    """A count is limited from above only if every data set it may draw on is known to be complete.

    A data set none of whose rows count is drawn on as well, unless the selection leaves it out by name: what it
    lacks might have counted. So might a row that was refused. `subset`: the part of the events that is chosen.
    """
    lacking = {rows.dataset for rows in held.case.rows if any(rows.refused.values())}
    known = held.case.complete - lacking
    every = held.case.events.datasets | held.case.datasets
    chosen = held.case.choices.subsets.get(subset)
    within = frozenset(chosen.datasets if chosen is not None else ()) or every
    drawn = [frozenset(selection.datasets) & within if selection.datasets else within for selection in selections]
    return all(bool(datasets) and datasets <= known for datasets in drawn)
