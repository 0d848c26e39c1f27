"""What a rule held back, in words that the terminal and the app share."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from firmground.phrases import several

if TYPE_CHECKING:
    from firmground.exchange.views import Applied


def say_held(applied: Applied) -> str:
    """What was held back of a table, fields of one number together: "2 records hidden; note, url withheld in 10"."""
    parts = [f"{several(applied.hidden, 'record')} hidden"] if applied.hidden else []
    for fields, word in ((applied.withheld, "withheld"), (applied.coarsened, "coarser")):
        by_number: dict[int, list[str]] = defaultdict(list)
        for name, number in fields:
            by_number[number].append(name)
        parts += [f"{', '.join(names)} {word} in {number:,}" for number, names in by_number.items()]
    return "; ".join(parts)
