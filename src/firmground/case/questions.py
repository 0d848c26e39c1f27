"""What a claim's test asks beyond shares and ground: the part of the question that only its own measure understands.

Each stands for a measure of the same name (`MeasureKind`), travels in `Test.about`, and is as plain as any noun.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.case.claims import Selection
    from firmground.case.undertakings import PledgeState
    from firmground.dates import When


@dataclass(frozen=True, slots=True)
class Disclosed:
    """On how many days of a period `by` put something out that says all of `gives` (kinds of detail; () is anything).

    `of_published`: of the days on which it put anything out at all, rather than of all days of the period.

    `first`, `last`: the days looked at, both included. `before_first`, `before_last`: the earlier period that they
    are compared with; both None where nothing is compared.
    """

    by: str
    gives: tuple[str, ...] = ()
    first: When | None = None
    last: When | None = None
    before_first: When | None = None
    before_last: When | None = None
    of_published: bool = False


@dataclass(frozen=True, slots=True)
class Breached:
    """Events that break a clause of an agreement. `clause`: its id, "" for every clause.

    `by_ground`: whom an event hit is read from who held its ground, and not from what the record says was hit.
    """

    agreement: str
    clause: str = ""
    by_ground: bool = False


@dataclass(frozen=True, slots=True)
class Pledged:
    """Pledges by and to somebody ("" anybody) that were in one of `states` at the end of the day `on`.

    `on` None: in the end, as far as it is known. `of`: the states in which a pledge is counted at all, for a share;
    () is any.
    """

    by: str = ""
    to: str = ""
    states: tuple[PledgeState, ...] = ()
    on: When | None = None
    of: tuple[PledgeState, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradicted:
    """The ties that contradict the best division into at most `blocs` blocs, on the day `Test.on`.

    `complete`: the ties of the case are taken for all there were. Without it others may have added contradictions.
    """

    blocs: int = 2
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Met:
    """Pairs of an event that counts and one of `other`, within `km` and `hours` of each other.

    `different_actors`: only pairs that no actor had a part in on both sides, itself or through a membership.
    """

    other: Selection
    km: float
    hours: float
    different_actors: bool = False


Question = Disclosed | Breached | Pledged | Contradicted | Met
