"""What was agreed and what was promised: agreements with their clauses, pledges with their conditions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.dates import When


class PledgeState(StrEnum):
    OPEN = "open"
    CONDITION_UNMET = "condition-unmet"
    KEPT = "kept"
    BROKEN = "broken"
    NOT_VERIFIABLE = "not-verifiable"


class ConditionAnswer(StrEnum):
    MET = "met"
    UNMET = "unmet"


@dataclass(frozen=True, slots=True)
class Clause:
    """A claim made by its parties: there is no event of theirs, of these kinds, that hits whom it protects there.

    `parties`: their members are bound with them. `acts`: kinds of event, () any. `zones`: areas or places of the
    case, in any one of them; () everywhere. `protects`: actors and labels, () whoever it is. `exempt`: who is not
    protected, whatever `protects` says.
    """

    id: str
    parties: tuple[str, ...]
    acts: tuple[str, ...]
    protects: tuple[str, ...]
    zones: tuple[str, ...]
    period: When
    exempt: tuple[str, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """`cannot_test`: why what it says cannot be set against events, where it has no clause."""

    id: str
    title: str
    parties: tuple[str, ...]
    on: When
    said_by: str
    source: str
    says: str
    clauses: tuple[Clause, ...] = ()
    note: str = ""
    url: str = ""
    cannot_test: str = ""

    def asked(self, clause: str) -> tuple[Clause, ...]:
        """The clause of that id; "" is every clause."""
        return tuple(one for one in self.clauses if clause in ("", one.id))


@dataclass(frozen=True, slots=True)
class Stage:
    """A state that a pledge was in from `on`, and the source that says so.

    `condition`: what the source says of the pledge's condition as well; None where it says nothing.
    """

    state: PledgeState
    on: When
    source: str = ""
    note: str = ""
    url: str = ""
    condition: ConditionAnswer | None = None


@dataclass(frozen=True, slots=True)
class Pledge:
    """`by`, `to`: actors, or names that are none of the case; () is somebody who is not named. `condition` "": none.

    What it was on a day: `case.pledge_states`.
    """

    id: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    what: str
    condition: str
    on: When
    said_by: str
    source: str
    stages: tuple[Stage, ...] = ()
    note: str = ""
    url: str = ""
