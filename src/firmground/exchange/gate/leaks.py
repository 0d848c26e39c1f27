"""A leak: something that a rule keeps back and that was found in what was about to leave, told to the case's owner."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from firmground.phrases import several
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence


class Sign(StrEnum):
    """By what it was known."""

    NAME = "name"
    SPELLING = "another spelling of a name"
    ID = "id"
    COORDINATES = "coordinates"
    CODE = "a code of the place"  # geohash, H3, ...
    UNREAD = "unread"  # nothing was found, because nothing could be looked at


@dataclass(frozen=True, slots=True)
class Leak:
    """`file` and `where` in it ("" for the file as a whole), `found` as it stands there, with some letters `around` it.

    `what`: of which secret; `rule`: its id, "" where nothing could be read. `times`: how often in this place.
    """

    file: str
    where: str
    sign: Sign
    found: str
    around: str
    what: str
    rule: str
    times: int = 1

    def __str__(self) -> str:
        place = ", ".join(part for part in (one_line(self.file), one_line(self.where)) if part)
        if self.sign is Sign.UNREAD:
            return f"{place}: {one_line(self.found)}, so nobody can say what is in it; {_NEXT[self.sign]}"
        often = f" ({self.times:,} times)" if self.times > 1 else ""
        words = f"“{one_line(self.around or self.found)}”{often} {_SAYS[self.sign]} {one_line(self.what)}"
        by = f"which the rule {one_line(self.rule)} keeps back" if self.rule else "which is kept back"
        return f"{place}: {words}, {by}; {_NEXT[self.sign]}"


_SAYS: Final = {
    Sign.NAME: "names",
    Sign.SPELLING: "may be another spelling of",
    Sign.ID: "holds the id of",
    Sign.COORDINATES: "gives the coordinates of",
    Sign.CODE: "holds a code for the point of",
}
_NEXT: Final = {
    Sign.NAME: "take it out of the text that says it, or let a rule withhold that field",
    Sign.SPELLING: "take it out, or if it means something else, say so with --harmless and the words as they stand",
    Sign.ID: "let a rule withhold the field that holds it",
    Sign.COORDINATES: "let a rule withhold or coarsen the field that holds them",
    Sign.CODE: "let a rule withhold the field that holds it",
    Sign.UNREAD: "leave it out, or give it in a form that can be read",
}


def say_leaks(leaks: Sequence[Leak], most: int = 20) -> list[str]:
    """The sentences for the case's owner: how many, `most` of them, and how many more there are."""
    number = several(len(leaks), "thing")
    kept = "is" if len(leaks) == 1 else "are"
    more = len(leaks) - most
    return [
        f"Nothing was written: {number} that {kept} kept back, or that cannot be looked at, would have left:",
        *(f"  {leak}" for leak in leaks[:most]),
        *([f"  and {more:,} more"] if more > 0 else []),
    ]
