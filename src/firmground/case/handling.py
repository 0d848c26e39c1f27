"""How the records of a case are to be handled: who may see which of them whole, and what everybody else is shown.

Labels are those of the Traffic Light Protocol (FIRST, TLP 2.0, 2022). A record goes whole to an audience that its label
allows; a wider audience is shown, field by field, what the rule says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.dates import When


USUAL_CELL = 5  # a resolution of H3, of cells of 250 square km
USUAL_SETTLEMENTS = 5


class Label(StrEnum):
    """From the widest audience to the narrowest, in that order."""

    CLEAR = "TLP:CLEAR"  # the world
    GREEN = "TLP:GREEN"  # the recipients' community
    AMBER = "TLP:AMBER"  # the recipients' organisation and its clients
    AMBER_STRICT = "TLP:AMBER+STRICT"  # the recipients' organisation alone
    RED = "TLP:RED"  # the recipients in person

    @classmethod
    def of(cls, text: str) -> Label | None:
        """The label that people write so, with or without "TLP:", in large letters or small; None: there is none."""
        word = text.strip().upper()
        word = word if word.startswith("TLP:") else f"TLP:{word}"
        return cls(word) if word in list(cls) else None

    @property
    def word(self) -> str:
        """As it is typed: "clear", "amber+strict"."""
        return self.removeprefix("TLP:").lower()

    def may_go_to(self, audience: Label) -> bool:
        """May a record with this label go whole to that audience?"""
        order = list(Label)
        return order.index(self) <= order.index(audience)


class Treatment(StrEnum):
    """What an audience that may not see a record whole is shown of one of its fields."""

    KEEP = "keep"
    COARSEN = "coarsen"  # a wider set that contains the value, the same for ever
    WITHHOLD = "withhold"


def narrowest(labels: Iterable[Label]) -> Label | None:
    """The one with the narrowest audience; None of none."""
    return max(labels, key=list(Label).index, default=None)


def strictest(treatments: Iterable[Treatment], default: Treatment = Treatment.KEEP) -> Treatment:
    """The one that shows least; `default` of none."""
    return max(treatments, key=list(Treatment).index, default=default)


class Mentions(StrEnum):
    """What becomes of a text elsewhere that names what a rule hides."""

    WITHHOLD = "withhold"
    STOP = "stop"  # it is left as it is, and nothing that names it leaves


@dataclass(frozen=True, slots=True)
class Rule:
    """Which records, how they are labelled while the rule is in force, and what others are shown of them.

    Either `table` (a name as `exchange` gives it: "events/disclosed.csv", "sources.toml", ...) with `ids` and `where`
    (columns and the values that are meant), or subjects: `places`, `sources`, `actors` (ids), which are hidden wherever
    the case speaks of them. `period`: the days on which the rule is in force. `fields`: by name; "*" is every field
    that is not named, withheld where even that is not. `cell`: the finest H3 resolution (0 to 8) to which a site is
    coarsened; `unit`: the order of the administrative unit instead ("" for cells). `settlements`: how many listed
    settlements a cell or unit must hold at least.
    """

    id: str
    label: Label
    reason: str
    table: str = ""
    ids: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    places: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    period: When | None = None
    fields: tuple[tuple[str, Treatment], ...] = ()
    mentions: Mentions = Mentions.WITHHOLD
    cell: int = USUAL_CELL
    unit: str = ""
    settlements: int = USUAL_SETTLEMENTS


@dataclass(frozen=True, slots=True)
class Handling:
    """The rules of a case, in order; of several that speak of a record all are obeyed. `label`: of every record
    of which no rule speaks; None where the case does not say, and then nothing is held back.
    """

    label: Label | None = None
    rules: tuple[Rule, ...] = field(default=())
