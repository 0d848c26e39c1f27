"""The month of a date, else its year."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from firmground.dates import parse_when

if TYPE_CHECKING:
    from firmground.exchange.tables import Json


@lru_cache(maxsize=1 << 16)
def coarser_date(text: Json) -> Json:
    """The month in which a date lies with every day that it may mean, else the year; None where no year holds it.

    `text`: EDTF, as events have it. What is no date is None.
    """
    if not isinstance(text, str) or not text.strip():
        return None
    try:
        days = parse_when(text).possible
    except ValueError:
        return None
    if not days.limited or days.empty:
        return None
    first, last = date.fromordinal(days.start), date.fromordinal(days.stop - 1)
    if first.year != last.year:
        return None
    return f"{first.year:04d}-{first.month:02d}" if first.month == last.month else f"{first.year:04d}"
