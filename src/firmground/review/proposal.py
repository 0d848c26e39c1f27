"""A question that the data put to a person: what it is about, what may be answered, what each answer would write.

A proposal never answers itself. However well a name fits or two rows resemble each other, nothing is written before
somebody says so; a score is used only to bring the likelier questions first and is no measure of truth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from firmground.dates import parse_when
from firmground.errors import BadRequestError
from firmground.read.records import RESERVED_IDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.case.spelling import Fit
    from firmground.places import Where


class Kind(StrEnum):
    """What is asked."""

    UNPLACED = "unplaced-name"
    AMBIGUOUS = "ambiguous-place"
    DUPLICATE = "duplicate"
    UNREAD = "unread-value"
    PARTY = "unknown-party"


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row as it stands. `event`: its index in the event table. `words`: column and text, empty ones left out."""

    event: int
    id: str
    file: str
    row: int
    dataset: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the places or parties that a name may mean. `number` counts from 1 and stands on the map.

    `km`: from the first candidate's centre, or None where one of them has no centre. `matched`: the known name that
    fits. `doubtful`: only resembles; never offered as the first choice without that word.
    """

    number: int
    id: str
    name: str
    where: Where | None
    fit: Fit
    matched: str
    doubtful: bool
    km: float | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """`column`: firmground's name of the field; `was` and `becomes` as texts, "" for empty. `adds`: to a list that
    stands there already, instead of replacing it.
    """

    column: str
    was: str
    becomes: str
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Write:
    """A change of one record of one file. `row` None: the record is found by its id; `new`: it is added. `table`: the
    list of entries in a TOML file. `event`: the index of the event, for rows of events.
    """

    file: str
    row: int | None
    record: str
    fields: tuple[FieldChange, ...]
    new: bool = False
    table: str = ""
    event: int | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A field of the form that an option needs. `column` is where the answer is written."""

    column: str
    label: str
    value: str = ""
    required: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. `id` is stable and is what `decisions.csv` keeps; `says` tells in a sentence what would be written.

    `asks`: what the person has to fill in first. `writes` empty: only the decision itself is kept. `candidate`: the
    number of the candidate that it takes, 0 for none; `way`: how, where one candidate may be taken in two ways.
    `refuses`: it says no to what is proposed. `per_row`: it writes into the rows themselves, and may be meant for some
    of them only. `blocked`: why the program cannot write it, "" where it can.
    """

    id: str
    label: str
    says: str
    writes: tuple[Write, ...] = ()
    asks: tuple[Ask, ...] = ()
    candidate: int = 0
    way: str = ""
    doubtful: bool = False
    refuses: bool = False
    per_row: bool = False
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class Stake:
    """What a decision may move: of the events concerned, how many are counted in the claim, are undecided in it, and
    are among those named as settling it.
    """

    claim: str
    says: str
    counted: int
    undecided: int
    settling: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question with everything that is needed to answer it.

    `seen` is a fingerprint of what the question was asked about (rows, names, candidates): a decision holds as long
    as it is the same. `key` is short and safe in an address. `likeness` orders the queue, nothing else.
    """

    kind: Kind
    key: str
    seen: str
    subject: str
    title: str
    why: str
    rows: tuple[SeenRow, ...]
    options: tuple[Option, ...]
    candidates: tuple[Candidate, ...] = ()
    evidence: tuple[str, ...] = ()
    stakes: tuple[Stake, ...] = ()
    likeness: float = 0.0
    row_count: int = 0

    def option(self, name: str) -> Option:
        """Raises BadRequestError, with the answers that there are, if it is none of them."""
        for option in self.options:
            if option.id == name:
                return option
        known = ", ".join(option.id for option in self.options)
        raise BadRequestError(f"{name!r} is no answer to this question; there are {known}")

    @property
    def weight(self) -> tuple[int, int, int]:
        """Claims that it could settle, claims in which its events are undecided, claims that count them."""
        return (
            sum(bool(stake.settling) for stake in self.stakes),
            sum(bool(stake.undecided) for stake in self.stakes),
            sum(bool(stake.counted) for stake in self.stakes),
        )


@dataclass(frozen=True, slots=True)
class Queue:
    """The questions that wait, the weighty ones first. `decided`: how many were answered before and still stand.

    `left_out`: sentences that say what was not asked, and why; nothing is left out in silence.
    """

    proposals: tuple[Proposal, ...]
    decided: int = 0
    left_out: tuple[str, ...] = ()
    _by_key: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        self._by_key.update({proposal.key: index for index, proposal in enumerate(self.proposals)})

    def __len__(self) -> int:
        return len(self.proposals)

    def find(self, key: str) -> Proposal | None:
        index = self._by_key.get(key)
        return None if index is None else self.proposals[index]

    def index(self, key: str) -> int:
        """The place in the queue, from 0; -1 if it does not wait any more."""
        return self._by_key.get(key, -1)

    def of_kind(self, kind: Kind | None) -> tuple[Proposal, ...]:
        return tuple(proposal for proposal in self.proposals if kind is None or proposal.kind is kind)


def fill_in(option: Option, answers: Mapping[str, str]) -> tuple[Write, ...]:
    """What the option writes once its form is filled in. Raises BadRequestError for what is missing."""
    given = {ask.column: answers.get(ask.column, ask.value).strip() for ask in option.asks}
    for ask in option.asks:
        if ask.required and not given[ask.column]:
            raise BadRequestError(f"{ask.label} is missing: {ask.hint or 'fill it in'}")
        _check(ask, given[ask.column])
    return tuple(
        replace(write, fields=tuple(_fill(change, write, given) for change in write.fields)) for write in option.writes
    )


def _fill(change: FieldChange, write: Write, given: Mapping[str, str]) -> FieldChange:
    """An answer of the form has the name of its field; a row that is to name a new record takes that record's id."""
    if change.becomes != ANSWER:
        return change
    name = change.column if write.new or change.column in given else "id"
    return replace(change, becomes=given.get(name, ""))


# A change that stands for an answer of the form; the answer replaces it.
ANSWER = "\x00answer"


# Least and greatest value of what is a number in a form, as the reader takes them.
_RANGES = {"lon": (-180.0, 180.0), "lat": (-90.0, 90.0), "radius_km": (0.0, 20_004.0)}
_DATES = frozenset({"date", "date_from", "date_until"})
_ID = re.compile(r"[^\s;|]+")


def _check(ask: Ask, text: str) -> None:
    if not text:
        return
    if ask.column == "id" and (text in RESERVED_IDS or not _ID.fullmatch(text)):
        raise BadRequestError(f"{text!r} cannot be an id: choose a short name without spaces, “;” and “|”")
    if ask.column in _DATES:
        try:
            parse_when(text)
        except ValueError as fault:
            raise BadRequestError(f"{ask.label}: {fault}") from fault
    if ask.column not in _RANGES:
        return
    low, high = _RANGES[ask.column]
    try:
        inside = low <= float(text) <= high and "_" not in text
    except ValueError:
        inside = False
    if not inside:
        raise BadRequestError(f"{ask.label} is {text!r}: write a number from {low:g} to {high:g}, with a point")
