"""How much of a case is hidden, in the words of `[withheld]`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from firmground.case.withheld import OF_MAP
from firmground.exchange.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.exchange.views import ViewTable


def kind_counts(tables: Iterable[ViewTable]) -> dict[str, int]:
    """Hidden records by kind, "map:ID" for rows and features of a map. Hidden events are lines, and not among them."""
    found: Counter[str] = Counter()
    for view in tables:
        kind = view.table.kind
        if kind is not Kind.EVENTS:
            word = f"{OF_MAP}{view.table.of}" if kind in {Kind.PLACE_LIST, Kind.FACES} else kind.value
            found[word] += int(view.hidden.sum())
    return {word: number for word, number in sorted(found.items()) if number}
