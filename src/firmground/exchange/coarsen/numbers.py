"""How many strikes, by decade: from 1 to 9, from 10 to 99, and so on."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from firmground.case.events import STRIKES_UNLIMITED
from firmground.read.records import read_count

if TYPE_CHECKING:
    from firmground.exchange.tables import Json


@lru_cache(maxsize=4096)
def coarser_count(text: Json) -> Json:
    """The range of decades that holds a number of strikes: "3" is "1..9", "5..12" is "1..99", "12+" is "10+".

    None where no number can be read. A range without an upper end keeps none.
    """
    try:
        low, high = read_count(text) if isinstance(text, str) else (0, -1)
    except ValueError:
        return None
    if high < low:
        return None
    first = 10 ** (len(str(low)) - 1) if low else 0
    if high == STRIKES_UNLIMITED:
        return f"{first}+"
    return f"{first}..{10 ** len(str(high)) - 1}"
