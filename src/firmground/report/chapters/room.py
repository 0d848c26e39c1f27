"""How much of a long list a chapter tells one by one; the rest is counted.

A page that names thousands is read by nobody, so it gets the first few; data that a program reads gets all of them, up
to a number beyond which a table no longer opens anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_MOST: Final = 100_000


@dataclass(frozen=True, slots=True)
class Room:
    """`pairs`: of one question. `incidents`: all. `near`: events near one of them. `tried`: events of a clause."""

    pairs: int
    incidents: int
    near: int
    tried: int


PAGE: Final = Room(pairs=200, incidents=200, near=60, tried=1000)
WHOLE: Final = Room(pairs=_MOST, incidents=_MOST, near=_MOST, tried=_MOST)
