"""A merge as plain data: what came in, what differs between the sides, what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the other's records of one kind.

    `same`: one's own case has them already. `added`: under their own id. `renamed`: under "NAME.id", because that id
    means something else here. `left`: not taken over; `why` says why.
    """

    kind: str
    same: int = 0
    added: int = 0
    renamed: int = 0
    left: int = 0
    why: str = ""

    @property
    def any(self) -> bool:
        return bool(self.same or self.added or self.renamed or self.left)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Something of which the two sides say different things, both beside each other.

    `kind`: "holder", "place", "actor", "tie", "definition", ... `about`: what it is about, in words. `days`: for
    holders, the days on which they differ, as EDTF; "" where days play no part. `own`, `theirs`: what each says;
    `own_source`, `their_source`: on what it rests.
    """

    kind: str
    about: str
    own: str
    theirs: str
    days: str = ""
    own_source: str = ""
    their_source: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only a person can decide, in `questions.csv`: are two actors the same, is a tie taken over?

    `kind`: "actor" or "tie". `theirs`: the other's id, or the tie in words; `own`: ids that it may be, ";" between.
    `decided`: "same" or "different" of an actor, "take" or "leave" of a tie, "" while it is open.
    """

    kind: str
    theirs: str
    own: str
    says: str
    decided: str = ""
    by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What is different since the same sender's package was merged before: "gone", "changed", "new", "kept"."""

    what: str
    about: str
    says: str


@dataclass(frozen=True)
class Merged:
    """A merge. `folder`: the new case. `notes`: what the reader should know, a sentence each.

    `doubles`: how many pairs of rows, one of each side, may tell of one event; `double_rows`: the likeliest of them,
    ids of both. `again`: what is different since the last time; empty at the first.
    """

    folder: Path
    name: str
    title: str
    sender: str
    audience: str
    taken: tuple[Taken, ...]
    disagreements: tuple[Disagreement, ...]
    questions: tuple[Question, ...]
    doubles: int = 0
    double_rows: tuple[tuple[str, str], ...] = ()
    again: tuple[Told, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def waiting(self) -> tuple[Question, ...]:
        """The questions that nobody has decided yet."""
        return tuple(question for question in self.questions if not question.decided)
