"""How much of a case is hidden, in the words of `[withheld]`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.case.withheld import OF_MAP
from firmground.exchange.plain.nouns import entry_id
from firmground.exchange.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.exchange.views import ViewTable


def kind_counts(tables: Sequence[ViewTable]) -> dict[str, int]:
    """Hidden records by kind, "map:ID" for rows and features of a map. Hidden events are lines, and not among them; nor
    are the rows of a map whose entry is hidden: that there is such a map is all that is told.
    """
    maps = {entry_id(entry) for view in tables if view.table.kind is Kind.MAPS_ENTRY for entry in shown_records(view)}
    found: Counter[str] = Counter()
    for view in tables:
        kind = view.table.kind
        if kind in {Kind.PLACE_LIST, Kind.FACES}:
            if view.table.of in maps:
                found[f"{OF_MAP}{view.table.of}"] += int(view.hidden.sum())
        elif kind is not Kind.EVENTS:
            found[kind.value] += int(view.hidden.sum())
    return {word: number for word, number in sorted(found.items()) if number}


def shown_records(view: ViewTable) -> list[dict[str, Any]]:
    """The fields that are shown of the records that are not hidden."""
    found = []
    for row in np.flatnonzero(~view.hidden).tolist():
        shown = {name: view.shown(name, row) for name in view.table.columns}
        found.append({name: value for name, value in shown.items() if value is not None})
    return found
