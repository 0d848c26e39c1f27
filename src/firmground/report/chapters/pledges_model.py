"""What was promised, by whom to whom, and what became of it.

Plain data: nothing here is computed and nothing is drawn. Days are ISO texts; standings are "must", "may", "cannot".
States are "open", "condition-unmet", "kept", "broken", "not-verifiable", and "not-made" before there is a pledge. All
texts come from files and are raw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.report.model import PassageNote, SourceNote


@dataclass(frozen=True, slots=True)
class Moment:
    """A day as it is known: the first and last day that it may be (None: no limit known), and in words."""

    first: str | None
    last: str | None
    text: str


@dataclass(frozen=True, slots=True)
class PledgeStage:
    """A state, from when on, and who says so. `title`: the state in words; `condition`: "met", "unmet" or ""."""

    state: str
    title: str
    on: Moment
    condition: str
    source: SourceNote | None
    note: str


@dataclass(frozen=True, slots=True)
class StatesOnDay:
    """The states that a pledge may be in at the end of a day, several where it is not known which.

    `kept`: whether it must, may or cannot be kept: open and not verifiable are "may", broken and a condition unmet
    "cannot"; "" where it was surely not made yet.
    """

    states: tuple[str, ...]
    kept: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """From this day on (None: from ever) and until the next step; `made` is "may" while it may not be made yet."""

    first: str | None
    states: tuple[str, ...]
    kept: str
    made: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many days it was open before anything became of it, at least and at most; None where nothing did."""

    least: int | None
    most: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Promised:
    """One pledge. `by`, `to`: names; () is somebody who is not named.

    `condition_standing`: "met", "unmet", "unknown", "" without a condition; `condition_words` says it. `at_end`: on
    the last day of the case's period, None where the case has none; `at_last`: the last that is known. `remarks`: what
    is imprecise or contradicts itself.
    """

    id: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    what: str
    condition: str
    condition_standing: str
    condition_words: str
    made: Moment
    said_by: str
    source: SourceNote | None
    note: str
    stages: tuple[PledgeStage, ...]
    steps: tuple[Step, ...]
    at_end: StatesOnDay | None
    at_last: StatesOnDay
    waited: Waiting
    remarks: tuple[str, ...] = ()
    passages: tuple[PassageNote, ...] = ()


@dataclass(frozen=True, slots=True)
class PledgeGroup:
    """Pledges of which the last that is known is the same; `pledges` are places in `Pledges.pledges`."""

    states: tuple[str, ...]
    title: str
    kept: str
    pledges: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StateTally:
    """How many pledges are in a state, at least and at most: on the last day of the period, and in the end."""

    state: str
    title: str
    end_least: int | None
    end_most: int | None
    last_least: int
    last_most: int


@dataclass(frozen=True, slots=True)
class Pair:
    """What `by` pledged to `to`, "" being somebody not named: places in `Pledges.pledges`.

    A pledge by several, or to several, stands under each pair of them, so pairs do not add up to the pledges.
    """

    by: str
    to: str
    pledges: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pledges:
    """The chapter. `first`, `last`: the case's period; `end` its last day in words, "" where it has none.

    `summary`: what the chapter finds; `besides`: what a reader may also want to know, each a sentence.
    `pledges` by the day on which they were made. `by`, `to`: everybody named, those with most pledges first.
    """

    first: str | None
    last: str | None
    end: str
    complete: bool
    summary: tuple[str, ...]
    besides: tuple[str, ...]
    pledges: tuple[Promised, ...]
    groups: tuple[PledgeGroup, ...]
    tally: tuple[StateTally, ...]
    by: tuple[str, ...]
    to: tuple[str, ...]
    pairs: tuple[Pair, ...]
    limits: tuple[str, ...]
