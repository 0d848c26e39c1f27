"""A single date of a sentence, before the words around it make a period of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.documents.days.reckoning import ends

if TYPE_CHECKING:
    from datetime import date

    from firmground.documents.days.reckoning import Anchor
    from firmground.documents.letters import Lettered

FROM_DOCUMENT = "the document's date"
FROM_NARRATIVE = "the date that the text names before"
NEAREST = "the year that is nearest to the document's date"
NEAREST_TOLD = "the year that is nearest to the date written before"
NO_DATE = "The document has no date to reckon from."
NO_YEAR = "The year is not written, and the document has no date."


@dataclass(frozen=True, slots=True)
class Atom:
    """Words `start` to `stop` (excluded) of a sentence and the EDTF that they mean, "" if unknown.

    `low`, `high`: the date that a period takes that begins or ends with these words, where that is not `text` itself
    ("since early October" begins in October). `yearly`: month and day of a date whose year was inferred. `loose`: some
    part of these days is meant and not all of them, so that nothing is known to come before its last day.
    """

    start: int
    stop: int
    text: str
    kind: str = "date"
    how: str = ""
    doubt: str = ""
    low: str = ""
    high: str = ""
    yearly: tuple[int, int] | None = None
    loose: bool = False

    @property
    def begins(self) -> str:
        return self.low or ends(self.text)[0]

    @property
    def ends(self) -> str:
        return self.high or ends(self.text)[1]


@dataclass(slots=True)
class Scene:
    """What a rule may look at: the sentence in letters, the document's date, the exact day named last, if any.

    `told`: in a document that `looks_back`, the day written last with its year; a date without a year is near that one.
    """

    sentence: Lettered
    anchor: Anchor | None
    narrative: date | None = None
    looks_back: bool = False
    told: date | None = None

    def lower(self, at: int) -> str:
        return self.sentence.lower[at]

    def ahead(self, at: int) -> bool:
        """The words before speak of what is to come: "will", "is due", "are to resume"."""
        letters, lower = self.sentence.letters, self.sentence.lower
        for place in range(at - 1, max(-1, at - 12), -1):
            if letters[place] == "Q":
                return True
            if letters[place] == "t" and place and lower[place - 1] in ("is", "are", "was", "were"):
                return True
            if lower[place] in _BREAKS:
                return False
        return False

    def reckoned(self, start: int, stop: int, days_from: Callable[[date], str]) -> Atom:
        """An atom reckoned from the document's date; unknown without one."""
        if self.anchor is None:
            return Atom(start, stop, "", how=FROM_DOCUMENT, doubt=NO_DATE)
        text = self.anchor.reckon(days_from)
        doubt = "" if text else "No day of the calendar is meant."
        return Atom(start, stop, text, how=FROM_DOCUMENT, doubt=doubt, loose=not self.anchor.exact)


_BREAKS = frozenset({";", "but", "while", "had", "were", "was"})

Built = Atom | list[Atom] | None
Rule = tuple[re.Pattern[str], Callable[[Scene, re.Match[str]], Built]]


def groups(match: re.Match[str], *names: str) -> tuple[int, ...]:
    """The word at which each named group stands, -1 where it does not, or where the pattern has no such group."""
    known = match.re.groupindex
    return tuple(match.start(name) if name in known else -1 for name in names)
