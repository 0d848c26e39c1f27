"""How much of a long list a chapter tells one by one; the rest is counted.

A page that names thousands is read by nobody, so it gets the first few; data that a program reads gets all of them, up
to a number beyond which a table no longer opens anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

_MOST: Final = 100_000


@dataclass(frozen=True, slots=True)
class Room:
    """`pairs`: of one question. `incidents`: all. `near`: events near one of them. `tried`: events of a clause.

    `drawn`: with everything that a page has beside its claims and chapters, which is in proportion to the events: their
    marks on the map, the moving map, each row that does not count, the places on which maps differ.
    """

    pairs: int
    incidents: int
    near: int
    tried: int
    drawn: bool = True


PAGE: Final = Room(pairs=200, incidents=200, near=60, tried=1000)
TERMINAL: Final = replace(PAGE, drawn=False)
WHOLE: Final = Room(pairs=_MOST, incidents=_MOST, near=_MOST, tried=_MOST)
