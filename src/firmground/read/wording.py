"""How a fault is put to the person who has to mend it: what was written, and which known name comes nearest.

Text from a file is always shown quoted and shortened, so that nothing in it can pass for our own words.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN_LENGTH = 60
LISTED_NAMES = 12
NEAR = 0.6  # difflib's own default: "islamic-sate" is 0.96 from "islamic-state"


def show(value: object) -> str:
    """The value in quotes, on one line, cut where it is long."""
    text = value if isinstance(value, str) else str(value)
    return repr(text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…")


def nearest(word: str, known: Iterable[str], cutoff: float = NEAR) -> str:
    """The known name that is most like the word, "" if none is."""
    names = [name for name in known if name]
    lowered = {name.casefold(): name for name in reversed(names)}
    found = difflib.get_close_matches(word[:SHOWN_LENGTH].casefold(), lowered, n=1, cutoff=cutoff)
    return lowered[found[0]] if found else ""


def suggest(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """What to write instead: the nearest known name, else all of them if they are few."""
    names = sorted({name for name in known if name})
    if found := nearest(word, names):
        return f'did you mean "{found}"?' + (f" Otherwise {otherwise}" if otherwise else "")
    if otherwise:
        return otherwise
    if 0 < len(names) <= LISTED_NAMES:
        return "known: " + ", ".join(names)
    return ""


def first_of(rows: list[int], number: int) -> str:
    """Which rows, when naming all would not help: "row 3", "rows 3, 4 and 7", "1,804 rows, first at row 3"."""
    if len(rows) == number:
        shown = [f"{row:,}" for row in rows]
        return f"row {shown[0]}" if number == 1 else f"rows {', '.join(shown[:-1])} and {shown[-1]}"
    return f"{number:,} rows, first at row {rows[0]:,}"
